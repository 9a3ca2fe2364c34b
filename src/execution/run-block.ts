/**
 * One pass over the items of a parallel block.
 *
 * Synchronous items run one after the other on the same frame, in one loop without promises. An item that waits keeps
 * its frame, and the next one gets a fresh one, up to a bound on the items under way. The generator is asked for an
 * item only when there is room for it.
 *
 * @module
 */
import { summaryOf } from '../columns/summary.ts';
import { InvalidNodeError, itemWords } from '../errors.ts';
import type { BlockStep, CallStep } from '../plan/plan.ts';
import { ItemFolds } from './fold-items.ts';
import { itemAt, type Frame } from './frame.ts';
import { ItemSource } from './item-source.ts';
import { inputsInWords } from './node-failure.ts';
import { runAhead, type Closable, type Run } from './run.ts';
import { runSteps } from './run-steps.ts';
import { inputsOf, isPromise, type OpenedGenerator } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

/**
 * Runs a pass and fills the slots outside that it gives. A promise only where something waits.
 *
 * Throws or rejects with the first failure.
 */
export function runBlock(step: BlockStep, outer: Frame, run: Run): void | Promise<void> {
  return new BlockRun(step, outer, run).start();
}

class BlockRun implements Closable {
  readonly #step: BlockStep;
  readonly #outer: Frame;
  readonly #run: Run;
  /** What every frame begins with. */
  readonly #template: Frame;
  readonly #loaded: readonly unknown[][];
  readonly #gathered: readonly unknown[][];
  #frame: Frame;
  #folds: ItemFolds | undefined;
  #source: ItemSource | undefined;
  #opened: OpenedGenerator | undefined;
  /** What the generator was called with, until it has ended. */
  #inputs: Record<string, unknown> = {};
  /** Items that were given, until they are pulled. */
  #items: unknown;
  /** Whether the items' nodes run as tasks. */
  readonly #makesTasks: boolean;
  /** How many items there are, where an earlier pass has pulled them; else as many as were pulled. */
  #count = Infinity;
  #pulled = 0;
  #inFlight = 0;
  #isGoing = false;
  /** Whether it waits for an item to be pulled, or for the event loop: whoever does goes on. */
  #isWaiting = false;
  #isOver = false;
  /** Whether all is done but what those who watch make of it. */
  #isEnding = false;
  #settled: PromiseWithResolvers<void> | undefined;

  readonly #resume = (): void => this.#go();

  constructor(step: BlockStep, outer: Frame, run: Run) {
    this.#step = step;
    this.#outer = outer;
    this.#run = run;
    this.#makesTasks = step.makesTasks === true;
    const values: unknown[] = [];
    for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
    for (const { from, to } of step.imports) values[to] = outer.values[from];
    this.#template = { values, step, outer, index: -1, lane: undefined };
    this.#frame = this.#freshFrame();
    this.#loaded = step.loads.map(({ from }) => outer.values[from] as unknown[]);
    this.#gathered = step.gathers.map(() => []);
    const { source } = step;
    // now, because the frame outside may let go of what has been taken
    if (source.kind === 'call') this.#inputs = inputsOf(source.step, outer.values);
    else if (source.kind === 'given') this.#items = outer.values[source.slot];
    else this.#count = outer.values[source.countSlot] as number;
  }

