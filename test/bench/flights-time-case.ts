/**
 * Times the flights example and the same work by hand, in turns. Run by flights.ts, in a process of its own.
 *
 * @module
 */
import { flightFeatures, flightwise, readTables } from '../pipelines/flights/dataflow.ts';
import { flightsByHand } from './flights-by-hand.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort } from './rounds.ts';

/** Milliseconds, one figure a round. */
export interface FlightTimes {
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** Whether both frames are equal: names, types and values. */
  readonly isRight: boolean;
}

const { effort } = givenTask() as { effort: Effort };
const tables = readTables();
const driver = flightFeatures.build();
const execute = () => driver.execute(flightwise, { inputs: tables });

const frame = await execute();
const right = flightsByHand(tables);
const types = (of: typeof frame): string => of.dtypes.map(String).join();
const isRight =
  frame.columns.join() === right.columns.join() &&
  types(frame) === types(right) &&
  frame.frameEqual(right, true);

const [ms = [], byHandMs = []] = await timeInTurns(
  [execute, () => flightsByHand(tables)],
  effort,
  freeMemory,
);
answer({ ms, byHandMs, isRight } satisfies FlightTimes);
