/**
 * Columns from JavaScript arrays.
 *
 * `pl.Series` looks at the first value only and turns what does not fit into nulls, drops the sign of bigints and
 * the fields that the first record lacks. Here every value is looked at: what comes out holds exactly the values
 * given, or an error names the index that does not fit.
 *
 * @module
 */
import { Series } from 'nodejs-polars';
import { ResultError } from '../errors.ts';
import { isPlainObject, valueTypeOf } from './value-type.ts';
import {
  datetimeColumn,
  integerColumn,
  integerTypeOf,
  typedColumn,
  withNulls,
} from './exact-column.ts';
import { ownSeries, type NativeSeries } from './native.ts';
import { listColumn, recordColumn } from './nested-column.ts';
import { summaryOf } from './summary.ts';

/** What the entries of an array are, where all are alike. */
type EntryType = 'number' | 'bigint' | 'string' | 'boolean' | 'Date' | 'list' | 'record';

/** Names an entry in messages: `index 3`, `index 3[0].price`. */
export type Where = (index: number) => string;
const atIndex: Where = (index) => `index ${index}`;

/**
 * A column of the array's length; null and undefined become nulls.
 *
 * | entries | data type |
 * |---|---|
 * | none, or only nulls | Float64 |
 * | numbers | Float64 |
 * | bigints | Int64; where one is beyond it and none is negative, UInt64 |
 * | strings, booleans | String, Boolean |
 * | Dates | Datetime in milliseconds, without a time zone |
 * | arrays, typed arrays | List of what a column of all their entries would be |
 * | records | Struct with the fields of all records, in the order in which they appear; absent fields are nulls |
 *
 * Throws `columns/mixed-entries`, `columns/not-an-entry`, `columns/integer-range`, `columns/invalid-date` or
 * `columns/no-fields`, each with the name of the column and the index.
 */
export function arrayColumn(
  name: string,
  values: readonly unknown[],
  where: Where = atIndex,
): NativeSeries {
  const type = entryTypeOf(name, values, where);
  switch (type) {
    case 'number':
      return numberColumn(name, values as readonly (number | null | undefined)[]);
    case 'bigint':
      return bigintColumn(name, values as readonly (bigint | null | undefined)[], where);
    case 'Date':
      return dateColumn(name, values as readonly (Date | null | undefined)[], where);
    case 'list':
      return listColumn(name, values as readonly (ArrayLike<unknown> | null)[], where, arrayColumn);
    case 'record':
      return recordColumn(name, values as readonly (object | null)[], where, arrayColumn);
    case 'string':
    case 'boolean':
    case undefined:
      return ownSeries(Series(name, values as never));
  }
}

/** The type of all entries that are not null; undefined where there are none. */
function entryTypeOf(
  name: string,
  values: readonly unknown[],
  where: Where,
): EntryType | undefined {
  let type: EntryType | undefined;
  let first = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === null || value === undefined) continue;
    const found = typeOfEntry(value);
    if (found === type && found !== undefined) continue;
    if (found === undefined) throw notAnEntry(name, value, where(index));
    if (type !== undefined) {
      throw mixed(name, [values[first], where(first)], [value, where(index)]);
    }
    type = found;
    first = index;
  }
  return type;
}

function typeOfEntry(value: unknown): EntryType | undefined {
  const type = valueTypeOf(value);
  switch (type) {
    case 'number':
    case 'bigint':
    case 'string':
    case 'boolean':
    case 'Date':
      return type;
    case 'Array':
    case 'TypedArray':
      return 'list';
    default:
      return isPlainObject(value) ? 'record' : undefined;
  }
}

function mixed(
  name: string,
  one: readonly [unknown, string],
  other: readonly [unknown, string],
): ResultError {
  return new ResultError(
    'columns/mixed-entries',
    `"${name}" cannot be a column: ${one[1]} is ${summaryOf(one[0])}, ${other[1]} is ${summaryOf(other[0])}.`,
    { hint: 'give all entries one type, or null where there is none', node: name },
  );
}

function notAnEntry(name: string, value: unknown, where: string): ResultError {
  const isJoinable = ['Series', 'DataFrame', 'LazyDataFrame'].includes(valueTypeOf(value));
  return new ResultError(
    'columns/not-an-entry',
    `"${name}" cannot be a column: ${where} is ${summaryOf(value)}.`,
    {
      hint: isJoinable
        ? 'join them in a node with concat(list)'
        : 'a column holds numbers, bigints, strings, booleans, Dates, arrays and records',
      node: name,
    },
  );
}

function numberColumn(name: string, values: readonly (number | null | undefined)[]): NativeSeries {
  const numbers = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === null || value === undefined) return ownSeries(Series(name, values as number[]));
    numbers[index] = value;
  }
  return typedColumn(name, numbers);
}

function bigintColumn(
  name: string,
  values: readonly (bigint | null | undefined)[],
  where: Where,
): NativeSeries {
  const type = integerTypeOf(values);
  if (typeof type === 'string') return integerColumn(name, values, type);
  const value = values[type.outside] as bigint;
  const reason =
    value === BigInt.asUintN(64, value)
      ? 'no integer type holds both it and the negative ones'
      : 'it does not fit in 64 bits';
  throw new ResultError(
    'columns/integer-range',
    `"${name}" cannot be a column: ${where(type.outside)} is ${summaryOf(value)}; ${reason}.`,
    { hint: 'return strings, or numbers where rounding does no harm', node: name },
  );
}

function dateColumn(
  name: string,
  values: readonly (Date | null | undefined)[],
  where: Where,
): NativeSeries {
  const milliseconds = new BigInt64Array(values.length);
  const isValid: boolean[] = [];
  let hasNulls = false;
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    const isGiven = value !== null && value !== undefined;
    isValid.push(isGiven);
    if (!isGiven) {
      hasNulls = true;
      continue;
    }
    const time = value.getTime();
    if (Number.isNaN(time)) {
      throw new ResultError(
        'columns/invalid-date',
        `"${name}" cannot be a column: ${where(index)} is an invalid Date.`,
        { hint: 'return null where there is no date', node: name },
      );
    }
    milliseconds[index] = BigInt(time);
  }
  const column = datetimeColumn(name, milliseconds);
  return hasNulls ? withNulls(column, isValid) : column;
}
