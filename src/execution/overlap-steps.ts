/**
 * Runs steps of which some wait: every step counts the values that it still lacks, and starts with the last one.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { now, turn, turnEveryMs } from './behaviour.ts';
import { callStep, inputsOf, isPromise, type StepRunner } from './step-runner.ts';

/** What each step waits for and how often each value is still read, kept up to date while the steps run. */
interface Counters {
  /** Per step: values that are not there yet. */
  readonly missing: Int32Array;
  /** Per slot: the steps that wait for it. */
  readonly waiting: readonly (readonly number[] | undefined)[];
  /** Per slot: readers that have not started; the result counts as one. */
  readonly readers: Int32Array;
}

function countersOf(plan: Plan, steps: readonly Step[]): Counters {
  const missing = new Int32Array(steps.length);
  const waiting: number[][] = [];
  const readers = new Int32Array(plan.slotCount);
  const isComputed = new Uint8Array(plan.slotCount);
  for (const { slot } of plan.outputs) readers[slot] = 1;
  steps.forEach((step, i) => {
    isComputed[step.slot] = 1;
    for (const slot of step.slots) {
      readers[slot] = (readers[slot] ?? 0) + 1;
      if (isComputed[slot] !== 1) continue;
      missing[i] = (missing[i] ?? 0) + 1;
      (waiting[slot] ??= []).push(i);
    }
  });
  return { missing, waiting, readers };
}

/**
 * Runs the steps of `plan` from position `first` on; the value of that one is `pending`, all before it are done.
 *
 * Rejects with the first failure; what is under way then ends by itself, unheard.
 */
export function overlapSteps(
  plan: Plan,
  first: number,
  pending: Promise<unknown>,
  values: unknown[],
  runner: StepRunner,
): Promise<void> {
  const steps = plan.steps.slice(first);
  const { missing, waiting, readers } = countersOf(plan, steps);
  // the pending one stands at 0; the others start as soon as nothing is missing
  const ready: number[] = [];
  for (let i = 1; i < steps.length; i++) if (missing[i] === 0) ready.push(i);
  let next = 0;
  let unfinished = steps.length;
  let isOver = false;
  let isDraining = false;

  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      isOver = true;
      reject(error);
    };

    const takeInputs = (step: Step): Record<string, unknown> => {
      const inputs = inputsOf(step, values);
      for (const slot of step.slots) {
        readers[slot] = (readers[slot] ?? 0) - 1;
        if (readers[slot] === 0) values[slot] = undefined;
      }
      return inputs;
    };

    const finish = (step: Step, value: unknown): void => {
      runner.accept(step.node, value);
      if (readers[step.slot] !== 0) values[step.slot] = value;
      for (const waiter of waiting[step.slot] ?? []) {
        missing[waiter] = (missing[waiter] ?? 0) - 1;
        if (missing[waiter] === 0) ready.push(waiter);
      }
      unfinished--;
      if (unfinished > 0) return;
      isOver = true;
      resolve();
    };

    const finishLater = (
      step: Step,
      inputs: Record<string, unknown>,
      promise: Promise<unknown>,
    ): void => {
      promise.then(
        (value) => {
          if (isOver) return;
          try {
            finish(step, value);
          } catch (error) {
            fail(error);
            return;
          }
          void drain();
        },
        (error: unknown) => {
          if (!isOver) fail(runner.failure(step.node, inputs, error));
        },
      );
    };

    /** Starts every step that is ready, one after the other; the event loop turns in between. */
    const drain = async (): Promise<void> => {
      if (isDraining) return;
      isDraining = true;
      let lastTurn = now();
      try {
        while (next < ready.length && !isOver) {
          const i = ready[next++] as number;
          const step = steps[i] as Step;
          const inputs = takeInputs(step);
          const value = callStep(step, inputs, runner);
          if (isPromise(value)) finishLater(step, inputs, value);
          else finish(step, value);
          if (!holdsNativeMemory(value) && now() - lastTurn <= turnEveryMs) continue;
          await turn();
          runner.throwIfOver();
          lastTurn = now();
        }
      } catch (error) {
        if (!isOver) fail(error);
      } finally {
        isDraining = false;
      }
    };

    runner.over?.catch((error: unknown) => {
      if (!isOver) fail(error);
    });
    const step = steps[0] as Step;
    finishLater(step, takeInputs(step), pending);
    void drain();
  });
}
