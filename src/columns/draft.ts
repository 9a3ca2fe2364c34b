/**
 * A message while it is being written.
 *
 * @module
 */
import type { Bytes, Making, Message, Step } from './message.ts';
import { unreadable, type Refusal } from './refusals.ts';
import { summaryOf } from './summary.ts';
import { pathOf, type Key, type Trail } from './trail.ts';

export interface DraftOptions {
  /** What the whole value is called in errors. */
  readonly path: string;
  readonly shared: boolean;
  /** Whether what must be waited for is left to {@link Draft.waiting}; else it is refused. */
  readonly mayWait: boolean;
  /** Whether what cannot travel is replaced by a few words about it. */
  readonly describes: boolean;
}

/** A place among the parts that the other side makes. */
export class Part {
  readonly number: number;

  constructor(number: number) {
    this.number = number;
  }
}

export class Draft {
  readonly options: DraftOptions;
  readonly message: Message = { root: undefined };
  readonly buffers: Bytes[] = [];
  readonly refusals: Refusal[] = [];
  /** Buffers still to come; each promise fills its own, or adds a refusal. None rejects. */
  readonly waiting: Promise<void>[] = [];
  /** What stands for each object that was met: a copy, a part, or the object itself. */
  readonly known: Map<object, object> = new Map();
  readonly #steps: Step[] = [];
  #parts = 0;

  constructor(options: DraftOptions) {
    this.options = options;
  }

  /** Written after all that it needs: steps are done in order. */
  step(step: Step): void {
    this.message.steps = this.#steps;
    this.#steps.push(step);
  }

  /** The part that the other side makes of `value`. */
  make(value: object, making: Making): Part {
    this.step(making);
    const part = new Part(this.#parts++);
    this.known.set(value, part);
    return part;
  }

  /** Puts it there; of a part, leaves a hole. Says whether it is one. */
  place(into: object, key: string | number, encoded: unknown): boolean {
    const isPart = encoded instanceof Part;
    const value = isPart ? undefined : encoded;
    if (key === '__proto__') {
      const descriptor = { value, configurable: true, enumerable: true, writable: true };
      Object.defineProperty(into, key, descriptor);
    } else (into as Record<string | number, unknown>)[key] = value;
    if (isPart) this.step({ put: encoded.number, into, key });
    return isPart;
  }

  /** The number of this buffer. */
  buffer(bytes: Bytes): number {
    return this.buffers.push(bytes) - 1;
  }

  /** The number of a buffer that is there later; what it fails with becomes a refusal. */
  bufferLater(path: string, bytes: () => Promise<Bytes>): number {
    const buffer = this.buffer(new ArrayBuffer(0));
    const settle = async (): Promise<void> => {
      try {
        this.buffers[buffer] = await bytes();
      } catch (cause) {
        this.refusals.push(unreadable(path, cause));
      }
    };
    this.waiting.push(settle());
    return buffer;
  }

  /** What stands for a value that cannot travel. */
  refuse(refusal: Refusal, value: unknown): unknown {
    if (this.options.describes) return value === undefined ? undefined : summaryOf(value);
    this.refusals.push(refusal);
    return undefined;
  }

  path(trail: Trail | undefined, key?: Key): string {
    return pathOf(this.options.path, trail, key);
  }
}
