import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';

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

describe('a reduce', () => {
  //  item ─▶ word
  test('is called in item order with the value that it gave before', async () => {
    const driver = driverOf({ ...letters, word: reduce(join, '>') });
    expect(await driver.execute(['word'])).toEqual({ word: '>abc' });
  });

  test('may be asynchronous: its steps never overlap', async () => {
    let underWay = 0;
    let most = 0;
    const word = reduce(async ({ acc, item }: Step) => {
      most = Math.max(most, ++underWay);
      await quiet();
      underWay--;
      return acc + item;
    }, '');
    expect(await driverOf({ ...letters, word }).execute(['word'])).toEqual({ word: 'abc' });
    expect(most).toBe(1);
  });

  test('may be asynchronous for some items', async () => {
    const word = reduce(
      ({ acc, item }: Step) => (item === 'b' ? Promise.resolve(acc + item) : acc + item),
      '',
    );
    expect(await driverOf({ ...letters, word }).execute(['word'])).toEqual({ word: 'abc' });
  });

  //  item ─▶ upper ─▶ word        the last item finishes first
  test('folds in item order although items finish out of order', async () => {
    const gates = new Map(['a', 'b', 'c'].map((key) => [key, Promise.withResolvers<void>()]));
    const folded: string[] = [];
    const driver = driverOf({
      ...letters,
      upper: async ({ item }) => (await gates.get(item)?.promise, item.toUpperCase()),
      word: reduce(
        ({ acc, upper }: { acc: string; upper: string }) => (folded.push(upper), acc + upper),
        '',
      ),
    });
    const run = driver.execute(['word']);
    gates.get('c')?.resolve();
    gates.get('b')?.resolve();
    await quiet();
    expect(folded).toEqual([]);
    gates.get('a')?.resolve();
    expect(await run).toEqual({ word: 'ABC' });
    expect(folded).toEqual(['A', 'B', 'C']);
  });

  test('of no items is the first accumulator', async () => {
    const empty = parallelizable(() => [] as string[]);
    const driver = driverOf({
      item: empty,
      word: reduce(join, '>'),
      made: reduce(join, () => '>'),
    });
    expect(await driver.execute(['word', 'made'])).toEqual({ word: '>', made: '>' });
  });

  //  item ─┬─▶ word
  //        └─▶ count
  test('may stand beside others, and beside collects, of the same items', async () => {
    let yields = 0;
    const driver = driverOf({
      item: function* () {
        for (const item of ['a', 'b']) {
          yields++;
          yield item;
        }
      },
      word: reduce(join, ''),
      later: reduce(async ({ acc, item }: Step) => item + acc, ''),
      count: reduce(({ acc, item }: { acc: number; item: string }) => acc + item.length, 0),
      all: collect(({ item }: { item: string[] }) => item),
    });
    expect(await driver.execute(['word', 'later', 'count', 'all'])).toEqual({
      word: 'ab',
      later: 'ba',
      count: 2,
      all: ['a', 'b'],
    });
    expect(yields).toBe(2);
  });

  //  item ─┬─▶ upper ─┬─▶ word ◀─ separator        separator lies outside
  //        └──────────┘
  test('gets the values of one item, and what lies outside as usual', async () => {
    const driver = driverOf({
      ...letters,
      upper: ({ item }) => item.toUpperCase(),
      separator: () => '-',
      word: reduce(
        ({ acc, item, upper, separator }: Step & { upper: string; separator: string }) =>
          `${acc}${separator}${item}${upper}`,
        '',
      ),
    });
    expect(await driver.execute(['word'])).toEqual({ word: '-aA-bB-cC' });
  });

  test('leaves a default where nothing gives the dependency', async () => {
    const word = reduce(
      ({ acc, item, mark = '!' }: Step & { mark?: string }) => acc + item + mark,
      '',
    );
    const driver = driverOf({ ...letters, word });
    expect(await driver.execute(['word'])).toEqual({ word: 'a!b!c!' });
    expect(await driver.execute(['word'], { inputs: { mark: '?' } })).toEqual({ word: 'a?b?c?' });
  });

  test('takes null for an item and for an accumulator', async () => {
    const driver = driverOf({
      item: parallelizable(() => [1, null]),
      last: reduce(
        ({ acc, item }: { acc: unknown; item: unknown }) => (item === 1 ? acc : item),
        0,
      ),
    });
    expect(await driver.execute(['last'])).toEqual({ last: null });
  });

  //  item ─▶ total ─▶ share        share reads what the reduce gave
  test('may be read in the block that it folds: a second pass', async () => {
    const driver = driverOf({
      item: parallelizable(() => [1, 3]),
      total: reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
      share: ({ item, total }) => item / total,
    });
    expect(await driver.execute(['share', 'total'])).toEqual({ share: [0.25, 0.75], total: 4 });
  });
});

