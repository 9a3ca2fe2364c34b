/**
 * Runs a block of small items in one place again and again. Run by executors-items.ts, in a process of its own.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import * as example from './blocks-example.ts';
import { expectedOf } from './blocks-work.ts';
import { executorFor, type Place } from './executors-places.ts';
import { answer, givenTask } from './fresh-process.ts';
import { timed, timeInTurns, type Effort } from './rounds.ts';

export interface ItemsTask {
  readonly place: Place;
  readonly count: number;
  readonly effort: Effort;
}

/** Milliseconds: the first run, which starts the workers, then one figure a round. */
export interface ItemsTimes {
  readonly firstMs: number;
  readonly ms: readonly number[];
  readonly isRight: boolean;
}

const { place, count, effort } = givenTask() as ItemsTask;
const executor = executorFor(place);
const local = new Builder().withModules(example).withResultBuilder(new DictResult());
const driver = (executor === undefined ? local : local.withRemoteExecutor(executor)).build();
let isRight = true;
const execute = async (): Promise<void> => {
  const { total } = await driver.execute(['total'], { inputs: { count } });
  isRight &&= total === expectedOf('total', count);
};
const firstMs = await timed(execute, 1);
const [ms = []] = await timeInTurns([execute], effort);
await driver.close();
answer({ firstMs, ms, isRight } satisfies ItemsTimes);
