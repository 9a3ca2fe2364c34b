/**
 * Which rules can be asked of which values.
 *
 * @module
 */
import type { NativeType } from '../native.ts';
import type { Rule, RuleName } from './rule.ts';

/** What a value is to the rules: what a column holds, what a scalar is, or a frame. */
export type Kind =
  | 'integer'
  | 'float'
  | 'decimal'
  | 'string'
  | 'category'
  | 'boolean'
  | 'date'
  | 'time'
  | 'list'
  | 'nulls'
  | 'other'
  | 'frame'
  | 'scalar number'
  | 'scalar bigint'
  | 'scalar string'
  | 'scalar boolean'
  | 'scalar date'
  | 'object';

const numbers: readonly Kind[] = ['integer', 'float', 'decimal'];
const texts: readonly Kind[] = ['string', 'category'];
const ordered: readonly Kind[] = [...numbers, 'string', 'date', 'time'];
const comparable: readonly Kind[] = [...numbers, ...texts, 'boolean', 'date'];
const anyColumn: readonly Kind[] = [...comparable, 'time', 'list', 'other'];
const scalarNumbers: readonly Kind[] = ['scalar number', 'scalar bigint'];
const anyScalar: readonly Kind[] = [
  ...scalarNumbers,
  'scalar string',
  'scalar boolean',
  'scalar date',
];

/** What a rule can be asked of, in words and as kinds; undefined: of everything. */
const fits: Readonly<Record<RuleName, readonly [string, readonly Kind[]] | undefined>> = {
  dtype: ['a column or a scalar', [...anyColumn, ...anyScalar]],
  range: ['numbers or dates', [...numbers, 'date', ...scalarNumbers, 'scalar date']],
  valuesIn: ['numbers, strings, booleans or dates', [...comparable, ...anyScalar]],
  maxNullFraction: ['a column or a scalar', [...anyColumn, ...anyScalar, 'object']],
  maxNanFraction: ['numbers', [...numbers, 'scalar number']],
  unique: ['a column or a frame', [...anyColumn, 'frame']],
  mean: ['a column of numbers', numbers],
  std: ['a column of numbers', numbers],
  regex: ['strings', [...texts, 'scalar string']],
  length: ['strings or lists', [...texts, 'list', 'scalar string']],
  rows: ['a column or a frame', [...anyColumn, 'frame']],
  monotonic: ['a column of numbers, strings or dates', ordered],
  schema: ['a frame', ['frame']],
  extraColumns: ['a frame', ['frame']],
  standardSchema: undefined,
  custom: undefined,
};

/** What a rule needs, where a value of this kind is not it. */
export function needOf(rule: Rule, kind: Kind): string | undefined {
  const fit = fits[rule.rule];
  if (fit === undefined || fit[1].includes(kind)) return undefined;
  // a column of nulls only could be anything
  if (kind === 'nulls' && fit[1].some((other) => anyColumn.includes(other))) return undefined;
  return fit[0];
}

/** The names of the rules that fit this kind. */
export const rulesFor = (kind: Kind): RuleName[] =>
  (Object.keys(fits) as RuleName[]).filter((rule) => needOf({ rule } as Rule, kind) === undefined);

/** What a column of this type holds. */
export function kindOfColumn(type: NativeType): Kind {
  const variant = typeof type === 'string' ? type : type.variant;
  if (/^U?Int\d+$/.test(variant)) return 'integer';
  if (/^Float\d+$/.test(variant)) return 'float';
  switch (variant) {
    case 'Decimal':
      return 'decimal';
    case 'String':
    case 'Utf8':
      return 'string';
    case 'Categorical':
    case 'Enum':
      return 'category';
    case 'Bool':
      return 'boolean';
    case 'Date':
    case 'Datetime':
      return 'date';
    case 'Time':
    case 'Duration':
      return 'time';
    case 'List':
    case 'FixedSizeList':
      return 'list';
    case 'Null':
      return 'nulls';
    default:
      return 'other';
  }
}
