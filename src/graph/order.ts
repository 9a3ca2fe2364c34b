/**
 * Topological order, and the cycles that stand in its way.
 *
 * @module
 */

/** An order in which everything stands after what it reads. */
export interface Ordering {
  /** The numbers 0 … n-1 in topological order, as near to their own order as possible. */
  readonly order: readonly number[];
  /** Each cycle as a path: every member reads the one after it, and the last one reads the first. */
  readonly cycles: readonly (readonly number[])[];
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/**
 * Orders `reads.length` things by what they read; `reads[i]` lists numbers, negative ones count for nothing.
 *
 * Depth first and without recursion, so a chain of any length will do. An edge that closes a cycle is reported and
 * left out of the order.
 */
export function topologicalOrder(reads: readonly (readonly number[])[]): Ordering {
  const state = new Uint8Array(reads.length);
  const order: number[] = [];
  const cycles: number[][] = [];
  const path: number[] = [];
  const position: number[] = [];
  for (let start = 0; start < reads.length; start++) {
    if (state[start] !== UNSEEN) continue;
    state[start] = OPEN;
    path.push(start);
    position.push(0);
    while (path.length > 0) {
      const top = path.length - 1;
      const current = path[top] as number;
      const targets = reads[current] as readonly number[];
      const at = position[top] as number;
      if (at === targets.length) {
        state[current] = DONE;
        order.push(current);
        path.pop();
        position.pop();
        continue;
      }
      position[top] = at + 1;
      const target = targets[at] as number;
      if (target < 0 || state[target] === DONE) continue;
      if (state[target] === OPEN) {
        cycles.push(path.slice(path.indexOf(target)));
        continue;
      }
      state[target] = OPEN;
      path.push(target);
      position.push(0);
    }
  }
  return { order, cycles };
}
