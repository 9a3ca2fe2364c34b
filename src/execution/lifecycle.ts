/**
 * Hooks in the order given, and middleware as a chain whose first link is the outermost.
 *
 * @module
 */
import type {
  Ending,
  ExecuteEvent,
  LifecycleAdapter,
  NodeCall,
  NodeInfo,
} from '../adapters/adapter.ts';
import { AbortError, IcosianError } from '../errors.ts';
import { now } from './behaviour.ts';
import { isPromise } from './step-runner.ts';

/** The methods of adapters that watch a run. */
type RunHook = 'beforeExecute' | 'afterExecute' | 'beforeNode' | 'afterNode';

/** How an adapter is called in messages. */
export const adapterName = (adapter: LifecycleAdapter): string =>
  adapter.name ?? (Object.getPrototypeOf(adapter) as object | null)?.constructor.name ?? 'adapter';

/** Calls a hook of every adapter, one after the other; a promise only where one of them gave one. */
export function emit(
  adapters: readonly LifecycleAdapter[],
  hook: RunHook,
  event: object,
  from = 0,
): void | Promise<void> {
  for (let i = from; i < adapters.length; i++) {
    const adapter = adapters[i] as LifecycleAdapter;
    let given: unknown;
    try {
      given = adapter[hook]?.(event as never);
    } catch (error) {
      throw hookFailure(adapter, hook, error);
    }
    if (!isPromise(given)) continue;
    return given.then(
      () => emit(adapters, hook, event, i + 1),
      (error: unknown) => {
        throw hookFailure(adapter, hook, error);
      },
    );
  }
}

const hookFailure = (adapter: LifecycleAdapter, hook: string, cause: unknown): IcosianError =>
  new IcosianError(
    'lifecycle/hook-failed',
    `The hook ${hook} of ${adapterName(adapter)} failed: ${String(cause)}`,
    { cause, hint: 'a hook must not throw; the run ends with it' },
  );

/** A call whose `afterNode` has not come yet. */
interface OpenCall {
  readonly call: NodeCall;
  readonly startedAt: number;
}

/** The lifecycle of one run: it pairs every `before` with an `after`, whatever happens. */
export interface RunLifecycle {
  /** Runs a node's function inside the hooks and middleware; gives its value, or a promise of it. */
  callNode(info: NodeInfo, inputs: Record<string, unknown>, fn: () => unknown): unknown;
  /** Ends the calls that are still open, because the run is over before them. */
  abandon(): void | Promise<void>;
}

/** Whether any of the adapters has to do with single nodes. */
export const watchesNodes = (adapters: readonly LifecycleAdapter[]): boolean =>
  adapters.some(
    (adapter) =>
      adapter.beforeNode !== undefined ||
      adapter.afterNode !== undefined ||
      adapter.executeNode !== undefined,
  );

/** `accept` throws where a value is none that a node may give; `afterNode` is told that, too. */
export function runLifecycle(
  adapters: readonly LifecycleAdapter[],
  runId: string,
  accept: (info: NodeInfo, value: unknown) => void,
): RunLifecycle {
  const open = new Set<OpenCall>();

  const end = (opened: OpenCall, ending: Omit<Ending, 'durationMs'>): void | Promise<void> => {
    // abandoned before: its end has been told
    if (!open.delete(opened)) return;
    const durationMs = now() - opened.startedAt;
    return emit(adapters, 'afterNode', { ...opened.call, ...ending, durationMs });
  };

  const callNode = (
    info: NodeInfo,
    inputs: Record<string, unknown>,
    fn: () => unknown,
  ): unknown => {
    const call: NodeCall = { runId, node: info, inputs };
    const opened: OpenCall = { call, startedAt: now() };
    open.add(opened);
    const succeeded = (value: unknown): unknown => {
      try {
        accept(info, value);
      } catch (error) {
        return failed(error);
      }
      const told = end(opened, { result: value });
      // boxed, because a promise must not adopt a value that happens to be a thenable
      return told === undefined ? { value } : told.then(() => ({ value }));
    };
    const failed = (error: unknown): never | Promise<never> => {
      const told = end(opened, { error });
      if (told === undefined) throw error;
      return told.then(() => {
        throw error;
      });
    };
    const run = (): unknown => {
      let value: unknown;
      try {
        value = chained(adapters, call, fn);
      } catch (error) {
        return failed(error);
      }
      return isPromise(value) ? value.then(succeeded, failed) : succeeded(value);
    };
    let outcome: unknown;
    try {
      const told = emit(adapters, 'beforeNode', call);
      outcome = told === undefined ? run() : told.then(run, failed);
    } catch (error) {
      if (open.has(opened)) outcome = failed(error);
      else throw error;
    }
    return isPromise(outcome) ? outcome.then(unboxed) : unboxed(outcome);
  };

  const abandon = (): void | Promise<void> => {
    const waits: Promise<void>[] = [];
    // a set may lose members while it is walked
    for (const opened of open) {
      const error = new AbortError(
        'run/over',
        `The run was over before "${opened.call.node.name}" ended.`,
        { node: opened.call.node.name },
      );
      const told = end(opened, { error });
      if (told !== undefined) waits.push(told);
    }
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => undefined);
  };

  return { callNode, abandon };
}

const unboxed = (outcome: unknown): unknown => (outcome as { value: unknown }).value;

/** Calls `fn` through the middleware of all adapters that have some. */
function chained(
  adapters: readonly LifecycleAdapter[],
  call: NodeCall,
  fn: () => unknown,
  from = 0,
): unknown {
  for (let i = from; i < adapters.length; i++) {
    const adapter = adapters[i] as LifecycleAdapter;
    if (adapter.executeNode === undefined) continue;
    return adapter.executeNode(call, () => chained(adapters, call, fn, i + 1));
  }
  return fn();
}

/** Tells all adapters that a run begins, and gives the function that tells them how it ended. */
export async function beginRun(
  adapters: readonly LifecycleAdapter[],
  event: ExecuteEvent,
): Promise<(ending: Omit<Ending, 'durationMs'>) => Promise<void>> {
  const startedAt = now();
  const finish = async (ending: Omit<Ending, 'durationMs'>): Promise<void> => {
    await emit(adapters, 'afterExecute', { ...event, ...ending, durationMs: now() - startedAt });
  };
  try {
    await emit(adapters, 'beforeExecute', event);
  } catch (error) {
    await finish({ error });
    throw error;
  }
  return finish;
}
