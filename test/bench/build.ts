/**
 * What building costs: from a module of functions to a driver.
 *
 * @module
 */
import type { BuildTimes } from './build-case.ts';
import { measureCells, summaryOf, type CellAnswers, type Request } from './measure-cells.ts';
import { peerCells, peerHeadings, peerRow, wrongSums } from './peer-columns.ts';
import { figureText, type Report } from './report.ts';
import { median } from './statistics.ts';
import { buildLimits, judged, verdictText } from './targets.ts';

export async function measureBuild(request: Request): Promise<Report> {
  const measured = await measureCells<BuildTimes>('build', 'build-case.ts', request);
  const rows = measured.map(rowOf);
  return {
    title: 'Build: new Builder().withModules(module).build()',
    headings: [
      'shape',
      'nodes',
      'first ms',
      'median ms',
      'min ms',
      'µs a node',
      'µs a node, min',
      'target',
      ...peerHeadings(request),
    ],
    lines: rows.map((row) => [
      row.shape,
      row.count.toLocaleString('en'),
      figureText(row.firstMs),
      figureText(row.medianMs),
      figureText(row.minMs),
      figureText(row.usPerNode),
      figureText(row.minUsPerNode),
      verdictText(row.verdict),
      ...peerCells(request, row.peer),
    ]),
    notes: ['The first build is that of a fresh process, before any code is compiled.'],
    verdicts: rows.flatMap(({ verdict }) => verdict ?? []),
    wrong: wrongSums('build', measured),
    rows,
  };
}

function rowOf({ cell, answers, peerAnswers }: CellAnswers<BuildTimes>) {
  const { shape, count } = cell;
  const { medianMs, minMs } = summaryOf(answers.map(({ ms }) => ms));
  const usPerNode = (medianMs / count) * 1000;
  const limit = buildLimits.get(count);
  return {
    shape,
    count,
    firstMs: median(answers.map(({ firstMs }) => firstMs)),
    medianMs,
    minMs,
    usPerNode,
    minUsPerNode: (minMs / count) * 1000,
    verdict:
      limit === undefined
        ? undefined
        : judged(`build, ${shape} ${count}, µs a node`, usPerNode, limit),
    peer: peerRow(medianMs, peerAnswers),
  };
}
