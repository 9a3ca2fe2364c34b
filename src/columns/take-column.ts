/**
 * Single columns of a frame.
 *
 * @module
 */
import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { IcosianError } from '../errors.ts';
import type { TypedArray } from '../results/result-builder.ts';
import { didYouMean } from '../suggest.ts';
import { arrayColumn } from './array-column.ts';
import { typedColumn } from './exact-column.ts';
import { columnNamesOf } from './frame.ts';
import { wrapSeries } from './native.ts';
import { valueTypeOf } from './value-type.ts';

/** A frame, as it may be given where columns are taken from it. */
export type AnyFrame = DataFrame | LazyDataFrame;

/** What a column of such a frame is. */
export type ColumnOf<Frame> = Frame extends LazyDataFrame ? Expr : Series;

/** What a frame with further columns is. */
export type ExtendedFrame<Frame> = Frame extends LazyDataFrame ? LazyDataFrame : DataFrame;

/** What a frame is in a sentence, where it is none. */
const notAFrame = (frame: unknown, giver: string): IcosianError =>
  new IcosianError('column/not-a-frame', `${giver} gives ${valueTypeOf(frame)}, not a frame.`, {
    hint: 'columns are taken from a DataFrame or a LazyDataFrame',
  });

const missingColumn = (column: string, giver: string, names: readonly string[]): IcosianError => {
  const list = names.length === 0 ? 'no columns' : names.join(', ');
  return new IcosianError(
    'column/missing',
    `There is no column "${column}" in ${giver}, which has ${list}.`,
    { hint: didYouMean(column, names) },
  );
};

/**
 * A column of a frame; of a lazy one, the expression for it. A column that is missing has `fill` in every row.
 *
 * Throws `column/missing` where there is neither; a lazy frame says that when it is collected.
 */
export function takeColumn(
  frame: unknown,
  column: string,
  giver: string,
  fill?: unknown,
): Series | Expr {
  const type = valueTypeOf(frame);
  if (type === 'LazyDataFrame') {
    // its columns are looked up only where they matter: of a scan, that reads the file's head
    const isThere = fill === undefined || (frame as LazyDataFrame).columns.includes(column);
    return isThere ? pl.col(column) : pl.lit(fill).alias(column);
  }
  if (type !== 'DataFrame') throw notAFrame(frame, giver);
  const eager = frame as DataFrame;
  const names = columnNamesOf(eager);
  if (names.includes(column)) return eager.getColumn(column);
  if (fill === undefined) throw missingColumn(column, giver, names);
  return eager.withColumn(pl.lit(fill).alias(column)).getColumn(column);
}

/** The expression for a column; where the frame is not lazy, throws `column/missing`. */
export function columnExpression(frame: unknown, column: string, giver: string): Expr {
  const type = valueTypeOf(frame);
  if (type !== 'DataFrame' && type !== 'LazyDataFrame') throw notAFrame(frame, giver);
  if (type === 'DataFrame') {
    const names = columnNamesOf(frame as DataFrame);
    if (!names.includes(column)) throw missingColumn(column, giver, names);
  }
  return pl.col(column);
}

/** A frame with columns put in, or replaced where they are. Throws where one of them is no column for it. */
export function withColumnsOf(
  frame: unknown,
  columns: ReadonlyMap<string, unknown>,
  as: 'series' | 'expr',
  giver: string,
): DataFrame | LazyDataFrame {
  const type = valueTypeOf(frame);
  if (type !== 'DataFrame' && type !== 'LazyDataFrame') throw notAFrame(frame, giver);
  if (as === 'expr') {
    const expressions = [...columns].map(([name, value]) => expression(name, value));
    return (frame as DataFrame).withColumns(...expressions);
  }
  if (type === 'LazyDataFrame') {
    throw new IcosianError(
      'column/lazy-series',
      `${giver} gives a lazy frame, whose columns cannot be Series.`,
      {
        hint: "let the functions take and give expressions, as: 'expr'; or collect the frame first",
      },
    );
  }
  const eager = frame as DataFrame;
  const series = [...columns].map(([name, value]) => column(name, value, eager));
  return eager.withColumns(...series);
}

function expression(name: string, value: unknown): Expr {
  if (isExpression(value)) return value.alias(name);
  throw new IcosianError(
    'column/not-an-expression',
    `The column function "${name}" gives ${valueTypeOf(value)}, not an expression.`,
    { hint: "return an expression, such as x.add(y), or say as: 'series'" },
  );
}

const isExpression = (value: unknown): value is Expr => valueTypeOf(value) === 'Expr';

function column(name: string, value: unknown, frame: DataFrame): Series {
  const type = valueTypeOf(value);
  if (type !== 'Series' && type !== 'Array' && type !== 'TypedArray') {
    throw new IcosianError(
      'column/not-a-series',
      `The column function "${name}" gives ${isExpression(value) ? 'an expression' : type}, not a Series.`,
      {
        hint: isExpression(value)
          ? "say as: 'expr' where the functions give expressions"
          : 'return a Series with a value for each row',
      },
    );
  }
  const series =
    type === 'Series'
      ? (value as Series).alias(name)
      : wrapSeries(
          type === 'Array'
            ? arrayColumn(name, value as readonly unknown[])
            : typedColumn(name, value as TypedArray),
        );
  if (series.length === frame.height) return series;
  throw new IcosianError(
    'column/other-height',
    `The column function "${name}" gives ${series.length} values for a frame of ${frame.height} rows.`,
    { hint: 'return a value for each row' },
  );
}
