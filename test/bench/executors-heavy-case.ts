/**
 * Runs the group-by in JavaScript on one thread, on two, and here, in turns. Run by executors-heavy.ts, in a process of
 * its own.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import { groupRows } from './executors-groups-data.ts';
import * as example from './executors-heavy-example.ts';
import { executorFor, type Place } from './executors-places.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort } from './rounds.ts';

export interface HeavyTask {
  readonly rows: number;
  readonly places: readonly Place[];
  readonly effort: Effort;
}

/** Milliseconds, by place, one figure a round. */
export interface HeavyTimes {
  readonly ms: readonly (readonly number[])[];
  readonly isRight: boolean;
}

const { rows, places, effort } = givenTask() as HeavyTask;
const data = groupRows(rows).select('key', 'x1');
let right: number | undefined;
let isRight = true;
const drivers = places.map((place) => {
  const executor = executorFor(place);
  const local = new Builder().withModules(example).withResultBuilder(new DictResult());
  return (executor === undefined ? local : local.withRemoteExecutor(executor)).build();
});
const works = drivers.map((driver) => async () => {
  const { smoothedSum } = await driver.execute(['smoothedSum'], { inputs: { data } });
  right ??= smoothedSum;
  // the groups come in any order, and so they are added
  isRight &&= Math.abs(smoothedSum - right) <= 1e-9 * right;
});
const ms = await timeInTurns(works, effort, freeMemory);
await Promise.all(drivers.map((driver) => driver.close()));
answer({ ms, isRight } satisfies HeavyTimes);
