/**
 * One pass over the items of a parallel block.
 *
 * Synchronous items run one after the other on the same frame, in one loop without promises. An item that waits keeps
 * its frame, and the next one gets a fresh one, up to a bound on the items under way. The generator is asked for an
 * item only when there is room for it.
 *
 * @module
 */
import type { ItemReference } from '../errors.ts';
import type { BlockStep } from '../plan/plan.ts';
import { BlockItems } from './block-items.ts';
import { BlockRoom } from './block-room.ts';
import { ItemFolds } from './fold-items.ts';
import { holdList, isHeld, makePlain, plain, slotsReadBy } from './held-values.ts';
import { itemAt, type Frame } from './frame.ts';
import { ItemFrames } from './item-frames.ts';
import { runAhead, type Run } from './run.ts';
import { runSteps } from './run-steps.ts';
import { isPromise } from './step-runner.ts';

/**
 * Runs a pass and fills the slots outside that it gives. A promise only where something waits.
 *
 * Throws or rejects with the first failure.
 */
export function runBlock(step: BlockStep, outer: Frame, run: Run): void | Promise<void> {
  return new BlockRun(step, outer, run).start();
}

class BlockRun {
  readonly #step: BlockStep;
  readonly #outer: Frame;
  readonly #run: Run;
  readonly #items: BlockItems;
  readonly #frames: ItemFrames;
  readonly #gathered: readonly unknown[][];
  #frame: Frame;
  #folds: ItemFolds | undefined;
  /** Whether the items' nodes run as tasks. */
  readonly #makesTasks: boolean;
  #pulled = 0;
  #inFlight = 0;
  #isGoing = false;
  /** Whether it waits for an item to be pulled, or for the event loop: whoever does goes on. */
  #isWaiting = false;
  #isOver = false;
  /** Whether all is done but what those who watch make of it. */
  #isEnding = false;
  #settled: PromiseWithResolvers<void> | undefined;

  readonly #room: BlockRoom;
  readonly #resume = (): void => this.#go();

