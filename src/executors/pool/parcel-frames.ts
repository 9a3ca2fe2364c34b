/**
 * Parcels in the pipes between a pool and a process.
 *
 * @module
 */
import type { Writable } from 'node:stream';
import type { Encoded, Message } from '../../columns/message.ts';
import type { Parcel } from './link.ts';

/** What is written for a parcel. */
export const encodedParcel = ({ message, buffers }: Parcel): Encoded => ({
  message: { root: message },
  buffers,
});

export const parcelIn = ({ message, buffers }: Encoded): Parcel => ({
  message: (message as Message).root,
  buffers,
});

/** Writes without copying, at once where they are small; done when the last byte has left. */
export function writeAll(pipe: Writable, frames: readonly Uint8Array[]): Promise<void> {
  return new Promise((resolve) => {
    const last = frames.length - 1;
    pipe.cork();
    frames.forEach((frame, index) =>
      pipe.write(frame, index === last ? () => resolve() : undefined),
    );
    pipe.uncork();
  });
}
