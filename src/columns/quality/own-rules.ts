/**
 * Rules that run a user's code: schemas, functions, and patterns that only JavaScript knows.
 *
 * @module
 */
import { InvalidNodeError } from '../../errors.ts';
import { isPlainObject } from '../value-type.ts';
import { mostSamples, rowsWords, type Sample, type Verdict } from './measurement.ts';
import { testOf } from './pattern.ts';
import {
  ruleInWords,
  type OwnVerdict,
  type Rule,
  type RuleCalled,
  type SchemaIssue,
  type SchemaVerdict,
} from './rule.ts';
import { sampleOf } from './samples.ts';
import { summaryOf } from '../summary.ts';

/** How many asynchronous verdicts are waited for at once. */
const atOnce = 1000;

/** What a user's function says about a value. */
export async function customVerdict(
  node: string,
  rule: RuleCalled<'custom'>,
  value: unknown,
): Promise<Verdict> {
  let said: unknown;
  try {
    said = await rule.holds(value as never);
  } catch (error) {
    throw threw(node, rule, error);
  }
  if (typeof said === 'boolean') return { passed: said };
  if (typeof said === 'string') return { passed: said === '', words: said };
  if (isPlainObject(said) && typeof said['passed'] === 'boolean') {
    const { passed, message } = said as Exclude<OwnVerdict, boolean | string>;
    return message === undefined ? { passed } : { passed, words: message };
  }
  throw new InvalidNodeError(
    'check/no-verdict',
    `The check ${ruleInWords(rule)} of "${node}" gave ${summaryOf(said)}.`,
    {
      node,
      hint: 'return true or false, what is wrong as a string, or { passed, message }',
    },
  );
}

const threw = (node: string, rule: Rule, error: unknown): InvalidNodeError =>
  new InvalidNodeError(
    'check/threw',
    `The check ${ruleInWords(rule)} of "${node}" threw ${summaryOf(error)}.`,
    { node, cause: error, hint: 'return what is wrong as a string instead' },
  );

/** What a schema says about each of these; `hasRows`: whether they are rows, or one value. */
export async function schemaVerdict(
  node: string,
  rule: RuleCalled<'standardSchema'>,
  values: readonly unknown[],
  hasRows: boolean,
): Promise<Verdict> {
  let refused: { row: number; issues: readonly SchemaIssue[] }[] = [];
  let count = 0;
  const { validate } = rule.schema['~standard'];
  const judge = (row: number, { issues }: SchemaVerdict): void => {
    if (issues === undefined) return;
    count++;
    refused.push({ row, issues });
    if (refused.length <= mostSamples) return;
    refused = refused.toSorted(byRow).slice(0, mostSamples);
  };
  let waiting: Promise<void>[] = [];
  try {
    for (const [row, value] of values.entries()) {
      const verdict = validate(value);
      if (!('then' in verdict)) judge(row, verdict);
      else if (waiting.push(verdict.then((late) => judge(row, late))) >= atOnce) {
        await Promise.all(waiting);
        waiting = [];
      }
    }
    await Promise.all(waiting);
  } catch (error) {
    // nobody else hears of the others
    await Promise.allSettled(waiting);
    throw threw(node, rule, error);
  }
  refused = refused.toSorted(byRow);
  const [first] = refused;
  if (first === undefined) return { passed: true, count };
  const issues = first.issues.slice(0, mostSamples).map(issueInWords).join(', ');
  const words = hasRows
    ? `${rowsWords(count, values.length)} refused, row ${first.row}: ${issues}`
    : issues;
  return { passed: false, count, words, samples: hasRows ? samplesAt(values, refused) : [] };
}

const byRow = (a: { readonly row: number }, b: { readonly row: number }): number => a.row - b.row;

function issueInWords({ message, path }: SchemaIssue): string {
  const keys = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part));
  return keys.length === 0 ? message : `${keys.join('.')}: ${message}`;
}

const samplesAt = (
  values: readonly unknown[],
  rows: readonly { readonly row: number }[],
): Sample[] => rows.map(({ row }) => sampleOf(row, values[row]));

/** Which texts do not match, where Polars has no such pattern. Nulls are ignored. */
export function patternVerdict(pattern: RegExp, texts: readonly unknown[]): Verdict {
  const matches = testOf(pattern);
  const rows: { row: number }[] = [];
  let count = 0;
  for (const [row, text] of texts.entries()) {
    if (typeof text !== 'string' || matches(text)) continue;
    count++;
    if (rows.length < mostSamples) rows.push({ row });
  }
  return {
    passed: count === 0,
    count,
    words: `${rowsWords(count, texts.length)} not matching`,
    samples: samplesAt(texts, rows),
  };
}
