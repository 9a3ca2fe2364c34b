/**
 * Runs the flights example, or the same work by hand, a few times; tells how much memory the process came to need.
 * Run by flights.ts, in a process of its own.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { features, flightFeatures, readTables } from '../pipelines/flights/dataflow.ts';
import { flightsByHand } from './flights-by-hand.ts';
import { answer, givenTask } from './fresh-process.ts';

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
  else await driver.execute(features, { inputs: tables });
  await turn();
}
answer({ readMb, peakMb: peakMb() } satisfies PeakMemory);

/** Linux tells what this process alone has held; elsewhere it may include what its parent held when it forked. */
function peakMb(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
