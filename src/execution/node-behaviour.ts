/**
 * What lies around the calls of a node: tries, time limits, and waiting for each other.
 *
 * @module
 */
import { AbortError, type ItemReference, type TimeoutError } from '../errors.ts';
import type { Behaviour, FunctionNode, Retry, Timeout } from '../nodes/node.ts';
import { pause, somewhatLess } from './behaviour.ts';
import { callLimitOf } from './call-limits.ts';
import { isFailedCheck, noteTries, timeoutError, type Called } from './node-failure.ts';
import { settle } from './settle.ts';
import { following, within, type TimeLimit } from './time-limit.ts';

/** Where and for whom a node is called. */
interface Circumstances {
  /** Aborted once nobody wants the call any more; asked for only where something lies around it. */
  readonly signal: () => AbortSignal;
  readonly item: ItemReference | undefined;
  /** Gets what came too late; absent: nobody has use for it. */
  readonly drop?: (value: unknown) => void;
}

/** A call that counts its tries. */
export interface Tried extends Called {
  tries: number;
}

/** A call while it lasts. */
interface Calling extends Tried {
  readonly drop: ((value: unknown) => void) | undefined;
}

/** Calls the function, or has what lies around it do so; `signal` says when to give up. */
export type Call = (signal: AbortSignal) => unknown;

/**
 * Calls a node's function with what lies around it, which goes by the order in which it was written: the innermost is
 * first in the list.
 *
 * May throw, may give a promise; what is synchronous and succeeds at once stays so.
 */
export function callWithBehaviours(
  node: FunctionNode,
  behaviours: readonly Behaviour[],
  inputs: Record<string, unknown>,
  { signal, item, drop }: Circumstances,
): unknown {
  const called: Calling = { node, item, drop, tries: 0 };
  const outermost = behaviours.reduce(
    (inner, behaviour) => around(inner, behaviour, called),
    callOf(called, inputs),
  );
  return settle<unknown>(
    () => outermost(signal()),
    (value) => value,
    (error) => {
      noteTries(called, error);
      throw error;
    },
  );
}

/** The call of the function itself; what the engine gives it is of this try. */
export function callOf(called: Tried, inputs: Record<string, unknown>): Call {
  const { node } = called;
  const namesOf = (given: string): readonly string[] =>
    node.reads.flatMap(({ name, as }) => (name === given ? [as] : []));
  const signals = namesOf('$signal');
  const attempts = namesOf('$attempt');
  return (signal) => {
    called.tries++;
    const own: Record<string, unknown> = {};
    for (const as of signals) own[as] = signal;
    // a worker may have begun the whole of it again
    for (const as of attempts) own[as] = Number(inputs[as]) + called.tries - 1;
    // of its own for each try: what one makes of the record is none of the next one's business
    return node.call({ ...inputs, ...own });
  };
}

function around(inner: Call, behaviour: Behaviour, called: Calling): Call {
  switch (behaviour.kind) {
    case 'retry':
      return (signal) => retried(inner, behaviour, signal);
    case 'timeout':
      return (signal) => timed(inner, behaviour, called, signal);
    case 'limit': {
      const limit = callLimitOf(called.node, behaviour);
      const begin = (signal: AbortSignal): unknown =>
        settle<unknown>(
          () => {
            signal.throwIfAborted();
            return inner(signal);
          },
          (value) => {
            limit.leave();
            return value;
          },
          (error) => {
            limit.leave();
            throw error;
          },
        );
      return (signal) => {
        const waiting = limit.enter(signal);
        return waiting === undefined ? begin(signal) : waiting.then(() => begin(signal));
      };
    }
  }
}

/** Calls again what failed, as often as `retry` says. */
export function retried(inner: Call, retry: Retry, signal: AbortSignal): unknown {
  return settle<unknown>(
    () => inner(signal),
    (value) => value,
    (error) => furtherTries(inner, retry, error, signal),
  );
}

/** All tries but the first, which failed; each after its wait, as long as somebody wants them. */
async function furtherTries(
  inner: Call,
  retry: Retry,
  first: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  let error = first;
  for (let tries = 1; tries < retry.times && isWorthAnother(retry, error); tries++) {
    await pause(waitAfter(tries, retry), signal);
    if (signal.aborted) break;
    try {
      return await inner(signal);
    } catch (thrown) {
      error = thrown;
    }
  }
  throw error;
}

/** Milliseconds to wait after so many tries. */
function waitAfter(tries: number, { backoff, factor, maxBackoff, jitter }: Retry): number {
  const wait = Math.min(backoff * factor ** (tries - 1), maxBackoff ?? Infinity);
  return jitter === true ? somewhatLess(wait) : wait;
}

function isWorthAnother({ on }: Retry, error: unknown): boolean {
  // whoever aborted it does not want it, and what was computed is no better the second time
  const isFinal = error instanceof AbortError || isFailedCheck(error);
  return !isFinal && (on === undefined || on(error));
}

function timed(inner: Call, { ms }: Timeout, called: Calling, outer: AbortSignal): unknown {
  const { drop } = called;
  const limit: TimeLimit = { ms, ...following(outer) };
  const error = (isSynchronous: boolean): TimeoutError => timeoutError(called, ms, isSynchronous);
  return settle<unknown>(
    () => within(limit, () => inner(limit.own.signal), { error, drop }),
    (value) => {
      limit.unfollow();
      return value;
    },
    (thrown) => {
      limit.unfollow();
      throw thrown;
    },
  );
}
