/**
 * What functions over Series are given.
 *
 * @module
 */
import type { Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { ownSeries, type NativeSeries } from './native.ts';
import { summaryOf } from './summary.ts';
import { isSeries } from './value-type.ts';

/** The column of what `name(…)` was given; throws `columns/not-a-series` where that is no Series. */
export function columnGivenTo(name: string, given: Series): NativeSeries {
  if (isSeries(given)) return ownSeries(given);
  throw new ResultError(
    'columns/not-a-series',
    `${name}(…) takes a Series, got ${summaryOf(given)}.`,
    { hint: "make one with pl.Series('name', values), or get a column of the frame" },
  );
}
