/**
 * Runs the naive engine again and again: what it leaves to the collector must not slow another. Run by blocks-time.ts,
 * in a process of its own.
 *
 * @module
 */
import { totalByPromises } from './blocks-by-hand.ts';
import { expectedOf } from './blocks-work.ts';
import { answer, givenTask } from './fresh-process.ts';
import { timeInTurns, type Effort } from './rounds.ts';

export interface PromisesTask {
  readonly count: number;
  readonly effort: Effort;
}

/** Milliseconds, one figure a round. */
export interface PromisesTimes {
  readonly ms: readonly number[];
  readonly isRight: boolean;
}

const { count, effort } = givenTask() as PromisesTask;
const [ms = []] = await timeInTurns([() => totalByPromises(count)], effort);
const isRight = (await totalByPromises(count)) === expectedOf('total', count);
answer({ ms, isRight } satisfies PromisesTimes);