  start(): void | Promise<void> {
    const opening = this.#open();
    if (opening === undefined) {
      this.#go();
      if (this.#isOver && !this.#isEnding) return undefined;
    }
    const settled = (this.#settled ??= Promise.withResolvers<void>());
    opening?.then(
      () => this.#go(),
      (error: unknown) => this.#fail(error),
    );
    return settled.promise;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#source?.close();
  }

  /** Opens the reduces, then the generator. */
  #open(): void | Promise<void> {
    const { folds } = this.#step;
    if (folds.length === 0) return this.#openSource();
    const opening = ItemFolds.open(
      this.#step,
      { outer: this.#outer, template: this.#template, run: this.#run },
      this.#resume,
      (error) => this.#fail(error),
    );
    const opened = (made: ItemFolds): void | Promise<void> => {
      this.#folds = made;
      return this.#openSource();
    };
    return isPromise(opening) ? opening.then(opened) : opened(opening);
  }

  #openSource(): void | Promise<void> {
    const { source } = this.#step;
    if (source.kind === 'call') return this.#callGenerator(source.step);
    if (source.kind === 'given') this.#useItems(this.#items);
    this.#items = undefined;
  }

  #callGenerator(step: CallStep): void | Promise<void> {
    const { runner } = this.#run;
    const { node } = step;
    const inputs = this.#inputs;
    const failed = (error: unknown): never => {
      throw runner.failure(node, inputsInWords(inputs), error, this.#outer);
    };
    const use = (opened: OpenedGenerator): void => {
      this.#opened = opened;
      this.#useItems(opened.items);
    };
    let opening: OpenedGenerator | Promise<OpenedGenerator>;
    try {
      opening = runner.open(node, inputs, this.#outer);
    } catch (error) {
      return failed(error);
    }
    return isPromise(opening) ? opening.catch(failed).then(use) : use(opening);
  }

  #useItems(items: unknown): void {
    const { node } = this.#step;
    try {
      this.#source = new ItemSource(node, items);
    } catch (error) {
      throw error instanceof InvalidNodeError ? error.at(this.#run.runner.locate(node)) : error;
    }
    this.#run.open.add(this);
  }

  /** Pulls and runs items, until there are no more, or somebody else has to go on. */
  #go(): void {
    if (this.#isGoing || this.#isWaiting || this.#isOver) return;
    this.#isGoing = true;
    try {
      this.#pull();
      this.#finishIfDone();
    } catch (error) {
      if (this.#settled === undefined) {
        this.#isOver = true;
        throw error;
      }
      this.#fail(error);
    } finally {
      this.#isGoing = false;
    }
  }

  #pull(): void {
    const { runner, pace } = this.#run;
    while (this.#pulled < this.#count) {
      runner.throwIfOver();
      if (!this.#hasRoom()) return;
      pace.count(false);
      if (pace.isDue()) {
        this.#waitFor(pace.turn());
        return;
      }
      if (this.#source === undefined) this.#runItem(undefined);
      else {
        const result = this.#next(this.#source);
        if (result === undefined) return;
        const told = this.#take(result);
        if (told !== undefined) {
          this.#waitFor(told);
          return;
        }
      }
    }
  }

  /** Takes what the generator answered; a promise where those who watch items have to be waited for. */
  #take(answer: IteratorResult<unknown>): void | Promise<void> {
    if (!this.#makesTasks) return this.#accept(answer);
    const item = itemAt(this.#step, this.#pulled, undefined, this.#outer);
    const isLast = answer.done === true;
    const told = this.#run.tasks?.itemGiven(this.#step, this.#outer, isLast ? [] : [item], isLast);
    return told === undefined ? this.#accept(answer) : told.then(() => this.#accept(answer));
  }

  #accept(answer: IteratorResult<unknown>): void {
    if (this.#isOver) return;
    if (answer.done === true) this.#exhausted();
    else this.#takeItem(answer.value);
  }

  /** The next result of the generator; undefined: it has to be waited for. */
  #next(source: ItemSource): IteratorResult<unknown> | undefined {
    let result: IteratorResult<unknown> | Promise<IteratorResult<unknown>>;
    try {
      result = source.next();
    } catch (error) {
      throw this.#generatorFailure(error);
    }
    if (!isPromise(result)) return result;
    runAhead(this.#run);
    this.#waitFor(
      result.then(
        (answer) => this.#take(answer),
        (error: unknown) => {
          throw this.#generatorFailure(error);
        },
      ),
    );
    return undefined;
  }

  #waitFor(promise: Promise<void>): void {
    this.#isWaiting = true;
    promise.then(
      () => {
        this.#isWaiting = false;
        this.#go();
      },
      (error: unknown) => {
        this.#isWaiting = false;
        this.#fail(error);
      },
    );
  }

  #exhausted(): void {
    this.#count = this.#pulled;
    this.#inputs = {};
    this.#run.open.delete(this);
  }

  #takeItem(item: unknown): void {
    if (item === undefined) throw this.#yieldedUndefined();
    if (isPromise(item)) this.#runLater(item);
    else this.#runItem(item);
  }

