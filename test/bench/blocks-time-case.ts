/**
 * Runs a block again and again, in turns with the same work by hand. Run by blocks-time.ts, in a process of its own.
 *
 * @module
 */
import { totalByLoop, waitingByHand } from './blocks-by-hand.ts';
import { dataflowFor, expectedOf, type BlocksWork } from './blocks-work.ts';
import { answer, givenTask } from './fresh-process.ts';
import { timed, timeInTurns, type Effort, type Work } from './rounds.ts';

export interface BlocksTask {
  readonly work: BlocksWork;
  readonly count: number;
  readonly effort: Effort;
}

/** Milliseconds: the first run of the process, then one figure a round for both. */
export interface BlocksTimes {
  readonly firstMs: number;
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  readonly isRight: boolean;
}

const { work, count, effort } = givenTask() as BlocksTask;
const execute = dataflowFor(work, count);
const byHand: Work = work === 'total' ? () => totalByLoop(count) : () => waitingByHand(work, count);

const firstMs = await timed(execute, 1);
const [ms = [], byHandMs = []] = await timeInTurns([execute, byHand], effort);

const right = expectedOf(work, count);
const isRight = (await execute()) === right && (await byHand()) === right;
answer({ firstMs, ms, byHandMs, isRight } satisfies BlocksTimes);
