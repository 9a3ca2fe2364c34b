import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, quiet, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { allOf } from './all-of.ts';

hearsEveryRejection();

//  item ─▶ double ─▶ sizes        0 to n - 1
const numbers: Loose = {
  item: function* ({ n }: { n: number }) {
    for (let i = 0; i < n; i++) yield i;
  },
  double: ({ item }) => item * 2,
  sizes: collect(({ double }: { double: number[] }) => double.length),
};
const inputs = { n: 3 };

//  outer ─▶ inner ─▶ leaf ─▶ perOuter        the values of inner finish when the test says so
const nested: Loose = {
  outer: parallelizable(() => ['a', 'b', 'c']),
  inner: function* ({ outer }) {
    if (outer !== 'b') yield* [`${outer}1`, `${outer}2`];
  },
  leaf: ({ inner }) => inner.toUpperCase(),
  perOuter: collect(({ leaf }: { leaf: string[] }) => leaf.join('')),
};

describe('a stream', () => {
  test('gives the values of a node in item order', async () => {
    expect(await allOf(driverOf(numbers).stream('double', { inputs }))).toEqual([0, 2, 4]);
  });

  test('of a generator gives its items', async () => {
    expect(await allOf(driverOf(numbers).stream('item', { inputs }))).toEqual([0, 1, 2]);
  });

  test('of no items ends at once', async () => {
    expect(await allOf(driverOf(numbers).stream('double', { inputs: { n: 0 } }))).toEqual([]);
  });

  test('gives null where that is a value', async () => {
    const driver = driverOf({ item: parallelizable(() => [null, 1]) });
    expect(await allOf(driver.stream('item'))).toEqual([null, 1]);
  });

  test('runs only what its node needs', async () => {
    const calls: string[] = [];
    const driver = driverOf({
      item: parallelizable(() => [1]),
      double: ({ item }) => item * 2,
      other: ({ item }) => (calls.push('other'), item),
      all: collect(({ other }: { other: number[] }) => (calls.push('all'), other)),
    });
    await allOf(driver.stream('double'));
    expect(calls).toEqual([]);
  });

  //  item ─▶ later        the last item finishes first
  const gated = (): { gates: PromiseWithResolvers<void>[]; functions: Loose } => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
    const later = async ({ item }: { item: number }): Promise<number> => (
      await gates[item]?.promise,
      item
    );
    return { gates, functions: { item: parallelizable(() => [0, 1, 2]), later } };
  };

  test('keeps item order where items finish out of order', async () => {
    const { gates, functions } = gated();
    const values: unknown[] = [];
    const all = (async () => {
      for await (const value of driverOf(functions).stream('later')) values.push(value);
    })();
    await quiet();
    gates[2]?.resolve();
    await quiet();
    expect(values).toEqual([]);
    gates[0]?.resolve();
    await quiet();
    expect(values).toEqual([0]);
    gates[1]?.resolve();
    await all;
    expect(values).toEqual([0, 1, 2]);
  });

  test('told ordered: false gives them as they finish', async () => {
    const { gates, functions } = gated();
    const stream = driverOf(functions).stream('later', { ordered: false });
    const values: unknown[] = [];
    for (const i of [2, 0, 1]) {
      const next = stream.next();
      await quiet();
      gates[i]?.resolve();
      values.push((await next).value);
    }
    expect(values).toEqual([2, 0, 1]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('of blocks in blocks is flat, in item order', async () => {
    const driver = driverOf(nested);
    const leaves = ['A1', 'A2', 'C1', 'C2'];
    expect(await allOf(driver.stream('leaf'))).toEqual(leaves);
    expect(await allOf(driver.stream('leaf', { ordered: false }))).toEqual(leaves);
  });

  test('of blocks in blocks keeps that order where inner items finish out of order', async () => {
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const driver = driverOf({
      ...nested,
      leaf: async ({ inner }) => {
        const gate = Promise.withResolvers<void>();
        gates.set(inner, gate);
        await gate.promise;
        return inner;
      },
    });
    const values: unknown[] = [];
    const all = (async () => {
      for await (const value of driver.stream('leaf')) values.push(value);
    })();
    await quiet();
    for (const key of ['c2', 'a2', 'c1']) {
      gates.get(key)?.resolve();
      await quiet();
      expect(values).toEqual([]);
    }
    gates.get('a1')?.resolve();
    await all;
    expect(values).toEqual(['a1', 'a2', 'c1', 'c2']);
  });

  //  outer ─▶ ready ─▶ inner ─▶ leaf        b has its turn last, and nothing is left to wake it but the end of a
  test('of blocks in blocks goes on where the oldest outer item ends without a value', async () => {
    const gates = new Map(['a', 'b', 'c'].map((key) => [key, Promise.withResolvers<void>()]));
    const counts: Record<string, number> = { a: 0, b: 2, c: 200 };
    const driver = driverOf({
      outer: parallelizable(() => ['a', 'b', 'c']),
      ready: async ({ outer }) => (await gates.get(outer)?.promise, outer),
      inner: function* ({ ready }) {
        for (let i = 0; i < (counts[ready] ?? 0); i++) yield `${ready}${i}`;
      },
      leaf: async ({ inner }) => inner,
    });
    const all = allOf(driver.stream('leaf'));
    await quiet();
    // c runs ahead of its turn, until there is no more room; then b starts
    for (const key of ['c', 'b', 'a']) {
      gates.get(key)?.resolve();
      await quiet();
    }
    const values = await Promise.race([all, quiet().then(() => 'it waits for ever')]);
    expect(values).toHaveLength(202);
    expect(values.slice(0, 3)).toEqual(['b0', 'b1', 'c0']);
  });

  test('of a collect, or a reduce, in an outer block gives one value for each outer item', async () => {
    const driver = driverOf({
      ...nested,
      word: reduce(({ acc, leaf }: { acc: string; leaf: string }) => acc + leaf, '>'),
    });
    expect(await allOf(driver.stream('perOuter'))).toEqual(['A1A2', '', 'C1C2']);
    expect(await allOf(driver.stream('word'))).toEqual(['>A1A2', '>', '>C1C2']);
  });

  test('of an outer item gives it, although there are blocks inside', async () => {
    expect(await allOf(driverOf(nested).stream('outer'))).toEqual(['a', 'b', 'c']);
  });

  //  item ─▶ total ─▶ share        the second pass
  test('of a node in a second pass comes after the first; items are not generated twice', async () => {
    let yields = 0;
    const driver = driverOf({
      item: function* () {
        for (const item of [1, 3]) {
          yields++;
          yield item;
        }
      },
      total: reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
      share: ({ item, total }) => item / total,
    });
    expect(await allOf(driver.stream('share'))).toEqual([0.25, 0.75]);
    expect(yields).toBe(2);
  });

  test('of a node in a second pass of an inner block is flat, too', async () => {
    const driver = driverOf({
      outer: parallelizable(() => [1, 3]),
      inner: function* ({ outer }) {
        yield* [outer, 1];
      },
      total: collect(({ inner }: { inner: number[] }) => inner.length),
      share: async ({ inner, total }) => inner / total,
    });
    expect(await allOf(driver.stream('share'))).toEqual([0.5, 0.5, 1.5, 0.5]);
  });

  test('of an overridden node gives the override once for each item', async () => {
    const driver = driverOf(numbers);
    const overrides = { double: 'x' };
    expect(await allOf(driver.stream('double', { inputs, overrides }))).toEqual(['x', 'x', 'x']);
  });

  test('of an overridden generator gives the items of the override', async () => {
    const driver = driverOf(numbers);
    for (const item of [[5, 6], Promise.resolve(new Set([5, 6]))]) {
      expect(await allOf(driver.stream('item', { overrides: { item } }))).toEqual([5, 6]);
      expect(await allOf(driver.stream('double', { overrides: { item } }))).toEqual([10, 12]);
    }
  });

  test('awaits promised inputs', async () => {
    const promised = { n: quiet().then(() => 2) };
    const stream = driverOf(numbers).stream('double', { inputs: promised });
    expect(await allOf(stream)).toEqual([0, 2]);
  });

  test('overlaps with others, and with execute, on one driver', async () => {
    const driver = driverOf({ ...numbers, double: async ({ item }) => (await quiet(), item * 2) });
    const runs = await Promise.all([
      allOf(driver.stream('double', { inputs })),
      driver.execute(['sizes', 'double'], { inputs }),
      allOf(driver.stream('double', { inputs: { n: 2 }, ordered: false })),
      driver.execute(['sizes'], { inputs: { n: 5 } }),
    ]);
    expect(runs[0]).toEqual([0, 2, 4]);
    expect(runs[1]).toEqual({ sizes: 3, double: [0, 2, 4] });
    expect((runs[2] as number[]).toSorted((a, b) => a - b)).toEqual([0, 2]);
    expect(runs[3]).toEqual({ sizes: 5 });
  });

  test('may be read side by side with another', async () => {
    const driver = driverOf(numbers);
    const streams = [1, 2].map(() => driver.stream('double', { inputs }));
    const values: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      for (const stream of streams) values.push((await stream.next()).value);
    }
    expect(values).toEqual([0, 0, 2, 2, 4, 4]);
    for (const stream of streams) expect((await stream.next()).done).toBe(true);
  });
});
