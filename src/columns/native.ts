/**
 * The native side of Polars objects: the only place that knows how nodejs-polars wraps them.
 *
 * A DataFrame is a proxy on which every property read lists the columns, and on which a column named `height` or
 * `select` hides the method; and on Node 22 and 24 each wrapper of a Series costs up to a millisecond. So columns are
 * renamed, counted and joined natively, and wrapped once.
 *
 * @module
 */
import {
  _DataFrame,
  _LazyDataFrame,
  _Series,
  DataFrame as makeDataFrame,
  readIPCStream,
  Series as makeSeries,
} from 'nodejs-polars';
import type { DataFrame, LazyDataFrame, Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';

/** A data type as the native side writes it: a name, or a name with parameters. */
export type NativeType = string | { readonly variant: string; readonly inner?: readonly unknown[] };

export interface NativeSeries {
  readonly name: string;
  /** Throws for the types that nodejs-polars does not know (Binary, Enum). */
  readonly dtype: NativeType;
  len(): number;
  min(): number | bigint | null;
  max(): number | bigint | null;
  clone(): NativeSeries;
  /** Changes this object: only for a clone. */
  rename(name: string): void;
  /** Changes this object: only for a clone. */
  append(other: NativeSeries): void;
  nChunks(): number;
  rechunk(inPlace: boolean): NativeSeries;
  toTypedArray(): Float64Array;
}

export interface NativeFrame {
  readonly height: number;
  readonly width: number;
  /** Setting it changes this object: only for a clone. */
  columns: string[];
  clone(): NativeFrame;
  getColumns(): NativeSeries[];
  /** Changes this object: only for a clone. */
  vstackMut(other: NativeFrame): void;
  nChunks(): number;
  rechunk(): NativeFrame;
  toStruct(name: string): NativeSeries;
  lazy(): object;
  writeIpcStream(sink: { write(chunk: Uint8Array): boolean }, compression: 'uncompressed'): void;
}

type NativeFrameClass = new (columns: readonly NativeSeries[]) => NativeFrame;
type NativeSeriesClass = abstract new (...parameters: never) => object;

/** `inner()` is public, yet missing in the types of some wrappers. */
const innerOf = (wrapper: unknown): object => (wrapper as { inner(): object }).inner();

// the native classes of this copy of Polars; they have no name to import them by
let frameClass: NativeFrameClass | undefined;
const ownFrameClass = (): NativeFrameClass =>
  (frameClass ??= innerOf(makeDataFrame([])).constructor as NativeFrameClass);
let seriesClass: NativeSeriesClass | undefined;
const ownSeriesClass = (): NativeSeriesClass =>
  (seriesClass ??= innerOf(makeSeries('', [])).constructor as NativeSeriesClass);

/** The native frame of a DataFrame, of any copy of Polars: for reading. */
export function nativeFrame(frame: DataFrame): NativeFrame {
  const wrapper = frame as unknown as { readonly _df: unknown; readonly inner: unknown };
  const direct = wrapper._df;
  if (isNativeFrame(direct)) return direct;
  const { inner } = wrapper;
  if (typeof inner === 'function') return inner.call(frame) as NativeFrame;
  throw new ResultError(
    'columns/hidden-frame',
    'A DataFrame cannot be read: its columns "_df" and "inner" hide what Polars keeps under these names.',
    { hint: 'rename one of the two columns' },
  );
}

const isNativeFrame = (value: unknown): value is NativeFrame =>
  typeof (value as { vstackMut?: unknown } | null)?.vstackMut === 'function';

/** The native column of a Series, of any copy of Polars: for reading. */
export const nativeSeries = (series: Series): NativeSeries => innerOf(series) as NativeSeries;

/** The same frame for joining with others: one of another copy of Polars is brought over as Arrow bytes. */
export function ownFrame(frame: DataFrame): NativeFrame {
  const native = nativeFrame(frame);
  return native instanceof ownFrameClass() ? native : frameFromBytes(bytesOfFrame(native));
}

/** The same column for joining with others: one of another copy of Polars is brought over as Arrow bytes. */
export function ownSeries(series: Series): NativeSeries {
  const native = nativeSeries(series);
  if (native instanceof ownSeriesClass()) return native;
  const [column] = frameFromBytes(bytesOfFrame(nativeFrame(series.toFrame()))).getColumns();
  return renamed(column as NativeSeries, native.name);
}

/** A column under this name; the one given keeps its own, and both share their memory. */
export function renamed(column: NativeSeries, name: string): NativeSeries {
  if (column.name === name) return column;
  const copy = column.clone();
  copy.rename(name);
  return copy;
}

/** The columns side by side. Their names must differ and their heights must not. */
export const frameOf = (columns: readonly NativeSeries[]): NativeFrame =>
  new (ownFrameClass())(columns);

export const wrapFrame = (frame: NativeFrame): DataFrame => _DataFrame(frame);
export const lazyFrameOf = (frame: DataFrame): LazyDataFrame =>
  _LazyDataFrame(nativeFrame(frame).lazy());
export const wrapSeries = (series: NativeSeries): Series => _Series(series);

/** The frame as an Arrow IPC stream, uncompressed: the form that every reader of Arrow understands. */
export function bytesOfFrame(frame: NativeFrame): Uint8Array<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const write = (chunk: Uint8Array): boolean => {
    chunks.push(chunk);
    length += chunk.byteLength;
    return true;
  };
  frame.writeIpcStream({ write }, 'uncompressed');
  // a buffer of its own: what Arrow reads from it must be aligned
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/** The frame behind an Arrow IPC stream. Throws Polars' own error for what it does not read. */
export function frameFromBytes(bytes: Uint8Array): NativeFrame {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return nativeFrame(readIPCStream(buffer));
}
