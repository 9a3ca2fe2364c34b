/**
 * What an item of a block costs, and whether that grows with their number.
 *
 * @module
 */
import type { PromisesTask, PromisesTimes } from './blocks-promises-case.ts';
import type { BlocksTask, BlocksTimes } from './blocks-time-case.ts';
import { processesFor } from './cells.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf, type Request } from './measure-cells.ts';
import { peerCells, peerHeadings, peerRow } from './peer-columns.ts';
import type { PeerTimes } from './peers.ts';
import { figureText, type Report } from './report.ts';
import { median } from './statistics.ts';
import { blocksGrowthLimit, blocksItemLimit, judged, verdictText } from './targets.ts';

/** The number of items that others are compared with. */
const standardCount = 10_000;
/** The only one that the peer can be asked for: its time grows with the square. */
const peerCount = 1_000;
/** The naive engine takes seconds, and gigabytes, for more. */
const mostPromises = 100_000;
const counts: readonly number[] = [peerCount, standardCount, 100_000, 1_000_000];

interface Measured {
  readonly count: number;
  readonly answers: BlocksTimes[];
  readonly promiseAnswers: PromisesTimes[];
  readonly peerAnswers: PeerTimes[];
}

export async function measureBlocksTime(request: Request): Promise<Report> {
  const measured = await measuredFor(request);
  const standard = measured.find(({ count }) => count === standardCount);
  const standardUs = standard === undefined ? Number.NaN : rowOf(standard, Number.NaN).usPerItem;
  const rows = measured.map((one) => rowOf(one, standardUs));
  return {
    title: 'Blocks: three synchronous nodes an item, collected',
    headings: [
      'items',
      'first ms',
      'median ms',
      'min ms',
      'µs an item',
      'µs, min',
      'µs by hand',
      'µs by promises',
      'growth',
      'target',
      ...peerHeadings(request),
    ],
    lines: rows.map((row) => [
      row.count.toLocaleString('en'),
      figureText(row.firstMs),
      figureText(row.medianMs),
      figureText(row.minMs),
      figureText(row.usPerItem),
      figureText(row.minUsPerItem),
      figureText(row.byHandUs),
      figureText(row.byPromisesUs),
      figureText(row.growth),
      verdictText(row.verdict),
      ...peerCells(request, row.peer),
    ]),
    notes: [
      `Growth: µs an item, through those of ${standardCount.toLocaleString('en')} items.`,
      'The target is one of µs there, one of growth for more items.',
    ],
    verdicts: rows.flatMap(({ verdict }) => verdict ?? []),
    wrong: measured.flatMap(({ count, answers, promiseAnswers, peerAnswers }) => [
      ...wrongOf(answers, `blocks: the sum of ${count} items is wrong.`),
      ...wrongOf(promiseAnswers, `blocks: the sum of ${count} items by promises is wrong.`),
      ...wrongOf(peerAnswers, `blocks: the sum of ${count} items in Python is wrong.`),
    ]),
    rows,
  };
}

const wrongOf = (answers: readonly { readonly isRight: boolean }[], sentence: string): string[] =>
  answers.every(({ isRight }) => isRight) ? [] : [sentence];

async function measuredFor({ isQuick, peer }: Request): Promise<Measured[]> {
  const all = counts.map((count): Measured => ({
    count,
    answers: [],
    promiseAnswers: [],
    peerAnswers: [],
  }));
  const effort = isQuick
    ? { budgetMs: 400, leastRounds: 3, mostRounds: 50 }
    : { budgetMs: 4_000, leastRounds: 9, mostRounds: 200 };
  for (let round = 0; round < processesFor(isQuick); round++) {
    for (const { count, answers, promiseAnswers, peerAnswers } of all) {
      const task: BlocksTask = { work: 'total', count, effort };
      answers.push(await inFreshProcess<BlocksTimes>('blocks-time-case.ts', task));
      if (count <= mostPromises) {
        const naive: PromisesTask = { count, effort };
        promiseAnswers.push(await inFreshProcess<PromisesTimes>('blocks-promises-case.ts', naive));
      }
      if (peer === undefined || count !== peerCount) continue;
      const times = await peer('blocks', { shape: 'block', count }, isQuick);
      if (times !== undefined) peerAnswers.push(times);
    }
  }
  return all;
}

function rowOf({ count, answers, promiseAnswers, peerAnswers }: Measured, standardUs: number) {
  const ours = summaryOf(answers.map(({ ms }) => ms));
  const usOf = (ms: number): number => (ms / count) * 1000;
  const usPerItem = usOf(ours.medianMs);
  const growth = count > standardCount ? usPerItem / standardUs : Number.NaN;
  return {
    count,
    firstMs: median(answers.map(({ firstMs }) => firstMs)),
    ...ours,
    usPerItem,
    minUsPerItem: usOf(ours.minMs),
    byHandUs: usOf(summaryOf(answers.map(({ byHandMs }) => byHandMs)).medianMs),
    byPromisesUs: usOf(median(promiseAnswers.map(({ ms }) => median(ms)))),
    growth,
    verdict: verdictOf(count, usPerItem, growth),
    peer: peerRow(ours.medianMs, peerAnswers),
  };
}

function verdictOf(count: number, usPerItem: number, growth: number) {
  if (count < standardCount) return undefined;
  return count === standardCount
    ? judged(`blocks, ${count} items, µs an item`, usPerItem, blocksItemLimit)
    : judged(`blocks, ${count} items, growth of µs an item`, growth, blocksGrowthLimit);
}
