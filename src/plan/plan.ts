/**
 * A request as a plan: which functions are called, in which order, on which values.
 *
 * Values live in slots, numbered; a step knows its slots, so running it needs no look-up by name. A parallel block is a
 * step too: it has a plan of its own, which runs once for each item on slots of its own (a *frame*).
 *
 * @module
 */
import type { FunctionNode } from '../nodes/node.ts';

/** One call of one function. */
export interface CallStep {
  readonly kind: 'call';
  readonly node: FunctionNode;
  /** Where the value goes. */
  readonly slot: number;
  /** The properties that the function receives, and for each the slot of its value. */
  readonly parameters: readonly string[];
  readonly slots: readonly number[];
  /** Properties with fixed values. */
  readonly constants: Readonly<Record<string, unknown>> | undefined;
  /** For each parameter, whether it gets a copy: of a collected list that others read, too. Absent: none does. */
  readonly copies?: readonly boolean[];
}

/**
 * One pass over the items of a parallel block.
 *
 * The first pass pulls the items from the generator. A later one, after something that was collected from an earlier
 * pass, runs over the same items again, of which only those values were kept that it reads.
 */
export interface BlockStep {
  readonly kind: 'block';
  /** The generator that opens the block. */
  readonly node: FunctionNode;
  readonly source: ItemSource;
  /** The slots outside that the pass reads, each once. */
  readonly slots: readonly number[];
  /** The slots outside that it fills. */
  readonly gives: readonly number[];
  /** What runs for each item. */
  readonly plan: FramePlan;
  /** Slots of the frame: the item, its key, its reference (`$item`); -1: nobody reads it. */
  readonly itemSlot: number;
  readonly keySlot: number;
  readonly referenceSlot: number;
  /** Values from outside, the same for every item. */
  readonly imports: readonly Copy[];
  /** Values of the item that an earlier pass kept, as lists outside. */
  readonly loads: readonly Load[];
  /** Values of the item that become part of a list outside. */
  readonly gathers: readonly Copy[];
  /** Values that are folded, item by item; their slots are those of the frame, the result goes to a slot outside. */
  readonly folds: readonly CallStep[];
  /** Where the number of items is kept for later passes; -1: there are none. */
  readonly countSlot: number;
  /** The slot of the frame whose value is handed to whoever streams; -1: none of this very block. */
  readonly streamSlot: number;
  /** Whether values of its items, or of blocks inside, are streamed. */
  readonly streams: boolean;
  /** Whether its items make tasks of their own. */
  readonly makesTasks?: boolean;
}

/** Steps that run together wherever an executor has them run. */
export interface TaskStep {
  readonly kind: 'task';
  readonly group: TaskGroup;
  /** The slots outside that it reads, each once, and those that it fills and others read. */
  readonly slots: readonly number[];
  readonly gives: readonly number[];
  /** What runs, on a frame of its own. */
  readonly plan: FramePlan;
  /** For each of `slots` and `gives`, the slot of that frame. */
  readonly taken: readonly number[];
  readonly given: readonly number[];
  /** For each of `slots`, whether others read the same value: it comes from outside of the block, or there is none. */
  readonly isShared: readonly boolean[];
  /** What the engine gives among `slots`: at which position. */
  readonly engine: EngineSlots;
}

/** Where the values are that the engine gives: of each, a slot or a position; absent: nobody reads it. */
export interface EngineSlots {
  readonly signal?: number;
  readonly attempt?: number;
}

/** A group of nodes that run together; inside blocks, each item makes a task of it. */
export interface TaskGroup {
  /** Unique within its plan. */
  readonly id: string;
  readonly nodes: readonly string[];
  readonly where: 'local' | 'remote';
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
}

/** A resource comes into the frame: it is had from wherever the thread keeps it, and made where there is none yet. */
export interface ResourceStep {
  readonly kind: 'resource';
  readonly node: FunctionNode;
  /** None. */
  readonly slots: readonly number[];
  /** The one where it goes. */
  readonly gives: readonly number[];
}

export type Step = CallStep | BlockStep | TaskStep | ResourceStep;

/** Where the items of a pass come from. */
export type ItemSource =
  /** The generator is called. */
  | { readonly kind: 'call'; readonly step: CallStep }
  /** An iterable: one that overrides the generator, or what a reduce has folded. */
  | { readonly kind: 'given'; readonly slot: number; readonly isOverride: boolean }
  /** An earlier pass pulled them; their number is in a slot. */
  | { readonly kind: 'kept'; readonly countSlot: number };

/** Between two slots. */
export interface Copy {
  readonly from: number;
  readonly to: number;
}

/** From a list outside to a slot of the frame. */
export interface Load extends Copy {
  /** Whether nobody else reads the list, so that what was loaded can be let go of. */
  readonly isOnly: boolean;
}

/** What runs on one frame of slots. */
export interface FramePlan {
  /** In topological order. */
  readonly steps: readonly Step[];
  readonly slotCount: number;
  /** For each step, the slots that nobody reads after it, where the steps run one after the other. */
  readonly releasedAfter: readonly (readonly number[])[];
  /** The slots that are still read once all steps are done. */
  readonly kept: readonly number[];
  /** The slots whose values belong to the frame outside, and are not this one's to let go of. */
  readonly imported: readonly number[];
}

/** A name whose value comes from outside, or from the engine. */
export interface Given {
  readonly name: string;
  readonly slot: number;
  /** Whether it is an iterable that several passes go through, each from its beginning. */
  readonly isShared?: boolean;
}

/** A requested value. */
export interface Output extends Given {
  /** How many lists lie around the values of a node inside parallel blocks; 0: it is outside of blocks. */
  readonly depth: number;
}

export interface Plan extends FramePlan {
  readonly given: readonly Given[];
  readonly outputs: readonly Output[];
  /** The resources that its steps read directly. */
  readonly resources: readonly string[];
  /** The groups of its tasks; absent: it runs without tasks. */
  readonly groups?: readonly TaskGroup[];
}
