/**
 * Mathematics that expressions have and Series lack.
 *
 * Each is one expression over a frame of one column: the elementwise methods of Series are about ten times slower.
 *
 * @module
 */
import { col, Float64, type Expr, type Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { typeNameOf } from './data-type.ts';
import { columnGivenTo } from './given-column.ts';
import { renamed, wrapSeries, type NativeSeries } from './native.ts';
import { selectFrom } from './select-columns.ts';
import { summaryOf } from './summary.ts';

/**
 * The standard deviation of the numbers that are not null; null where there are not more of them than `ddof`. One NaN
 * makes it NaN.
 *
 * `ddof` is what is taken from the number of values to divide by: 1 for a sample, 0 for all there is.
 *
 * @example
 * ```ts
 * import pl from 'nodejs-polars';
 * import { std } from 'icosian';
 *
 * const spend = pl.Series('spend', [1, 3, null]);
 * console.log(std(spend, 0)); // prints 1
 * ```
 */
export function std(series: Series, ddof = 1): number | null {
  const squared = squaredDeviation('std', series, ddof);
  return squared === null ? null : Math.sqrt(squared);
}

/** The variance, by the same rules as {@link std}. */
export function variance(series: Series, ddof = 1): number | null {
  return squaredDeviation('variance', series, ddof);
}

/**
 * The logarithm of each number: nulls stay null, of 0 it is -Infinity, of negative numbers and of NaN it is NaN.
 *
 * Float32 gives Float32, all else Float64.
 *
 * @example
 * ```ts
 * import pl from 'nodejs-polars';
 * import { log } from 'icosian';
 *
 * const reach = pl.Series('reach', [1, 8, null]);
 * console.log(log(reach, 2).toArray()); // prints [ 0, 3, null ]
 * ```
 */
export function log(series: Series, base: number = Math.E): Series {
  if (typeof base !== 'number' || !(base > 0) || base === 1 || base === Infinity) {
    throw new ResultError(
      'columns/bad-base',
      `log(…) has no logarithm to the base ${summaryOf(base)}.`,
      { hint: 'give it a number of more than 0 that is not 1: log(series, 10)' },
    );
  }
  return eachOf('log', series, (value) => value.log(base));
}

/** `e` to the power of each number: nulls stay null, NaN stays NaN. Float32 gives Float32, all else Float64. */
export function exp(series: Series): Series {
  return eachOf('exp', series, (value) => value.exp());
}

function eachOf(name: string, series: Series, expression: (value: Expr) => Expr): Series {
  const column = numbersOf(name, series);
  const isShort = typeNameOf(column) === 'f32';
  const value = isShort ? col('value') : col('value').cast(Float64);
  const [made] = selected(column, expression(value));
  return wrapSeries(renamed(made as NativeSeries, column.name));
}

/** What expressions over `value` give, each a column. */
const selected = (column: NativeSeries, ...expressions: readonly Expr[]): NativeSeries[] =>
  selectFrom([renamed(column, 'value')], ...expressions);

function squaredDeviation(name: string, series: Series, ddof: number): number | null {
  const column = numbersOf(name, series);
  if (!Number.isSafeInteger(ddof) || ddof < 0) {
    throw new ResultError(
      'columns/bad-ddof',
      `${name}(…) takes a whole number of at least 0 as its ddof, got ${summaryOf(ddof)}.`,
      { hint: `write ${name}(series) for a sample, ${name}(series, 0) for all there is` },
    );
  }
  const value = col('value').cast(Float64);
  const deviation = value.minus(value.mean());
  // the expression `var` of nodejs-polars knows no ddof
  const [sum, count] = selected(
    column,
    deviation.pow(2).sum().alias('sum'),
    value.isNotNull().sum().alias('count'),
  ).map((one) => one.toTypedArray()[0] as number);
  const freedom = Number(count) - ddof;
  return freedom <= 0 ? null : Number(sum) / freedom;
}

/** The column of a Series that holds numbers. */
function numbersOf(name: string, series: Series): NativeSeries {
  const column = columnGivenTo(name, series);
  if (/^([iuf]\d+|null)$/.test(typeNameOf(column))) return column;
  throw new ResultError(
    'columns/not-numeric',
    `${name}(…) takes numbers, and "${column.name}" is ${summaryOf(series)}.`,
    { hint: 'cast it first: series.cast(pl.Float64)' },
  );
}
