/**
 * What a second thread gains a group-by whose node computes in JavaScript.
 *
 * @module
 */
import type { HeavyTask, HeavyTimes } from './executors-heavy-case.ts';
import type { Place } from './executors-places.ts';
import { inFreshProcess } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { least, median, medianRatio } from './statistics.ts';
import { executorsHeavyLimit, judged, verdictText } from './targets.ts';

const places: readonly Place[] = ['two threads', 'one thread', 'this thread', 'two processes'];
const judgedPlace: Place = 'two threads';

export async function measureExecutorsHeavy({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const rows = isQuick ? 100_000 : 4_000_000;
  const effort: HeavyTask['effort'] = isQuick
    ? { budgetMs: 300, leastRounds: 2, mostRounds: 2 }
    : { budgetMs: 40_000, leastRounds: 7, mostRounds: 11 };
  const task: HeavyTask = { rows, places, effort };
  const { ms, isRight } = await inFreshProcess<HeavyTimes>('executors-heavy-case.ts', task);
  const oneThread = ms[places.indexOf('one thread')] ?? [];
  const lines = places.map((place, index) => {
    const times = ms[index] ?? [];
    const share = medianRatio(times, oneThread);
    return { place, medianMs: median(times), minMs: least(times), share, faster: 1 / share };
  });
  const { share } = lines.find(({ place }) => place === judgedPlace) ?? { share: Number.NaN };
  const figure = 'executors, JavaScript, two threads, share of the time of one';
  const verdict = isQuick ? undefined : judged(figure, share, executorsHeavyLimit);
  return {
    title: `Executors: the median of 301 values in JavaScript, ${rows.toLocaleString('en')} rows, 64 groups`,
    headings: ['place', 'median ms', 'min ms', 'share of one thread', 'times faster', 'target'],
    lines: lines.map((line) => [
      line.place,
      ...[line.medianMs, line.minMs, line.share, line.faster].map(figureText),
      line.place === judgedPlace ? verdictText(verdict) : '',
    ]),
    notes: ['The target is one of the share: 1.7 times faster is 0.588 of the time.'],
    verdicts: verdict === undefined ? [] : [verdict],
    wrong: isRight ? [] : ['executors: the sums of medians differ from place to place.'],
    rows: lines,
  };
}
