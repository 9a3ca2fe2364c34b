/**
 * The values of single rules, read one by one.
 *
 * @module
 */
import { patternProblem } from '../columns/quality/pattern.ts';
import type {
  Bound,
  Demand,
  Direction,
  Ends,
  Member,
  OwnVerdict,
  Schema,
} from '../columns/quality/rule.ts';
import { readType, scalarNames, type WantedType } from '../columns/quality/wanted-type.ts';
import { isRecord } from '../nodes/given.ts';
import { didYouMean } from '../suggest.ts';
import { badCheck, notThat } from './check-mistakes.ts';

const fractionWay = 'give a number from 0 to 1: maxNullFraction: 0.1';
const directions: readonly unknown[] = [
  'increasing',
  'decreasing',
  'strictly increasing',
  'strictly decreasing',
];

export function typeOf(name: string, given: unknown): WantedType {
  const type = readType(given);
  if (type !== undefined) return type;
  throw notThat(
    `check(…) takes a data type as "${name}"`,
    given,
    `give one of Polars (pl.Int64), its name ('Int64'), or of a scalar one of ${scalarNames.join(', ')}`,
  );
}

export function typesOf(given: unknown): Map<string, WantedType> {
  const way = "write schema: { price: 'Float64', day: pl.Date }";
  if (!isRecord(given) || Object.keys(given).length === 0) {
    throw notThat('check(…) takes "schema" as types by column', given, way);
  }
  return new Map(
    Object.entries(given).map(([name, type]) => {
      const wanted = typeOf(`schema.${name}`, type);
      if (!wanted.isScalar) return [name, wanted];
      throw notThat(`check(…) takes the type of a column as "schema.${name}"`, type, way);
    }),
  );
}

export const isNumber = (given: unknown): boolean =>
  typeof given === 'number' && !Number.isNaN(given);
const isDate = (given: unknown): boolean => given instanceof Date && !Number.isNaN(given.getTime());
export const isBound = (given: unknown): boolean =>
  isNumber(given) || typeof given === 'bigint' || isDate(given);
const isOpen = (given: unknown): boolean =>
  given === null || given === undefined || Math.abs(given as number) === Infinity;

export function endsOf<T extends Bound>(
  name: string,
  given: unknown,
  isEnd: (given: unknown) => boolean,
): Ends<T> {
  const way = `give both ends, null where one is open: ${name}: [0, null]`;
  if (!Array.isArray(given) || given.length !== 2) {
    throw notThat(`check(…) takes "${name}" as [least, most]`, given, way);
  }
  const [low, high] = given as readonly unknown[];
  for (const end of [low, high]) {
    if (end !== null && end !== undefined && !isEnd(end)) {
      throw notThat(`check(…) takes "${name}" as [least, most], with an end`, end, way);
    }
  }
  const isMixed = !isAbsent(low) && !isAbsent(high) && isDate(low) !== isDate(high);
  if (isMixed) {
    throw notThat(
      `check(…) takes "${name}" with two ends of one type`,
      given,
      'give two numbers, or two dates',
    );
  }
  if (
    low === Infinity ||
    high === -Infinity ||
    (!isAbsent(low) && !isAbsent(high) && (low as T) > (high as T))
  ) {
    throw notThat(
      `check(…) takes "${name}" with the least first`,
      given,
      'nothing lies between these ends: swap them',
    );
  }
  return {
    ...(isOpenEnd(low) ? {} : { low: low as T }),
    ...(isOpenEnd(high) ? {} : { high: high as T }),
  };
}

const isAbsent = (given: unknown): boolean => given === null || given === undefined;
const isOpenEnd = (given: unknown): boolean =>
  typeof given === 'bigint' || isDate(given) ? false : isOpen(given);

export function countOf(name: string, given: unknown): Ends {
  const isCount = (end: unknown): boolean =>
    end === Infinity || (Number.isInteger(end) && (end as number) >= 0);
  if (typeof given !== 'number') return endsOf<number>(name, given, isCount);
  if (Number.isInteger(given) && given >= 0) return { low: given, high: given };
  throw notThat(
    `check(…) takes "${name}" as a count`,
    given,
    `write ${name}: 3, or ${name}: [1, null]`,
  );
}

