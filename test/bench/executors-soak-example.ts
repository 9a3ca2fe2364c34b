/**
 * Many frames of one size through workers, one after the other: a frame in, a frame out, folded.
 *
 * @module
 */
import { col, DataFrame, Series, type DataFrame as Frame } from 'nodejs-polars';
import { reduce, type Parallelizable } from '../../src/index.ts';
import { peakMb } from './process-memory.ts';

/** After so many items, memory must have reached its height. */
const settledAfter = 100;
const names = ['a', 'b', 'c', 'd'];

export function* piece({ pieces, rows }: { pieces: number; rows: number }): Parallelizable<Frame> {
  for (let i = 0; i < pieces; i++) {
    yield DataFrame(names.map((name) => Series(name, new Float64Array(rows).fill(i))));
  }
}

export const raised = ({ piece }: { piece: Frame }): Frame =>
  piece.select(...names.map((name) => col(name).add(1)));

/** What is known after so many frames. */
export interface Folded {
  readonly count: number;
  readonly sum: number;
  /** The most that this process has held until 100 items were folded, in MB. */
  readonly settledMb: number;
}

export const folded = reduce(
  ({ acc, raised }: { acc: Folded; raised: Frame }): Folded => {
    const count = acc.count + 1;
    const sum = acc.sum + (raised.getColumn('d').get(raised.height - 1) as number);
    return { count, sum, settledMb: count === settledAfter ? peakMb() : acc.settledMb };
  },
  { count: 0, sum: 0, settledMb: Number.NaN },
);
