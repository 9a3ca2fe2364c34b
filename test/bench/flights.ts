/**
 * What the dataflow costs a real pipeline: the flights example beside the same work in one function.
 *
 * @module
 */
import type { MemoryTask, PeakMemory } from './flights-memory-case.ts';
import type { FlightTimes } from './flights-time-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf } from './measure-cells.ts';
import { figureText, type Report } from './report.ts';
import type { Effort } from './rounds.ts';
import { median, medianRatio } from './statistics.ts';
import { flightsMemoryLimit, flightsTimeLimit, judged, verdictText } from './targets.ts';

export async function measureFlights({ isQuick }: { readonly isQuick: boolean }): Promise<Report> {
  const times = await timesOf(isQuick ? 1 : 3, isQuick);
  const ours = summaryOf(times.map(({ ms }) => ms));
  const byHand = summaryOf(times.map(({ byHandMs }) => byHandMs));
  const timeRatio = median(times.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs)));
  const memory = await memoryOf(isQuick ? 3 : 9, isQuick ? 3 : 5);
  const memoryRatio = memory.ours / memory.byHand;
  const time = judged('flights, time, times by hand', timeRatio, flightsTimeLimit);
  const peak = judged('flights, peak memory, times by hand', memoryRatio, flightsMemoryLimit);
  return {
    title: 'Flights: 336,776 rows, 28 columns of features',
    headings: ['measured', 'dataflow', 'by hand', 'times by hand', 'target'],
    lines: [
      [
        'time, median ms',
        ...[ours.medianMs, byHand.medianMs, timeRatio].map(figureText),
        verdictText(time),
      ],
      [
        'time, min ms',
        ...[ours.minMs, byHand.minMs, ours.minMs / byHand.minMs].map(figureText),
        '',
      ],
      [
        'peak memory, MB',
        ...[memory.ours, memory.byHand, memoryRatio].map(figureText),
        verdictText(peak),
      ],
    ],
    notes: [
      `Reading the files is outside of the times; it alone takes the peak memory to ${figureText(memory.read)} MB.`,
      'The ratio of times is the median over pairs of rounds.',
    ],
    verdicts: [time, peak],
    wrong: times.every(({ isRight }) => isRight)
      ? []
      : ['flights: the frame of the dataflow is not the one made by hand.'],
    rows: [{ ...ours, byHand, timeRatio, memoryMb: memory, memoryRatio }],
  };
}

async function timesOf(processes: number, isQuick: boolean): Promise<FlightTimes[]> {
  const effort: Effort = isQuick
    ? { budgetMs: 3_000, leastRounds: 5, mostRounds: 5 }
    : { budgetMs: 20_000, leastRounds: 15, mostRounds: 40 };
  const times: FlightTimes[] = [];
  for (let i = 0; i < processes; i++) {
    times.push(await inFreshProcess<FlightTimes>('flights-time-case.ts', { effort }));
  }
  return times;
}

interface Memory {
  readonly ours: number;
  readonly byHand: number;
  /** After reading the tables. */
  readonly read: number;
}

/** Medians of the peaks, in MB; the two take turns, and each is the first as often. */
async function memoryOf(processes: number, runs: number): Promise<Memory> {
  const ours: PeakMemory[] = [];
  const byHand: PeakMemory[] = [];
  for (let i = 0; i < processes; i++) {
    for (const isByHand of i % 2 === 0 ? [false, true] : [true, false]) {
      const task: MemoryTask = { isByHand, runs };
      const peak = await inFreshProcess<PeakMemory>('flights-memory-case.ts', task);
      (isByHand ? byHand : ours).push(peak);
    }
  }
  return {
    ours: median(ours.map(({ peakMb }) => peakMb)),
    byHand: median(byHand.map(({ peakMb }) => peakMb)),
    read: median([...ours, ...byHand].map(({ readMb }) => readMb)),
  };
}
