/**
 * Runs steps of which some wait: every step counts the values that it still lacks, and starts with the last one.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { now, turn, turnEveryMs } from './behaviour.ts';
import { inputsInWords } from './node-failure.ts';
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
 * Runs the steps of `plan` from position `first` on; in the slot of that one is a promise, all before it are done.
 * The event loop has last turned at `lastTurnAt`.
 *
 * Rejects with the first failure; nothing else starts then, and what is under way ends by itself, unheard.
 */
export function overlapSteps(
  plan: Plan,
  first: number,
  values: unknown[],
  runner: StepRunner,
  lastTurnAt: number,
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
  let lastTurn = lastTurnAt;
  let isTurnDue = false;

  return new Promise((resolve, reject) => {
    const fail = (error: unknown): void => {
      isOver = true;
      runner.stop(error);
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
      isTurnDue ||= holdsNativeMemory(value);
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

    const finishLater = (step: Step, inputs: string, promise: Promise<unknown>): void => {
      // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
      Promise.resolve(promise).then(
        (value) => {
          if (isOver) return;
          try {
            finish(step, runner.isBoxed ? (value as { value: unknown }).value : value);
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

    const start = (step: Step): void => {
      const inputs = takeInputs(step);
      const value = callStep(step, inputs, runner);
      // in words, because a message needs no more, and the values may be large
      if (isPromise(value)) finishLater(step, inputsInWords(inputs), value);
      else finish(step, value);
    };

    /** Starts every step that is ready, one after the other; the event loop turns in between. */
    const drain = async (): Promise<void> => {
      if (isDraining) return;
      isDraining = true;
      try {
        while (next < ready.length && !isOver) {
          runner.throwIfOver();
          // promises alone do not turn it: async functions that wait for nothing would hold it for ever
          if (isTurnDue || now() - lastTurn > turnEveryMs) {
            await turn();
            isTurnDue = false;
            lastTurn = now();
          } else start(steps[ready[next++] as number] as Step);
        }
      } catch (error) {
        if (!isOver) fail(error);
      } finally {
        isDraining = false;
      }
    };

    runner.over.catch((error: unknown) => {
      if (!isOver) fail(error);
    });
    const step = steps[0] as Step;
    const pending = values[step.slot] as Promise<unknown>;
    values[step.slot] = undefined;
    finishLater(step, inputsInWords(takeInputs(step)), pending);
    void drain();
  });
}
