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
import { columnNamed, looksLikePattern } from './column-expression.ts';
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

const missingColumn = (
  column: string,
  giver: string,
  names: readonly string[],
  readers: readonly string[] = [],
): IcosianError => {
  const list = names.length === 0 ? 'no columns' : names.join(', ');
  const who = readers.map((reader) => `"${reader}"`).join(', ');
  return new IcosianError(
    'column/missing',
    `There is no column "${column}" in ${giver}, which has ${list}${who === '' ? '' : `; it is read by ${who}`}.`,
    { hint: didYouMean(column, names) },
  );
};

/**
 * A column of a frame; of a lazy one, the expression for it. A column that is missing has `fill` in every row.
 *
 * Throws `column/missing` where there is neither; a lazy frame mostly says that when it is collected.
 */
export function takeColumn(
  frame: unknown,
  column: string,
  giver: string,
  fill?: unknown,
  readers?: readonly string[],
): Series | Expr {
  const type = valueTypeOf(frame);
  if (type === 'LazyDataFrame') {
    if (fill === undefined) return lazyColumn(frame as LazyDataFrame, column, giver, readers);
    const isThere = (frame as LazyDataFrame).columns.includes(column);
    return isThere ? columnNamed(column) : pl.lit(fill).alias(column);
  }
  if (type !== 'DataFrame') throw notAFrame(frame, giver);
  const eager = frame as DataFrame;
  const names = columnNamesOf(eager);
  if (names.includes(column)) return eager.getColumn(column);
  if (fill === undefined) throw missingColumn(column, giver, names, readers);
  const filled = eager.withColumn(pl.lit(fill).alias(column)).getColumn(column);
  // beside no columns at all, a constant is a row
  return names.length === 0 ? filled.head(0) : filled;
}

/** The columns are looked up only where they matter: of a scan, that reads the file's head. */
function lazyColumn(
  frame: LazyDataFrame,
  column: string,
  giver: string,
  readers?: readonly string[],
): Expr {
  if (looksLikePattern(column)) {
    const { columns } = frame;
    if (!columns.includes(column)) throw missingColumn(column, giver, columns, readers);
  }
  return columnNamed(column);
}

/** The expression for a column; where the frame is not lazy, throws `column/missing`. */
export function columnExpression(
  frame: unknown,
  column: string,
  giver: string,
  readers?: readonly string[],
): Expr {
  const type = valueTypeOf(frame);
  if (type !== 'DataFrame' && type !== 'LazyDataFrame') throw notAFrame(frame, giver);
  if (type === 'LazyDataFrame') return lazyColumn(frame as LazyDataFrame, column, giver, readers);
  const names = columnNamesOf(frame as DataFrame);
  if (!names.includes(column)) throw missingColumn(column, giver, names, readers);
  return columnNamed(column);
}

/** How columns are put into a frame. */
export interface Extending {
  readonly as: 'series' | 'expr';
  /** Whether the frame's other columns stay. */
  readonly keep: 'all' | 'new';
}

/**
 * A frame with columns put in, or replaced where they are; or these columns alone. Throws where one of them is no column
 * for it.
 */
export function withColumnsOf(
  frame: unknown,
  columns: ReadonlyMap<string, unknown>,
  { as, keep }: Extending,
  giver: string,
): DataFrame | LazyDataFrame {
  const type = valueTypeOf(frame);
  if (type !== 'DataFrame' && type !== 'LazyDataFrame') throw notAFrame(frame, giver);
  if (as === 'expr') {
    const expressions = [...columns].map(([name, value]) => expression(name, value));
    if (keep === 'all') return (frame as DataFrame).withColumns(...expressions);
    if (type === 'DataFrame') {
      const chosen = (frame as DataFrame).select(...expressions);
      if (chosen.height === (frame as DataFrame).height) return chosen;
    }
    // a select alone gives one row where all are aggregates
    const names = [...columns.keys()].map(columnNamed);
    return (frame as DataFrame).withColumns(...expressions).select(...names);
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
  return keep === 'all' ? eager.withColumns(...series) : pl.DataFrame(series);
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
