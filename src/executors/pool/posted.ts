/**
 * What goes through the port between a pool and a thread. Users' code may post there, too: theirs is told apart by a key.
 *
 * @module
 */
import { transferListOf } from '../../columns/codec.ts';
import { messageOf } from '../../columns/refusals.ts';
import { SerializationError } from '../../errors.ts';
import type { Parcel } from './link.ts';

export type Posted =
  | (Parcel & {
      /** `thrown`: what nobody caught, encoded. The thread ends with it. */
      readonly icosian: 'parcel' | 'thrown';
    })
  | {
      /** The thread ends in good order. */
      readonly icosian: 'left';
    };

/** A message port, as far as it is needed here. */
interface Outlet {
  postMessage(value: unknown, transferList: readonly ArrayBuffer[]): void;
}

/** Hands the buffers over, but for those that are shared. Throws `SerializationError` (`codec/cannot-travel`). */
export function post(outlet: Outlet, posted: Posted): void {
  try {
    outlet.postMessage(posted, posted.icosian === 'left' ? [] : transferListOf(posted));
  } catch (cause) {
    throw new SerializationError(
      'codec/cannot-travel',
      `A message cannot travel to another thread: ${messageOf(cause)}.`,
      {
        hint: 'a message is plain data, and each of its buffers is handed over once: copy one that is needed again',
        cause,
      },
    );
  }
}

/** Undefined: it is not ours. */
export function postedIn(raw: unknown): Posted | undefined {
  const isOurs = typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'icosian');
  return isOurs ? (raw as Posted) : undefined;
}
