/**
 * Frames as one block of numbers.
 *
 * @module
 */
import { col, Float64, type DataFrame } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { typeNameOf } from './data-type.ts';
import { frameOf, nativeFrame, ownFrame, renamed, wrapFrame, type NativeSeries } from './native.ts';

/** Which values lie side by side: those of a row, or those of a column. */
export type MatrixOrder = 'row' | 'column';

/** Numbers in rows and columns. */
export interface Matrix {
  /** `rows * columns` numbers. Row by row, the value at (r, c) is at `r * columns + c`; else at `c * rows + r`. */
  readonly data: Float64Array<ArrayBuffer>;
  readonly rows: number;
  readonly columns: number;
  /** The names of the columns, in order. */
  readonly names: readonly string[];
  readonly order: MatrixOrder;
}

/**
 * The frame as numbers: booleans as 1 and 0, nulls as NaN.
 *
 * Throws `columns/not-numbers` naming every column of another type, and every one whose integers would be rounded.
 */
export function matrixOf(frame: DataFrame, order: MatrixOrder): Matrix {
  // numbered, for a column may have any name, also one that means something in an expression
  const given = ownFrame(frame).getColumns();
  const numbered = wrapFrame(frameOf(given.map((column, index) => renamed(column, String(index)))));
  const problems = given.flatMap((column) => problemOf(column));
  if (problems.length > 0) {
    throw new ResultError(
      'columns/not-numbers',
      `A matrix holds numbers only: ${problems.join(', ')}.`,
      {
        hint: 'cast these columns in their nodes, leave them out, or use DataFrameResult',
      },
    );
  }
  const names = given.map(({ name }) => name);
  const rows = given[0]?.len() ?? 0;
  const columns = given.length;
  const data = new Float64Array(rows * columns);
  const numbers = given.map((_, index) => col(String(index)).cast(Float64).fillNull(Number.NaN));
  const converted = columns === 0 ? [] : nativeFrame(numbered.select(...numbers)).getColumns();
  converted.forEach((column, position) => {
    const values = column.toTypedArray();
    if (order === 'column') data.set(values, position * rows);
    else
      for (let row = 0; row < rows; row++) data[row * columns + position] = values[row] as number;
  });
  return { data, rows, columns, names, order };
}

function problemOf(column: NativeSeries): string[] {
  const type = typeNameOf(column);
  if (!/^([iuf]\d+|bool|null)$/.test(type)) return [`"${column.name}" is ${type}`];
  return /^[iu]64$/.test(type) && isRounded(column)
    ? [`"${column.name}" has integers beyond ±${Number.MAX_SAFE_INTEGER}`]
    : [];
}

/** Whether a number cannot hold some of the column's integers. */
function isRounded(column: NativeSeries): boolean {
  const frame = wrapFrame(frameOf([renamed(column, 'value')]));
  const asNumbers = col('value').cast(Float64);
  const bounds = nativeFrame(
    frame.select(asNumbers.min().alias('smallest'), asNumbers.max().alias('largest')),
  ).getColumns();
  return bounds.some((bound) => Math.abs(Number(bound.min() ?? 0)) > Number.MAX_SAFE_INTEGER);
}
