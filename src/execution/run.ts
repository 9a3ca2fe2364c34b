/**
 * What all frames of one run share.
 *
 * @module
 */
import type { TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { Pace } from './pace.ts';
import type { StepRunner } from './step-runner.ts';
import type { StreamSink } from './lanes.ts';
import type { TaskRunner } from './task-runner.ts';

export interface Run {
  readonly runner: StepRunner;
  readonly pace: Pace;
  /** Items that may be under way at once; each block may have one, whatever the others do. */
  readonly mostInFlight: number;
  inFlight: number;
  /** The blocks whose generators have not ended. */
  readonly open: Set<Closable>;
  /** Where streamed values go; undefined: nobody streams. */
  readonly sink: StreamSink | undefined;
  /** Runs its tasks; undefined: it has none. */
  readonly tasks: TaskRunner | undefined;
}

/** Something that must be closed, however a run ends. Never rejects. */
export interface Closable {
  readonly close: () => Promise<void>;
}

/** How many asynchronous items overlap, unless a driver's local executor says otherwise. */
export const defaultInFlight = 64;

export const newRun = (
  runner: StepRunner,
  { mostInFlight = defaultInFlight, sink, tasks }: RunOptions = {},
): Run => ({ runner, pace: new Pace(), mostInFlight, inFlight: 0, open: new Set(), sink, tasks });

export interface RunOptions {
  readonly mostInFlight?: number | undefined;
  readonly sink?: StreamSink | undefined;
  readonly tasks?: TaskRunner | undefined;
}

/** Hands a task to its executor. */
export function runTask(step: TaskStep, frame: Frame, run: Run): Promise<void> {
  if (run.tasks === undefined) throw new Error('a plan with tasks needs somebody who runs them');
  return run.tasks.run(step, frame, run);
}

/** Notes that something has to be waited for: then it pays to run ahead of whoever takes the values of a stream. */
export function runAhead({ sink }: Run): void {
  if (sink !== undefined) sink.isAhead = true;
}

/** Closes the generators that have not ended; done when all that could be closed is. */
export async function closeAll({ open }: Run): Promise<void> {
  await Promise.all([...open].map((block) => block.close()));
}
