/**
 * What is upstream, downstream and between.
 *
 * @module
 */
import { IcosianError, inputError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Graph, GraphNode } from './graph.ts';

/** The named nodes and everything that they depend on, in topological order. Throws `InputError` for unknown names. */
export function upstreamOf(graph: Graph, names: readonly string[]): readonly GraphNode[] {
  const wanted = marked(graph, names);
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    if (wanted[i] === 1) graph.nodes[i]?.reads.forEach((read) => (wanted[read] = 1));
  }
  return graph.nodes.filter(({ index }) => wanted[index] === 1);
}

/** The named nodes and everything that depends on them, in topological order. Throws `InputError` for unknown names. */
export function downstreamOf(graph: Graph, names: readonly string[]): readonly GraphNode[] {
  const reached = marked(graph, names);
  for (const { index, reads } of graph.nodes) {
    if (reads.some((read) => reached[read] === 1)) reached[index] = 1;
  }
  return graph.nodes.filter(({ index }) => reached[index] === 1);
}

/** All nodes on any path from one node to another, both included; none where there is no path. */
export function pathBetween(graph: Graph, from: string, to: string): readonly GraphNode[] {
  const above = new Set(upstreamOf(graph, [to]));
  const between = downstreamOf(graph, [from]).filter((node) => above.has(node));
  return between;
}

function marked(graph: Graph, names: readonly string[]): Uint8Array {
  const marks = new Uint8Array(graph.nodes.length);
  const unknown = names.filter((name) => !graph.byName.has(name));
  if (unknown.length > 0) throw inputError(unknown.map((name) => unknownNode(graph, name)));
  for (const name of names) {
    const node = graph.byName.get(name);
    if (node !== undefined) marks[node.index] = 1;
  }
  return marks;
}

/** The error for a name that is no node of the graph. */
export const unknownNode = (graph: Graph, name: string): IcosianError =>
  new IcosianError('request/unknown-node', `There is no node "${name}".`, {
    hint: didYouMean(name, graph.byName.keys()) ?? 'driver.listAvailableVariables() lists them all',
  });
