/**
 * What two copies of a node must have in common to be the same.
 *
 * @module
 */
import type { Behaviour, FunctionNode } from './node.ts';

/**
 * What a node reads and how it stands to blocks, as text; never the text of its function, which differs between what is
 * written and what a compiler made of it.
 */
export function signatureOf(node: FunctionNode): string {
  const { reads, bound, expands, collects, folds, resource, behaviours = [] } = node;
  const parameters = reads.map(({ name, as, optional }) => {
    const source = name === as ? name : `${as} = ${name}`;
    return optional ? `${source}?` : source;
  });
  const constants = Object.keys(bound ?? {}).toSorted();
  const marks = [
    resource === undefined ? '' : 'resource',
    expands === undefined ? '' : 'generator',
    collects === undefined ? '' : ['collect', ...(collects.from ?? [])].join(' '),
    folds === undefined ? '' : 'reduce',
    ...behaviours.map(inShort),
  ].filter((mark) => mark !== '');
  const bindings = constants.length === 0 ? [] : [`with ${constants.join(', ')}`];
  return [`(${parameters.join(', ')})`, ...marks, ...bindings].join(' ');
}

/** `retry 3`, `timeout 50`, `limit`: enough to tell apart, and no more than differs. */
function inShort(behaviour: Behaviour): string {
  switch (behaviour.kind) {
    case 'retry':
      return `retry ${behaviour.times}`;
    case 'timeout':
      return `timeout ${behaviour.ms}`;
    case 'limit':
      return 'limit';
  }
}
