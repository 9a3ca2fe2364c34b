/**
 * What was thrown, in words.
 *
 * @module
 */
import { types } from 'node:util';
import { summaryOf } from '../columns/summary.ts';

/** `TypeError: no column "a"`, or a summary of what is no error. Never throws. */
export function thrownWords(thrown: unknown): string {
  if (!(thrown instanceof Error) && !types.isNativeError(thrown)) return summaryOf(thrown);
  try {
    return Error.prototype.toString.call(thrown);
  } catch {
    return 'an error that cannot be read';
  }
}
