/**
 * What lies around a generator: tries until it has given its first item, and a time limit for each.
 *
 * Opening one with behaviours is to call it and to pull its first item, so that what comes of it is ready: items that are
 * synchronous stay so, however long the first one was waited for.
 *
 * @module
 */
import { AbortError, type ItemReference } from '../errors.ts';
import type { Behaviour, FunctionNode } from '../nodes/node.ts';
import { atMost, closeWithinMs } from './behaviour.ts';
import { areItems, ItemSource } from './item-source.ts';
import { iterableLike } from './iterable-like.ts';
import { callOf, retried, type Call, type Tried } from './node-behaviour.ts';
import { noteTries, timeoutError, type Called } from './node-failure.ts';
import { settle } from './settle.ts';
import { isPromise, type OpenGenerators } from './step-runner.ts';
import { following, within, type Following, type TimeLimit } from './time-limit.ts';

type Answer = IteratorResult<unknown>;

/** Where and for whom a generator is opened. */
interface Circumstances {
  /** Aborted once nobody wants its items any more. */
  readonly signal: () => AbortSignal;
  /** The item for which it is called; undefined outside of blocks. */
  readonly item: ItemReference | undefined;
  readonly run: OpenGenerators;
}

/**
 * Calls a generator with what lies around it, innermost first; gives its items, to be gone through once, or what it gave
 * where that is none.
 *
 * May throw, may give a promise, as the function itself. That it has failed at its first item is said when that is pulled.
 */
export const openWithBehaviours = (
  node: FunctionNode,
  behaviours: readonly Behaviour[],
  inputs: Record<string, unknown>,
  circumstances: Circumstances,
): unknown => new TriedItems(node, circumstances).open(behaviours, inputs);

/** What a try has come to, in a box: a promise must not adopt it. */
interface Outcome {
  /** What the generator gave. */
  readonly items: unknown;
  /** The first answer; absent: what it gave are no items. */
  readonly answer?: Answer;
}

class TriedItems {
  readonly #called: Tried & { item: ItemReference | undefined };
  readonly #around: ItemReference | undefined;
  readonly #run: OpenGenerators;
  readonly #following: Following;
  /** By their place among the behaviours; each try has its own of those inside its retry. */
  readonly #limits = new Map<number, TimeLimit>();
  /** Those that bound the further items, innermost first. */
  #inForce: readonly TimeLimit[] = [];
  /** Iterators that were told to end, and are about to. */
  readonly #closings = new Set<Promise<void>>();
  /** What is pulled from; undefined: nothing is to be had any more. */
  #source: ItemSource | undefined;
  /** What the generator gave in its last try; undefined: it has not yet. */
  #items: object | undefined;
  /** What came of the first pull, until it is asked for. */
  #first: { readonly answer: Answer } | { readonly error: unknown } | undefined;
  /** The item that was pulled last. */
  #index = 0;
  /** Items that it has promised, and that are bounded. */
  #promised = 0;
  #hasEnded = false;

  constructor(node: FunctionNode, { signal, item, run }: Circumstances) {
    this.#called = { node, item, tries: 0 };
    this.#around = item;
    this.#run = run;
    this.#following = following(signal());
  }

