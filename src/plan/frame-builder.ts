/**
 * Frames of slots while they are being planned: which value is in which slot, and how it got there.
 *
 * A value that an item's frame lacks comes from outside (an import), or was kept by an earlier pass over the items, as a
 * list outside (a load). What is needed as a list is gathered by the pass that computes it.
 *
 * @module
 */
import type { GraphNode } from '../graph/graph.ts';
import type { PlanValues } from './plan-values.ts';
import type { CallStep, Copy, ItemSource, ResourceStep } from './plan.ts';
import type { FunctionNode } from '../nodes/node.ts';

/** A call, with the parameters that are lists: whether it gets copies of them is known once all is planned. */
export interface DraftCall {
  readonly kind: 'call';
  readonly step: CallStep;
  readonly lists: readonly boolean[] | undefined;
}

/** One pass over the items of a block. */
export interface DraftPass {
  readonly kind: 'pass';
  readonly generator: GraphNode;
  readonly source: ItemSource;
  readonly frame: FrameBuilder;
  readonly gathers: Copy[];
  readonly folds: CallStep[];
  itemSlot: number;
  keySlot: number;
  referenceSlot: number;
  countSlot: number;
  streamSlot: number;
}

export class FrameBuilder {
  readonly outer: FrameBuilder | undefined;
  readonly depth: number;
  readonly steps: (DraftCall | DraftPass | ResourceStep)[] = [];
  readonly imports: Copy[] = [];
  readonly loads: Copy[] = [];
  slotCount = 0;
  /** The pass whose frame it is; undefined: the root. */
  pass: DraftPass | undefined;
  readonly #values: PlanValues;
  readonly #slots = new Map<number, number>();
  /** Of the root, whose values are most: their slots by number. */
  readonly #rootSlots: Int32Array | undefined;
  readonly #counted = new Map<number, DraftPass>();
  readonly #resources = new Map<FunctionNode, number>();

  constructor(values: PlanValues, outer?: FrameBuilder) {
    this.#values = values;
    this.outer = outer;
    this.depth = outer === undefined ? 0 : outer.depth + 1;
    this.#rootSlots = outer === undefined ? new Int32Array(values.size).fill(-1) : undefined;
  }

  newSlot(): number {
    return this.slotCount++;
  }

  /** Takes a slot for a value that is computed or given here. */
  own(value: number): number {
    const slot = this.newSlot();
    this.#remember(value, 0, slot);
    this.#values.computedIn(value, this);
    return slot;
  }

  /** The slot of a resource, which each frame gets for itself. */
  slotOfResource(node: FunctionNode): number {
    const known = this.#resources.get(node);
    if (known !== undefined) return known;
    const slot = this.newSlot();
    this.#resources.set(node, slot);
    this.steps.push({ kind: 'resource', node, slots: [], gives: [slot] });
    return slot;
  }

  /** Says which pass counts the items of a block, should anybody ask. */
  countedBy(value: number, pass: DraftPass): void {
    this.#counted.set(value, pass);
    this.#values.computedIn(value, this);
  }

  has(value: number): boolean {
    return this.#known(value, 0) !== undefined;
  }

  /** The slot of a value, or of the list of it, of the list of lists, … over the innermost `lists` blocks around it. */
  slotOf(value: number, lists = 0): number {
    const known = this.#known(value, lists);
    if (known !== undefined) return known;
    const slot = this.newSlot();
    this.#remember(value, lists, slot);
    const { outer } = this;
    if (outer !== undefined && this.#values.depthOf(value, lists) < this.depth) {
      this.imports.push({ from: outer.slotOf(value, lists), to: slot });
      return slot;
    }
    const home = this.#homeOf(value, lists);
    if (home === this) this.#provide(value, lists, slot);
    else if (outer !== undefined) {
      this.loads.push({ from: outer.slotOf(value, lists + 1), to: slot });
    }
    return slot;
  }

  /** Has the value that is computed or gathered in this frame put into `slot`. */
  #provide(value: number, lists: number, slot: number): void {
    if (lists === 0) {
      const pass = this.#counted.get(value);
      if (pass !== undefined) pass.countSlot = slot;
      return;
    }
    const inner = this.#values.frameOf(value);
    const frame = inner === undefined ? undefined : ancestor(inner, lists - 1);
    frame?.pass?.gathers.push({ from: frame.slotOf(value, lists - 1), to: slot });
  }

  #homeOf(value: number, lists: number): FrameBuilder | undefined {
    const frame = this.#values.frameOf(value);
    return frame === undefined ? undefined : ancestor(frame, lists);
  }

  #known(value: number, lists: number): number | undefined {
    if (lists === 0 && this.#rootSlots !== undefined) {
      const slot = this.#rootSlots[value] as number;
      return slot < 0 ? undefined : slot;
    }
    return this.#slots.get(value + lists * this.#values.size);
  }

  #remember(value: number, lists: number, slot: number): void {
    if (lists === 0 && this.#rootSlots !== undefined) this.#rootSlots[value] = slot;
    else this.#slots.set(value + lists * this.#values.size, slot);
  }
}

/** The frame that many blocks further out. */
function ancestor(frame: FrameBuilder, levels: number): FrameBuilder | undefined {
  let found: FrameBuilder | undefined = frame;
  for (let level = 0; level < levels; level++) found = found?.outer;
  return found;
}
