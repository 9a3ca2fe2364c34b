/**
 * Any value, as rules look at it.
 *
 * @module
 */
import type { DataFrame, Expr, LazyDataFrame, Series } from 'nodejs-polars';
import { nativeColumnOf } from '../column.ts';
import { columnNamed } from '../column-expression.ts';
import { nameOfType } from '../data-type.ts';
import {
  frameOf,
  lazyFrameOf,
  nativeFrame,
  ownFrame,
  renamed,
  wrapFrame,
  type NativeSeries,
  type NativeType,
} from '../native.ts';
import { summaryOf } from '../summary.ts';
import { valueTypeOf } from '../value-type.ts';
import { kindOfColumn, type Kind } from './fits.ts';
import { wholeNameOf } from './type-words.ts';

/** A column as an expression. */
export interface ColumnSubject {
  readonly expr: Expr;
  readonly type: NativeType;
  readonly kind: Kind;
  /** `f64`, `list[str]`, `struct[x: f64]`. */
  readonly typeName: string;
}

/** A value that is held against rules. */
export interface Subject {
  readonly value: unknown;
  /** `nulls` where there is no value at all. */
  readonly kind: Kind;
  /** In words, for messages. */
  readonly summary: string;
  /** The columns of a frame, or the one that a Series or an array is, called `value`. */
  readonly table?: Table;
}

export interface Table {
  readonly lazy: LazyDataFrame;
  /** Whether every collecting computes it again. */
  readonly isLazy: boolean;
  readonly columns: ReadonlyMap<string, ColumnSubject>;
}

/** The only column of what is no frame. */
export const onlyColumn = 'value';

export async function subjectOf(value: unknown): Promise<Subject> {
  const summary = summaryOf(value);
  const type = valueTypeOf(value);
  switch (type) {
    case 'null':
      return { value, kind: 'nulls', summary };
    case 'DataFrame': {
      const table = tableOf(wrapFrame(ownFrame(value as DataFrame)));
      return { value, kind: 'frame', summary, table };
    }
    case 'LazyDataFrame':
      return { value, kind: 'frame', summary, table: await lazyTable(value as LazyDataFrame) };
    case 'Series':
    case 'Array':
    case 'TypedArray':
    case 'ArrowVector':
      return await columnSubject(value, summary);
    case 'number':
    case 'bigint':
    case 'string':
    case 'boolean':
      return { value, kind: `scalar ${type}`, summary };
    case 'Date':
      return { value, kind: 'scalar date', summary };
    default:
      return { value, kind: 'object', summary };
  }
}

async function columnSubject(value: unknown, summary: string): Promise<Subject> {
  let column: NativeSeries;
  try {
    column = renamed(await nativeColumnOf(onlyColumn, value), onlyColumn);
  } catch {
    // a list of what no column holds, for schemas and own functions
    return { value, kind: 'object', summary };
  }
  const table = tableOf(wrapFrame(frameOf([column])));
  return { value, kind: table.columns.get(onlyColumn)?.kind ?? 'other', summary, table };
}

const tableOf = (frame: DataFrame): Table => ({
  lazy: lazyFrameOf(frame),
  isLazy: false,
  columns: columnsOf(frame),
});

// no row has to be computed to learn the types
const lazyTable = async (lazy: LazyDataFrame): Promise<Table> => ({
  lazy,
  isLazy: true,
  columns: columnsOf(await lazy.limit(0).collect()),
});

const columnsOf = (frame: DataFrame): Map<string, ColumnSubject> =>
  new Map(
    nativeFrame(frame)
      .getColumns()
      .map((column) => [column.name, described(column)]),
  );

function described(column: NativeSeries): ColumnSubject {
  const type = typeOf(column);
  const expr = columnNamed(column.name);
  return { expr, type, kind: kindOfColumn(type), typeName: wholeNameOf(type) };
}

function typeOf(column: NativeSeries): NativeType {
  try {
    return column.dtype;
  } catch {
    return nameOfType(undefined);
  }
}

/** The whole table, in memory. */
export const collected = ({ lazy }: Table): Promise<DataFrame> => lazy.collect();

/** One column of the table, in memory. */
export async function collectedColumn({ lazy }: Table, column: ColumnSubject): Promise<Series> {
  const frame = await lazy.select(column.expr).collect();
  return frame.toSeries(0);
}
