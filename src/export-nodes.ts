/**
 * Nodes as JSON, for other programs and for comparing versions.
 *
 * @module
 */
import { valueTypeOf } from './columns/value-type.ts';
import type { Graph, GraphNode } from './graph/graph.ts';
import { isRecord } from './nodes/given.ts';
import type { FunctionNode } from './nodes/node.ts';
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
        version: node.kind === 'input' ? null : versionOf(node),
      };
    })
    // by code unit, so that the order does not depend on the machine's language
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return JSON.stringify({ format: formatVersion, nodes: exported }, null, 2);
}

/**
 * SHA-256 over the function's code and the constants bound to it; null where a constant cannot be told from others of
 * its kind (an instance of a class, a promise).
 */
function versionOf({ origin, bound, folds }: FunctionNode): string | null {
  // loaded on first use: importing it takes 5 ms
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = createHash('sha256').update(codeOf(origin.function));
  try {
    if (bound !== undefined) hash.update(constantText(bound));
    if (folds !== undefined) hash.update(`from ${constantText(folds.initial)}`);
  } catch (error) {
    if (error === unknowable) return null;
    throw error;
  }
  return hash.digest('hex');
}

const unknowable = new Error('a constant whose value cannot be told');

/**
 * A constant as text: the same for the same value, whatever the order of its keys; another for another type.
 *
 * `around` are the objects that lie around it, for those that contain themselves.
 */
function constantText(value: unknown, around: readonly object[] = []): string {
  if (typeof value === 'function') return `function ${codeOf(value as () => unknown)}`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) {
    return `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
  }
  const depth = around.indexOf(value);
  if (depth >= 0) return `around ${depth}`;
  const text = (inner: unknown): string => constantText(inner, [...around, value]);
  const type = valueTypeOf(value);
  switch (type) {
    case 'Series':
    case 'DataFrame':
    case 'LazyDataFrame':
    case 'Expr':
      return `${type} ${JSON.stringify(value)}`;
    case 'Date':
      return `Date ${Number(value)}`;
    case 'Array':
      return `[${(value as unknown[]).map(text).join(',')}]`;
    default:
      return objectText(value, text);
  }
}

function objectText(value: object, text: (inner: unknown) => string): string {
  const name = value.constructor?.name ?? '';
  if (value instanceof RegExp) return `${name} ${String(value)}`;
  if (ArrayBuffer.isView(value)) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return `${name} ${bytes.toString('base64')}`;
  }
  const isList = value instanceof Map || value instanceof Set;
  if (isList) return `${name} ${[...value].map(text).toSorted().join(',')}`;
  if (!isRecord(value)) throw unknowable;
  // by code unit, so that the order does not depend on the machine's language
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${name} {${entries.map(([key, inner]) => `${JSON.stringify(key)}:${text(inner)}`).join(',')}}`;
}
