/**
 * Between Polars and apache-arrow, through Arrow IPC bytes; apache-arrow is loaded on first use.
 *
 * @module
 */
import type * as arrowLibrary from 'apache-arrow';
import type { DataType, Field, Table, Vector } from 'apache-arrow';
import type { DataFrame } from 'nodejs-polars';
import { ResultError, type ErrorDetails } from '../errors.ts';
import {
  bytesOfFrame,
  frameFromBytes,
  nativeFrame,
  renamed,
  wrapFrame,
  type NativeFrame,
  type NativeSeries,
} from './native.ts';
import { ownTable, ownVector, streamOfTable, tableAs } from './arrow-copies.ts';
import { summaryOf } from './summary.ts';

/** The frame as an Arrow table. Strings become LargeUtf8, categories dictionaries, integers keep their width. */
export async function tableFromFrame(frame: DataFrame): Promise<Table> {
  const { tableFromIPC } = await import('apache-arrow');
  return tableFromIPC(bytesOfFrame(nativeFrame(frame)));
}

/**
 * The vector as a column, with its nulls and its exact values. Dictionaries of strings become Categorical, seconds
 * milliseconds, maps lists of records.
 *
 * Throws `columns/arrow-type` for the types that Polars does not have (intervals, unions).
 */
export async function columnFromVector(name: string, vector: Vector): Promise<NativeSeries> {
  const arrow = await import('apache-arrow');
  const frame = readByPolars(name, vector, () =>
    streamBytes(new arrow.Table({ value: ownVector(vector, arrow) }), arrow),
  );
  const [column] = frame.getColumns();
  return renamed(column as NativeSeries, name);
}

/** The table as a frame, by the same rules; `name` stands in the error. */
export async function frameFromTable(name: string, table: Table): Promise<DataFrame> {
  const arrow = await import('apache-arrow');
  const bytes = (): Uint8Array => streamBytes(numbered(ownTable(table, arrow), arrow), arrow);
  const frame = readByPolars(name, table, bytes, (read) => {
    const copy = read.clone();
    copy.columns = table.schema.fields.map((field) => field.name);
    return copy;
  });
  return wrapFrame(frame);
}

const streamBytes = (table: Table, arrow: typeof arrowLibrary): Uint8Array =>
  Buffer.concat(streamOfTable(table, arrow));

/** Its columns by position: apache-arrow leaves empty names out, and Polars reads no column without a name. */
function numbered(table: Table, arrow: typeof arrowLibrary): Table {
  const { fields, metadata } = table.schema;
  const named = fields.map((field, position) => ({
    name: String(position),
    nullable: field.nullable,
    metadata: field.metadata,
  }));
  return tableAs(table, { fields: named, metadata }, arrow);
}

/** `finish` takes part in what may fail. */
function readByPolars(
  name: string,
  value: Vector | Table,
  bytes: () => Uint8Array,
  finish: (frame: NativeFrame) => NativeFrame = (frame) => frame,
): NativeFrame {
  const unreadable = (reason: string, details: ErrorDetails = {}): ResultError =>
    new ResultError(
      'columns/arrow-type',
      `"${name}" is ${summaryOf(value)}, which Polars does not read: ${reason}`,
      { hint: 'convert it in a node, or get it as it is with DictResult', node: name, ...details },
    );
  // known beforehand: the native side would panic, and print that
  const types = 'schema' in value ? value.schema.fields.map(({ type }) => type) : [value.type];
  const lacking = types.map(lackingIn).find((type) => type !== undefined);
  if (lacking !== undefined) throw unreadable(`it has no ${lacking}.`);
  try {
    return finish(frameFromBytes(bytes()));
  } catch (error) {
    throw unreadable(messageOf(error), { cause: error });
  }
}

const intervalTypeId = 11;
const unionTypeId = 14;

/** What a type, or one inside it, is that Polars does not have. */
function lackingIn(type: DataType): string | undefined {
  const typeId: number = type.typeId;
  if (typeId === intervalTypeId) return 'intervals';
  if (typeId === unionTypeId) return 'unions';
  const inner: readonly Field[] = type.children ?? [];
  return inner.map((field) => lackingIn(field.type)).find((lacking) => lacking !== undefined);
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
