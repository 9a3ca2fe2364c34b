/**
 * What is measured for a rule, and what is made of it.
 *
 * @module
 */
import type { Expr } from 'nodejs-polars';
import type { ValidationResult, ValidationSample } from '../../errors.ts';
import { ruleInWords, type Bound, type Ends, type Rule } from './rule.ts';

/** The most values that a result shows. */
export const mostSamples = 5;

/** One rule as expressions, and how their values are judged. */
export interface Measure {
  readonly rule: Rule;
  /** Aggregates: one value each. */
  readonly wants: readonly Expr[];
  /** Which rows break the rule, for samples. */
  readonly broken?: Expr;
  /** From the values of the aggregates, in order, the number of rows and the name of the column's type. */
  readonly judge: (found: readonly unknown[], total: number, typeName: string) => Verdict;
}

/** What was found for one rule. */
export interface Verdict {
  readonly passed: boolean;
  /** What was found, for who reads it where the rule does not hold. */
  readonly words?: string;
  /** How many rows break the rule. */
  readonly count?: number;
  readonly samples?: readonly Sample[];
}

/** A value that breaks a rule, and how messages show it. */
export interface Sample extends ValidationSample {
  readonly words: string;
}

/** The result of a rule; `total`: how many rows there are, undefined where the value has none. */
export function resultOf(rule: Rule, verdict: Verdict, total?: number): ValidationResult {
  const { passed, words, count, samples } = verdict;
  const about = rule.column === undefined ? '' : `column "${rule.column}": `;
  const found = passed ? 'holds' : `does not hold${words === undefined ? '' : `: ${words}`}`;
  const shown = passed || samples === undefined ? '' : samplesWords(samples);
  return {
    rule: rule.rule,
    importance: rule.importance,
    passed,
    sentence: `${about}${ruleInWords(rule)} ${found}${shown}`,
    ...(rule.column === undefined ? {} : { column: rule.column }),
    ...(count === undefined || total === undefined
      ? {}
      : { count, total, fraction: total === 0 ? 0 : count / total }),
    ...(samples === undefined || samples.length === 0 ? {} : { samples: samples.map(plainSample) }),
  };
}

const plainSample = ({ row, value }: Sample): ValidationSample =>
  row === undefined ? { value } : { row, value };

function samplesWords(samples: readonly Sample[]): string {
  const shown = samples.map(({ row, words }) =>
    row === undefined ? words : `row ${row}: ${words}`,
  );
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}

/** `2 of 4 rows (0.5)`. */
export const rowsWords = (count: number, total: number): string =>
  `${count} of ${total} ${total === 1 ? 'row' : 'rows'} (${shortFigure(total === 0 ? 0 : count / total)})`;

/** At most six digits that count. */
export const shortFigure = (value: number): string => String(Number(value.toPrecision(6)));

/** Whether a value lies between two ends; NaN never does. */
export function endsHold({ low, high }: Ends<Bound>, value: Bound): boolean {
  if (Number.isNaN(Number(value))) return false;
  return (low === undefined || value >= low) && (high === undefined || value <= high);
}
