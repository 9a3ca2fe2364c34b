/**
 * How often a node is tried, how long it may take, and how many of its calls there may be.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction, assertOptions } from '../nodes/check-function.ts';
import { asWritten, kindOf } from '../nodes/given.ts';
import { changedSource, eachChanged, modified } from '../nodes/node-source.ts';
import type { AnyFunction, Behaviour, FunctionNode } from '../nodes/node.ts';
import type { Kept } from '../nodes/types.ts';

/** What {@link retry} may be told. */
export interface RetryOptions {
  /** Calls in all, the first one included: at least 1. */
  readonly times: number;
  /** Milliseconds before the second call. */
  readonly backoff: number;
  /** By how much the wait grows each time, at least 1. @default 2 */
  readonly factor?: number;
  /** The longest wait, in milliseconds. @default any */
  readonly maxBackoff?: number;
  /** Waits somewhere between the half and the whole of what it would, so that many do not try again at once. @default false */
  readonly jitter?: boolean;
  /** Which errors are worth another try. @default all */
  readonly on?: (error: unknown) => boolean;
}

/** What {@link limit} may be told: one of the first two at least. */
export interface LimitOptions {
  /** Calls under way at once, at least 1. @default any number */
  readonly concurrency?: number;
  /**
   * Calls begun in a second, more than 0; 0.1 is one in ten seconds. They begin evenly, `1000 / perSecond` ms apart, never
   * in a burst. @default any number
   */
  readonly perSecond?: number;
  /** What nodes share that say the same name and the same numbers, in all dataflows of this thread. @default each its own */
  readonly name?: string;
}

/**
 * Calls a function again where it failed, up to `times` in all. The last error is the one that counts.
 *
 * Not tried again: what a check found, what was aborted, and anything once the run is over. A function that reads
 * `$attempt` gets the number of the try: 1 at first, and 1 more for each call of it, also by an executor whose worker was
 * lost. What it has changed in the values that it reads stays changed. Not for reduces.
 *
 * `retry(…, timeout(50, fn))` bounds each try, and tries again what took too long; `timeout(50, retry(…, fn))` bounds all
 * of them together, with their waits.
 *
 * Of a generator, and of whatever else opens a block, a try goes from the call to the first item: one that fails before
 * that is called again, and what it had opened is closed. Once an item is given, a failure is the run's. The first item is
 * therefore pulled, or waited for where it is promised, as soon as the generator is called; items that are synchronous stay
 * so.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, retry } from 'icosian';
 *
 * const rate = retry({ times: 3, backoff: 1 }, ({ $attempt }: { $attempt: number }): number => {
 *   if ($attempt < 3) throw new Error('busy');
 *   return 1.1;
 * });
 * const driver = new Builder()
 *   .withModules(createModule({ rate }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['rate'])); // prints { rate: 1.1 }
 * ```
 */
export function retry<F extends AnyFunction>(options: RetryOptions, fn: F): Kept<F> {
  const hint = 'write retry({ times: 3, backoff: 100 }, fn)';
  assertOptions(
    'retry',
    options,
    { ...anyOf(retryNumbers), jitter: isBoolean, on: isFunction },
    hint,
  );
  const { times, backoff, factor = 2, maxBackoff, jitter, on } = options;
  assertNumbers('retry', retryNumbers, { times, backoff, factor, maxBackoff }, hint);
  assertFunction('retry', fn);
  return behaving(fn, {
    kind: 'retry',
    times,
    backoff,
    factor,
    ...(maxBackoff === undefined ? {} : { maxBackoff }),
    ...(jitter === true ? { jitter } : {}),
    ...(on === undefined ? {} : { on }),
  });
}

/**
 * Gives a call up that takes longer than `ms` milliseconds: the run fails with a `TimeoutError`, whose code is
 * `node/timeout`.
 *
 * A function that reads `$signal` gets one that is aborted then, and can stop; what it gives later is dropped. A
 * synchronous function cannot be stopped: it fails afterwards, if it took longer. Not for reduces.
 *
 * Of a generator, and of whatever else opens a block, each item may take so long: from when it is asked for until it is
 * there, the first one together with the call. The time that passes while nobody asks does not count. When it is up,
 * `$signal` is aborted and the generator is told to end, but nobody waits until it does.
 *
 * @example
 * ```ts
 * import { setTimeout } from 'node:timers/promises';
 * import { Builder, DictResult, createModule, timeout } from 'icosian';
 *
 * const answer = timeout(20, async ({ $signal }: { $signal: AbortSignal }): Promise<number> =>
 *   setTimeout(60_000, 42, { signal: $signal }),
 * );
 * const driver = new Builder()
 *   .withModules(createModule({ answer }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * await driver.execute(['answer']).catch(({ code }) => console.log(code)); // prints node/timeout
 * ```
 */
export function timeout<F extends AnyFunction>(ms: number, fn: F): Kept<F> {
  assertNumbers('timeout', { ms: longerThanNothing }, { ms }, 'write timeout(1000, fn)');
  assertFunction('timeout', fn);
  return behaving(fn, { kind: 'timeout', ms });
}

