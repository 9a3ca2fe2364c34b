/**
 * The contract of lifecycle adapters: what watches or alters a build or a run.
 *
 * An adapter is an object with any of the methods below. Hooks (`on…`, `before…`, `after…`) watch; `validate…` and
 * `checkEdge` refuse; middleware (`executeNode`, `buildResult`) alters. Every method may be asynchronous unless its
 * documentation says otherwise; hooks of several adapters run in the order in which the adapters were given.
 *
 * @module
 */
import type { ItemReference } from '../errors.ts';
import type { Config, Tags } from '../nodes/node.ts';

/** How a node stands in a drawing or a message. */
export type NodeRole =
  'input' | 'config' | 'function' | 'generator' | 'collect' | 'reduce' | 'resource';

/** What adapters learn about a node. */
export interface NodeInfo {
  readonly name: string;
  readonly role: NodeRole;
  /** The module that it was read from; of an input, the empty string. */
  readonly module: string;
  readonly tags: Tags;
  /** Names read without a default, and with one. */
  readonly requiredDependencies: readonly string[];
  readonly optionalDependencies: readonly string[];
  /** The blocks inside which it runs, outermost first. */
  readonly scope: readonly string[];
  /** What its columns hold: the name of each and of its type; absent where that is not said. */
  readonly schema?: Readonly<Record<string, string>>;
  /** Whether lists and drawings leave it out; absent: they do not. */
  readonly isHidden?: true;
}

/** The graph as adapters see it: nodes by name, in topological order. */
export interface GraphInfo {
  readonly nodes: ReadonlyMap<string, NodeInfo>;
}

/** A request, before and after it ran. */
export interface ExecuteEvent {
  /** Unique for each `execute`. */
  readonly runId: string;
  readonly graph: GraphInfo;
  readonly outputs: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly overrides: Readonly<Record<string, unknown>>;
  /** The nodes that will run, in topological order. */
  readonly plannedNodes: readonly NodeInfo[];
}

/** How something ended. */
export interface Ending {
  /** Milliseconds since it began, waiting included. */
  readonly durationMs: number;
  /** What came out; absent on failure. */
  readonly result?: unknown;
  /** Why it failed; absent on success. */
  readonly error?: unknown;
}

/** One call of one node's function. */
export interface NodeCall {
  readonly runId: string;
  readonly node: NodeInfo;
  /** The values that the function gets, by parameter name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** The item of the block in which it runs. */
  readonly item?: ItemReference;
  /** The thread or process that ran it, where it was another one: told once its task came back, without values. */
  readonly worker?: string;
}

/** What a node did in another thread or process: told there, and told again here when its task has come back. */
export interface NodeReport {
  readonly node: string;
  readonly item?: ItemReference;
  /** What is told: that it begins, or how it ended. */
  readonly kind: 'before' | 'after';
  /** Of an end: milliseconds since it began. */
  readonly durationMs?: number;
  /** Of an end: why it failed; absent: it did not. */
  readonly error?: unknown;
}

/** A group of nodes that run together; inside blocks, each item makes a task of it. */
export interface TaskGroupInfo {
  /** Unique for the request. */
  readonly id: string;
  readonly nodes: readonly string[];
  /** Where it asks to run; an execution manager may decide otherwise. */
  readonly where: 'local' | 'remote';
  /** The generators of the blocks around it, outermost first. */
  readonly scope: readonly string[];
}

/** How a request was cut into tasks. */
export interface GroupsEvent {
  readonly runId: string;
  readonly groups: readonly TaskGroupInfo[];
}

/** Items that a generator gave, whose tasks can run now. */
export interface ItemsEvent {
  readonly runId: string;
  /** The generator. */
  readonly node: NodeInfo;
  /** The item of the block around it; absent: it runs outside of blocks. */
  readonly item?: ItemReference;
  /** In order; empty where the generator ended without a further one. */
  readonly items: readonly ItemReference[];
  /** Whether there will be no more. */
  readonly isLast: boolean;
}

