import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { configuration, group, inject, source, value } from '../../src/index.ts';
import { driverOf } from '../execution/driver-of.ts';
import { add, messagesOf, outOf, parts } from './out-of.ts';

describe('a parameter is bound', () => {
  test('to another node; what is left out stays a dependency', async () => {
    const out = inject({ x: source('a') }, add);
    expect(await outOf(out, { a: () => 1 })).toBe(11);
    expect(await outOf(out, { a: () => 1, y: () => 2 })).toBe(3);
  });

  test('to an input, whose name the driver then knows', async () => {
    const driver = driverOf({ out: inject({ x: source('fromOutside') }, add) });
    expect(await driver.execute(['out'], { inputs: { fromOutside: 5 } })).toEqual({ out: 15 });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual([
      'fromOutside',
      'y',
      'out',
    ]);
  });

  test('to a constant, which counts before the default', async () => {
    expect(await outOf(inject({ x: value(1), y: value(2) }, add))).toBe(3);
  });

  test('to a constant that nothing outside replaces', async () => {
    expect(await outOf(inject({ x: value(1) }, add), { x: () => 100 })).toBe(11);
  });

  test('to a frame, as it is, without a copy', async () => {
    const frame = pl.DataFrame({ a: [1, 2] });
    const out = inject({ table: value(frame) }, ({ table }: { table: DataFrame }) => [table]);
    expect(((await outOf(out)) as DataFrame[])[0]).toBe(frame);
  });

  test('to a binding, which is a constant like any other', async () => {
    const inner = source('a');
    expect(await outOf(inject({ parts: value(inner) }, parts))).toBe(inner);
  });

  test('to a config key', async () => {
    const out = inject({ x: configuration('scale') }, add);
    expect(await outOf(out, {}, { config: { scale: 5 } })).toBe(15);
    expect(await outOf(out, {}, { config: { scale: 0 } })).toBe(10);
    expect(
      await outOf(
        inject({ x: configuration('k') }, ({ x }) => [x]),
        {},
        { config: { k: null } },
      ),
    ).toEqual([null]);
  });

  test('to what the engine gives', async () => {
    const module = {
      *item() {
        yield 'a';
        yield 'b';
      },
      out: inject(
        { where: source('$item') },
        ({ where, item }: { where: { index: number }; item: string }) => [where.index, item],
      ),
    };
    expect(await driverOf(module).execute(['out'])).toEqual({
      out: [
        [0, 'a'],
        [1, 'b'],
      ],
    });
  });

  test('beside what the engine gives', async () => {
    const module = {
      *item() {
        yield 'a';
      },
      out: inject(
        { n: value(3), x: source('item') },
        ({
          n,
          x,
          $item,
          $signal,
        }: {
          n: number;
          x: string;
          $item: { key: string };
          $signal: AbortSignal;
        }) => [n, x, $item.key, $signal.aborted],
      ),
    };
    expect(await driverOf(module).execute(['out'])).toEqual({ out: [[3, 'a', '0', false]] });
  });

  test('and stays optional where it has a default', async () => {
    const out = inject({ y: source('shift') }, add);
    expect(await outOf(out, {}, { inputs: { x: 1 } })).toBe(11);
    expect(await outOf(out, {}, { inputs: { x: 1, shift: 2 } })).toBe(3);
  });

  test('with a default inside a pattern', async () => {
    const out = inject({ p: source('q') }, ({ p: { n = 4 } }: { p: { n?: number } }) => n);
    expect(await outOf(out)).toBe(4);
    expect(await outOf(out, { q: () => ({ n: 1 }) })).toBe(1);
  });

  test('where its name is quoted or renamed', async () => {
    const out = inject({ 'us.x': source('a') }, ({ 'us.x': x }: { 'us.x': number }) => x);
    expect(await outOf(out, { a: () => 1 })).toBe(1);
  });

  test('of an asynchronous function and of a generator', async () => {
    const module = {
      later: inject({ x: value(1) }, async ({ x }: { x: number }) => x),
      item: inject({ n: value(2) }, function* ({ n }: { n: number }) {
        for (let i = 0; i < n; i++) yield i;
      }),
    };
    expect(await driverOf(module).execute(['later', 'item'])).toEqual({ later: 1, item: [0, 1] });
  });
});

