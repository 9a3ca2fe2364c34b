/**
 * Nodes that ask to run where they cannot.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import type { GraphNode } from './graph.ts';

/** What is wrong with the places for which nodes ask. */
export function placeProblems(nodes: readonly GraphNode[]): readonly InvalidNodeError[] {
  return nodes.flatMap(({ node, scope }) => {
    if (node.kind !== 'function' || node.where === undefined) return [];
    if (node.resource !== undefined) {
      // that a resource cannot be limited is said already
      const isLimited = node.behaviours?.some(({ kind }) => kind === 'limit') === true;
      return isLimited ? [] : [placedResource(node.name, node.where)];
    }
    const isPulledHere = scope === undefined && node.where === 'remote';
    if (!isPulledHere || (node.expands === undefined && node.folds === undefined)) return [];
    const what = node.expands === undefined ? 'a reduce' : 'a generator';
    return [
      new InvalidNodeError(
        'graph/remote-here',
        `"${node.name}" is marked remote, but ${what} outside of blocks works item by item in the driver's thread.`,
        { node: node.name, hint: 'leave the mark out; mark the nodes of its items instead' },
      ),
    ];
  });
}

const placedResource = (name: string, where: string): InvalidNodeError =>
  new InvalidNodeError(
    'graph/placed-resource',
    `The resource "${name}" is marked ${where}, but a resource is made wherever it is read.`,
    { node: name, hint: 'leave the mark out; mark the nodes that read it instead' },
  );
