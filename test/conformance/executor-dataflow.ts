/**
 * The dataflow that every executor has to run.
 *
 * Its functions stand in a file of their own, which a worker can import, and tell the test what they do by files in a
 * directory: there may be a process in between.
 *
 * @module
 */
import { threadId } from 'node:worker_threads';
import {
  collect,
  parallelizable,
  reduce,
  type Collect,
  type ItemReference,
  type Parallelizable,
} from '../../src/index.ts';
import { isOfKind, makers, mark, marked } from './executor-values.ts';

//  kind ─▶ made ─▶ wasMade ─▶ wereMade
export const kind = parallelizable(({ kinds }: { kinds: readonly string[] }) => kinds);
export const made = ({ kind: name }: { kind: string }): unknown => makers[name]?.();
export const wasMade = ({ kind: name, made: value }: { kind: string; made: unknown }): boolean =>
  isOfKind(name, value);
export const wereMade = collect(({ wasMade: all }: { wasMade: Collect<boolean> }) => all);

/** How many items were asked for; counted where the generator runs. */
export let asked = 0;
const numbers = function* ({ count }: { count: number }): Parallelizable<number> {
  for (let i = 0; i < count; i++) {
    asked++;
    yield i * 10;
  }
};

//  item ─▶ square ─┬─▶ mean ─▶ centred      two passes
//                  └─▶ total
export const item = parallelizable(numbers, { key: (value) => `key ${value}` });
export const place = ({ item: value, $item }: { item: number; $item: ItemReference }): unknown => [
  value,
  $item.index,
  $item.key,
  $item.block,
];
export const square = ({ item: value }: { item: number }): number => value * value;
export const total = reduce(
  ({ acc, square: value }: { acc: string; square: number }) => `${acc} ${value}`,
  'from',
);
export const mean = collect(
  ({ square: all }: { square: Collect<number> }) => all.reduce((a, b) => a + b, 0) / all.length,
);
export const centred = ({
  square: value,
  mean: middle,
}: {
  square: number;
  mean: number;
}): number => value - middle;

//  item ─▶ part ─▶ named ─▶ ofItem ─▶ ofAll       a block in a block
export function* part({ item: value }: { item: number }): Parallelizable<string> {
  yield `${value}a`;
  yield `${value}b`;
}
export const named = ({ part: value, $item }: { part: string; $item: ItemReference }): string =>
  `${value} at ${$item.index} in ${$item.outer?.key}`;
export const ofItem = collect(({ named: all }: { named: Collect<string> }) => all.join(', '));
export const ofAll = collect(({ ofItem: all }: { ofItem: Collect<string> }) => all);

//  item ─▶ checked ─▶ allChecked
export const checked = ({ item: value, badItem }: { item: number; badItem: number }): number => {
  if (value !== badItem) return value;
  const cause = new TypeError('no such colour');
  throw Object.assign(new RangeError('full', { cause }), { code: 'FULL' });
};
export const allChecked = collect(({ checked: all }: { checked: Collect<number> }) => all);
export const nothing = ({ item: value, badItem }: { item: number; badItem: number }): unknown =>
  value === badItem ? undefined : value;

/** Begins, and goes on when the test says so. */
export async function waited({
  item: value,
  directory,
}: {
  item: number;
  directory: string;
}): Promise<number> {
  mark(directory, `begun ${value}`);
  await marked(directory, 'go');
  return value;
}

/** Waits for ever, but hears the signal; the bad item fails once all others have begun. */
export async function heard({
  item: value,
  badItem,
  count,
  directory,
  $signal,
}: {
  item: number;
  badItem: number;
  count: number;
  directory: string;
  $signal: AbortSignal;
}): Promise<number> {
  if (value === badItem) {
    for (let i = 0; i < count; i++)
      if (i * 10 !== value) await marked(directory, `begun ${i * 10}`);
    throw new RangeError('full');
  }
  return new Promise((_resolve, reject) => {
    $signal.addEventListener('abort', () => {
      mark(directory, `aborted ${value}`);
      reject($signal.reason);
    });
    mark(directory, `begun ${value}`);
  });
}

/** Something in it cannot travel. */
export const odd = ({ item: value }: { item: number }): unknown => ({
  list: [value, { call: () => value }],
});

//  item ─▶ placeOfItem ─▶ placesHere (a collect), placesFolded (a reduce)
const here = (): string => `${process.pid} ${threadId}`;
export const placeOfItem = ({ item: value }: { item: number }): readonly unknown[] => [
  value,
  here(),
];
export const placesHere = collect(
  ({ placeOfItem: all }: { placeOfItem: Collect<readonly unknown[]> }) => [here(), ...all],
);
export const placesFolded = reduce(
  ({ acc, placeOfItem: next }: { acc: unknown[]; placeOfItem: readonly unknown[] }) => [
    ...acc,
    here(),
    next,
  ],
  (): unknown[] => [],
);

/** What the engine gives to a task. */
export const engine = ({
  item: value,
  $signal,
  $attempt,
  $item,
}: {
  item: number;
  $signal: AbortSignal;
  $attempt: number;
  $item: ItemReference;
}): unknown => [value, $signal instanceof AbortSignal, $signal.aborted, $attempt, $item.index];
/** The same outside of blocks. */
export const rootEngine = ({
  count,
  $signal,
  $attempt,
}: {
  count: number;
  $signal: AbortSignal;
  $attempt: number;
}): unknown => [count, $signal instanceof AbortSignal, $signal.aborted, $attempt];

//  item ─▶ part ─▶ letters ─▶ folded ─▶ foldedAll      a reduce of inner items; the outer item's value comes back in
export const letters = ({ part: value, square: outer }: { part: string; square: number }): string =>
  `${value}${outer}`;
export const folded = reduce(
  ({ acc, letters: next }: { acc: string; letters: string }) => `${acc}/${next}`,
  '',
);
export const again = ({ part: value, folded: all }: { part: string; folded: string }): string =>
  `${value} of ${all}`;
export const againOfItem = collect(({ again: all }: { again: Collect<string> }): string[] => [
  ...all,
]);
export const againOfAll = collect(
  ({ againOfItem: all }: { againOfItem: Collect<string[]> }) => all,
);
