/**
 * Does by hand, one after the other, what a dataflow with workers does with groups; tells how long each part takes. Run
 * by executors-parts.ts, in a process of its own.
 *
 * @module
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DataFrame } from 'nodejs-polars';
import { decode, encode, transferListOf } from '../../src/columns/codec.ts';
import type { Encoded } from '../../src/columns/message.ts';
import { concat } from '../../src/index.ts';
import type { Variant } from './executors-groups-by-hand.ts';
import { groupRows } from './executors-groups-data.ts';
import { features, summary } from './executors-groups-example.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory } from './rounds.ts';

export interface PartsTask {
  readonly variant: Variant;
  readonly rows: number;
  readonly rounds: number;
}

/** What is done to the groups, in this order; `main` or `worker` says where a dataflow would do it. */
export const parts = [
  'partition, main',
  'encode, main',
  'transfer',
  'decode, worker',
  'compute, worker',
  'encode, worker',
  'decode, main',
  'concat, main',
] as const;
export type Part = (typeof parts)[number];

/** Milliseconds, one figure a round. */
export type PartsTimes = Readonly<Record<Part, readonly number[]>>;

if (process.argv[1] === import.meta.filename) await measure();

async function measure(): Promise<void> {
  const { variant, rows, rounds } = givenTask() as PartsTask;
  const data = groupRows(rows);
  const echo = new Worker(new URL('./executors-echo.ts', import.meta.url));
  const times = Object.fromEntries(parts.map((part) => [part, [] as number[]])) as Record<
    Part,
    number[]
  >;
  for (let round = -1; round < rounds; round++) {
    await freeMemory();
    const found = await onceThrough(data, variant, echo);
    if (round >= 0) for (const part of parts) times[part].push(found[part]);
  }
  await echo.terminate();
  answer(times satisfies PartsTimes);
}

async function onceThrough(
  data: DataFrame,
  variant: Variant,
  echo: Worker,
): Promise<Record<Part, number>> {
  const spent = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Part, number>;
  const during = <Value>(part: Part, work: () => Value): Value => {
    const started = performance.now();
    const value = work();
    spent[part] += performance.now() - started;
    return value;
  };
  const results: DataFrame[] = [];
  for (const group of during('partition, main', () => data.partitionBy('key'))) {
    const sent = during('encode, main', () => encode(group));
    const arrived = await sentAndBack(sent, echo, spent);
    const there = during('decode, worker', () => decode(arrived)) as DataFrame;
    const made = during('compute, worker', () => {
      const found = features({ group: there });
      return variant === 'full' ? found : summary({ features: found });
    });
    const returned = during('encode, worker', () => encode(made));
    const back = await sentAndBack(returned, echo, spent);
    results.push(during('decode, main', () => decode(back)) as DataFrame);
  }
  during('concat, main', () => concat(results));
  return spent;
}

/** Through another thread that does nothing with it; half of the time is that of one way. */
async function sentAndBack(
  encoded: Encoded,
  echo: Worker,
  spent: Record<Part, number>,
): Promise<Encoded> {
  const started = performance.now();
  echo.postMessage(encoded, transferListOf(encoded));
  const [back] = (await once(echo, 'message')) as [Encoded];
  spent.transfer += (performance.now() - started) / 2;
  return back;
}
