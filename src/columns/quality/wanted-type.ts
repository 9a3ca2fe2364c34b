/**
 * The data types that a rule can want.
 *
 * @module
 */
import type { DataType } from 'nodejs-polars';
import { plainTypeNames } from '../data-type.ts';
import type { NativeType } from '../native.ts';
import { fieldsOf, wholeNameOf } from './type-words.ts';

/** The kinds of scalars, as rules name them. */
export const scalarNames = ['number', 'string', 'boolean', 'bigint', 'date'] as const;
export type ScalarName = (typeof scalarNames)[number];

/** The names of column types; those with parameters stand for all of their kind. */
export type ColumnTypeName =
  (typeof plainTypeNames)[number] | 'Datetime' | 'Duration' | 'List' | 'FixedSizeList' | 'Struct';
export const columnTypeNames: readonly ColumnTypeName[] = [
  ...plainTypeNames,
  'Datetime',
  'Duration',
  'List',
  'FixedSizeList',
  'Struct',
];

/** A data type as a rule names it. */
export type TypeName = ScalarName | ColumnTypeName | 'Utf8' | 'Boolean';

/** A data type of Polars, its name, or the kind of a scalar. */
export type CheckType = DataType | TypeName;

export interface WantedType {
  /** As messages show it: `Int64`, `datetime[us]`, `number`. */
  readonly name: string;
  /** Whether it is the type of a value that is no column. */
  readonly isScalar: boolean;
  /** Whether a column of this type is what is wanted. */
  readonly matches: (type: NativeType) => boolean;
}

const aliases: Readonly<Record<string, string>> = { Utf8: 'String', Boolean: 'Bool' };

/** What a rule wants that was given this; undefined where it is no type. */
export function readType(given: unknown): WantedType | undefined {
  if (typeof given === 'string') return typeNamed(given);
  if ((given as { identity?: unknown } | null)?.identity !== 'DataType') return undefined;
  const wanted = plainType(given);
  const hasParameters = wanted.inner.some((part) => part !== null);
  return {
    name: hasParameters ? wholeNameOf(given as NativeType) : wanted.variant,
    isScalar: false,
    matches: (type) => isSame(wanted, plainType(type)),
  };
}

function typeNamed(name: string): WantedType | undefined {
  if (scalarNames.some((known) => known === name)) {
    return { name, isScalar: true, matches: () => false };
  }
  const variant = aliases[name] ?? name;
  if (!columnTypeNames.some((known) => known === variant)) return undefined;
  return {
    name: variant,
    isScalar: false,
    matches: (type) => plainType(type).variant === variant,
  };
}

/** A data type of either side of Polars, with what it is of. */
interface PlainType {
  readonly variant: string;
  readonly inner: readonly unknown[];
}

function plainType(type: unknown): PlainType {
  if (typeof type === 'string') return { variant: aliases[type] ?? type, inner: [] };
  const { variant, inner } = type as { variant: string; inner?: readonly unknown[] | null };
  const parts = variant === 'Struct' ? [fieldsOf({ variant, inner: inner ?? [] })] : (inner ?? []);
  return { variant: aliases[variant] ?? variant, inner: parts.map(plainPart) };
}

function plainPart(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(plainPart);
  if (part === '' || part === undefined || part === null) return null;
  if (typeof part !== 'object') return typeof part === 'string' ? typeOrUnit(part) : part;
  if ('name' in part && 'dtype' in part) return [part.name, plainPart(part.dtype)];
  return plainType(part);
}

/** `Int64` in a list is a type; `ms` in a Datetime is none. */
const typeOrUnit = (text: string): unknown =>
  /^[A-Z][A-Za-z0-9]+$/.test(text) ? plainType(text) : text;

/** What is left open in the wanted type may be anything, and the native side does not tell all it knows. */
function isSame(wanted: unknown, found: unknown): boolean {
  if (wanted === null || found === undefined) return found === null || found === undefined;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(found) &&
      wanted.length === found.length &&
      wanted.every((part, index) => isSame(part, found[index]))
    );
  }
  if (typeof wanted !== 'object') return wanted === found;
  if (typeof found !== 'object' || found === null) return false;
  const { variant, inner } = wanted as PlainType;
  const other = found as PlainType;
  if (variant !== other.variant) return false;
  if (other.inner.length === 0) return true;
  // digits that are left open may be any
  const isOpen = (part: unknown): boolean => variant === 'Decimal' && part === null;
  return inner.every((part, index) => isOpen(part) || isSame(part, other.inner[index]));
}
