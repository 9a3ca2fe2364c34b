/**
 * Nodes and graphs as adapters, drawings and lists see them.
 *
 * @module
 */
import type { GraphInfo, NodeInfo, NodeRole } from '../adapters/adapter.ts';
import type { Config, Node, Read, Tags } from '../nodes/node.ts';
import { blocksAround, type Graph, type GraphNode } from './graph.ts';

const noTags: Tags = {};

/** How a node stands in a drawing. A node that both collects and yields shows that it yields. */
export function roleOf(node: Node, config: Config): NodeRole {
  if (node.kind === 'input') return Object.hasOwn(config, node.name) ? 'config' : 'input';
  if (node.resource !== undefined) return 'resource';
  if (node.expands !== undefined) return 'generator';
  if (node.folds !== undefined) return 'reduce';
  return node.collects === undefined ? 'function' : 'collect';
}

/** The public view of a node; the same object for the same node. */
export function nodeInfoOf(graph: Graph, graphNode: GraphNode): NodeInfo {
  const known = infos.get(graphNode);
  if (known !== undefined) return known;
  const { node } = graphNode;
  const { required, optional } = dependenciesOf(node.kind === 'input' ? [] : node.reads);
  const info: NodeInfo = {
    name: node.name,
    role: roleOf(node, graph.config),
    get module() {
      // the file may have to be found first
      return node.kind === 'input' ? '' : graph.moduleOf(node);
    },
    tags: (node.kind === 'function' && node.tags) || noTags,
    requiredDependencies: required.map(({ name }) => name),
    optionalDependencies: optional.map(({ name }) => name),
    scope: blocksAround(graphNode.scope).map((block) => block.generator),
    ...(node.kind === 'function' && node.schema !== undefined ? { schema: node.schema } : {}),
    ...(node.kind === 'function' && node.isHidden === true ? { isHidden: true } : {}),
  };
  infos.set(graphNode, info);
  return info;
}

const infos = new WeakMap<GraphNode, NodeInfo>();

/** The names that a node reads, each once: required where any of its parameters requires it. */
export function dependenciesOf(reads: readonly Read[]): {
  readonly required: readonly Read[];
  readonly optional: readonly Read[];
} {
  const required = new Map<string, Read>();
  const optional = new Map<string, Read>();
  for (const read of reads) {
    const known = read.optional ? optional : required;
    if (!known.has(read.name)) known.set(read.name, read);
  }
  for (const name of required.keys()) optional.delete(name);
  return { required: [...required.values()], optional: [...optional.values()] };
}

/** The public view of a graph; the same object for the same graph. */
export function graphInfoOf(graph: Graph): GraphInfo {
  const known = graphInfos.get(graph);
  if (known !== undefined) return known;
  const nodes = new Map(graph.nodes.map((each) => [each.node.name, nodeInfoOf(graph, each)]));
  const info: GraphInfo = { nodes };
  graphInfos.set(graph, info);
  return info;
}

const graphInfos = new WeakMap<Graph, GraphInfo>();
