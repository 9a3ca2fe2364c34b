/**
 * A function of JavaScript over the rows of columns.
 *
 * @module
 */
import { col, Float64, lit, UInt8, when, type DataType, type Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { arrayColumn } from './array-column.ts';
import { typeNameOf } from './data-type.ts';
import { typedColumn } from './exact-column.ts';
import { columnGivenTo } from './given-column.ts';
import { renamed, wrapSeries, type NativeSeries } from './native.ts';
import { selectFrom } from './select-columns.ts';
import { summaryOf } from './summary.ts';

/** What a function may make of a row. */
export type MappedResult = number | string | boolean | bigint | Date | null;

/**
 * Calls `fn` for each row that is not null, and makes a column of what it gives; the others stay null.
 *
 * It is for what no expression can say: an expression is several times faster. Columns of numbers come as numbers (64-bit
 * integers beyond ±2^53 are rounded), of strings and categories as strings, of booleans as booleans; a function of strings
 * or booleans says so by the type of its parameter. Numbers make a Float64 column, all else what a list of it would;
 * `dtype` is what it is cast to (Polars throws where a value does not fit). The column bears the name of the first.
 *
 * Of several columns, it gets the values of a row beside each other, and is called where none of them is null.
 *
 * Throws `columns/not-mappable` for columns of other types, `columns/heights` where they differ in length,
 * `columns/mapped-to-nothing` where `fn` returns undefined, and `columns/mixed-entries` where it returns now this, now
 * that.
 *
 * @example
 * ```ts
 * import pl from 'nodejs-polars';
 * import { mapSeries } from 'icosian';
 *
 * const spend = pl.Series('spend', [1, 20, null]);
 * const signups = pl.Series('signups', [1, 4, 5]);
 * console.log(mapSeries(spend, (x) => (x > 10 ? 'high' : 'low')).toArray()); // prints [ 'low', 'high', null ]
 * console.log(mapSeries([spend, signups], (x, y) => x / y, pl.Int32).toArray()); // prints [ 1, 5, null ]
 * ```
 */
export function mapSeries(
  series: Series,
  fn: (value: number, row: number) => MappedResult,
  dtype?: DataType,
): Series;
export function mapSeries(
  series: Series,
  fn: (value: string, row: number) => MappedResult,
  dtype?: DataType,
): Series;
export function mapSeries(
  series: Series,
  fn: (value: boolean, row: number) => MappedResult,
  dtype?: DataType,
): Series;
export function mapSeries<const L extends readonly Series[]>(
  series: L,
  fn: (...values: { readonly [I in keyof L]: number }) => MappedResult,
  dtype?: DataType,
): Series;
export function mapSeries(
  series: readonly Series[],
  // numbers, strings and booleans, as the function says
  fn: (...values: never[]) => MappedResult,
  dtype?: DataType,
): Series;
export function mapSeries(
  series: Series | readonly Series[],
  fn: (...values: never[]) => MappedResult,
  dtype?: DataType,
): Series {
  const columns = (Array.isArray(series) ? (series as readonly Series[]) : [series as Series]).map(
    (each) => columnGivenTo('mapSeries', each),
  );
  const [first] = columns;
  if (first === undefined) throw noSeries();
  if (typeof fn !== 'function') throw notAFunction(fn);
  assertHeights(columns);
  const rows = rowsOf(columns);
  const call = callerOf(rows.values, fn as Fn, Array.isArray(series));
  const mapped = wrapSeries(mappedColumn(first.name, rows, call));
  return dtype === undefined ? mapped : mapped.cast(dtype, true);
}

type Fn = (...values: unknown[]) => unknown;

/** The rows of columns. */
interface Rows {
  readonly height: number;
  readonly values: readonly ArrayLike<unknown>[];
  /** 1 where a value is null, so that there is nothing to call; absent: nowhere. */
  readonly isNull: Uint8Array | undefined;
}

function rowsOf(columns: readonly NativeSeries[]): Rows {
  return {
    height: columns[0]?.len() ?? 0,
    values: columns.map(valuesOf),
    isNull: nullsIn(columns),
  };
}

const hasNulls = (column: NativeSeries): boolean => wrapSeries(column).nullCount() > 0;

/** Where one of the columns is null. */
function nullsIn(columns: readonly NativeSeries[]): Uint8Array | undefined {
  const lacking = columns.filter(hasNulls).map((column, i) => renamed(column, String(i)));
  if (lacking.length === 0) return undefined;
  const isNull = lacking.map(({ name }) => col(name).isNull()).reduce((one, two) => one.or(two));
  const [mask] = selectFrom(lacking, isNull.cast(UInt8).alias('mask'));
  // a copy, for results may be null as well
  return Uint8Array.from((mask as NativeSeries).toTypedArray());
}

/** The values of a column; of nulls, anything. */
function valuesOf(column: NativeSeries): ArrayLike<unknown> {
  const type = typeNameOf(column);
  if (/^(str|cat|bool)$/.test(type)) return wrapSeries(column).toArray();
  if (!/^([iuf]\d+|null)$/.test(type)) throw notMappable(column);
  if (type === 'f64' && !hasNulls(column)) return column.toTypedArray();
  const value = col('value').cast(Float64).fillNull(0);
  const [numbers] = selectFrom([renamed(column, 'value')], value);
  return (numbers as NativeSeries).toTypedArray();
}

type Call = (row: number) => unknown;

/** Calls the function for a row. */
function callerOf(values: readonly ArrayLike<unknown>[], fn: Fn, areSeveral: boolean): Call {
  const [one, two] = values as [ArrayLike<unknown>, ArrayLike<unknown>];
  if (!areSeveral) return (row) => fn(one[row], row);
  // a list of arguments for each row would take longer than what is computed of it
  if (values.length === 2) return (row) => fn(one[row], two[row]);
  return (row) => fn(...values.map((column) => column[row]));
}

/** Numbers side by side in memory, until the function gives something else. */
function mappedColumn(name: string, { height, isNull }: Rows, call: Call): NativeSeries {
  const numbers = new Float64Array(height);
  let isNone = isNull;
  for (let row = 0; row < height; row++) {
    if (isNull?.[row] === 1) continue;
    const result = call(row);
    if (typeof result === 'number') numbers[row] = result;
    else if (result === null) (isNone ??= new Uint8Array(height))[row] = 1;
    else if (result === undefined) throw mappedToNothing(name, row);
    else {
      const results = Array.from<unknown, unknown>({ length: height }, (_, i) =>
        i < row && isNone?.[i] !== 1 ? numbers[i] : null,
      );
      results[row] = result;
      for (let later = row + 1; later < height; later++) {
        if (isNull?.[later] === 1) continue;
        results[later] = call(later);
        if (results[later] === undefined) throw mappedToNothing(name, later);
      }
      return arrayColumn(name, results);
    }
  }
  const column = typedColumn(name, numbers);
  return isNone === undefined ? column : withoutThose(column, isNone);
}

/** The column with nulls where the mask is 1. */
function withoutThose(column: NativeSeries, isNone: Uint8Array): NativeSeries {
  const mask = typedColumn('isNone', isNone);
  const value = when(col('isNone').eq(1)).then(lit(null)).otherwise(col('value'));
  const [made] = selectFrom([renamed(column, 'value'), mask], value.alias('made'));
  return renamed(made as NativeSeries, column.name);
}

function assertHeights(columns: readonly NativeSeries[]): void {
  const heights = new Set(columns.map((column) => column.len()));
  if (heights.size < 2) return;
  const list = columns.map((column) => `"${column.name}" has ${column.len()} rows`).join(', ');
  throw new ResultError('columns/heights', `mapSeries(…) takes columns of one length: ${list}.`, {
    hint: 'map columns of one frame',
  });
}

const noSeries = (): ResultError =>
  new ResultError('columns/not-a-series', 'mapSeries(…) takes at least one Series, got none.', {
    hint: 'write mapSeries([a, b], (x, y) => …)',
  });

const notAFunction = (given: unknown): ResultError =>
  new ResultError(
    'columns/not-a-function',
    `mapSeries(…) takes a function second, got ${summaryOf(given)}.`,
    { hint: 'write mapSeries(series, (value) => …)' },
  );

const notMappable = (column: NativeSeries): ResultError =>
  new ResultError(
    'columns/not-mappable',
    `mapSeries(…) takes numbers, strings and booleans, and "${column.name}" is ${typeNameOf(column)}.`,
    { hint: 'cast it first, or use an expression' },
  );

const mappedToNothing = (name: string, row: number): ResultError =>
  new ResultError(
    'columns/mapped-to-nothing',
    `The function over "${name}" returned undefined at row ${row}.`,
    { hint: 'return a value, or null where there is none; does a branch lack its return?' },
  );
