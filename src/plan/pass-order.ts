/**
 * Which block gets the next pass over its items.
 *
 * Where several could, one is chosen whose nodes lack nothing but what comes from its own items: so every block has as
 * few passes as possible.
 *
 * @module
 */
import type { Block, Graph, GraphNode } from '../graph/graph.ts';
import { takesList, type Readiness } from './readiness.ts';

export class PassOrder {
  readonly #graph: Graph;
  readonly #ready: Readiness;

  constructor(graph: Graph, ready: Readiness) {
    this.#graph = graph;
    this.#ready = ready;
  }

  /** The generator of the next pass among those that run in `block`; undefined: there is nothing left that could run. */
  next(block: Block | undefined, isOpen: (generator: number) => boolean): GraphNode | undefined {
    const candidates = this.#ready
      .waitingIn(block)
      .generators.filter((generator) => this.#canRun(generator, isOpen));
    if (candidates.length <= 1) return candidates[0];
    return candidates.find((generator) => !this.#waitsForOthers(generator)) ?? candidates[0];
  }

  #canRun(generator: GraphNode, isOpen: (generator: number) => boolean): boolean {
    if (!isOpen(generator.index)) return this.#ready.canOpen(generator);
    const { calls, folds, generators } = this.#ready.waitingIn(generator.itemScope);
    return (
      calls.some((node) => this.#ready.isReady(node)) ||
      folds.some((node) => this.#ready.isReady(node)) ||
      generators.some((inner) => this.#canRun(inner, isOpen))
    );
  }

  /** Whether a node of the block lacks something that does not depend on the block's items. */
  #waitsForOthers({ itemScope }: GraphNode): boolean {
    if (itemScope === undefined) return false;
    const isDependent = this.#dependentsOf(itemScope);
    const lacksOther = (graphNode: GraphNode): boolean =>
      graphNode.reads.some(
        (read, r) =>
          read >= 0 &&
          !this.#ready.isThere(read, takesList(graphNode, r)) &&
          isDependent[read] !== 1,
      );
    const waits = (block: Block): boolean => {
      const { calls, folds, generators } = this.#ready.waitingIn(block);
      return (
        calls.some(lacksOther) ||
        folds.some(lacksOther) ||
        generators.some(
          (inner) => lacksOther(inner) || (inner.itemScope !== undefined && waits(inner.itemScope)),
        )
      );
    };
    return waits(itemScope);
  }

  /** Marks what depends on the items of a block; reads point backwards, so one look at each node is enough. */
  #dependentsOf(block: Block): Uint8Array {
    const { nodes } = this.#graph;
    const isDependent = new Uint8Array(nodes.length);
    for (const { index, reads, itemScope } of nodes) {
      if (this.#ready.isAbsent(index)) continue;
      const depends = isWithin(itemScope, block) || reads.some((read) => isDependent[read] === 1);
      if (depends) isDependent[index] = 1;
    }
    return isDependent;
  }
}

/** Whether a block is `outer` or lies in it. */
function isWithin(block: Block | undefined, outer: Block): boolean {
  for (let around = block; around !== undefined; around = around.outer) {
    if (around === outer) return true;
  }
  return false;
}
