/**
 * A block that needs no import and no types to be stripped: what is measured is the pool alone.
 *
 * @module
 */

/** @param {{ count: number }} inputs */
export function* item({ count }) {
  for (let i = 0; i < count; i++) yield i;
}

/** @param {{ item: number }} inputs */
export const a = ({ item }) => item + 1;

/** @param {{ a: number }} inputs */
export const b = ({ a }) => a * 2;
