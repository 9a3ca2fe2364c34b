/**
 * Holds a value against rules: all that can be said in expressions in one pass over the columns.
 *
 * @module
 */
import { len, String as Text, type Series } from 'nodejs-polars';
import type { ValidationReport, ValidationResult } from '../../errors.ts';
import { valueTypeOf } from '../value-type.ts';
import { assertFits } from './assert-fits.ts';
import { nullVerdict, scalarVerdict } from './judge-scalar.ts';
import { columnMeasure } from './measure-column.ts';
import { frameMeasure, keyColumns } from './measure-frame.ts';
import { resultOf, type Measure, type Verdict } from './measurement.ts';
import { customVerdict, patternVerdict, schemaVerdict } from './own-rules.ts';
import { hasDecimals, withoutDecimals } from './readable.ts';
import type { Rule } from './rule.ts';
import { samplesOf, type Sampling } from './samples.ts';
import {
  collected,
  collectedColumn,
  onlyColumn,
  subjectOf,
  type ColumnSubject,
  type Subject,
  type Table,
} from './subject.ts';

/**
 * What came of every rule, in their order.
 *
 * Samples are looked for in a second pass, where a rule does not hold. A lazy frame is computed for each pass, and stays
 * lazy itself. Throws `check/not-applicable` where a rule cannot be asked of the value, `check/threw` and
 * `check/no-verdict` for a user's own checks.
 */
export async function reportOf(
  node: string,
  value: unknown,
  rules: readonly Rule[],
): Promise<ValidationReport> {
  const subject = await subjectOf(value);
  assertFits(node, subject, rules);
  const measures = new Map<Rule, Measure>();
  const results = new Map<Rule, ValidationResult>();
  for (const rule of presentOf(rules, subject, results)) {
    const measure = measureOf(rule, subject);
    if (measure === undefined) results.set(rule, await ownResult(node, rule, rules, subject));
    else measures.set(rule, measure);
  }
  if (subject.table !== undefined) await measureAll(subject.table, measures, results);
  const inOrder = rules.flatMap((rule) => results.get(rule) ?? []);
  return { node, passed: inOrder.every(({ passed }) => passed), results: inOrder };
}

/** The rules whose column is there; for each column that is not, one result. */
function presentOf(
  rules: readonly Rule[],
  { table }: Subject,
  results: Map<Rule, ValidationResult>,
): readonly Rule[] {
  if (table === undefined) return rules;
  const absent = new Set<string>();
  return rules.filter((rule) => {
    const { column } = rule;
    if (column === undefined || table.columns.has(column)) return true;
    if (absent.has(column)) return false;
    absent.add(column);
    const mattersMost = rules.some(
      (other) => other.column === column && other.importance === 'fail',
    );
    results.set(rule, {
      rule: 'columns',
      importance: mattersMost ? 'fail' : 'warn',
      passed: false,
      sentence: `columns does not hold: there is no "${column}"`,
      column,
    });
    return false;
  });
}

const columnFor = (rule: Rule, { table, kind }: Subject): ColumnSubject | undefined =>
  rule.column === undefined && kind === 'frame'
    ? undefined
    : table?.columns.get(rule.column ?? onlyColumn);

function measureOf(rule: Rule, subject: Subject): Measure | undefined {
  const { table } = subject;
  if (table === undefined) return undefined;
  const column = columnFor(rule, subject);
  return column === undefined || rule.rule === 'rows'
    ? frameMeasure(rule, table)
    : columnMeasure(rule, column.expr, column.type);
}

