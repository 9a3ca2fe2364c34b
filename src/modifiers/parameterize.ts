/**
 * Many nodes from one function.
 *
 * @module
 */
import { assertFunction } from '../nodes/check-function.ts';
import { isRecord, kindOf } from '../nodes/given.ts';
import { modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction, NodeSource } from '../nodes/node.ts';
import type { MarksOf } from '../nodes/types.ts';
import { bindAll, notBindings, readBindings } from './bind.ts';
import type { Bindings, Bound } from './binding-types.ts';

/**
 * Makes one node for each key of `nodes`: the same function, its parameters bound in another way.
 *
 * Hamilton's `@parameterize`.
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
>(fn: F, nodes: S): { [Name in keyof S]: Bound<F, S[Name]> } {
  assertFunction('parameterize', fn);
  if (!isRecord(nodes)) {
    throw notBindings(`parameterize(fn, …) takes a record of nodes, got ${kindOf(nodes)}.`);
  }
  const inner = sourceOf(fn);
  const made = Object.entries(nodes).map(([output, bindings]: [string, unknown]) => {
    if (!isRecord(bindings)) {
      throw notBindings(`parameterize gives "${output}" ${kindOf(bindings)} instead of bindings.`);
    }
    const source: NodeSource = {
      toNodes: (name, config, reading) => {
        const binder = { modifier: 'parameterize', node: name };
        const given = readBindings(bindings, binder);
        return bindAll(inner.toNodes(name, config, reading), given, config, binder);
      },
    };
    return [output, modified(fn, source)];
  });
  return Object.fromEntries(made) as { [Name in keyof S]: Bound<F, S[Name]> };
}
