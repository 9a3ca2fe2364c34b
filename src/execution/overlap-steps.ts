/**
 * The loop that runs what waits: it starts whatever is ready, sleeps until something is done, and goes on.
 *
 * What is ready is for `plan/progress` to say; here it is done.
 *
 * @module
 */
import { holdsNativeMemory } from '../columns/value-type.ts';
import type { CallStep, FramePlan, Step } from '../plan/plan.ts';
import { advance, progressFrom, readyAtFirst } from '../plan/progress.ts';
import type { Frame } from './frame.ts';
import { inputsInWords } from './node-failure.ts';
import { runAhead, type Run } from './run.ts';
import { callStep, inputsOf, isPromise } from './step-runner.ts';

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
  const progress = progressFrom(plan, first);
  const { steps } = progress;
  const ready = readyAtFirst(progress).filter((i) => i !== 0);
  let next = 0;
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

    /** Says that a step has taken what it reads. */
    const started = (i: number): void => {
      const { released } = advance(progress, { kind: 'started', step: i });
      for (const slot of released) values[slot] = undefined;
    };

    /** Says that what a step gives is there. */
    const done = (i: number): void => {
      const change = advance(progress, { kind: 'done', step: i });
      for (const slot of change.released) values[slot] = undefined;
      ready.push(...change.ready);
      if (progress.unfinished > 0) return;
      isOver = true;
      resolve();
    };

    const finishCall = (i: number, step: CallStep, value: unknown): void => {
      runner.accept(step.node, value, frame);
      const isNative = holdsNativeMemory(value);
      if (isNative && frame.step === undefined) pace.demand();
      else pace.count(isNative);
      values[step.slot] = value;
      done(i);
    };

    /** Goes on with what a promise gives; `failed` makes the run's failure of what it was rejected with. */
    const later = (
      promise: Promise<unknown>,
      finish: (value: unknown) => void,
      failed: (error: unknown) => unknown,
    ): void => {
      // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
      Promise.resolve(promise).then(
        (value) => {
          if (isOver) return;
          try {
            finish(value);
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

    const callLater = (
      i: number,
      step: CallStep,
      inputs: string,
      promise: Promise<unknown>,
    ): void => {
      runAhead(run);
      later(
        promise,
        (value) =>
          finishCall(i, step, runner.isBoxed ? (value as { value: unknown }).value : value),
        (error) => runner.failure(step.node, inputs, error, frame),
      );
    };

    /** A block or a task: its values are in their slots when it is done, its failures are those of the run. */
    const finishLater = (i: number, promise: Promise<void>): void =>
      later(
        promise,
        () => done(i),
        (error) => error,
      );

    const start = (i: number): void => {
      const step = steps[i] as Step;
      if (step.kind !== 'call') {
        const waiting = run.runPart(step, frame, run);
        started(i);
        if (waiting === undefined) done(i);
        else finishLater(i, waiting);
        return;
      }
      const inputs = inputsOf(step, values);
      started(i);
      const value = callStep(step, inputs, runner, frame);
      // in words, because a message needs no more, and the values may be large
      if (isPromise(value)) callLater(i, step, inputsInWords(inputs), value);
      else finishCall(i, step, value);
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
          if (pace.isDue()) {
            await pace.turn();
            if (isOver) return;
            runner.throwIfOver();
          }
          // at least one for each turn: others that waited for the same one must not use it up
          start(ready[next++] as number);
        }
      } catch (error) {
        fail(error);
      } finally {
        isDraining = false;
      }
    };

    begin = (promise) => {
      const step = steps[0] as Step;
      if (step.kind === 'call') {
        const inputs = inputsInWords(inputsOf(step, values));
        values[step.slot] = undefined;
        started(0);
        callLater(0, step, inputs, promise);
      } else {
        started(0);
        finishLater(0, promise as Promise<void>);
      }
      void drain();
    };
  });
  begin(pending);
  return settled;
}
