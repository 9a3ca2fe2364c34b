/**
 * A task on its way through a pool.
 *
 * @module
 */
import type { Task, TaskOutcome } from '../executor.ts';
import type { BatchSize } from './batch-size.ts';

export interface Entry {
  readonly number: number;
  readonly task: Task;
  /** Of its run. */
  readonly signal: AbortSignal;
  /** How often it was begun, the next time included. */
  attempt: number;
  /** Whether it must not share a message: a worker has died of one of several. */
  isAlone: boolean;
  readonly resolve: (outcome: TaskOutcome | Promise<TaskOutcome>) => void;
  readonly reject: (error: unknown) => void;
}

/** A message for a worker: its tasks run in order. */
export interface Batch {
  readonly run: string;
  readonly size: BatchSize;
  /** Those whose outcome has not come, in order. */
  readonly waiting: Map<number, Entry>;
  /** How often they were begun, this time included. */
  readonly attempt: number;
  /** How many were sent. */
  count: number;
  /** When it was sent, or the worker came to it. */
  since: number;
}
