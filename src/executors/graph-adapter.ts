/**
 * The contract of adapters that decide where nodes run.
 *
 * @module
 */
import type { LifecycleAdapter } from '../adapters/adapter.ts';
import type { GroupingStrategy } from '../plan/grouping.ts';
import type { DataflowSource, TaskExecutor } from './executor.ts';

/** Where an adapter that decides where nodes run says so. Registered, so that copies of icosian understand each other. */
export const taskParts: unique symbol = Symbol.for('icosian.taskParts') as never;

/** What such an adapter brings to a driver. */
export interface GraphAdapterParts {
  readonly remoteExecutor: TaskExecutor;
  /** Asked once the executor has accepted the dataflow. */
  readonly strategyFor: (dataflow: DataflowSource) => GroupingStrategy;
}

export interface TaskAdapter extends LifecycleAdapter {
  readonly [taskParts]: GraphAdapterParts;
}

/** What an adapter brings; undefined: it does not decide where nodes run. */
export const taskPartsOf = (adapter: LifecycleAdapter): GraphAdapterParts | undefined =>
  // whatever was given for one: what is none is refused elsewhere
  (Object(adapter) as Partial<TaskAdapter>)[taskParts];
