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
 * function that opens no block. `locate` says where the node's function stands, `item` for which item it was called.
 */
export function acceptValue(
  node: FunctionNode,
  value: unknown,
  locate: Locate,
  item: () => ItemReference | undefined,
): void {
  if (value === undefined) throw returnedUndefined(node.name, item()).at(locate(node));
  if (typeof value === 'object' && types.isGeneratorObject(value) && node.expands === undefined) {
    throw returnedGenerator(node.name).at(locate(node));
  }
}

function returnedUndefined(node: string, item: ItemReference | undefined): InvalidNodeError {
  const where = item === undefined ? '' : ` at ${itemWords(item)}`;
  return new InvalidNodeError('node/returned-undefined', `"${node}" returned undefined${where}.`, {
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
