/**
 * Whether rules can be asked of a value at all.
 *
 * @module
 */
import { InvalidNodeError } from '../../errors.ts';
import { needOf, rulesFor, type Kind } from './fits.ts';
import { canHoldAny } from './literals.ts';
import { ruleInWords, type Rule } from './rule.ts';
import { onlyColumn, type ColumnSubject, type Subject } from './subject.ts';

/** Throws one `check/not-applicable` for all rules that cannot be asked of the value. */
export function assertFits(node: string, subject: Subject, rules: readonly Rule[]): void {
  if (subject.kind === 'nulls' && subject.table === undefined) return;
  const kinds = new Set<Kind>();
  const lines = rules.flatMap((rule) => {
    const column = columnFor(rule, subject);
    // a column that is not there is a failure, no mistake
    if (rule.column !== undefined && subject.kind === 'frame' && column === undefined) return [];
    const kind = column?.kind ?? subject.kind;
    const need =
      rule.column !== undefined && subject.kind !== 'frame'
        ? 'a frame with columns'
        : (needOf(rule, kind) ?? unfitting(rule, kind, column));
    if (need === undefined) return [];
    kinds.add(kind);
    const type = column === undefined ? '' : ` (${column.typeName})`;
    const about = rule.column === undefined ? '' : `column "${rule.column}"${type}: `;
    return [`\n  ${about}${ruleInWords(rule)} needs ${need}`];
  });
  if (lines.length === 0) return;
  throw new InvalidNodeError(
    'check/not-applicable',
    `"${node}" gives ${subject.summary}, which ${lines.length === 1 ? 'a check' : `${lines.length} checks`} cannot be asked of.${lines.join('')}`,
    { node, hint: [...kinds].map(advice).join('; ') },
  );
}

const columnFor = (rule: Rule, { kind, table }: Subject): ColumnSubject | undefined =>
  kind === 'frame' && rule.column === undefined
    ? undefined
    : table?.columns.get(rule.column ?? onlyColumn);

/** What a rule needs whose own values are of another type than the value's. */
function unfitting(rule: Rule, kind: Kind, column: ColumnSubject | undefined): string | undefined {
  switch (rule.rule) {
    case 'dtype':
      return rule.type.isScalar === (column === undefined)
        ? undefined
        : rule.type.isScalar
          ? 'a scalar; of a column, name the type of Polars'
          : 'a column; of a scalar, say number, string, boolean, bigint or date';
    case 'range': {
      const isDate = [rule.low, rule.high].some((bound) => bound instanceof Date);
      if (kind === 'nulls' || (rule.low ?? rule.high) === undefined) return undefined;
      return isDate === (kind === 'date' || kind === 'scalar date')
        ? undefined
        : isDate
          ? 'dates, as its ends are'
          : 'numbers, as its ends are';
    }
    case 'valuesIn':
      return column === undefined || canHoldAny(column.type, rule.values)
        ? undefined
        : 'values of the same type as its own';
    default:
      return undefined;
  }
}

function advice(kind: Kind): string {
  if (kind === 'frame') {
    return `of a frame, ask ${rulesFor(kind).join(', ')}, and of its columns all else: columns: { name: { range: [0, 1] } }`;
  }
  const what = kind.startsWith('scalar ')
    ? `a ${kind.slice(7)}`
    : kind === 'object'
      ? 'such a value'
      : `a column of this type`;
  return `of ${what}, ask ${rulesFor(kind).join(', ')}`;
}
