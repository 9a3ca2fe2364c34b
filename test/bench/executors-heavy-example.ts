/**
 * A group-by whose node computes in JavaScript: the median of the last 301 values, in loops over typed arrays.
 *
 * @module
 */
import { DataFrame, Series, type DataFrame as Frame } from 'nodejs-polars';
import { collect, type Collect, type Parallelizable } from '../../src/index.ts';

const width = 301;

export function* part({ data }: { data: Frame }): Parallelizable<Frame> {
  yield* data.partitionBy('key');
}

/** The median of each value and the 300 before it; at the start, of as many as there are. */
export function smoothed({ part }: { part: Frame }): Frame {
  const values = part.getColumn('x1').toTypedArray() as Float64Array;
  return DataFrame([Series('smoothed', rollingMedian(values))]);
}

export const smoothedSum = collect(({ smoothed }: { smoothed: Collect<Frame> }): number =>
  smoothed.reduce((sum, frame) => sum + frame.getColumn('smoothed').sum(), 0),
);

/** Keeps the window sorted: one value goes, and one comes. */
function rollingMedian(values: Float64Array): Float64Array {
  const medians = new Float64Array(values.length);
  const window = new Float64Array(width);
  let size = 0;
  for (let row = 0; row < values.length; row++) {
    if (size === width) size = without(window, size, values[row - width] as number);
    size = withValue(window, size, values[row] as number);
    const middle = (size - 1) >> 1;
    medians[row] =
      size % 2 === 1
        ? (window[middle] as number)
        : ((window[middle] as number) + (window[middle + 1] as number)) / 2;
  }
  return medians;
}

function without(window: Float64Array, size: number, value: number): number {
  let place = 0;
  while ((window[place] as number) < value) place++;
  for (; place < size - 1; place++) window[place] = window[place + 1] as number;
  return size - 1;
}

function withValue(window: Float64Array, size: number, value: number): number {
  let place = size;
  for (; place > 0 && (window[place - 1] as number) > value; place--) {
    window[place] = window[place - 1] as number;
  }
  window[place] = value;
  return size + 1;
}
