/**
 * Resources: nodes that are made where they are needed, and never travel.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { reservedNames, type Config, type FunctionNode } from '../nodes/node.ts';
import type { Graph, GraphNode } from './graph.ts';

export const isResource = ({ node }: GraphNode): boolean =>
  node.kind === 'function' && node.resource !== undefined;

/** The node of a resource; undefined: there is no resource of that name. */
export function resourceNamed(graph: Graph, name: string): FunctionNode | undefined {
  const node = graph.byName.get(name)?.node;
  return node?.kind === 'function' && node.resource !== undefined ? node : undefined;
}

/** What is wrong with the resources among `nodes`. */
export function resourceProblems(nodes: readonly GraphNode[]): readonly InvalidNodeError[] {
  return nodes.flatMap((graphNode) => {
    const { node, reads } = graphNode;
    if (node.kind !== 'function' || node.resource === undefined) return [];
    if (node.expands !== undefined || node.collects !== undefined || node.folds !== undefined) {
      return [
        new InvalidNodeError(
          'graph/resource-in-blocks',
          `The resource "${node.name}" opens or closes a parallel block.`,
          { node: node.name, hint: 'a resource is one value: do the rest in a node that reads it' },
        ),
      ];
    }
    return node.reads.flatMap(({ name }, r) => {
      const read = nodes[reads[r] ?? -1];
      const mayBeRead = read === undefined ? false : read.node.kind === 'input' || isResource(read);
      return mayBeRead ? [] : [readsNode(node.name, name)];
    });
  });
}

const readsNode = (resource: string, name: string): InvalidNodeError =>
  new InvalidNodeError(
    'graph/resource-reads-node',
    `The resource "${resource}" reads "${name}", which is ${reservedNames.has(name) ? 'given by the engine' : 'computed by a node'}.`,
    {
      node: resource,
      hint: 'a resource may read config, inputs and other resources: it is made where it is needed, once',
    },
  );

/** The names that resources read directly or through others, from outside: inputs, config keys, what is overridden. */
export function namesReadBy(
  graph: Graph,
  resources: readonly string[],
  overridden: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (name: string): void => {
    const node = graph.byName.get(name)?.node;
    if (node === undefined || names.has(name)) return;
    if (node.kind === 'input' || overridden.has(name)) names.add(name);
    else for (const read of node.reads) visit(read.name);
  };
  resources.forEach(visit);
  return names;
}

/** The resources that a resource needs, itself first; each once. */
export function resourcesBehind(graph: Graph, name: string): readonly string[] {
  const names = new Set<string>();
  const visit = (each: string): void => {
    const node = graph.byName.get(each)?.node;
    if (node?.kind !== 'function' || names.has(each)) return;
    names.add(each);
    for (const read of node.reads) visit(read.name);
  };
  visit(name);
  return [...names];
}

/** Whether a name is a config key that has a value. */
export const isConfigured = (config: Config, name: string): boolean =>
  Object.hasOwn(config, name) && config[name] !== undefined;
