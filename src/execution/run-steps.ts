/**
 * Runs a plan without parallel blocks in this thread.
 *
 * As long as every value is synchronous, one tight loop runs the steps in order: no promise, no look-up, no task.
 * The first promise switches to counting: each step knows how many values it still waits for, so independent
 * promises overlap, and finishing one costs no more than its edges.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { now, turn, turnEveryMs } from './behaviour.ts';
import { overlapSteps } from './overlap-steps.ts';
import { callStep, inputsOf, isPromise, type StepRunner } from './step-runner.ts';

// between two looks at the clock, synchronous nodes run at most this many times: a look costs as much as a small node
const mostStepsPerLook = 64;

/**
 * Fills the slots of `plan`; `values` holds those that are given. Afterwards it holds the outputs alone.
 *
 * Rejects with the first failure; what is under way then is left to end by itself, what has not begun is dropped.
 */
export async function runSteps(plan: Plan, values: unknown[], runner: StepRunner): Promise<void> {
  const { steps, releasedAfter } = plan;
  let lastTurn = now();
  // slow nodes are looked at each, quick ones rarely
  let stepsPerLook = 1;
  let untilLook = 1;
  for (let i = 0; i < steps.length; i++) {
    runner.throwIfOver();
    const step = steps[i] as Step;
    const value = callStep(step, inputsOf(step, values), runner);
    values[step.slot] = value;
    if (isPromise(value)) return overlapSteps(plan, i, values, runner, lastTurn);
    runner.accept(step.node, value);
    const released = releasedAfter[i] as readonly number[];
    for (let r = 0; r < released.length; r++) values[released[r] as number] = undefined;
    const isNative = holdsNativeMemory(value);
    if (!isNative && --untilLook > 0) continue;
    if (isNative || now() - lastTurn > turnEveryMs) {
      await turn();
      lastTurn = now();
      stepsPerLook = 1;
    } else if (stepsPerLook < mostStepsPerLook) stepsPerLook *= 2;
    untilLook = stepsPerLook;
  }
}
