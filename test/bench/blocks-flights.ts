/**
 * What a block costs a real group-by: the flights by carrier and month, in two passes, beside two loops.
 *
 * @module
 */
import type { CarrierMonthsTask, CarrierMonthsTime } from './blocks-flights-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { least, median, medianRatio } from './statistics.ts';
import { blocksFlightsLimit, judged, verdictText } from './targets.ts';

export async function measureBlocksFlights({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const ours: CarrierMonthsTime[] = [];
  const byHand: CarrierMonthsTime[] = [];
  const runs = isQuick ? 5 : 30;
  for (let round = 0; round < (isQuick ? 1 : 8); round++) {
    for (const isByHand of round % 2 === 0 ? [false, true] : [true, false]) {
      const task: CarrierMonthsTask = { isByHand, runs };
      const time = await inFreshProcess<CarrierMonthsTime>('blocks-flights-case.ts', task);
      (isByHand ? byHand : ours).push(time);
    }
  }
  const times = ours.map(({ ms }) => ms);
  const timesByHand = byHand.map(({ ms }) => ms);
  const ratio = medianRatio(times, timesByHand);
  const verdict = judged('blocks, flights, times by hand', ratio, blocksFlightsLimit);
  return {
    title: 'Blocks: 336,776 flights by carrier and month, 185 items in two passes',
    headings: ['measured', 'dataflow', 'by hand', 'times by hand', 'target'],
    lines: [
      [
        'time, median ms',
        ...[median(times), median(timesByHand), ratio].map(figureText),
        verdictText(verdict),
      ],
      [
        'time, min ms',
        ...[least(times), least(timesByHand), least(times) / least(timesByHand)].map(figureText),
        '',
      ],
    ],
    notes: [
      `Each process does one of the two ${runs} times; its figure is the mean. The ratio is the median over pairs.`,
    ],
    verdicts: [verdict],
    wrong: [...ours, ...byHand].every(({ isRight }) => isRight)
      ? []
      : ['blocks: the frame of carriers and months is not the one made by hand.'],
    rows: [{ times, timesByHand, ratio }],
  };
}