/** The result of a rule that is not measured in expressions. */
async function ownResult(
  node: string,
  rule: Rule,
  rules: readonly Rule[],
  subject: Subject,
): Promise<ValidationResult> {
  const { table, value, kind } = subject;
  const column = columnFor(rule, subject);
  const isPart = rule.column !== undefined;
  switch (rule.rule) {
    case 'custom': {
      const given =
        isPart && table !== undefined && column !== undefined
          ? await collectedColumn(table, column)
          : value;
      return resultOf(rule, await customVerdict(node, rule, given));
    }
    case 'standardSchema': {
      const values = await entriesOf(subject, isPart ? column : undefined);
      const total = values?.length;
      return resultOf(
        rule,
        await schemaVerdict(node, rule, values ?? [value], values !== undefined),
        total,
      );
    }
    case 'regex':
      if (table !== undefined && column !== undefined) {
        const texts = await collectedColumn(table, { ...column, expr: column.expr.cast(Text) });
        const list = texts.toArray();
        return resultOf(rule, patternVerdict(rule.pattern as RegExp, list), list.length);
      }
      break;
    default:
      break;
  }
  const areNullsAllowed = rules.some(
    (other) => other.rule === 'maxNullFraction' && other.limit >= 1 && other.column === undefined,
  );
  const verdict =
    kind === 'nulls' && table === undefined
      ? nullVerdict(rule, value, areNullsAllowed)
      : scalarVerdict(rule, value);
  return resultOf(rule, verdict ?? { passed: true });
}

const readable = (column: ColumnSubject): ColumnSubject => ({
  ...column,
  expr: withoutDecimals(column),
});

/** What a schema is asked about: each row of a frame, each value of a column; undefined: the value itself. */
async function entriesOf(
  { value, kind, table }: Subject,
  column: ColumnSubject | undefined,
): Promise<readonly unknown[] | undefined> {
  if (table !== undefined && column !== undefined) {
    return (await collectedColumn(table, readable(column))).toArray();
  }
  if (table !== undefined && kind === 'frame') {
    const columns = [...table.columns.values()].filter(({ type }) => hasDecimals(type));
    const lazy =
      columns.length === 0 ? table.lazy : table.lazy.withColumns(...columns.map(withoutDecimals));
    return (await collected({ ...table, lazy })).toRecords();
  }
  switch (valueTypeOf(value)) {
    case 'Series': {
      const own = table?.columns.get(onlyColumn);
      return own !== undefined && table !== undefined && hasDecimals(own.type)
        ? (await collectedColumn(table, readable(own))).toArray()
        : (value as Series).toArray();
    }
    case 'Array':
      return value as readonly unknown[];
    case 'TypedArray':
    case 'ArrowVector':
      return Array.from(value as Iterable<unknown>);
    default:
      return undefined;
  }
}

/** One pass for all aggregates, and one for samples where rules do not hold. */
async function measureAll(
  table: Table,
  measures: ReadonlyMap<Rule, Measure>,
  results: Map<Rule, ValidationResult>,
): Promise<void> {
  if (measures.size === 0) return;
  const wants = [len(), ...[...measures.values()].flatMap((measure) => measure.wants)];
  const found = await table.lazy.select(...wants.map((expr, at) => expr.alias(`${at}`))).collect();
  const [height, ...values] = found.row(0) as unknown[];
  const total = Number(height);
  let at = 0;
  const broken: { rule: Rule; verdict: Verdict; sampling: Sampling }[] = [];
  for (const [rule, measure] of measures) {
    const typeName = table.columns.get(rule.column ?? onlyColumn)?.typeName ?? '';
    const own = values.slice(at, (at += measure.wants.length));
    const verdict = measure.judge(own, total, typeName);
    results.set(rule, resultOf(rule, verdict, total));
    const sampling = verdict.passed ? undefined : samplingOf(measure, table);
    if (sampling !== undefined) broken.push({ rule, verdict, sampling });
  }
  const samples = await samplesOf(
    table.lazy,
    broken.map(({ sampling }) => sampling),
  );
  for (const [index, { rule, verdict }] of broken.entries()) {
    results.set(rule, resultOf(rule, { ...verdict, samples: samples[index] ?? [] }, total));
  }
}

/** What to show of the rows that break a rule: its column, or those of its key. */
function samplingOf({ rule, broken }: Measure, table: Table): Sampling | undefined {
  if (broken === undefined) return undefined;
  const only = table.columns.get(rule.column ?? onlyColumn);
  const names =
    rule.rule === 'unique' && rule.column === undefined ? keyColumns(rule, table) : undefined;
  const shown = (names ?? []).flatMap((name) => table.columns.get(name) ?? []);
  return { broken, shown: shown.length > 0 ? shown : only === undefined ? [] : [only] };
}
