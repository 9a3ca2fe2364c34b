/**
 * How a run ends early: through the user's signal, the driver's `close`, or its first failure.
 *
 * @module
 */
import { AbortError } from '../errors.ts';

export interface RunControl {
  /** Rejects when the run is over before it is done. */
  readonly over: Promise<never>;
  readonly throwIfOver: () => void;
  readonly isOver: () => boolean;
  /** Why the run is over; undefined while it is not. */
  readonly ending: () => { readonly error: unknown } | undefined;
  /** Ends the run with this error; the first one counts. */
  readonly stop: (error: unknown) => void;
  /** What nodes get as `$signal`; made on first use. */
  readonly signal: () => AbortSignal;
  /** Whether it is over and its generators are being closed. */
  isClosing: boolean;
  /** Lets go of the user's signal. To be called once the run has ended, however it did. */
  readonly release: () => void;
}

/** Takes control of a run that `signal` may abort. */
export function controlRun(signal: AbortSignal | undefined): RunControl {
  let reject: (error: unknown) => void = () => undefined;
  const over = new Promise<never>((_resolve, rejectOver) => {
    reject = rejectOver;
  });
  // nobody need listen: the run may be done before
  over.catch(() => undefined);
  let ending: { readonly error: unknown } | undefined;
  let controller: AbortController | undefined;

  const stop = (error: unknown): void => {
    if (ending !== undefined) return;
    ending = { error };
    // first the run, then its nodes: what they make of the abort must not look like the reason
    reject(error);
    controller?.abort(error);
  };
  const onAbort = (): void => stop(abortedBy(signal));
  if (signal?.aborted === true) onAbort();
  else signal?.addEventListener('abort', onAbort, { once: true });

  return {
    over,
    stop,
    ending: () => ending,
    isOver: () => ending !== undefined,
    throwIfOver: () => {
      if (ending !== undefined) throw ending.error;
    },
    signal: () => {
      controller ??= new AbortController();
      if (ending !== undefined) controller.abort(ending.error);
      return controller.signal;
    },
    isClosing: false,
    release: () => signal?.removeEventListener('abort', onAbort),
  };
}

const abortedBy = (signal: AbortSignal | undefined): AbortError =>
  new AbortError('run/aborted', 'The run was aborted through its signal.', {
    cause: signal?.reason,
  });
