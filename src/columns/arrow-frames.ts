/**
 * Frames and columns as Arrow, and back.
 *
 * @module
 */
import type { Table, Vector } from 'apache-arrow';
import type { DataFrame, Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { columnFromVector, frameFromTable, tableFromFrame } from './arrow.ts';
import { frameOf, ownSeries, renamed, wrapFrame, wrapSeries } from './native.ts';
import { summaryOf } from './summary.ts';
import { valueTypeOf } from './value-type.ts';

/**
 * A frame as an Arrow table, a Series as an Arrow vector: nulls and 64-bit integers exact, strings as LargeUtf8, categories
 * as dictionaries. apache-arrow is loaded with the first one.
 *
 * @example
 * ```ts
 * import pl from 'nodejs-polars';
 * import { fromArrow, toArrow } from 'icosian';
 *
 * const table = await toArrow(pl.DataFrame({ region: ['EU', 'US'], spend: [1, 2] }));
 * console.log(table.numRows, String(table.schema.fields[1])); // prints 2 spend: Float64
 * const frame = await fromArrow(table);
 * console.log(frame.columns); // prints [ 'region', 'spend' ]
 * ```
 */
export function toArrow(frame: DataFrame): Promise<Table>;
export function toArrow(series: Series): Promise<Vector>;
export async function toArrow(value: DataFrame | Series): Promise<Table | Vector> {
  const type = valueTypeOf(value);
  if (type === 'DataFrame') return await tableFromFrame(value as DataFrame);
  if (type !== 'Series') {
    throw new ResultError(
      'columns/not-for-arrow',
      `toArrow(…) takes a DataFrame or a Series, got ${summaryOf(value)}.`,
      { hint: type === 'LazyDataFrame' ? 'collect it first' : 'make one with pl.DataFrame(…)' },
    );
  }
  // apache-arrow leaves out columns without a name
  const column = renamed(ownSeries(value as Series), 'value');
  const table = await tableFromFrame(wrapFrame(frameOf([column])));
  return table.getChildAt(0) as Vector;
}

/**
 * An Arrow table as a frame, an Arrow vector as a Series without a name; of any copy of apache-arrow.
 *
 * Dictionaries of strings become Categorical, seconds milliseconds, maps lists of records. Throws `columns/arrow-type` for
 * the types that Polars does not have (intervals, unions).
 */
export function fromArrow(table: Table): Promise<DataFrame>;
export function fromArrow(vector: Vector): Promise<Series>;
export async function fromArrow(value: Table | Vector): Promise<DataFrame | Series> {
  const type = valueTypeOf(value);
  if (type === 'ArrowTable') return await frameFromTable('table', value as Table);
  if (type === 'ArrowVector') {
    return wrapSeries(renamed(await columnFromVector('vector', value as Vector), ''));
  }
  throw new ResultError(
    'columns/not-arrow',
    `fromArrow(…) takes an Arrow Table or Vector, got ${summaryOf(value)}.`,
    { hint: 'of Arrow IPC bytes, make one with tableFromIPC(bytes), or read them with pl.readIPC' },
  );
}
