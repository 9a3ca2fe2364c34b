/**
 * What an item costs that is waited for, though what it waits for is there at once.
 *
 * @module
 */
import type { BlocksTask, BlocksTimes } from './blocks-time-case.ts';
import { processesFor } from './cells.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf } from './measure-cells.ts';
import { figureText, type Report } from './report.ts';
import { median, medianRatio } from './statistics.ts';

const count = 10_000;
const works = [
  { work: 'resolvedCount', measured: 'a resolved promise' },
  { work: 'turnedCount', measured: 'a turn of the event loop' },
] as const;

export async function measureBlocksWaiting({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const effort = isQuick
    ? { budgetMs: 400, leastRounds: 3, mostRounds: 50 }
    : { budgetMs: 2_000, leastRounds: 9, mostRounds: 200 };
  const rows = [];
  const wrong: string[] = [];
  for (const { work, measured } of works) {
    const answers: BlocksTimes[] = [];
    for (let round = 0; round < processesFor(isQuick); round++) {
      const task: BlocksTask = { work, count, effort };
      answers.push(await inFreshProcess<BlocksTimes>('blocks-time-case.ts', task));
    }
    const usOf = (ms: number): number => (ms / count) * 1000;
    rows.push({
      measured,
      usPerItem: usOf(summaryOf(answers.map(({ ms }) => ms)).medianMs),
      byHandUs: usOf(summaryOf(answers.map(({ byHandMs }) => byHandMs)).medianMs),
      ratio: median(answers.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs))),
    });
    if (!answers.every(({ isRight }) => isRight))
      wrong.push(`blocks: the count for "${measured}" is wrong.`);
  }
  return {
    title: `Blocks: one asynchronous node an item, ${count.toLocaleString('en')} items`,
    headings: ['waits for', 'µs an item', 'µs by hand', 'times by hand'],
    lines: rows.map((row) => [
      row.measured,
      ...[row.usPerItem, row.byHandUs, row.ratio].map(figureText),
    ]),
    notes: ['By hand: one Promise.all over all items, without a bound on how many overlap.'],
    verdicts: [],
    wrong,
    rows,
  };
}
