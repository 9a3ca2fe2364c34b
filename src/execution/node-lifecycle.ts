/**
 * The lifecycle of single nodes: hooks around each call, and middleware as a chain whose first link is the outermost.
 *
 * @module
 */
import type { Ending, LifecycleAdapter, NodeCall, NodeInfo } from '../adapters/adapter.ts';
import { AbortError, type ItemReference } from '../errors.ts';
import { now } from './behaviour.ts';
import { tellAfter, tellBefore, type Told } from './lifecycle.ts';
import { middlewareChain, middlewareFailure, middlewareForgot, type Link } from './middleware.ts';
import { settle } from './settle.ts';
import { isPromise, type OpenedFold, type OpenedGenerator } from './step-runner.ts';

/** What the lifecycle needs to know of its run. */
export interface LifecycleSettings {
  readonly adapters: readonly LifecycleAdapter[];
  readonly runId: string;
  /** Whether the run has ended: then nothing more is called but the hooks that are owed. */
  readonly isOver: () => boolean;
}

/** One call of a node, as the run asks for it. */
export interface LifecycleCall {
  readonly info: NodeInfo;
  readonly inputs: Record<string, unknown>;
  /** The item for which it is called; undefined outside of blocks. */
  readonly item: ItemReference | undefined;
  /** Calls the user's function. */
  readonly call: () => unknown;
  /** Throws where a value is none that a node may give. */
  readonly accept: (value: unknown) => void;
  /** The error for what the user's function threw. */
  readonly failure: (error: unknown) => unknown;
}

export interface NodeLifecycle {
  /** Runs a node's function inside the hooks and middleware; gives its value, or a promise of the value in a box. */
  readonly callNode: (asked: LifecycleCall) => unknown;
  /** Opens a generator: `next()` gives the iterator, and the call ends when it has ended. */
  readonly openGenerator: (
    asked: Omit<LifecycleCall, 'accept'>,
  ) => OpenedGenerator | Promise<OpenedGenerator>;
  /** Opens a reduce, one call from its first step to its last; it is not wanted where `next()` was never called. */
  readonly openFold: (
    asked: Omit<LifecycleCall, 'call' | 'failure'>,
  ) => OpenedFold | Promise<OpenedFold>;
  /** Ends the calls that are still open, because the run is over; all their hooks have ended afterwards. */
  readonly abandon: () => Promise<void>;
}

/** A call that was begun, until its last hook has ended. */
interface OpenCall {
  readonly event: NodeCall;
  readonly startedAt: number;
  readonly told: Told;
  stage: 'beginning' | 'running' | 'ending';
}

/** A value in a box: a promise must not adopt one that happens to be a thenable. */
export interface Boxed {
  readonly value: unknown;
}

