import { describe, expect, test } from 'vitest';
import {
  configuration,
  extractFields,
  group,
  inject,
  parameterize,
  pipeInput,
  pipeOutput,
  resolve,
  source,
  step,
  tag,
  value,
  when,
  type AnyFunction,
} from '../../src/index.ts';
import { check } from '../../src/modifiers/check.ts';
import { driverOf, driverWith, rejectionOf, type Loose } from '../execution/driver-of.ts';

const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const times = ({ x, by }: { x: number; by: number }): number => x * by;
const written = ({ it }: { it: unknown }): string => `<${String(it)}>`;
const namesOf = (functions: Loose, config: object = {}): readonly string[] =>
  driverWith(functions, (builder) => builder.withConfig(config))
    .listAvailableVariables()
    .map(({ name }) => name);
/** The value of the node `a`. */
const valueOf = async (a: AnyFunction, around: Loose = {}, config: object = {}, inputs = {}) =>
  (
    await driverWith({ a, ...around }, (builder) => builder.withConfig(config)).execute(['a'], {
      inputs,
    })
  )['a'];

describe('pipeOutput', () => {
  const one = (): number => 1;

  //  a.raw ─▶ a.plus ─▶ a
  test('sends the value through its steps; the last one gives the node', async () => {
    const a = pipeOutput(one, step(plus, { by: value(4) }), step(times, { by: value(10) }));
    const driver = driverOf({ a });
    expect(await driver.execute(['a', 'a.raw', 'a.plus'])).toEqual({
      a: 50,
      'a.raw': 1,
      'a.plus': 5,
    });
    expect(await driver.execute(['a'], { overrides: { 'a.raw': 2 } })).toEqual({ a: 60 });
    expect(await driver.execute(['a'], { overrides: { 'a.plus': 2 } })).toEqual({ a: 20 });
    expect(driver.whatIsUpstreamOf('a').map(({ name }) => name)).toEqual(['a.raw', 'a.plus', 'a']);
  });

  test('binds what steps read to nodes, constants, config and several of them', async () => {
    const all = ({ x, by }: { x: number; by: readonly unknown[] }): unknown[] => [x, ...by];
    const a = pipeOutput(
      one,
      step(plus, { by: source('node') }),
      step(plus, { by: source('given') }),
      step(times, { by: configuration('factor') }),
      step(all, { by: group(source('node'), value(7), configuration('factor')) }),
    );
    expect(await valueOf(a, { node: () => 1 }, { factor: 5 }, { given: 2 })).toEqual([20, 1, 7, 5]);
  });

  test('leaves steps out whose condition the config does not meet', async () => {
    const a = pipeOutput(
      one,
      step(plus, { by: value(1) }).when({ mode: ['plus', 'both'] }),
      step(times, { by: value(10) }).whenNot({ mode: 'plus' }),
    );
    expect(await valueOf(a, {}, { mode: 'plus' })).toBe(2);
    expect(await valueOf(a, {}, { mode: 'both' })).toBe(20);
    expect(await valueOf(a, {}, { mode: 'none' })).toBe(10);
    expect(namesOf({ a }, { mode: 'plus' })).toEqual(['a.raw', 'a']);
    const never = pipeOutput(one, step(plus, { by: source('z') }).when({ mode: 'on' }));
    expect(namesOf({ a: never })).toEqual(['a']);
    expect(await valueOf(never)).toBe(1);
  });

  test('wants all conditions of a step', async () => {
    const a = pipeOutput(
      one,
      step(plus, { by: value(1) })
        .when({ b: 1 })
        .whenNot({ c: 1 }),
    );
    expect(await valueOf(a, {}, { b: 1 })).toBe(2);
    expect(await valueOf(a, {}, { b: 1, c: 1 })).toBe(1);
    expect(await valueOf(a, {}, { c: 2 })).toBe(1);
  });

  test('needs no config key for a step that takes no part', async () => {
    const a = pipeOutput(one, step(plus, { by: configuration('by') }).when({ on: true }));
    expect(await valueOf(a)).toBe(1);
    expect(() => driverWith({ a }, (builder) => builder.withConfig<object>({ on: true }))).toThrow(
      'needs the config key "by", which is missing.',
    );
  });

  test('numbers steps of the same name, and takes names for them', () => {
    const by = { by: value(1) };
    const a = pipeOutput(
      one,
      step(plus, by),
      step(plus, by),
      step(plus, by).named('last'),
      step(plus, by).named('last'),
      step(({ x }: { x: number }) => x),
      step(plus, by),
    );
    expect(namesOf({ a })).toEqual([
      'a.raw',
      'a.plus',
      'a.plus_2',
      'a.last',
      'a.last_2',
      'a.step',
      'a',
    ]);
  });

  test('keeps names apart that its numbers would give twice', () => {
    const by = { by: value(1) };
    const raw = ({ x }: { x: number }): number => x;
    const a = pipeOutput(
      one,
      step(plus, by).named('plus_2'),
      step(plus, by),
      step(plus, by),
      step(raw),
      step(plus, by),
    );
    expect(namesOf({ a })).toEqual(['a.raw', 'a.plus_2', 'a.plus', 'a.plus_3', 'a.raw_2', 'a']);
  });

  test('takes steps again elsewhere, unchanged by `when` and `named`', async () => {
    const scale = step(times, { by: value(3) });
    scale.when({ never: true });
    scale.named('other');
    const functions = { a: pipeOutput(one, scale, scale), b: pipeOutput(() => 2, scale) };
    expect(await driverOf(functions).execute(['a', 'b'])).toEqual({ a: 9, b: 6 });
    expect(namesOf(functions)).toEqual(['a.raw', 'a.times', 'a', 'b.raw', 'b']);
  });

  test('may be around another: the inner steps come first', async () => {
    const inner = pipeOutput(one, step(plus, { by: value(1) }), step(times, { by: value(5) }));
    const a = pipeOutput(inner, step(plus, { by: value(3) }), step(times, { by: value(2) }));
    expect(await valueOf(a)).toBe(26);
    expect(await driverOf({ a }).execute(['a.raw', 'a.raw.raw', 'a.raw.plus', 'a.plus'])).toEqual({
      'a.raw': 10,
      'a.raw.raw': 1,
      'a.raw.plus': 2,
      'a.plus': 13,
    });
  });

  test('takes steps that are modified', async () => {
    const around = { node: () => 4 };
    const injected = inject({ by: source('node') }, plus);
    expect(await valueOf(pipeOutput(one, step(injected)), around)).toBe(5);
    const chosen = when({ on: true }, plus).otherwise(times);
    const both = pipeOutput(one, step(chosen, { by: value(9) }), step(chosen, { by: value(9) }));
    expect(await valueOf(both, {}, { on: true })).toBe(19);
    expect(await valueOf(both)).toBe(81);
    const made = resolve(({ up }: { up: boolean }) => (up ? plus : times));
    expect(await valueOf(pipeOutput(one, step(made, { by: value(2) })), {}, { up: true })).toBe(3);
  });

  test('takes steps that are more than one node, as its last one, too', async () => {
    const checked = check({ range: [0, 10] }, plus);
    const chained = pipeOutput(plus, step(times, { by: value(2) }));
    const a = pipeOutput(one, step(checked, { by: value(1) }), step(chained, { by: value(2) }));
    const driver = driverOf({ a });
    expect(await driver.execute(['a'])).toEqual({ a: 8 });
    expect((await driver.execute(['a.raw']))['a.raw']).toBe(1);
    const b = pipeOutput(one, step(checked, { by: value(20) }).named('sure'));
    expect(await driverOf({ b }).execute(['b.raw', 'b.sure.raw'])).toEqual({
      'b.raw': 1,
      'b.sure.raw': 21,
    });
  });

  test('gives the value to the one parameter that has no default and is not bound', async () => {
    const shy = ({ x, by = 5, also = 1 }: { x: number; by?: number; also?: number }): number =>
      x * by + also;
    expect(await valueOf(pipeOutput(one, step(shy)))).toBe(6);
    expect(await valueOf(pipeOutput(one, step(shy, { by: value(2) })))).toBe(3);
    expect(
      await valueOf(pipeOutput(one, step(shy, { x: value(100) as never, by: value(1) }))),
    ).toBe(101);
  });

  test('leaves defaults of steps alone, whatever the dataflow has under their names', async () => {
    const shy = ({ x, by = 5 }: { x: number; by?: number }): number => x * by;
    expect(await valueOf(pipeOutput(one, step(shy)), { by: () => 100 })).toBe(5);
  });

  test('takes steps that read what the engine gives', async () => {
    const tries = ({ x, $attempt }: { x: number; $attempt: number }): number => x + $attempt;
    expect(await valueOf(pipeOutput(one, step(tries)))).toBe(2);
  });

  test('takes asynchronous functions and steps', async () => {
    const later = async ({ x }: { x: number }): Promise<number> => x + 1;
    expect(await valueOf(pipeOutput(async () => 1, step(later), step(later)))).toBe(3);
  });

  test('lets steps read functions by themselves', async () => {
    const node = (): number => 4;
    const a = pipeOutput(one, step(plus, { by: source(node) }));
    expect(await driverOf({ a, n: node }).execute(['a'], { overrides: { n: 9 } })).toEqual({
      a: 10,
    });
    expect(await valueOf(a)).toBe(5);
  });

  test('keeps what is said around it on the node itself', async () => {
    const a = tag({ owner: 'me' }, pipeOutput(one, step(plus, { by: value(1) })));
    const tagged = driverOf({ a }).listAvailableVariables({ tags: { owner: 'me' } });
    expect(tagged.map(({ name }) => name)).toEqual(['a']);
  });

  test('is absent where its function is', async () => {
    const a = pipeOutput(when({ on: true }, one), step(plus, { by: value(1) }));
    const error = await rejectionOf(driverOf({ a }).execute(['a']));
    expect(error.message).toContain(
      'There is nothing to request: "a" does not exist under this config',
    );
    expect(await valueOf(a, {}, { on: true })).toBe(2);
  });

  test('binds parameters of its function, not those of its steps', async () => {
    const scaled = ({ hits, by }: { hits: number; by: number }): number => hits * by;
    const a = pipeOutput(scaled, step(plus, { by: source('bonus') }));
    const bound = inject({ by: value(10) }, a);
    expect(await valueOf(bound, {}, {}, { hits: 2, bonus: 1 })).toBe(21);
    expect(
      await valueOf(
        parameterize(a, { b: { hits: source('by') } }).b as AnyFunction,
        {},
        {},
        { by: 3, bonus: 1 },
      ),
    ).toBe(10);
  });
});

describe('row 63 of the Hamilton suite', () => {
  test('a chain gives what the functions give one after the other', async () => {
    const place = (): { x: number; y: number } => ({ x: 3, y: 4 });
    const functions = {
      ...extractFields(place, ['x', 'y']),
      piped: pipeInput(({ x }: { x: number }) => x + 1, {
        x: [step(plus, { by: source('y') }), step(times, { by: value(10) })],
      }),
      out: pipeOutput(
        ({ x }: { x: number }) => x + 1,
        step(plus, { by: source('y') }),
        step(written),
      ),
    };
    const x = 3;
    const y = 4;
    expect(await driverOf(functions).execute(['piped', 'out'])).toEqual({
      piped: times({ x: plus({ x, by: y }), by: 10 }) + 1,
      out: written({ it: plus({ x: x + 1, by: y }) }),
    });
  });
});
