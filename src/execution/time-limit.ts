/**
 * Time limits on what is under way.
 *
 * @module
 */
import type { TimeoutError } from '../errors.ts';
import { after, now } from './behaviour.ts';
import { isPromise } from './step-runner.ts';

/** A signal of one's own, which is aborted when the one around it is. */
export interface Following {
  readonly own: AbortController;
  /** Has it follow the signal around it no longer. */
  readonly unfollow: () => void;
}

/** A time limit, for as long as something lasts that it bounds: its signal is aborted when the time is up, too. */
export interface TimeLimit extends Following {
  readonly ms: number;
}

/** What becomes of something that comes too late. */
export interface Lateness {
  /** The error for it; a synchronous function could not be stopped. */
  readonly error: (isSynchronous: boolean) => TimeoutError;
  /** Gets what came too late; absent: nobody has use for it. */
  readonly drop?: ((value: unknown) => void) | undefined;
}

export function following(outer: AbortSignal): Following {
  const own = new AbortController();
  const follow = (): void => own.abort(outer.reason);
  if (outer.aborted) follow();
  else outer.addEventListener('abort', follow, { once: true });
  return { own, unfollow: () => outer.removeEventListener('abort', follow) };
}

/** What `work` gives, if it does so in time: at once, or as a promise. */
export function within(limit: TimeLimit, work: () => unknown, lateness: Lateness): unknown {
  const startedAt = now();
  const value = work();
  const left = limit.ms - (now() - startedAt);
  if (isPromise(value)) return inTime(value, left, limit, lateness);
  if (left >= 0) return value;
  lateness.drop?.(value);
  throw lateness.error(true);
}

/** What a promise gives, if it does before its time is up or its signal is aborted; what it gives later is dropped. */
function inTime(
  promise: Promise<unknown>,
  ms: number,
  { own }: TimeLimit,
  { error: late, drop }: Lateness,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const callOff = after(Math.max(ms, 0), () => own.abort(late(false)));
    const end = (): void => {
      callOff();
      own.signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      reject(own.signal.reason as Error);
    };
    if (own.signal.aborted) giveUp();
    else own.signal.addEventListener('abort', giveUp);
    // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
    Promise.resolve(promise).then(
      (value) => {
        end();
        if (own.signal.aborted) drop?.(value);
        else resolve(value);
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
  });
}
