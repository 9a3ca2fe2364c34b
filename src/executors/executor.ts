/**
 * The contract of executors: who runs the tasks of a driver.
 *
 * An executor is a recipe: nothing is started before `open`. Each driver opens and closes its own.
 *
 * @module
 */
import type { GraphInfo } from '../adapters/adapter.ts';
import type { ItemReference } from '../errors.ts';
import type { Config } from '../nodes/node.ts';

/** Some nodes that run together: a group, in blocks at one item. */
export interface Task {
  /** The group's id, and inside blocks the item's position: `stats`, `stats[3]`, `stats[3,1]`. */
  readonly id: string;
  /** Unique for each `execute`. */
  readonly runId: string;
  /** The names of its nodes, in the order in which they run. */
  readonly nodes: readonly string[];
  /** Where its group asks to run: in this thread, or wherever the driver sends it. */
  readonly where: 'local' | 'remote';
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
  /** The item for which it runs; absent outside of blocks. */
  readonly item?: ItemReference;
  /** Runs it in this thread. */
  run(): Promise<TaskOutcome>;
}

/** What comes of a task: its values, in the order in which its group gives them. */
export interface TaskOutcome {
  readonly values: readonly unknown[];
}

/** The dataflow whose tasks an executor will get. */
export interface DataflowSource {
  readonly modules: readonly object[];
  readonly config: Config;
  readonly graph: GraphInfo;
}

/** Runs tasks. Open to users. */
export interface TaskExecutor {
  /** Named in errors and hooks. */
  readonly name: string;
  /** How many tasks it takes at once; a driver never has more of them submitted and not returned. At least 1. */
  readonly capacity: number;
  /** Once for each driver, before its first task. */
  open(dataflow: DataflowSource): Promise<void>;
  /**
   * Runs a task and gives its outcome. Rejects with the task's own error where that failed.
   *
   * `signal` aborts when the run is over; what the promise does then is of no interest any more.
   */
  submit(task: Task, signal: AbortSignal): Promise<TaskOutcome>;
  /** Once for each driver that opened it: lets go of everything. */
  close(): Promise<void>;
}

/** Decides which executor gets a task. Open to users. */
export interface ExecutionManager {
  /** All that it may choose; the driver opens and closes them. */
  readonly executors: readonly TaskExecutor[];
  executorFor(task: Task): TaskExecutor;
}
