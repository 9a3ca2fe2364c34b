/**
 * Data types in words: `f64`, `datetime[ms]`, `list[str]`, as Polars itself prints them.
 *
 * @module
 */
import type { NativeSeries, NativeType } from './native.ts';

const shortNames: Readonly<Record<string, string>> = {
  Bool: 'bool',
  Categorical: 'cat',
  FixedSizeList: 'array',
  String: 'str',
  Utf8: 'str',
};

/** The short name of a data type; of one without a name in nodejs-polars, `unknown type`. */
export function nameOfType(type: unknown): string {
  if (typeof type === 'string') {
    const width = /^(Int|UInt|Float)(\d+)$/.exec(type);
    if (width !== null) return `${(width[1] as string).charAt(0).toLowerCase()}${width[2]}`;
    return shortNames[type] ?? type.toLowerCase();
  }
  const { variant, inner = [] } = (type ?? {}) as Partial<Exclude<NativeType, string>>;
  if (typeof variant !== 'string') return 'unknown type';
  switch (variant) {
    case 'List':
    case 'FixedSizeList':
      return `${shortNames[variant] ?? 'list'}[${nameOfType(inner[0])}]`;
    case 'Struct':
      return `struct[${Array.isArray(inner[0]) ? inner[0].length : 0}]`;
    case 'Datetime':
      return `datetime[${inner.filter((part) => part !== '' && part !== null).join(', ')}]`;
    case 'Duration':
      return `duration[${inner.join(', ')}]`;
    default:
      return nameOfType(variant);
  }
}

/** The short name of a column's type; never throws. */
export function typeNameOf(column: NativeSeries): string {
  try {
    return nameOfType(column.dtype);
  } catch {
    return 'unknown type';
  }
}

/** The names of the types that have no parameters which everybody says. */
export const plainTypeNames = [
  'Bool',
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float32',
  'Float64',
  'String',
  'Categorical',
  'Date',
  'Time',
  'Decimal',
  'Null',
] as const;
