/**
 * What a driver tells about its nodes.
 *
 * @module
 */
import type { NodeRole } from './adapters/adapter.ts';
import type { Graph, GraphNode } from './graph/graph.ts';
import { dependenciesOf, nodeInfoOf } from './graph/node-info.ts';
import type { FunctionNode, Read, Tags } from './nodes/node.ts';
import { sourceFacts, type SourceFacts } from './sources/source-facts.ts';

/** A dependency of a node. */
export interface VariableDependency {
  readonly name: string;
  /** Its type as the reader writes it, where the source file shows it. */
  readonly type?: string;
  /** The default as it stands in the code; optional dependencies alone have one. */
  readonly default?: string;
}

/**
 * A node, an input or a config key. What stands in the source file (documentation, types, place) is read on first
 * use, and undefined where the file cannot be found.
 */
export interface Variable {
  readonly name: string;
  readonly kind: NodeRole;
  /** The module that defines it; of inputs and config keys, the empty string. */
  readonly module: string;
  readonly tags: Tags;
  /** What its columns hold: the name of each and of its type; absent where that is not said. */
  readonly schema?: Readonly<Record<string, string>>;
  /** Whether lists and drawings leave it out; absent: they do not. */
  readonly isHidden?: true;
  readonly requiredDependencies: readonly VariableDependency[];
  readonly optionalDependencies: readonly VariableDependency[];
  /** The generators inside whose blocks it runs, outermost first. */
  readonly scope: readonly string[];
  /** The doc comment above the function. */
  readonly documentation: string | undefined;
  /** The type of its value as written; of an input, as its first reader writes it. */
  readonly type: string | undefined;
  /** Where it is defined: the file's path and the line, from 1. */
  readonly location: { readonly file: string; readonly line: number } | undefined;
}

/** The public view of a node. */
export function variableOf(graph: Graph, graphNode: GraphNode): Variable {
  const { node } = graphNode;
  const info = nodeInfoOf(graph, graphNode);
  const { required, optional } = dependenciesOf(node.kind === 'input' ? [] : node.reads);
  const described = (reads: readonly Read[]): readonly VariableDependency[] =>
    reads.map((read) => ({
      name: read.name,
      ...defined('type', factsOf(node).dependencyTypes[read.as]),
      ...defined('default', read.default),
    }));
  const variable: Variable = {
    name: info.name,
    kind: info.role,
    get module() {
      return info.module;
    },
    tags: info.tags,
    ...(info.schema === undefined ? {} : { schema: info.schema }),
    ...(info.isHidden === undefined ? {} : { isHidden: info.isHidden }),
    scope: info.scope,
    get requiredDependencies() {
      return described(required);
    },
    get optionalDependencies() {
      return described(optional);
    },
    get documentation() {
      return factsOf(node).documentation;
    },
    get type() {
      return node.kind === 'input' ? inputType(graph, graphNode) : factsOf(node).returnType;
    },
    get location() {
      const { file, line } = factsOf(node);
      return file === undefined || line === undefined ? undefined : { file, line };
    },
  };
  // what console.log prints: the values, not that there are getters
  return Object.defineProperty(variable, Symbol.for('nodejs.util.inspect.custom'), {
    value: () => ({ ...variable }),
  });
}

const noFacts: SourceFacts = { dependencyTypes: {} };

const factsOf = (node: GraphNode['node']): SourceFacts =>
  node.kind === 'input' ? noFacts : sourceFacts(node.origin, node.name);

/** The type of an input as the first node that states one writes it. */
export function inputType(graph: Graph, input: GraphNode): string | undefined {
  for (const { node, reads } of graph.nodes) {
    const at = reads.indexOf(input.index);
    if (at < 0) continue;
    const written = factsOf(node).dependencyTypes[(node as FunctionNode).reads[at]?.as ?? ''];
    if (written !== undefined) return written;
  }
  return undefined;
}

const defined = <K extends string>(key: K, value: string | undefined): { [P in K]?: string } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: string };

/** Whether a node is listed where others are named: hidden ones are not, unless they are among those. */
export const notHidden =
  (named: readonly string[]) =>
  ({ name, isHidden }: Variable): boolean =>
    isHidden !== true || named.includes(name);
