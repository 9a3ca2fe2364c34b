/**
 * What workers cost and gain a group-by of 10 million rows, beside the best that one would write by hand.
 *
 * @module
 */
import type { Variant } from './executors-groups-by-hand.ts';
import type { GroupsTask, GroupsTimes } from './executors-groups-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import type { Request } from './measure-cells.ts';
import type { PeerGraph, PeerTimes } from './peers.ts';
import { figureText, type Report } from './report.ts';
import { least, median, medianRatio } from './statistics.ts';
import { executorsGroupsLimit, judged, verdictText, type Verdict } from './targets.ts';

const variants: readonly Variant[] = ['full', 'agg'];
/** What the target is for. */
const judgedWay = 'two threads';
/** The peer's executors. In a forked process Polars would wait for ever, so its processes are spawned. */
const peerWays = ['threads', 'this-thread', 'processes'] as const;

interface Line {
  readonly variant: Variant;
  readonly way: string;
  readonly medianMs: number;
  readonly minMs: number;
  readonly timesBest: number;
  readonly verdict?: Verdict;
}

export async function measureExecutorsGroups({ isQuick, peer }: Request): Promise<Report> {
  const rows = isQuick ? 200_000 : 10_000_000;
  const effort: GroupsTask['effort'] = isQuick
    ? { budgetMs: 300, leastRounds: 2, mostRounds: 2 }
    : { budgetMs: 60_000, leastRounds: 5, mostRounds: 9 };
  const lines: Line[] = [];
  const wrong: string[] = [];
  for (const variant of variants) {
    const task: GroupsTask = { variant, rows, effort };
    const times = await inFreshProcess<GroupsTimes>('executors-groups-case.ts', task);
    lines.push(...linesOf(variant, times, isQuick));
    wrong.push(...times.wrong.map((way) => `executors, groups, ${variant}: ${way} is wrong.`));
    if (peer === undefined) continue;
    const bestMs = bestFormOf(times).medianMs;
    for (const way of peerWays) {
      const shape: PeerGraph['shape'] = `${variant}-${way}`;
      const answer = await peer('groups', { shape, count: rows }, isQuick);
      if (answer === undefined) continue;
      lines.push(peerLine(variant, way, answer, bestMs));
      if (!answer.isRight) wrong.push(`executors, groups, ${variant}: Python, ${way} is wrong.`);
    }
  }
  return {
    title: `Executors: ${rows.toLocaleString('en')} rows, 64 groups, five features`,
    headings: ['comes back', 'way', 'median ms', 'min ms', 'times the best by hand', 'target'],
    lines: lines.map((line) => [
      line.variant === 'full' ? 'all rows' : 'a row a group',
      line.way,
      figureText(line.medianMs),
      figureText(line.minMs),
      figureText(line.timesBest),
      verdictText(line.verdict),
    ]),
    notes: [
      'The best by hand is that with the least median. A ratio is the median over pairs of rounds, that of Python one of medians.',
    ],
    verdicts: lines.flatMap(({ verdict }) => verdict ?? []),
    wrong,
    rows: lines,
  };
}

function linesOf(variant: Variant, times: GroupsTimes, isQuick: boolean): readonly Line[] {
  const best = bestFormOf(times);
  const lineOf = (way: string, ms: readonly number[]): Line => {
    const timesBest = medianRatio(ms, best.ms);
    const figure = `executors, groups, ${variant}, ${way}, times the best by hand`;
    const isJudged = way === judgedWay && !isQuick;
    return {
      variant,
      way,
      medianMs: median(ms),
      minMs: least(ms),
      timesBest,
      ...(isJudged ? { verdict: judged(figure, timesBest, executorsGroupsLimit) } : {}),
    };
  };
  return [
    ...Object.entries(times.ours).map(([way, ms]) => lineOf(way, ms)),
    ...Object.entries(times.byHand).map(([form, ms]) => lineOf(`by hand: ${form}`, ms)),
  ];
}

function bestFormOf({ byHand }: GroupsTimes) {
  const [best] = Object.values(byHand)
    .map((ms) => ({ ms, medianMs: median(ms) }))
    .toSorted((a, b) => a.medianMs - b.medianMs);
  return best ?? { ms: [], medianMs: Number.NaN };
}

function peerLine(variant: Variant, way: string, { ms }: PeerTimes, bestMs: number): Line {
  const medianMs = median(ms);
  const words = {
    threads: 'two threads',
    'this-thread': 'this thread',
    processes: 'two processes',
  };
  return {
    variant,
    way: `Python: ${words[way as keyof typeof words]}`,
    medianMs,
    minMs: least(ms),
    timesBest: medianMs / bestMs,
  };
}
