/**
 * What `check` is given, read into rules.
 *
 * @module
 */
import type { CheckType } from '../columns/quality/wanted-type.ts';
import type {
  Bound,
  Demand,
  Direction,
  Importance,
  Member,
  OwnVerdict,
  Rule,
  Schema,
} from '../columns/quality/rule.ts';
import { isRecord } from '../nodes/given.ts';
import { didYouMean } from '../suggest.ts';
import { badCheck, notThat } from './check-mistakes.ts';
import {
  countOf,
  directionOf,
  endsOf,
  fractionOf,
  isBound,
  isNumber,
  membersOf,
  ownOf,
  patternOf,
  schemaOf,
  typeOf,
  typesOf,
  uniqueOf,
} from './check-values.ts';

/** Two ends, both included; null or undefined: open. */
export type CheckEnds<T = number> = readonly [
  low: T | null | undefined,
  high: T | null | undefined,
];
/** A user's own check: true, or what is wrong. */
export type OwnCheck<V> = (value: V) => OwnVerdict | PromiseLike<OwnVerdict>;

/** The rules of a Series, an array or a scalar. Nulls break only `maxNullFraction`. */
export interface ValueRules<V = unknown> {
  /** The type of the column; of a scalar, `'number'`, `'string'`, `'boolean'`, `'bigint'` or `'date'`. */
  readonly dtype?: CheckType;
  /** The least and the greatest value. NaN lies outside of every range. */
  readonly range?: CheckEnds<Bound>;
  readonly valuesIn?: readonly Member[];
  /** The part that may be null, 0 to 1. Of a scalar, 1 allows null. */
  readonly maxNullFraction?: number;
  /** The part that may be NaN, 0 to 1. */
  readonly maxNanFraction?: number;
  /** Whether no value comes twice. Of a frame: whether no row does, or no key of these columns; null equals null there. */
  readonly unique?: true | readonly string[];
  readonly mean?: CheckEnds;
  /** The deviation of a sample: through n - 1. */
  readonly std?: CheckEnds;
  /** A RegExp of JavaScript, or a string with a pattern of Polars. */
  readonly regex?: RegExp | string;
  /** The length of strings in characters, of lists in entries. */
  readonly length?: number | CheckEnds;
  /** How many rows there are. */
  readonly rows?: number | CheckEnds;
  readonly monotonic?: Direction;
  /** Of zod, valibot, arktype, …: asked about each value of a column, each row of a frame, or the value itself. */
  readonly standardSchema?: Schema;
  /** Own functions, also asynchronous; each gets the whole value. */
  readonly custom?: OwnCheck<V> | readonly OwnCheck<V>[] | Readonly<Record<string, OwnCheck<V>>>;
  /** What happens where a rule does not hold: the run fails, or the process warns. @default 'warn' */
  readonly importance?: Importance;
}

/** The rules of a frame, eager or lazy, beside those of every value. */
export interface CheckRules<V = unknown> extends ValueRules<V> {
  /** The columns that must be there, with their types. */
  readonly schema?: Readonly<Record<string, CheckType>>;
  /** False: there may be no columns but those of `schema`. @default true */
  readonly extraColumns?: boolean;
  /** Rules for single columns. */
  readonly columns?: Readonly<Record<string, ValueRules<never>>>;
}

type Read = (given: never) => readonly Demand[];

/** How each rule is read. Those that are not about values have no place among the rules of a column. */
const readers: Readonly<Record<string, Read>> = {
  dtype: (given) => [{ rule: 'dtype', type: typeOf('dtype', given) }],
  range: (given) => [{ rule: 'range', ...endsOf<Bound>('range', given, isBound) }],
  valuesIn: (given) => [{ rule: 'valuesIn', values: membersOf(given) }],
  maxNullFraction: (given) => [
    { rule: 'maxNullFraction', limit: fractionOf('maxNullFraction', given) },
  ],
  maxNanFraction: (given) => [
    { rule: 'maxNanFraction', limit: fractionOf('maxNanFraction', given) },
  ],
  unique: (given) => [uniqueOf(given)],
  mean: (given) => [{ rule: 'mean', ...endsOf<number>('mean', given, isNumber) }],
  std: (given) => [{ rule: 'std', ...endsOf<number>('std', given, isNumber) }],
  regex: (given) => [{ rule: 'regex', pattern: patternOf(given) }],
  length: (given) => [{ rule: 'length', ...countOf('length', given) }],
  rows: (given) => [{ rule: 'rows', ...countOf('rows', given) }],
  monotonic: (given) => [{ rule: 'monotonic', direction: directionOf(given) }],
  standardSchema: (given) => [{ rule: 'standardSchema', schema: schemaOf(given) }],
  custom: (given) => ownOf(given),
};
const frameReaders: Readonly<Record<string, Read>> = {
  ...readers,
  schema: (given) => [{ rule: 'schema', types: typesOf(given) }],
};
const known = [...Object.keys(frameReaders), 'extraColumns', 'columns', 'importance'];

