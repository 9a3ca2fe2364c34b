/**
 * Values of tasks that ran elsewhere are held as they came, as long as they only pass through.
 *
 * @module
 */
import { EncodedValue } from '../columns/encoded-value.ts';
import type { BlockStep } from '../plan/plan.ts';

/** Lists that the engine has gathered, with values in them that are held as they came. */
const heldLists = new WeakSet<readonly unknown[]>();

/** Whether a value is, or contains, one that is held as it came. */
export const isHeld = (value: unknown): boolean =>
  value instanceof EncodedValue || (Array.isArray(value) && heldLists.has(value));

/** Notes that a gathered list holds such values. */
export const holdList = (list: readonly unknown[]): unknown => heldLists.add(list);

/** The value that somebody needs now. A list of the engine's stays the same list. */
export function plain(value: unknown): unknown {
  if (value instanceof EncodedValue) return value.value();
  if (!Array.isArray(value) || !heldLists.has(value)) return value;
  for (let i = 0; i < value.length; i++) value[i] = plain(value[i]);
  heldLists.delete(value);
  return value;
}

/** Has these slots hold plain values. */
export function makePlain(values: unknown[], slots: readonly number[]): void {
  for (const slot of slots) values[slot] = plain(values[slot]);
}

/** The slots outside that this very thread reads for a pass whose items are tasks: for its source, and for its reduces. */
export function slotsReadBy({ source, imports, folds }: BlockStep): readonly number[] {
  const folded = new Set(folds.flatMap(({ slots }) => slots));
  const imported = imports.filter(({ to }) => folded.has(to)).map(({ from }) => from);
  if (source.kind === 'call') return [...source.step.slots, ...imported];
  return source.kind === 'given' ? [source.slot, ...imported] : imported;
}