/** Pairs every `beforeNode` of a run with exactly one `afterNode`. */
export function nodeLifecycle({ adapters, runId, isOver }: LifecycleSettings): NodeLifecycle {
  const open = new Set<OpenCall>();
  let allClosed = (): void => undefined;

  const end = (opened: OpenCall, ending: Omit<Ending, 'durationMs'>): void | Promise<void> => {
    if (opened.stage === 'ending') return;
    opened.stage = 'ending';
    const event = { ...opened.event, ...ending, durationMs: now() - opened.startedAt };
    const close = (): void => {
      open.delete(opened);
      if (open.size === 0) allClosed();
    };
    return settle<void>(
      () => tellAfter(adapters, 'afterNode', event, opened.told),
      close,
      (error) => {
        close();
        throw error;
      },
    );
  };

  /** A call in its stages; what `succeed` makes of the value of the chain is what comes of it. */
  const begin = <T>(
    { info, inputs, item, call, failure }: Omit<LifecycleCall, 'accept'>,
    succeed: (
      value: unknown,
      opened: OpenCall,
      fail: (error: unknown) => Promise<T> | T,
    ) => T | Promise<T>,
  ): T | Promise<T> => {
    const opened: OpenCall = {
      event: { runId, node: info, inputs, ...(item === undefined ? {} : { item }) },
      startedAt: now(),
      told: { count: 0 },
      stage: 'beginning',
    };
    open.add(opened);
    const throwIfOver = (): void => {
      if (isOver()) throw runOver(info);
    };
    const linkOf = (adapter: LifecycleAdapter): Link | undefined =>
      adapter.executeNode && ((next) => adapter.executeNode?.(opened.event, next));
    const chain = middlewareChain(adapters, linkOf, () => {
      throwIfOver();
      return call();
    });
    const fail = (error: unknown, thrown = error): T | Promise<T> => {
      const rethrow = (): never => {
        throw thrown;
      };
      // a hook's own failure must not hide why the node failed
      return settle<T>(() => end(opened, { error }), rethrow, rethrow);
    };
    const run = (): T | Promise<T> =>
      settle(
        () => {
          throwIfOver();
          opened.stage = 'running';
          return chain.start();
        },
        (value) => {
          const forgetful = value === undefined ? chain.undefinedFrom() : undefined;
          if (forgetful !== undefined)
            return fail(middlewareForgot(forgetful, 'executeNode', info.name));
          return succeed(value, opened, fail);
        },
        (error) => {
          const thrower = chain.throwerOf(error);
          if (thrower === 'function') return fail(error, failure(error));
          return fail(
            thrower === undefined
              ? error
              : middlewareFailure(thrower, 'executeNode', info.name, error),
          );
        },
      );
    return settle(
      () => tellBefore(adapters, 'beforeNode', opened.event, opened.told, isOver),
      run,
      fail,
    );
  };

  const boxed = (
    asked: Omit<LifecycleCall, 'accept'>,
    accept: LifecycleCall['accept'],
  ): Boxed | Promise<Boxed> =>
    begin<Boxed>(asked, (value, opened, fail) => {
      try {
        accept(value);
      } catch (error) {
        return fail(error);
      }
      return settle<Boxed>(
        () => end(opened, { result: value }),
        () => ({ value }),
        rethrow,
      );
    });

  const callNode = (asked: LifecycleCall): unknown => {
    const outcome = boxed(asked, asked.accept);
    return isPromise(outcome) ? outcome : outcome.value;
  };

  const openGenerator: NodeLifecycle['openGenerator'] = (asked) =>
    begin<OpenedGenerator>(asked, (items, opened) => ({
      items,
      end: () => end(opened, {}),
      fail: (error) => settle<void>(() => end(opened, { error }), nothing, nothing),
    }));

  /** A reduce that no middleware lies around: its value need not pass a promise, which would adopt a thenable. */
  const openPlainFold: NodeLifecycle['openFold'] = ({ accept, ...asked }) =>
    begin<OpenedFold>({ ...asked, call: () => null, failure: (error) => error }, (_, opened) => ({
      isWanted: true,
      end: (accumulator) => {
        accept(accumulator);
        const ended = settle<Boxed>(
          () => end(opened, { result: accumulator }),
          () => ({ value: accumulator }),
          rethrow,
        );
        return isPromise(ended) ? ended : ended.value;
      },
      fail: (error) => settle<void>(() => end(opened, { error }), nothing, nothing),
    }));

  const openFold: NodeLifecycle['openFold'] = ({ accept, ...asked }) => {
    if (adapters.every((adapter) => adapter.executeNode === undefined)) {
      return openPlainFold({ accept, ...asked });
    }
    const called = Promise.withResolvers<void>();
    const accumulated = Promise.withResolvers<unknown>();
    accumulated.promise.catch(nothing);
    let isWanted = false;
    const call = (): Promise<unknown> => {
      isWanted = true;
      called.resolve();
      return accumulated.promise;
    };
    const outcome = boxed({ ...asked, call, failure: (error) => error }, accept);
    const opened = (): OpenedFold => ({
      isWanted,
      end: (accumulator) => {
        accumulated.resolve(accumulator);
        return isPromise(outcome) ? outcome : outcome.value;
      },
      fail: accumulated.reject,
    });
    if (!isPromise(outcome)) return opened();
    const settled = outcome.then(nothing, nothing);
    return isWanted ? opened() : Promise.race([called.promise, settled]).then(opened);
  };

  const abandon = async (): Promise<void> => {
    for (const opened of open) {
      if (opened.stage !== 'running') continue;
      const error = runOver(opened.event.node);
      // the run has failed already: what its hooks make of that adds nothing
      void settle<unknown>(() => end(opened, { error }), nothing, nothing);
    }
    if (open.size === 0) return;
    // hooks under way: they go on to end their calls
    await new Promise<void>((resolve) => {
      allClosed = resolve;
    });
  };

  return { callNode, openGenerator, openFold, abandon };
}

const nothing = (): void => undefined;

const rethrow = (error: unknown): never => {
  throw error;
};

const runOver = (node: NodeInfo): AbortError =>
  new AbortError('run/over', `The run was over before "${node.name}" ended.`, { node: node.name });
