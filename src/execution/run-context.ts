/**
 * Which run a hook belongs to, wherever it has waited.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RunControl } from './run-control.ts';

const runs = new AsyncLocalStorage<RunControl>();

/** Does the work of a run; what it calls, now or later, finds its run by `currentRun`. */
export const withinRun = <T>(control: RunControl, work: () => T): T => runs.run(control, work);

/** The run with hooks or middleware from which this was called, if any. */
export const currentRun = (): RunControl | undefined => runs.getStore();
