/**
 * The graphs that are measured, and how much of each.
 *
 * @module
 */
import type { Shape } from './graph-shapes.ts';
import type { Effort } from './rounds.ts';

/** One graph. */
export interface Cell {
  readonly shape: Shape;
  /** How many nodes it has. */
  readonly count: number;
}

/** What a case program is asked. */
export interface CellTask extends Cell {
  readonly effort: Effort;
}

const shapes: readonly Shape[] = ['deep', 'wide'];
const counts: readonly number[] = [100, 1_000, 10_000, 50_000];

/** The largest graph that the Python programs execute, and that a quick run measures. */
export const moderateCount = 10_000;

export function cellsFor(isQuick: boolean): Cell[] {
  const measured = counts.filter((count) => !isQuick || count <= moderateCount);
  return shapes.flatMap((shape) => measured.map((count) => ({ shape, count })));
}

/** Processes for each cell. */
export const processesFor = (isQuick: boolean): number => (isQuick ? 1 : 3);

export const effortFor = (isQuick: boolean): Effort =>
  isQuick
    ? { budgetMs: 400, leastRounds: 5, mostRounds: 50 }
    : { budgetMs: 2_000, leastRounds: 15, mostRounds: 200 };
