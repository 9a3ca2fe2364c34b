/**
 * Messages in a stream of bytes, for pipes between processes:
 *
 * `u32 header length | u32 number of buffers | u64 length of each | JSON header | buffers`, little endian.
 *
 * The header is the transport's own. Where a value comes along, the first buffer is its message in V8's form of
 * structured clone, the others are its buffers. The two sides need not have one version of Node.
 *
 * @module
 */
import { deserialize, serialize } from 'node:v8';
import { SerializationError } from '../errors.ts';
import { checkedMessage } from './codec.ts';
import type { Encoded, Message } from './message.ts';
import { messageOf } from './refusals.ts';

/** What the transport says about a message: plain JSON. */
export type Header = Readonly<Record<string, unknown>>;

export interface Received {
  readonly header: Header;
  /** Absent: the message was a header alone. */
  readonly encoded?: Encoded;
}

const prefixLength = 8;
/** Longer is not a header: it stands for what somebody printed into the pipe. */
const longestHeader = 2 ** 24;
const mostBuffers = 2 ** 20;

/**
 * One message as pieces to be written in turn. The buffers are not copied: they must not change before they are
 * written.
 *
 * Throws `SerializationError`: `codec/used-up`, `codec/handed-over`, `codec/too-large`.
 */
export function toFrames(encoded: Encoded | undefined, header: Header = {}): Uint8Array[] {
  const bodies =
    encoded === undefined
      ? []
      : [
          bytesOfMessage(checkedMessage(encoded)),
          ...encoded.buffers.map((bytes) => new Uint8Array(bytes)),
        ];
  const json = new TextEncoder().encode(JSON.stringify(header));
  if (json.byteLength > longestHeader) throw tooLarge(`a header of ${json.byteLength} bytes`);
  if (bodies.length > mostBuffers) throw tooLarge(`${bodies.length} buffers`);
  const head = new Uint8Array(prefixLength + 8 * bodies.length + json.byteLength);
  const view = new DataView(head.buffer);
  view.setUint32(0, json.byteLength, true);
  view.setUint32(4, bodies.length, true);
  bodies.forEach((body, index) =>
    view.setBigUint64(prefixLength + 8 * index, BigInt(body.byteLength), true),
  );
  head.set(json, prefixLength + 8 * bodies.length);
  return [head, ...bodies.filter((body) => body.byteLength > 0)];
}

function bytesOfMessage(message: Message): Uint8Array {
  try {
    return serialize(message);
  } catch (cause) {
    throw new SerializationError(
      'codec/cannot-travel',
      `A value cannot travel: ${messageOf(cause)}.`,
      {
        hint: 'it has a part that only structured clone saw, such as a function beside the entries of a long array',
        cause,
      },
    );
  }
}

const tooLarge = (what: string): SerializationError =>
  new SerializationError('codec/too-large', `One message cannot have ${what}.`, {
    hint: 'send fewer items at a time, or arrays of numbers instead of many small ones',
  });

