/**
 * Packs tasks for a worker and sends them; where a value has to be computed first, later.
 *
 * @module
 */
import { countNative } from '../../execution/prompt-collection.ts';
import type { BatchMessage } from '../worker/protocol.ts';
import type { Batch, Entry } from './entry.ts';
import { BatchPacker } from './pack-batch.ts';
import type { PoolWorker } from './pool-worker.ts';
import type { SharedValues } from './shared-values.ts';
import { refusedTask } from './worker-failures.ts';

export interface SendEvents {
  /** These have to be sent some other time. */
  readonly left: (entries: readonly Entry[]) => void;
  /** It was sent. */
  readonly sent: () => void;
  /** It was sent, or it was not. */
  readonly settled: () => void;
}

/** Sends the tasks of a batch; those that cannot travel are rejected. It is among `worker.packing` until it is sent. */
export function sendBatch(
  worker: PoolWorker,
  batch: Batch,
  values: SharedValues,
  { left, sent, settled }: SendEvents,
): void {
  const { waiting } = batch;
  const entries = [...waiting.values()];
  const [first] = entries;
  if (first === undefined) return;
  const { given, program } = first.task;
  worker.packing.add(batch);
  worker.hold();
  // the worker may end meanwhile, or the run: then others have the tasks, or nobody wants them
  const isWanted = (): boolean => worker.packing.has(batch);
  const packed = new BatchPacker(values);
  const finish = (work: () => void): void => {
    if (!worker.packing.delete(batch)) return;
    try {
      work();
    } catch (error) {
      refuse(batch, error, left);
    }
    settled();
  };
  const post = (all: BatchMessage['given']): void =>
    finish(() => {
      batch.count = waiting.size;
      if (batch.count === 0) return;
      worker.run(batch, program, packed, all);
      batch.size.had(packed.packer.bytes, batch.count);
      countNative(packed.packer.bytes);
      sent();
    });
  const fail = (error: unknown): void =>
    finish(() => {
      throw error;
    });
  const adding = packed.addAll(entries, {
    refused: (entry, error) => {
      if (isWanted() && waiting.delete(entry.number)) entry.reject(error);
    },
    left: (others) => {
      if (!isWanted()) return;
      for (const { number } of others) waiting.delete(number);
      left(others);
    },
  });
  try {
    const all = adding === undefined ? packed.given(given) : adding.then(() => packed.given(given));
    if (all instanceof Promise) all.then(post, fail);
    else post(all);
  } catch (error) {
    fail(error);
  }
}

/** A message cannot be sent: of several tasks, each is tried alone, so that the one is found. */
function refuse({ waiting, count }: Batch, error: unknown, left: SendEvents['left']): void {
  const entries = [...waiting.values()];
  if (count > 1) {
    for (const entry of entries) entry.isAlone = true;
    left(entries);
  } else for (const { task, reject } of entries) reject(refusedTask(task, error));
}