  constructor(step: BlockStep, outer: Frame, run: Run) {
    this.#step = step;
    this.#outer = outer;
    this.#run = run;
    this.#makesTasks = step.makesTasks === true;
    if (this.#makesTasks) makePlain(outer.values, slotsReadBy(step));
    this.#frames = new ItemFrames(step, outer);
    this.#frame = this.#frames.fresh();
    this.#gathered = step.gathers.map(() => []);
    this.#items = new BlockItems(step, outer, run);
    this.#room = new BlockRoom(step, outer, run, this.#resume);
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

  /** Opens the reduces, then the generator. */
  #open(): void | Promise<void> {
    if (this.#step.folds.length === 0) return this.#items.open();
    const opening = ItemFolds.open(
      this.#step,
      { outer: this.#outer, template: this.#frames.template, run: this.#run },
      this.#resume,
      (error) => this.#fail(error),
    );
    const opened = (made: ItemFolds): void | Promise<void> => {
      this.#folds = made;
      return this.#items.open();
    };
    return isPromise(opening) ? opening.then(opened) : opened(opening);
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
    while (this.#pulled < this.#items.count) {
      runner.throwIfOver();
      const ahead = this.#folds === undefined ? 0 : this.#pulled - this.#folds.next;
      if (!this.#room.forItem(this.#inFlight, ahead)) return;
      pace.count(false);
      if (pace.isDue()) {
        this.#waitFor(pace.turn());
        return;
      }
      if (this.#items.arePulled) {
        const answer = this.#items.next(this.#pulled);
        if (isPromise(answer)) runAhead(this.#run);
        const taken = isPromise(answer)
          ? answer.then((later) => this.#take(later))
          : this.#take(answer);
        if (taken === undefined) continue;
        this.#waitFor(taken);
        return;
      }
      this.#runItem(undefined);
    }
  }

  /** Takes what the generator answered; a promise where those who watch items have to be waited for. */
  #take(answer: IteratorResult<unknown>): void | Promise<void> {
    const { tasks } = this.#run;
    // it may be dropped: what nobody hears would end the process
    if (isPromise(answer.value)) answer.value.catch(() => undefined);
    if (!this.#makesTasks || tasks?.watchesItems !== true) return this.#accept(answer);
    const isLast = answer.done === true;
    const given = isLast ? [] : [this.#referenceTo(answer.value, this.#pulled)];
    const told = tasks.itemGiven(this.#step, this.#outer, given, isLast);
    return told === undefined ? this.#accept(answer) : told.then(() => this.#accept(answer));
  }

  #referenceTo(item: unknown, index: number): ItemReference {
    const hasKey = this.#step.keySlot >= 0 && item !== undefined && !isPromise(item);
    const key = hasKey ? this.#items.keyOf(item, index) : undefined;
    return itemAt(this.#step, index, key, this.#outer);
  }

  #accept(answer: IteratorResult<unknown>): void {
    if (this.#isOver) return;
    if (answer.done === true) this.#items.exhausted(this.#pulled);
    else this.#takeItem(answer.value);
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

  #takeItem(item: unknown): void {
    if (item === undefined) throw this.#items.yieldedUndefined(this.#pulled);
    if (isPromise(item)) this.#runLater(item);
    else this.#runItem(item);
  }

  #runItem(item: unknown): void {
    const frame = this.#frame;
    this.#frames.fill(frame, item, this.#pulled++, this.#items);
    const waiting = runSteps(this.#step.plan, frame, this.#run);
    if (waiting === undefined) {
      if (this.#finishItem(frame)) this.#frames.clear(frame);
      else this.#frame = this.#frames.fresh();
      return;
    }
    this.#frame = this.#frames.fresh();
    this.#inBackground(frame, waiting);
  }

  /** An item that the generator promised. */
  #runLater(promised: Promise<unknown>): void {
    runAhead(this.#run);
    const frame = this.#frames.fresh();
    const index = this.#pulled++;
    frame.index = index;
    const running = Promise.resolve(promised).then(
      (item) => {
        if (this.#isOver) return undefined;
        if (item === undefined) throw this.#items.yieldedUndefined(index);
        this.#frames.fill(frame, item, index, this.#items);
        return runSteps(this.#step.plan, frame, this.#run);
      },
      (error: unknown) => {
        throw this.#items.failure(error, index);
      },
    );
    this.#inBackground(frame, running);
  }

  #inBackground(frame: Frame, running: Promise<void>): void {
    this.#inFlight++;
    this.#run.load.add();
    running.then(
      () => {
        try {
          if (!this.#isOver) this.#finishItem(frame);
        } catch (error) {
          this.#fail(error);
        }
        // last, because it may have this very block go on
        this.#landed();
      },
      (error: unknown) => {
        this.#fail(error);
        this.#landed();
      },
    );
  }

  #landed(): void {
    this.#inFlight--;
    this.#run.load.remove();
    this.#go();
  }

  /** Takes what an item gives to the outside; whether its frame may be used again. */
  #finishItem(frame: Frame): boolean {
    const { gathers, streamSlot, streams } = this.#step;
    const { values, index, lane } = frame;
    for (let g = 0; g < gathers.length; g++) {
      const gather = gathers[g] as BlockStep['gathers'][number];
      const list = this.#gathered[g] as unknown[];
      list[index] = values[gather.from];
      if (this.#makesTasks && isHeld(list[index])) holdList(list);
    }
    if (streams && lane !== undefined) {
      if (streamSlot >= 0) lane.write(plain(values[streamSlot]));
      lane.close();
    }
    if (this.#makesTasks) for (const { slots } of this.#step.folds) makePlain(values, slots);
    return this.#folds === undefined || this.#folds.take(frame);
  }

  #finishIfDone(): void {
    if (this.#isOver || this.#isWaiting || this.#inFlight > 0 || this.#pulled < this.#items.count)
      return;
    if (this.#folds !== undefined && this.#folds.next < this.#pulled) return;
    // a hook may throw: then it is not over, but fails
    const ended = this.#items.end();
    const folded = (): void | Promise<void> =>
      this.#folds?.end((slot, value) => {
        this.#outer.values[slot] = value;
      });
    const ending = ended === undefined ? folded() : ended.then(folded);
    this.#isOver = true;
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
}
