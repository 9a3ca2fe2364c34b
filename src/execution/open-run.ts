/**
 * A run begins: what its frames share is put together.
 *
 * @module
 */
import type { BlockStep, TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import type { StreamSink } from './lanes.ts';
import { Pace } from './pace.ts';
import { runBlock } from './run-block.ts';
import type { Run } from './run.ts';
import type { StepRunner } from './step-runner.ts';
import type { TaskRunner } from './task-runner.ts';

/** How many asynchronous items overlap, unless a driver's local executor says otherwise. */
const defaultInFlight = 64;

export interface RunOptions {
  readonly mostInFlight?: number | undefined;
  readonly sink?: StreamSink | undefined;
  readonly tasks?: TaskRunner | undefined;
}

export const openRun = (
  runner: StepRunner,
  { mostInFlight = defaultInFlight, sink, tasks }: RunOptions = {},
): Run => ({
  runner,
  pace: new Pace(),
  mostInFlight,
  inFlight: 0,
  open: new Set(),
  sink,
  tasks,
  runPart,
});

function runPart(step: BlockStep | TaskStep, frame: Frame, run: Run): void | Promise<void> {
  if (step.kind === 'block') return runBlock(step, frame, run);
  if (run.tasks === undefined) throw new Error('a plan with tasks needs somebody who runs them');
  return run.tasks.run(step, frame, run);
}
