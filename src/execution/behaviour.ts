/**
 * What waits and what measures time: the only place where execution looks at the clock.
 *
 * @module
 */

/** Milliseconds since some fixed moment. */
export const now = (): number => performance.now();

/** Lets the event loop turn once: timers, signals and the finalizers of native memory get their turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** How long synchronous nodes may hold the event loop before it turns, in milliseconds. */
export const turnEveryMs = 10;

/** How long a run that is over waits for each generator to close, in milliseconds: one that never does holds nobody up. */
export const closeWithinMs = 5000;

/** Waits for a promise, but no longer than `ms` milliseconds. */
export async function atMost(promise: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** Whether a promise has settled after so many milliseconds; where it takes longer, nobody hears of it. */
export async function isDoneWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let isDone = false;
  const settled = (): void => {
    isDone = true;
  };
  await atMost(promise.then(settled, settled), ms);
  return isDone;
}

/** The longest that a timer can wait, in milliseconds: one that is told to wait longer does not wait at all. */
const longestTimer = 2 ** 31 - 1;

/** Does `work` after so many milliseconds, at most {@link longestTimer}; what comes back calls it off. */
export function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, Math.min(ms, longestTimer));
  return () => clearTimeout(timer);
}

/** Waits so many milliseconds, or until the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      callOff();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const callOff = after(ms, done);
    signal.addEventListener('abort', done);
  });
}

/** A number somewhere between half of another and its whole. */
export const somewhatLess = (whole: number): number => whole * (0.5 + Math.random() / 2);
