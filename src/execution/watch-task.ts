/**
 * A task inside the hooks and middleware for where it runs.
 *
 * @module
 */
import type { Ending, LifecycleAdapter, TaskCall } from '../adapters/adapter.ts';
import type { TaskOutcome } from '../executors/executor.ts';
import { tellBefore, type Told } from './lifecycle.ts';
import { middlewareChain, middlewareFailure, type Link } from './middleware.ts';

export interface TaskWatch {
  readonly adapters: readonly LifecycleAdapter[];
  readonly event: TaskCall;
  readonly told: Told;
  readonly isOver: () => boolean;
  /** Throws when the run is over. */
  readonly throwIfOver: () => void;
  /** The outcome, where what middleware gave is one. */
  readonly checked: (outcome: unknown) => TaskOutcome;
  /** Tells how it ended. */
  readonly end: (ending: Omit<Ending, 'durationMs'>) => void | Promise<void>;
  /** The values of an outcome by the names of their nodes. */
  readonly byName: (outcome: TaskOutcome) => Record<string, unknown>;
}

/** Does `work` inside the hooks and middleware of the adapters. Fails with what fails first. */
export async function watchTask(
  watch: TaskWatch,
  work: () => Promise<TaskOutcome>,
): Promise<TaskOutcome> {
  const { adapters, event, told, isOver, throwIfOver, checked, end, byName } = watch;
  const linkOf = (adapter: LifecycleAdapter): Link | undefined =>
    adapter.executeTask && ((next) => adapter.executeTask?.(event, next));
  const chain = middlewareChain(adapters, linkOf, work);
  let outcome: TaskOutcome;
  try {
    await tellBefore(adapters, 'beforeTask', event, told, isOver);
    throwIfOver();
    outcome = checked(await chain.start());
  } catch (error) {
    await Promise.resolve(end({ error })).catch(() => undefined);
    const thrower = chain.throwerOf(error);
    throw thrower === undefined || thrower === 'function'
      ? error
      : middlewareFailure(thrower, 'executeTask', event.task.id, error);
  }
  await end({ result: byName(outcome) });
  return outcome;
}

/** Whether any of the adapters has to do with tasks where they run. */
export const watchesTaskWork = (adapters: readonly LifecycleAdapter[]): boolean =>
  adapters.some((adapter) => workMethods.some((method) => adapter[method] !== undefined));

const workMethods = ['beforeTask', 'afterTask', 'executeTask'] as const;
