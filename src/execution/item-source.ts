/**
 * The items of a block, pulled one at a time.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { InvalidNodeError } from '../errors.ts';
import type { FunctionNode } from '../nodes/node.ts';
import { isPromise } from './step-runner.ts';

type AnyIterator = Iterator<unknown> | AsyncIterator<unknown>;

/** An iterator that is closed at most once, and not after it has ended. */
export class ItemSource {
  readonly #iterator: AnyIterator;
  #hasEnded = false;
  /** Whether it has been asked for an item and not answered. */
  #isPulling = false;

  /** Throws `InvalidNodeError` where `items` is not iterable. */
  constructor(node: FunctionNode, items: unknown) {
    this.#iterator = iteratorOf(node, items);
    if (Array.isArray(items)) hearPromises(items);
  }

  /** The next result, or a promise of it. */
  next(): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    let result: IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
    try {
      result = this.#iterator.next();
    } catch (error) {
      // a generator that threw has ended
      this.#hasEnded = true;
      throw error;
    }
    if (!isPromise(result)) return this.#answered(result);
    this.#isPulling = true;
    return Promise.resolve(result).then(
      (answer) => this.#answered(answer),
      (error: unknown) => {
        this.#isPulling = false;
        this.#hasEnded = true;
        throw error;
      },
    );
  }

  #answered(result: IteratorResult<unknown>): IteratorResult<unknown> {
    this.#isPulling = false;
    if (result.done === true) this.#hasEnded = true;
    return result;
  }

  /**
   * Has the generator end: its `finally` blocks run. Never rejects.
   *
   * Waits for them, unless the generator waits for something itself: then it ends once it has that.
   */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    try {
      const closing: unknown = this.#iterator.return?.();
      if (!isPromise(closing)) return;
      const closed = Promise.resolve(closing).catch(() => undefined);
      if (!this.#isPulling) await closed;
    } catch {
      // the run has failed or was left: how its generator ends adds nothing
    }
  }
}

/** Items that were promised together may be rejected before they are pulled: what nobody hears would end the process. */
function hearPromises(items: readonly unknown[]): void {
  for (const item of items) if (isPromise(item)) item.catch(() => undefined);
}

function iteratorOf(node: FunctionNode, items: unknown): AnyIterator {
  if ((typeof items === 'object' && items !== null) || typeof items === 'string') {
    const iterable = items as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
    const iterator = iterable[Symbol.asyncIterator]?.() ?? iterable[Symbol.iterator]?.();
    if (typeof iterator === 'object' && iterator !== null) return iterator;
  }
  throw new InvalidNodeError(
    'node/not-iterable',
    `"${node.name}" opens a parallel block, but gave ${summaryOf(items)}, which is not iterable.`,
    {
      node: node.name,
      hint: 'yield the items from a function*, or return a list of them',
    },
  );
}
