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

/** Waits for all, whatever becomes of each; then fails with the first failure. */
export async function allDone(promises: readonly (Promise<unknown> | undefined)[]): Promise<void> {
  const results = await Promise.allSettled(promises.filter((promise) => promise !== undefined));
  const failed = results.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
