/**
 * Hooks in the order given: who was told that something begins is told how it ended, whatever happens.
 *
 * @module
 */
import type { Ending, ExecuteEvent, LifecycleAdapter } from '../adapters/adapter.ts';
import { IcosianError } from '../errors.ts';
import { now } from './behaviour.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

/** How an adapter is called in messages: by its name, else by that of its class. */
export function adapterName(adapter: LifecycleAdapter): string {
  const { constructor } = adapter as { constructor?: { name?: unknown } };
  const className = constructor === Object ? undefined : constructor?.name;
  return (
    adapter.name ?? (typeof className === 'string' && className !== '' ? className : 'an adapter')
  );
}

/** Whether any of the adapters has to do with whole runs. */
export const watchesRuns = (adapters: readonly LifecycleAdapter[]): boolean =>
  adapters.some(
    (adapter) => adapter.beforeExecute !== undefined || adapter.afterExecute !== undefined,
  );

/** Whether any of the adapters has to do with single nodes. */
export const watchesNodes = (adapters: readonly LifecycleAdapter[]): boolean =>
  adapters.some(
    (adapter) =>
      adapter.beforeNode !== undefined ||
      adapter.afterNode !== undefined ||
      adapter.executeNode !== undefined,
  );

/** Whether any of the adapters has to do with tasks: they are told of what runs as tasks alone. */
export const watchesTasks = (adapters: readonly LifecycleAdapter[]): boolean =>
  adapters.some((adapter) => taskMethods.some((method) => adapter[method] !== undefined));

/** Whether any of the adapters wants to know of nodes and tasks where they run. */
export const watchesWork = (adapters: readonly LifecycleAdapter[]): boolean =>
  watchesNodes(adapters) ||
  adapters.some((adapter) => adapter.beforeTask !== undefined || adapter.afterTask !== undefined);

/** The methods of an adapter that have to do with tasks. */
export const taskMethods = [
  'onTasksGrouped',
  'onItemsExpanded',
  'beforeTaskSubmit',
  'afterTaskReturn',
  'beforeTask',
  'afterTask',
  'executeTask',
] as const;

/** How many adapters, from the first on, have been told that something begins. */
export interface Told {
  count: number;
}

/**
 * Tells every adapter that something begins, one after the other; a promise only where one of them gave one.
 *
 * Stops at the first failure, and after a wait where the run is over. Counts in `told`.
 */
export function tellBefore(
  adapters: readonly LifecycleAdapter[],
  hook: Beginning,
  event: object,
  told: Told,
  isOver: () => boolean,
): void | Promise<void> {
  while (told.count < adapters.length) {
    const adapter = adapters[told.count] as LifecycleAdapter;
    told.count++;
    const waiting = callHook(adapter, hook, event);
    if (waiting === undefined) continue;
    return waiting.then(() =>
      isOver() ? undefined : tellBefore(adapters, hook, event, told, isOver),
    );
  }
}

type Beginning =
  | 'beforeExecute'
  | 'beforeNode'
  | 'onTasksGrouped'
  | 'onItemsExpanded'
  | 'beforeTaskSubmit'
  | 'beforeTask';

const beginnings = {
  afterExecute: 'beforeExecute',
  afterNode: 'beforeNode',
  afterTaskReturn: 'beforeTaskSubmit',
  afterTask: 'beforeTask',
} as const;

/**
 * Tells how something ended to those who were told that it began, and to those who do not ask for that.
 *
 * A hook that fails keeps nobody else from being told; the first failure comes at the end.
 */
export function tellAfter(
  adapters: readonly LifecycleAdapter[],
  hook: keyof typeof beginnings,
  event: object,
  told: Told,
): void | Promise<void> {
  const failures: unknown[] = [];
  const from = (start: number): void | Promise<void> => {
    for (let i = start; i < adapters.length; i++) {
      const adapter = adapters[i] as LifecycleAdapter;
      if (i >= told.count && adapter[beginnings[hook]] !== undefined) continue;
      try {
        const waiting = callHook(adapter, hook, event);
        if (waiting === undefined) continue;
        return waiting.catch((error: unknown) => failures.push(error)).then(() => from(i + 1));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  };
  return from(0);
}

function callHook(
  adapter: LifecycleAdapter,
  hook: Beginning | keyof typeof beginnings,
  event: object,
): Promise<void> | undefined {
  const failed = (error: unknown): never => {
    throw hookFailure(adapter, hook, error, 'a hook must not throw; the run ends with it');
  };
  let given: unknown;
  try {
    given = adapter[hook]?.(event as never);
  } catch (error) {
    return failed(error);
  }
  return isPromise(given) ? Promise.resolve(given).then(() => undefined, failed) : undefined;
}

/** The error for what a method of an adapter threw. */
export const hookFailure = (
  adapter: LifecycleAdapter,
  hook: keyof LifecycleAdapter,
  cause: unknown,
  hint: string,
): IcosianError =>
  new IcosianError(
    'lifecycle/hook-failed',
    `The hook ${hook} of ${adapterName(adapter)} failed: ${thrownWords(cause)}`,
    { cause, hint },
  );

/** Tells all adapters that a run begins, and gives the function that tells them how it ended. */
export async function beginRun(
  adapters: readonly LifecycleAdapter[],
  event: ExecuteEvent,
  isOver: () => boolean,
): Promise<(ending: Omit<Ending, 'durationMs'>) => Promise<void>> {
  const startedAt = now();
  const told: Told = { count: 0 };
  const finish = async (ending: Omit<Ending, 'durationMs'>): Promise<void> => {
    const durationMs = now() - startedAt;
    await tellAfter(adapters, 'afterExecute', { ...event, ...ending, durationMs }, told);
  };
  try {
    await tellBefore(adapters, 'beforeExecute', event, told, isOver);
  } catch (error) {
    // another hook's failure must not hide the first one
    await finish({ error }).catch(() => undefined);
    throw error;
  }
  return finish;
}
