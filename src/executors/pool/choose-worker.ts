/**
 * Which worker gets the next tasks.
 *
 * @module
 */
import { now } from '../../execution/behaviour.ts';
import { longWork, type BatchSize } from './batch-size.ts';
import type { PoolWorker } from './pool-worker.ts';

/** Whether a worker may get tasks of this size: a second message only where it is done with both soon. */
export function hasRoom(
  { isOpen, isCondemned, hasEnded, batches, packing }: PoolWorker,
  size: BatchSize,
): boolean {
  if (!isOpen || isCondemned || hasEnded) return false;
  const [current] = [...batches, ...packing];
  if (current === undefined) return true;
  const isBusyForLong = current === batches[0] && now() - current.since > longWork;
  const count = batches.length + packing.size;
  return count < 2 && !isBusyForLong && current.size.isShort && size.isShort;
}

const loadOf = ({ batches, packing }: PoolWorker): number => batches.length + packing.size;

export function leastBusy(workers: readonly PoolWorker[]): PoolWorker | undefined {
  let least: PoolWorker | undefined;
  for (const worker of workers) {
    if (least === undefined || loadOf(worker) < loadOf(least)) least = worker;
  }
  return least;
}
