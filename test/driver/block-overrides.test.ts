import { describe, expect, test } from 'vitest';
import { collect } from '../../src/index.ts';
import { driverOf, rejectionOf } from '../execution/driver-of.ts';

//  days ─▶ revenue ─▶ total ─▶ report        days expands, total collects
const calls: string[] = [];
const driver = driverOf({
  days: function* () {
    calls.push('days');
    yield* [1, 2];
  },
  revenue: ({ days }) => (calls.push('revenue'), days * 10),
  total: collect(({ revenue }: { revenue: number[] }) => revenue),
  report: ({ total }) => total,
});
const execute = (outputs: string[], overrides: object): Promise<unknown> => {
  calls.length = 0;
  return driver.execute(outputs, { overrides } as object);
};

describe('the override of a node inside a block', () => {
  test('is its value for every item: the generator still runs, the node does not', async () => {
    expect(await execute(['total', 'revenue'], { revenue: 7 })).toEqual({
      total: [7, 7],
      revenue: [7, 7],
    });
    expect(calls).toEqual(['days']);
  });

  test('may be a list, which then is the value of each item', async () => {
    expect(await execute(['total'], { revenue: [7, 8] })).toEqual({
      total: [
        [7, 8],
        [7, 8],
      ],
    });
  });

  test('may be null, and a promise', async () => {
    expect(await execute(['total'], { revenue: null })).toEqual({ total: [null, null] });
    expect(await execute(['total'], { revenue: Promise.resolve(3) })).toEqual({ total: [3, 3] });
  });

  //  outer ─▶ inner ─▶ leaf ─▶ perOuter        as many as there are inner items
  test('in a block inside a block is its value for every item of both', async () => {
    const nested = driverOf({
      outer: function* () {
        yield* [1, 2];
      },
      inner: function* ({ outer }) {
        for (let i = 0; i < outer; i++) yield i;
      },
      leaf: ({ inner }) => inner,
      perOuter: collect(({ leaf }: { leaf: unknown }) => leaf),
    });
    const overrides = { leaf: 'x' };
    expect(await nested.execute(['leaf', 'perOuter'], { overrides })).toEqual({
      leaf: ['x', 'x', 'x'],
      perOuter: [['x'], ['x', 'x']],
    });
  });

  test('of a collect is its one value: the block does not run', async () => {
    expect(await execute(['report'], { total: [1, 2] })).toEqual({ report: [1, 2] });
    expect(calls).toEqual([]);
  });
});

