/**
 * Times pieces of work in turns, so that what disturbs the machine disturbs them alike.
 *
 * @module
 */
import { setImmediate as turn } from 'node:timers/promises';

export type Work = () => unknown;

/** How long to measure. */
export interface Effort {
  /** Time for all rounds together; a slow work still gets its least number of rounds. Milliseconds. */
  readonly budgetMs: number;
  readonly leastRounds: number;
  readonly mostRounds: number;
}

const warmUpMs = 50;
const warmUpRounds = 10;
/** A round repeats its work until it lasts about this long: shorter ones measure the clock. */
const roundMs = 2;

/**
 * Milliseconds that one call takes, for each work a list of one figure a round.
 *
 * Every work is first called until the compiler has seen enough of it: at least ten times and for 50 ms, or until a
 * third of the budget is spent. Each round then times every work once, the first one by rotation. What the calls
 * give is dropped; `pause` comes between two timings, and unless told otherwise lets the event loop turn.
 */
export async function timeInTurns(
  works: readonly Work[],
  effort: Effort,
  pause: () => Promise<void> = turn,
): Promise<number[][]> {
  const callMs: number[] = [];
  for (const work of works) callMs.push(await warmedUp(work, effort.budgetMs / 3 / works.length));
  const calls = Math.max(1, Math.round(roundMs / Math.min(...callMs)));
  const all = callMs.reduce((sum, ms) => sum + ms * calls, 0);
  const rounds = Math.floor(effort.budgetMs / all);
  const times: number[][] = works.map(() => []);
  for (let round = 0; round < clamp(rounds, effort.leastRounds, effort.mostRounds); round++) {
    for (let place = 0; place < works.length; place++) {
      const index = (round + place) % works.length;
      const ms = await timed(works[index] as Work, calls);
      times[index]?.push(ms / calls);
      await pause();
    }
  }
  return times;
}

/**
 * A pause in which all that nobody holds is freed: native memory too, which synchronous work leaves to whoever turns
 * the event loop next. Needs `--expose-gc`, which fresh processes have.
 */
export async function freeMemory(): Promise<void> {
  globalThis.gc?.();
  await turn();
}

/** Calls `work` until it is warm; gives what the last call took. */
async function warmedUp(work: Work, budgetMs: number): Promise<number> {
  let spent = 0;
  for (let round = 1; ; round++) {
    const ms = await timed(work, 1);
    spent += ms;
    const isWarm = spent >= warmUpMs && round >= warmUpRounds;
    if (isWarm || spent >= budgetMs) return ms;
    await turn();
  }
}

/** Milliseconds that all calls take together; promises are awaited, one after the other. */
export async function timed(work: Work, calls: number): Promise<number> {
  const started = performance.now();
  for (let call = 0; call < calls; call++) {
    const result = work();
    if (result instanceof Promise) await result;
  }
  return performance.now() - started;
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
