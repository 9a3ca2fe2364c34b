/**
 * Times five checks of a column and the same expressions by hand, in turns. Run by checks.ts, in a process of its own.
 *
 * @module
 */
import { byHand, columnOf, inDataflow, type Third } from './checks-example.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort } from './rounds.ts';

export interface ChecksTask {
  readonly rows: number;
  readonly third: Third;
  readonly effort: Effort;
}

/** Milliseconds, one figure a round. */
export interface ChecksTimes {
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** Whether both count alike. */
  readonly isRight: boolean;
}

const { rows, third, effort } = givenTask() as ChecksTask;
const column = columnOf(rows, third);
const ours = inDataflow(column, third);
const theirs = byHand(column, third);
const isRight = String(await ours.run()) === String(await theirs.run());
const [ms = [], byHandMs = []] = await timeInTurns([ours.run, theirs.run], effort, freeMemory);
answer({ ms, byHandMs, isRight } satisfies ChecksTimes);
