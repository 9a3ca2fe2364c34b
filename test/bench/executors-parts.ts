/**
 * Where the time of a group-by through workers goes: its parts, one after the other in one thread.
 *
 * @module
 */
import type { Variant } from './executors-groups-by-hand.ts';
import { parts, type PartsTask, type PartsTimes } from './executors-parts-case.ts';
import { inFreshProcess } from './fresh-process.ts';
import { figureText, type Report } from './report.ts';
import { median } from './statistics.ts';

const variants: readonly Variant[] = ['full', 'agg'];

export async function measureExecutorsParts({
  isQuick,
}: {
  readonly isQuick: boolean;
}): Promise<Report> {
  const rows = isQuick ? 200_000 : 10_000_000;
  const found: { readonly variant: Variant; readonly ms: readonly number[] }[] = [];
  for (const variant of variants) {
    const task: PartsTask = { variant, rows, rounds: isQuick ? 2 : 7 };
    const times = await inFreshProcess<PartsTimes>('executors-parts-case.ts', task);
    found.push({ variant, ms: parts.map((part) => median(times[part])) });
  }
  const sum = (ms: readonly number[]): number => ms.reduce((all, one) => all + one, 0);
  return {
    title: `Executors: where the time goes, ${rows.toLocaleString('en')} rows in 64 groups, ms`,
    headings: ['comes back', ...parts, 'sum'],
    lines: found.map(({ variant, ms }) => [
      variant === 'full' ? 'all rows' : 'a row a group',
      ...[...ms, sum(ms)].map(figureText),
    ]),
    notes: [
      'Each part by hand, one group after the other, with nothing else running; medians. A dataflow overlaps them: what is of a worker runs in two of them.',
      'Polars computes on all cores, in this thread as in a worker.',
    ],
    verdicts: [],
    wrong: [],
    rows: found.map(({ variant, ms }) => ({
      variant,
      ms: Object.fromEntries(parts.map((part, index) => [part, ms[index]])),
    })),
  };
}
