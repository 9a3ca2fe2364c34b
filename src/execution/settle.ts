/**
 * Work that may be synchronous or not, and what comes after it.
 *
 * @module
 */
import { isPromise } from './step-runner.ts';

/**
 * Does `work` and goes on with its value or its failure: at once, or when its promise settles.
 *
 * A promise only where `work` or what comes after gives one; other thenables are values.
 */
export function settle<T>(
  work: () => unknown,
  succeeded: (value: unknown) => T | Promise<T>,
  failed: (error: unknown) => T | Promise<T>,
): T | Promise<T> {
  let value: unknown;
  try {
    value = work();
  } catch (error) {
    return failed(error);
  }
  // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
  return isPromise(value) ? Promise.resolve(value).then(succeeded, failed) : succeeded(value);
}
