/**
 * Where the items of a pass come from: its generator, an iterable given for it, or an earlier pass.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { InvalidNodeError, itemWords } from '../errors.ts';
import type { BlockStep } from '../plan/plan.ts';
import { itemAt, type Frame } from './frame.ts';
import { ItemSource } from './item-source.ts';
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
  /** What the generator is called with, until it has ended. */
  #inputs: Record<string, unknown> = {};
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
    const failed = (error: unknown): never => {
      throw runner.failure(node, inputsInWords(inputs), error, this.#outer);
    };
    const use = (opened: OpenedGenerator): void => {
      this.#opened = opened;
      this.#use(opened.items);
    };
    let opening: OpenedGenerator | Promise<OpenedGenerator>;
    try {
      opening = runner.open(node, inputs, this.#outer);
    } catch (error) {
      return failed(error);
    }
    return isPromise(opening) ? opening.catch(failed).then(use) : use(opening);
  }

  #use(items: unknown): void {
    const { node } = this.#step;
    try {
      this.#source = new ItemSource(node, items);
    } catch (error) {
      // what else is thrown here is thrown by the iterable itself
      throw error instanceof InvalidNodeError
        ? error.at(this.#run.runner.locate(node))
        : this.failure(error, 0);
    }
    this.#run.open.add(this);
  }

  /** The next result; `index` is the position of the item that is asked for. */
  next(index: number): IteratorResult<unknown> | Promise<IteratorResult<unknown>> {
    let result: IteratorResult<unknown> | Promise<IteratorResult<unknown>> | undefined;
    try {
      result = this.#source?.next();
    } catch (error) {
      throw this.failure(error, index);
    }
    if (result === undefined) return { done: true, value: undefined };
    if (!isPromise(result)) return result;
    return result.catch((error: unknown) => {
      throw this.failure(error, index);
    });
  }

  /** Says that the generator has ended after so many items. */
  exhausted(count: number): void {
    this.count = count;
    this.#inputs = {};
    this.#run.open.delete(this);
  }

  /** Tells those who watch that all is done. */
  end(): void | Promise<void> {
    return this.#opened?.end();
  }

  async close(): Promise<void> {
    await this.#source?.close();
  }

  /** The run's failure for what the generator threw instead of an item. */
  failure(error: unknown, index: number): unknown {
    const { runner } = this.#run;
    const frame: Frame = {
      values: [],
      step: this.#step,
      outer: this.#outer,
      index,
      lane: undefined,
    };
    void this.#opened?.fail(error);
    return runner.nodeFailure(this.#step.node, inputsInWords(this.#inputs), error, frame);
  }

  yieldedUndefined(index: number): InvalidNodeError {
    const { node } = this.#step;
    const item = itemAt(this.#step, index, undefined, this.#outer);
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
