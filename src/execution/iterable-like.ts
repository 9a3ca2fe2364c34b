/**
 * What stands for the items of a generator where something lies around it.
 *
 * @module
 */
import { givenByGenerator, isGivenByGenerator } from './item-source.ts';

type Answer = IteratorResult<unknown>;

/** How items are had. */
export interface Pulls {
  /** The next answer; a promise only where there is something to wait for. */
  readonly next: () => Answer | Promise<Answer>;
  /** Has nothing else be pulled. */
  readonly end: () => void;
  /** Done when that has taken effect. */
  readonly closed: () => Promise<void>;
}

/**
 * An iterable of what `next` gives, to be gone through once: of the protocol of `items`, synchronous or not, and of a
 * generator where these are.
 */
export function iterableLike(items: object, { next, end, closed }: Pulls): object {
  const mark = { [givenByGenerator]: isGivenByGenerator(items) };
  const left = { done: true, value: undefined } as const;
  const isAsync =
    typeof (items as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator] === 'function';
  if (!isAsync) {
    const iterator = {
      ...mark,
      next,
      return: () => {
        end();
        return left;
      },
      [Symbol.iterator]: (): object => iterator,
    };
    return iterator;
  }
  const iterator = {
    ...mark,
    next: async () => next(),
    return: async () => {
      end();
      await closed();
      return left;
    },
    [Symbol.asyncIterator]: (): object => iterator,
  };
  return iterator;
}
