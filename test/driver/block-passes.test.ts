import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf } from '../execution/driver-of.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((total, x) => total + x, 0);

describe('a node that collects and yields', () => {
  //  item ─▶ pair ─▶ size ─▶ sizes        pair yields the items two by two
  test('closes one block and opens the next', async () => {
    const driver = driverOf({
      item: function* () {
        yield* [1, 2, 3];
      },
      pair: collect(function* ({ item }: { item: number[] }) {
        for (let i = 0; i < item.length; i += 2) yield item.slice(i, i + 2);
      }),
      size: ({ pair }) => pair.length,
      sizes: collect(({ size }: { size: number[] }) => size),
    });
    expect(await driver.execute(['sizes', 'pair'])).toEqual({
      sizes: [2, 1],
      pair: [[1, 2], [3]],
    });
  });

  //  item ─▶ all ─▶ other ─▶ others        other is a generator that reads a collected list
  test('may be two nodes: a generator that reads a collected list', async () => {
    const driver = driverOf({
      letter: function* () {
        yield* ['a', 'b', 'c'];
      },
      upper: ({ letter }) => letter.toUpperCase(),
      all: collect(({ upper }: { upper: string[] }) => upper),
      other: function* ({ all }) {
        yield* all.toReversed();
      },
      others: collect(({ other }: { other: string[] }) => other.join('')),
    });
    expect(await driver.execute(['others'])).toEqual({ others: 'CBA' });
  });
});

describe('a second pass', () => {
  //  item ─┬─▶ total ─▶ share ─▶ shares        share reads its own item, and the total of all
  //        └────────────▲
  test('uses a collected value in the same block; the items are not generated twice', async () => {
    let calls = 0;
    let yields = 0;
    let doubled = 0;
    const driver = driverOf({
      item: function* () {
        calls++;
        for (const item of [1, 1, 2]) {
          yields++;
          yield item;
        }
      },
      double: ({ item }) => (doubled++, item * 2),
      total: collect(({ double }: { double: number[] }) => sum(double)),
      share: ({ double, total }) => double / total,
      shares: collect(({ share }: { share: number[] }) => share),
    });
    expect(await driver.execute(['shares'])).toEqual({ shares: [0.25, 0.25, 0.5] });
    expect([calls, yields, doubled]).toEqual([1, 3, 3]);
  });

  //  item ─▶ mean ─▶ off ─▶ most ─▶ score ─▶ scores        three passes: z-scores
  test('may be followed by a third', async () => {
    let yields = 0;
    const driver = driverOf({
      item: async function* () {
        for (const item of [1, 2, 3]) {
          yields++;
          yield item;
        }
      },
      mean: collect(({ item }: { item: number[] }) => sum(item) / item.length),
      off: async ({ item, mean }) => item - mean,
      most: reduce(({ acc, off }: { acc: number; off: number }) => Math.max(acc, off), -Infinity),
      score: ({ off, most }) => off / most,
      scores: collect(({ score }: { score: number[] }) => score),
    });
    expect(await driver.execute(['scores', 'mean'])).toEqual({ scores: [-1, 0, 1], mean: 2 });
    expect(yields).toBe(3);
  });

  //  outer ─▶ inner ─┬─▶ total ─▶ share        in the inner block, for each outer item
  test('inside an outer block uses the values of its own outer item', async () => {
    const driver = driverOf({
      outer: function* () {
        yield* [1, 3];
      },
      inner: function* ({ outer }) {
        yield* [outer, 1];
      },
      total: collect(({ inner }: { inner: number[] }) => sum(inner)),
      share: ({ inner, total }) => inner / total,
    });
    expect(await driver.execute(['share', 'total'])).toEqual({
      share: [0.5, 0.5, 0.75, 0.25],
      total: [2, 4],
    });
  });

  //  outer ─▶ inner ─▶ perOuter ─▶ all ─▶ leaf        leaf reads inner, and a value over all outer items
  test('may reach into a nested block from outside of all', async () => {
    let yields = 0;
    const driver = driverOf({
      outer: function* () {
        yield* [1, 2];
      },
      inner: function* ({ outer }) {
        for (const item of [outer, outer * 10]) {
          yields++;
          yield item;
        }
      },
      perOuter: collect(({ inner }: { inner: number[] }) => sum(inner)),
      all: collect(({ perOuter }: { perOuter: number[] }) => sum(perOuter)),
      leaf: ({ inner, all }) => `${inner} of ${all}`,
    });
    expect(await driver.execute(['leaf'])).toEqual({
      leaf: ['1 of 33', '10 of 33', '2 of 33', '20 of 33'],
    });
    expect(yields).toBe(4);
  });

  //  item ─▶ total ─▶ share        no items
  test('of no items has none either', async () => {
    const driver = driverOf({
      item: parallelizable(() => []),
      total: collect(({ item }: { item: number[] }) => sum(item)),
      share: ({ item, total }) => item / total,
    });
    expect(await driver.execute(['share', 'total'])).toEqual({ share: [], total: 0 });
  });
});
