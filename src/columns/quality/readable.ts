/**
 * Columns of decimals for JavaScript, which has none: Polars gives them only as something else.
 *
 * @module
 */
import pl, { type DataType, type Expr } from 'nodejs-polars';
import type { NativeType } from '../native.ts';
import { fieldsOf } from './type-words.ts';

interface Typed {
  readonly expr: Expr;
  readonly type: NativeType;
}

/** A column with its decimals as doubles, also those in lists and structs. */
export function withoutDecimals({ expr, type }: Typed): Expr {
  return hasDecimals(type) ? expr.cast(doubled(type)) : expr;
}

/** Whether a column of this type holds decimals, at any depth. */
export function hasDecimals(type: unknown): boolean {
  if (typeof type !== 'object' || type === null) return false;
  const { variant, inner } = type as Exclude<NativeType, string>;
  if (variant === 'Decimal') return true;
  if (variant === 'Struct') {
    return fieldsOf({ variant, inner: inner ?? [] }).some(({ dtype }) => hasDecimals(dtype));
  }
  return (inner ?? []).some(hasDecimals);
}

/** The same type with doubles for decimals; its further parts are of use to nobody but JavaScript. */
function doubled(type: NativeType): DataType {
  if (typeof type === 'string') return plainNamed(type);
  const { variant, inner = [] } = type;
  switch (variant) {
    case 'Decimal':
      return pl.Float64;
    case 'List':
      return pl.List(doubled(inner[0] as NativeType));
    case 'FixedSizeList':
      return pl.FixedSizeList(doubled(inner[0] as NativeType), Number(inner[1]));
    case 'Struct':
      return pl.Struct(fieldsOf(type).map(({ name, dtype }) => new pl.Field(name, doubled(dtype))));
    case 'Datetime': {
      const [unit, zone] = inner as readonly ['ns' | 'us' | 'ms', string | null | undefined];
      return pl.Datetime(unit, zone === null || zone === '' ? undefined : zone);
    }
    default:
      return plainNamed(variant);
  }
}

function plainNamed(name: string): DataType {
  // their words are all that JavaScript gets of them
  if (name === 'Categorical' || name === 'Enum' || name === 'Utf8') return pl.String;
  // the native side does not tell its unit
  if (name === 'Duration') return pl.Duration('ms');
  return (pl as unknown as Readonly<Record<string, DataType>>)[name] ?? pl.String;
}
