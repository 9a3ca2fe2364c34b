/**
 * The least that executing a graph can cost: a loop over its functions.
 *
 * @module
 */
import { readsOf, type Functions, type Shape } from './graph-shapes.ts';

/**
 * A function that calls all `count` functions in order, each with an object of its own, and collects the values of
 * the nodes in `outputs` under their names.
 */
export function loopOver(
  functions: Functions,
  count: number,
  shape: Shape,
  outputs: readonly number[],
): (x: number) => Record<string, number> {
  const calls = Array.from({ length: count }, (_, i) => {
    const fn = functions[`n${i}`];
    if (fn === undefined) throw new Error(`The module has no function "n${i}".`);
    return fn;
  });
  const reads = Array.from({ length: count }, (_, i) => (i === 0 ? [] : readsOf(i, shape)));
  const names = Array.from({ length: count }, (_, i) => `n${i}`);
  return (x) => {
    const values: number[] = [];
    for (let i = 0; i < count; i++) {
      const inputs: Record<string, number> = {};
      const from = reads[i] as number[];
      for (let r = 0; r < from.length; r++) {
        const read = from[r] as number;
        inputs[names[read] as string] = values[read] as number;
      }
      if (i === 0) inputs['x'] = x;
      values.push((calls[i] as (inputs: Record<string, number>) => number)(inputs));
    }
    const results: Record<string, number> = {};
    for (const output of outputs) results[names[output] as string] = values[output] as number;
    return results;
  };
}
