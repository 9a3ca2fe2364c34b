/**
 * Values that several tasks of a run read: encoded once, sent to each worker once.
 *
 * @module
 */
import { encode, encodeSoon, type EncodeOptions } from '../../columns/codec.ts';
import { EncodedValue } from '../../columns/encoded-value.ts';
import { joined } from '../../columns/ipc.ts';
import { messageSize } from '../../columns/message-size.ts';
import { byteLengthOf, type Encoded } from '../../columns/message.ts';

/** A value in shared memory, under a number. */
export interface SharedValue {
  readonly number: number;
  readonly encoded: Encoded;
  readonly bytes: number;
}

let lastNumber = 0;

/** Texts that are known by what they say. */
const mostTexts = 64;

/** The shared values of one run. They live as long as the value itself, and no longer than the run. */
export class SharedValues {
  readonly #values = new WeakMap<object, SharedValue | Promise<SharedValue>>();
  readonly #texts = new Map<string, SharedValue>();

  /** The shared form of an object; a promise where a part of it has to be computed first. */
  of(value: object, options: EncodeOptions): SharedValue | Promise<SharedValue> {
    const known = this.#values.get(value);
    if (known !== undefined) return known;
    const made = this.#make(value, { ...options, shared: true });
    this.#values.set(value, made);
    if (made instanceof Promise) {
      made.then(
        (shared) => this.#values.set(value, shared),
        () => this.#values.delete(value),
      );
    }
    return made;
  }

  /** The shared form of a text. */
  ofText(value: string, options: EncodeOptions): SharedValue {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const made = this.#numbered(encode(value, options));
    // the last ones: each keeps its text
    if (this.#texts.size >= mostTexts) this.#texts.clear();
    this.#texts.set(value, made);
    return made;
  }

  #make(value: object, options: EncodeOptions): SharedValue | Promise<SharedValue> {
    if (value instanceof EncodedValue) {
      const { encoded } = value;
      if (encoded !== undefined) return this.#numbered(copied(encoded, true));
      return this.#encoded(value.value(), options);
    }
    return this.#encoded(value, options);
  }

  #encoded(value: unknown, options: EncodeOptions): SharedValue | Promise<SharedValue> {
    const encoded = encodeSoon(value, options);
    return encoded instanceof Promise
      ? encoded.then((later) => this.#numbered(later))
      : this.#numbered(encoded);
  }

  #numbered(encoded: Encoded): SharedValue {
    const number = ++lastNumber;
    return { number, encoded, bytes: byteLengthOf(encoded.buffers) + messageSize(encoded) };
  }
}

/** The same with a message and buffers of its own: the others may be decoded, or handed over. */
export function copied({ message, buffers }: Encoded, shared = false): Encoded {
  const copies = buffers.map((buffer) => joined([new Uint8Array(buffer)], shared));
  return { message: structuredClone(message), buffers: copies };
}
