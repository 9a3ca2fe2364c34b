/**
 * What modifiers check and say about the function that they are given.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { isRecord, kindOf } from './given.ts';
import { nodeSource, type AnyFunction, type FunctionNode, type Modified } from './node.ts';

/** The names that a node's function takes, as they stand in a sentence: `a, b`. */
export const dependencyNames = (node: FunctionNode): string =>
  node.reads.map((read) => read.as).join(', ');

/** Throws where a modifier was given options that it does not know. */
export function assertOptions(
  modifier: string,
  options: unknown,
  known: Readonly<Record<string, (value: unknown) => boolean>>,
  hint: string,
): void {
  const wrong = isRecord(options)
    ? Object.entries(options).find(
        ([name, value]) => value !== undefined && known[name]?.(value) !== true,
      )
    : ['options', options];
  if (wrong === undefined) return;
  throw new InvalidNodeError(
    'node/bad-option',
    `${modifier}(…) does not take the option "${String(wrong[0])}" with ${kindOf(wrong[1])}.`,
    { hint },
  );
}

/** Throws where a modifier was given something else than a function, or a class; the call site is in the stack. */
export function assertFunction(modifier: string, value: unknown, wrapped?: string): void {
  const isFunction = typeof value === 'function';
  if (isFunction && isMutation(value as AnyFunction)) throw wrappedMutation(modifier);
  if (isFunction && !isClass(value as AnyFunction)) return;
  const given = isFunction ? 'a class' : value === null ? 'null' : typeof value;
  throw new InvalidNodeError(
    'node/not-a-function',
    `${modifier}(…) takes a function, got ${given}.`,
    {
      hint: isFunction
        ? `wrap it: ${wrapped ?? `${modifier}(({ a }) => new TheClass(a))`}`
        : 'pass the function itself: ({ a }) => …',
    },
  );
}

/** Whether it changes a node of its module, and is none itself. */
export const isMutation = (fn: AnyFunction): boolean =>
  (fn as Partial<Modified>)[nodeSource]?.mutation !== undefined;

const wrappedMutation = (modifier: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/not-a-function',
    `${modifier}(…) takes a function, got what mutate(…) gives.`,
    { hint: 'export that beside the node which it changes' },
  );

/** Whether a function is a class, or a built-in one such as Date. */
// `prototype` is read-only for classes and frozen functions alone: no need to look at the text of every function
export const isClass = (fn: AnyFunction): boolean =>
  Object.getOwnPropertyDescriptor(fn, 'prototype')?.writable === false &&
  /^class\b|\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(fn));
