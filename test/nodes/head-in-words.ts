/**
 * What a function's head says, short enough for a table.
 *
 * @module
 */
import { runInThisContext } from 'node:vm';
import { readHead } from '../../src/nodes/dependencies.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';
import type { FunctionHead } from '../../src/nodes/scan-parameter.ts';

/** The function that an expression gives. Its text stays as written, which a test file's own code does not. */
export const functionFrom = (expression: string): AnyFunction =>
  runInThisContext(`(${expression}\n)`) as AnyFunction;

/**
 * A dependency is its name; with a default, `name = default`; with a default in a part of its pattern, `name ~ shape`,
 * where shape is what the function gets in its absence. The first word of a generator is `*`.
 */
export function inWords({ reads, isGenerator }: FunctionHead): readonly string[] {
  const words = reads.map(({ name, optional, default: written, whenAbsent }) => {
    if (!optional) return name;
    return whenAbsent === undefined
      ? `${name} = ${written}`
      : `${name} ~ ${JSON.stringify(whenAbsent)}`;
  });
  return isGenerator ? ['*', ...words] : words;
}

/** The head of a function in words. */
export const headOf = (fn: AnyFunction): readonly string[] => inWords(readHead('node', fn));
