/**
 * Runs a block once; tells what that took in time, processor time and memory. Run by blocks-once.ts, in a process of
 * its own.
 *
 * @module
 */
import { dataflowFor, expectedOf, type BlocksWork } from './blocks-work.ts';
import { answer, givenTask } from './fresh-process.ts';
import { peakMb, residentMb } from './process-memory.ts';

export interface OnceTask {
  readonly work: BlocksWork;
  readonly count: number;
  /** Whether the same has run before. */
  readonly isWarm: boolean;
}

/** What the run cost. */
export interface OnceCost {
  readonly ms: number;
  /** Of all threads of the process, in milliseconds. */
  readonly processorMs: number;
  /** The most that the process held at any time, less what it held before the run; in MB. */
  readonly grownMb: number;
  readonly isRight: boolean;
}

const { work, count, isWarm } = givenTask() as OnceTask;
const execute = dataflowFor(work, count);
if (isWarm) await execute();

const residentBefore = residentMb();
const processorBefore = process.cpuUsage();
const started = performance.now();
const value = await execute();
const ms = performance.now() - started;
const { user, system } = process.cpuUsage(processorBefore);
answer({
  ms,
  processorMs: (user + system) / 1000,
  grownMb: peakMb() - residentBefore,
  isRight: value === expectedOf(work, count),
} satisfies OnceCost);
