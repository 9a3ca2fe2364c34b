/**
 * What adapters say of a graph before anything runs.
 *
 * @module
 */
import type { LifecycleAdapter } from './adapters/adapter.ts';
import { IcosianError, InvalidNodeError, graphError } from './errors.ts';
import { hookFailure } from './execution/lifecycle.ts';
import { verdictProblems } from './execution/verdicts.ts';
import type { Graph } from './graph/graph.ts';
import { graphInfoOf, nodeInfoOf } from './graph/node-info.ts';

/** Asks every adapter, then tells them that the graph stands. Throws one `GraphError` with all that they refuse. */
export function acceptGraph(graph: Graph, adapters: readonly LifecycleAdapter[]): void {
  if (adapters.length === 0) return;
  const event = { graph: graphInfoOf(graph), config: graph.config };
  const problems = adapters.flatMap((adapter) => [
    ...nodeRefusals(graph, adapter),
    ...edgeRefusals(graph, adapter),
    ...verdictProblems(
      adapter,
      'validateGraph',
      'the graph',
      () => adapter.validateGraph?.(event),
      (sentence) => new IcosianError('graph/refused', sentence),
    ),
  ]);
  if (problems.length > 0) throw graphError(problems);
  const failures: IcosianError[] = [];
  for (const adapter of adapters) {
    try {
      adapter.onGraphConstructed?.(event);
    } catch (error) {
      const hint = 'a hook must not throw; to refuse a graph, use validateGraph';
      failures.push(hookFailure(adapter, 'onGraphConstructed', error, hint));
    }
  }
  if (failures.length > 0) throw graphError(failures);
}

function nodeRefusals(graph: Graph, adapter: LifecycleAdapter): readonly IcosianError[] {
  if (adapter.validateNode === undefined) return [];
  const info = graphInfoOf(graph);
  return [...info.nodes.values()].flatMap((node) =>
    verdictProblems(
      adapter,
      'validateNode',
      `"${node.name}"`,
      () => adapter.validateNode?.({ node, graph: info }),
      (sentence) => new InvalidNodeError('node/refused', sentence, { node: node.name }),
    ),
  );
}

function edgeRefusals(graph: Graph, adapter: LifecycleAdapter): readonly IcosianError[] {
  if (adapter.checkEdge === undefined) return [];
  return graph.nodes.flatMap((reader) =>
    reader.reads.flatMap((read, i) => {
      const giver = graph.nodes[read];
      if (giver === undefined || reader.node.kind === 'input') return [];
      const [from, to] = [nodeInfoOf(graph, giver), nodeInfoOf(graph, reader)];
      const dependency = reader.node.reads[i]?.as ?? from.name;
      return verdictProblems(
        adapter,
        'checkEdge',
        `the edge "${from.name}" → "${to.name}"`,
        () => adapter.checkEdge?.({ from, to, dependency }),
        (sentence) => new IcosianError('graph/refused-edge', sentence, { node: to.name }),
      );
    }),
  );
}
