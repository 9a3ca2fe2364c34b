/**
 * What checks cost: five of a long column, beside the same expressions by hand.
 *
 * @module
 */
import type { ChecksTask, ChecksTimes } from './checks-case.ts';
import type { Third } from './checks-example.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf } from './measure-cells.ts';
import { figureText, type Report } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import { checksLimit, judged, verdictText } from './targets.ts';

const rows = 10_000_000;
const thirds: readonly Third[] = ['unique', 'valuesIn'];

export async function measureChecks({ isQuick }: { readonly isQuick: boolean }): Promise<Report> {
  const measured: { readonly third: Third; readonly times: ChecksTimes[] }[] = [];
  for (const third of thirds) {
    const times: ChecksTimes[] = [];
    for (let i = 0; i < (isQuick ? 1 : 3); i++) times.push(await timesOf(third, isQuick));
    measured.push({ third, times });
  }
  const found = measured.map(({ third, times }) => {
    const ratio = median(times.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs)));
    return {
      third,
      ours: summaryOf(times.map(({ ms }) => ms)),
      byHand: summaryOf(times.map(({ byHandMs }) => byHandMs)),
      ratio,
      verdict: judged(`checks, ${third}, times by hand`, ratio, checksLimit),
      isRight: times.every(({ isRight }) => isRight),
    };
  });
  return {
    title: 'Checks: range, maxNullFraction, mean, std and a fifth; 10,000,000 rows',
    headings: ['fifth', 'dataflow, median ms', 'by hand', 'times by hand', 'target'],
    lines: found.map(({ third, ours, byHand, ratio, verdict }) => [
      third,
      ...[ours.medianMs, byHand.medianMs, ratio].map(figureText),
      verdictText(verdict),
    ]),
    notes: ['All checks hold; the ratio is the median over pairs of rounds.'],
    verdicts: found.map(({ verdict }) => verdict),
    wrong: found.flatMap(({ third, isRight }) =>
      isRight ? [] : [`checks, ${third}: the counts are not those by hand.`],
    ),
    rows: found.map(({ third, ours, byHand, ratio }) => ({ third, ...ours, byHand, ratio })),
  };
}

function timesOf(third: Third, isQuick: boolean): Promise<ChecksTimes> {
  const effort = isQuick
    ? { budgetMs: 4_000, leastRounds: 5, mostRounds: 10 }
    : { budgetMs: 12_000, leastRounds: 15, mostRounds: 30 };
  const task: ChecksTask = { rows, third, effort };
  return inFreshProcess<ChecksTimes>('checks-case.ts', task);
}