  open(behaviours: readonly Behaviour[], inputs: Record<string, unknown>): unknown {
    this.#run.open.add(this);
    const call = callOf(this.#called, inputs);
    const outermost = behaviours.reduce<Call>(
      (inner, behaviour, position) => this.#with(behaviour, position, inner),
      (signal) => this.#try(call, signal),
    );
    return settle<unknown>(
      () => outermost(this.#following.own.signal),
      (outcome) => this.#opened(outcome as Outcome),
      (error) => {
        noteTries(this.#called, error);
        this.#end();
        if (this.#items === undefined) throw error;
        this.#first = { error };
        return this.#iterableOf(this.#items);
      },
    );
  }

  #opened({ items, answer }: Outcome): unknown {
    if (answer === undefined) {
      this.#end();
      return items;
    }
    this.#first = { answer };
    const placed = [...this.#limits].toSorted(([one], [other]) => one - other);
    this.#inForce = placed.map(([, limit]) => limit);
    if (answer.done === true) this.#exhausted();
    return this.#iterableOf(items as object);
  }

  #with(behaviour: Behaviour, position: number, inner: Call): Call {
    switch (behaviour.kind) {
      case 'retry': {
        const cleared: Call = (signal) =>
          settle<unknown>(
            () => inner(signal),
            (outcome) => outcome,
            (error) => {
              this.#letGo();
              throw error;
            },
          );
        return (signal) => retried(cleared, behaviour, signal);
      }
      case 'timeout':
        return (signal) => {
          this.#limits.get(position)?.unfollow();
          const limit = { ms: behaviour.ms, ...following(signal) };
          this.#limits.set(position, limit);
          return this.#within(limit, this.#called, () => inner(limit.own.signal));
        };
      case 'limit':
        throw new Error('a generator with a limit is refused when its driver is built');
    }
  }

  /** Calls the generator and pulls its first item. */
  #try(call: Call, signal: AbortSignal): Outcome | Promise<Outcome> {
    this.#items = undefined;
    this.#called.item = this.#around;
    return settle<Outcome>(
      () => call(signal),
      (items) => {
        if (signal.aborted) {
          // too late: it was given up, and the next try may be under way
          if (areItems(items)) this.#close(new ItemSource(items));
          throw signal.reason;
        }
        if (!areItems(items)) return { items };
        this.#items = items as object;
        this.#called.item = this.#itemAt(0);
        const source = new ItemSource(items);
        this.#source = source;
        return settle<Outcome>(
          () => source.next(),
          (answer) => withItem(items, answer as Answer),
          rethrow,
        );
      },
      rethrow,
    );
  }

  /** The next answer, or a promise of it. */
  #next(): Answer | Promise<Answer> {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) {
      if ('error' in first) throw first.error;
      return first.answer;
    }
    const source = this.#source;
    if (source === undefined) return { done: true, value: undefined };
    const { node } = this.#called;
    // that the first item was tried for says nothing about a later one
    const called: Called = { node, item: this.#itemAt(++this.#index), tries: 1 };
    return settle<Answer>(
      () => this.#inTime(called, () => source.next()),
      (answer) => this.#answered(answer as Answer, called),
      (error) => {
        this.#end();
        throw error;
      },
    );
  }

  #answered(answer: Answer, called: Called): Answer {
    const { done, value } = answer;
    if (done === true) this.#exhausted();
    else if (isPromise(value) && this.#inForce.length > 0) {
      const promised = this.#inTime(called, () => value) as Promise<unknown>;
      const settled = (): void => {
        this.#promised--;
        this.#release();
      };
      this.#promised++;
      promised.then(settled, settled);
      return { done: false, value: promised };
    }
    return answer;
  }

  /** What `work` gives, if it does so within all limits. */
  #inTime(called: Called, work: () => unknown): unknown {
    return this.#inForce.reduce<() => unknown>(
      (inner, limit) => () => this.#within(limit, called, inner),
      work,
    )();
  }

  #within(limit: TimeLimit, called: Called, work: () => unknown): unknown {
    return within(limit, work, {
      error: (isSynchronous) => timeoutError(called, limit.ms, isSynchronous),
    });
  }

  #itemAt(index: number): ItemReference {
    const around = this.#around;
    return {
      index,
      key: String(index),
      block: this.#called.node.name,
      ...(around === undefined ? {} : { outer: around }),
    };
  }

  /** There is nothing to close: the generator has ended by itself. */
  #exhausted(): void {
    this.#source = undefined;
    this.#end();
  }

  /** Has nothing else be pulled: it has given all, or has failed, or nobody wants it. */
  #end(): void {
    this.#hasEnded = true;
    this.#letGo();
    this.#release();
  }

  #letGo(): void {
    const source = this.#source;
    this.#source = undefined;
    if (source !== undefined) this.#close(source);
  }

  #close(source: ItemSource): void {
    const { closed, isIdle } = source.close();
    // one that does not answer holds nobody up
    const closings = isIdle ? this.#closings : this.#run.closings;
    closings.add(closed);
    void closed.then(() => {
      closings.delete(closed);
      this.#release();
    });
  }

  /** Lets go of the run, once nothing is left of it that could be aborted or closed. */
  #release(): void {
    if (!this.#hasEnded || this.#promised > 0 || this.#closings.size > 0) return;
    for (const { unfollow } of this.#limits.values()) unfollow();
    this.#following.unfollow();
    this.#run.open.delete(this);
  }

  /** Ends it with the run, also while it is being opened. */
  async close(): Promise<void> {
    const { name } = this.#called.node;
    const sentence = `The run was over before "${name}" ended.`;
    this.#following.own.abort(new AbortError('run/over', sentence, { node: name }));
    this.#end();
    await atMost(this.#closed(), closeWithinMs);
  }

  async #closed(): Promise<void> {
    await Promise.all(this.#closings);
  }

  #iterableOf(items: object): object {
    return iterableLike(items, {
      next: () => this.#next(),
      end: () => this.#end(),
      closed: () => this.#closed(),
    });
  }
}

/** The first answer, with its item where that is promised: it is not there before. */
function withItem(items: unknown, answer: Answer): Outcome | Promise<Outcome> {
  const { done, value } = answer;
  if (done === true || !isPromise(value)) return { items, answer };
  // a subclass of Promise may have a `then` that throws: resolving it makes that a rejection
  return Promise.resolve(value).then((item) => ({ items, answer: { done: false, value: item } }));
}

const rethrow = (error: unknown): never => {
  throw error;
};
