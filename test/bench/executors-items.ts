/**
 * What a small item costs in workers: three trivial nodes, sent many at a time.
 *
 * @module
 */
import { processesFor } from './cells.ts';
import type { ItemsTask, ItemsTimes } from './executors-items-case.ts';
import type { Place } from './executors-places.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf, type Request } from './measure-cells.ts';
import type { PeerGraph, PeerTimes } from './peers.ts';
import { figureText, type Report } from './report.ts';
import { median } from './statistics.ts';
import { executorsItemLimits, judged, verdictText } from './targets.ts';

/** With what the peer is measured too: for more items, its time grows with their square. */
const peerCount = 1_000;

const peerShapes: ReadonlyMap<Place, PeerGraph['shape']> = new Map([
  ['this thread', 'block-this-thread'],
  ['two threads', 'block-threads'],
  ['two processes', 'block-processes'],
]);

interface Cell {
  readonly place: Place;
  readonly count: number;
  readonly answers: ItemsTimes[];
  readonly peerAnswers: PeerTimes[];
}

export async function measureExecutorsItems(request: Request): Promise<Report> {
  const { isQuick, peer } = request;
  const cells = [...peerShapes.keys()].flatMap((place) =>
    [peerCount, isQuick ? 2_000 : 20_000].map((count): Cell => ({
      place,
      count,
      answers: [],
      peerAnswers: [],
    })),
  );
  const effort: ItemsTask['effort'] = isQuick
    ? { budgetMs: 300, leastRounds: 3, mostRounds: 10 }
    : { budgetMs: 4_000, leastRounds: 9, mostRounds: 100 };
  for (let round = 0; round < processesFor(isQuick); round++) {
    for (const { place, count, answers, peerAnswers } of cells) {
      const task: ItemsTask = { place, count, effort };
      answers.push(await inFreshProcess<ItemsTimes>('executors-items-case.ts', task));
      const shape = peerShapes.get(place);
      if (peer === undefined || count !== peerCount || shape === undefined) continue;
      const times = await peer('blocks', { shape, count }, isQuick);
      if (times !== undefined) peerAnswers.push(times);
    }
  }
  const rows = cells.map((cell) => rowOf(cell, isQuick));
  return {
    title: 'Executors: three synchronous nodes an item, collected',
    headings: [
      'place',
      'items',
      'first ms',
      'median ms',
      'min ms',
      'µs an item',
      'µs, min',
      'target',
      ...(peer === undefined ? [] : ['Python, µs an item']),
    ],
    lines: rows.map((row) => [
      row.place,
      row.count.toLocaleString('en'),
      figureText(row.firstMs),
      figureText(row.medianMs),
      figureText(row.minMs),
      figureText(row.usPerItem),
      figureText(row.minUsPerItem),
      verdictText(row.verdict),
      ...(peer === undefined ? [] : [figureText(row.peerUsPerItem)]),
    ]),
    notes: ['The first run starts the workers.'],
    verdicts: rows.flatMap(({ verdict }) => verdict ?? []),
    wrong: cells.flatMap(({ place, count, answers, peerAnswers }) => [
      ...wrongOf(answers, `executors: the sum of ${count} items, ${place}, is wrong.`),
      ...wrongOf(
        peerAnswers,
        `executors: the sum of ${count} items, ${place}, in Python is wrong.`,
      ),
    ]),
    rows,
  };
}

function rowOf({ place, count, answers, peerAnswers }: Cell, isQuick: boolean) {
  const summary = summaryOf(answers.map(({ ms }) => ms));
  const usOf = (ms: number): number => (ms / count) * 1000;
  const usPerItem = usOf(summary.medianMs);
  const limit = isQuick || count === peerCount ? undefined : executorsItemLimits.get(place);
  const figure = `executors, ${count} items, ${place}, µs an item`;
  return {
    place,
    count,
    firstMs: median(answers.map(({ firstMs }) => firstMs)),
    ...summary,
    usPerItem,
    minUsPerItem: usOf(summary.minMs),
    verdict: limit === undefined ? undefined : judged(figure, usPerItem, limit),
    peerUsPerItem: usOf(median(peerAnswers.map(({ ms }) => median(ms)))),
  };
}

const wrongOf = (answers: readonly { readonly isRight: boolean }[], sentence: string): string[] =>
  answers.every(({ isRight }) => isRight) ? [] : [sentence];
