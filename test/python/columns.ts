/**
 * Columns in a notation that two languages share: JSON, and nothing in it is rounded.
 *
 * @module
 */

/** A data type, as Polars names it. */
export type ColumnType =
  | SimpleType
  | { readonly datetime: TimeUnit; readonly zone: string | null }
  | { readonly duration: TimeUnit }
  /** Digits, and how many of them stand behind the point. */
  | { readonly decimal: readonly [precision: number, scale: number] }
  | { readonly list: ColumnType }
  | { readonly array: ColumnType; readonly size: number }
  | { readonly struct: readonly (readonly [name: string, type: ColumnType])[] };

export type TimeUnit = 'ms' | 'us' | 'ns';
export type IntegerType = `${'Int' | 'UInt'}${8 | 16 | 32 | 64}`;
export type SimpleType =
  | IntegerType
  | 'Float32'
  | 'Float64'
  | 'Boolean'
  | 'String'
  | 'Categorical'
  | 'Binary'
  | 'Date'
  | 'Time'
  | 'Null';

/**
 * An integer, a moment, a duration and the digits of a decimal are the decimal text of the integer that is stored;
 * a float is its text in JavaScript, bytes are hexadecimal, a record is the list of its fields.
 */
export type Cell = null | boolean | string | readonly Cell[];

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly cells: readonly Cell[];
}

/** A frame in this notation. */
export interface Columns {
  readonly height: number;
  readonly columns: readonly Column[];
}

/** The frame that these columns of one length make. */
export const columnsOf = (...columns: readonly Column[]): Columns => ({
  height: columns[0]?.cells.length ?? 0,
  columns,
});

/** What differs between the frame that was expected and the one seen: one line, or undefined. */
export function differenceOf(expected: Columns, seen: Columns): string | undefined {
  const names = (frame: Columns): string => texts(frame.columns.map(({ name }) => name));
  if (names(expected) !== names(seen)) return told('the columns', names(expected), names(seen));
  for (const [position, column] of expected.columns.entries()) {
    const difference = columnDifferenceOf(column, seen.columns[position] as Column);
    if (difference !== undefined) return `"${column.name}": ${difference}`;
  }
  if (expected.height === seen.height) return undefined;
  return told('the height', String(expected.height), String(seen.height));
}

function columnDifferenceOf(expected: Column, seen: Column): string | undefined {
  const [type, seenType] = [typeText(expected.type), typeText(seen.type)];
  if (type !== seenType) return told('the type', type, seenType);
  const [length, seenLength] = [expected.cells.length, seen.cells.length];
  if (length !== seenLength) return told('the number of cells', String(length), String(seenLength));
  const row = expected.cells.findIndex((cell, row) => texts(cell) !== texts(seen.cells[row]));
  if (row < 0) return undefined;
  return told(`row ${row}`, texts(expected.cells[row]), texts(seen.cells[row]));
}

const texts = (value: unknown): string => JSON.stringify(value) ?? 'nothing';
const told = (what: string, expected: string, seen: string): string =>
  `${what}: expected ${shortened(expected)}, saw ${shortened(seen)}`;
const shortened = (text: string): string => (text.length > 300 ? `${text.slice(0, 300)}…` : text);

/** The type in one order of properties, whoever wrote it. */
function typeText(type: ColumnType): string {
  if (typeof type === 'string') return type;
  if ('datetime' in type) return `Datetime(${type.datetime}, ${type.zone})`;
  if ('duration' in type) return `Duration(${type.duration})`;
  if ('decimal' in type) return `Decimal(${type.decimal.join(', ')})`;
  if ('list' in type) return `List(${typeText(type.list)})`;
  if ('array' in type) return `FixedSizeList(${typeText(type.array)}, ${type.size})`;
  const fields = type.struct.map(([name, inner]) => `${texts(name)}: ${typeText(inner)}`);
  return `Struct(${fields.join(', ')})`;
}
