/**
 * Where the items of a pass come from: its generator, an iterable given for it, or an earlier pass.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { valueTypeOf } from '../columns/value-type.ts';
import { IcosianError, InvalidNodeError, inputError, itemWords } from '../errors.ts';
import type { BlockStep } from '../plan/plan.ts';
import { atMost, closeWithinMs } from './behaviour.ts';
import { itemAt, type Frame } from './frame.ts';
import { areItems, ItemSource } from './item-source.ts';
import { inputsInWords } from './node-failure.ts';
import type { Closable, Run } from './run.ts';
import { inputsOf, isPromise, type OpenedGenerator } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

export class BlockItems implements Closable {
  /** How many there are, where an earlier pass has pulled them, or the generator has ended. */
  count: number = Infinity;
  readonly #step: BlockStep;
  readonly #outer: Frame;
  readonly #run: Run;
  /** What the generator is called with, until it is. */
  #inputs: Record<string, unknown> = {};
  /** The same in words, which a message needs, and which keep nothing alive. */
  #inputsInWords = '';
  /** Items that were given, until they are opened. */
  #given: unknown;
  #opened: OpenedGenerator | undefined;
  #source: ItemSource | undefined;

  /** Takes what it reads at once: the frame outside may let go of that afterwards. */
  constructor(step: BlockStep, outer: Frame, run: Run) {
    this.#step = step;
    this.#outer = outer;
    this.#run = run;
    const { source } = step;
    if (source.kind === 'call') this.#inputs = inputsOf(source.step, outer.values);
    else if (source.kind === 'given') this.#given = outer.values[source.slot];
    else this.count = outer.values[source.countSlot] as number;
  }

  /** Whether there is something to pull from; else an earlier pass has kept what is needed of the items. */
  get arePulled(): boolean {
    return this.#source !== undefined;
  }

  /** Calls the generator, where there is one to call. Throws or rejects with the run's failure. */
  open(): void | Promise<void> {
    // the reduces may have taken their time to open
    this.#run.runner.throwIfOver();
    const { source } = this.#step;
    if (source.kind === 'call') return this.#call();
    if (source.kind === 'given') this.#use(this.#given);
    this.#given = undefined;
  }

  #call(): void | Promise<void> {
    const { runner } = this.#run;
    const { node } = this.#step;
    const inputs = this.#inputs;
    this.#inputs = {};
    const failed = (error: unknown): never => {
      throw runner.failure(node, this.#inputsInWords, error, this.#outer);
    };
    const use = (opened: OpenedGenerator): void => {
      this.#opened = opened;
      this.#use(opened.items);
    };
    let opening: OpenedGenerator | Promise<OpenedGenerator>;
    try {
      this.#inputsInWords = inputsInWords(inputs);
      opening = runner.open(node, inputs, this.#outer, this.#run);
    } catch (error) {
      return failed(error);
    }
    return isPromise(opening) ? opening.catch(failed).then(use) : use(opening);
  }

  #use(items: unknown): void {
    if (!areItems(items)) throw this.#noItems(items);
    try {
      this.#source = new ItemSource(items);
    } catch (error) {
      throw this.failure(error, 0);
    }
    this.#run.open.add(this);
    // it may have taken so long to open that nobody closes it any more
    if (this.#run.runner.isOver()) void this.close();
  }

  /** The next answer; `index` is the position of the item that is asked for. */
  next(index: number): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    const source = this.#source;
    if (source === undefined) return { done: true, value: undefined };
    let answer: IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
    try {
      answer = source.next();
    } catch (error) {
      throw this.failure(error, index);
    }
    if (!isPromise(answer)) return this.#checked(answer, source);
    return answer.then(
      (later) => this.#checked(later, source),
      (error: unknown) => {
        throw this.failure(error, index);
      },
    );
  }

  #checked(answer: IteratorResult<unknown>, source: ItemSource): IteratorResult<unknown> {
    if (answer.done === true && source.isGenerator && answer.value !== undefined) {
      throw this.#returned(answer.value);
    }
    return answer;
  }

  /** Says that the generator has ended after so many items. */
  exhausted(count: number): void {
    this.count = count;
    this.#run.open.delete(this);
  }

  /** Tells those who watch that all is done. */
  end(): void | Promise<void> {
    return this.#opened?.end();
  }

  async close(): Promise<void> {
    if (this.#source === undefined) return;
    const { closed, isIdle } = this.#source.close();
    if (isIdle) await atMost(closed, closeWithinMs);
    else {
      const { closings } = this.#run;
      closings.add(closed);
      void closed.then(() => closings.delete(closed));
    }
  }

  /** The run's failure for what was thrown instead of an item. */
  failure(error: unknown, index: number): unknown {
    const { node } = this.#step;
    if (this.#isOverride) return inputError([givenItemsFailed(node.name, error)]);
    const frame: Frame = {
      values: [],
      step: this.#step,
      outer: this.#outer,
      index,
      key: undefined,
      lane: undefined,
    };
    void this.#opened?.fail(error);
    return this.#run.runner.nodeFailure(node, this.#inputsInWords, error, frame);
  }

  get #isOverride(): boolean {
    const { source } = this.#step;
    return source.kind === 'given' && source.isOverride;
  }

  #noItems(given: unknown): IcosianError {
    const { node } = this.#step;
    const what = summaryOf(given);
    if (this.#isOverride) {
      const sentence = `The override of "${node.name}" is ${what}, but "${node.name}" opens a parallel block.`;
      const hint = 'the override of a generator is its items: give a list of them';
      return inputError([
        new IcosianError('override/not-iterable', sentence, { node: node.name, hint }),
      ]);
    }
    const isOne = typeof given === 'string' || valueTypeOf(given) === 'DataFrame';
    return new InvalidNodeError(
      'node/not-iterable',
      `"${node.name}" opens a parallel block, but gave ${what}, which is ${isOne ? 'one thing, not several items' : 'not iterable'}.`,
      { node: node.name, hint: 'yield the items from a function*, or return a list of them' },
    ).at(this.#run.runner.locate(node));
  }

  #returned(value: unknown): InvalidNodeError {
    const { node } = this.#step;
    return new InvalidNodeError(
      'node/generator-returned',
      `"${node.name}" returned ${summaryOf(value)} from its generator: what is returned is no item.`,
      { node: node.name, hint: 'yield each item, or yield* a list of them, and return nothing' },
    ).at(this.#run.runner.locate(node));
  }

  yieldedUndefined(index: number): IcosianError {
    const { node } = this.#step;
    const item = itemAt(this.#step, index, undefined, this.#outer);
    if (this.#isOverride) {
      const sentence = `The override of "${node.name}" has undefined for ${itemWords(item, node.name)}.`;
      const hint = 'give a value for each item; null is a value';
      return inputError([
        new IcosianError('override/undefined-item', sentence, { node: node.name, item, hint }),
      ]);
    }
    return new InvalidNodeError(
      'node/yielded-undefined',
      `"${node.name}" yielded undefined as ${itemWords(item, node.name)}.`,
      {
        node: node.name,
        item,
        hint: 'yield a value, or null where there is none; leave out what is no item',
      },
    ).at(this.#run.runner.locate(node));
  }

  /** The key of an item. Throws `InvalidNodeError` where the user's function gives none. */
  keyOf(item: unknown, index: number): string {
    const { node } = this.#step;
    const reference = itemAt(this.#step, index, undefined, this.#outer);
    const details = { node: node.name, item: reference };
    const location = (): string | undefined => this.#run.runner.locate(node);
    let key: unknown;
    try {
      key = node.expands?.key?.(item as never);
    } catch (cause) {
      throw new InvalidNodeError(
        'node/key-failed',
        `The key of ${itemWords(reference)} could not be made: ${thrownWords(cause)}`,
        { ...details, cause, hint: 'see the function { key } of its parallelizable(…)' },
      ).at(location());
    }
    if (typeof key === 'string') return key;
    throw new InvalidNodeError(
      'node/key-no-string',
      `The key of ${itemWords(reference)} is ${summaryOf(key)}, not a string.`,
      { ...details, hint: 'write { key: (item) => String(…) }' },
    ).at(location());
  }
}

/** The error for what the items that override a generator threw. */
export const givenItemsFailed = (name: string, cause: unknown): IcosianError =>
  new IcosianError(
    'override/failed',
    `The items that override "${name}" could not be had: ${thrownWords(cause)}`,
    { node: name, cause, hint: 'give a list of them' },
  );
