/**
 * What every modifier keeps of the function that it is given, whatever it adds.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  NodeExecutionError,
  collect,
  createModule,
  parallelizable,
  subdag,
  tag,
  type AnyFunction,
} from '../../src/index.ts';

/** A modifier around a function of `x`, in a way that leaves its value as it is. */
export interface Wrapping {
  readonly name: string;
  readonly wrap: (fn: AnyFunction) => AnyFunction;
  /** Whether it may lie inside `parallelizable`. @default true */
  readonly mayOpen?: boolean;
}

type Values = Record<string, unknown>;

const driverOf = (functions: object) =>
  new Builder()
    .withModules(createModule(functions, 'features'))
    .withConfig({ on: true })
    .withResultBuilder(new DictResult())
    .build()
    .untyped();

const run = (functions: object, outputs: readonly string[], options: Values = {}) =>
  driverOf(functions).execute(outputs, options) as Promise<Values>;

const tenfold = ({ x }: { x: number }): number => 10 * x;
const later = async ({ x }: { x: number }): Promise<number> => 10 * x;
const item = parallelizable(() => [1, 2, 3]);
const all = collect(({ node }: { node: readonly number[] }) => node.join());

/** The sentences that hold for a modifier. */
export function modifierConformance({ name, wrap, mayOpen = true }: Wrapping): void {
  describe(`a function in ${name}`, () => {
    test('gives its value, under the name of its export', async () => {
      expect(await run({ node: wrap(tenfold) }, ['node'], { inputs: { x: 2 } })).toEqual({
        node: 20,
      });
    });

    test('may be asynchronous', async () => {
      expect(await run({ node: wrap(later) }, ['node'], { inputs: { x: 2 } })).toEqual({
        node: 20,
      });
    });

    test('is called once however many read it', async () => {
      let calls = 0;
      const node = wrap(({ x }: { x: number }) => (calls++, x));
      const a = ({ node }: { node: number }): number => node;
      const b = ({ node }: { node: number }): number => node + 1;
      expect(await run({ node, a, b }, ['a', 'b', 'node'], { inputs: { x: 2 } })).toEqual({
        a: 2,
        b: 3,
        node: 2,
      });
      expect(calls).toBe(1);
    });

    test.each([
      ['synchronous', tenfold],
      ['asynchronous', later],
    ])('runs for each item of a block, %s', async (_, fn) => {
      expect(await run({ x: item, node: wrap(fn), all }, ['all', 'node'])).toEqual({
        all: '10,20,30',
        node: [10, 20, 30],
      });
    });

    test('collects where it is marked so, inside and around', async () => {
      const sum = ({ x }: { x: readonly number[] }): number => x.reduce((a, b) => a + b, 0);
      expect(await run({ x: item, node: wrap(collect(sum)) }, ['node'])).toEqual({ node: 6 });
      expect(await run({ x: item, node: collect(wrap(sum)) }, ['node'])).toEqual({ node: 6 });
    });

    test.runIf(mayOpen)('opens a block where it is marked so around', async () => {
      const node = parallelizable(wrap(({ x }: { x: number }) => [x, x + 1]) as never);
      expect(await run({ node, all }, ['all'], { inputs: { x: 4 } })).toEqual({ all: '4,5' });
    });

    test('is overridden without being called', async () => {
      const fails = ({ x }: { x: unknown }): never => {
        throw new Error(`called with ${String(x)}`);
      };
      const after = ({ node }: { node: number }): number => node + 1;
      const options = { inputs: { x: 1 }, overrides: { node: 5 } };
      expect(await run({ node: wrap(fails), after }, ['after'], options)).toEqual({
        after: 6,
      });
    });

    test('has the tags that are put around it', () => {
      const driver = driverOf({ node: tag({ owner: 'sales' }, wrap(tenfold)) });
      const tagged = driver.listAvailableVariables({ tags: { owner: 'sales' }, hidden: true });
      expect(tagged.map((variable) => variable.name)).toEqual(['node']);
    });

    test('may be a part of a subdag, and reads what that gives it', async () => {
      const inner = createModule({ node: wrap(tenfold) });
      const us = subdag({ modules: [inner] }, ({ node }: { node: number }) => node + 1);
      expect(await run({ x: () => 2, us }, ['us', 'us.node'])).toEqual({ us: 21, 'us.node': 20 });
    });

    test('fails with an error that leads to it', async () => {
      const cause = new RangeError('full');
      const fails = ({ x }: { x: number }): never => {
        throw Object.assign(cause, { x });
      };
      const error: unknown = await run({ node: wrap(fails) }, ['node'], { inputs: { x: 2 } }).catch(
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(NodeExecutionError);
      expect(error).toMatchObject({ cause });
      expect(String((error as NodeExecutionError).node)).toMatch(/^node(\.|$)/);
    });

    test('stays as it was for those who use it plain', async () => {
      const functions = { plain: tenfold, node: wrap(tenfold) };
      expect(await run(functions, ['plain', 'node'], { inputs: { x: 1 } })).toEqual({
        plain: 10,
        node: 10,
      });
    });
  });
}

/** All pairs of modifiers, one around the other, in a block and outside. */
export function composition(wrappings: readonly Wrapping[]): void {
  describe.each(wrappings)('around all others, $name', (outer) => {
    test.each(wrappings)('keeps what $name gives', async (inner) => {
      const node = outer.wrap(inner.wrap(tenfold));
      expect(await run({ node }, ['node'], { inputs: { x: 2 } })).toEqual({ node: 20 });
      expect(await run({ x: item, node, all }, ['all'])).toEqual({ all: '10,20,30' });
    });
  });
}