/**
 * Has the calls of a function wait for each other, first come first served: so many at once, so many a second.
 *
 * It holds for this thread, so the node runs here, as if marked `local`. In a chain (`pipeInput`, `check`, …) it holds for
 * the function itself. `limit(…, retry(…, fn))` keeps its place from the first try to the last, also while it waits for the
 * next; `retry(…, limit(…, fn))` asks for it again. Not for generators, reduces and resources.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, limit, parallelizable } from 'icosian';
 *
 * let underWay = 0;
 * let most = 0;
 * const nodes = createModule({
 *   city: parallelizable(() => ['Oslo', 'Rome', 'Bern', 'Riga']),
 *   weather: limit({ concurrency: 2 }, async ({ city }: { city: string }): Promise<string> => {
 *     most = Math.max(most, ++underWay);
 *     await new Promise((resolve) => setTimeout(resolve, 1));
 *     underWay--;
 *     return `${city}: sunny`;
 *   }),
 * });
 * const driver = new Builder().withModules(nodes).withResultBuilder(new DictResult()).build();
 * const { weather } = await driver.execute(['weather']);
 * console.log(weather.length, 'cities,', most, 'at once'); // prints 4 cities, 2 at once
 * ```
 */
export function limit<F extends AnyFunction>(options: LimitOptions, fn: F): Kept<F> {
  const hint = "write limit({ concurrency: 4, perSecond: 10, name: 'rates' }, fn)";
  assertOptions('limit', options, { ...anyOf(limitNumbers), name: isName }, hint);
  const { concurrency, perSecond, name } = options;
  assertNumbers('limit', limitNumbers, { concurrency, perSecond }, hint);
  if (concurrency === undefined && perSecond === undefined) {
    throw new InvalidNodeError('node/bad-option', 'limit(…) says no limit.', { hint });
  }
  assertFunction('limit', fn);
  const behaviour: Behaviour = {
    kind: 'limit',
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(perSecond === undefined ? {} : { perSecond }),
    ...(name === undefined ? {} : { name }),
  };
  return modified(
    fn,
    changedSource(
      fn,
      (node) => {
        if (node.where === 'remote') throw limitedElsewhere(node.name);
        return { ...added(node, behaviour), where: 'local' };
      },
      'caller',
    ),
  );
}

/** Whether a node has to run in this thread, because its calls wait for each other. */
export const isLimited = ({ behaviours = [] }: FunctionNode): boolean =>
  behaviours.some(({ kind }) => kind === 'limit');

/** What is said about a limited node that is marked remote. */
export const limitedElsewhere = (node: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/limit-remote',
    `"${node}" has a limit and is marked remote, but a limit holds within one thread.`,
    { node, hint: 'drop the remote(…), or drop the limit and let the executor have fewer tasks' },
  );

const behaving = <F extends AnyFunction>(fn: F, behaviour: Behaviour): Kept<F> =>
  modified(
    fn,
    eachChanged(fn, (node) => added(node, behaviour)),
  );

const added = (node: FunctionNode, behaviour: Behaviour): FunctionNode => ({
  ...node,
  behaviours: [...(node.behaviours ?? []), behaviour],
});

/** What a number must be, in words and as a test. */
interface Wanted {
  readonly words: string;
  readonly isMet: (value: number) => boolean;
  readonly isOptional?: true;
}

const longestMs = 2 ** 31 - 1;
const fromOneOn = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
const longerThanNothing: Wanted = {
  words: `milliseconds, more than 0 and at most ${longestMs}`,
  isMet: (value) => value > 0 && value <= longestMs,
};
const nothingOrLonger: Wanted = {
  words: `milliseconds, at least 0 and at most ${longestMs}`,
  isMet: (value) => value >= 0 && value <= longestMs,
};
const wholeNumber: Wanted = { words: 'a whole number of at least 1', isMet: fromOneOn };
const retryNumbers = {
  times: wholeNumber,
  backoff: nothingOrLonger,
  factor: { words: 'a number of at least 1', isMet: (value) => value >= 1 && value < Infinity },
  maxBackoff: { ...nothingOrLonger, isOptional: true },
} satisfies Readonly<Record<string, Wanted>>;
const limitNumbers = {
  concurrency: { ...wholeNumber, isOptional: true },
  perSecond: {
    words: 'a number of more than 0',
    isMet: (value) => value > 0 && value < Infinity,
    isOptional: true,
  },
} satisfies Readonly<Record<string, Wanted>>;

const anyOf = (wanted: Readonly<Record<string, Wanted>>): Record<string, () => boolean> =>
  Object.fromEntries(Object.keys(wanted).map((name) => [name, () => true]));
const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Throws where a number is none, or not the one that is wanted. */
function assertNumbers(
  modifier: string,
  wanted: Readonly<Record<string, Wanted>>,
  given: Readonly<Record<string, unknown>>,
  hint: string,
): void {
  for (const [name, { words, isMet, isOptional }] of Object.entries(wanted)) {
    const value = given[name];
    if (value === undefined && isOptional === true) continue;
    if (typeof value === 'number' && isMet(value)) continue;
    const got = typeof value === 'number' ? String(value) : kindOf(value);
    throw new InvalidNodeError(
      'node/bad-option',
      `${modifier}(…) takes ${words} as ${asWritten(name)}, got ${got}.`,
      { hint },
    );
  }
}
