/**
 * A part of a dataflow is used again, under other names.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction, assertOptions } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction } from '../nodes/node.ts';
import { partNodes } from './subdag-part.ts';
import type { InputBindings, Subdag } from './subdag-types.ts';

/** What {@link subdag} may be told. */
export interface SubdagOptions<
  Modules extends readonly object[] = readonly object[],
  Inputs extends InputBindings = InputBindings,
  Own extends object = object,
> {
  /** The modules of the part: `import * as regional from './regional.ts'`, or what `createModule` gives. */
  readonly modules: Modules;
  /** What names that the part reads stand for. @default what the surrounding dataflow has under these names */
  readonly inputs?: Inputs;
  /** Laid over the config of the surrounding dataflow; a value, or `configuration('key of the outer config')`. */
  readonly config?: Own;
}

/**
 * Uses modules as a part of a dataflow: `export const us = subdag({ modules: [regional], inputs, config }, fn)`. The part's
 * nodes are called `us.revenue`, and `us` itself is what `fn` makes of them; it is called like any node's function.
 *
 * A name that the part's functions (and `fn`) read is looked up in `inputs`, then in the part's own modules and config, then
 * in the surrounding dataflow. Parts may hold parts (`eu.north.revenue`). What is read in a parallel block lies in it.
 *
 * Hamilton's `@subdag`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, subdag, value } from 'icosian';
 *
 * const regional = createModule({
 *   revenue: ({ visits, price }: { visits: number; price: number }) => visits * price,
 * });
 * const dataflow = createModule({
 *   visits: () => 100,
 *   us: subdag(
 *     { modules: [regional], inputs: { price: value(2) } },
 *     ({ revenue }: { revenue: number }) => `$${revenue}`,
 *   ),
 * });
 * const driver = new Builder().withModules(dataflow).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['us', 'us.revenue'])); // prints { us: '$200', 'us.revenue': 200 }
 * ```
 */
export function subdag<
  const Modules extends readonly object[],
  F extends AnyFunction,
  const Inputs extends InputBindings = {},
  const Own extends object = {},
>(options: SubdagOptions<Modules, Inputs, Own>, fn: F): Subdag<F, Modules, Inputs, Own> {
  return part('subdag', options, fn) as unknown as Subdag<F, Modules, Inputs, Own>;
}

/**
 * Uses modules several times: one part for each key of `parts`, each with inputs and config of its own beside those of all.
 *
 * Hamilton's `@parameterized_subdag`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, parameterizeSubdag, value } from 'icosian';
 *
 * const regional = createModule({
 *   revenue: ({ visits, price }: { visits: number; price: number }) => visits * price,
 * });
 * const { us, uk } = parameterizeSubdag(
 *   { modules: [regional] },
 *   ({ revenue }: { revenue: number }) => revenue,
 *   { us: { inputs: { price: value(2) } }, uk: { inputs: { price: value(3) } } },
 * );
 * const dataflow = createModule({ visits: () => 100, us, uk });
 * const driver = new Builder().withModules(dataflow).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['us', 'uk.revenue'])); // prints { us: 200, 'uk.revenue': 300 }
 * ```
 */
export function parameterizeSubdag<
  const Modules extends readonly object[],
  F extends AnyFunction,
  const Parts extends Readonly<
    Record<string, { readonly inputs?: InputBindings; readonly config?: object }>
  >,
  const Inputs extends InputBindings = {},
  const Own extends object = {},
>(
  options: SubdagOptions<Modules, Inputs, Own>,
  fn: F,
  parts: Parts,
): {
  [P in keyof Parts]: Subdag<
    F,
    Modules,
    Omit<Inputs, keyof InputsIn<Parts[P]>> & InputsIn<Parts[P]>,
    Own & ConfigIn<Parts[P]>
  >;
} {
  assertPart('parameterizeSubdag', options, fn);
  if (!isRecord(parts) || Object.values(parts).some((each) => !isRecord(each))) {
    throw new InvalidNodeError(
      'node/bad-subdag',
      `parameterizeSubdag(…) takes a record of parts, got ${asWritten(parts)}.`,
      { hint: 'write { us: { inputs: { price: value(2) } }, uk: { … } }' },
    );
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, own]) => {
      assertOptions('parameterizeSubdag', own, { inputs: isRecord, config: isRecord }, hint);
      const inputs = { ...options.inputs, ...own.inputs };
      const config = { ...options.config, ...own.config };
      return [name, part('parameterizeSubdag', { ...options, inputs, config }, fn)];
    }),
  ) as never;
}

type InputsIn<P> = P extends { readonly inputs: infer I } ? I : {};
type ConfigIn<P> = P extends { readonly config: infer C } ? C : {};

const hint =
  "write subdag({ modules: [regional], inputs: { price: source('usPrice') }, config: { … } }, fn)";

/** Throws where something is no part: refused at once, wherever it is used. */
function assertPart(modifier: string, options: SubdagOptions, fn: AnyFunction): void {
  assertFunction(modifier, fn);
  const isModules = (given: unknown): boolean =>
    Array.isArray(given) && given.length > 0 && given.every((module) => isRecord(module));
  assertOptions(
    modifier,
    options,
    { modules: isModules, inputs: isRecord, config: isRecord },
    hint,
  );
  if (!isModules(options.modules)) {
    throw new InvalidNodeError('node/bad-subdag', `${modifier}(…) was given no modules.`, { hint });
  }
}

function part(modifier: string, options: SubdagOptions, fn: AnyFunction): AnyFunction {
  assertPart(modifier, options, fn);
  const inner = sourceOf(fn);
  return modified(fn, {
    toNodes: (name, config, reading) =>
      partNodes({ modifier, name, options, inner }, config, reading),
  });
}
