import { afterEach, beforeEach, expect, vi } from 'vitest';
import { quiet } from './driver-of.ts';

/** Has the tests of a file run in a time of their own, in which no timer is left behind. */
export function runsInFakeTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
}

export const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, ms));

/** What becomes of a promise, with all the time that it needs: 500 timers at most. */
export async function inTheEnd<T>(promise: Promise<T>): Promise<T> {
  let isDone = false;
  const done = (): void => {
    isDone = true;
  };
  void promise.catch(() => undefined).finally(done);
  for (let i = 0; i < 500 && !isDone; i++) {
    await quiet();
    await vi.advanceTimersToNextTimerAsync();
  }
  return promise;
}
