import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';

interface Step {
  readonly acc: string;
  readonly item: string;
}
const join = ({ acc, item }: Step): string => acc + item;
const letters: Loose = {
  item: function* () {
    yield* ['a', 'b', 'c'];
  },
};

describe('the first accumulator', () => {
  test('that is a function is made anew for each run', async () => {
    let made = 0;
    const list = reduce(
      ({ acc, item }: { acc: string[]; item: string }) => (acc.push(item), acc),
      () => (made++, [] as string[]),
    );
    const driver = driverOf({ ...letters, list });
    const first = await driver.execute(['list']);
    const second = await driver.execute(['list']);
    expect([first, second]).toEqual([{ list: ['a', 'b', 'c'] }, { list: ['a', 'b', 'c'] }]);
    expect(first['list']).not.toBe(second['list']);
    expect(made).toBe(2);
  });

  //  outer ─▶ inner ─▶ list ─▶ lists
  test('that is a function is made anew for each outer item', async () => {
    let made = 0;
    const driver = driverOf({
      outer: parallelizable(() => [1, 2, 0]),
      inner: function* ({ outer }) {
        for (let i = 0; i < outer; i++) yield i;
      },
      list: reduce(
        ({ acc, inner }: { acc: number[]; inner: number }) => (acc.push(inner), acc),
        () => (made++, [] as number[]),
      ),
      lists: collect(({ list }: { list: number[][] }) => list),
    });
    expect(await driver.execute(['lists'])).toEqual({ lists: [[0], [0, 1], []] });
    expect(made).toBe(3);
  });

  test('may be promised by its function', async () => {
    const word = reduce(join, (async () => '>') as never);
    expect(await driverOf({ ...letters, word }).execute(['word'])).toEqual({ word: '>abc' });
  });

  //  n ─▶ item ─▶ total        the items are asked for when the accumulator is there
  test('may be promised where the generator reads an input, a node or an outer item', async () => {
    const total = reduce(
      ({ acc, item }: { acc: number; item: number }) => acc + item,
      (async () => 0) as never,
    );
    const item = function* ({ n }: { n: number }): Generator<number> {
      yield* [n, n];
    };
    expect(await driverOf({ item, total }).execute(['total'], { inputs: { n: 3 } })).toEqual({
      total: 6,
    });
    expect(await driverOf({ n: () => 3, item, total }).execute(['total'])).toEqual({ total: 6 });
    const outer = driverOf({ n: parallelizable(() => [3, 4]), item, total });
    expect(await outer.execute(['total'])).toEqual({ total: [6, 8] });
  });

  //  item ─▶ count ─▶ part ─▶ total        total folds the second pass
  test('may be promised where a second pass is folded', async () => {
    const driver = driverOf({
      item: parallelizable(() => [3, 4]),
      count: collect(({ item }: { item: number[] }) => item.length),
      part: ({ item, count }) => item * count,
      total: reduce(
        ({ acc, part }: { acc: number; part: number }) => acc + part,
        (async () => 0) as never,
      ),
    });
    expect(await driver.execute(['total'])).toEqual({ total: 14 });
  });

  test('may be promised where the items are overridden', async () => {
    const word = reduce(join, (async () => '>') as never);
    const driver = driverOf({ ...letters, word });
    expect(await driver.execute(['word'], { overrides: { item: ['x', 'y'] } })).toEqual({
      word: '>xy',
    });
  });

  test.each([
    ['', (): undefined => undefined],
    [' a promise of', async (): Promise<undefined> => undefined],
  ])('that is%s undefined is an error naming the reduce', async (_words, initial) => {
    for (const item of [parallelizable(() => ['a']), parallelizable(() => [])]) {
      const driver = driverOf({ item, word: reduce(join, initial as never) });
      expect(await rejectionOf(driver.execute(['word']))).toMatchObject({
        code: 'node/returned-undefined',
        node: 'word',
      });
    }
  });

  test.each([
    [
      'throws',
      () => {
        throw new RangeError('full');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('full'))],
  ])('whose function %s fails the reduce before any item is generated', async (_words, initial) => {
    let pulled = 0;
    const driver = driverOf({
      item: function* () {
        pulled++;
        yield 'a';
      },
      word: reduce(join, initial as never),
    });
    const error = await rejectionOf(driver.execute(['word']));
    expect(error).toMatchObject({ name: 'NodeExecutionError', node: 'word' });
    expect(error.cause).toEqual(new RangeError('full'));
    expect(pulled).toBe(0);
  });
});
