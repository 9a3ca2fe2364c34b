/**
 * Nodes and graphs as adapters, drawings and lists see them.
 *
 * @module
 */
import type { GraphInfo, NodeInfo, NodeRole } from '../adapters/adapter.ts';
import type { Config, Node, Tags } from '../nodes/node.ts';
import { blocksAround, type Graph, type GraphNode } from './graph.ts';

const noTags: Tags = {};

/** How a node stands in a drawing. A node that both collects and yields shows that it yields. */
export function roleOf(node: Node, config: Config): NodeRole {
  if (node.kind === 'input') return Object.hasOwn(config, node.name) ? 'config' : 'input';
  if (node.expands !== undefined) return 'generator';
  if (node.folds !== undefined) return 'reduce';
  return node.collects === undefined ? 'function' : 'collect';
}

/** The public view of a node; the same object for the same node. */
export function nodeInfoOf(graph: Graph, graphNode: GraphNode): NodeInfo {
  const known = infos.get(graphNode);
  if (known !== undefined) return known;
  const { node } = graphNode;
  const reads = node.kind === 'input' ? [] : node.reads;
  const info: NodeInfo = {
    name: node.name,
    role: roleOf(node, graph.config),
    get module() {
      // the file may have to be found first
      return node.kind === 'input' ? '' : graph.moduleOf(node);
    },
    tags: (node.kind === 'function' && node.tags) || noTags,
    requiredDependencies: reads.filter((read) => !read.optional).map((read) => read.name),
    optionalDependencies: reads.filter((read) => read.optional).map((read) => read.name),
    scope: blocksAround(graphNode.scope).map((block) => block.generator),
  };
  infos.set(graphNode, info);
  return info;
}

const infos = new WeakMap<GraphNode, NodeInfo>();

/** The public view of a graph. */
export const graphInfoOf = (graph: Graph): GraphInfo => ({
  nodes: new Map(
    graph.nodes.map((graphNode) => [graphNode.node.name, nodeInfoOf(graph, graphNode)]),
  ),
});
