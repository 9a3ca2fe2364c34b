/**
 * For functions whose text does not show what they read.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { readsFromNames } from './dependencies.ts';
import { assertFunction } from './check-function.ts';
import type { AnyFunction } from './node.ts';
import { isModified, modified } from './node-source.ts';
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
  assertFunction('dependsOn', fn, 'dependsOn([…], (values) => new TheClass(values))');
  if (isModified(fn)) throw notInnermost();
  const reads = readsFromNames(names);
  const expands = isGeneratorFunction(fn) ? { expands: {} } : {};
  return modified(fn, {
    toNodes: (name) => [
      { kind: 'function', name, reads, call: fn, origin: { function: fn }, module: '', ...expands },
    ],
  }) as unknown as DependsOn<Names, F>;
}

// a bound generator function still says so, though its text does not
const isGeneratorFunction = (fn: AnyFunction): boolean =>
  /^(Async)?GeneratorFunction$/.test(
    String((fn as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag]),
  );

const notInnermost = (): InvalidNodeError =>
  new InvalidNodeError(
    'node/depends-on-modified',
    'dependsOn(…) was given a function that another modifier has wrapped already.',
    { hint: "write it innermost: collect(dependsOn(['a', 'b?'], fn))" },
  );
