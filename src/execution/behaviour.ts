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
