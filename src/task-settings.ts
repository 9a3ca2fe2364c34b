/**
 * Whether a driver runs by tasks, and who runs them.
 *
 * @module
 */
import type { GraphInfo } from './adapters/adapter.ts';
import { DriverExecutors } from './execution/executor-queue.ts';
import { WaitingRoom } from './execution/waiting-room.ts';
import { watchesTasks } from './execution/lifecycle.ts';
import type { DriverLoad } from './execution/run.ts';
import type { TaskSettings } from './execution/run-request.ts';
import type { ExecutionManager, TaskExecutor } from './executors/executor.ts';
import { SynchronousLocalTaskExecutor } from './executors/inline.ts';
import type { Graph } from './graph/graph.ts';
import { graphInfoOf } from './graph/node-info.ts';
import { GroupByRepeatableBlocks } from './plan/strategies.ts';
import { configOf, type Settings } from './settings.ts';

/**
 * How requests run by tasks; undefined: without. Without is faster, and nobody can tell the difference where all runs
 * in this thread, nobody watches tasks, and the strategy is the usual one.
 */
export function taskSettingsOf(settings: Settings, graph: Graph): TaskSettings | undefined {
  const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = settings;
  const isAsked =
    settings.dynamicExecution ||
    remoteExecutor !== undefined ||
    executionManager !== undefined ||
    groupingStrategy !== undefined ||
    (localExecutor !== undefined && !isPlain(localExecutor)) ||
    (graph.hasBlocks && watchesTasks(settings.adapters));
  if (!isAsked) return undefined;
  const local = localExecutor ?? new SynchronousLocalTaskExecutor();
  const manager = executionManager ?? managerOf(local, remoteExecutor ?? local);
  const info: GraphInfo = graphInfoOf(graph);
  const source = { modules: settings.modules, config: configOf(settings), graph: info };
  return {
    strategy: groupingStrategy ?? new GroupByRepeatableBlocks(),
    executors: new DriverExecutors(manager, source),
  };
}

/** How many asynchronous items of a driver overlap in this thread, unless its local executor says otherwise. */
const defaultInFlight = 64;

/** The load of a driver on which nothing runs yet. */
export const loadOf = ({ localExecutor }: Settings): DriverLoad => ({
  most: localExecutor?.capacity ?? defaultInFlight,
  items: 0,
  waiting: new WaitingRoom(),
  closings: new Set(),
});

const isPlain = (executor: TaskExecutor): boolean =>
  Object.getPrototypeOf(executor) === SynchronousLocalTaskExecutor.prototype &&
  !Object.hasOwn(executor, 'submit');

/** Sends every task where its group asks to run. */
const managerOf = (local: TaskExecutor, remote: TaskExecutor): ExecutionManager => ({
  executors: local === remote ? [local] : [local, remote],
  executorFor: ({ where }) => (where === 'remote' ? remote : local),
});
