/**
 * One attempt at a task, in this thread.
 *
 * @module
 */
import type { TaskStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { closeAll, type Closable, type Run } from './run.ts';
import { runSteps } from './run-steps.ts';

/** Runs a task's steps as a run within the run: that it fails is for its executor to say. */
export async function runAttempt({ plan }: TaskStep, frame: Frame, run: Run): Promise<void> {
  const { runner } = run;
  let ending: { readonly error: unknown } | undefined;
  const own: Run = {
    ...run,
    runner: {
      ...runner,
      stop: (error) => {
        ending ??= { error };
      },
      isOver: () => ending !== undefined || runner.isOver(),
      throwIfOver: () => {
        if (ending !== undefined) throw ending.error;
        runner.throwIfOver();
      },
    },
    open: new Set(),
  };
  const closable: Closable = { close: () => closeAll(own) };
  run.open.add(closable);
  try {
    await runSteps(plan, frame, own);
  } catch (error) {
    own.runner.stop(error);
    await closeAll(own);
    throw error;
  } finally {
    run.open.delete(closable);
  }
}
