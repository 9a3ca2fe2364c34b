/**
 * Many nodes from one function.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction, dependencyNames } from '../nodes/check-function.ts';
import { isRecord, kindOf } from '../nodes/given.ts';
import { changedSource, modified } from '../nodes/node-source.ts';
import type { AnyFunction, FunctionNode, Read } from '../nodes/node.ts';
import type { MarksOf, Remarked } from '../nodes/types.ts';
import { bindingKind, type Source, type Value } from './dependency.ts';

/** For each parameter of a function, what it is bound to; parameters left out stay dependencies. */
export type Bindings<D> = { readonly [P in keyof D]?: Source | Value<D[P]> };

type BoundDeps<D, B> = {
  [P in keyof D as P extends keyof B ? (B[P] extends Source<infer Name> ? Name : never) : P]: D[P];
};

type Parameterized<F extends AnyFunction, B> =
  MarksOf<F> extends {
    out: infer Out;
    deps: infer D;
    expands: infer E extends boolean;
    closes: infer C extends boolean;
  }
    ? Remarked<F, { out: Out; deps: BoundDeps<D, B>; expands: E; closes: C }>
    : never;

/**
 * Makes one node for each key of `nodes`: the same function, its parameters bound in another way.
 *
 * @example
 * ```ts
 * import pl, { type Series } from 'nodejs-polars';
 * import { Builder, DictResult, createModule, parameterize, source, value } from 'icosian';
 *
 * const { roll2, roll3 } = parameterize(
 *   ({ series, window }: { series: Series; window: number }) =>
 *     series.rollingMean({ windowSize: window }).max(),
 *   {
 *     roll2: { series: source('spend'), window: value(2) },
 *     roll3: { series: source('spend'), window: value(3) },
 *   },
 * );
 * const nodes = createModule({ roll2, roll3 });
 * const driver = new Builder().withModules(nodes).withResultBuilder(new DictResult()).build();
 * const spend = pl.Series('spend', [1, 2, 3]);
 * console.log(await driver.execute(['roll2', 'roll3'], { inputs: { spend } })); // prints { roll2: 2.5, roll3: 2 }
 * ```
 */
export function parameterize<
  F extends AnyFunction,
  const S extends Readonly<Record<string, Bindings<MarksOf<F>['deps']>>>,
>(fn: F, nodes: S): { [Name in keyof S]: Parameterized<F, S[Name]> } {
  assertFunction('parameterize', fn);
  if (!isRecord(nodes)) {
    throw notBindings(`parameterize(fn, …) takes a record of nodes, got ${kindOf(nodes)}.`);
  }
  const made: Record<string, unknown> = {};
  for (const [output, bindings] of Object.entries(nodes)) {
    if (!isRecord(bindings)) {
      throw notBindings(`parameterize gives "${output}" ${kindOf(bindings)} instead of bindings.`);
    }
    made[output] = modified(
      fn,
      changedSource(fn, (node) => bound(node, bindings)),
    );
  }
  return made as { [Name in keyof S]: Parameterized<F, S[Name]> };
}

function bound(node: FunctionNode, bindings: object): FunctionNode {
  const given = new Map(Object.entries(bindings));
  for (const [parameter, binding] of given) {
    const reads = node.reads.some((read) => read.as === parameter);
    if (!reads) throw unknownParameter(node, parameter);
    if (bindingKind(binding) === undefined) throw notBound(node, parameter);
  }
  const constants: Record<string, unknown> = { ...node.bound };
  const reads: Read[] = [];
  for (const read of node.reads) {
    const binding = given.get(read.as) as Source | Value | undefined;
    if (binding === undefined) reads.push(read);
    else if ('source' in binding) reads.push({ ...read, name: binding.source });
    else constants[read.as] = binding.value;
  }
  return { ...node, reads, bound: constants };
}

const notBindings = (sentence: string): InvalidNodeError =>
  new InvalidNodeError('node/bad-binding', sentence, {
    hint: "write { roll3: { series: source('spend'), window: value(3) } }",
  });

const unknownParameter = (node: FunctionNode, parameter: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/unknown-parameter',
    `parameterize binds "${parameter}" of "${node.name}", which its function does not take.`,
    { node: node.name, hint: `it takes: ${dependencyNames(node) || 'nothing'}` },
  );

const notBound = (node: FunctionNode, parameter: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/bad-binding',
    `parameterize gives "${parameter}" of "${node.name}" neither source(…) nor value(…).`,
    {
      node: node.name,
      hint: `${parameter}: source('name of a node') or ${parameter}: value(constant)`,
    },
  );
