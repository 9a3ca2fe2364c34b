/**
 * The rules that a value can be held against, as data.
 *
 * @module
 */
import { isDate, isRegExp } from 'node:util/types';
import type { WantedType } from './wanted-type.ts';

/** Whether a rule that does not hold stops the run or only warns. */
export type Importance = 'warn' | 'fail';

export type Bound = number | bigint | Date;
export type Member = string | number | bigint | boolean | Date | null;
export type Direction = 'increasing' | 'decreasing' | 'strictly increasing' | 'strictly decreasing';

/** What a user's own check may say. */
export type OwnVerdict =
  boolean | string | { readonly passed: boolean; readonly message?: string | undefined };

/** The part of a Standard Schema (version 1) that checks use. */
export interface Schema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaVerdict | Promise<SchemaVerdict>;
  };
}
export interface SchemaVerdict {
  readonly issues?: readonly SchemaIssue[] | undefined;
}
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Two ends, both included; an end that is absent is open. */
export interface Ends<T = number> {
  readonly low?: T;
  readonly high?: T;
}

/** What a rule wants, apart from whom it concerns. */
export type Demand =
  | { readonly rule: 'dtype'; readonly type: WantedType }
  | ({ readonly rule: 'range' } & Ends<Bound>)
  | { readonly rule: 'valuesIn'; readonly values: readonly Member[] }
  | { readonly rule: 'maxNullFraction' | 'maxNanFraction'; readonly limit: number }
  | { readonly rule: 'unique'; readonly key?: readonly string[] }
  | ({ readonly rule: 'mean' } & Ends)
  | ({ readonly rule: 'std' } & Ends)
  | ({ readonly rule: 'length' } & Ends)
  | ({ readonly rule: 'rows' } & Ends)
  | { readonly rule: 'regex'; readonly pattern: RegExp | string }
  | { readonly rule: 'monotonic'; readonly direction: Direction }
  | { readonly rule: 'schema'; readonly types: ReadonlyMap<string, WantedType> }
  | { readonly rule: 'extraColumns'; readonly known: readonly string[] }
  | { readonly rule: 'standardSchema'; readonly schema: Schema }
  | {
      readonly rule: 'custom';
      readonly name: string;
      readonly holds: (value: never) => OwnVerdict | PromiseLike<OwnVerdict>;
    };

/** One rule: what it wants, of which column, and how much it matters. */
export type Rule = Demand & { readonly importance: Importance; readonly column?: string };
export type RuleName = Demand['rule'];
export type RuleCalled<Name extends RuleName> = Rule & { readonly rule: Name };

const longest = 60;

/** A rule as it was written, on one line: `range [0, 1]`, `rows 3`, `unique by day, shop`. */
export function ruleInWords(rule: Rule): string {
  const words = wantedWords(rule);
  return words === '' ? rule.rule : `${rule.rule} ${cut(words)}`;
}

function wantedWords(rule: Rule): string {
  switch (rule.rule) {
    case 'dtype':
      return rule.type.name;
    case 'range':
    case 'mean':
    case 'std':
    case 'length':
    case 'rows':
      return endsInWords(rule);
    case 'valuesIn':
      return `[${rule.values.map(written).join(', ')}]`;
    case 'maxNullFraction':
    case 'maxNanFraction':
      return String(rule.limit);
    case 'unique':
      return rule.key === undefined ? '' : `by ${rule.key.join(', ')}`;
    case 'regex':
      return written(rule.pattern);
    case 'monotonic':
      return rule.direction;
    case 'extraColumns':
      return 'false';
    case 'custom':
      return rule.name === 'custom' ? '' : `"${rule.name}"`;
    case 'schema':
    case 'standardSchema':
      return '';
  }
}

function endsInWords({ low, high }: Ends<Bound>): string {
  if (low !== undefined && low === high) return written(low);
  return `[${written(low ?? -Infinity)}, ${written(high ?? Infinity)}]`;
}

/** A value as one would write it, on one line. */
export function written(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid date' : value.toISOString();
  return isRegExp(value) || typeof value === 'number' ? String(value) : JSON.stringify(value);
}

const cut = (text: string): string =>
  text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
