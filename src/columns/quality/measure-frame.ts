/**
 * Rules about a whole table, as expressions.
 *
 * @module
 */
import { struct, type Expr } from 'nodejs-polars';
import { brokenRows } from './measure-column.ts';
import { endsHold, rowsWords, type Measure, type Verdict } from './measurement.ts';
import type { Rule, RuleCalled } from './rule.ts';
import type { Table } from './subject.ts';

/** What is measured for a rule about a table; undefined: it cannot be said in expressions. */
export function frameMeasure(rule: Rule, table: Table): Measure | undefined {
  switch (rule.rule) {
    case 'rows':
      return {
        rule,
        wants: [],
        judge: (_found, total) => ({
          passed: endsHold(rule, total),
          words: `there ${total === 1 ? 'is 1' : `are ${total}`}`,
        }),
      };
    case 'unique':
      return uniqueRows(rule, table);
    case 'schema':
      return judged(rule, schemaVerdict(rule, table));
    case 'extraColumns': {
      const extra = [...table.columns.keys()].filter((name) => !rule.known.includes(name));
      return judged(rule, { passed: extra.length === 0, words: `there is ${listed(extra)}` });
    }
    default:
      return undefined;
  }
}

/** A rule that needs no look at the rows. */
const judged = (rule: Rule, verdict: Verdict): Measure => ({
  rule,
  wants: [],
  judge: () => verdict,
});

/** The columns of a key: those named, else all. */
export const keyColumns = (rule: RuleCalled<'unique'>, { columns }: Table): string[] => [
  ...(rule.key ?? columns.keys()),
];

/** In rows, null equals null. */
function uniqueRows(rule: RuleCalled<'unique'>, table: Table): Measure {
  const names = keyColumns(rule, table);
  const absent = names.filter((name) => !table.columns.has(name));
  if (absent.length > 0) {
    return judged(rule, { passed: false, words: `there is no ${listed(absent)}` });
  }
  const columns = names.flatMap((name): Expr[] => {
    const column = table.columns.get(name);
    return column === undefined ? [] : [column.expr];
  });
  if (columns.length === 0) return judged(rule, { passed: true, count: 0 });
  const row = struct(columns);
  return {
    ...brokenRows(rule, row.isFirstDistinct().not(), ''),
    wants: [row.nUnique()],
    judge: ([distinct], total) => {
      const count = total - Number(distinct);
      const words = `${rowsWords(count, total)} repeating an earlier one`;
      return { passed: count === 0, count, words };
    },
  };
}

function schemaVerdict({ types }: RuleCalled<'schema'>, { columns }: Table): Verdict {
  const missing: string[] = [];
  const wrong: string[] = [];
  for (const [name, wanted] of types) {
    const column = columns.get(name);
    if (column === undefined) missing.push(name);
    else if (!wanted.matches(column.type)) {
      wrong.push(`"${name}" is ${column.typeName}, not ${wanted.name}`);
    }
  }
  const words = [...(missing.length === 0 ? [] : [`there is no ${listed(missing)}`]), ...wrong];
  return { passed: words.length === 0, words: words.join(', ') };
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
