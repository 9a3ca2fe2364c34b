/**
 * A value that came from elsewhere, and has not been needed here yet.
 *
 * @module
 */
import { decode } from './codec.ts';
import type { Encoded } from './message.ts';

/** Stays as it came until somebody reads it; then it is decoded, once. */
export class EncodedValue {
  #encoded: Encoded | undefined;
  #value: unknown;

  constructor(encoded: Encoded) {
    this.#encoded = encoded;
  }

  /** As it came; undefined once it was decoded. */
  get encoded(): Encoded | undefined {
    return this.#encoded;
  }

  /** The value. Throws `SerializationError` like `decode`. */
  value(): unknown {
    if (this.#encoded !== undefined) {
      this.#value = decode(this.#encoded);
      this.#encoded = undefined;
    }
    return this.#value;
  }
}
