/**
 * What is there already while a request is being planned, and what still waits.
 *
 * @module
 */
import type { Block, Graph, GraphNode } from '../graph/graph.ts';
import type { Needs } from './needs.ts';

/**
 * What a value is: not part of the request, to be computed, there for its item, there for all items of its block, made
 * wherever it is needed.
 */
const absent = 0;
const pending = 1;
const there = 2;
const gathered = 3;
const resident = 4;

/** Whether a read arrives as a list. What a reduce folds arrives item by item. */
export const takesList = ({ collected, node }: GraphNode, read: number): boolean =>
  collected?.[read] === true && node.kind === 'function' && node.folds === undefined;

/** The nodes of a block, or outside of all, that are still to be planned, in topological order. */
export interface Waiting {
  calls: readonly GraphNode[];
  /** The reduces that fold this block's items. */
  folds: readonly GraphNode[];
  /** The generators that run here, planned or not. */
  generators: readonly GraphNode[];
}

export class Readiness {
  readonly #graph: Graph;
  readonly #state: Uint8Array;
  readonly #waiting = new Map<Block | undefined, Waiting>();
  /** The values of each block's items, as they come about. */
  readonly #members = new Map<Block, GraphNode[]>();
  readonly #given = new Map<Block, number[]>();
  /** Of each block, the reduces that fold it in the pass that is being planned. */
  readonly #folding = new Map<Block, GraphNode[]>();
  /** The generators whose items are there without a call: given from outside, or folded by a reduce. */
  readonly #supplied = new Set<number>();

  constructor(graph: Graph, needs: Needs, overridden: ReadonlySet<string>) {
    this.#graph = graph;
    this.#state = new Uint8Array(graph.nodes.length);
    const waiting = new Map<
      Block | undefined,
      { calls: GraphNode[]; folds: GraphNode[]; generators: GraphNode[] }
    >([[undefined, { calls: [], folds: [], generators: [] }]]);
    const at = (block: Block | undefined): { [K in keyof Waiting]: GraphNode[] } => {
      const known = waiting.get(block);
      if (known !== undefined) return known;
      const made = { calls: [], folds: [], generators: [] };
      waiting.set(block, made);
      return made;
    };
    for (const graphNode of needs.nodes) {
      const { node, index, scope, itemScope } = graphNode;
      const isGiven = node.kind === 'input' || (overridden.size > 0 && overridden.has(node.name));
      const isGenerator = node.kind === 'function' && node.expands !== undefined;
      if (node.kind === 'function' && node.resource !== undefined && !isGiven) {
        this.#state[index] = resident;
        continue;
      }
      if (isGenerator) at(scope).generators.push(graphNode);
      this.#state[index] = isGiven && !isGenerator ? there : pending;
      if (isGiven) {
        if (isGenerator) this.#supplied.add(index);
        else if (itemScope !== undefined) {
          this.#member(itemScope, graphNode);
          const given = this.#given.get(itemScope);
          if (given === undefined) this.#given.set(itemScope, [index]);
          else given.push(index);
        }
      } else if (node.folds !== undefined) at(this.foldedBlock(graphNode)).folds.push(graphNode);
      else if (!isGenerator) at(scope).calls.push(graphNode);
    }
    this.#waiting = waiting;
  }

  waitingIn(block: Block | undefined): Waiting {
    return this.#waiting.get(block) ?? { calls: [], folds: [], generators: [] };
  }

  /** Whether it is a resource, which every frame gets for itself. */
  isMade(index: number): boolean {
    return this.#state[index] === resident;
  }

  isAbsent(index: number): boolean {
    return this.#state[index] === absent;
  }

  /** Whether everything is there that a node reads. */
  isReady(graphNode: GraphNode): boolean {
    const { reads } = graphNode;
    for (let r = 0; r < reads.length; r++) {
      const read = reads[r] as number;
      if (read >= 0 && !this.isThere(read, takesList(graphNode, r))) return false;
    }
    return true;
  }

  isThere(index: number, asList: boolean): boolean {
    const state = this.#state[index] as number;
    return (
      state === absent || state === gathered || state === resident || (state === there && !asList)
    );
  }

  /** Whether the first pass over a generator's items can be planned. */
  canOpen(generator: GraphNode): boolean {
    if (this.#supplied.has(generator.index)) return true;
    const isFold = generator.node.kind === 'function' && generator.node.folds !== undefined;
    return !isFold && this.isReady(generator);
  }

  /** The overridden nodes of a block. */
  givenIn(block: Block): readonly number[] {
    return this.#given.get(block) ?? [];
  }

  done(graphNode: GraphNode): void {
    this.#state[graphNode.index] = there;
    if (graphNode.itemScope !== undefined) this.#member(graphNode.itemScope, graphNode);
  }

  folding(graphNode: GraphNode): void {
    const block = this.foldedBlock(graphNode);
    if (block === undefined) return;
    const known = this.#folding.get(block);
    if (known === undefined) this.#folding.set(block, [graphNode]);
    else known.push(graphNode);
  }

  /** Says that a pass over the items of a block is over: what its items have is there as lists, too. */
  passed(block: Block): void {
    for (const { index } of this.#members.get(block) ?? []) this.#state[index] = gathered;
    this.#members.delete(block);
    for (const graphNode of this.#folding.get(block) ?? []) {
      if (graphNode.node.kind === 'function' && graphNode.node.expands !== undefined) {
        this.#supplied.add(graphNode.index);
      } else this.done(graphNode);
    }
    this.#folding.delete(block);
  }

  /** The block whose items a reduce folds. */
  foldedBlock({ reads, collected }: GraphNode): Block | undefined {
    const read = reads[collected?.indexOf(true) ?? -1];
    return read === undefined ? undefined : this.#graph.nodes[read]?.itemScope;
  }

  #member(block: Block, graphNode: GraphNode): void {
    const members = this.#members.get(block);
    if (members === undefined) this.#members.set(block, [graphNode]);
    else members.push(graphNode);
  }
}
