/**
 * What becomes of the tasks of a worker that has ended.
 *
 * @module
 */
import type { Batch, Entry } from './entry.ts';
import type { LinkEnding } from './link.ts';
import type { PoolWorker } from './pool-worker.ts';
import { crashed, timedOut } from './worker-failures.ts';

export interface EndedFor {
  /** The task that took too long, where the worker was ended for that. */
  readonly slow: Entry | undefined;
  readonly timeout: number;
  /** How often a task is tried again whose worker died. */
  readonly retries: number;
}

/** The tasks that another worker has to run; the others are rejected. */
export function tasksLeftBy(
  { name, isCondemned }: PoolWorker,
  batches: readonly Batch[],
  ending: LinkEnding,
  { slow, timeout, retries }: EndedFor,
): readonly Entry[] {
  const again: Entry[] = [];
  batches.forEach((batch, i) => {
    // the worker was at the first one
    const isSuspect = i === 0 && !isCondemned;
    for (const entry of batch.waiting.values()) {
      if (entry.signal.aborted) continue;
      if (entry === slow) entry.reject(timedOut(name, timeout, entry, batch));
      else if (!isSuspect) again.push(entry);
      else if (entry.attempt > retries) entry.reject(crashed(name, ending, entry, batch));
      else {
        entry.attempt++;
        // whoever kills workers is to be found
        entry.isAlone = true;
        again.push(entry);
      }
    }
  });
  return again;
}
