/**
 * Tries, time limits and limits on nodes that cannot have them.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { asWritten } from '../nodes/given.ts';
import type { Behaviour, FunctionNode, Limit } from '../nodes/node.ts';
import type { GraphNode } from './graph.ts';

/** What is wrong with the behaviours of the nodes. */
export function behaviourProblems(nodes: readonly GraphNode[]): readonly InvalidNodeError[] {
  const named = new Map<string, Named>();
  return nodes.flatMap(({ node }) => {
    if (node.kind !== 'function' || node.behaviours === undefined) return [];
    const misplaced = problemOf(node, node.behaviours);
    if (misplaced !== undefined) return [misplaced];
    return node.behaviours.flatMap((behaviour) => {
      if (behaviour.kind !== 'limit' || behaviour.name === undefined) return [];
      const first = named.get(behaviour.name);
      if (first === undefined) named.set(behaviour.name, { node: node.name, limit: behaviour });
      const isSame = first === undefined || settingsOf(first.limit) === settingsOf(behaviour);
      return isSame
        ? []
        : [contradiction(behaviour.name, first, { node: node.name, limit: behaviour })];
    });
  });
}

function problemOf(
  node: FunctionNode,
  behaviours: readonly Behaviour[],
): InvalidNodeError | undefined {
  const { name } = node;
  const kinds = [...new Set(behaviours.map(({ kind }) => kind))];
  const marks = kinds.map((kind) => `a ${kind}`).join(' and ');
  if (node.expands !== undefined && kinds.includes('limit')) {
    return new InvalidNodeError(
      'graph/limited-generator',
      `The generator "${name}" has a limit, but it is no call that ends: it works item by item, whenever its block asks for one.`,
      {
        node: name,
        hint: 'put the limit on a node which the generator reads, or on those that work on its items',
      },
    );
  }
  if (node.folds !== undefined) {
    return new InvalidNodeError(
      'graph/behaviour-on-reduce',
      `The reduce "${name}" has ${marks}, but it is called once for each item, with what the calls before it gave.`,
      { node: name, hint: 'put that on the node whose items it folds' },
    );
  }
  if (node.resource !== undefined && kinds.includes('limit')) {
    return new InvalidNodeError(
      'graph/limited-resource',
      `The resource "${name}" has a limit, but it is made once wherever it is needed.`,
      { node: name, hint: 'put the limit on the nodes that read it, under one name' },
    );
  }
  return undefined;
}

interface Named {
  readonly node: string;
  readonly limit: Limit;
}

const settingsOf = ({ concurrency, perSecond }: Limit): string =>
  asWritten({ concurrency, perSecond });

const contradiction = (name: string, first: Named, other: Named): InvalidNodeError =>
  new InvalidNodeError(
    'graph/limit-differs',
    `The limit "${name}" is ${settingsOf(first.limit)} at "${first.node}" and ${settingsOf(other.limit)} at "${other.node}".`,
    { node: other.node, hint: 'say the same at both, or give them different names' },
  );
