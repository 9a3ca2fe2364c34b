/**
 * Runs the flights by carrier and month, or the same work by hand, again and again. Run by blocks-flights.ts, in a
 * process of its own.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';
import { Builder } from '../../src/index.ts';
import * as carrierMonths from '../pipelines/flights/carrier-months.ts';
import { readTables } from '../pipelines/flights/dataflow.ts';
import { departures as departuresOf } from '../pipelines/flights/tables.ts';
import { carrierMonthsByHand } from './blocks-flights-by-hand.ts';
import { answer, givenTask } from './fresh-process.ts';
import { timed } from './rounds.ts';

export interface CarrierMonthsTask {
  readonly isByHand: boolean;
  readonly runs: number;
}

export interface CarrierMonthsTime {
  /** Milliseconds of a run on average, what it takes to free its memory included. */
  readonly ms: number;
  /** Whether both frames are equal: names, types and values. */
  readonly isRight: boolean;
}

const warmUpRuns = 10;

const { isByHand, runs } = givenTask() as CarrierMonthsTask;
const departures = departuresOf(readTables());
const driver = new Builder().withModules(carrierMonths).build();
const execute = () => driver.execute(['carrierMonthStats'], { inputs: { departures } });

const frame = await execute();
const right = carrierMonthsByHand(departures);
const types = (of: typeof frame): string => of.dtypes.map(String).join();
const isRight =
  frame.columns.join() === right.columns.join() &&
  types(frame) === types(right) &&
  frame.frameEqual(right, true);

async function runAndTurn(): Promise<void> {
  if (isByHand) carrierMonthsByHand(departures);
  else await execute();
  await turn();
}
await timed(runAndTurn, warmUpRuns);
answer({ ms: (await timed(runAndTurn, runs)) / runs, isRight } satisfies CarrierMonthsTime);
