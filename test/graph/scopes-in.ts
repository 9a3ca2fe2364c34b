/**
 * Graphs and their problems, short enough to compare.
 *
 * @module
 */
import { expect } from 'vitest';
import { GraphError } from '../../src/errors.ts';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { blocksAround, type Graph } from '../../src/graph/graph.ts';

/** For each node the blocks inside which it runs, outermost first. */
export const scopesIn = (graph: Graph): Record<string, readonly string[]> =>
  Object.fromEntries(
    graph.nodes.map(({ node, scope }) => [node.name, blocksAround(scope).map((b) => b.generator)]),
  );

/** For each node the blocks inside which its readers see it. */
export const itemScopesIn = (graph: Graph): Record<string, readonly string[]> =>
  Object.fromEntries(
    graph.nodes.map(({ node, itemScope }) => [
      node.name,
      blocksAround(itemScope).map((b) => b.generator),
    ]),
  );

/** `node: code`, for all problems. */
export const problemsOf = (module: object): readonly string[] => {
  try {
    buildGraph([module], {});
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
    return (error as GraphError).errors.map(({ code, node }) => `${node}: ${code}`);
  }
};