describe('a step of a reduce', () => {
  test.each([
    ['', ({ acc, item }: Step) => (item === 'b' ? undefined : acc)],
    [' a promise of', async ({ acc, item }: Step) => (item === 'b' ? undefined : acc)],
  ])('that gives%s undefined is an error naming the item', async (_words, step) => {
    const driver = driverOf({ ...letters, word: reduce(step as never, '') });
    expect(await rejectionOf(driver.execute(['word']))).toMatchObject({
      code: 'node/returned-undefined',
      node: 'word',
      item: { index: 1, key: '1', block: 'item' },
    });
  });

  test('that forgets to return at the last item is an error, too', async () => {
    const step = ({ acc, item }: Step): unknown => (item === 'c' ? undefined : acc);
    const driver = driverOf({ ...letters, word: reduce(step as never, '') });
    expect(await rejectionOf(driver.execute(['word']))).toMatchObject({ item: { index: 2 } });
  });
});

describe('a reduce in blocks in blocks', () => {
  //  outer ─▶ inner ─▶ total ─▶ totals        total reads outer, too
  test('folds the inner items, and reads the outer item as usual', async () => {
    const driver = driverOf({
      outer: parallelizable(() => [1, 2]),
      inner: function* ({ outer }) {
        yield* [outer, outer + 1];
      },
      total: reduce(
        ({ acc, inner, outer }: { acc: string; inner: number; outer: number }) =>
          `${acc}${outer}:${inner} `,
        '',
      ),
      totals: collect(({ total }: { total: string[] }) => total),
    });
    expect(await driver.execute(['totals', 'total'])).toEqual({
      totals: ['1:1 1:2 ', '2:2 2:3 '],
      total: ['1:1 1:2 ', '2:2 2:3 '],
    });
  });

  //  outer ─▶ inner ─▶ total ─▶ grand        a reduce of what a reduce gave
  test('may be folded once more', async () => {
    const add = ({ acc, inner }: { acc: number; inner: number }): number => acc + inner;
    const driver = driverOf({
      outer: parallelizable(() => [1, 2]),
      inner: async function* ({ outer }) {
        yield* [outer, outer * 10];
      },
      total: reduce(add, 0),
      grand: reduce(({ acc, total }: { acc: number[]; total: number }) => [...acc, total], []),
    });
    expect(await driver.execute(['grand'])).toEqual({ grand: [11, 22] });
  });

  //  item ─▶ runs ─▶ size        runs folds the items into lists, which are items again
  test('may open a block itself', async () => {
    const driver = driverOf({
      item: parallelizable(() => [1, 1, 2]),
      runs: parallelizable(
        reduce(({ acc, item }: { acc: number[][]; item: number }) => {
          const last = acc.at(-1);
          return last?.[0] === item ? [...acc.slice(0, -1), [...last, item]] : [...acc, [item]];
        }, []) as never,
      ),
      size: ({ runs }) => runs.length,
      sizes: collect(({ size }: { size: number[] }) => size),
    });
    expect(await driver.execute(['sizes', 'runs'])).toEqual({
      sizes: [2, 1],
      runs: [[1, 1], [2]],
    });
  });
});
