/**
 * Frames, Series, plans and Arrow tables as parts of a message.
 *
 * @module
 */
import type { Table, Vector } from 'apache-arrow';
import type { DataFrame, Expr, LazyDataFrame, Series } from 'nodejs-polars';
import type { ValueType } from '../results/result-builder.ts';
import type { Draft, Part } from './draft.ts';
import * as ipc from './ipc.ts';
import type { Bytes } from './message.ts';
import { nativeSeries } from './native.ts';
import { summaryOf } from './summary.ts';
import type { Trail } from './trail.ts';

/** The kinds of values that are columns, or plans for them. */
export type ColumnsType = Extract<
  ValueType,
  'DataFrame' | 'Series' | 'LazyDataFrame' | 'Expr' | 'ArrowTable' | 'ArrowVector'
>;

const columnsTypes: ReadonlySet<ValueType> = new Set<ColumnsType>([
  'DataFrame',
  'Series',
  'LazyDataFrame',
  'Expr',
  'ArrowTable',
  'ArrowVector',
]);

export const isColumnsType = (type: ValueType): type is ColumnsType => columnsTypes.has(type);

/** What stands for columns in the message. Throws what Polars throws. */
export function encodedColumns(
  draft: Draft,
  value: object,
  type: ColumnsType,
  trail: Trail,
): unknown {
  const { shared } = draft.options;
  switch (type) {
    case 'DataFrame': {
      const buffer = draft.buffer(ipc.bytesOfDataFrame(value as DataFrame, shared));
      return draft.make(value, { make: 'DataFrame', buffer });
    }
    case 'Series': {
      const series = value as Series;
      const buffer = draft.buffer(ipc.bytesOfSeries(series, shared));
      return draft.make(value, { make: 'Series', buffer, name: nativeSeries(series).name });
    }
    case 'LazyDataFrame':
      return lazyFrame(draft, value as LazyDataFrame, trail);
    case 'Expr':
      return plan(draft, 'Expr', value as Expr, trail);
    case 'ArrowTable':
      return arrow(draft, value, type, () => ipc.bytesOfTable(value as Table, shared), trail);
    case 'ArrowVector':
      return arrow(draft, value, type, () => ipc.bytesOfVector(value as Vector, shared), trail);
  }
}

function lazyFrame(draft: Draft, lazy: LazyDataFrame, trail: Trail): unknown {
  if (ipc.scansOnlyFiles(lazy)) return plan(draft, 'plan', lazy, trail);
  if (!draft.options.mayWait) {
    return refuseToWait(draft, lazy, trail, 'a lazy frame over data in memory');
  }
  const collected = async (): Promise<Bytes> =>
    ipc.bytesOfDataFrame(await lazy.collect(), draft.options.shared);
  const buffer = draft.bufferLater(draft.path(trail), collected);
  return draft.make(lazy, { make: 'LazyDataFrame', buffer });
}

function plan(
  draft: Draft,
  make: 'plan' | 'Expr',
  value: LazyDataFrame | Expr,
  trail: Trail,
): Part {
  const buffer = draft.buffer(ipc.bytesOfPlan(value, draft.options.shared));
  return draft.make(value, { make, buffer, path: draft.path(trail) });
}

function arrow(
  draft: Draft,
  value: object,
  make: 'ArrowTable' | 'ArrowVector',
  bytes: () => Bytes,
  trail: Trail,
): unknown {
  const path = draft.path(trail);
  if (ipc.isArrowLoaded()) return draft.make(value, { make, buffer: draft.buffer(bytes()), path });
  if (!draft.options.mayWait) return refuseToWait(draft, value, trail, summaryOf(value));
  const loaded = async (): Promise<Bytes> => {
    await ipc.loadArrow();
    return bytes();
  };
  return draft.make(value, { make, buffer: draft.bufferLater(path, loaded), path });
}

function refuseToWait(draft: Draft, value: object, trail: Trail, words: string): unknown {
  const sentence = `${draft.path(trail)} is ${words}, which cannot be encoded without waiting`;
  return draft.refuse(
    { code: 'codec/must-wait', sentence, hint: 'use encodeLater, which waits' },
    value,
  );
}
