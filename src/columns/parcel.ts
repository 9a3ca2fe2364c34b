/**
 * Several values in one message: their buffers beside it, in one list.
 *
 * @module
 */
import { decode, encode, encodeLater, encodeThrown, type EncodeOptions } from './codec.ts';
import { SerializationError } from '../errors.ts';
import { messageSize } from './message-size.ts';
import type { Bytes, Encoded, Message } from './message.ts';

/** A value in such a message: a primitive is itself, all else says where its buffers are. */
export type Packed = Primitive | PackedObject;

type Primitive = string | number | boolean | bigint | null | undefined;

interface PackedObject {
  readonly message: unknown;
  /** The position of its first buffer, and how many there are. */
  readonly first: number;
  readonly count: number;
}

const isPrimitive = (value: unknown): value is Primitive =>
  value === null ||
  (typeof value !== 'object' && typeof value !== 'function' && typeof value !== 'symbol');

/** Puts values into one message. */
export class Packer {
  readonly buffers: Bytes[] = [];
  /** About how large all is, buffers and messages. */
  bytes = 0;

  /** Packs a value; a promise where a part of it has to be computed first. Fails with `SerializationError`. */
  pack(value: unknown, options: EncodeOptions): Packed | Promise<Packed> {
    if (isPrimitive(value)) {
      if (typeof value === 'string') this.bytes += value.length;
      return value;
    }
    try {
      return this.packEncoded(encode(value, options));
    } catch (error) {
      const mustWait = error instanceof SerializationError && error.code === 'codec/must-wait';
      if (!mustWait) throw error;
      return encodeLater(value, options).then((encoded) => this.packEncoded(encoded));
    }
  }

  /** Packs what somebody's code threw; never fails. */
  packThrown(thrown: unknown): Packed {
    return this.packEncoded(encodeThrown(thrown));
  }

  /** Packs what is encoded already; its buffers go with the message. */
  packEncoded(encoded: Encoded): Packed {
    const { message, buffers } = encoded;
    this.bytes += messageSize(encoded);
    const packed = { message, first: this.buffers.length, count: buffers.length };
    for (const buffer of buffers) {
      this.buffers.push(buffer);
      this.bytes += buffer.byteLength;
    }
    return packed;
  }
}

/** The same in another packer, which gets its buffers. */
export function repacked(packed: Packed, from: Packer, into: Packer): Packed {
  const encoded = encodedIn(packed, from.buffers);
  return encoded === undefined ? packed : into.packEncoded(encoded);
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
