/**
 * Who runs the tasks of a driver, and how a request is cut into them.
 *
 * @module
 */
export { FutureAdapter, type FutureOptions } from './future.ts';
export { MultiProcessingExecutor, type ProcessingOptions } from './processes.ts';
export { MultiThreadingExecutor, type ThreadingOptions } from './threads.ts';
export type { WorkerOptions } from './pool/pool-options.ts';
export type {
  DataflowNode,
  DataflowSource,
  ExecutionManager,
  Task,
  TaskExecutor,
  TaskOutcome,
  TaskProgram,
  WorkerAdapter,
} from './executor.ts';
export { SynchronousLocalTaskExecutor, type LocalExecutorOptions } from './inline.ts';
export type {
  BlockInfo,
  GroupingStrategy,
  Member,
  NodeGroup,
  Section,
  Where,
} from '../plan/grouping.ts';
export {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  type RepeatableBlocksOptions,
} from '../plan/strategies.ts';
