/**
 * Whether memory stays flat: while many frames go through threads, and while drivers are opened and closed.
 *
 * @module
 */
import type { CyclesCost, CyclesTask } from './executors-cycles-case.ts';
import type { SoakMemory, SoakTask } from './executors-soak-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import {
  executorsCycleLimit,
  executorsGrowthLimit,
  executorsLeftLimit,
  executorsMemoryLimit,
  judged,
  verdictText,
  type Verdict,
} from './targets.ts';

interface Line {
  readonly measured: string;
  readonly value: number;
  readonly limit?: number;
}

export async function measureExecutorsSoak({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const soakTask: SoakTask = isQuick
    ? { pieces: 150, rows: 25_000 }
    : { pieces: 1_000, rows: 250_000 };
  const soak = await inFreshProcess<SoakMemory>('executors-soak-case.ts', soakTask);
  const frames = `${soakTask.pieces.toLocaleString('en')} frames of ${(soakTask.rows * 32) / 1e6} MB, two threads`;
  const lines: Line[] = [
    { measured: `${frames}: s`, value: soak.ms / 1000 },
    { measured: `${frames}: MB before`, value: soak.startMb },
    { measured: `${frames}: peak MB after 100`, value: soak.settledMb },
    { measured: `${frames}: peak MB`, value: soak.peakMb, limit: executorsMemoryLimit },
    {
      measured: `${frames}: peak, times that after 100`,
      value: soak.peakMb / soak.settledMb,
      limit: executorsGrowthLimit,
    },
  ];
  const wrong = soak.isRight ? [] : ['executors: the frames folded are wrong.'];
  const tasks: readonly CyclesTask[] = [
    { place: 'two threads', cycles: isQuick ? 8 : 200 },
    { place: 'two processes', cycles: isQuick ? 4 : 50 },
  ];
  for (const task of tasks) {
    const cost = await inFreshProcess<CyclesCost>('executors-cycles-case.ts', task);
    const opened = `${task.cycles} drivers with ${task.place}`;
    lines.push(
      { measured: `${opened}: ms each`, value: cost.msEach },
      { measured: `${opened}: MB after the last`, value: cost.residentMb },
      { measured: `${opened}: MB more each`, value: cost.grownMbEach, limit: executorsCycleLimit },
      { measured: `${opened}: threads more`, value: cost.threads, limit: executorsLeftLimit },
      {
        measured: `${opened}: file descriptors more`,
        value: cost.descriptors,
        limit: executorsLeftLimit,
      },
    );
    if (!cost.isRight) wrong.push(`executors: what ${opened} gave is wrong.`);
  }
  const verdictOf = ({ measured, value, limit }: Line): Verdict | undefined =>
    isQuick || limit === undefined || Number.isNaN(value)
      ? undefined
      : judged(`executors, ${measured}`, value, limit);
  return {
    title: 'Executors: memory, threads and files that stay',
    headings: ['measured', 'value', 'target'],
    lines: lines.map((line) => [
      line.measured,
      figureText(line.value),
      verdictText(verdictOf(line)),
    ]),
    notes: ['Of drivers, the last half: what the first ones leave is there for the others.'],
    verdicts: lines.flatMap((line) => verdictOf(line) ?? []),
    wrong,
    rows: lines,
  };
}
