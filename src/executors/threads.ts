/**
 * The executor that runs tasks in worker threads.
 *
 * @module
 */
import type { ResourceLimits } from 'node:worker_threads';
import { isRecord } from '../nodes/given.ts';
import { PoolExecutor } from './pool/pool-executor.ts';
import { checkedOptions, type WorkerOptions } from './pool/pool-options.ts';
import { startThread } from './pool/thread-link.ts';

/** What {@link MultiThreadingExecutor} may be told. */
export interface ThreadingOptions extends WorkerOptions {
  /** Limits of each thread's own heap, as of `node:worker_threads`: the memory of frames does not count. */
  readonly resourceLimits?: ResourceLimits;
  /** How the threads are called in errors, hooks and debuggers, before their number. @default 'thread' */
  readonly threadNamePrefix?: string;
}

/**
 * Runs tasks in worker threads of this process. Frames and Series travel as Arrow IPC, without being copied on the way.
 *
 * The threads import the modules of the functions themselves. They share one pool of Polars threads with each other and
 * with this thread: what runs in Polars on all cores gains nothing.
 */
export class MultiThreadingExecutor extends PoolExecutor {
  /** Throws `executor/bad-option`. */
  constructor(options: ThreadingOptions = {}) {
    const name = 'MultiThreadingExecutor';
    const checked = checkedOptions(name, options, {
      resourceLimits: isRecord,
      threadNamePrefix: (value) => typeof value === 'string' && value !== '',
    });
    const { resourceLimits, threadNamePrefix = 'thread' } = options;
    super({
      name,
      prefix: threadNamePrefix,
      options: checked,
      start: () => startThread(resourceLimits === undefined ? {} : { resourceLimits }),
    });
  }
}
