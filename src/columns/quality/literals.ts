/**
 * Ends and members as Polars compares them with a column: exactly, also integers beyond 2^53 and points in time.
 *
 * @module
 */
import {
  Datetime,
  Float64,
  Int64,
  lit,
  Series,
  String as Text,
  UInt64,
  type Expr,
} from 'nodejs-polars';
import { typedColumn } from '../exact-column.ts';
import { wrapSeries, type NativeType } from '../native.ts';
import { kindOfColumn } from './fits.ts';
import type { Bound, Member } from './rule.ts';

const variantOf = (type: NativeType): string => (typeof type === 'string' ? type : type.variant);

/** The values of a column, as they are compared with {@link outside} and {@link missing}. */
export function comparable(column: Expr, type: NativeType): Expr {
  switch (kindOfColumn(type)) {
    case 'date':
      return variantOf(type) === 'Date'
        ? column.cast(Datetime('ms')).cast(Int64)
        : column.cast(Int64);
    case 'category':
      return column.cast(Text);
    case 'decimal':
    case 'nulls':
      return column.cast(Float64);
    default:
      return column;
  }
}

/** Which of the comparable values lie outside; NaN always does. Null where a value is. */
export function outside(
  value: Expr,
  type: NativeType,
  low: Bound | undefined,
  high: Bound | undefined,
): Expr | undefined {
  const parts: Expr[] = [];
  const whole = wholeLimits(type);
  if (low !== undefined)
    parts.push(whole ? below(value, low, type, whole) : value.lt(approximate(low, type)));
  // NaN is greater than every number
  if (high !== undefined)
    parts.push(whole ? above(value, high, type, whole) : value.gt(approximate(high, type)));
  else if (kindOfColumn(type) === 'float') parts.push(value.isNan());
  return parts.length === 0 ? undefined : parts.reduce((all, part) => all.or(part));
}

interface Whole {
  readonly least: bigint;
  readonly most: bigint;
}

/** The limits of the types that doubles do not hold. */
function wholeLimits(type: NativeType): Whole | undefined {
  if (variantOf(type) === 'UInt64') return { least: 0n, most: 2n ** 64n - 1n };
  const isLong = variantOf(type) === 'Int64' || kindOfColumn(type) === 'date';
  return isLong ? { least: -(2n ** 63n), most: 2n ** 63n - 1n } : undefined;
}

function below(value: Expr, low: Bound, type: NativeType, { least, most }: Whole): Expr {
  const limit = wholeBound(low, type, Math.ceil);
  if (limit <= least) return none(value);
  return limit > most ? value.isNotNull() : value.lt(wholeLiteral(limit, type));
}

function above(value: Expr, high: Bound, type: NativeType, { least, most }: Whole): Expr {
  const limit = wholeBound(high, type, Math.floor);
  if (limit >= most) return none(value);
  return limit < least ? value.isNotNull() : value.gt(wholeLiteral(limit, type));
}

const none = (value: Expr): Expr => value.isNull().and(value.isNotNull());

const ticks: Readonly<Record<string, bigint>> = { ns: 1_000_000n, us: 1000n };
/** How many of a column's units of time a millisecond has. */
function ticksOf(type: NativeType): bigint {
  const unit = typeof type === 'string' ? undefined : type.inner?.[0];
  return ticks[String(unit)] ?? 1n;
}

function wholeBound(bound: Bound, type: NativeType, round: (value: number) => number): bigint {
  if (typeof bound === 'bigint') return bound;
  if (typeof bound === 'number') return BigInt(round(bound));
  return BigInt(bound.getTime()) * ticksOf(type);
}

// a number would become a double on the way
const wholeLiteral = (value: bigint, type: NativeType): Expr =>
  lit(String(value)).cast(variantOf(type) === 'UInt64' ? UInt64 : Int64);

const approximate = (bound: Bound, type: NativeType): number => {
  const value = Number(bound);
  return variantOf(type) === 'Float32' ? Math.fround(value) : value;
};

/** Which of the comparable values are none of these. Null where a value is. */
export function missing(value: Expr, type: NativeType, members: readonly Member[]): Expr {
  const list = membersFor(type, members);
  return list === undefined || list.length === 0 ? value.isNotNull() : value.isIn(lit(list)).not();
}

/** The members that a column of this type could hold, as one. */
function membersFor(type: NativeType, members: readonly Member[]): Series | undefined {
  const whole = wholeLimits(type);
  if (whole !== undefined) {
    const values = members
      .flatMap((member) => wholeMember(member, type))
      .filter((value) => whole.least <= value && value <= whole.most);
    const list =
      variantOf(type) === 'UInt64' ? BigUint64Array.from(values) : BigInt64Array.from(values);
    return values.length === 0 ? undefined : wrapSeries(typedColumn('members', list));
  }
  const isNumber = kindOfColumn(type) !== 'boolean' && !isText(type);
  const values = isNumber
    ? members.flatMap((member) => (isNumeric(member) ? [approximate(member, type)] : []))
    : members.filter((member) => typeof member === (isText(type) ? 'string' : 'boolean'));
  if (values.length === 0) return undefined;
  return isNumber
    ? wrapSeries(typedColumn('members', Float64Array.from(values as number[])))
    : Series('members', values as string[]);
}

const isText = (type: NativeType): boolean => /^(string|category)$/.test(kindOfColumn(type));
const isNumeric = (member: Member): member is number | bigint =>
  typeof member === 'number' || typeof member === 'bigint';

function wholeMember(member: Member, type: NativeType): bigint[] {
  if (kindOfColumn(type) === 'date') {
    return member instanceof Date ? [BigInt(member.getTime()) * ticksOf(type)] : [];
  }
  if (typeof member === 'bigint') return [member];
  return typeof member === 'number' && Number.isInteger(member) ? [BigInt(member)] : [];
}

/** Whether a column of this type can hold any of these, apart from null. */
export const canHoldAny = (type: NativeType, members: readonly Member[]): boolean => {
  const kind = kindOfColumn(type);
  return (
    kind === 'nulls' ||
    members.some((member) => {
      if (member === null) return true;
      if (kind === 'date') return member instanceof Date;
      if (kind === 'boolean') return typeof member === 'boolean';
      return isText(type) ? typeof member === 'string' : isNumeric(member);
    })
  );
};
