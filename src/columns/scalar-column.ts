/**
 * Columns that repeat one value.
 *
 * @module
 */
import { DataFrame, lit } from 'nodejs-polars';
import { arrayColumn } from './array-column.ts';
import { datetimeColumn, typedColumn } from './exact-column.ts';
import { nativeFrame, ownSeries, renamed, wrapSeries, type NativeSeries } from './native.ts';
import { valueTypeOf } from './value-type.ts';

export type Scalar = number | bigint | string | boolean | Date | null;

const scalarTypes: ReadonlySet<string> = new Set([
  'number',
  'bigint',
  'string',
  'boolean',
  'Date',
  'null',
]);

/** Whether a value is repeated to the height of the columns beside it. */
export const isScalar = (value: unknown): value is Scalar => scalarTypes.has(valueTypeOf(value));

/**
 * A column of `height` times one value, of the type that a column of its own would have: numbers are Float64 however
 * small, bigints Int64 (beyond it UInt64), Dates Datetime in milliseconds, and null has the type Null.
 *
 * Throws `columns/integer-range` and `columns/invalid-date`.
 */
export function scalarColumn(name: string, value: Scalar, height: number): NativeSeries {
  if (value === null || value === undefined) return nullColumn(name, height);
  // one row says which type it is, and whether it can be a column
  const one = arrayColumn(name, [value], () => 'it');
  if (height === 1) return one;
  // Polars repeats bigints without their sign
  if (typeof value === 'bigint') {
    return one.dtype === 'UInt64'
      ? typedColumn(name, new BigUint64Array(height).fill(value))
      : typedColumn(name, new BigInt64Array(height).fill(value));
  }
  if (typeof value === 'object') {
    return datetimeColumn(name, new BigInt64Array(height).fill(BigInt(value.getTime())));
  }
  return repeated(one, value, height);
}

function repeated(
  column: NativeSeries,
  value: number | string | boolean,
  height: number,
): NativeSeries {
  const none = wrapSeries(column).slice(0, 0);
  return ownSeries(none.extendConstant(value, height));
}

function nullColumn(name: string, height: number): NativeSeries {
  const one = nativeFrame(DataFrame([]).select(lit(null).alias('value'))).getColumns()[0];
  const none = wrapSeries(one as NativeSeries).slice(0, 0);
  return renamed(ownSeries(none.extendConstant(null as never, height)), name);
}
