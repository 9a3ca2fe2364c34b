/**
 * Rejections that nobody hears would end the process: tests that provoke failures look out for them.
 *
 * @module
 */
import { afterEach, beforeEach, expect } from 'vitest';
import { quiet } from './driver-of.ts';

/** Has every test of the file fail in which a promise is rejected without anybody hearing it. */
export function hearsEveryRejection(): void {
  const unheard: unknown[] = [];
  const note = (reason: unknown): number => unheard.push(reason);
  beforeEach(() => {
    unheard.length = 0;
    process.on('unhandledRejection', note);
  });
  afterEach(async () => {
    await quiet();
    process.off('unhandledRejection', note);
    expect(`${unheard.length} unheard rejections`).toBe('0 unheard rejections');
  });
}
