/**
 * What the dataflow of the executors' suite and its tests share: values of every kind, and words in files.
 *
 * @module
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { DataFrame, Series } from 'nodejs-polars';

/** Says that something has happened. */
export const mark = (directory: string, name: string): void =>
  writeFileSync(join(directory, name), '');

/** Done once somebody has said that it has happened. */
export async function marked(directory: string, ...names: readonly string[]): Promise<void> {
  while (!names.every((name) => existsSync(join(directory, name)))) await pause(1);
}

/** A value of each kind that a node may give to one that runs elsewhere. */
export const makers: Readonly<Record<string, () => unknown>> = {
  null: () => null,
  true: () => true,
  number: () => 1.5,
  'not a number': () => NaN,
  'minus zero': () => -0,
  infinity: () => -Infinity,
  bigint: () => 2n ** 70n,
  string: () => 'grün 🌿',
  'empty string': () => '',
  Date: () => new Date(86_400_000),
  'empty list': () => [],
  'nested list': () => [1, [2, [null]]],
  record: () => ({ a: 1, b: { c: ['d'] } }),
  Map: () => new Map([['a', { b: 1 }]]),
  Set: () => new Set(['a', 1]),
  Float64Array: () => new Float64Array([1, NaN]),
  Uint8Array: () => new Uint8Array([1, 2]),
  BigInt64Array: () => new BigInt64Array([1n]),
  Series: () => Series('own', [1, null, 3]),
  DataFrame: () => DataFrame({ a: [1, 2], b: ['x', null] }),
  'DataFrame without rows': () => DataFrame({ a: [1] }).filter(Series('mask', [false])),
  'frames in a record': () => ({ list: [DataFrame({ a: [1] })], series: Series('s', ['x']) }),
};

/** A value as plain data: of frames and Series their names and values. */
function plain(value: unknown): unknown {
  if (DataFrame.isDataFrame(value)) {
    return ['DataFrame', value.columns, value.toRecords()];
  }
  if (Series.isSeries(value)) return ['Series', value.name, value.toArray()];
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || Object.getPrototypeOf(Object(value)) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, plain(v)]));
}

/** Whether it is what the maker of this kind makes. */
export const isOfKind = (kind: string, value: unknown): boolean =>
  isDeepStrictEqual(plain(value), plain(makers[kind]?.()));
