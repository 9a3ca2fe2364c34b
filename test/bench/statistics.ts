/**
 * What a list of measurements comes to.
 *
 * @module
 */

/** The value in the middle; of an even count, halfway between the two there. `NaN` of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** For each pair of measurements taken side by side, the first through the second; the median of them all. */
export const medianRatio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, i) => value / (to[i] ?? Number.NaN)));

/** For each pair of measurements taken side by side, the first less the second; the median of them all. */
export const medianDifference = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, i) => value - (to[i] ?? Number.NaN)));

export const least = (values: readonly number[]): number => Math.min(...values);
