/**
 * What a node may give.
 *
 * @module
 */
import { types } from 'node:util';
import { InvalidNodeError, itemWords, type ItemReference } from '../errors.ts';
import type { FunctionNode } from '../nodes/node.ts';

/** Where a node's function stands, as `file:line`; undefined where nobody knows. */
export type Locate = (node: FunctionNode) => string | undefined;

/**
 * Throws `InvalidNodeError` where a node gave something that is no value: `undefined`, or a generator object from a
 * function that opens no block. `locate` says where the node's function stands, `called` for what it was called.
 */
export function acceptValue(
  node: FunctionNode,
  value: unknown,
  locate: Locate,
  called: () => Called,
): void {
  if (value === undefined) throw returnedUndefined(node.name, called()).at(locate(node));
  if (typeof value === 'object' && types.isGeneratorObject(value) && node.expands === undefined) {
    throw returnedGenerator(node.name).at(locate(node));
  }
}

/** What a function was called for. */
interface Called {
  readonly item: ItemReference | undefined;
  /** In words; the empty string where nobody knows them any more. */
  readonly inputs: string;
}

function returnedUndefined(node: string, { item, inputs }: Called): InvalidNodeError {
  const where = item === undefined ? '' : ` at ${itemWords(item)}`;
  const given = inputs === '' ? '' : `\n  with ${inputs}`;
  const sentence = `"${node}" returned undefined${where}.${given}`;
  return new InvalidNodeError('node/returned-undefined', sentence, {
    node,
    item,
    hint: 'return a value, or null where there is none; does a branch lack its return?',
  });
}

const returnedGenerator = (node: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/returned-generator',
    `"${node}" is a plain function that returned a generator object.`,
    {
      node,
      hint: 'to open a parallel block, write function* or wrap it: parallelizable(fn); else return a list',
    },
  );
