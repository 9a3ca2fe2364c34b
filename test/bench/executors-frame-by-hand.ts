/**
 * Frames to worker threads and back with nothing but `node:worker_threads` and Polars.
 *
 * @module
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { readIPCStream, type DataFrame } from 'nodejs-polars';

/** A frame to give back, one to keep, or which value of that one is wanted. */
type FrameMessage =
  | { readonly kind: 'return'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'keep'; readonly bytes: SharedArrayBuffer }
  | { readonly kind: 'read'; readonly rows: readonly number[] };

/** This file runs in the threads too. */
export const frameThread = (): Worker => new Worker(new URL(import.meta.url));

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  let kept: DataFrame | undefined;
  port.on('message', (message: FrameMessage) => {
    switch (message.kind) {
      case 'return': {
        const bytes = bytesOf(readIPCStream(Buffer.from(message.bytes)));
        port.postMessage(bytes, [bytes]);
        return;
      }
      case 'keep':
        kept = readIPCStream(Buffer.from(message.bytes as unknown as ArrayBuffer));
        return;
      case 'read':
        port.postMessage(message.rows.map((row) => kept?.getColumn('a').get(row)));
    }
  });
}

/** Encodes, hands over, has decoded, encoded and handed back, decodes. */
export async function returnedByHand(frame: DataFrame, thread: Worker): Promise<DataFrame> {
  const bytes = bytesOf(frame);
  const answer = once(thread, 'message');
  thread.postMessage({ kind: 'return', bytes } satisfies FrameMessage, [bytes]);
  const [back] = (await answer) as [ArrayBuffer];
  return readIPCStream(Buffer.from(back));
}

/** Encodes once into shared memory; each thread decodes once, and reads its share of the rows. */
export async function readByHand(
  frame: DataFrame,
  threads: readonly Worker[],
  readers: number,
): Promise<number> {
  const bytes = sharedBytesOf(frame);
  const sums = threads.map(async (thread, index) => {
    const rows = Array.from({ length: readers }, (_, row) => row).filter(
      (row) => row % threads.length === index,
    );
    const answer = once(thread, 'message');
    thread.postMessage({ kind: 'keep', bytes } satisfies FrameMessage, []);
    thread.postMessage({ kind: 'read', rows } satisfies FrameMessage, []);
    const [values] = (await answer) as [readonly number[]];
    return values.reduce((sum, value) => sum + value, 0);
  });
  return (await Promise.all(sums)).reduce((sum, value) => sum + value, 0);
}

/** Of a large frame, memory of its own: small ones lie in a pool of Node's, and could not be handed over. */
function bytesOf(frame: DataFrame): ArrayBuffer {
  const { buffer, byteLength } = frame.writeIPCStream({ compression: 'uncompressed' });
  if (buffer.byteLength !== byteLength) throw new Error('the frame is too small to be handed over');
  return buffer as ArrayBuffer;
}

/** The chunks that Polars writes, each copied to its place. */
function sharedBytesOf(frame: DataFrame): SharedArrayBuffer {
  const chunks: Uint8Array[] = [];
  const inner = nativeOf(frame);
  inner.writeIpcStream({ write: (chunk) => chunks.push(chunk) > 0 }, 'uncompressed');
  const bytes = new SharedArrayBuffer(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  const view = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    view.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** What Polars keeps of a frame: it writes straight into memory, which the method of the frame joins once more. */
interface Native {
  writeIpcStream(to: { write(chunk: Uint8Array): boolean }, compression: string): void;
}

/** Not among the types of a frame. */
export const nativeOf = (frame: DataFrame): Native =>
  (frame as unknown as { inner(): Native }).inner();
