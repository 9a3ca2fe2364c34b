/**
 * What a request needs of the graph.
 *
 * @module
 */
import { blocksAround, type Graph, type GraphNode } from '../graph/graph.ts';

export interface Needs {
  /** The nodes to run and the inputs to give, in topological order; what is overridden stands for itself. */
  readonly nodes: readonly GraphNode[];
  /** Required inputs that nobody gives. */
  readonly missing: readonly GraphNode[];
}

/**
 * What must run and what must be given for `outputs`, if the names in `overridden` and `given` have their values.
 *
 * An overridden node inside parallel blocks still needs their generators: they say how many items there are. Unknown
 * names are left to the caller.
 */
export function needsOf(
  graph: Graph,
  outputs: readonly string[],
  overridden: ReadonlySet<string>,
  given: ReadonlySet<string>,
): Needs {
  const { nodes } = graph;
  const isNeeded = new Uint8Array(nodes.length);
  const isRequired = new Uint8Array(nodes.length);
  let last = -1;
  const require = (index: number): void => {
    isNeeded[index] = 1;
    isRequired[index] = 1;
  };
  for (const name of outputs) {
    const index = graph.byName.get(name)?.index ?? -1;
    if (index < 0) continue;
    require(index);
    if (index > last) last = index;
  }
  for (let i = last; i >= 0; i--) {
    const graphNode = nodes[i] as GraphNode;
    const { node, reads } = graphNode;
    if (isNeeded[i] === 0 || node.kind === 'input') continue;
    if (overridden.size > 0 && overridden.has(node.name)) {
      for (const { generator } of blocksAround(graphNode.scope)) {
        require((graph.byName.get(generator) as GraphNode).index);
      }
      continue;
    }
    for (let r = 0; r < reads.length; r++) {
      const read = reads[r] as number;
      if (read < 0) continue;
      isNeeded[read] = 1;
      if (node.reads[r]?.optional === false) isRequired[read] = 1;
    }
  }
  const needed: GraphNode[] = [];
  const missing: GraphNode[] = [];
  for (let i = 0; i <= last; i++) {
    if (isNeeded[i] === 0) continue;
    const graphNode = nodes[i] as GraphNode;
    const { name, kind } = graphNode.node;
    if (kind === 'input' && !given.has(name) && !overridden.has(name)) {
      if (isRequired[i] === 1) missing.push(graphNode);
      continue;
    }
    needed.push(graphNode);
  }
  return { nodes: needed, missing };
}
