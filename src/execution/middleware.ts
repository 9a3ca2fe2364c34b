/**
 * Middleware: a chain whose first link is the outermost.
 *
 * @module
 */
import type { LifecycleAdapter } from '../adapters/adapter.ts';
import { IcosianError } from '../errors.ts';
import { adapterName } from './lifecycle.ts';
import { settle } from './settle.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

export interface Chain {
  readonly start: () => unknown;
  /** Who threw this first: the function, or the adapter; undefined for what icosian itself says. */
  readonly throwerOf: (error: unknown) => LifecycleAdapter | 'function' | undefined;
  /** The adapter that gave undefined although it got a value, or asked for none. */
  readonly undefinedFrom: () => LifecycleAdapter | undefined;
}

/** What an adapter does around the rest of the chain. */
export type Link = (next: () => unknown) => unknown;

/** `fn` inside the links of all adapters that have one. */
export function middlewareChain(
  adapters: readonly LifecycleAdapter[],
  linkOf: (adapter: LifecycleAdapter) => Link | undefined,
  fn: () => unknown,
): Chain {
  const throwers = new Map<unknown, LifecycleAdapter | 'function'>();
  let undefinedFrom: LifecycleAdapter | 'function' | undefined;
  const watched = (thrower: LifecycleAdapter | 'function', work: () => unknown): unknown =>
    settle<unknown>(
      work,
      (value) => {
        undefinedFrom = value === undefined ? (undefinedFrom ?? thrower) : undefined;
        return value;
      },
      (error) => {
        if (!throwers.has(error)) throwers.set(error, thrower);
        throw error;
      },
    );
  const from = (start: number): unknown => {
    for (let i = start; i < adapters.length; i++) {
      const adapter = adapters[i] as LifecycleAdapter;
      const link = linkOf(adapter);
      if (link === undefined) continue;
      return watched(adapter, () => link(() => heard(from(i + 1))));
    }
    return watched('function', fn);
  };
  return {
    start: () => from(0),
    throwerOf: (error) => throwers.get(error),
    undefinedFrom: () => (undefinedFrom === 'function' ? undefined : undefinedFrom),
  };
}

/** Middleware may drop what `next()` gave: a rejection that nobody hears would end the process. */
function heard(value: unknown): unknown {
  if (isPromise(value)) value.catch(() => undefined);
  return value;
}

type Method = 'executeNode' | 'executeTask';

/** What middleware throws comes as itself where it is one of icosian's errors. */
export const middlewareFailure = (
  adapter: LifecycleAdapter,
  method: Method,
  what: string,
  cause: unknown,
): unknown =>
  cause instanceof IcosianError
    ? cause
    : new IcosianError(
        'lifecycle/middleware-failed',
        `The middleware ${method} of ${adapterName(adapter)} failed at "${what}": ${thrownWords(cause)}`,
        { cause, ...(method === 'executeNode' ? { node: what } : {}) },
      );

export const middlewareForgot = (
  adapter: LifecycleAdapter,
  method: Method,
  what: string,
): IcosianError =>
  new IcosianError(
    'lifecycle/middleware-returned-undefined',
    `The middleware ${method} of ${adapterName(adapter)} returned undefined for "${what}".`,
    {
      ...(method === 'executeNode' ? { node: what } : {}),
      hint: 'return the value: return next()',
    },
  );
