/**
 * Data types in full, for messages: two different ones never read alike.
 *
 * @module
 */
import { nameOfType } from '../data-type.ts';
import type { NativeType } from '../native.ts';

/** `struct[x: f64, y: list[str]]`, `decimal[10, 2]`, `array[f64, 3]`; of all else the short name. */
export function wholeNameOf(type: NativeType): string {
  if (typeof type === 'string') return nameOfType(type);
  const { variant, inner = [] } = type;
  switch (variant) {
    case 'List':
    case 'FixedSizeList': {
      const [of, ...sizes] = inner;
      const name = variant === 'List' ? 'list' : 'array';
      return `${name}[${[wholeNameOf(of as NativeType), ...known(sizes)].join(', ')}]`;
    }
    case 'Struct':
      return `struct[${fieldsOf(type).map(fieldInWords).join(', ')}]`;
    case 'Decimal': {
      const digits = known(inner);
      return digits.length === 0 ? 'decimal' : `decimal[${digits.join(', ')}]`;
    }
    default:
      return nameOfType(type);
  }
}

const known = (parts: readonly unknown[]): unknown[] =>
  parts.filter((part) => part !== null && part !== undefined);

const fieldInWords = ({ name, dtype }: Field): string => `${name}: ${wholeNameOf(dtype)}`;

/** A field of a Struct. */
export interface Field {
  readonly name: string;
  readonly dtype: NativeType;
}

/** The fields of a Struct: the wrapper gives them themselves, the native side a list of them. */
export function fieldsOf({ inner = [] }: Exclude<NativeType, string>): readonly Field[] {
  const [first] = inner;
  return (Array.isArray(first) ? first : inner) as readonly Field[];
}
