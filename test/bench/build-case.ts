/**
 * Builds one graph again and again. Run by build.ts, in a process of its own.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import type { CellTask } from './cells.ts';
import { answer, cacheFolder, givenTask } from './fresh-process.ts';
import { expected, moduleOf } from './graph-shapes.ts';
import { timed, timeInTurns } from './rounds.ts';

/** Milliseconds: the first build of the process, then one figure a round. */
export interface BuildTimes {
  readonly firstMs: number;
  readonly ms: readonly number[];
  /** Whether the graph computes what it must. */
  readonly isRight: boolean;
}

const { shape, count, effort } = givenTask() as CellTask;
const functions = await moduleOf(cacheFolder, count, shape);
const builder = new Builder().withModules(functions).withResultBuilder(new DictResult());

const firstMs = await timed(() => builder.build(), 1);
const [ms = []] = await timeInTurns([() => builder.build()], effort);

const last = `n${count - 1}`;
const { [last]: sum } = await builder
  .build()
  .untyped()
  .execute([last], { inputs: { x: 1 } });
answer({ firstMs, ms, isRight: sum === expected(count, shape) } satisfies BuildTimes);
