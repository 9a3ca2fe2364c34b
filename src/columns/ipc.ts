/**
 * Columns as bytes that leave this thread, and back: Arrow IPC for data, Polars' own form for plans.
 *
 * Every buffer is a fresh one of exactly the right length. Node's small buffers lie in a pool: transferring one would
 * take the memory of others along.
 *
 * @module
 */
import { Expr as expressions, LazyDataFrame as lazyFrames, readIPCStream } from 'nodejs-polars';
import type * as arrowLibrary from 'apache-arrow';
import type { Table, Vector } from 'apache-arrow';
import type { DataFrame, Expr, LazyDataFrame, Series } from 'nodejs-polars';
import { ownTable, ownVector, streamOfTable, tableAs } from './arrow-copies.ts';
import type { Bytes } from './message.ts';
import {
  frameOf,
  lazyFrameOf,
  nativeFrame,
  ownSeries,
  renamed,
  wrapSeries,
  type NativeFrame,
  type NativeSeries,
} from './native.ts';

/**
 * The frame as an uncompressed Arrow IPC stream, which polars, pyarrow and apache-arrow all read.
 *
 * A slice writes its own rows only. Values, types, names and the height of a frame without columns are exact; pieces
 * are joined, and what Polars knows about sorted columns is forgotten.
 */
export const bytesOfDataFrame = (frame: DataFrame, shared: boolean): Bytes =>
  streamOf(nativeFrame(frame), shared);

export const dataFrameOf = (bytes: Bytes): DataFrame => readIPCStream(bufferOf(bytes));

/** The Series as a stream of one column. Its name travels beside it. */
export const bytesOfSeries = (series: Series, shared: boolean): Bytes =>
  streamOf(frameOf([ownSeries(series)]), shared);

export function seriesOf(bytes: Bytes, name: string): Series {
  const [column] = nativeFrame(dataFrameOf(bytes)).getColumns();
  return wrapSeries(renamed(column as NativeSeries, name));
}

export const lazyOf = (bytes: Bytes): LazyDataFrame => lazyFrameOf(dataFrameOf(bytes));

/** Whether the bytes begin as an Arrow IPC stream does. */
export const isStream = (bytes: Bytes): boolean =>
  bytes.byteLength >= 8 && new DataView(bytes).getInt32(0) === -1;

/** Straight into the memory that travels: no copy in between. */
function streamOf(frame: NativeFrame, shared: boolean): Bytes {
  const chunks: Uint8Array[] = [];
  const write = (chunk: Uint8Array): boolean => chunks.push(chunk) > 0;
  frame.writeIpcStream({ write }, 'uncompressed');
  return joined(chunks, shared);
}

/** A fresh buffer with all these bytes. */
export function joined(chunks: readonly Uint8Array[], shared: boolean): Bytes {
  const length = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const bytes = shared ? new SharedArrayBuffer(length) : new ArrayBuffer(length);
  const view = new Uint8Array(bytes);
  let offset = 0;
  for (const chunk of chunks) {
    view.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Whether a lazy frame reads nothing but files, so that its plan is small and says everything.
 *
 * Asks Polars for the plan in words, where data in memory is a line that begins with `DF [`. Looking for the schema
 * of its files, Polars may throw what collecting would throw.
 */
export const scansOnlyFiles = (lazy: LazyDataFrame): boolean =>
  !/^\s*DF \[/m.test(lazy.describePlan());

interface Serializable {
  serialize(format: 'bincode'): Uint8Array;
}

/** The plan of a lazy frame, or an expression, for the same version of Polars. */
export const bytesOfPlan = (plan: LazyDataFrame | Expr, shared: boolean): Bytes =>
  joined([(plan as unknown as Serializable).serialize('bincode')], shared);

export const lazyFrameOfPlan = (bytes: Bytes): LazyDataFrame =>
  lazyFrames.deserialize(bufferOf(bytes), 'bincode');

export const expressionOf = (bytes: Bytes): Expr =>
  expressions.deserialize(bufferOf(bytes), 'bincode');

// a view: Polars copies what it keeps, from shared memory, too
const bufferOf = (bytes: Bytes): Buffer => Buffer.from(bytes as ArrayBuffer);

let arrow: typeof arrowLibrary | undefined;

/** Whether {@link bytesOfTable} and {@link tableOf} can do their work. */
export const isArrowLoaded = (): boolean => arrow !== undefined;

/** Loads apache-arrow: it takes longer than all else, so only who has a table pays. */
export async function loadArrow(): Promise<void> {
  arrow = await import('apache-arrow');
}

function loadedArrow(): typeof arrowLibrary {
  if (arrow === undefined) throw new Error('apache-arrow is not loaded');
  return arrow;
}

/** A table as an Arrow IPC stream, metadata included; call {@link loadArrow} first. */
export function bytesOfTable(table: Table, shared: boolean): Bytes {
  const library = loadedArrow();
  return joined(streamOfTable(withOwnTypes(table, library), library), shared);
}

/** The table may keep the memory: nobody else may write to it. */
export const tableOf = (bytes: Bytes): Table => loadedArrow().tableFromIPC(new Uint8Array(bytes));

/** A vector as a table of one column. */
export function bytesOfVector(vector: Vector, shared: boolean): Bytes {
  const library = loadedArrow();
  return bytesOfTable(new library.Table({ value: ownVector(vector, library) }), shared);
}

export const vectorOf = (bytes: Bytes): Vector => tableOf(bytes).getChildAt(0) as Vector;

/** A table of another copy of apache-arrow in the classes of this one, under its own names. */
function withOwnTypes(table: Table, library: typeof arrowLibrary): Table {
  const own = ownTable(table, library);
  return own === table ? table : tableAs(own, table.schema, library);
}
