/**
 * The values of a plan, by number: those of nodes, and those that the engine makes for blocks.
 *
 * @module
 */
import type { Block, Graph, GraphNode } from '../graph/graph.ts';
import type { FrameBuilder } from './frame-builder.ts';

const depthOf = (block: Block | undefined): number => block?.depth ?? 0;

/**
 * Numbers for values: a node's is its position in the graph. Of each generator there are further ones: how many items
 * it gave, each item's key, and the iterable that its items come from where it is not called for them.
 */
export class PlanValues {
  readonly #nodes: readonly GraphNode[];
  readonly #count: number;
  readonly #isGiven: Uint8Array;
  readonly #areItemsGiven: Uint8Array;
  /** The frame in which a value is computed: inside blocks, that of the pass that computes it. */
  readonly #frames: (FrameBuilder | undefined)[];

  constructor({ nodes }: Graph) {
    this.#nodes = nodes;
    this.#count = nodes.length;
    this.#isGiven = new Uint8Array(nodes.length);
    this.#areItemsGiven = new Uint8Array(nodes.length);
    this.#frames = [];
  }

  itemCount(generator: number): number {
    return this.#count + generator;
  }
  itemKey(generator: number): number {
    return 2 * this.#count + generator;
  }
  iterable(generator: number): number {
    return 3 * this.#count + generator;
  }

  get signal(): number {
    return 4 * this.#count;
  }
  get attempt(): number {
    return 4 * this.#count + 1;
  }
  /** How many values there may be. */
  get size(): number {
    return 4 * this.#count + 2;
  }

  /** Says that a node's value comes from outside. */
  give(node: number): void {
    this.#isGiven[node] = 1;
  }

  /** Says that a generator's items come from outside. */
  giveItems(generator: number): void {
    this.#areItemsGiven[generator] = 1;
  }

  areItemsGiven(generator: number): boolean {
    return this.#areItemsGiven[generator] === 1;
  }

  /**
   * How many blocks lie around a value, or around the list of it, of the list of lists, …
   *
   * What is given is the same for all items, so it exists outside of all blocks; a list of it does not.
   */
  depthOf(value: number, lists: number): number {
    const count = this.#count;
    if (value < count) {
      if (lists === 0 && this.#isGiven[value] === 1) return 0;
      return depthOf(this.#nodes[value]?.itemScope) - lists;
    }
    const kind = Math.floor(value / count);
    const node = value - kind * count;
    if (kind > 3 || (kind === 3 && this.#areItemsGiven[node] === 1)) return 0;
    const { scope, itemScope } = this.#nodes[node] as GraphNode;
    return depthOf(kind === 2 ? itemScope : scope) - lists;
  }

  computedIn(value: number, frame: FrameBuilder): void {
    this.#frames[value] = frame;
  }

  frameOf(value: number): FrameBuilder | undefined {
    return this.#frames[value];
  }
}
