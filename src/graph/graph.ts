/**
 * A dataflow as data: its nodes in topological order, each with what it reads and where it stands in the blocks.
 *
 * @module
 */
import type { AbsentNode, Config, FunctionNode, Node } from '../nodes/node.ts';

/**
 * A parallel block, as a chain to the outside. Every generator makes exactly one, so identity is equality;
 * undefined stands for the root, outside of all blocks.
 */
export interface Block {
  /** The generator that opens it. */
  readonly generator: string;
  readonly depth: number;
  readonly outer: Block | undefined;
}

/** A node at its place in the graph. */
export interface GraphNode {
  readonly node: Node;
  /** Position in topological order. */
  readonly index: number;
  /** For each of the node's reads, the position of what it reads; -1 for what the engine gives. */
  readonly reads: readonly number[];
  /** For each read, whether it arrives as a list (or, for a reduce, item by item); absent: none does. */
  readonly collected?: readonly boolean[];
  /** The innermost block in which it runs; undefined: the root. */
  readonly scope: Block | undefined;
  /** The block in which its consumers see its value: of a generator, its own. */
  readonly itemScope: Block | undefined;
}

export interface Graph {
  /** In topological order: a node stands after everything that it reads. */
  readonly nodes: readonly GraphNode[];
  readonly byName: ReadonlyMap<string, GraphNode>;
  /** The functions that are no nodes under this config. */
  readonly absent: ReadonlyMap<string, AbsentNode>;
  readonly config: Config;
  /** Whether any node opens a block. */
  readonly hasBlocks: boolean;
  /** The name of the module that a function comes from: the one it was given, else that of its file. */
  readonly moduleOf: (node: FunctionNode) => string;
}

/** The blocks around a place, outermost first. */
export function blocksAround(scope: Block | undefined): readonly Block[] {
  const blocks: Block[] = [];
  for (let block = scope; block !== undefined; block = block.outer) blocks.unshift(block);
  return blocks;
}
