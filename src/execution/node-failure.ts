/**
 * The error for what a user's function threw.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { NodeExecutionError, itemWords, type ItemReference } from '../errors.ts';
import { reservedNames, type FunctionNode } from '../nodes/node.ts';
import type { Locate } from './accept-value.ts';
import { thrownWords } from './thrown.ts';

/** At most this many inputs are shown in a message. */
const shownInputs = 12;

/**
 * The inputs of a call on one line, each with a summary of its value; the empty string where there are none. What the
 * engine gives says nothing that the message does not.
 */
export function inputsInWords(inputs: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(inputs).filter((name) => !reservedNames.has(name));
  const shown = names.slice(0, shownInputs).map((name) => `${name} = ${summaryOf(inputs[name])}`);
  if (names.length > shownInputs) shown.push(`… and ${names.length - shownInputs} more`);
  return shown.join(', ');
}

/**
 * Wraps what the function of `node` threw: which node, where it stands, at which item, with which inputs (in words).
 *
 * The original is the `cause`, untouched.
 */
export function nodeFailure(
  node: FunctionNode,
  inputs: string,
  error: unknown,
  locate: Locate,
  item?: ItemReference,
): NodeExecutionError {
  const location = locate(node);
  const place = location === undefined ? '' : ` (${location})`;
  const given = inputs === '' ? '' : `\n  with ${inputs}`;
  const failure = new NodeExecutionError(
    'node/failed',
    `"${node.name}"${place} failed${item === undefined ? '' : ` at ${itemWords(item, node.name)}`}: ${thrownWords(error)}${given}`,
    { node: node.name, cause: error, hint: hintFor(node, error), item },
  );
  // the sentence says it already
  return Object.defineProperty(failure, 'location', { value: location });
}

/** A promise adopts whatever has a `then`, and a polars `when(…)` without its otherwise has one. */
function hintFor(node: FunctionNode, error: unknown): string | undefined {
  const isAsync = Object.prototype.toString.call(node.origin.function) === '[object AsyncFunction]';
  const isWhenThen = error instanceof Error && /\bwhenthen\.js\b/.test(stackOf(error));
  return isAsync && isWhenThen
    ? 'an async function cannot return a polars when(…) that lacks its end: finish with .otherwise(…)'
    : undefined;
}

// a stack may be anything, and reading it may run a user's code
function stackOf(error: Error): string {
  try {
    return String(error.stack);
  } catch {
    return '';
  }
}
