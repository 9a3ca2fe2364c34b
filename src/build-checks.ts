/**
 * What adapters say of a graph before anything runs.
 *
 * @module
 */
import type { LifecycleAdapter, Verdict } from './adapters/adapter.ts';
import { IcosianError, InvalidNodeError, graphError } from './errors.ts';
import { refusals } from './execution/given-values.ts';
import { adapterName } from './execution/lifecycle.ts';
import type { Graph } from './graph/graph.ts';
import { graphInfoOf, nodeInfoOf } from './graph/node-info.ts';

/** Asks every adapter, then tells them that the graph stands. Throws one `GraphError` with all that they refuse. */
export function acceptGraph(graph: Graph, adapters: readonly LifecycleAdapter[]): void {
  if (adapters.length === 0) return;
  const info = graphInfoOf(graph);
  const problems = adapters.flatMap((adapter) => [
    ...nodeRefusals(graph, adapter),
    ...edgeRefusals(graph, adapter),
    ...words(adapter.validateGraph?.({ graph: info, config: graph.config })).map(
      (said) =>
        new IcosianError('graph/refused', `${adapterName(adapter)} refuses the graph: ${said}`),
    ),
  ]);
  if (problems.length > 0) throw graphError(problems);
  for (const adapter of adapters) {
    adapter.onGraphConstructed?.({ graph: info, config: graph.config });
  }
}

const words = (verdict: Verdict): readonly string[] => refusals(verdict);

function nodeRefusals(graph: Graph, adapter: LifecycleAdapter): readonly IcosianError[] {
  if (adapter.validateNode === undefined) return [];
  const info = graphInfoOf(graph);
  return [...info.nodes.values()].flatMap((node) =>
    words(adapter.validateNode?.({ node, graph: info })).map(
      (said) =>
        new InvalidNodeError(
          'node/refused',
          `${adapterName(adapter)} refuses "${node.name}": ${said}`,
          { node: node.name },
        ),
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
      return words(adapter.checkEdge?.({ from, to, dependency })).map(
        (said) =>
          new IcosianError(
            'graph/refused-edge',
            `${adapterName(adapter)} refuses the edge "${from.name}" → "${to.name}": ${said}`,
            { node: to.name },
          ),
      );
    }),
  );
}
