/**
 * The contract of executors: who runs the tasks of a driver.
 *
 * An executor is a recipe: nothing is started before `open`. Each driver opens and closes its own.
 *
 * @module
 */
import type { GraphInfo, NodeReport } from '../adapters/adapter.ts';
import type { ItemReference } from '../errors.ts';
import type { Config } from '../nodes/node.ts';

/** Some nodes that run together: a group, in blocks at one item. */
export interface Task {
  /** The group's id, and inside blocks the item's position: `stats`, `stats[3]`, `stats[3,1]`. */
  readonly id: string;
  /** The dataflow that it belongs to: what `open` was given. */
  readonly dataflow: DataflowSource;
  /** Unique for each `execute`. */
  readonly runId: string;
  /** The names of its nodes, in the order in which they run. */
  readonly nodes: readonly string[];
  /** Where its group asks to run: in this thread, or wherever the driver sends it. */
  readonly where: 'local' | 'remote';
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
  /** The item for which it runs; absent outside of blocks. */
  readonly item?: ItemReference | undefined;
  /** Runs it in this thread. */
  run(): Promise<TaskOutcome>;

  /** What runs, as data, for an executor that runs it elsewhere: one object for all tasks of a group in a request. */
  readonly program: TaskProgram;
  /**
   * What it reads, in the order of `program.takes`. May hold what an executor gave before, as that gave it: encoded, say.
   */
  readonly values: readonly unknown[];
  /** The value at a position, for whoever needs it here. */
  valueAt(position: number): unknown;
  /** For each value, whether other tasks of the run may read the same one: then it pays to send it once. */
  readonly isShared: readonly boolean[];
  /** What the resources of its run read from outside, by name. */
  readonly given: ReadonlyMap<string, unknown>;
}

/** What a task runs, as plain data that can travel. */
export interface TaskProgram {
  /** For `stepOf` in the worker, on the nodes of the same modules; otherwise nobody's business. */
  readonly data: unknown;
  /** The id of its group, and the blocks around it. */
  readonly id: string;
  readonly scope: readonly string[];
  readonly nodes: readonly string[];
  /** The names of the values that it reads, and of those that it gives. */
  readonly takes: readonly string[];
  readonly gives: readonly string[];
  /** The resources that it needs to be there. */
  readonly resources: readonly string[];
  /** The position among `takes` of the run's signal, which does not travel, and of the number of the attempt. */
  readonly signal?: number;
  readonly attempt?: number;
}

/** What comes of a task. */
export interface TaskOutcome {
  /** In the order in which its group gives them. */
  readonly values: readonly unknown[];
  /** Why it failed, for an executor that has more to say about that than to reject; in an object, whatever it is. */
  readonly failure?: { readonly error: unknown };
  /** Who ran it, where that has a name: a thread, a process. */
  readonly worker?: string;
  /** What its nodes did, in order, where they ran out of this thread's sight; absent: the hooks were called as they ran. */
  readonly reports?: readonly NodeReport[];
  /** How long it ran there, in milliseconds. */
  readonly durationMs?: number;
}

/** The dataflow whose tasks an executor will get. */
export interface DataflowSource {
  readonly modules: readonly object[];
  readonly config: Config;
  readonly graph: GraphInfo;
  /** The nodes that it may be asked to run. */
  readonly nodes: readonly DataflowNode[];
  /** What adapters have workers do: a module's default export is called with the options, and gives an adapter. */
  readonly workerAdapters: readonly WorkerAdapter[];
  /** Whether adapters of this thread want to know what nodes do. */
  readonly reportsNodes: boolean;
}

/** A node that an executor may be asked to run. */
export interface DataflowNode {
  readonly name: string;
  /** What must be the same wherever it is run: what it reads, and how it stands to blocks. */
  readonly signature: string;
  /** Names whose exports have to be there, too, for it to be the same. */
  readonly needs: readonly string[];
  /** Whether it runs there whenever it is requested; else it may. */
  readonly isCertain: boolean;
}

/** An adapter's part in workers. */
export interface WorkerAdapter {
  readonly module: URL | string;
  /** Handed to the module's default export; must be able to travel. */
  readonly options?: unknown;
}

/** Runs tasks. Open to users. */
export interface TaskExecutor {
  /** Named in errors and hooks. */
  readonly name: string;
  /**
   * How many tasks it takes at once, at least 1; a driver never has more of them submitted and not returned, of small ones
   * `capacity × batchOf(program)`.
   */
  readonly capacity: number;
  /**
   * How many tasks of a program it takes in the place of one, because they are small. May change with what was measured.
   *
   * @default 1
   */
  batchOf?(program: TaskProgram): number;
  /** Whether tasks leave this thread. @default false */
  readonly isElsewhere?: boolean;
  /** Once, when a driver is built with it: throws for a dataflow that it cannot run. */
  accept?(dataflow: DataflowSource): void;
  /** Once for each driver, before its first task. */
  open(dataflow: DataflowSource): Promise<void>;
  /**
   * Runs a task and gives its outcome. Rejects with the task's own error where that failed.
   *
   * `signal` aborts when the run is over; what the promise does then is of no interest any more.
   */
  submit(task: Task, signal: AbortSignal): Promise<TaskOutcome>;
  /** After each run that was cut into tasks, however it ended: lets go of what it has kept for it. */
  endRun?(runId: string, dataflow: DataflowSource): Promise<void>;
  /**
   * Once for each driver that opened it: lets go of everything that is for its dataflow. May come while it is still being
   * opened, which then has to end, too. Drivers always say which dataflow; without one, everything is let go of.
   */
  close(dataflow?: DataflowSource): Promise<void>;
}

/** Decides which executor gets a task. Open to users. */
export interface ExecutionManager {
  /** All that it may choose; the driver opens and closes them. */
  readonly executors: readonly TaskExecutor[];
  executorFor(task: Task): TaskExecutor;
}
