/**
 * Runs steps of which some wait: every step counts the values that it still lacks, and starts with the last one.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { BlockStep, CallStep, FramePlan, Step } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { inputsInWords } from './node-failure.ts';
import { runBlock } from './run-block.ts';
import { runAhead, type Run } from './run.ts';
import { callStep, inputsOf, isPromise } from './step-runner.ts';

/** What each step waits for and how often each value is still read, kept up to date while the steps run. */
interface Counters {
  /** Per step: values that are not there yet. */
  readonly missing: Int32Array;
  /** Per slot: the steps that wait for it. */
  readonly waiting: readonly (readonly number[] | undefined)[];
  /** Per slot: readers that have not started; what is kept has one more. */
  readonly readers: Int32Array;
}

function countersOf(plan: FramePlan, steps: readonly Step[]): Counters {
  const missing = new Int32Array(steps.length);
  const waiting: number[][] = [];
  const readers = new Int32Array(plan.slotCount);
  const isComputed = new Uint8Array(plan.slotCount);
  for (const slot of plan.kept) readers[slot] = 1;
  steps.forEach((step, i) => {
    for (const slot of step.slots) {
      readers[slot] = (readers[slot] ?? 0) + 1;
      if (isComputed[slot] !== 1) continue;
      missing[i] = (missing[i] ?? 0) + 1;
      (waiting[slot] ??= []).push(i);
    }
    if (step.kind === 'call') isComputed[step.slot] = 1;
    else for (const slot of step.gives) isComputed[slot] = 1;
  });
  return { missing, waiting, readers };
}

/**
 * Runs the steps of `plan` from position `first` on, which waits for `pending`; all before it are done.
 *
 * Rejects with the first failure; nothing else starts then, and what is under way ends by itself, unheard.
 */
export function overlapSteps(
  plan: FramePlan,
  first: number,
  frame: Frame,
  run: Run,
  pending: Promise<unknown>,
): Promise<void> {
  const { runner, pace } = run;
  const { values } = frame;
  const steps = plan.steps.slice(first);
  const { missing, waiting, readers } = countersOf(plan, steps);
  // what lies outside of the frame is not the frame's to let go of
  const isImported = new Uint8Array(plan.slotCount);
  for (const { to } of frame.step?.imports ?? []) isImported[to] = 1;
  // the pending one stands at 0; the others start as soon as nothing is missing
  const ready: number[] = [];
  for (let i = 1; i < steps.length; i++) if (missing[i] === 0) ready.push(i);
  let next = 0;
  let unfinished = steps.length;
  let isOver = false;
  let isDraining = false;

  // not in the closures below: they live as long as the steps, and would keep its value
  let begin = (_pending: Promise<unknown>): void => undefined;
  const settled = new Promise<void>((resolve, reject) => {
    const fail = (error: unknown): void => {
      if (isOver) return;
      isOver = true;
      runner.stop(error);
      reject(error);
    };

    const letGo = (step: Step): void => {
      for (const slot of step.slots) {
        readers[slot] = (readers[slot] ?? 0) - 1;
        if (readers[slot] === 0 && isImported[slot] !== 1) values[slot] = undefined;
      }
    };

    const wake = (slot: number): void => {
      if (readers[slot] === 0) values[slot] = undefined;
      for (const waiter of waiting[slot] ?? []) {
        missing[waiter] = (missing[waiter] ?? 0) - 1;
        if (missing[waiter] === 0) ready.push(waiter);
      }
    };

    const finished = (): void => {
      unfinished--;
      if (unfinished > 0) return;
      isOver = true;
      resolve();
    };

    const finishCall = (step: CallStep, value: unknown): void => {
      runner.accept(step.node, value, frame);
      if (holdsNativeMemory(value)) pace.demand();
      values[step.slot] = value;
      wake(step.slot);
      finished();
    };

    const finishBlock = (step: BlockStep): void => {
      step.gives.forEach(wake);
      finished();
    };

    /** Goes on with what a promise gives; `failed` makes the run's failure of what it was rejected with. */
    const later = (
      promise: Promise<unknown>,
      done: (value: unknown) => void,
      failed: (error: unknown) => unknown,
    ): void => {
      // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
      Promise.resolve(promise).then(
        (value) => {
          if (isOver) return;
          try {
            done(value);
          } catch (error) {
            fail(error);
            return;
          }
          void drain();
        },
        (error: unknown) => {
          if (!isOver) fail(failed(error));
        },
      );
    };

    const callLater = (step: CallStep, inputs: string, promise: Promise<unknown>): void => {
      runAhead(run);
      later(
        promise,
        (value) => finishCall(step, runner.isBoxed ? (value as { value: unknown }).value : value),
        (error) => runner.failure(step.node, inputs, error, frame),
      );
    };

    const blockLater = (step: BlockStep, promise: Promise<unknown>): void =>
      later(
        promise,
        () => finishBlock(step),
        (error) => error,
      );

    const start = (step: Step): void => {
      if (step.kind === 'block') {
        const promise = runBlock(step, frame, run);
        // it has taken what it reads
        letGo(step);
        if (promise === undefined) finishBlock(step);
        else blockLater(step, promise);
        return;
      }
      const inputs = inputsOf(step, values);
      letGo(step);
      const value = callStep(step, inputs, runner, frame);
      // in words, because a message needs no more, and the values may be large
      if (isPromise(value)) callLater(step, inputsInWords(inputs), value);
      else finishCall(step, value);
    };

    /** Starts every step that is ready, one after the other; the event loop turns in between. */
    const drain = async (): Promise<void> => {
      if (isDraining) return;
      isDraining = true;
      try {
        while (next < ready.length && !isOver) {
          runner.throwIfOver();
          // promises alone do not turn it: async functions that wait for nothing would hold it for ever
          pace.count(false);
          if (pace.isDue()) await pace.turn();
          else start(steps[ready[next++] as number] as Step);
        }
      } catch (error) {
        fail(error);
      } finally {
        isDraining = false;
      }
    };

    begin = (promise) => {
      const step = steps[0] as Step;
      if (step.kind === 'block') {
        letGo(step);
        blockLater(step, promise);
      } else {
        const inputs = inputsInWords(inputsOf(step, values));
        values[step.slot] = undefined;
        letGo(step);
        callLater(step, inputs, promise);
      }
      void drain();
    };
  });
  begin(pending);
  return settled;
}
