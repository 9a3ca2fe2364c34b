/**
 * What the way of a large frame to worker threads costs, beside the same by hand.
 *
 * @module
 */
import type { FrameTask, FrameTimes, FrameWay } from './executors-frame-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { summaryOf } from './measure-cells.ts';
import { figureText, type Report } from './report.ts';
import { median, medianRatio } from './statistics.ts';
import {
  executorsBroadcastLimit,
  executorsFrameLimit,
  judged,
  verdictText,
  type Verdict,
} from './targets.ts';

const readers = 64;
const ways: readonly { readonly way: FrameWay; readonly words: string }[] = [
  { way: 'returned', words: 'to a thread and back' },
  { way: 'read', words: `read by ${readers} tasks on two threads` },
];

export async function measureExecutorsFrame({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const rows = isQuick ? 100_000 : 3_125_000;
  const effort: FrameTask['effort'] = isQuick
    ? { budgetMs: 300, leastRounds: 3, mostRounds: 5 }
    : { budgetMs: 15_000, leastRounds: 15, mostRounds: 31 };
  const found: { way: FrameWay; words: string; answers: FrameTimes[] }[] = [];
  for (const { way, words } of ways) {
    const answers: FrameTimes[] = [];
    const task: FrameTask = { way, rows, readers, effort };
    for (let i = 0; i < (isQuick ? 1 : 3); i++) {
      answers.push(await inFreshProcess<FrameTimes>('executors-frame-case.ts', task));
    }
    found.push({ way, words, answers });
  }
  const lines = found.map(({ way, words, answers }) => {
    const ours = summaryOf(answers.map(({ ms }) => ms));
    const byHand = summaryOf(answers.map(({ byHandMs }) => byHandMs));
    const ratio = median(answers.map(({ ms, byHandMs }) => medianRatio(ms, byHandMs)));
    const encoded = Math.max(...answers.map(({ encoded }) => encoded));
    const verdict =
      way === 'read'
        ? judged(
            'executors, frame read by many tasks, times encoded',
            encoded,
            executorsBroadcastLimit,
          )
        : isQuick
          ? undefined
          : judged('executors, frame there and back, times by hand', ratio, executorsFrameLimit);
    return { words, ...ours, byHand, ratio, encoded, verdict };
  });
  return {
    title: `Executors: a frame of ${Math.round((rows * 32) / 1e6)} MB`,
    headings: [
      'frame',
      'median ms',
      'min ms',
      'by hand ms',
      'by hand, min',
      'times by hand',
      'encoded here',
      'target',
    ],
    lines: lines.map((line) => [
      line.words,
      figureText(line.medianMs),
      figureText(line.minMs),
      figureText(line.byHand.medianMs),
      figureText(line.byHand.minMs),
      figureText(line.ratio),
      String(line.encoded),
      verdictText(line.verdict),
    ]),
    notes: [
      'The target is one of the ratio for the way there and back, one of how often it is encoded where many tasks read it.',
      'By hand: writeIPCStream, a message that hands the memory over, readIPCStream, and the same back; for many tasks one SharedArrayBuffer.',
    ],
    verdicts: lines.flatMap(({ verdict }): Verdict[] => (verdict === undefined ? [] : [verdict])),
    wrong: found.flatMap(({ words, answers }) =>
      answers.every(({ isRight }) => isRight) ? [] : [`executors: the frame ${words} is wrong.`],
    ),
    rows: lines,
  };
}
