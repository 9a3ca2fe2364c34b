/**
 * Who runs the tasks of a driver, and how a request is cut into them.
 *
 * @module
 */
export type {
  DataflowSource,
  ExecutionManager,
  Task,
  TaskExecutor,
  TaskOutcome,
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
