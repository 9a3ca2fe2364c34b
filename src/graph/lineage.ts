/**
 * What is upstream, downstream and between.
 *
 * @module
 */
import { IcosianError, inputError, type InputError } from '../errors.ts';
import { kindOf } from '../nodes/given.ts';
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
  assertNodes(graph, [from, to]);
  const above = new Set(upstreamOf(graph, [to]));
  return downstreamOf(graph, [from]).filter((node) => above.has(node));
}

function marked(graph: Graph, names: readonly string[]): Uint8Array {
  assertNodes(graph, names);
  const marks = new Uint8Array(graph.nodes.length);
  for (const name of names) {
    const node = graph.byName.get(name);
    if (node !== undefined) marks[node.index] = 1;
  }
  return marks;
}

/** How many unknown names are compared with those of the graph. */
const mostSuggestions = 20;

function assertNodes(graph: Graph, names: readonly unknown[]): void {
  const problems = names
    .filter((name) => typeof name !== 'string' || !graph.byName.has(name))
    .map((name, i) => {
      if (typeof name !== 'string') return noName(name);
      return unknownNode(name, i < mostSuggestions ? graph.byName.keys() : []);
    });
  if (problems.length > 0) throw inputError(problems);
}

const unknownNode = (name: string, known: Iterable<string>): IcosianError =>
  new IcosianError('request/unknown-node', `There is no node "${name}".`, {
    hint: didYouMean(name, known) ?? 'driver.listAvailableVariables() lists them all',
  });

const noName = (name: unknown): IcosianError =>
  new IcosianError('request/no-name', `A name is ${kindOf(name)}.`, {
    hint: Array.isArray(name)
      ? "names are given one by one: ('a', 'b')"
      : 'name each node by a string; driver.listAvailableVariables() lists them all',
  });

/** The error for two nodes without a path. */
export const noPath = (from: string, to: string): InputError =>
  inputError([
    new IcosianError('request/no-path', `No path leads from "${from}" to "${to}".`, {
      hint: `driver.whatIsUpstreamOf('${to}') tells what does lead there`,
    }),
  ]);
