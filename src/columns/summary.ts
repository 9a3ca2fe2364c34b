/**
 * Values in a few words, for messages.
 *
 * @module
 */
import type { DataFrame, Series } from 'nodejs-polars';
import type { Table, Vector } from 'apache-arrow';
import type { TypedArray } from '../results/result-builder.ts';
import { isPlainObject, valueTypeOf } from './value-type.ts';
import { typeNameOf } from './data-type.ts';
import { nativeFrame, nativeSeries } from './native.ts';

const longest = 60;
const longestText = 40;
const widestBigint = 2n ** 128n;

/**
 * A value on one line of at most 60 characters: `Series f64[336776]`, `"text…"`, `Array(3) [1, 2, 3]`, `{ a, b }`.
 *
 * Reads only the first few entries, calls nothing of the user's but what a proxy or a getter runs, never throws.
 */
export function summaryOf(value: unknown): string {
  return cut(readable(value, true));
}

function readable(value: unknown, withEntries: boolean): string {
  try {
    return described(value, withEntries);
  } catch {
    return 'an object that cannot be read';
  }
}

function cut(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}

function described(value: unknown, withEntries: boolean): string {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'bigint':
      return -widestBigint < value && value < widestBigint
        ? `${value}n`
        : 'a bigint of over 128 bits';
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'undefined':
    case 'boolean':
    case 'symbol':
      return String(value);
    case 'function':
      return value.name === '' ? 'function' : `function ${value.name}`;
    case 'object':
      return value === null ? 'null' : describedObject(value, withEntries);
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length <= longestText ? text : `${text.slice(0, longestText)}…`);
}

function describedObject(value: object, withEntries: boolean): string {
  const type = valueTypeOf(value);
  switch (type) {
    case 'Series': {
      const column = nativeSeries(value as Series);
      return `Series ${typeNameOf(column)}[${column.len()}]`;
    }
    case 'DataFrame': {
      const frame = nativeFrame(value as DataFrame);
      return `DataFrame ${frame.height}×${frame.width}`;
    }
    case 'LazyDataFrame':
    case 'Expr':
      return type;
    case 'ArrowVector':
      return `ArrowVector ${(value as Vector).type}[${(value as Vector).length}]`;
    case 'ArrowTable':
      return `ArrowTable ${(value as Table).numRows}×${(value as Table).numCols}`;
    case 'TypedArray':
      return `${classNameOf(value)}(${(value as TypedArray).length})`;
    case 'Date':
      return `Date ${Number.isNaN(Number(value)) ? 'invalid' : (value as Date).toISOString()}`;
    case 'Array':
      return describedArray(value as readonly unknown[], withEntries);
    default:
      return isPlainObject(value) ? braced(value) : describedInstance(value);
  }
}

function describedArray(values: readonly unknown[], withEntries: boolean): string {
  const name = `Array(${values.length})`;
  if (!withEntries || values.length === 0) return name;
  const entries: string[] = [];
  let length = name.length + 3;
  for (const value of values) {
    const entry = readable(value, false);
    // room for this one, its comma and the mark that there are more
    if (length + entry.length + 3 > longest) break;
    entries.push(entry);
    length += entry.length + 2;
  }
  if (entries.length < values.length) entries.push('…');
  return `${name} [${entries.join(', ')}]`;
}

/** The first names of a record; what they hold is not read. */
function braced(value: object): string {
  const names: string[] = [];
  let length = 6;
  for (const name in value) {
    if (!Object.hasOwn(value, name)) continue;
    length += name.length + 2;
    if (length > longest) {
      names.push('…');
      break;
    }
    names.push(name);
  }
  return names.length === 0 ? '{}' : `{ ${names.join(', ')} }`;
}

function describedInstance(value: object): string {
  const name = classNameOf(value);
  if (value instanceof Map || value instanceof Set) return `${name}(${value.size})`;
  if (value instanceof Error) return `${name} ${quoted(value.message)}`;
  if (value instanceof Promise) return 'Promise';
  if (value instanceof RegExp) return String(value);
  return `${name} {…}`;
}

function classNameOf(value: object): string {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.name !== '' ? constructor.name : 'object';
}
