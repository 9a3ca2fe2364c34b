/**
 * Which runs a hook belongs to, wherever it has waited.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunControl } from './run-control.ts';

/** A run, and the one whose hook or middleware began it. */
interface RunContext {
  readonly control: RunControl;
  readonly outer: RunContext | undefined;
}

const runs = new AsyncLocalStorage<RunContext>();

/** Does the work of a run; what it calls, now or later, finds its run by `currentRuns`. */
export const withinRun = <T>(control: RunControl, work: () => T): T =>
  runs.run({ control, outer: runs.getStore() }, work);

/** The runs with hooks or middleware from which this was called, innermost first. */
export function* currentRuns(): Iterable<RunControl> {
  for (let run = runs.getStore(); run !== undefined; run = run.outer) yield run.control;
}
