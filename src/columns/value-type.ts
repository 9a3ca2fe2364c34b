/**
 * Which kind of value this is: for messages, for result builders, and for who counts native memory.
 *
 * Nothing is imported to find out. Polars values are recognised by their tags and Arrow's by their registered
 * symbols, so values from another copy of either library are recognised too.
 *
 * @module
 */
import { isDate } from 'node:util/types';
import type { Series } from 'nodejs-polars';
import type { TypedArray, ValueType } from '../results/result-builder.ts';

const arrowVector = Symbol.for('apache-arrow/Vector');
const arrowTable = Symbol.for('apache-arrow/Table');
// every DataFrame has it, and no column can hide a symbol
const jupyterDisplay = Symbol.for('Jupyter.display');

/**
 * The kind of a value. `undefined` counts as null; symbols, Maps, promises, class instances and proxies that cannot
 * be read count as `object`. Never throws.
 */
export function valueTypeOf(value: unknown): ValueType {
  switch (typeof value) {
    case 'number':
      return 'number';
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'bigint':
      return 'bigint';
    case 'function':
      return 'function';
    case 'undefined':
      return 'null';
    case 'symbol':
      return 'object';
    case 'object':
      return value === null ? 'null' : typeOfObject(value);
  }
}

function typeOfObject(value: object): ValueType {
  try {
    if (Array.isArray(value)) return 'Array';
    if (ArrayBuffer.isView(value)) return value instanceof DataView ? 'object' : 'TypedArray';
    const polars = polarsTypeOf(value);
    if (polars !== undefined) return polars;
    if (value instanceof Date || isDate(value)) return 'Date';
    const symbols = value as Record<symbol, unknown>;
    if (symbols[arrowVector] === true) return 'ArrowVector';
    if (symbols[arrowTable] === true) return 'ArrowTable';
    return 'object';
  } catch {
    return 'object'; // a proxy that throws, a tag that throws
  }
}

/** A tag alone could be anybody's: each kind shows a second mark. */
function polarsTypeOf(
  value: object,
): 'Series' | 'DataFrame' | 'LazyDataFrame' | 'Expr' | undefined {
  const tag = (value as Record<symbol, unknown>)[Symbol.toStringTag];
  if (tag === undefined) return undefined;
  if (tag === 'DataFrame') {
    return typeof (value as Record<symbol, unknown>)[jupyterDisplay] === 'function'
      ? tag
      : undefined;
  }
  if (tag === 'LazyDataFrame') return '_ldf' in value ? tag : undefined;
  // of Series and expressions, the tag is a method
  if (typeof tag !== 'function') return undefined;
  if ('_s' in value) return tag.call(value) === 'Series' ? 'Series' : undefined;
  if ('_expr' in value) return tag.call(value) === 'Expr' ? 'Expr' : undefined;
  return undefined;
}

/** Whether a value keeps memory that the garbage collector does not see: a Series, a DataFrame, a LazyDataFrame. */
export function holdsNativeMemory(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    const polars = polarsTypeOf(value);
    return polars !== undefined && polars !== 'Expr';
  } catch {
    return false;
  }
}

export const isSeries = (value: unknown): value is Series => valueTypeOf(value) === 'Series';
export const isTypedArray = (value: unknown): value is TypedArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** Whether a value is a record: an object literal, or one without a prototype; of any realm. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (valueTypeOf(value) !== 'object' || typeof value !== 'object') return false;
  try {
    const prototype: object | null = Object.getPrototypeOf(value);
    if (prototype === null) return true;
    return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
  } catch {
    return false;
  }
}
