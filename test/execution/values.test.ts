import { col, lit, when } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { InvalidNodeError, type IcosianError } from '../../src/index.ts';
import { driverOf, rejectionOf } from './driver-of.ts';

/** Anything with a `then` that would betray being taken for a promise. */
const thenable = (): object => ({
  // oxlint-disable-next-line no-thenable -- that is the point
  then: () => {
    throw new Error('nobody may call this');
  },
});

describe('a value', () => {
  test('null is one', async () => {
    const driver = driverOf({ none: () => null, later: async () => null });
    expect(await driver.execute(['none', 'later'])).toEqual({ none: null, later: null });
  });

  test.each([
    ['false', false],
    ['zero', 0],
    ['an empty string', ''],
    ['NaN', NaN],
  ])('%s is one', async (_words, value) => {
    const driver = driverOf({ a: () => value, b: ({ a }) => [a] });
    expect(await driver.execute(['b'])).toEqual({ b: [value] });
  });

  test.each([
    ['a function', () => undefined],
    ['an async function', async () => undefined],
  ])('undefined is none, from %s', async (_words, a) => {
    const error = await rejectionOf<IcosianError>(driverOf({ a }).execute(['a']));
    expect(error).toBeInstanceOf(InvalidNodeError);
    expect(error).toMatchObject({ code: 'node/returned-undefined', node: 'a' });
    expect(error.message).toMatch(
      /^"a" returned undefined\.\n {2}at .*values\.test\.ts:\d+\n {2}→ return a value, or null where there is none; does a branch lack its return\?$/,
    );
  });

  test.each([
    [
      'a generator object',
      () =>
        (function* items() {
          yield 1;
        })(),
    ],
    [
      'an async generator object',
      () =>
        (async function* items() {
          yield 1;
        })(),
    ],
    [
      'a promise of a generator object',
      async () =>
        (function* items() {
          yield 1;
        })(),
    ],
  ])('%s is none', async (_words, a) => {
    const error = await rejectionOf<IcosianError>(driverOf({ a }).execute(['a']));
    expect(error).toMatchObject({ code: 'node/returned-generator', node: 'a' });
    expect(error.message).toContain('"a" is a plain function that returned a generator object.');
    expect(error.message).toContain('parallelizable(fn)');
  });

  test('iterators that are no generators are values', async () => {
    const iterator = [1, 2].values();
    const { a } = await driverOf({ a: () => iterator }).execute(['a']);
    expect(a === iterator).toBe(true);
  });
});

describe('a promise', () => {
  test('of a promise is awaited as a whole', async () => {
    const driver = driverOf({ a: async () => Promise.resolve(Promise.resolve(1)) });
    expect(await driver.execute(['a'])).toEqual({ a: 1 });
  });

  test('of a subclass is awaited', async () => {
    class Tracked<T> extends Promise<T> {}
    const driver = driverOf({ a: () => Tracked.resolve(1), b: ({ a }) => a + 1 });
    expect(await driver.execute(['b'])).toEqual({ b: 2 });
  });

  test('of a lazy subclass is asked for its value', async () => {
    class Lazy extends Promise<number> {
      // oxlint-disable-next-line no-thenable -- starts its work when somebody asks
      override then(...handlers: Parameters<Promise<number>['then']>): Promise<never> {
        return Promise.resolve(7).then(...handlers) as Promise<never>;
      }
    }
    const driver = driverOf({ a: () => new Lazy(() => undefined), b: ({ a }) => a + 1 });
    expect(await driver.execute(['b'])).toEqual({ b: 8 });
  });

  test('of a subclass that cannot be awaited fails as its node', async () => {
    class Deferred extends Promise<number> {
      readonly resolveWith: (value: number) => void;
      constructor() {
        const { promise, resolve } = Promise.withResolvers<number>();
        super((adopt) => adopt(promise));
        this.resolveWith = resolve;
      }
    }
    const run = driverOf({ a: () => new Deferred() }).execute(['a']);
    expect(await rejectionOf(run)).toMatchObject({ code: 'node/failed', node: 'a' });
  });
});

describe('a thenable that is no promise', () => {
  test('is a value: consumers get it as it is', async () => {
    const value = thenable();
    const driver = driverOf({ a: () => value, isSame: ({ a }) => a === value });
    const result = await driver.execute(['isSame', 'a']);
    expect(result.isSame).toBe(true);
    expect(result.a === value).toBe(true);
  });

  test('is a value beside asynchronous nodes, too', async () => {
    const value = thenable();
    const driver = driverOf({
      slow: async () => 1,
      a: ({ slow }) => (slow === 1 ? value : null),
      isSame: ({ a }) => a === value,
    });
    expect(await driver.execute(['isSame'])).toEqual({ isSame: true });
  });

  test('is a value inside asynchronous hooks and middleware that passes it on', async () => {
    const value = thenable();
    const driver = driverOf(
      { a: () => value, isSame: ({ a }) => a === value },
      { beforeNode: async () => undefined, afterNode: async () => undefined },
      { executeNode: (_call, next) => next() },
    );
    expect(await driver.execute(['isSame'])).toEqual({ isSame: true });
  });

  test('is a value as an input and as an override', async () => {
    const value = thenable();
    const driver = driverOf({ isSame: ({ x }) => x === value });
    const inputs = { x: value, later: Promise.resolve(1) };
    expect(await driver.execute(['isSame'], { inputs })).toEqual({ isSame: true });
    expect(await driver.execute(['isSame'], { overrides: { x: value } })).toEqual({
      isSame: true,
    });
  });

  test('a polars when(…) may be passed on and finished later', async () => {
    const driver = driverOf({
      open: () => when(col('x').gt(1)),
      finished: ({ open }) => String(open.then(lit(1)).otherwise(lit(2))),
    });
    const { finished } = await driver.execute(['finished']);
    expect(finished).toContain('when');
  });
});

describe('an async function that gives a polars when(…) without its end', () => {
  // the compiler refuses these, so they are hidden from it
  const open: readonly (readonly [string, () => unknown])[] = [
    ['when(…)', () => when(col('x').gt(1))],
    ['when(…).then(…).when(…)', () => when(col('x').gt(1)).then(lit(1)).when(col('x').gt(3))],
  ];

  test.each(open)('%s fails with the way out', async (_words, chain) => {
    const a = async (): Promise<unknown> => chain();
    const error = await rejectionOf<IcosianError>(driverOf({ a }).execute(['a']));
    expect(error).toMatchObject({
      code: 'node/failed',
      node: 'a',
      hint: 'an async function cannot return a polars when(…) that lacks its end: finish with .otherwise(…)',
    });
  });

  test('with its end it is a value', async () => {
    const driver = driverOf({ a: async () => when(col('x').gt(1)).then(lit(1)).otherwise(lit(2)) });
    expect(String((await driver.execute(['a']))['a'])).toContain('when');
  });
});
