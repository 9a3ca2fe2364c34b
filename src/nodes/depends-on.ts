/**
 * For functions whose text does not show what they read.
 *
 * @module
 */
import { readsFromNames } from './dependencies.ts';
import { assertFunction } from './check-function.ts';
import type { AnyFunction } from './node.ts';
import { modified } from './node-source.ts';
import type { DependsOn } from './types.ts';

/**
 * Says what a function reads, where its own text cannot: bound, native, proxied, mocked or foreign-wrapped functions.
 *
 * `names` are the properties of the one object that `fn` takes; a question mark after a name says that the function
 * has a default for it: `dependsOn(['spend', 'window?'], wrapped)`.
 */
export function dependsOn<const Names extends readonly string[], F extends AnyFunction>(
  names: Names,
  fn: F,
): DependsOn<Names, F> {
  assertFunction('dependsOn', fn);
  const reads = readsFromNames(names);
  return modified(fn, {
    toNodes: (name) => [
      { kind: 'function', name, reads, call: fn, origin: { function: fn }, module: '' },
    ],
  }) as unknown as DependsOn<Names, F>;
}
