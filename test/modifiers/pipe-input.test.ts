import { describe, expect, test } from 'vitest';
import {
  collect,
  configuration,
  group,
  inject,
  pipeInput,
  pipeOutput,
  reduce,
  source,
  step,
  tag,
  value,
  when,
  type AnyFunction,
} from '../../src/index.ts';
import { check } from '../../src/modifiers/check.ts';
import { driverOf, driverWith, type Loose } from '../execution/driver-of.ts';

const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const times = ({ x, by }: { x: number; by: number }): number => x * by;
const pair = ({ a, b }: { a: number; b: number }): readonly number[] => [a, b];
/** The value of the node `n`. */
const valueOf = async (n: unknown, inputs: object = {}, config: object = {}, around: Loose = {}) =>
  (
    await driverWith({ n: n as AnyFunction, ...around }, (builder) =>
      builder.withConfig(config),
    ).execute(['n'], { inputs: { ...inputs } })
  )['n'];

describe('pipeInput', () => {
  //  a ─▶ n.a.plus ─▶ n.a.times ─▶ n        b ─▶ n
  test('sends a dependency through steps before its function gets it', async () => {
    const n = pipeInput(pair, {
      a: [step(plus, { by: value(1) }), step(times, { by: value(10) })],
    });
    const driver = driverOf({ n });
    expect(
      await driver.execute(['n', 'n.a.plus', 'n.a.times'], { inputs: { a: 1, b: 2 } }),
    ).toEqual({ n: [20, 2], 'n.a.plus': 2, 'n.a.times': 20 });
    expect(
      await driver.execute(['n'], { inputs: { b: 2 }, overrides: { 'n.a.times': 5 } }),
    ).toEqual({ n: [5, 2] });
  });

  test('leaves the node alone for all others', async () => {
    const n = pipeInput(pair, { a: [step(plus, { by: value(1) })] });
    const driver = driverOf({ a: () => 1, n, other: ({ a }) => a });
    expect(await driver.execute(['n', 'other'], { inputs: { b: 2 } })).toEqual({
      n: [2, 2],
      other: 1,
    });
  });

  test('pipes several dependencies, each by itself', async () => {
    const scale = step(times, { by: value(10) });
    expect(
      await valueOf(pipeInput(pair, { a: [scale], b: [scale, scale] }), { a: 1, b: 2 }),
    ).toEqual([10, 200]);
  });

  test('keeps dependencies apart from those of the steps, whatever these are called', async () => {
    // the steps before x take an x, and what they read is called b and by
    const fn = ({ x, by, b }: Record<'x' | 'by' | 'b', number>): readonly unknown[] => [x, by, b];
    const n = pipeInput(fn, {
      b: [step(plus, { by: source('x') })],
      by: [step(({ b }: { b: number }) => b * 2)],
      x: [step(plus, { by: source('b') }), step(times, { by: value(100) })],
    });
    expect(await valueOf(n, { x: 1, by: 2, b: 3 })).toEqual([400, 4, 4]);
  });

  test('binds what steps read in every way', async () => {
    const all = ({ x, by }: { x: number; by: readonly unknown[] }): unknown[] => [x, ...by];
    const n = pipeInput(({ a }: { a: unknown }) => a, {
      a: [
        step(plus, { by: source('node') }),
        step(times, { by: configuration('factor') }),
        step(all, { by: group(source('given'), value('c')) }),
      ],
    });
    expect(await valueOf(n, { a: 1, given: 'g' }, { factor: 3 }, { node: () => 4 })).toEqual([
      15,
      'g',
      'c',
    ]);
  });

  test('leaves steps out whose condition the config does not meet', async () => {
    const n = pipeInput(pair, { a: [step(plus, { by: value(1) }).when({ on: true })] });
    expect(await valueOf(n, { a: 1, b: 2 })).toEqual([1, 2]);
    expect(await valueOf(n, { a: 1, b: 2 }, { on: true })).toEqual([2, 2]);
    expect(
      driverOf({ n })
        .listAvailableVariables()
        .map(({ name }) => name),
    ).toEqual(['a', 'b', 'n']);
  });

  test('numbers steps of the same name, and lets them be called anything', () => {
    const by = { by: value(1) };
    const n = pipeInput(pair, {
      a: [
        step(plus, by),
        step(plus, by),
        step(plus, by).named('given'),
        step(plus, by).named('raw'),
      ],
    });
    const names = driverOf({ n })
      .listAvailableVariables()
      .map(({ name }) => name);
    expect(names).toEqual(['a', 'n.a.plus', 'n.a.plus_2', 'n.a.given', 'n.a.raw', 'b', 'n']);
  });

  test('pipes what is bound to another node, by the name of that node', async () => {
    const bound = inject({ a: source('other') }, pair);
    const n = pipeInput(bound, { other: [step(plus, { by: value(1) })] });
    expect(await valueOf(n, { other: 5, b: 2 })).toEqual([6, 2]);
  });

  test('pipes what is bound to a function', async () => {
    const five = (): number => 5;
    const bound = inject({ a: source(five) }, pair);
    const steps = [
      step(plus, { by: value(1) }).named('given'),
      step(plus, { by: value(1) }).named('given'),
    ];
    const n = pipeInput(bound as AnyFunction, { a: steps } as never);
    expect(await valueOf(n, { b: 2 })).toEqual([7, 2]);
    expect(await valueOf(n, { b: 2 }, {}, { five })).toEqual([7, 2]);
  });

  test('may be bound by a modifier around it: the first step gets what is bound', async () => {
    const n = inject(
      { a: source('other') },
      pipeInput(pair, { a: [step(plus, { by: value(1) })] }),
    );
    expect(await valueOf(n, { other: 5, b: 2 })).toEqual([6, 2]);
    const constant = inject(
      { a: value(7) },
      pipeInput(pair, { a: [step(plus, { by: value(1) })] }),
    );
    expect(await valueOf(constant, { b: 2 })).toEqual([8, 2]);
  });

  test('may be around another: its steps come first', async () => {
    const inner = pipeInput(pair, { a: [step(times, { by: value(10) })] });
    const n = pipeInput(inner, { a: [step(plus, { by: value(1) })] });
    expect(await valueOf(n, { a: 1, b: 2 })).toEqual([20, 2]);
  });

  test('goes together with pipeOutput, in either order', async () => {
    const input = { a: [step(plus, { by: value(1) })] };
    const sum = ({ a }: { a: number }): number => a * 2;
    const by = { by: value(100) };
    expect(await valueOf(pipeInput(pipeOutput(sum, step(plus, by)), input), { a: 1 })).toBe(104);
    expect(await valueOf(pipeOutput(pipeInput(sum, input), step(plus, by)), { a: 1 })).toBe(104);
  });

  test('keeps the marks of its function', async () => {
    const functions: Loose = {
      *item() {
        yield* [1, 2];
      },
      list: pipeInput(
        collect(({ item }: { item: number[] }) => item),
        { item: [step(plus, { by: value(10) })] },
      ) as AnyFunction,
      sum: pipeInput(
        reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
        { item: [step(plus, { by: value(10) })] },
      ) as AnyFunction,
      parts: pipeInput(
        function* parts({ n }: { n: number }) {
          for (let i = 0; i < n; i++) yield i;
        },
        { n: [step(plus, { by: value(2) })] },
      ) as AnyFunction,
      owned: tag({ owner: 'me' }, pipeInput(pair, { a: [step(plus, { by: value(1) })] })),
      checked: check(
        { range: [0, 3] },
        pipeInput(({ a }: { a: number }) => a, { a: [step(plus, { by: value(1) })] }),
      ) as AnyFunction,
    };
    const driver = driverOf(functions);
    expect(
      await driver.execute(['list', 'sum', 'list.item.plus', 'parts', 'checked'], {
        inputs: { n: 1, a: 2 },
      }),
    ).toEqual({
      list: [11, 12],
      sum: 23,
      'list.item.plus': [11, 12],
      parts: [0, 1, 2],
      checked: 3,
    });
    expect(
      driver.listAvailableVariables({ tags: { owner: 'me' } }).map(({ name }) => name),
    ).toEqual(['owned']);
  });

  test('of an absent function is absent', () => {
    const n = pipeInput(when({ on: true }, pair), { a: [step(plus, { by: value(1) })] });
    expect(() => driverOf({ n })).not.toThrow();
    expect(driverOf({ n }).listAvailableVariables()).toEqual([]);
  });

  test('may be called like its function', () => {
    expect(pipeInput(pair, { a: [step(plus, { by: value(1) })] })({ a: 1, b: 2 })).toEqual([1, 2]);
  });
});