  #runItem(item: unknown): void {
    const frame = this.#frame;
    this.#fill(frame, item, this.#pulled++);
    const waiting = runSteps(this.#step.plan, frame, this.#run);
    if (waiting === undefined) {
      if (this.#finishItem(frame)) this.#clear(frame);
      else this.#frame = this.#freshFrame();
      return;
    }
    this.#frame = this.#freshFrame();
    this.#inBackground(frame, waiting);
  }

  /** An item that the generator promised. */
  #runLater(promised: Promise<unknown>): void {
    runAhead(this.#run);
    const frame = this.#freshFrame();
    const index = this.#pulled++;
    frame.index = index;
    const running = Promise.resolve(promised).then(
      (item) => {
        if (this.#isOver) return undefined;
        if (item === undefined) throw this.#yieldedUndefined(index);
        this.#fill(frame, item, index);
        return runSteps(this.#step.plan, frame, this.#run);
      },
      (error: unknown) => {
        throw this.#generatorFailure(error, index);
      },
    );
    this.#inBackground(frame, running);
  }

  #inBackground(frame: Frame, running: Promise<void>): void {
    this.#inFlight++;
    this.#run.inFlight++;
    running.then(
      () => {
        this.#inFlight--;
        this.#run.inFlight--;
        if (this.#isOver) return;
        try {
          this.#finishItem(frame);
        } catch (error) {
          this.#fail(error);
          return;
        }
        this.#go();
      },
      (error: unknown) => {
        this.#inFlight--;
        this.#run.inFlight--;
        this.#fail(error);
      },
    );
  }

  /** Puts into a frame what its item begins with. */
  #fill(frame: Frame, item: unknown, index: number): void {
    const { itemSlot, keySlot, referenceSlot, loads, streams } = this.#step;
    const { values } = frame;
    frame.index = index;
    if (itemSlot >= 0) values[itemSlot] = item;
    for (let l = 0; l < loads.length; l++) {
      const list = this.#loaded[l] as unknown[];
      const load = loads[l] as BlockStep['loads'][number];
      values[load.to] = list[index];
      if (load.isOnly) list[index] = undefined;
    }
    if (keySlot >= 0 && itemSlot >= 0) values[keySlot] = this.#keyOf(item, index);
    if (referenceSlot >= 0) {
      values[referenceSlot] = itemAt(this.#step, index, values[keySlot], this.#outer);
    }
    if (streams) frame.lane = this.#outer.lane?.open(index);
  }

  #keyOf(item: unknown, index: number): string {
    const { node } = this.#step;
    const keyed = itemAt(this.#step, index, undefined, this.#outer);
    let key: unknown;
    try {
      key = node.expands?.key?.(item as never);
    } catch (error) {
      throw new InvalidNodeError(
        'node/key-failed',
        `The key of ${itemWords(keyed)} could not be made: ${thrownWords(error)}`,
        {
          node: node.name,
          item: keyed,
          cause: error,
          hint: 'see the function { key } of its parallelizable(…)',
        },
      ).at(this.#run.runner.locate(node));
    }
    if (typeof key === 'string') return key;
    throw new InvalidNodeError(
      'node/key-no-string',
      `The key of ${itemWords(keyed)} is ${summaryOf(key)}, not a string.`,
      { node: node.name, item: keyed, hint: 'write { key: (item) => String(…) }' },
    ).at(this.#run.runner.locate(node));
  }

  /** Takes what an item gives to the outside; whether its frame may be used again. */
  #finishItem(frame: Frame): boolean {
    const { gathers, streamSlot, streams } = this.#step;
    const { values, index, lane } = frame;
    for (let g = 0; g < gathers.length; g++) {
      const gather = gathers[g] as BlockStep['gathers'][number];
      (this.#gathered[g] as unknown[])[index] = values[gather.from];
    }
    if (streams && lane !== undefined) {
      if (streamSlot >= 0) lane.write(values[streamSlot]);
      lane.close();
    }
    return this.#folds === undefined || this.#folds.take(frame);
  }

  #clear({ values }: Frame): void {
    const { kept } = this.#step.plan;
    for (let k = 0; k < kept.length; k++) values[kept[k] as number] = undefined;
  }

  #freshFrame(): Frame {
    return { ...this.#template, values: [...this.#template.values] };
  }

  #hasRoom(): boolean {
    const run = this.#run;
    const most = this.#makesTasks
      ? (run.tasks?.capacityFor(this.#step) ?? run.mostInFlight)
      : run.mostInFlight;
    if (this.#inFlight > 0) {
      const hasRoom = this.#makesTasks
        ? run.tasks?.hasRoom(this.#step, this.#resume)
        : run.inFlight < most;
      if (hasRoom !== true) return false;
    }
    if (this.#folds !== undefined && this.#pulled - this.#folds.next >= 2 * most) return false;
    const { sink } = run;
    if (sink === undefined || !this.#step.streams) return true;
    const room = sink.isAhead ? most : 1;
    if (sink.written + this.#inFlight < room) return true;
    // whoever leads must go on while there is nothing to take, or the others' values would never have their turn
    if (sink.isEmpty && this.#inFlight === 0 && this.#outer.lane?.leads() !== false) return true;
    sink.whenRoom(this.#resume);
    return false;
  }

  #finishIfDone(): void {
    if (this.#isOver || this.#isWaiting || this.#inFlight > 0 || this.#pulled < this.#count) return;
    if (this.#folds !== undefined && this.#folds.next < this.#pulled) return;
    this.#isOver = true;
    const ended = this.#opened?.end();
    const folded = (): void | Promise<void> =>
      this.#folds?.end((slot, value) => {
        this.#outer.values[slot] = value;
      });
    const ending = ended === undefined ? folded() : ended.then(folded);
    if (ending === undefined) {
      this.#give();
      return;
    }
    const settled = (this.#settled ??= Promise.withResolvers<void>());
    this.#isEnding = true;
    ending.then(
      () => this.#give(),
      (error: unknown) => {
        this.#run.runner.stop(error);
        settled.reject(error);
      },
    );
  }
  #give(): void {
    const { gathers, countSlot } = this.#step;
    const { values } = this.#outer;
    for (let g = 0; g < gathers.length; g++) {
      values[(gathers[g] as BlockStep['gathers'][number]).to] = this.#gathered[g];
    }
    if (countSlot >= 0) values[countSlot] = this.#pulled;
    this.#settled?.resolve();
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#run.runner.stop(error);
    this.#settled?.reject(error);
  }

  #generatorFailure(error: unknown, index = this.#pulled): unknown {
    const failedItem: Frame = { ...this.#template, index };
    void this.#opened?.fail(error);
    const inputs = inputsInWords(this.#inputs);
    return this.#run.runner.nodeFailure(this.#step.node, inputs, error, failedItem);
  }

  #yieldedUndefined(index = this.#pulled): InvalidNodeError {
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
}
