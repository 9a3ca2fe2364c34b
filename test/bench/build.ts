/**
 * What building costs: from a module of functions to a driver.
 *
 * @module
 */
import type { BuildTimes } from './build-case.ts';
import { graphReport } from './graph-report.ts';
import { measureCells, summaryOf, type CellAnswers, type Request } from './measure-cells.ts';
import { peerRow } from './peer-columns.ts';
import type { Report } from './report.ts';
import { median } from './statistics.ts';
import { buildLimits, judged } from './targets.ts';

export async function measureBuild(request: Request): Promise<Report> {
  return graphReport({
    what: 'build',
    title: 'Build: new Builder().withModules(module).build()',
    request,
    measured: await measureCells<BuildTimes>('build', 'build-case.ts', request),
    rowOf,
    figures: {
      'first ms': ({ firstMs }) => firstMs,
      'median ms': ({ medianMs }) => medianMs,
      'min ms': ({ minMs }) => minMs,
      'µs a node': ({ usPerNode }) => usPerNode,
      'µs a node, min': ({ minUsPerNode }) => minUsPerNode,
    },
    note: 'The first build is that of a fresh process, before any code is compiled.',
  });
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
