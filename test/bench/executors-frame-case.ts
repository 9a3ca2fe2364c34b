/**
 * Sends a frame to a worker thread and back, or has many tasks read it, in turns with the same by hand. Run by
 * executors-frame.ts, in a process of its own.
 *
 * @module
 */
import { DataFrame, Series } from 'nodejs-polars';
import { Builder, DictResult } from '../../src/index.ts';
import { frameThread, nativeOf, readByHand, returnedByHand } from './executors-frame-by-hand.ts';
import * as example from './executors-frame-example.ts';
import { executorFor } from './executors-places.ts';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort, type Work } from './rounds.ts';

/** There and back, or read by many tasks. */
export type FrameWay = 'returned' | 'read';

export interface FrameTask {
  readonly way: FrameWay;
  readonly rows: number;
  /** Tasks that read the frame. */
  readonly readers: number;
  readonly effort: Effort;
}

/** Milliseconds, one figure a round for both. */
export interface FrameTimes {
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** How often a frame was encoded in this thread, in one run of the dataflow. */
  readonly encoded: number;
  readonly isRight: boolean;
}

const { way, rows, readers, effort } = givenTask() as FrameTask;
const frame = DataFrame(
  ['a', 'b', 'c', 'd'].map((name, index) =>
    Series(
      name,
      Float64Array.from({ length: rows }, (_, row) => row + index / 4),
    ),
  ),
);
const remote = executorFor(way === 'returned' ? 'one thread' : 'two threads');
const driver = new Builder()
  .withModules(example)
  .withRemoteExecutor(remote as NonNullable<typeof remote>)
  .withResultBuilder(new DictResult())
  .build();
const threads = (way === 'returned' ? [1] : [1, 2]).map(frameThread);
const [thread] = threads as [(typeof threads)[number]];
const output = way === 'returned' ? 'returnedHeight' : 'readSum';
const right = way === 'returned' ? rows : (readers * (readers - 1)) / 2;
let isRight = true;
const works: [Work, Work] =
  way === 'returned'
    ? [
        async () => {
          const { returnedHeight } = await driver.execute([output], { inputs: { frame, readers } });
          isRight &&= returnedHeight === right;
        },
        async () => {
          isRight &&= (await returnedByHand(frame, thread)).height === right;
        },
      ]
    : [
        async () => {
          const { readSum } = await driver.execute([output], { inputs: { frame, readers } });
          isRight &&= readSum === right;
        },
        async () => {
          isRight &&= (await readByHand(frame, threads, readers)) === right;
        },
      ];
const [ms = [], byHandMs = []] = await timeInTurns(works, effort, freeMemory);
const encoded = await encodedDuring(works[0]);
await Promise.all([driver.close(), ...threads.map((each) => each.terminate())]);
answer({ ms, byHandMs, encoded, isRight } satisfies FrameTimes);

/** How often Polars writes a frame as bytes, in this thread. */
async function encodedDuring(work: Work): Promise<number> {
  const native = Object.getPrototypeOf(nativeOf(frame)) as object;
  const name = 'writeIpcStream';
  const written = Object.getOwnPropertyDescriptor(native, name) as PropertyDescriptor;
  const write = written.value as (...given: readonly unknown[]) => unknown;
  let count = 0;
  const counted = function (this: unknown, ...given: readonly unknown[]): unknown {
    count++;
    return write.apply(this, given as []);
  };
  Object.defineProperty(native, name, { ...written, value: counted });
  try {
    await work();
  } finally {
    Object.defineProperty(native, name, written);
  }
  return count;
}
