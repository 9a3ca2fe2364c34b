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
/** Microseconds an item of three nodes, where there are 10,000. */
export const blocksItemLimit = 1;
/** Times the microseconds an item of 10,000, for more items. */
export const blocksGrowthLimit = 1.3;
/** Milliseconds for the first 1,000 items of a process. */
export const blocksColdLimit = 20;
/** Megabytes for a million items that are folded. */
export const blocksMemoryLimit = 200;
/** Percent of the time, while all items wait. */
export const blocksProcessorLimit = 5;
/** Times the hand-written loops over the flights of each carrier and month. */
export const blocksFlightsLimit = 1.15;
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
