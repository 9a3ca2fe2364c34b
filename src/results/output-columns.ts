/**
 * The requested values as parts of a frame: whole frames, columns, and scalars that wait for a height.
 *
 * @module
 */
import type { Table } from 'apache-arrow';
import type { DataFrame, LazyDataFrame, Series } from 'nodejs-polars';
import { frameFromTable } from '../columns/arrow.ts';
import { columnOf, nativeColumnOf } from '../columns/column.ts';
import { concat } from '../columns/concat.ts';
import type { NativeSeries } from '../columns/native.ts';
import { isScalar, type Scalar } from '../columns/scalar-column.ts';
import { summaryOf } from '../columns/summary.ts';
import { isSeries, valueTypeOf } from '../columns/value-type.ts';
import { ResultError } from '../errors.ts';
import { isBlockValues, type BlockValues } from './block-values.ts';

/** What one output contributes. `nothing`: a block without items. */
export type Part =
  | { readonly kind: 'frame'; readonly name: string; readonly frame: DataFrame }
  | { readonly kind: 'column'; readonly name: string; readonly column: NativeSeries }
  | { readonly kind: 'scalar'; readonly name: string; readonly value: Scalar }
  | { readonly kind: 'nothing'; readonly name: string };

/** Reads one output; lazy frames are collected. Throws `ResultError` for what cannot be part of a frame. */
export async function partOf(name: string, value: unknown): Promise<Part> {
  if (isBlockValues(value)) return await partOfBlock(name, value);
  switch (valueTypeOf(value)) {
    case 'DataFrame':
    case 'LazyDataFrame':
    case 'ArrowTable':
      return { kind: 'frame', name, frame: await frameOfValue(name, value) };
    default:
      return isScalar(value)
        ? { kind: 'scalar', name, value }
        : { kind: 'column', name, column: await nativeColumnOf(name, value) };
  }
}

/** Frames and Series are joined in item order; anything else is one row for each item. */
async function partOfBlock(name: string, { items }: BlockValues): Promise<Part> {
  const [first] = items;
  if (items.length === 0) return { kind: 'nothing', name };
  const shape = shapeOf(first);
  const odd = items.findIndex((item) => shapeOf(item) !== shape);
  if (odd !== -1) throw mixedItems(name, odd, items);
  switch (shape) {
    case 'frame': {
      const frames = await settled(items.map((item) => frameOfValue(name, item)));
      return { kind: 'frame', name, frame: joined(name, () => concat(frames)) };
    }
    case 'Series': {
      const columns = await settled(items.map((item) => seriesOfValue(name, item)));
      const column = joined<Series>(name, () => concat(columns));
      return { kind: 'column', name, column: await nativeColumnOf(name, column) };
    }
    case 'row':
      return { kind: 'column', name, column: await nativeColumnOf(name, items) };
  }
}

function shapeOf(value: unknown): 'frame' | 'Series' | 'row' {
  switch (valueTypeOf(value)) {
    case 'DataFrame':
    case 'LazyDataFrame':
    case 'ArrowTable':
      return 'frame';
    case 'Series':
    case 'ArrowVector':
      return 'Series';
    default:
      return 'row';
  }
}

async function frameOfValue(name: string, value: unknown): Promise<DataFrame> {
  switch (valueTypeOf(value)) {
    case 'LazyDataFrame':
      return await collected(name, value as LazyDataFrame);
    case 'ArrowTable':
      return await frameFromTable(name, value as Table);
    default:
      return value as DataFrame;
  }
}

/** A Series keeps its own name: joining goes without, and a wrapper for each item would cost. */
const seriesOfValue = async (name: string, value: unknown): Promise<Series> =>
  isSeries(value) ? value : await columnOf(name, value);

async function collected(name: string, lazy: LazyDataFrame): Promise<DataFrame> {
  try {
    return await lazy.collect();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ResultError('result/not-collected', `The lazy frame "${name}" failed: ${reason}`, {
      hint: 'its plan runs only now: look at the expressions in the node, and in those before it',
      cause: error,
      node: name,
    });
  }
}

function joined<T>(name: string, join: () => T): T {
  try {
    return join();
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    throw new ResultError(
      'result/items-differ',
      `The items of "${name}" cannot be joined: ${firstLine(error)}`,
      {
        hint: `${error.hint ?? ''}, or get them one by one with DictResult`,
        cause: error,
        node: name,
      },
    );
  }
}

/** An error's sentence, as the rest of another. */
const firstLine = ({ message }: Error): string =>
  message.charAt(0).toLowerCase() + (message.split('\n', 1)[0] ?? '').slice(1);

function mixedItems(name: string, odd: number, items: readonly unknown[]): ResultError {
  return new ResultError(
    'result/items-differ',
    `The items of "${name}" cannot be joined: item 0 is ${summaryOf(items[0])}, item ${odd} is ${summaryOf(items[odd])}.`,
    {
      hint: 'return one kind of value for every item, or get them one by one with DictResult',
      node: name,
    },
  );
}

/** All results, or the first error in order; nothing is left running unobserved. */
async function settled<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(promises);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
