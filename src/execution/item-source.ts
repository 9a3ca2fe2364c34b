/**
 * The items of a block, pulled one at a time.
 *
 * @module
 */
import { types } from 'node:util';
import { summaryOf } from '../columns/summary.ts';
import { valueTypeOf } from '../columns/value-type.ts';
import { isPromise } from './step-runner.ts';

/** Where items say that they are those of a generator, though they are none themselves. */
export const givenByGenerator: unique symbol = Symbol('givenByGenerator');

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;
type Answer = IteratorResult<unknown>;

/** An iterator that is closed at most once, and not after it has ended. */
export class ItemSource {
  /** Whether it is a generator, whose `return` is no item. */
  readonly isGenerator: boolean;
  readonly #iterator: AnyIterator;
  #hasEnded = false;
  /** Whether it has been asked for an item and not answered. */
  #isPulling = false;

  /** `items` are {@link areItems}. */
  constructor(items: unknown) {
    this.isGenerator = isGivenByGenerator(items);
    this.#iterator = iteratorOf(items);
    hearPromises(items);
  }

  /** The next answer, or a promise of it. */
  next(): Answer | Promise<Answer> {
    let answer: Answer | Promise<Answer>;
    try {
      answer = this.#iterator.next();
      if (!isPromise(answer)) return this.#answered(answer);
    } catch (error) {
      throw this.#failed(error);
    }
    this.#isPulling = true;
    return Promise.resolve(answer).then(
      (later) => {
        this.#isPulling = false;
        return this.#answered(later);
      },
      (error: unknown) => {
        this.#isPulling = false;
        throw this.#failed(error);
      },
    );
  }

  #answered(answer: Answer): Answer {
    if (typeof answer !== 'object' || answer === null) {
      throw new TypeError(`the iterator's next() gave ${summaryOf(answer)}, not { done, value }`);
    }
    if (answer.done === true) this.#hasEnded = true;
    return answer;
  }

  /** A generator that threw has ended. */
  #failed(error: unknown): unknown {
    this.#hasEnded = true;
    return error;
  }

  /**
   * Has the generator end: its `finally` blocks run. Settles when they have, and never rejects.
   *
   * `isIdle` says whether that begins at once; a generator that waits for something itself ends once it has that.
   */
  close(): { readonly closed: Promise<void>; readonly isIdle: boolean } {
    const isIdle = !this.#isPulling;
    const done = { closed: Promise.resolve(), isIdle: true };
    if (this.#hasEnded) return done;
    this.#hasEnded = true;
    try {
      const closing: unknown = this.#iterator.return?.();
      if (!isPromise(closing)) return done;
      // the run has failed or was left: how its generator ends adds nothing
      return { closed: Promise.resolve(closing).then(nothing, nothing), isIdle };
    } catch {
      return done;
    }
  }
}

const nothing = (): void => undefined;

/** Items that were promised together may be rejected before they are pulled: what nobody hears would end the process. */
function hearPromises(items: unknown): void {
  // only what can be gone through twice
  const isList = Array.isArray(items) || items instanceof Set;
  if (!isList) return;
  for (const item of items as Iterable<unknown>) if (isPromise(item)) item.catch(nothing);
}

/** Whether items come from a generator, whose `return` is no item. */
export const isGivenByGenerator = (items: unknown): boolean =>
  types.isGeneratorObject(items) ||
  (items as { readonly [givenByGenerator]?: boolean })[givenByGenerator] === true;

/** Whether a value is several items; a text and a frame are one thing each, though they can be iterated. */
export function areItems(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || valueTypeOf(value) === 'DataFrame')
    return false;
  const iterable = value as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
  return (
    typeof iterable[Symbol.asyncIterator] === 'function' ||
    typeof iterable[Symbol.iterator] === 'function'
  );
}

function iteratorOf(items: unknown): AnyIterator {
  const iterable = items as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
  const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
  if (typeof iterator === 'object' && iterator !== null) return iterator;
  throw new TypeError(`its iterator is ${summaryOf(iterator)}`);
}
