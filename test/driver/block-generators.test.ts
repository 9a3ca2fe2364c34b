import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';

//  item ─▶ all        item is what the test gives
const itemsOf = async (item: () => unknown): Promise<unknown> => {
  const driver = driverOf({ item, all: collect(({ item: items }: { item: unknown }) => items) });
  return (await driver.execute(['all']))['all'];
};

describe('a block is opened by', () => {
  test('a generator function', async () => {
    const item = function* (): Generator<number> {
      yield 1;
      yield* [2, 3];
    };
    expect(await itemsOf(item)).toEqual([1, 2, 3]);
  });

  test('an asynchronous generator function', async () => {
    const item = async function* (): AsyncGenerator<number> {
      yield 1;
      await quiet();
      yield* [2, 3];
    };
    expect(await itemsOf(item)).toEqual([1, 2, 3]);
  });

  test.each<[string, () => unknown]>([
    ['a list', () => [1, 2]],
    ['a Set', () => new Set([1, 2])],
    ['a typed array', () => Uint8Array.of(1, 2)],
    ['an iterator', () => [1, 2].values()],
    [
      'a generator object',
      () =>
        (function* () {
          yield* [1, 2];
        })(),
    ],
    [
      'an asynchronous iterable',
      () =>
        (async function* () {
          yield* [1, 2];
        })(),
    ],
    ['a promise of a list', async () => [1, 2]],
    [
      'a promise of an asynchronous iterable',
      async () =>
        (async function* () {
          yield* [1, 2];
        })(),
    ],
    ['a list of promises', () => [quiet().then(() => 1), Promise.resolve(2)]],
  ])('a function marked parallelizable that returns %s', async (_words, fn) => {
    expect(await itemsOf(parallelizable(fn))).toEqual([1, 2]);
  });

  test('one that returns a Map: its entries', async () => {
    const entries = parallelizable(
      () =>
        new Map([
          ['a', 1],
          ['b', 2],
        ] as [string, number][]),
    );
    expect(await itemsOf(entries)).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  test('a marked generator function', async () => {
    const item = parallelizable(function* () {
      yield* [1, 2];
    });
    expect(await itemsOf(item)).toEqual([1, 2]);
  });

  test('a generator that yields promises: their values, in the order of the yields', async () => {
    const first = Promise.withResolvers<string>();
    const item = function* (): Generator {
      yield first.promise;
      yield Promise.resolve('second');
      yield 'third';
      first.resolve('first');
    };
    expect(await itemsOf(item)).toEqual(['first', 'second', 'third']);
  });

  test('a generator that returns nothing: what it returns would be no item', async () => {
    const item = function* (): Generator<number, number> {
      yield 1;
      return 2;
    };
    expect(await rejectionOf(itemsOf(item))).toMatchObject({
      code: 'node/generator-returned',
      node: 'item',
    });
  });
});

describe('a generator', () => {
  //  item ─▶ size ─▶ total        each item is computed before the next one is asked for
  test('is asked for an item only when the one before is done, where items are synchronous', async () => {
    const seen: string[] = [];
    const driver = driverOf({
      item: function* () {
        for (let i = 0; i < 3; i++) {
          seen.push(`yield ${i}`);
          yield i;
        }
      },
      size: ({ item }) => (seen.push(`size ${item}`), item),
      total: reduce(
        ({ acc, size }: { acc: number; size: number }) => (seen.push(`fold ${size}`), acc + size),
        0,
      ),
    });
    await driver.execute(['total']);
    expect(seen).toEqual([0, 1, 2].flatMap((i) => [`yield ${i}`, `size ${i}`, `fold ${i}`]));
  });

  //  item ─▶ size ─▶ sizes        items wait until the test lets them go
  test('is asked for 64 items at most that have not finished', async () => {
    let pulled = 0;
    const waiting: (() => void)[] = [];
    const driver = driverOf({
      item: function* () {
        for (; pulled < 1000; pulled++) yield pulled;
      },
      size: ({ item }) => new Promise((resolve) => waiting.push(() => resolve(item))),
      sizes: collect(({ size }: { size: number[] }) => size.length),
    });
    const run = driver.execute(['sizes']);
    await quiet();
    expect(waiting).toHaveLength(64);
    // the generator stands at its 64th yield
    expect(pulled).toBe(63);
    waiting.shift()?.();
    await quiet();
    expect(waiting).toHaveLength(64);
    expect(pulled).toBe(64);
    for (let goOn = waiting.shift(); goOn !== undefined; goOn = waiting.shift()) {
      goOn();
      await Promise.resolve();
      if (waiting.length === 0) await quiet();
    }
    expect(await run).toEqual({ sizes: 1000 });
  });

  //  item ─▶ size ─▶ total        item 0 waits, all others are quick
  test('is not asked for more and more items while a reduce waits for an early one', async () => {
    let pulled = 0;
    const first = Promise.withResolvers<number>();
    const driver = driverOf({
      item: function* () {
        for (; pulled < 10_000; pulled++) yield pulled;
      },
      size: ({ item }) => (item === 0 ? first.promise : 1),
      total: reduce(({ acc, size }: { acc: number; size: number }) => acc + size, 0),
    });
    const run = driver.execute(['total']);
    await quiet();
    expect(pulled).toBeLessThanOrEqual(128);
    first.resolve(1);
    expect(await run).toEqual({ total: 10_000 });
  });

  test('reads inputs, config and nodes like any other function', async () => {
    const driver = driverOf({
      most: ({ n }) => n + 1,
      item: function* ({ most, from = 0 }) {
        for (let i = from; i < most; i++) yield i;
      },
    });
    expect(await driver.execute(['item'], { inputs: { n: 2 } })).toEqual({ item: [0, 1, 2] });
    expect(await driver.execute(['item'], { inputs: { n: 2, from: 2 } })).toEqual({ item: [2] });
  });

  test('that yields undefined fails, naming the item', async () => {
    const item = function* (): Generator {
      yield 1;
      yield undefined;
    };
    expect(await rejectionOf(itemsOf(item))).toMatchObject({
      code: 'node/yielded-undefined',
      node: 'item',
      item: { index: 1, key: '1', block: 'item' },
    });
  });

  test('that yields a promise of undefined fails the same way', async () => {
    const item = function* (): Generator {
      yield 1;
      yield Promise.resolve(undefined);
    };
    expect(await rejectionOf(itemsOf(item))).toMatchObject({
      code: 'node/yielded-undefined',
      item: { index: 1 },
    });
  });
});

describe('what an item is told', () => {
  //  region ─▶ month ─▶ told        month yields per region
  test('is its place, as $item: index, key and block, and the item around it', async () => {
    const driver = driverOf({
      region: parallelizable(() => ['EU', 'US'], { key: (region) => region }),
      month: function* ({ region }) {
        yield `${region} 1`;
        yield `${region} 2`;
      },
      ofRegion: ({ region, $item }) => ({ region, $item }),
      ofMonth: ({ month, $item }) => ({ month, $item }),
    });
    const eu = { index: 0, key: 'EU', block: 'region' };
    const us = { index: 1, key: 'US', block: 'region' };
    expect(await driver.execute(['ofRegion', 'ofMonth'])).toEqual({
      ofRegion: [
        { region: 'EU', $item: eu },
        { region: 'US', $item: us },
      ],
      ofMonth: [
        { month: 'EU 1', $item: { index: 0, key: '0', block: 'month', outer: eu } },
        { month: 'EU 2', $item: { index: 1, key: '1', block: 'month', outer: eu } },
        { month: 'US 1', $item: { index: 0, key: '0', block: 'month', outer: us } },
        { month: 'US 2', $item: { index: 1, key: '1', block: 'month', outer: us } },
      ],
    });
  });

  //  item ─▶ total ─▶ place        place runs in the second pass
  test('is the same place in a second pass', async () => {
    const driver = driverOf({
      item: parallelizable(() => ['a', 'b'], { key: (item) => item }),
      total: collect(({ item }: { item: string[] }) => item.length),
      place: ({ item, $item, total }) => `${item}: ${$item.key}${$item.index} of ${total}`,
    });
    expect(await driver.execute(['place'])).toEqual({ place: ['a: a0 of 2', 'b: b1 of 2'] });
  });

  test('of a nested generator and a collect inside is that of the outer item', async () => {
    const driver = driverOf({
      outer: function* () {
        yield* ['x', 'y'];
      },
      inner: function* ({ outer, $item }) {
        yield `${outer}${$item.index} of ${$item.block}`;
      },
      perOuter: collect(({ inner, $item }: { inner: string[]; $item: { index: number } }) => [
        ...inner,
        $item.index,
      ]),
    });
    expect(await driver.execute(['perOuter'])).toEqual({
      perOuter: [
        ['x0 of outer', 0],
        ['y1 of outer', 1],
      ],
    });
  });

  test('is kept where an asynchronous item finishes late', async () => {
    const driver = driverOf({
      item: function* () {
        yield* ['a', 'b', 'c'];
      },
      told: async ({ item, $item }) => {
        if ($item.index === 0) await quiet();
        return `${item}${$item.index}`;
      },
    });
    expect(await driver.execute(['told'])).toEqual({ told: ['a0', 'b1', 'c2'] });
  });

  test('of the run is one $signal, which is not aborted where all goes well', async () => {
    const signals = new Set<AbortSignal>();
    const driver = driverOf({
      item: function* ({ $signal }) {
        signals.add($signal);
        yield* [1, 2];
      },
      told: ({ item, $signal }) => (signals.add($signal), item),
    });
    await driver.execute(['told']);
    expect([...signals]).toHaveLength(1);
    expect([...signals][0]?.aborted).toBe(false);
  });
});
