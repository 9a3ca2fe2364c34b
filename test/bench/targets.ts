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
/** Microseconds an item of three nodes, where there are 20,000, by place. */
export const executorsItemLimits: ReadonlyMap<string, number> = new Map([
  ['two threads', 10],
  ['two processes', 20],
]);
/** Times what encoding, transferring and decoding a frame by hand takes, there and back. */
export const executorsFrameLimit = 1.5;
/** Frames that are encoded where all tasks read the same one. */
export const executorsBroadcastLimit = 1;
/** Times the best hand-written group-by. */
export const executorsGroupsLimit = 1.1;
/** Of the time of one thread, for two: 1.7 times faster. */
export const executorsHeavyLimit = 1 / 1.7;
/** Times the peak memory after 100 items, after all of them. */
export const executorsGrowthLimit = 1.1;
/** Megabytes, for all items. */
export const executorsMemoryLimit = 1_000;
/** Megabytes that a process grows by for each driver that was opened and closed: what cannot be told from none. */
export const executorsCycleLimit = 0.1;
/** Threads, and file descriptors, that closed drivers leave. */
export const executorsLeftLimit = 0;
/** Milliseconds from `execute` to the first result of a pool. */
export const executorsColdLimit = 250;
/** Times the same expressions by hand, five checks of a column. */
export const checksLimit = 1.2;
/** Times the same expressions in one `withColumns` by hand. */
export const withColumnsLimit = 1.05;
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
  verdict === undefined
    ? ''
    : `≤ ${Number(verdict.limit.toPrecision(3))}: ${verdict.isOver ? 'over' : 'ok'}`;