/** The messages of a stream, in order. Throws like {@link FrameReader}. */
export async function* fromFrames(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Received, void, undefined> {
  const reader = new FrameReader();
  for await (const chunk of chunks) yield* reader.push(chunk);
  reader.end();
}

/** A message of which not all is there. */
interface Body {
  readonly header: Header;
  readonly buffers: readonly Uint8Array<ArrayBuffer>[];
  /** The buffer that is being filled, and how much of it is. */
  current: number;
  filled: number;
}

/**
 * Reads messages from chunks of any size. Every buffer is allocated once, when its length is known.
 *
 * Throws `SerializationError`: `codec/not-a-frame` for anything that {@link toFrames} did not write, and from then on;
 * `codec/cut-off` where the stream ends within a message.
 */
export class FrameReader {
  #head: Uint8Array<ArrayBuffer> = new Uint8Array(prefixLength);
  #headFilled = 0;
  #body: Body | undefined;
  #failure: SerializationError | undefined;

  /** The messages that end in this chunk, in order. */
  push(chunk: Uint8Array): Received[] {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      return this.#read(chunk);
    } catch (error) {
      this.#failure =
        error instanceof SerializationError ? error : notAFrame('it is garbled', error);
      throw this.#failure;
    }
  }

  /** The stream has ended. */
  end(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#headFilled === 0 && this.#body === undefined) return;
    throw new SerializationError('codec/cut-off', 'The stream ended within a message.', {
      hint: 'the other side ended, or was ended, while it was writing: see how it exited',
    });
  }

  #read(chunk: Uint8Array): Received[] {
    const received: Received[] = [];
    let offset = 0;
    // once more at the end of the chunk: a message may need no further bytes
    for (;;) {
      offset +=
        this.#body === undefined
          ? this.#fillHead(chunk, offset)
          : this.#fillBody(this.#body, chunk, offset);
      const body = this.#body;
      if (body !== undefined && body.current === body.buffers.length) {
        received.push(receivedOf(body));
        this.#body = undefined;
      } else if (offset === chunk.byteLength) return received;
    }
  }

  /** Fills the head as far as its length is known; each part of it says how long the next is. */
  #fillHead(chunk: Uint8Array, offset: number): number {
    const taken = Math.min(this.#head.byteLength - this.#headFilled, chunk.byteLength - offset);
    this.#head.set(chunk.subarray(offset, offset + taken), this.#headFilled);
    this.#headFilled += taken;
    if (this.#headFilled < this.#head.byteLength) return taken;
    const length = headLengthOf(this.#head);
    if (length > this.#head.byteLength) {
      const longer = new Uint8Array(length);
      longer.set(this.#head);
      this.#head = longer;
    } else {
      this.#body = bodyOf(this.#head);
      this.#head = new Uint8Array(prefixLength);
      this.#headFilled = 0;
    }
    return taken;
  }

  #fillBody(body: Body, chunk: Uint8Array, offset: number): number {
    const buffer = body.buffers[body.current] as Uint8Array;
    const taken = Math.min(buffer.byteLength - body.filled, chunk.byteLength - offset);
    buffer.set(chunk.subarray(offset, offset + taken), body.filled);
    body.filled += taken;
    if (body.filled === buffer.byteLength) {
      body.current++;
      body.filled = 0;
    }
    return taken;
  }
}

/** How long the head is at least, by what there is of it. */
function headLengthOf(head: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(head.buffer);
  const headerLength = view.getUint32(0, true);
  const buffers = view.getUint32(4, true);
  if (headerLength > longestHeader) throw notAFrame(`its header would have ${headerLength} bytes`);
  if (buffers > mostBuffers) throw notAFrame(`it would have ${buffers} buffers`);
  return prefixLength + 8 * buffers + headerLength;
}

function bodyOf(head: Uint8Array<ArrayBuffer>): Body {
  const view = new DataView(head.buffer);
  const count = view.getUint32(4, true);
  const text = new TextDecoder().decode(head.subarray(prefixLength + 8 * count));
  const header = parsed(text);
  const buffers = Array.from({ length: count }, (_, index) =>
    allocated(view.getBigUint64(prefixLength + 8 * index, true)),
  );
  return { header, buffers, current: 0, filled: 0 };
}

function parsed(text: string): Header {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw notAFrame('its header is no JSON', cause);
  }
  if (typeof header === 'object' && header !== null && !Array.isArray(header))
    return header as Header;
  throw notAFrame('its header is no JSON object');
}

function allocated(length: bigint): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(Number(length));
  } catch (cause) {
    throw notAFrame(`a buffer of it would have ${length} bytes`, cause);
  }
}

function receivedOf({ header, buffers: [message, ...buffers] }: Body): Received {
  if (message === undefined) return { header };
  try {
    const encoded = { message: deserialize(message), buffers: buffers.map(({ buffer }) => buffer) };
    checkedMessage(encoded);
    return { header, encoded };
  } catch (cause) {
    throw notAFrame('its first buffer holds no encoded value', cause);
  }
}

const notAFrame = (reason: string, cause?: unknown): SerializationError =>
  new SerializationError(
    'codec/not-a-frame',
    `The stream holds something else than a message: ${reason}.`,
    {
      hint: 'nothing but messages may be written to this pipe: console.log belongs on another',
      ...(cause === undefined ? {} : { cause }),
    },
  );
