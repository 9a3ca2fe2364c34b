/**
 * The contract of grouping strategies: which nodes run together, as one task.
 *
 * @module
 */
import type { NodeRole } from '../adapters/adapter.ts';

/** Where a group runs, unless an execution manager decides otherwise: in this thread, or wherever the driver sends it. */
export type Where = 'local' | 'remote';

/** A node of a section, or a whole block that is opened in it and runs inside one of its tasks. */
export interface Member {
  /** Unique within its section: the node's name; of a further pass over the items of a block, `name#2`. */
  readonly id: string;
  /** The nodes that it runs: one, or all of the block. */
  readonly nodes: readonly string[];
  /** The role of the node; of a block, that of its generator. */
  readonly role: NodeRole;
  /** The members of the same section whose values it needs, by id. */
  readonly needs: readonly string[];
  /** Whether a function of its nodes is async: it waits for something, and overlaps with others. Absent: none is. */
  readonly isAsync?: true;
  /** Where its nodes ask to run, by `local(fn)` or `remote(fn)`, which wins over the group's; absent: they do not. */
  readonly where?: Where;
}

/** What runs at one place, between the same barriers: a barrier is a block whose items are tasks. */
export interface Section {
  /** The generators of the blocks around it, outermost first; empty: outside of all blocks. */
  readonly scope: readonly string[];
  /** In topological order; at least one. */
  readonly members: readonly Member[];
}

/** Members of a section that run together. In a block, each item makes a task of it. */
export interface NodeGroup {
  /** Ids of members. */
  readonly members: readonly string[];
  /** @default 'local' */
  readonly where?: Where;
}

/** A block, as a strategy is asked about it. */
export interface BlockInfo {
  /** The name of the generator that opens it. */
  readonly generator: string;
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
}

/** Cuts a request into tasks. Open to users. */
export interface GroupingStrategy {
  /** Named in errors. @default the name of its class */
  readonly name?: string;
  /**
   * Whether the items of a block make tasks of their own; else the whole block runs within a task of the block around.
   *
   * @default blocks outside of all others do, inner ones do not
   */
  expands?(block: BlockInfo): boolean;
  /** Cuts a section into groups: every member is in exactly one, and no two groups may wait for each other. */
  group(section: Section): readonly NodeGroup[];
}
