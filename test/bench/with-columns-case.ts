/**
 * Times columns that functions of a dataflow compute, and the same by hand, in turns. Run by with-columns.ts, in a process
 * of its own.
 *
 * @module
 */
import type { DataFrame, LazyDataFrame } from 'nodejs-polars';
import { answer, givenTask } from './fresh-process.ts';
import { freeMemory, timeInTurns, type Effort } from './rounds.ts';
import { byHand, inDataflow, salesOf } from './with-columns-example.ts';

/** What one process is to do. */
export interface ColumnsTask {
  readonly effort: Effort;
  readonly rows: number;
  readonly isLazy: boolean;
}

/** Milliseconds, one figure a round. */
export interface ColumnsTimes {
  readonly ms: readonly number[];
  readonly byHandMs: readonly number[];
  /** Whether both frames are equal: names, types and values. */
  readonly isRight: boolean;
}

const { effort, rows, isLazy } = givenTask() as ColumnsTask;
const sales = salesOf(rows);
const extend = inDataflow();

const collected = async (frame: DataFrame | LazyDataFrame): Promise<DataFrame> =>
  isLazy ? await (frame as LazyDataFrame).collect() : (frame as DataFrame);
const frame = () => (isLazy ? sales.lazy() : sales);
const ours = async (): Promise<DataFrame> => collected(await extend(frame()));
const theirs = (): Promise<DataFrame> => collected(byHand(frame()));

const found = await ours();
const right = await theirs();
const types = (of: DataFrame): string => of.dtypes.map(String).join();
const isRight =
  found.columns.join() === right.columns.join() &&
  types(found) === types(right) &&
  found.frameEqual(right, true);

const [ms = [], byHandMs = []] = await timeInTurns([ours, theirs], effort, freeMemory);
answer({ ms, byHandMs, isRight } satisfies ColumnsTimes);
