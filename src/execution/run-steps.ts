/**
 * Runs a plan on one frame, in this thread.
 *
 * As long as every value is synchronous, one tight loop runs the steps in order: no promise, no look-up, no task.
 * The first promise switches to counting: each step knows how many values it still waits for, so independent
 * promises overlap, and finishing one costs no more than its edges.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { FramePlan, Step } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { overlapSteps } from './overlap-steps.ts';
import type { Run } from './run.ts';
import { callStep, inputsOf, isPromise } from './step-runner.ts';

/**
 * Fills the slots of `plan`; the frame holds those that are given. Afterwards it holds what is kept alone.
 *
 * A promise only where something waits. Throws or rejects with the first failure; what is under way then is left to
 * end by itself, what has not begun is dropped.
 */
export function runSteps(plan: FramePlan, frame: Frame, run: Run): void | Promise<void> {
  const reached = advance(plan, frame, run, 0);
  if (typeof reached !== 'number') return reached;
  if (reached < plan.steps.length) return advanceInTurns(plan, frame, run, reached);
}

/** Runs steps until a turn of the event loop is due, and gives the position of the next one; or waits for the rest. */
function advance(plan: FramePlan, frame: Frame, run: Run, from: number): number | Promise<void> {
  const { steps, releasedAfter } = plan;
  const { values } = frame;
  const { runner, pace } = run;
  for (let i = from; i < steps.length; i++) {
    runner.throwIfOver();
    const step = steps[i] as Step;
    let isNative = false;
    if (step.kind === 'call') {
      const value = callStep(step, inputsOf(step, values), runner, frame);
      values[step.slot] = value;
      if (isPromise(value)) return overlapSteps(plan, i, frame, run, value);
      runner.accept(step.node, value, frame, step);
      isNative = holdsNativeMemory(value);
    } else {
      const waiting = run.runPart(step, frame, run);
      if (waiting !== undefined) return overlapSteps(plan, i, frame, run, waiting);
    }
    const released = releasedAfter[i] as readonly number[];
    for (let r = 0; r < released.length; r++) values[released[r] as number] = undefined;
    if (isNative && frame.step === undefined) pace.demand();
    else pace.count(isNative);
    // at the end of an item, the block sees to it
    if (pace.isDue() && (frame.step === undefined || i + 1 < steps.length)) return i + 1;
  }
  return steps.length;
}

async function advanceInTurns(
  plan: FramePlan,
  frame: Frame,
  run: Run,
  from: number,
): Promise<void> {
  let next = from;
  while (next < plan.steps.length) {
    await run.pace.turn();
    const reached = advance(plan, frame, run, next);
    if (typeof reached !== 'number') return reached;
    next = reached;
  }
}
