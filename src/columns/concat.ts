/**
 * Frames or Series one below the other.
 *
 * @module
 */
import { concat as concatLazily, DataFrame as makeDataFrame } from 'nodejs-polars';
import type { DataFrame, LazyDataFrame, Schema, Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { typeNameOf } from './data-type.ts';
import {
  ownFrame,
  ownSeries,
  wrapFrame,
  wrapSeries,
  type NativeFrame,
  type NativeSeries,
} from './native.ts';
import { summaryOf } from './summary.ts';
import { valueTypeOf } from './value-type.ts';

/** Rows per piece below which the pieces are copied together: many small ones slow down all that follows. */
const smallPiece = 65_536;

export interface ConcatOptions {
  /** What a list of no items gives: a frame without rows and with these columns. @default no columns */
  readonly schema?: Schema;
}

/**
 * Joins frames, or Series, in the order of the list. One item is given back as it is; none gives a frame without rows.
 *
 * All items have the same columns in the same order with the same types. Throws `columns/cannot-join` where they have
 * not, naming the first item that differs, and `columns/not-joinable` for a list of anything else.
 */
export function concat(list: readonly Series[], options?: ConcatOptions): Series;
export function concat(list: readonly DataFrame[], options?: ConcatOptions): DataFrame;
export function concat(list: readonly LazyDataFrame[], options?: ConcatOptions): LazyDataFrame;
export function concat(
  list: readonly (Series | DataFrame | LazyDataFrame)[],
  { schema }: ConcatOptions = {},
): Series | DataFrame | LazyDataFrame {
  const [first] = list;
  if (first === undefined)
    return schema === undefined ? makeDataFrame([]) : makeDataFrame({}, { schema });
  const type = valueTypeOf(first);
  const odd = list.findIndex((item) => valueTypeOf(item) !== type);
  if (odd !== -1) throw notJoinable(odd, list[odd], first);
  switch (type) {
    case 'Series':
      return list.length === 1
        ? first
        : wrapSeries(joinedSeries((list as Series[]).map(ownSeries)));
    case 'DataFrame':
      return list.length === 1
        ? first
        : wrapFrame(joinedFrames((list as DataFrame[]).map(ownFrame)));
    case 'LazyDataFrame':
      return list.length === 1 ? first : concatLazily(list as LazyDataFrame[], lazyOptions);
    default:
      throw notJoinable(0, first);
  }
}

const lazyOptions = { how: 'vertical', rechunk: false, parallel: true } as never;

function notJoinable(index: number, item: unknown, first?: unknown): ResultError {
  return new ResultError(
    'columns/not-joinable',
    first === undefined
      ? `concat joins frames or Series, and item ${index} is ${summaryOf(item)}.`
      : `concat joins items of one kind: item 0 is ${summaryOf(first)}, item ${index} ${summaryOf(item)}.`,
    { hint: 'give it a list of Series, of DataFrames or of LazyDataFrames' },
  );
}

function joinedFrames(frames: readonly NativeFrame[]): NativeFrame {
  const [first, ...others] = frames as [NativeFrame, ...NativeFrame[]];
  const joined = first.clone();
  others.forEach((frame, position) => {
    try {
      joined.vstackMut(frame);
    } catch (error) {
      throw cannotJoin(position + 1, difference(frame.getColumns(), joined.getColumns()), error);
    }
  });
  return isInSmallPieces(joined) ? joined.rechunk() : joined;
}

function joinedSeries(columns: readonly NativeSeries[]): NativeSeries {
  const [first, ...others] = columns as [NativeSeries, ...NativeSeries[]];
  const joined = first.clone();
  others.forEach((column, position) => {
    try {
      joined.append(column);
    } catch (error) {
      const reason = `it is ${typeNameOf(column)}, the items before it ${typeNameOf(joined)}`;
      throw cannotJoin(position + 1, reason, error);
    }
  });
  const length = joined.len();
  return length / joined.nChunks() < smallPiece ? joined.rechunk(false) : joined;
}

const isInSmallPieces = (frame: NativeFrame): boolean =>
  frame.width > 0 && frame.height / frame.nChunks() < smallPiece;

function difference(columns: readonly NativeSeries[], before: readonly NativeSeries[]): string {
  const names = columns.map(({ name }) => name);
  const namesBefore = before.map(({ name }) => name);
  if (names.join('\0') !== namesBefore.join('\0')) {
    return `its columns are ${quoted(names)}, those of the items before it ${quoted(namesBefore)}`;
  }
  return columns
    .map((column, index) => [column.name, typeNameOf(column), typeNameOf(before[index] ?? column)])
    .filter(([, type, typeBefore]) => type !== typeBefore)
    .map(
      ([name, type, typeBefore]) =>
        `its column "${name}" is ${type}, ${typeBefore} in the items before it`,
    )
    .join('; ');
}

const quoted = (names: readonly string[]): string =>
  names.length === 0 ? 'none' : names.map((name) => `"${name}"`).join(', ');

function cannotJoin(index: number, reason: string, cause: unknown): ResultError {
  return new ResultError('columns/cannot-join', `Item ${index} does not fit: ${reason}.`, {
    hint: 'give all items the same columns, in one order, with the same types',
    cause,
  });
}
