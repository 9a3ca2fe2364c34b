/**
 * What the figures must not exceed.
 *
 * @module
 */

/** Microseconds a node, by the number of nodes. */
export const buildLimits: ReadonlyMap<number, number> = new Map([
  [10_000, 3],
  [50_000, 6],
]);
/** Times the hand-written loop, by the number of nodes. */
export const executeLimits: ReadonlyMap<number, number> = new Map([[10_000, 1.5]]);
/** Times the hand-written function. */
export const flightsTimeLimit = 1.05;
/** Times the peak memory of the hand-written function. */
export const flightsMemoryLimit = 1.1;
/** Milliseconds more than nodejs-polars alone. */
export const importLimit = 30;

/** Seconds of a whole compiler process for 1,000 nodes. */
export const typesLimit = 4;

/** A figure held against its limit. */
export interface Verdict {
  readonly figure: string;
  readonly value: number;
  readonly limit: number;
  readonly isOver: boolean;
}

export const judged = (figure: string, value: number, limit: number): Verdict => ({
  figure,
  value,
  limit,
  isOver: !(value <= limit),
});

/** `≤ 3: ok`, or nothing where there is no target. */
export const verdictText = (verdict: Verdict | undefined): string =>
  verdict === undefined ? '' : `≤ ${verdict.limit}: ${verdict.isOver ? 'over' : 'ok'}`;
