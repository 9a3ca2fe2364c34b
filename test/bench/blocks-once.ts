/**
 * What one run of a block costs a process: its first run, the memory of a million items, the processor while all wait.
 *
 * @module
 */
import type { OnceCost, OnceTask } from './blocks-once-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { least, median } from './statistics.ts';
import {
  blocksColdLimit,
  blocksMemoryLimit,
  blocksProcessorLimit,
  judged,
  verdictText,
} from './targets.ts';

interface Case {
  readonly measured: string;
  readonly task: OnceTask;
  readonly figureOf: (cost: OnceCost) => number;
  readonly limit: number;
}

const cases: readonly Case[] = [
  {
    measured: 'first run of a process, 1,000 items, ms',
    task: { work: 'total', count: 1_000, isWarm: false },
    figureOf: ({ ms }) => ms,
    limit: blocksColdLimit,
  },
  {
    measured: 'memory, 1,000,000 items folded, MB',
    task: { work: 'folded', count: 1_000_000, isWarm: false },
    figureOf: ({ grownMb }) => grownMb,
    limit: blocksMemoryLimit,
  },
  {
    measured: 'processor, 200 items that wait 100 ms, % of the time',
    task: { work: 'waitedCount', count: 200, isWarm: true },
    figureOf: ({ processorMs, ms }) => (processorMs / ms) * 100,
    limit: blocksProcessorLimit,
  },
];

export async function measureBlocksOnce({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const costs: OnceCost[][] = cases.map(() => []);
  for (let round = 0; round < (isQuick ? 3 : 9); round++) {
    for (const [index, { task }] of cases.entries()) {
      costs[index]?.push(await inFreshProcess<OnceCost>('blocks-once-case.ts', task));
    }
  }
  const rows = cases.map(({ measured, figureOf, limit }, index) => {
    const all = costs[index] ?? [];
    const figures = all.map(figureOf);
    const verdict = judged(`blocks, ${measured}`, median(figures), limit);
    return { measured, median: median(figures), min: least(figures), verdict, all };
  });
  return {
    title: 'Blocks: one run in a fresh process',
    headings: ['measured', 'median', 'min', 'target'],
    lines: rows.map((row) => [
      row.measured,
      figureText(row.median),
      figureText(row.min),
      verdictText(row.verdict),
    ]),
    notes: [],
    verdicts: rows.map(({ verdict }) => verdict),
    wrong: rows.flatMap(({ measured, all }) =>
      all.every(({ isRight }) => isRight) ? [] : [`blocks: the result of "${measured}" is wrong.`],
    ),
    rows,
  };
}
