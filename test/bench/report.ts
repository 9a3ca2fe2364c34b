/**
 * What a benchmark found, and how it is shown.
 *
 * @module
 */
import type { Verdict } from './targets.ts';

export interface Report {
  readonly title: string;
  readonly headings: readonly string[];
  /** As shown, one line each. */
  readonly lines: readonly (readonly string[])[];
  readonly notes: readonly string[];
  readonly verdicts: readonly Verdict[];
  /** Results that are not what they must be: the only thing that fails a run. */
  readonly wrong: readonly string[];
  /** The figures behind the lines, for programs. */
  readonly rows: readonly object[];
}

/** The report as text: a title, a table, notes. */
export function reportText({ title, headings, lines, notes, wrong }: Report): string {
  const complaints = wrong.map((sentence) => `WRONG: ${sentence}`);
  return [`## ${title}`, '', ...tableLines(headings, lines), '', ...notes, ...complaints].join(
    '\n',
  );
}

/** Words to the left, figures to the right. */
function tableLines(
  headings: readonly string[],
  lines: readonly (readonly string[])[],
): readonly string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const isFigure = headings.map((_, column) =>
    lines.every((line) => /^-?[\d.,]*$/.test(line[column] ?? '')),
  );
  const shown = (line: readonly string[]): string => {
    const cells = widths.map((width, column) => {
      const text = line[column] ?? '';
      return isFigure[column] === true ? text.padStart(width) : text.padEnd(width);
    });
    return `| ${cells.join(' | ')} |`;
  };
  const rule = widths.map((width, column) =>
    isFigure[column] === true ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  return [shown(headings), shown(rule), ...lines.map(shown)];
}

/** `12,345`, `123`, `12.3`, `1.23`, `0.0123`: three digits that count. */
export function figureText(value: number): string {
  if (Number.isNaN(value)) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return value.toPrecision(3);
}
