/**
 * Nodes as JSON, for other programs and for comparing versions.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import type { Graph, GraphNode } from './graph/graph.ts';
import { codeOf } from './sources/code.ts';
import { variableOf } from './variable.ts';

/** The layout of the JSON; a change that readers must know of gets a new number. */
const formatVersion = 1;

/** JSON of `nodes`, sorted by name; keys and their order are stable. */
export function exportNodes(graph: Graph, nodes: readonly GraphNode[]): string {
  const exported = nodes
    .map((graphNode) => {
      const { node } = graphNode;
      const variable = variableOf(graph, graphNode);
      return {
        name: variable.name,
        kind: variable.kind,
        module: variable.module,
        type: variable.type ?? null,
        documentation: variable.documentation ?? null,
        tags: variable.tags,
        scope: variable.scope,
        requiredDependencies: variable.requiredDependencies.map(({ name }) => name),
        optionalDependencies: variable.optionalDependencies.map(({ name }) => name),
        version: node.kind === 'input' ? null : versionOf(node.origin.function, node.bound),
      };
    })
    // by code unit, so that the order does not depend on the machine's language
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return JSON.stringify({ format: formatVersion, nodes: exported }, null, 2);
}

/** SHA-256 over the function's code and the constants bound to it. */
function versionOf(fn: (...parameters: never) => unknown, bound: unknown): string {
  const hash = createHash('sha256').update(codeOf(fn));
  if (bound !== undefined) hash.update(JSON.stringify(bound, stable));
  return hash.digest('hex');
}

const stable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}n` : typeof value === 'function' ? String(value) : value;
