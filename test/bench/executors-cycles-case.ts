/**
 * Opens and closes drivers with workers, one after the other; tells what they leave. Run by executors-soak.ts, in a
 * process of its own.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { Builder, DictResult } from '../../src/index.ts';
import * as example from './blocks-example.ts';
import { expectedOf } from './blocks-work.ts';
import { executorFor, type Place } from './executors-places.ts';
import { answer, givenTask } from './fresh-process.ts';
import { residentMb } from './process-memory.ts';
import { median } from './statistics.ts';

export interface CyclesTask {
  readonly place: Place;
  readonly cycles: number;
}

/** What the last half of the cycles left. */
export interface CyclesCost {
  readonly residentMb: number;
  /** By which the process grew, for each cycle. */
  readonly grownMbEach: number;
  /** Threads, and file descriptors, that are there at the end and were not before; NaN where nobody tells. */
  readonly threads: number;
  readonly descriptors: number;
  readonly msEach: number;
  readonly isRight: boolean;
}

const { place, cycles } = givenTask() as CyclesTask;
const items = 10;
let isRight = true;
const held: number[] = [];
const half = Math.floor(cycles / 2);
let before = countOpen();
const started = performance.now();
for (let cycle = 0; cycle < cycles; cycle++) {
  const executor = executorFor(place);
  const driver = new Builder()
    .withModules(example)
    .withRemoteExecutor(executor as NonNullable<typeof executor>)
    .withResultBuilder(new DictResult())
    .build();
  const { total } = await driver.execute(['total'], { inputs: { count: items } });
  isRight &&= total === expectedOf('total', items);
  await driver.close();
  globalThis.gc?.();
  await turn();
  held.push(residentMb());
  if (cycle === half) before = countOpen();
}
const msEach = (performance.now() - started) / cycles;
const after = countOpen();
const lastHalf = held.slice(half);
const middle = Math.floor(lastHalf.length / 2);
answer({
  residentMb: held.at(-1) ?? Number.NaN,
  // of the middles of its two halves: single values go up and down by more
  grownMbEach: (median(lastHalf.slice(middle)) - median(lastHalf.slice(0, middle))) / middle,
  threads: after.threads - before.threads,
  descriptors: after.descriptors - before.descriptors,
  msEach,
  isRight,
} satisfies CyclesCost);

function countOpen(): { readonly threads: number; readonly descriptors: number } {
  if (process.platform !== 'linux') return { threads: Number.NaN, descriptors: Number.NaN };
  const status = readFileSync('/proc/self/status', 'utf8');
  const threads = Number(/^Threads:\s*(\d+)$/m.exec(status)?.[1]);
  return { threads, descriptors: readdirSync('/proc/self/fd').length };
}
