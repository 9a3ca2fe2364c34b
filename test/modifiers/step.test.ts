import { describe, expect, test } from 'vitest';
import {
  configuration,
  createModule,
  inject,
  pipeInput,
  pipeOutput,
  step,
  value,
  type AnyFunction,
  type GraphError,
} from '../../src/index.ts';
import { driverOf } from '../execution/driver-of.ts';

const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const pair = ({ a, b }: { a: number; b: number }): readonly number[] => [a, b];

describe('a step', () => {
  const problemsOf = (n: unknown): readonly string[] => {
    try {
      driverOf({ n: n as AnyFunction });
    } catch (error) {
      return (error as GraphError).errors.map(({ message }) =>
        message.replaceAll(/\n {2}at [^\n]*/g, ''),
      );
    }
    throw new Error('nothing was thrown');
  };
  const one = (): number => 1;

  test('leaves exactly one dependency open', () => {
    const three = ({ x, y, z }: Record<'x' | 'y' | 'z', number>): number => x + y + z;
    expect(problemsOf(pipeOutput(one, step(three, { x: value(1) })))).toEqual([
      'A step of "n", three, leaves y, z open, but exactly one dependency gets the value.\n  → bind all but one: step(three, { z: source(\'…\') })',
    ]);
    expect(problemsOf(pipeOutput(one, step(plus, { x: value(1), by: value(2) })))).toEqual([
      'A step of "n", plus, binds everything, but exactly one dependency gets the value.\n  → leave the dependency out that gets the value',
    ]);
    expect(problemsOf(pipeInput(pair, { a: [step(one)] }))).toEqual([
      'A step of "n", one, binds everything, but exactly one dependency gets the value.\n  → leave the dependency out that gets the value',
    ]);
    const choice = ({ x = 1, y = 2 }: { x?: number; y?: number }): number => x + y;
    expect(problemsOf(pipeOutput(one, step(choice)))).toEqual([
      'A step of "n", choice, leaves x, y open, but exactly one dependency gets the value.\n  → bind all but one: step(choice, { y: source(\'…\') })',
    ]);
  });

  test('binds only what its function takes, by bindings', () => {
    expect(
      problemsOf(pipeOutput(one, step(plus, { byy: value(1), by: value(1) } as never))),
    ).toEqual([
      'step(plus) binds "byy" of "n", which its function does not take.\n  → did you mean "by"?',
    ]);
    expect(problemsOf(pipeOutput(one, step(plus, { by: 3 as never })))).toEqual([
      'step(plus) gives "by" of "n" neither source(…) nor value(…).\n  → by: source(\'name of a node\') or by: value(constant)',
    ]);
    expect(problemsOf(pipeOutput(one, step(plus, { by: configuration('factor') })))).toEqual([
      'step(plus) of "n" needs the config key "factor", which is missing.\n  → give it: withConfig({ factor: … })',
    ]);
  });

  test('goes before a dependency that the function takes', () => {
    expect(problemsOf(pipeInput(pair, { aa: [step(one)] } as never))).toEqual([
      'pipeInput has steps for "aa" of "n", which its function does not take.\n  → it takes: a, b',
    ]);
    const bound = inject({ a: value(1) }, pair);
    expect(problemsOf(pipeInput(bound, { a: [step(plus, { by: value(1) })] } as never))).toEqual([
      'pipeInput has steps for "a" of "n", which its function does not take.\n  → it takes: b',
    ]);
  });

  test('must be a step', () => {
    expect(() => pipeOutput(one, plus as never)).toThrow(
      'pipeOutput(…) takes steps, got a function.\n  → write pipeOutput(fn, step(scale, { by: value(2) }))',
    );
    expect(() => pipeOutput(one)).toThrow('pipeOutput(…) takes steps, got []');
    expect(() => pipeInput(pair, { a: step(one) as never })).toThrow(
      'pipeInput(…) takes steps, got',
    );
    expect(() => pipeInput(pair, { a: [] })).toThrow('pipeInput(…) takes steps, got []');
    expect(() => pipeInput(pair, [step(one)] as never)).toThrow(
      'pipeInput(…) takes a record of steps, got',
    );
    expect(() => step(5 as never)).toThrow('step(…) takes a function, got number');
  });

  test.each([[''], ['a.b'], [5], [undefined]])('is not named %j', (name) => {
    expect(() => step(plus, { by: value(1) }).named(name as never)).toThrow(
      'named(…) takes a name without a dot, got',
    );
  });

  test('has conditions like those of when', () => {
    expect(() => step(one).when({})).toThrow('when(…) compares config keys');
    expect(() => step(one).whenNot({ a: {} as never })).toThrow('whenNot(…) compares config keys');
  });

  test('whose function cannot be read is told as any function', () => {
    const module = createModule({
      n: pipeOutput(
        one,
        step((x: number, y: number) => x + y),
      ),
    });
    expect(problemsOf(module.n)).toEqual([
      expect.stringContaining('takes 2 positional parameters'),
    ]);
  });
});