describe('the override of a generator', () => {
  const generator = function* (): Generator<number> {
    yield* [3, 4];
  };
  const later = async function* (): AsyncGenerator<number> {
    yield* [3, 4];
  };
  test.each([
    ['a list', () => [3, 4]],
    ['a generator object', generator],
    ['a Set', () => new Set([3, 4])],
    [
      'the values of a Map',
      () => new Map([['x', 3]] as const).set('y' as never, 4 as never).values(),
    ],
    ['a typed array', () => Int32Array.of(3, 4)],
    ['a promise of a list', () => Promise.resolve([3, 4])],
    ['a promise of a Set', () => Promise.resolve(new Set([3, 4]))],
    ['an asynchronous generator', later],
    ['a list of promises', () => [Promise.resolve(3), Promise.resolve(4)]],
  ])('may be %s: those are the items', async (_words, items) => {
    expect(await execute(['total', 'days'], { days: items() })).toMatchObject({
      total: [30, 40],
    });
    expect(calls).toEqual(['revenue', 'revenue']);
  });

  test('may be an output by itself', async () => {
    expect(await execute(['days'], { days: [3] })).toEqual({ days: [3] });
    expect(calls).toEqual([]);
  });

  test('may be empty', async () => {
    expect(await execute(['total', 'days'], { days: [] })).toEqual({ total: [], days: [] });
  });

  test('may go together with that of a node inside', async () => {
    expect(await execute(['total'], { days: [1, 2, 3], revenue: 5 })).toEqual({ total: [5, 5, 5] });
  });

  test('gives the items of two passes, although it can be iterated once', async () => {
    const passes = driverOf({
      item: function* () {
        yield 1;
      },
      total: collect(({ item }: { item: number[] }) => item.length),
      share: ({ item, total }) => item / total,
    });
    const overrides = { item: generator() };
    expect(await passes.execute(['share'], { overrides })).toEqual({ share: [1.5, 2] });
  });

  test('is pulled lazily and closed like a generator that ran', async () => {
    const seen: unknown[] = [];
    const items = function* (): Generator<number> {
      try {
        for (let i = 0; ; i++) {
          seen.push(i);
          yield i;
        }
      } finally {
        seen.push('closed');
      }
    };
    const failing = driverOf({
      item: function* () {
        yield 1;
      },
      size: ({ item }) => {
        if (item === 2) throw new Error('boom');
        return item;
      },
    });
    const run = failing.execute(['size'], { overrides: { item: items() } });
    expect(await rejectionOf(run)).toMatchObject({ node: 'size', item: { index: 2 } });
    expect(seen).toEqual([0, 1, 2, 'closed']);
  });

  //  outer ─▶ inner ─▶ perOuter        the items of inner are given once
  test.each([
    ['a list', () => ['x', 'y']],
    ['an iterator that gives its values once', () => ['x', 'y'].values()],
    ['a promise of a Set', () => Promise.resolve(new Set(['x', 'y']))],
  ])('inside a block may be %s: its items are those of every outer one', async (_words, items) => {
    const nested = driverOf({
      outer: function* () {
        yield* [1, 2];
      },
      inner: function* ({ outer }) {
        yield outer;
      },
      leaf: ({ inner, outer }) => `${inner}${outer}`,
      perOuter: collect(({ leaf }: { leaf: string[] }) => leaf),
    });
    const overrides = { inner: items() };
    expect(await nested.execute(['perOuter', 'inner'], { overrides })).toEqual({
      perOuter: [
        ['x1', 'y1'],
        ['x2', 'y2'],
      ],
      inner: ['x', 'y', 'x', 'y'],
    });
  });

  //  outer ─▶ inner ─▶ leaf        both are given: nothing runs but leaf
  test('may be given for both of two nested blocks', async () => {
    const nested = driverOf({
      outer: function* ({ source: from }) {
        yield from;
      },
      inner: function* ({ outer }) {
        yield outer;
      },
      leaf: ({ inner, outer }) => `${outer}${inner}`,
    });
    const overrides = { outer: ['a', 'b'], inner: [1, 2] };
    expect(await nested.execute(['leaf'], { overrides })).toEqual({
      leaf: ['a1', 'a2', 'b1', 'b2'],
    });
  });

  test.each([
    ['a number', 5],
    ['a record', { a: 1 }],
    ['a promise of a number', Promise.resolve(5)],
  ])('that is not iterable is refused: %s', async (_words, days) => {
    const refused = { name: 'InputError', code: 'override/not-iterable', node: 'days' };
    expect(await rejectionOf(execute(['report'], { days }))).toMatchObject(refused);
    // also where a request of the same names was right before
    await execute(['report'], { days: [1] });
    expect(await rejectionOf(execute(['report'], { days }))).toMatchObject(refused);
    expect(calls).toEqual([]);
  });

  test('that is asynchronous is refused inside a block', async () => {
    const nested = driverOf({
      outer: function* () {
        yield* [1, 2];
      },
      inner: function* ({ outer }) {
        yield outer;
      },
    });
    const run = (inner: unknown): Promise<unknown> =>
      nested.execute(['inner'], { overrides: { inner } });
    const refused = { name: 'InputError', code: 'override/async-items', node: 'inner' };
    expect(await rejectionOf(run(later()))).toMatchObject(refused);
    expect(await rejectionOf(run(Promise.resolve(later())))).toMatchObject(refused);
    expect(await run([1])).toEqual({ inner: [1, 1] });
    expect(await rejectionOf(run(later()))).toMatchObject(refused);
  });
});
