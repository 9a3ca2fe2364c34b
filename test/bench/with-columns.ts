/**
 * What `withColumns` costs beside the expressions that its functions give.
 *
 * @module
 */
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf } from './measure-cells.ts';
import { figureText, type Report } from './report.ts';
import type { Effort } from './rounds.ts';
import { median, medianRatio } from './statistics.ts';
import { judged, verdictText, withColumnsLimit } from './targets.ts';
import type { ColumnsTask, ColumnsTimes } from './with-columns-case.ts';

const rows = 2_000_000;

export async function measureWithColumns({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const measured = [];
  for (const form of ['eager', 'lazy'] as const) {
    const times = await timesOf(form === 'lazy', isQuick);
    const ratio = median(times.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs)));
    measured.push({
      form,
      ours: summaryOf(times.map(({ ms }) => ms)),
      byHand: summaryOf(times.map(({ byHandMs }) => byHandMs)),
      ratio,
      isRight: times.every(({ isRight }) => isRight),
      verdict: judged(`withColumns, ${form}, times by hand`, ratio, withColumnsLimit),
    });
  }
  return {
    title: `withColumns: eight expressions that build on each other, ${rows.toLocaleString('en')} rows`,
    headings: ['frame', 'dataflow, median ms', 'by hand', 'times by hand', 'target'],
    lines: measured.map(({ form, ours, byHand, ratio, verdict }) => [
      form,
      ...[ours.medianMs, byHand.medianMs, ratio].map(figureText),
      verdictText(verdict),
    ]),
    notes: ['The ratio is the median over pairs of rounds; a lazy frame is collected.'],
    verdicts: measured.map(({ verdict }) => verdict),
    wrong: measured.flatMap(({ form, isRight }) =>
      isRight
        ? []
        : [`withColumns, ${form}: the frame of the dataflow is not the one made by hand.`],
    ),
    rows: measured,
  };
}

async function timesOf(isLazy: boolean, isQuick: boolean): Promise<ColumnsTimes[]> {
  const effort: Effort = isQuick
    ? { budgetMs: 2_000, leastRounds: 5, mostRounds: 5 }
    : { budgetMs: 10_000, leastRounds: 15, mostRounds: 40 };
  const times: ColumnsTimes[] = [];
  for (let i = 0; i < (isQuick ? 1 : 3); i++) {
    const task: ColumnsTask = { effort, rows, isLazy };
    times.push(await inFreshProcess<ColumnsTimes>('with-columns-case.ts', task));
  }
  return times;
}
