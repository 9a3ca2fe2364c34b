/**
 * Rules about a column, as expressions.
 *
 * @module
 */
import { Float64, String as Text, type Expr } from 'nodejs-polars';
import type { NativeType } from '../native.ts';
import { kindOfColumn } from './fits.ts';
import { comparable, missing, outside } from './literals.ts';
import { polarsPattern } from './pattern.ts';
import { endsHold, rowsWords, shortFigure, type Measure } from './measurement.ts';
import type { Direction, Rule, RuleCalled } from './rule.ts';

/** What is measured for a rule about a column; undefined: it cannot be said in expressions. */
export function columnMeasure(rule: Rule, column: Expr, type: NativeType): Measure | undefined {
  switch (rule.rule) {
    case 'range': {
      const broken = outside(comparable(column, type), type, rule.low, rule.high);
      return broken === undefined ? holding(rule) : brokenRows(rule, broken, 'outside');
    }
    case 'valuesIn': {
      const broken = missing(comparable(column, type), type, rule.values);
      return brokenRows(rule, broken, 'not among them');
    }
    case 'maxNullFraction':
      return fraction(rule, column.nullCount(), column.isNull(), 'null');
    case 'maxNanFraction': {
      const isNan =
        kindOfColumn(type) === 'float' ? column.isNan() : column.isNull().and(column.isNotNull());
      return fraction(rule, isNan.sum(), isNan, 'NaN');
    }
    case 'unique':
      return uniqueColumn(rule, column);
    case 'mean':
    case 'std':
      return moment(rule, comparable(column, type));
    case 'regex':
      return pattern(rule, column.cast(Text));
    case 'length':
      return lengths(rule, column, type);
    case 'monotonic':
      return monotonic(rule, kindOfColumn(type) === 'nulls' ? column.cast(Float64) : column);
    case 'dtype':
      return dtype(rule, type);
    default:
      return undefined;
  }
}

/** A rule that no value can break. */
const holding = (rule: Rule): Measure => ({
  rule,
  wants: [],
  judge: () => ({ passed: true, count: 0 }),
});

/** Rows that break a rule, where one is enough. */
export const brokenRows = (rule: Rule, broken: Expr, how: string): Measure => ({
  rule,
  wants: [broken.sum()],
  broken,
  judge: ([found], total) => {
    const count = Number(found ?? 0);
    return { passed: count === 0, count, words: `${rowsWords(count, total)} ${how}` };
  },
});

const fraction = (
  rule: RuleCalled<'maxNullFraction' | 'maxNanFraction'>,
  count: Expr,
  broken: Expr,
  what: string,
): Measure => ({
  rule,
  wants: [count],
  broken,
  judge: ([found], total) => {
    const count = Number(found ?? 0);
    const passed = total === 0 || count / total <= rule.limit;
    return { passed, count, words: `${rowsWords(count, total)} ${what}` };
  },
});

/** Nulls repeat nothing; NaN repeats NaN. */
const uniqueColumn = (rule: Rule, column: Expr): Measure => ({
  rule,
  wants: [column.nUnique(), column.nullCount()],
  broken: column.isNotNull().and(column.isFirstDistinct().not()),
  judge: ([distinct, nulls], total) => {
    const values = Number(distinct) - (Number(nulls) > 0 ? 1 : 0);
    const count = total - Number(nulls) - values;
    return {
      passed: count === 0,
      count,
      words: `${rowsWords(count, total)} repeating an earlier value`,
    };
  },
});

function moment(rule: RuleCalled<'mean' | 'std'>, value: Expr): Measure {
  const isMean = rule.rule === 'mean';
  return {
    rule,
    wants: [isMean ? value.mean() : value.std()],
    judge: ([found]) => {
      if (typeof found !== 'number') {
        const least = isMean ? 'no value' : 'fewer than two values';
        return { passed: false, words: `there is none, of ${least}` };
      }
      return { passed: endsHold(rule, found), words: `it is ${shortFigure(found)}` };
    },
  };
}

function pattern(rule: RuleCalled<'regex'>, text: Expr): Measure | undefined {
  const rust = polarsPattern(rule.pattern);
  return rust === undefined
    ? undefined
    : brokenRows(rule, text.str.contains(rust).not(), 'not matching');
}

function lengths(rule: RuleCalled<'length'>, column: Expr, type: NativeType): Measure {
  const width = widthOf(type);
  if (width !== undefined) {
    const isFit = endsHold(rule, width);
    return isFit ? holding(rule) : brokenRows(rule, column.isNotNull(), 'longer or shorter');
  }
  const length =
    kindOfColumn(type) === 'list' ? column.lst.lengths() : column.cast(Text).str.lengths();
  const { low, high } = rule;
  const broken = outside(length, 'UInt32', low, high);
  return broken === undefined ? holding(rule) : brokenRows(rule, broken, 'longer or shorter');
}

/** How many entries each list of a column has, where its type says so. */
function widthOf(type: NativeType): number | undefined {
  if (typeof type === 'string' || type.variant !== 'FixedSizeList') return undefined;
  const width = type.inner?.[1];
  return typeof width === 'number' ? width : undefined;
}

/** Nulls are stepped over; NaN is greater than every number. */
function monotonic(rule: RuleCalled<'monotonic'>, value: Expr): Measure {
  const before = value.shift(1).forwardFill();
  const breaks: Record<Direction, (value: Expr) => Expr> = {
    increasing: (value) => value.lt(before),
    decreasing: (value) => value.gt(before),
    'strictly increasing': (value) => value.ltEq(before),
    'strictly decreasing': (value) => value.gtEq(before),
  };
  return brokenRows(rule, breaks[rule.direction](value), 'against the order');
}

function dtype(rule: RuleCalled<'dtype'>, type: NativeType): Measure {
  return {
    rule,
    wants: [],
    judge: (_found, _total, typeName) => ({
      passed: rule.type.matches(type),
      words: `it is ${typeName}`,
    }),
  };
}
