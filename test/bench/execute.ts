/**
 * What executing costs: beside the least possible, a loop over the same functions.
 *
 * @module
 */
import type { ExecuteTimes } from './execute-case.ts';
import { graphReport } from './graph-report.ts';
import { measureCells, summaryOf, type CellAnswers, type Request } from './measure-cells.ts';
import { peerRow } from './peer-columns.ts';
import type { Report } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import { executeLimits, judged } from './targets.ts';

export async function measureExecute(request: Request): Promise<Report> {
  return graphReport({
    what: 'execute',
    title: 'Execute: DictResult; deep asks for the last node, wide for all',
    request,
    measured: await measureCells<ExecuteTimes>('execute', 'execute-case.ts', request),
    rowOf,
    figures: {
      'first ms': ({ firstMs }) => firstMs,
      'median ms': ({ medianMs }) => medianMs,
      'min ms': ({ minMs }) => minMs,
      'by hand ms': ({ byHandMs }) => byHandMs,
      'by hand, min': ({ byHandMinMs }) => byHandMinMs,
      'µs a node': ({ usPerNode }) => usPerNode,
      'times by hand': ({ ratio }) => ratio,
    },
    note: 'The first run is that of a new driver, which plans. "Times by hand" is the median over pairs of rounds.',
  });
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
