/**
 * What a worker says came of a task.
 *
 * @module
 */
import type { NodeReport } from '../../adapters/adapter.ts';
import { loadFor } from '../../columns/codec.ts';
import { EncodedValue } from '../../columns/encoded-value.ts';
import type { Bytes } from '../../columns/message.ts';
import { encodedIn, isComplete, unpack, type Packed } from '../../columns/parcel.ts';
import type { TaskOutcome } from '../executor.ts';
import type { SentOutcome } from '../worker/task-list.ts';

/**
 * The outcome; a promise where something has to be loaded that reading its values needs. Values with buffers stay as they
 * came. Throws `SerializationError` where it cannot be read.
 */
export function outcomeOf(
  { values = [], failure, reports, durationMs }: SentOutcome,
  buffers: readonly Bytes[],
  worker: string,
): TaskOutcome | Promise<TaskOutcome> {
  if (failure !== undefined) {
    const { error, reports } = unpack(failure, buffers) as {
      readonly error: unknown;
      readonly reports: readonly NodeReport[];
    };
    const told = reports.length === 0 ? {} : { reports };
    return { values: [], failure: { error }, worker, durationMs, ...told };
  }
  const loading: Promise<void>[] = [];
  const held = values.map((packed) => heldValue(packed, buffers, loading));
  const outcome: TaskOutcome = { values: held, worker, durationMs };
  const told =
    reports === undefined
      ? outcome
      : { ...outcome, reports: unpack(reports, buffers) as readonly NodeReport[] };
  return loading.length === 0 ? told : Promise.all(loading).then(() => told);
}

/** A value as it came; where there is nothing to decode, the value itself. */
function heldValue(packed: Packed, buffers: readonly Bytes[], loading: Promise<void>[]): unknown {
  const encoded = encodedIn(packed, buffers);
  if (encoded === undefined) return packed;
  if (isComplete(encoded)) return unpack(packed, buffers);
  const needed = loadFor(encoded);
  if (needed !== undefined) loading.push(needed);
  return new EncodedValue(encoded);
}
