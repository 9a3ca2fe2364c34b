/**
 * A run begins: what its frames share is put together.
 *
 * @module
 */
import type { BlockStep, ResourceStep, TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import type { StreamSink } from './lanes.ts';
import { Pace } from './pace.ts';
import { runBlock } from './run-block.ts';
import { RunLoad, type DriverLoad, type Run } from './run.ts';
import type { Resources } from './resources.ts';
import { isPromise, type StepRunner } from './step-runner.ts';
import type { TaskRunner } from './task-runner.ts';

export interface RunOptions {
  readonly resources: Resources;
  readonly sink?: StreamSink | undefined;
  readonly tasks?: TaskRunner | undefined;
}

export const openRun = (
  runner: StepRunner,
  load: DriverLoad,
  { resources, sink, tasks }: RunOptions,
): Run => ({
  runner,
  pace: new Pace(),
  load: new RunLoad(load),
  open: new Set(),
  closings: load.closings,
  sink,
  tasks,
  resources,
  runPart,
});

function runPart(
  step: BlockStep | TaskStep | ResourceStep,
  frame: Frame,
  run: Run,
): void | Promise<void> {
  if (step.kind === 'block') return runBlock(step, frame, run);
  if (step.kind === 'resource') return takeResource(step, frame, run);
  if (run.tasks === undefined) throw new Error('a plan with tasks needs somebody who runs them');
  return run.tasks.run(step, frame, run);
}

function takeResource(
  { node, gives: [slot = -1] }: ResourceStep,
  { values }: Frame,
  { resources }: Run,
): void | Promise<void> {
  const value = resources.get(node);
  if (isPromise(value)) {
    return value.then((made) => {
      values[slot] = made;
    });
  }
  values[slot] = value;
}
