import { describe, expect, test } from 'vitest';
import { AbortError, collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';

hearsEveryRejection();

/** All values of a stream. */
async function allOf(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of stream) values.push(value);
  return values;
}

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
    expect((runs[2] as number[]).toSorted()).toEqual([0, 2]);
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

describe('the errors of a stream', () => {
  test.each([
    ['an unknown output', 'dubble', { inputs }, 'request/unknown-output'],
    ['missing inputs', 'double', {}, 'input/missing'],
    ['a node outside of blocks', 'sizes', { inputs }, 'request/not-in-block'],
    ['an input', 'n', { inputs }, 'request/not-in-block'],
    ['an order that is none', 'double', { inputs, ordered: 'no' }, 'request/bad-order'],
    ['an unknown option', 'double', { inputs, order: true }, 'request/unknown-option'],
  ])('come with the first value asked for: %s', async (_words, output, options, code) => {
    const stream = driverOf(numbers).stream(output, options as never);
    expect(await rejectionOf(stream.next())).toMatchObject({ name: 'InputError', code });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('of a closed driver come the same way', async () => {
    const driver = driverOf(numbers);
    const before = driver.stream('double', { inputs });
    await driver.close();
    const after = driver.stream('double', { inputs });
    for (const stream of [before, after]) {
      expect(await rejectionOf(stream.next())).toMatchObject({ code: 'driver/closed' });
    }
  });

  //  item ─▶ half        fails at item 2
  const failing: Loose = {
    item: parallelizable(() => [0, 1, 2, 3]),
    half: ({ item }) => {
      if (item === 2) throw new RangeError('boom');
      return item;
    },
    later: async ({ item }) => {
      if (item < 2) return item;
      await quiet();
      throw new RangeError('boom');
    },
  };
  test.each(['half', 'later'])('come after the values before the failure: %s', async (output) => {
    const stream = driverOf(failing).stream(output);
    await quiet();
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    await quiet();
    await quiet();
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await rejectionOf(stream.next())).toMatchObject({
      name: 'NodeExecutionError',
      node: output,
      item: { index: 2 },
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('end a loop by throwing', async () => {
    const values: unknown[] = [];
    const loop = async (): Promise<void> => {
      for await (const value of driverOf(failing).stream('half')) values.push(value);
    };
    expect(await rejectionOf(loop())).toMatchObject({ node: 'half' });
    expect(values).toEqual([0, 1]);
  });

  test('of a generator come after its items', async () => {
    const driver = driverOf({
      item: function* () {
        yield 0;
        throw new RangeError('boom');
      },
    });
    const stream = driver.stream('item');
    expect((await stream.next()).value).toBe(0);
    expect(await rejectionOf(stream.next())).toMatchObject({ node: 'item', item: { index: 1 } });
  });

  test('leave the driver usable', async () => {
    const driver = driverOf(failing);
    await rejectionOf(allOf(driver.stream('half')));
    expect(await allOf(driver.stream('item'))).toEqual([0, 1, 2, 3]);
  });
});

describe('a stream that is aborted', () => {
  const endless: Loose = {
    item: function* ({ seen }: { seen: unknown[] }) {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        seen.push('closed');
      }
    },
    later: async ({ item }) => item,
  };

  test.each([
    ['synchronous', 'item'],
    ['asynchronous', 'later'],
  ])(
    'through its signal rejects at the next value, whatever is waiting: %s items',
    async (_words, output) => {
      const seen: unknown[] = [];
      const controller = new AbortController();
      const { signal } = controller;
      const stream = driverOf(endless).stream(output, { inputs: { seen }, signal });
      expect(await stream.next()).toEqual({ done: false, value: 0 });
      await quiet();
      controller.abort('enough');
      const error = await rejectionOf(stream.next());
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({ code: 'run/aborted', cause: 'enough' });
      expect(seen).toEqual(['closed']);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    },
  );

  test('before its first value runs nothing', async () => {
    const seen: unknown[] = [];
    const signal = AbortSignal.abort();
    const stream = driverOf(endless).stream('item', { inputs: { seen }, signal });
    expect(await rejectionOf(stream.next())).toMatchObject({ code: 'run/aborted' });
    expect(seen).toEqual([]);
  });

  test('while it waits for a value rejects that one', async () => {
    const controller = new AbortController();
    const driver = driverOf({
      item: parallelizable(() => [1]),
      never: ({ item }) => new Promise(() => item),
    });
    const next = driver.stream('never', { signal: controller.signal }).next();
    await quiet();
    controller.abort();
    expect(await rejectionOf(next)).toMatchObject({ code: 'run/aborted' });
  });

  test('by closing the driver rejects the same way, with its generator closed', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(endless);
    const stream = driver.stream('item', { inputs: { seen } });
    await stream.next();
    await driver.close();
    expect(seen).toEqual(['closed']);
    expect(await rejectionOf(stream.next())).toMatchObject({ code: 'driver/closed-while-running' });
  });
});
