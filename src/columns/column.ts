/**
 * Any value that can be a column, as one.
 *
 * @module
 */
import type { Vector } from 'apache-arrow';
import type { Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import type { TypedArray } from '../results/result-builder.ts';
import { arrayColumn } from './array-column.ts';
import { columnFromVector } from './arrow.ts';
import { typedColumn } from './exact-column.ts';
import { nativeSeries, ownSeries, renamed, wrapSeries, type NativeSeries } from './native.ts';
import { scalarColumn, type Scalar } from './scalar-column.ts';
import { summaryOf } from './summary.ts';
import { valueTypeOf } from './value-type.ts';

/**
 * A Series called `name` from a Series, an array, a typed array, an Arrow vector, or a scalar (one row).
 *
 * A Series is renamed without touching the original, and shares its memory. How arrays and scalars are typed:
 * {@link arrayColumn}, {@link scalarColumn}. Throws `columns/not-a-column` for anything else.
 */
export async function columnOf(name: string, value: unknown): Promise<Series> {
  if (valueTypeOf(value) === 'Series' && nativeSeries(value as Series).name === name) {
    return value as Series;
  }
  return wrapSeries(await nativeColumnOf(name, value));
}

/** The same without its wrapper. */
export async function nativeColumnOf(name: string, value: unknown): Promise<NativeSeries> {
  const type = valueTypeOf(value);
  switch (type) {
    case 'Series':
      return renamed(ownSeries(value as Series), name);
    case 'Array':
      return arrayColumn(name, value as readonly unknown[]);
    case 'TypedArray':
      return typedColumn(name, value as TypedArray);
    case 'ArrowVector':
      return await columnFromVector(name, value as Vector);
    case 'number':
    case 'bigint':
    case 'string':
    case 'boolean':
    case 'Date':
    case 'null':
      return scalarColumn(name, value as Scalar, 1);
    default:
      throw new ResultError(
        'columns/not-a-column',
        `"${name}" cannot be a column: it is ${summaryOf(value)}.`,
        {
          hint: 'return a Series, an array, a typed array, an Arrow vector or a scalar',
          node: name,
        },
      );
  }
}
