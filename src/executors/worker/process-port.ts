/**
 * What a process has of its pool: a pipe to it at file descriptor 3, and one from it at 4.
 *
 * @module
 */
import { Socket } from 'node:net';
import { FrameReader, toFrames, type Header } from '../../columns/framing.ts';
import type { Encoded } from '../../columns/message.ts';
import type { HostPort } from '../pool/link.ts';
import { encodedParcel, parcelIn, writeAll } from '../pool/parcel-frames.ts';
import { onUncaught } from './uncaught.ts';
import { watchParent } from './watch-parent.ts';

export function processPort(): HostPort {
  const parent = process.ppid;
  const outgoing = new Socket({ fd: 3, readable: false, writable: true });
  const incoming = new Socket({ fd: 4, readable: true, writable: false });
  const leave = (): void => process.exit(0);
  // the pool has gone: there is nobody to work for
  outgoing.on('error', leave);
  incoming.on('error', leave);
  incoming.on('close', leave);
  // the terminal sends it to all processes of a program; the one that started them decides
  process.on('SIGINT', () => {});

  const write = (encoded: Encoded, header?: Header): Promise<void> =>
    writeAll(outgoing, toFrames(encoded, header));
  onUncaught((thrown) => void write(thrown, { isThrown: true }).then(() => process.exit(1)));

  return {
    listen(listener) {
      const reader = new FrameReader();
      let isWatched = false;
      incoming.on('data', (chunk: Uint8Array) => {
        // before the first message, for it may be one that never returns
        if (!isWatched) watchParent(parent);
        isWatched = true;
        for (const { encoded } of reader.push(chunk)) {
          if (encoded !== undefined) listener(parcelIn(encoded));
        }
      });
    },
    send: (parcel) => write(encodedParcel(parcel)),
    // written at once, to the output of the program itself
    printed: () => undefined,
    exit: () => void outgoing.end(leave),
  };
}
