/**
 * Runs the flights example, or the same work by hand, a few times; tells how much memory the process came to need.
 * Run by flights.ts, in a process of its own.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';
import { flightFeatures, flightwise, readTables } from '../pipelines/flights/dataflow.ts';
import { flightsByHand } from './flights-by-hand.ts';
import { answer, givenTask } from './fresh-process.ts';
import { peakMb } from './process-memory.ts';

export interface MemoryTask {
  readonly isByHand: boolean;
  readonly runs: number;
}

/** The most memory that the process held, in MB: after reading the tables, and in the end. */
export interface PeakMemory {
  readonly readMb: number;
  readonly peakMb: number;
}

const { isByHand, runs } = givenTask() as MemoryTask;
const tables = readTables();
const driver = flightFeatures.build();
const readMb = peakMb();
for (let run = 0; run < runs; run++) {
  if (isByHand) flightsByHand(tables);
  else await driver.execute(flightwise, { inputs: tables });
  await turn();
}
answer({ readMb, peakMb: peakMb() } satisfies PeakMemory);
