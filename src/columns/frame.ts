/**
 * Frames as lists of columns, without the slow and shadowed properties of their wrappers.
 *
 * @module
 */
import type { DataFrame, Series } from 'nodejs-polars';
import { nativeFrame, nativeSeries, ownFrame, renamed, type NativeSeries } from './native.ts';
import { valueTypeOf } from './value-type.ts';

/** The number of rows of a Series or a DataFrame. */
export const heightOf = (value: Series | DataFrame): number =>
  valueTypeOf(value) === 'Series'
    ? nativeSeries(value as Series).len()
    : nativeFrame(value as DataFrame).height;

/** The names of a frame's columns, in order. */
export const columnNamesOf = (frame: DataFrame): readonly string[] => nativeFrame(frame).columns;

/** The columns of a frame, each as `prefix.name`; the frame keeps its own. */
export const prefixedColumns = (prefix: string, frame: DataFrame): NativeSeries[] =>
  ownFrame(frame)
    .getColumns()
    .map((column) => renamed(column, `${prefix}.${column.name}`));
