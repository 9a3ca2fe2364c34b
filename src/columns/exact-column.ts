/**
 * Columns whose every bit is as given: from numbers side by side in memory.
 *
 * @module
 */
import { col, Datetime, lit, Series, when } from 'nodejs-polars';
import type { TypedArray } from '../results/result-builder.ts';
import {
  nativeFrame,
  ownSeries,
  wrapFrame,
  frameOf,
  renamed,
  type NativeSeries,
} from './native.ts';

const plainClasses: Readonly<
  Record<string, new (buffer: ArrayBufferLike, offset: number, length: number) => TypedArray>
> = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/**
 * A column of the array's type and length, copied.
 *
 * Clamped bytes become UInt8. Half-precision floats become Float32, which holds them all.
 */
export function typedColumn(name: string, values: TypedArray): NativeSeries {
  return ownSeries(Series(name, plainTypedArray(values) as never));
}

/** Polars goes by the name of the class: subclasses such as Buffer are unknown to it. */
function plainTypedArray(values: TypedArray): TypedArray {
  const tag: string = values[Symbol.toStringTag];
  const PlainClass = plainClasses[tag];
  if (PlainClass === undefined) return Float32Array.from(values as Float32Array);
  if (values.constructor.name === tag) return values;
  return new PlainClass(values.buffer, values.byteOffset, values.length);
}

/** A column of points in time, in milliseconds since 1970, without a time zone. */
export function datetimeColumn(name: string, milliseconds: BigInt64Array): NativeSeries {
  return ownSeries(Series(name, milliseconds as never).cast(Datetime('ms')));
}

/** The column with nulls where an entry is not given. */
export function withNulls(column: NativeSeries, isGiven: readonly boolean[]): NativeSeries {
  const frame = wrapFrame(
    frameOf([renamed(column, 'value'), ownSeries(Series('isGiven', isGiven as boolean[]))]),
  );
  const value = when(col('isGiven')).then(col('value')).otherwise(lit(null)).alias(column.name);
  return nativeFrame(frame.select(value)).getColumns()[0] as NativeSeries;
}

type Integers = readonly (bigint | null | undefined)[];

const isInt64 = (value: bigint): boolean => value === BigInt.asIntN(64, value);
const isUint64 = (value: bigint): boolean => value === BigInt.asUintN(64, value);

/**
 * The 64-bit type that holds all of some integers: Int64 where it can, UInt64 where one is beyond it.
 *
 * Where there is none, the index of the first that stands in the way.
 */
export function integerTypeOf(values: Integers): 'Int64' | 'UInt64' | { readonly outside: number } {
  let isBeyondInt64: number | undefined;
  let hasNegative = false;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    if (value < 0n) hasNegative = true;
    if (isInt64(value)) continue;
    if (!isUint64(value)) return { outside: index };
    isBeyondInt64 ??= index;
  }
  if (isBeyondInt64 === undefined) return 'Int64';
  return hasNegative ? { outside: isBeyondInt64 } : 'UInt64';
}

/** A column of 64-bit integers, exact; null and undefined become nulls. */
export function integerColumn(
  name: string,
  values: Integers,
  type: 'Int64' | 'UInt64',
): NativeSeries {
  const integers = new (type === 'Int64' ? BigInt64Array : BigUint64Array)(values.length);
  let hasNulls = false;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === null || value === undefined) hasNulls = true;
    else integers[index] = value;
  }
  const column = typedColumn(name, integers);
  return hasNulls ? withNulls(column, Array.from(values, isPresent)) : column;
}

const isPresent = (value: unknown): boolean => value !== null && value !== undefined;