describe('an injected function', () => {
  test('called directly is the function itself', () => {
    const out = inject({ x: value(1) }, add);
    expect(out({ x: 2 })).toBe(12);
    expect(out.name).toBe('add');
  });

  test('leaves the original as it is', async () => {
    const original = ({ x }: { x: number }): number => x;
    const driver = driverOf({ original, bound: inject({ x: value(1) }, original) });
    expect(await driver.execute(['original', 'bound'], { inputs: { x: 5 } })).toEqual({
      original: 5,
      bound: 1,
    });
  });

  test('may be overridden, and then what it reads is not needed', async () => {
    const driver = driverOf({ out: inject({ x: source('a') }, add) });
    expect(await driver.execute(['out'], { overrides: { out: 7 } })).toEqual({ out: 7 });
  });

  test('of a series', async () => {
    const roll = inject(
      { series: source('spend'), window: value(2) },
      ({ series, window }: { series: Series; window: number }) =>
        series.rollingMean({ windowSize: window }).sum(),
    );
    expect(await outOf(roll, { spend: () => pl.Series('spend', [1, 2, 3, 4]) })).toBe(7.5);
  });
});

describe('inject refuses', () => {
  test.each([
    [null, 'null'],
    [[source('a')], 'a list'],
    ['x', 'a string'],
    [source, 'a function'],
  ])('%o instead of bindings', (given, got) => {
    expect(messagesOf({ out: inject(given as never, add) })).toEqual([
      `inject gives "out" ${got} instead of bindings.\n  → write { series: source('spend'), window: value(3) }`,
    ]);
  });

  test('what is no binding', () => {
    expect(messagesOf({ out: inject({ x: 3 } as never, add) })).toEqual([
      'inject gives "x" of "out" neither source(…) nor value(…).\n  → x: source(\'name of a node\') or x: value(constant)',
    ]);
  });

  test('a parameter that the function does not take, with the nearest one', () => {
    const scaled = ({ series, window }: { series: number; window: number }): number =>
      series * window;
    expect(messagesOf({ out: inject({ windwo: value(3) } as never, scaled) })).toEqual([
      'inject binds "windwo" of "out", which its function does not take.\n  → did you mean "window"?',
    ]);
  });

  test('a config key that is missing, or undefined, or what every object has', () => {
    const out = inject({ x: configuration('region') }, add);
    expect(messagesOf({ out })).toEqual([
      'inject of "out" needs the config key "region", which is missing.\n  → give it: withConfig({ region: … })',
    ]);
    expect(messagesOf({ out }, { region: undefined, other: 1 })).toEqual([
      'inject of "out" needs the config key "region", which is missing.\n  → give it: withConfig({ region: … }); the config has other',
    ]);
    expect(messagesOf({ out }, { regoin: 'US' })).toEqual([
      'inject of "out" needs the config key "region", which is missing.\n  → did you mean "regoin"?',
    ]);
    expect(messagesOf({ out: inject({ x: configuration('toString') }, add) })).toEqual([
      'inject of "out" needs the config key "toString", which is missing.\n  → give it: withConfig({ toString: … })',
    ]);
  });

  test('a config key that is missing, also in a group and where there is a default', () => {
    const module = {
      a: inject({ y: configuration('k') }, add),
      b: inject({ parts: group(configuration('k')) }, parts),
    };
    expect(messagesOf(module)).toEqual([
      'inject of "a" needs the config key "k", which is missing.\n  → give it: withConfig({ k: … })',
      'inject of "b" needs the config key "k", which is missing.\n  → give it: withConfig({ k: … })',
    ]);
  });

  test('what is no function', () => {
    expect(() => inject({ x: value(1) } as never, 3 as never)).toThrow(
      'inject(…) takes a function, got number.',
    );
  });
});
