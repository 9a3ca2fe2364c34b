/**
 * The error for what a user's function threw.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { NodeExecutionError } from '../errors.ts';
import type { FunctionNode } from '../nodes/node.ts';

/** At most this many inputs are shown in a message. */
const shownInputs = 12;

/**
 * Wraps what the function of `node` threw: which node, where it stands, with which inputs.
 *
 * The original is the `cause`, untouched. `location` is `file:line`, where it is known.
 */
export function nodeFailure(
  node: FunctionNode,
  inputs: Readonly<Record<string, unknown>>,
  error: unknown,
  location: string | undefined,
): NodeExecutionError {
  const place = location === undefined ? '' : ` (${location})`;
  const thrown = error instanceof Error ? `${error.name}: ${error.message}` : summaryOf(error);
  const entries = Object.entries(inputs);
  const shown = entries
    .slice(0, shownInputs)
    .map(([name, value]) => `${name} = ${summaryOf(value)}`);
  if (entries.length > shownInputs) shown.push(`… and ${entries.length - shownInputs} more`);
  const given = shown.length === 0 ? '' : `\n  with ${shown.join(', ')}`;
  return new NodeExecutionError('node/failed', `"${node.name}"${place} failed: ${thrown}${given}`, {
    node: node.name,
    cause: error,
    hint: hintFor(node, error),
  });
}

/** A promise adopts whatever has a `then`, and a polars `when(…)` without its otherwise has one. */
function hintFor(node: FunctionNode, error: unknown): string | undefined {
  const isAsync = node.origin.function.constructor.name.startsWith('Async');
  const isWhenThen = error instanceof Error && /\bwhenthen\.js\b/.test(error.stack ?? '');
  return isAsync && isWhenThen
    ? 'an async function cannot return a polars when(…) that lacks its end: finish with .otherwise(…)'
    : undefined;
}