/** The rules in the order given. Throws `node/bad-check` for what is none. */
export function readRules(given: unknown): Rule[] {
  if (!isRecord(given)) {
    throw notThat('check(…) takes its rules first', given, 'write check({ range: [0, 1] }, fn)');
  }
  const importance = importanceOf(given['importance'], 'warn');
  const rules = rulesIn(given, frameReaders, known, importance);
  if (rules.length === 0) {
    throw badCheck('check(…) is given no rule.', `give one of: ${known.slice(0, -1).join(', ')}`);
  }
  return rules;
}

function rulesIn(
  given: Readonly<Record<string, unknown>>,
  byName: Readonly<Record<string, Read>>,
  names: readonly string[],
  importance: Importance,
  column?: string,
): Rule[] {
  const rules: Rule[] = [];
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || name === 'importance') continue;
    if (name === 'columns' && column === undefined) {
      rules.push(...columnRules(value, importance));
      continue;
    }
    const read = name === 'extraColumns' ? () => extraOf(given) : byName[name];
    if (read === undefined || !names.includes(name)) throw unknownRule(name, names, column);
    rules.push(
      ...read(value as never).map((demand) => ({
        ...demand,
        importance,
        ...(column === undefined ? {} : { column }),
      })),
    );
  }
  return rules;
}

function columnRules(given: unknown, outer: Importance): Rule[] {
  const way = 'write columns: { price: { range: [0, 100] } }';
  if (!isRecord(given) || Object.keys(given).length === 0) {
    throw notThat('check(…) takes "columns" as rules by column', given, way);
  }
  return Object.entries(given).flatMap(([column, rules]) => {
    if (!isRecord(rules)) {
      throw notThat(`check(…) takes rules for the column "${column}"`, rules, way);
    }
    const importance = importanceOf(rules['importance'], outer);
    const read = rulesIn(
      rules,
      readers,
      [...Object.keys(readers), 'importance'],
      importance,
      column,
    );
    if (read.length === 0)
      throw badCheck(`check(…) is given no rule for the column "${column}".`, way);
    const key = read.find((rule) => rule.rule === 'unique' && rule.key !== undefined);
    if (key !== undefined) {
      throw badCheck(
        `check(…) takes unique: true for the column "${column}", not a key.`,
        "put the key beside \"columns\": unique: ['day', 'shop']",
      );
    }
    return read;
  });
}

function unknownRule(name: string, names: readonly string[], column: string | undefined): Error {
  const about = column === undefined ? '' : ` for the column "${column}"`;
  return badCheck(
    `check(…) knows no rule "${name}"${about}.`,
    didYouMean(name, names) ?? `it knows: ${names.join(', ')}`,
  );
}

function importanceOf(given: unknown, otherwise: Importance): Importance {
  if (given === undefined) return otherwise;
  if (given === 'warn' || given === 'fail') return given;
  throw notThat(
    'check(…) takes "importance"',
    given,
    (typeof given === 'string' ? didYouMean(given, ['warn', 'fail']) : undefined) ??
      "say 'warn' or 'fail'",
  );
}

function extraOf({ schema, extraColumns }: Readonly<Record<string, unknown>>): Demand[] {
  if (typeof extraColumns !== 'boolean') {
    throw notThat('check(…) takes "extraColumns"', extraColumns, 'say false, beside a schema');
  }
  if (extraColumns) return [];
  if (!isRecord(schema)) {
    throw badCheck(
      'check(…) forbids extra columns, but has no schema to say which they are.',
      "write check({ schema: { price: 'Float64' }, extraColumns: false }, fn)",
    );
  }
  return [{ rule: 'extraColumns', known: Object.keys(schema) }];
}
