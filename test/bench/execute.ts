/**
 * What executing costs: beside the least possible, a loop over the same functions.
 *
 * @module
 */
import type { ExecuteTimes } from './execute-case.ts';
import { measureCells, summaryOf, type CellAnswers, type Request } from './measure-cells.ts';
import { peerCells, peerHeadings, peerRow, wrongSums } from './peer-columns.ts';
import { figureText, type Report } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import { executeLimits, judged, verdictText } from './targets.ts';

export async function measureExecute(request: Request): Promise<Report> {
  const measured = await measureCells<ExecuteTimes>('execute', 'execute-case.ts', request);
  const rows = measured.map(rowOf);
  return {
    title: 'Execute: DictResult; deep asks for the last node, wide for all',
    headings: [
      'shape',
      'nodes',
      'first ms',
      'median ms',
      'min ms',
      'by hand ms',
      'by hand, min',
      'µs a node',
      'times by hand',
      'target',
      ...peerHeadings(request),
    ],
    lines: rows.map((row) => [
      row.shape,
      row.count.toLocaleString('en'),
      figureText(row.firstMs),
      figureText(row.medianMs),
      figureText(row.minMs),
      figureText(row.byHandMs),
      figureText(row.byHandMinMs),
      figureText(row.usPerNode),
      figureText(row.ratio),
      verdictText(row.verdict),
      ...peerCells(request, row.peer),
    ]),
    notes: [
      'The first run is that of a new driver, which plans. "Times by hand" is the median over pairs of rounds.',
    ],
    verdicts: rows.flatMap(({ verdict }) => verdict ?? []),
    wrong: wrongSums('execute', measured),
    rows,
  };
}

function rowOf({ cell, answers, peerAnswers }: CellAnswers<ExecuteTimes>) {
  const { shape, count } = cell;
  const ours = summaryOf(answers.map(({ ms }) => ms));
  const byHand = summaryOf(answers.map(({ byHandMs }) => byHandMs));
  const ratio = median(answers.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs)));
  const limit = executeLimits.get(count);
  return {
    shape,
    count,
    firstMs: median(answers.map(({ firstMs }) => firstMs)),
    ...ours,
    byHandMs: byHand.medianMs,
    byHandMinMs: byHand.minMs,
    usPerNode: (ours.medianMs / count) * 1000,
    ratio,
    verdict:
      limit === undefined
        ? undefined
        : judged(`execute, ${shape} ${count}, times by hand`, ratio, limit),
    peer: peerRow(ours.medianMs, peerAnswers),
  };
}
