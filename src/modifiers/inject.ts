/**
 * Single parameters are bound.
 *
 * @module
 */
import { assertFunction } from '../nodes/check-function.ts';
import { modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction } from '../nodes/node.ts';
import type { MarksOf } from '../nodes/types.ts';
import { bindAll, readBindings } from './bind.ts';
import type { Bindings, Bound } from './binding-types.ts';

/**
 * Binds parameters of a function to other nodes, to constants, to config keys, or to several of these at once; those that
 * are left out stay dependencies. A modifier around it knows a parameter by the name to which it is bound.
 *
 * Hamilton's `@inject`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, group, inject, source, value } from 'icosian';
 *
 * const total = inject(
 *   { parts: group(source('north'), source('south')), factor: value(10) },
 *   ({ parts, factor }: { parts: readonly number[]; factor: number }) =>
 *     factor * parts.reduce((sum, part) => sum + part, 0),
 * );
 * const sales = createModule({ north: () => 1, south: () => 2, total });
 * const driver = new Builder().withModules(sales).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['total'])); // prints { total: 30 }
 * ```
 */
export function inject<const B extends Bindings<MarksOf<F>['deps']>, F extends AnyFunction>(
  bindings: B,
  fn: F,
): Bound<F, B> {
  assertFunction('inject', fn);
  const inner = sourceOf(fn);
  return modified(fn, {
    toNodes: (name, config, reading) => {
      const binder = { modifier: 'inject', node: name };
      const given = readBindings(bindings, binder);
      return bindAll(inner.toNodes(name, config, reading), given, config, binder);
    },
  }) as unknown as Bound<F, B>;
}
