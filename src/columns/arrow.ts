/**
 * Between Polars and apache-arrow, through Arrow IPC bytes; apache-arrow is loaded on first use.
 *
 * @module
 */
import type { Table, Vector } from 'apache-arrow';
import type { DataFrame } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import {
  bytesOfFrame,
  frameFromBytes,
  nativeFrame,
  renamed,
  wrapFrame,
  type NativeSeries,
} from './native.ts';
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
  const { Table } = await import('apache-arrow');
  const [column] = (await frameOfTable(new Table({ value: vector }), name, vector)).getColumns();
  return renamed(column as NativeSeries, name);
}

/** The table as a frame, by the same rules; `name` stands in the error. */
export async function frameFromTable(name: string, table: Table): Promise<DataFrame> {
  return wrapFrame(await frameOfTable(table, name, table));
}

async function frameOfTable(
  table: Table,
  name: string,
  value: Vector | Table,
): Promise<ReturnType<typeof frameFromBytes>> {
  const { tableToIPC } = await import('apache-arrow');
  try {
    return frameFromBytes(tableToIPC(table, 'stream'));
  } catch (error) {
    throw new ResultError(
      'columns/arrow-type',
      `"${name}" is ${summaryOf(value)}, which Polars does not read: ${messageOf(error)}`,
      {
        hint: 'convert it in a node, or get it as it is with DictResult',
        cause: error,
        node: name,
      },
    );
  }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
