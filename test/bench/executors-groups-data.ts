/**
 * The rows of the group-by: integer arithmetic only, so that the Python program makes the same (peers/groups_data.py).
 *
 * @module
 */
import { DataFrame, Series } from 'nodejs-polars';

/** Rows are spread over so many groups. */
export const groupCount = 64;

/** `key` (Int32, 0 to 63) and `x1`, `x2`, `x3` (Float64, from 0, below 100). */
export function groupRows(rows: number): DataFrame {
  const key = new Int32Array(rows);
  for (let row = 0; row < rows; row++) key[row] = hashOf(row, 0) & (groupCount - 1);
  const columns = [1, 2, 3].map((seed) => {
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = (hashOf(row, seed) / 2 ** 32) * 100;
    return Series(`x${seed}`, values);
  });
  return DataFrame([Series('key', key), ...columns]);
}

/** An even spread over all numbers of 32 bits: the last steps of MurmurHash3. */
function hashOf(row: number, seed: number): number {
  let hash = (Math.imul(row, 0x9e3779b1) + Math.imul(seed, 0x7f4a7c15)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
