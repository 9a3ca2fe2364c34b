/**
 * Rules about a value that is no column.
 *
 * @module
 */
import { isDate } from 'node:util/types';
import { endsHold, type Verdict } from './measurement.ts';
import { polarsPattern, testOf, textMatches } from './pattern.ts';
import type { Bound, Member, Rule } from './rule.ts';
import { inWords } from './samples.ts';

/** What was found; undefined: the rule is a user's own. */
export function scalarVerdict(rule: Rule, value: unknown): Verdict | undefined {
  const words = `it is ${inWords(value)}`;
  switch (rule.rule) {
    case 'dtype':
      return { passed: rule.type.name === typeName(value), words: `it is a ${typeName(value)}` };
    case 'range':
      return { passed: endsHold(rule, value as Bound), words };
    case 'valuesIn':
      return { passed: rule.values.some((member) => isSame(member, value)), words };
    case 'maxNullFraction':
      return { passed: true };
    case 'maxNanFraction':
      return { passed: !Number.isNaN(value) || rule.limit >= 1, words };
    case 'length': {
      const length = Array.from(value as string).length;
      return { passed: endsHold(rule, length), words: `it has ${length}: ${words.slice(6)}` };
    }
    case 'regex':
      return { passed: matches(rule.pattern, value as string), words };
    default:
      return undefined;
  }
}

const matches = (pattern: RegExp | string, text: string): boolean => {
  const rust = typeof pattern === 'string' ? polarsPattern(pattern) : undefined;
  return rust === undefined ? testOf(pattern as RegExp)(text) : textMatches(rust, text);
};

const typeName = (value: unknown): string => (isDate(value) ? 'date' : typeof value);

/** Numbers are alike whichever kind they are, dates where they are the same moment. */
function isSame(member: Member, value: unknown): boolean {
  if (isDate(member) && isDate(value)) return member.getTime() === value.getTime();
  if (typeof member === 'bigint' || typeof value === 'bigint') {
    // oxlint-disable-next-line eqeqeq -- 1n and 1 are the same number
    return /^(?:number|bigint)$/.test(typeof member) && isNumber(value) && member == value;
  }
  return Object.is(member, value) || member === value;
}

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || typeof value === 'bigint';

/** What a rule finds where there is no value: nulls break nothing where as many as there are may be. */
export function nullVerdict(rule: Rule, value: unknown, areAllowed: boolean): Verdict | undefined {
  if (rule.rule === 'standardSchema' || rule.rule === 'custom') return undefined;
  const isMember = rule.rule === 'valuesIn' && rule.values.includes(null);
  return { passed: areAllowed || isMember, words: `it is ${String(value)}` };
}
