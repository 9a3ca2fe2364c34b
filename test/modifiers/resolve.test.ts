import { describe, expect, test } from 'vitest';
import {
  collect,
  configuration,
  group,
  inject,
  parallelizable,
  resolve,
  source,
  tag,
  value,
  when,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

const driverOf = (functions: Loose, config: object = {}) =>
  driverWith(functions, (builder) => builder.withConfig(config) as never);
const problemsOf = (fn: Loose[string], config: object = {}) =>
  readModule({ fn }, config as never, '').problems;

describe('resolve', () => {
  const total = resolve((config: { regions: readonly string[] }) =>
    inject(
      { parts: group(...config.regions.map((region) => source(region))) },
      ({ parts }: { parts: readonly number[] }) => parts.reduce((sum, part) => sum + part, 0),
    ),
  );

  test('chooses the names that are read by the config', async () => {
    const module = { north: () => 1, south: () => 2, total };
    expect(await driverOf(module, { regions: ['north', 'south'] }).execute(['total'])).toEqual({
      total: 3,
    });
    expect(await driverOf(module, { regions: ['south'] }).execute(['total'])).toEqual({ total: 2 });
  });

  test('may choose nodes inside a block', async () => {
    const module: Loose = {
      *item() {
        yield 1;
        yield 2;
      },
      double: ({ item }: { item: number }) => 2 * item,
      square: ({ item }: { item: number }) => item * item,
      total,
      all: collect(({ total: each }: { total: readonly number[] }) => each),
    };
    const config = { regions: ['double', 'square'] };
    expect(await driverOf(module, config).execute(['all'])).toEqual({ all: [3, 8] });
  });

  test('may give a plain function, a generator, or one of several', async () => {
    const module = {
      plain: resolve(
        () =>
          ({ x }: { x: number }) =>
            x,
      ),
      items: resolve(
        ({ count }: { count: number }) =>
          function* () {
            for (let i = 0; i < count; i++) yield i;
          },
      ),
      list: resolve(({ count }: { count: number }) => parallelizable(() => [count])),
    };
    const driver = driverOf(module, { count: 2 });
    expect(await driver.execute(['plain', 'items', 'list'], { inputs: { x: 4 } })).toEqual({
      plain: 4,
      items: [0, 1],
      list: [2],
    });
  });

  test('is given the whole config, once for each driver', async () => {
    const seen: object[] = [];
    const a = resolve((config: object) => {
      seen.push({ ...config });
      return () => 1;
    });
    const driver = driverOf({ a }, { region: 'US', year: 2026 });
    await driver.execute(['a']);
    await driver.execute(['a']);
    expect(seen).toEqual([{ region: 'US', year: 2026 }]);
  });

  test('may ask whether there is a key, and list them', async () => {
    const a = resolve((config: { strict?: boolean }) =>
      'strict' in config ? () => Object.keys(config).join() : () => 'none',
    );
    expect(await driverOf({ a }, { strict: true, b: 1 }).execute(['a'])).toEqual({ a: 'strict,b' });
    expect(await driverOf({ a }).execute(['a'])).toEqual({ a: 'none' });
  });

  test('may read a key that is missing, where it can do without', async () => {
    const a = resolve((config: { scale?: number }) =>
      inject({ by: value(config.scale ?? 2) }, ({ by }: { by: number }) => by),
    );
    expect(await driverOf({ a }).execute(['a'])).toEqual({ a: 2 });
    expect(await driverOf({ a }, { scale: 5 }).execute(['a'])).toEqual({ a: 5 });
  });

  test('in resolve, around when, inside tag', async () => {
    const a = tag(
      { owner: 'me' },
      resolve((config: { outer: string }) =>
        resolve((inner: { region: string }) =>
          when({ region: 'US' }, () => `${config.outer} ${inner.region}`),
        ),
      ),
    );
    const driver = driverOf({ a }, { outer: 'x', region: 'US' });
    expect(await driver.execute(['a'])).toEqual({ a: 'x US' });
    expect(driver.listAvailableVariables().map(({ name, tags }) => [name, tags])).toEqual([
      ['a', { owner: 'me' }],
    ]);
    await expect(driverOf({ a }, { outer: 'x', region: 'UK' }).execute(['a'])).rejects.toThrow(
      '"a" does not exist under this config: region is "UK"; its alternatives: when({ region: "US" })',
    );
  });

  test('inside inject, which binds what the chosen function takes', async () => {
    const chosen = resolve((config: { minus?: boolean }) =>
      config.minus === true ? ({ x }: { x: number }) => -x : ({ x }: { x: number }) => x,
    );
    const module = { a: inject({ x: value(3) }, chosen) };
    expect(await driverOf(module).execute(['a'])).toEqual({ a: 3 });
    expect(await driverOf(module, { minus: true }).execute(['a'])).toEqual({ a: -3 });
  });

  test('inside collect', async () => {
    const module: Loose = {
      *item() {
        yield 1;
        yield 2;
      },
      all: collect(
        resolve((config: { name: string }) =>
          inject(
            { list: source(config.name) },
            ({ list }: { list: readonly number[] }) => list.length,
          ),
        ),
      ),
    };
    expect(await driverOf(module, { name: 'item' }).execute(['all'])).toEqual({ all: 2 });
  });
});

describe('resolve that fails', () => {
  test('says which keys it missed', () => {
    const fn = resolve((config: { metrics: string[]; other: string }) => {
      void config.other;
      return inject(
        { x: group(...config.metrics.map((name) => source(name))) },
        ({ x }: { x: unknown }) => x,
      );
    });
    const [problem] = problemsOf(fn as never, { region: 'US' });
    expect(problem).toMatchObject({
      code: 'node/missing-config',
      node: 'fn',
      message:
        'resolve(…) of "fn" failed: TypeError: Cannot read properties of undefined (reading \'map\')\n  It read other, metrics, which the config lacks.\n  → give it: withConfig({ other: … })',
    });
    expect(problem?.cause).toBeInstanceOf(TypeError);
  });

  test('on its own keeps the error as the cause', () => {
    const cause = new RangeError('full');
    const fn = resolve(() => {
      throw cause;
    });
    const [problem] = problemsOf(fn);
    expect(problem).toMatchObject({
      code: 'node/resolve-failed',
      message:
        'resolve(…) of "fn" failed: RangeError: full\n  → it is called with the config, and returns a function',
    });
    expect(problem?.cause).toBe(cause);
  });

  test('because of a mistake in a modifier says that', () => {
    const fn = resolve(() => inject({ x: source('') }, ({ x }: { x: unknown }) => x));
    expect(problemsOf(fn).map(({ code }) => code)).toEqual(['node/bad-binding']);
  });

  test.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [3, 'a number'],
    [{ a: () => 1 }, 'an object'],
    [Promise.resolve(() => 1), 'an object (Promise)'],
    [
      class {
        x = 1;
      },
      'a class',
    ],
  ])('to give a function, but %o', (given, got) => {
    expect(problemsOf(resolve((() => given) as never)).map(({ message }) => message)).toEqual([
      `resolve(…) of "fn" gave ${got} instead of a function.\n  → return the function: resolve((config) => inject({ … }, fn))`,
    ]);
  });

  test('and others are told at once', () => {
    const { problems } = readModule(
      {
        a: resolve(() => 3 as never),
        b: inject({ x: configuration('k') }, ({ x }: { x: unknown }) => x),
      },
      {},
      '',
    );
    expect(problems.map(({ code, node }) => [code, node])).toEqual([
      ['node/resolve-failed', 'a'],
      ['node/missing-config', 'b'],
    ]);
  });

  test('where it is called directly', () => {
    const fn = resolve(() => () => 1);
    expect(() => fn()).toThrow(
      'A function in resolve(…) was called directly, but only a driver knows the config that chooses it.\n  → call the function inside, or ask a driver for the node',
    );
  });

  test('to be one', () => {
    expect(() => resolve('x' as never)).toThrow('resolve(…) takes a function, got string.');
  });
});
