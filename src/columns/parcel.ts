/**
 * Several values in one message: their buffers beside it, in one list.
 *
 * @module
 */
import { decode, encodeSoon, encodeThrown, type EncodeOptions } from './codec.ts';
import { messageSize } from './message-size.ts';
import { byteLengthOf, type Bytes, type Encoded, type Message } from './message.ts';

/** A value in such a message: a primitive is itself, all else says where its buffers are. */
export type Packed = Primitive | PackedObject;

export type Primitive = string | number | boolean | bigint | null | undefined;

interface PackedObject {
  readonly message: unknown;
  /** The position of its first buffer, and how many there are. */
  readonly first: number;
  readonly count: number;
}

export const isPrimitive = (value: unknown): value is Primitive =>
  value === null ||
  (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/** Puts values into one message. */
export class Packer {
  readonly buffers: Bytes[] = [];
  /** About how large all is, buffers and messages. */
  bytes = 0;

  /** Packs a value; a promise where a part of it has to be computed first. Fails with `SerializationError`. */
  pack(value: unknown, options: EncodeOptions): Packed | Promise<Packed> {
    if (isPrimitive(value)) return this.packPrimitive(value);
    const encoded = encodeSoon(value, options);
    return encoded instanceof Promise
      ? encoded.then((later) => this.packEncoded(later))
      : this.packEncoded(encoded);
  }

  packPrimitive(value: Primitive): Packed {
    if (typeof value === 'string') this.bytes += value.length;
    return value;
  }

  /** Packs what somebody's code threw; never fails. */
  packThrown(thrown: unknown): Packed {
    return this.packEncoded(encodeThrown(thrown));
  }

  /** Packs what is encoded already; its buffers go with the message. */
  packEncoded(encoded: Encoded): Packed {
    const { message, buffers } = encoded;
    this.bytes += messageSize(encoded) + byteLengthOf(buffers);
    const packed = { message, first: this.buffers.length, count: buffers.length };
    for (const buffer of buffers) this.buffers.push(buffer);
    return packed;
  }
}

/** Makes something of each; a promise where one is. One that is rejected when nobody waits for it any more is heard. */
export function eachSoon<V, T>(
  values: readonly V[],
  make: (value: V, position: number) => T | Promise<T>,
): readonly T[] | Promise<T[]> {
  let mustWait = false;
  const made = values.map((value, i) => {
    const one = make(value, i);
    if (one instanceof Promise) {
      mustWait = true;
      // a later one may fail before anybody waits for it
      one.catch(() => undefined);
    }
    return one;
  });
  return mustWait ? Promise.all(made.map(async (one) => one)) : (made as readonly T[]);
}

/** The value that was packed; undefined: it is a primitive, and itself. */
export function encodedIn(packed: Packed, buffers: readonly Bytes[]): Encoded | undefined {
  if (isPrimitive(packed)) return undefined;
  const { message, first, count } = packed;
  return { message, buffers: count === 0 ? [] : buffers.slice(first, first + count) };
}

/** The value again. Throws `SerializationError` like `decode`. */
export function unpack(packed: Packed, buffers: readonly Bytes[]): unknown {
  const encoded = encodedIn(packed, buffers);
  return encoded === undefined ? packed : decode(encoded);
}

/** Whether a value is complete in its message, so that there is nothing to decode. */
export const isComplete = ({ message }: Encoded): boolean =>
  (message as Message).steps === undefined;
