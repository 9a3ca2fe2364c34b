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

// between two looks at the clock, synchronous nodes run this many times: a look costs as much as a small node
const stepsPerLook = 64;

/**
 * Fills the slots of `plan`; `values` holds those that are given. Afterwards it holds the outputs alone.
 *
 * Rejects with the first failure; what is under way then is left to end by itself, what has not begun is dropped.
 */
export async function runSteps(plan: Plan, values: unknown[], runner: StepRunner): Promise<void> {
  const { steps, releasedAfter } = plan;
  let lastTurn = now();
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i] as Step;
    const value = callStep(step, inputsOf(step, values), runner);
    if (isPromise(value)) {
      return overlapSteps(plan, i, value, values, runner);
    }
    runner.accept(step.node, value);
    values[step.slot] = value;
    const released = releasedAfter[i] as readonly number[];
    for (let r = 0; r < released.length; r++) values[released[r] as number] = undefined;
    const isDue = i % stepsPerLook === stepsPerLook - 1 && now() - lastTurn > turnEveryMs;
    if (isDue || holdsNativeMemory(value)) {
      await turn();
      runner.throwIfOver();
      lastTurn = now();
    }
  }
}
