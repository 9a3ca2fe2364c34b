/**
 * What modifiers check and say about the function that they are given.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import type { FunctionNode } from './node.ts';

/** The names that a node's function takes, as they stand in a sentence: `a, b`. */
export const dependencyNames = (node: FunctionNode): string =>
  node.reads.map((read) => read.as).join(', ');

/** Throws where a modifier was given something else than a function; the call site is in the stack. */
export function assertFunction(modifier: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new InvalidNodeError(
    'node/not-a-function',
    `${modifier}(…) takes a function, got ${value === null ? 'null' : typeof value}.`,
    { hint: 'pass the function itself: ({ a }) => …' },
  );
}