export function membersOf(given: unknown): readonly Member[] {
  const way = "list what may occur: valuesIn: ['EU', 'US']";
  if (!Array.isArray(given) || given.length === 0) {
    throw notThat('check(…) takes "valuesIn" as a list of values', given, way);
  }
  const isMember = (value: unknown): boolean =>
    value === null || isDate(value) || /^(?:string|number|bigint|boolean)$/.test(typeof value);
  const wrong = (given as unknown[]).find((value) => !isMember(value));
  if (wrong !== undefined || given.includes(undefined)) {
    throw notThat('check(…) takes strings, numbers, booleans and dates in "valuesIn"', wrong, way);
  }
  return [...(given as Member[])];
}

export function fractionOf(name: string, given: unknown): number {
  if (typeof given === 'number' && given >= 0 && given <= 1) return given;
  throw notThat(
    `check(…) takes "${name}" as a fraction`,
    given,
    fractionWay.replace('maxNullFraction', name),
  );
}

export function uniqueOf(given: unknown): Demand {
  if (given === true) return { rule: 'unique' };
  const isKey =
    Array.isArray(given) && given.length > 0 && given.every((name) => typeof name === 'string');
  if (isKey) return { rule: 'unique', key: [...given] };
  throw notThat(
    'check(…) takes "unique"',
    given,
    "say true, or name the columns of a key: unique: ['day', 'shop']",
  );
}

export function patternOf(given: unknown): RegExp | string {
  const way = 'give a RegExp: regex: /^[A-Z]{2}$/';
  if (given instanceof RegExp) return given;
  if (typeof given !== 'string') throw notThat('check(…) takes "regex" as a pattern', given, way);
  const problem = patternProblem(given);
  if (problem === undefined) return given;
  throw badCheck(
    `check(…) takes a string as a pattern of Polars, which does not take ${JSON.stringify(given)}: ${problem}.`,
    'a RegExp may be anything that JavaScript knows: regex: /(?=a)b/',
  );
}

export function directionOf(given: unknown): Direction {
  if (directions.includes(given)) return given as Direction;
  throw notThat(
    'check(…) takes "monotonic"',
    given,
    (typeof given === 'string' ? didYouMean(given, directions as string[]) : undefined) ??
      "say 'increasing', 'decreasing', 'strictly increasing' or 'strictly decreasing'",
  );
}

export function schemaOf(given: unknown): Schema {
  // the schemas of arktype are functions
  const isObject = (typeof given === 'object' && given !== null) || typeof given === 'function';
  const standard = isObject ? (given as Partial<Schema>)['~standard'] : undefined;
  if (standard?.version === 1 && typeof standard.validate === 'function') return given as Schema;
  throw notThat(
    'check(…) takes "standardSchema" as a schema',
    given,
    'give one that follows Standard Schema, version 1: of zod from 3.24, valibot from 1.0, arktype from 2.0, …',
  );
}

export function ownOf(given: unknown): Demand[] {
  const way =
    'write custom: (value) => value.length > 1, a list of such functions, or names: { isSorted: (value) => … }';
  const named: [string, unknown][] = isRecord(given)
    ? Object.entries(given)
    : (Array.isArray(given) ? (given as unknown[]) : [given]).map((holds, index, { length }) => {
        const name = (holds as { name?: unknown } | null)?.name;
        const isNamed = typeof name === 'string' && name !== '' && name !== 'custom';
        return [isNamed ? name : length === 1 ? 'custom' : `custom ${index + 1}`, holds];
      });
  if (named.length === 0) throw notThat('check(…) takes "custom" as functions', given, way);
  return named.map(([name, holds]) => {
    if (typeof holds !== 'function') {
      throw notThat(`check(…) takes functions as "custom", for "${name}"`, holds, way);
    }
    return { rule: 'custom', name, holds: holds as (value: never) => OwnVerdict };
  });
}
