/**
 * The parallel blocks on which items are measured: `count` numbers, and what is made of each.
 *
 * `total` and `folded` are over three trivial nodes an item, the same as the Python peer's; the others are over one
 * node that waits.
 *
 * @module
 */
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { collect, reduce, type Collect, type Parallelizable } from '../../src/index.ts';

export function* item({ count }: { count: number }): Parallelizable<number> {
  for (let i = 0; i < count; i++) yield i;
}
export const a = ({ item }: { item: number }): number => item + 1;
export const b = ({ a }: { a: number }): number => a * 2;
export const c = ({ a, b }: { a: number; b: number }): number => a + b;

export const total = collect(({ c }: { c: Collect<number> }): number => {
  let sum = 0;
  for (const value of c) sum += value;
  return sum;
});
export const folded = reduce(({ acc, c }: { acc: number; c: number }): number => acc + c, 0);

export const resolved = async ({ item }: { item: number }): Promise<number> =>
  await Promise.resolve(item);
export const resolvedCount = collect(
  ({ resolved }: { resolved: Collect<number> }): number => resolved.length,
);

export const turned = ({ item }: { item: number }): Promise<number> => turn(item);
export const turnedCount = collect(
  ({ turned }: { turned: Collect<number> }): number => turned.length,
);

export const waited = ({ item }: { item: number }): Promise<number> => wait(100, item);
export const waitedCount = collect(
  ({ waited }: { waited: Collect<number> }): number => waited.length,
);
