/**
 * The values of a run as they come about, one by one.
 *
 * @module
 */
import { AbortError } from '../errors.ts';
import { StreamSink } from './lanes.ts';

/** A run that fills a sink. */
export interface StreamedRun {
  /** Settles when the run has ended and everything that it opened is closed. */
  readonly ended: Promise<unknown>;
  /** Whether it was aborted, and is about to end. */
  readonly isAborted: () => boolean;
  /** Ends it early. */
  readonly leave: () => void;
}

/** Values as they come about. */
export type ValueStream = AsyncIterableIterator<unknown> &
  AsyncDisposable & { readonly [Symbol.toStringTag]: string };

/**
 * An iterator over what a run puts into the sink that it opens, in item order or as values come. The run begins with the first `next()` and waits while nobody asks;
 * `return()`, which leaving a loop calls, ends it.
 *
 * Values that came before a failure are given before it, unless the run was aborted.
 */
export function valueStream(
  begin: (open: (isOrdered: boolean) => StreamSink) => StreamedRun,
): ValueStream {
  let wake = (): void => undefined;
  let sink = new StreamSink(true, nothing);
  const open = (isOrdered: boolean): StreamSink => (sink = new StreamSink(isOrdered, () => wake()));
  let run: StreamedRun | undefined;
  let failure: { readonly error: unknown } | undefined;
  let hasEnded = false;
  /** What was asked for before, so that answers come in the order of the questions. */
  let asked: Promise<unknown> = Promise.resolve();

  const end = (error?: { readonly error: unknown }): void => {
    hasEnded = true;
    failure = error;
    if (error?.error instanceof AbortError) sink.clear();
    wake();
  };

  const answer = async (): Promise<IteratorResult<unknown>> => {
    if (run === undefined && !hasEnded) {
      // a request that is refused is not asked again
      hasEnded = true;
      run = begin(open);
      hasEnded = false;
      run.ended.then(
        () => end(),
        (error: unknown) => end({ error }),
      );
    }
    if (run?.isAborted() === true) sink.clear();
    while (sink.isEmpty && !hasEnded) {
      const arrived = new Promise<void>((resolve) => {
        wake = resolve;
      });
      sink.resume();
      await arrived;
    }
    if (!sink.isEmpty) {
      const value = sink.take();
      // what is synchronous is computed when it is asked for; what has to be waited for, ahead of that
      if (sink.isAhead) sink.resume();
      return { done: false, value };
    }
    if (failure === undefined) return { done: true, value: undefined };
    const { error } = failure;
    failure = undefined;
    throw error;
  };

  const leave = async (): Promise<void> => {
    hasEnded = true;
    failure = undefined;
    const left = run;
    run = undefined;
    left?.leave();
    sink.clear();
    wake();
    await left?.ended.then(nothing, nothing);
    failure = undefined;
  };

  return {
    next: () => {
      const answered = asked.then(answer);
      asked = answered.then(nothing, nothing);
      return answered;
    },
    return: async (value?: unknown) => {
      await leave();
      return { done: true, value };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: leave,
    // what console.log shows of one that was not iterated
    [Symbol.toStringTag]: 'ValueStream',
  };
}

const nothing = (): void => undefined;
