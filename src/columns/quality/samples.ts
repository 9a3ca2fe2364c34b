/**
 * Values that break rules, a few of each.
 *
 * @module
 */
import { isDate } from 'node:util/types';
import { intRange, len, String as Text, type Expr, type LazyDataFrame } from 'nodejs-polars';
import type { ValidationSample } from '../../errors.ts';
import type { NativeType } from '../native.ts';
import { summaryOf } from '../summary.ts';
import { mostSamples, type Sample } from './measurement.ts';
import { withoutDecimals } from './readable.ts';
import { written } from './rule.ts';

const longestText = 40;

/** Of which rows to take samples, and what to show of them; several columns are shown as a list. */
export interface Sampling {
  readonly broken: Expr;
  readonly shown: readonly { readonly expr: Expr; readonly type: NativeType }[];
}

/** For each sampling its first rows; all in one pass. */
export async function samplesOf(
  lazy: LazyDataFrame,
  samplings: readonly Sampling[],
): Promise<Sample[][]> {
  if (samplings.length === 0) return [];
  const wanted = samplings.flatMap(({ broken, shown }) =>
    [intRange(0, len()), ...shown.map(readable)].map((value) =>
      value.filter(broken).head(mostSamples).implode(),
    ),
  );
  const found = await lazy.select(...wanted.map((expr, at) => expr.alias(`${at}`))).collect();
  const lists = (found.row(0) as Iterable<unknown>[]).map((list) => [...list]);
  let at = 0;
  return samplings.map(({ shown }) => {
    const [rows = [], ...columns] = lists.slice(at, (at += 1 + shown.length));
    return rows.map((row, index) => {
      const values = columns.map((column, place) => given(column[index], shown[place]?.type));
      return sampleOf(Number(row), values.length === 1 ? values[0] : values);
    });
  });
}

const isLong = (type: NativeType | undefined): boolean => type === 'Int64' || type === 'UInt64';

const isDecimal = (type: NativeType | undefined): boolean =>
  typeof type === 'object' && type.variant === 'Decimal';

// on the way to JavaScript long integers become doubles, and decimals do not arrive
const readable = (column: Sampling['shown'][number]): Expr =>
  isLong(column.type) || isDecimal(column.type) ? column.expr.cast(Text) : withoutDecimals(column);

function given(value: unknown, type: NativeType | undefined): unknown {
  if (typeof value !== 'string') return value;
  if (isLong(type)) return wholeNumber(BigInt(value));
  return isDecimal(type) ? decimalNumber(value) : value;
}

/** At most this many digits of a decimal are safe in a double. */
const safeDigits = 15;

/** A decimal as a number, where that is exact to its last digit; else as text. */
const decimalNumber = (text: string): number | string =>
  text.replaceAll(/\D/g, '').replace(/^0+/, '').length <= safeDigits ? Number(text) : text;

const wholeNumber = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

/** What is shown of a value in a row. */
export function sampleOf(row: number, value: unknown): Sample {
  const words = Array.isArray(value) ? `[${value.map(inWords).join(', ')}]` : inWords(value);
  return { row, value: Array.isArray(value) ? words : jsonValue(value), words };
}

/** A value in a message. */
export function inWords(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return written(cut(value));
  return typeof value === 'object' && !isDate(value) ? summaryOf(value) : written(value);
}

/** A value as JSON can hold it. */
function jsonValue(value: unknown): ValidationSample['value'] {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return cut(value);
  return typeof value === 'bigint' ? String(value) : inWords(value);
}

const cut = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