/** One task. */
export interface TaskCall {
  readonly runId: string;
  readonly task: TaskGroupInfo & {
    /** The item for which it runs; absent outside of blocks. */
    readonly item?: ItemReference;
  };
}

/** One task on its way to an executor, or back. */
export interface TaskEvent extends TaskCall {
  /** The name of the executor. */
  readonly executor: string;
  /** The thread or process that ran it, once that is known. */
  readonly worker?: string;
}

/** An edge of the graph: the value of `from` goes to the parameter `dependency` of `to`. */
export interface EdgeEvent {
  readonly from: NodeInfo;
  readonly to: NodeInfo;
  readonly dependency: string;
}

/** A value given for an input or a config key. */
export interface InputEvent {
  readonly name: string;
  readonly value: unknown;
  /** The nodes of the request that read it. */
  readonly neededBy: readonly NodeInfo[];
}

/** A refusal in words, several of them, or nothing where all is well. */
export type Verdict = string | readonly string[] | null | undefined | void;

type Awaitable<T> = T | Promise<T>;

export interface LifecycleAdapter {
  /** Named in errors. @default the name of its class */
  readonly name?: string;
  /**
   * Its part in other threads and processes: each of them imports the module, and calls its default export with
   * `options`, which have to travel. What that gives is an adapter there. Without it, `beforeNode`, `afterNode`,
   * `beforeTask` and `afterTask` of what runs elsewhere are called here, without values, once the task has come back.
   */
  readonly worker?: { readonly module: URL | string; readonly options?: unknown };

  /** Once, when the driver is built; synchronous. */
  onGraphConstructed?(event: { readonly graph: GraphInfo; readonly config: Config }): void;
  /** For each node at build; synchronous. What it refuses is part of the `GraphError`. */
  validateNode?(event: { readonly node: NodeInfo; readonly graph: GraphInfo }): Verdict;
  /** Once at build; synchronous. */
  validateGraph?(event: { readonly graph: GraphInfo; readonly config: Config }): Verdict;
  /** For each edge at build; synchronous. */
  checkEdge?(event: EdgeEvent): Verdict;
  /** For each input and config value that a request reads; synchronous. Part of the `InputError`. */
  validateInput?(event: InputEvent): Verdict;

  /** Before anything of a request runs. */
  beforeExecute?(event: ExecuteEvent): Awaitable<unknown>;
  /** After a request, also when it failed. */
  afterExecute?(event: ExecuteEvent & Ending): Awaitable<unknown>;
  /** Before each call of a node's function; not for inputs and overrides. */
  beforeNode?(event: NodeCall): Awaitable<unknown>;
  /** After each call, also when it failed. */
  afterNode?(event: NodeCall & Ending): Awaitable<unknown>;

  /** Once for each request that runs by tasks, before the first of them. */
  onTasksGrouped?(event: GroupsEvent): Awaitable<unknown>;
  /** Each time a generator gave items whose tasks can run now, and when it ended. */
  onItemsExpanded?(event: ItemsEvent): Awaitable<unknown>;
  /** Before a task goes to an executor. */
  beforeTaskSubmit?(event: TaskEvent): Awaitable<unknown>;
  /** After a task came back, also when it failed. The result holds values by the name of their node. */
  afterTaskReturn?(event: TaskEvent & Ending): Awaitable<unknown>;
  /** Before a task, where it runs. */
  beforeTask?(event: TaskCall): Awaitable<unknown>;
  /** After a task, where it ran, also when it failed. */
  afterTask?(event: TaskCall & Ending): Awaitable<unknown>;

  /**
   * Runs a task, or has it run, where it runs: `next()` runs its nodes, through the middleware of the adapters given
   * after this one, and gives the outcome, which this has to give back.
   */
  executeTask?(call: TaskCall, next: () => unknown): unknown;
  /**
   * Runs a node, or has it run: `next()` calls the function, through the middleware of the adapters given after this
   * one. What it returns is the node's value.
   */
  executeNode?(call: NodeCall, next: () => unknown): unknown;
  /** Builds the result; at most one of a driver's adapters and result builder may. */
  buildResult?(outputs: never): unknown;
}
