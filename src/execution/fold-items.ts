/**
 * Reduces: the items of one pass, folded in item order, one step at a time.
 *
 * @module
 */
import { NodeExecutionError } from '../errors.ts';
import { isRecord } from '../nodes/given.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { BlockStep, CallStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import { inputsInWords } from './node-failure.ts';
import type { Run } from './run.ts';
import { inputsOf, isPromise, type OpenedFold, type StepRunner } from './step-runner.ts';
import { thrownWords } from './thrown.ts';

/** One reduce of the pass. */
interface Fold {
  readonly step: CallStep;
  readonly opened: OpenedFold;
  accumulator: unknown;
}

export class ItemFolds {
  /** The position of the item to be folded next. */
  next = 0;
  readonly #folds: readonly Fold[];
  readonly #run: Run;
  readonly #onProgress: () => void;
  readonly #onFailure: (error: unknown) => void;
  /** Items that have their values and wait for their turn. */
  readonly #waiting = new Map<number, Frame>();
  #isBusy = false;

  private constructor(
    folds: readonly Fold[],
    run: Run,
    onProgress: () => void,
    onFailure: (error: unknown) => void,
  ) {
    this.#folds = folds;
    this.#run = run;
    this.#onProgress = onProgress;
    this.#onFailure = onFailure;
  }

  /**
   * Opens the reduces of a pass, whose frames begin with the values of `template`. `onProgress` is called when a step
   * that had to be waited for is done, `onFailure` when it failed.
   */
  static open(
    { folds }: BlockStep,
    { outer, template, run }: { outer: Frame; template: Frame; run: Run },
    onProgress: () => void,
    onFailure: (error: unknown) => void,
  ): ItemFolds | Promise<ItemFolds> {
    const opened = folds.map((step) => {
      const isFolded = new Set(step.slots.filter((slot) => template.values[slot] === undefined));
      const inputs = (): Record<string, unknown> => {
        const all = inputsOf(step, template.values);
        step.slots.forEach((slot, p) => {
          if (isFolded.has(slot)) delete all[step.parameters[p] as string];
        });
        return all;
      };
      return run.runner.openFold(step.node, inputs, outer);
    });
    const start = (fold: OpenedFold, i: number): Fold => {
      const step = folds[i] as CallStep;
      return { step, opened: fold, accumulator: initialOf(step, run, outer) };
    };
    const begin = (all: readonly OpenedFold[]): ItemFolds | Promise<ItemFolds> => {
      const begun = all.map(start);
      const made = new ItemFolds(begun, run, onProgress, onFailure);
      const promises = begun.filter(({ accumulator }) => isPromise(accumulator));
      if (promises.length === 0) return made;
      return Promise.all(
        promises.map(async (fold) => {
          const { node } = fold.step;
          try {
            fold.accumulator = await fold.accumulator;
          } catch (error) {
            throw initialFailed(node, error, run.runner);
          }
          run.runner.accept(node, fold.accumulator, outer);
        }),
      ).then(() => made);
    };
    return opened.some(isPromise)
      ? Promise.all(opened.map(async (each) => each)).then(begin)
      : begin(opened as OpenedFold[]);
  }

  /** Folds an item that has its values, now or when its turn comes; whether it was now, so that its frame is free. */
  take(frame: Frame): boolean {
    if (this.#isBusy || frame.index !== this.next) {
      this.#waiting.set(frame.index, frame);
      return false;
    }
    if (!this.#foldFrom(frame, 0)) return false;
    if (this.#waiting.size > 0) this.#foldWaiting();
    return true;
  }

  /** Hands the values of the reduces to `give`; a promise where those who watch take their time. */
  end(give: (slot: number, value: unknown) => void): void | Promise<void> {
    const values = this.#folds.map(({ opened, accumulator }) => opened.end(accumulator));
    const finish = (all: readonly unknown[]): void =>
      all.forEach((value, i) => give(this.#folds[i]?.step.slot ?? -1, value));
    if (!values.some(isPromise)) return finish(values);
    const { isBoxed } = this.#run.runner;
    return Promise.all(
      values.map((value) => (isPromise(value) ? value : box(value, isBoxed))),
    ).then((all) =>
      finish(isBoxed ? all.map((boxed) => (boxed as { value: unknown }).value) : all),
    );
  }

  /** Folds an item from one of the reduces on; false where it has to wait. */
  #foldFrom(frame: Frame, first: number): boolean {
    const { runner } = this.#run;
    for (let i = first; i < this.#folds.length; i++) {
      const fold = this.#folds[i] as Fold;
      if (!fold.opened.isWanted) continue;
      runner.throwIfOver();
      const inputs = inputsOf(fold.step, frame.values);
      inputs['acc'] = fold.accumulator;
      let value: unknown;
      try {
        value = fold.step.node.call(inputs);
      } catch (error) {
        throw this.#failed(fold, frame, inputsInWords(inputs), error);
      }
      if (isPromise(value)) {
        this.#wait(fold, frame, i, inputsInWords(inputs), value);
        return false;
      }
      runner.accept(fold.step.node, value, frame);
      fold.accumulator = value;
    }
    this.next = frame.index + 1;
    return true;
  }

  #wait(fold: Fold, frame: Frame, i: number, inputs: string, promise: Promise<unknown>): void {
    this.#isBusy = true;
    Promise.resolve(promise).then(
      (value) => {
        this.#isBusy = false;
        if (this.#run.runner.isOver()) return;
        try {
          this.#run.runner.accept(fold.step.node, value, frame);
          fold.accumulator = value;
          if (this.#foldFrom(frame, i + 1)) this.#foldWaiting();
        } catch (error) {
          this.#onFailure(error);
          return;
        }
        this.#onProgress();
      },
      (error: unknown) => this.#onFailure(this.#failed(fold, frame, inputs, error)),
    );
  }

  #foldWaiting(): void {
    for (;;) {
      const frame = this.#waiting.get(this.next);
      if (frame === undefined) return;
      this.#waiting.delete(this.next);
      if (!this.#foldFrom(frame, 0)) return;
    }
  }

  #failed({ step, opened }: Fold, frame: Frame, inputs: string, error: unknown): unknown {
    const failure = this.#run.runner.nodeFailure(step.node, inputs, error, frame);
    void opened.fail(error);
    return failure;
  }
}

const box = (value: unknown, isBoxed: boolean): unknown => (isBoxed ? { value } : value);

/** What a step does to a list, record, Map or Set is none of the next run's business. */
function copied(initial: unknown): unknown {
  if (Array.isArray(initial)) return [...(initial as readonly unknown[])];
  if (initial instanceof Map) return new Map(initial);
  if (initial instanceof Set) return new Set(initial);
  return isRecord(initial) ? { ...initial } : initial;
}

/** The accumulator to start from; a promise where its function gives one. */
function initialOf({ node }: CallStep, { runner }: Run, outer: Frame): unknown {
  const initial = node.folds?.initial;
  if (typeof initial !== 'function') return copied(initial);
  let made: unknown;
  try {
    made = (initial as () => unknown)();
  } catch (error) {
    throw initialFailed(node, error, runner);
  }
  // another reduce may fail before anybody waits for it
  if (isPromise(made)) made.catch(() => undefined);
  else runner.accept(node, made, outer);
  return made;
}

const initialFailed = (node: FunctionNode, cause: unknown, { locate }: StepRunner): unknown =>
  new NodeExecutionError(
    'node/initial-failed',
    `The value from which "${node.name}" starts could not be made: ${thrownWords(cause)}`,
    { node: node.name, cause },
  ).at(locate(node));
