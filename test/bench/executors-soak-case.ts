/**
 * Sends many frames through two threads; tells what the process held. Run by executors-soak.ts, in a process of its own.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import { executorFor } from './executors-places.ts';
import * as example from './executors-soak-example.ts';
import { answer, givenTask } from './fresh-process.ts';
import { peakMb, residentMb } from './process-memory.ts';

export interface SoakTask {
  /** How many frames, more than 100. */
  readonly pieces: number;
  /** Of each frame, which has 32 bytes a row. */
  readonly rows: number;
}

/** In MB; of all threads of the process. */
export interface SoakMemory {
  readonly startMb: number;
  /** The peak after 100 items, and that at the end. */
  readonly settledMb: number;
  readonly peakMb: number;
  readonly ms: number;
  readonly isRight: boolean;
}

const { pieces, rows } = givenTask() as SoakTask;
const executor = executorFor('two threads');
const driver = new Builder()
  .withModules(example)
  .withRemoteExecutor(executor as NonNullable<typeof executor>)
  .withResultBuilder(new DictResult())
  .build();
const startMb = residentMb();
const started = performance.now();
const { folded } = await driver.execute(['folded'], { inputs: { pieces, rows } });
const ms = performance.now() - started;
const { count, sum, settledMb } = folded;
const memory: SoakMemory = {
  startMb,
  settledMb,
  peakMb: peakMb(),
  ms,
  isRight: count === pieces && sum === (pieces * (pieces + 1)) / 2,
};
await driver.close();
answer(memory);
