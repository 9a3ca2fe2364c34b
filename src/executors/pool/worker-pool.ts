/**
 * A pool of workers: tasks wait here until one of them has room, and are sent several at a time where they are small.
 *
 * @module
 */
import type { Bytes } from '../../columns/message.ts';
import { Packer } from '../../columns/parcel.ts';
import { AbortError, TaskError } from '../../errors.ts';
import { atMost, closeWithinMs } from '../../execution/behaviour.ts';
import { countNative } from '../../execution/prompt-collection.ts';
import { allDone } from '../../execution/settle.ts';
import type { Task, TaskOutcome, TaskProgram } from '../executor.ts';
import type { BatchMessage, OpenMessage } from '../worker/protocol.ts';
import { outcomesIn, type OutcomeList } from '../worker/task-list.ts';
import { abortWithinMs, AnswerWatch } from './answer-watch.ts';
import { BatchSize } from './batch-size.ts';
import type { Batch, Entry } from './entry.ts';
import type { LinkEnding, StartWorker } from './link.ts';
import { outcomeOf } from './outcome-of.ts';
import { BatchPacker } from './pack-batch.ts';
import { PoolWorker } from './pool-worker.ts';
import { SharedValues } from './shared-values.ts';
import { TaskQueue } from './task-queue.ts';
import { tasksLeftBy } from './tasks-left-by.ts';
import { notClosed, notOpened } from './worker-failures.ts';

export interface PoolSettings {
  /** How many workers there are. */
  readonly workers: number;
  /** How they are called: the prefix of `prefix-1`. */
  readonly prefix: string;
  /** How often a task is tried again whose worker died. */
  readonly retries: number;
  /** Milliseconds for which a worker may give no answer while it has a task; undefined: it may take its time. */
  readonly timeout: number | undefined;
  readonly start: StartWorker;
  /** What a worker has to know before its first task. */
  readonly opening: (worker: string, packer: Packer) => Promise<OpenMessage>;
}

/** A run of which there are tasks. */
interface PoolRun {
  readonly values: SharedValues;
  /** Whether it has resources of its own: then their end is waited for. */
  readonly hasResources: boolean;
  /** Lets go of its signal. */
  readonly release: () => void;
}

export class WorkerPool {
  readonly #settings: PoolSettings;
  readonly #workers = new Set<PoolWorker>();
  readonly #runs = new Map<string, PoolRun>();
  /** Runs that were aborted and have resources of their own, until somebody has waited for the end of these. */
  readonly #leaving = new Map<string, Promise<unknown>>();
  readonly #queue = new TaskQueue();
  readonly #sizes = new WeakMap<TaskProgram, BatchSize>();
  readonly #watch: AnswerWatch;
  #lastNumber = 0;
  #started = 0;
  #isFlushing = false;
  #isClosed = false;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
    this.#watch = new AnswerWatch(settings.timeout);
  }

  /** How many tasks of a program a message holds at present. */
  batchOf(program: TaskProgram): number {
    return this.#sizes.get(program)?.size ?? 1;
  }

  /** Starts all workers; done when the first one can run tasks. Rejects where none can. */
  async open(): Promise<void> {
    const openings = Array.from({ length: this.#settings.workers }, () => this.#start());
    try {
      await Promise.any(openings);
    } catch (error) {
      throw (error as AggregateError).errors[0];
    }
  }

  submit(task: Task, signal: AbortSignal): Promise<TaskOutcome> {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (this.#isClosed) {
      const sentence = 'The executor was closed before a task came.';
      return Promise.reject(new TaskError('worker/closed', sentence));
    }
    this.#begin(task, signal);
    const number = ++this.#lastNumber;
    return new Promise((resolve, reject) => {
      this.#queue.add({ number, task, signal, attempt: 1, isAlone: false, resolve, reject });
      this.#flushSoon();
    });
  }

  /** Has all workers let go of what they keep for a run; waits for its resources to be let go of. */
  async endRun(id: string): Promise<void> {
    const run = this.#runs.get(id);
    if (run === undefined) {
      await this.#leaving.get(id);
      this.#leaving.delete(id);
      return;
    }
    this.#runs.delete(id);
    run.release();
    const { numbers } = run.values;
    const ends = [...this.#workers].map((worker) => worker.endRun(id, false, numbers));
    if (run.hasResources) await allDone(ends);
  }

  /** Has all workers close; one that does not is ended. Rejects with the first thing that failed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.fail(new AbortError('run/closed', 'The driver was closed.'));
    await allDone([...this.#workers].map((worker) => this.#closeWorker(worker)));
  }

  async #closeWorker(worker: PoolWorker): Promise<void> {
    if (!worker.isOpen) return worker.kill();
    // what it is at is no longer wanted
    const isBusy = worker.batches.length > 0;
    const limit = isBusy ? abortWithinMs : closeWithinMs;
    let hasClosed = false;
    const closed = worker.close().finally(() => {
      hasClosed = true;
    });
    await atMost(
      closed.catch(() => undefined),
      limit,
    );
    // its end counts as an answer, too
    const isInTime = hasClosed;
    await worker.kill();
    if (isInTime) await closed;
    else if (!isBusy) throw notClosed(worker.name, limit);
  }

  /** Starts a worker and has it open the dataflow. */
  async #start(): Promise<void> {
    const { prefix, start, opening } = this.#settings;
    const worker = new PoolWorker(`${prefix}-${++this.#started}`, start, {
      done: (outcomes, buffers) => this.#done(worker, outcomes, buffers),
      ended: (ending) => this.#ended(worker, ending),
    });
    this.#workers.add(worker);
    try {
      const packer = new Packer();
      await worker.open(await opening(worker.name, packer), packer);
    } catch (error) {
      const failure = isEnding(error) ? notOpened(worker.name, error) : error;
      await worker.kill();
      // nobody is left who could run what waits
      if (this.#workers.size === 0) this.#queue.fail(failure);
      throw failure;
    }
    this.#flushSoon();
  }

  #begin({ runId, given }: Task, signal: AbortSignal): void {
    if (this.#runs.has(runId)) return;
    const onAbort = (): void => this.#aborted(runId, signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#runs.set(runId, {
      values: new SharedValues(),
      hasResources: given.size > 0,
      release: () => signal.removeEventListener('abort', onAbort),
    });
  }

  #aborted(id: string, reason: unknown): void {
    const run = this.#runs.get(id);
    const ends: Promise<void>[] = [];
    this.#runs.delete(id);
    this.#queue.dropRun(id, reason);
    for (const worker of this.#workers) {
      for (const batch of worker.batches) {
        if (batch.run === id) for (const { reject } of batch.waiting.values()) reject(reason);
      }
      ends.push(worker.endRun(id, true, run?.values.numbers ?? []));
      if (worker.batches[0]?.run === id) this.#watch.endSoon(worker);
    }
    if (run?.hasResources === true) this.#leaving.set(id, Promise.allSettled(ends));
  }

  /** Later in this turn of the event loop: until then, further small tasks may come. */
  #flushSoon(): void {
    if (this.#isFlushing || this.#queue.isEmpty) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    for (let { first } = this.#queue; first !== undefined; first = this.#queue.first) {
      const size = this.#sizeOf(first.task.program);
      const free = [...this.#workers].filter((worker) => hasRoom(worker, size));
      const worker = leastBusy(free);
      if (worker === undefined) break;
      this.#send(worker, this.#queue.next(size.size, free.length), size);
    }
    if (this.#queue.isEmpty || this.#isClosed) return;
    // those that died
    const lacks = this.#settings.workers - this.#workers.size;
    for (let i = 0; i < lacks; i++) this.#start().catch(() => undefined);
  }

  #sizeOf(program: TaskProgram): BatchSize {
    const known = this.#sizes.get(program);
    if (known !== undefined) return known;
    const size = new BatchSize();
    this.#sizes.set(program, size);
    return size;
  }

  #send(worker: PoolWorker, entries: readonly Entry[], size: BatchSize): void {
    const [first] = entries;
    const run = first && this.#runs.get(first.task.runId);
    if (first === undefined || run === undefined) return;
    const { runId, program, given } = first.task;
    const batch: Batch = {
      run: runId,
      waiting: new Map(entries.map((entry) => [entry.number, entry])),
      attempt: first.attempt,
      size,
      count: entries.length,
      isSent: false,
    };
    worker.batches.push(batch);
    worker.hold();
    const packed = new BatchPacker(run.values);
    const post = (values: BatchMessage['given']): void => {
      batch.count = batch.waiting.size;
      // all were refused, or the worker is gone and others have them
      if (batch.count === 0 || worker.hasEnded) return this.#drop(worker, batch);
      worker.run(batch, program, packed, values);
      size.had(packed.packer.bytes, batch.count);
      countNative(packed.packer.bytes);
      if (worker.batches[0] === batch) this.#watch.restart(worker);
    };
    const fail = (error: unknown): void => {
      for (const { reject } of batch.waiting.values()) reject(error);
      this.#drop(worker, batch);
    };
    const waiting = packed.addAll(entries, {
      refused: (entry, error) => {
        batch.waiting.delete(entry.number);
        entry.reject(error);
      },
      left: (others) => {
        for (const { number } of others) batch.waiting.delete(number);
        this.#queue.putBack(others);
      },
    });
    try {
      const values =
        waiting === undefined ? packed.given(given) : waiting.then(() => packed.given(given));
      if (values instanceof Promise) values.then(post).catch(fail);
      else post(values);
    } catch (error) {
      fail(error);
    }
  }

  /** Forgets a message that was not sent. */
  #drop(worker: PoolWorker, batch: Batch): void {
    const at = worker.batches.indexOf(batch);
    if (at >= 0) worker.batches.splice(at, 1);
    worker.hold();
    this.#flushSoon();
  }

  #done(worker: PoolWorker, outcomes: OutcomeList, buffers: readonly Bytes[]): void {
    const bytes = buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    countNative(bytes);
    const [first = -1] = outcomes.numbers;
    const batch = worker.batches.find(({ waiting }) => waiting.has(first));
    if (batch === undefined) return;
    batch.size.took(outcomes.durations);
    batch.size.had(bytes, outcomes.numbers.length);
    for (const outcome of outcomesIn(outcomes)) {
      const entry = batch.waiting.get(outcome.number);
      batch.waiting.delete(outcome.number);
      try {
        entry?.resolve(outcomeOf(outcome, buffers, worker.name));
      } catch (error) {
        entry?.reject(error);
      }
    }
    if (batch.waiting.size === 0) worker.batches.splice(worker.batches.indexOf(batch), 1);
    const [next] = worker.batches;
    // its run was aborted while it waited: it may begin all the same
    if (next !== undefined && !this.#runs.has(next.run)) this.#watch.endSoon(worker);
    this.#watch.restart(worker);
    this.#flushSoon();
  }

  #ended(worker: PoolWorker, ending: LinkEnding): void {
    this.#workers.delete(worker);
    const slow = this.#watch.forget(worker);
    const batches = worker.batches.splice(0);
    const again = tasksLeftBy(worker, batches, ending, {
      slow,
      timeout: this.#watch.timeout,
      retries: this.#settings.retries,
    });
    this.#queue.putBack(again);
    if (batches.length === 0 && worker.isOpen && !worker.isCondemned) {
      process.emitWarning(`The idle worker ${worker.name} ${ending.how}.`, 'IcosianWarning');
    }
    this.#flushSoon();
  }
}

const isEnding = (error: unknown): error is LinkEnding =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'how' in error;

/** Whether a worker may get tasks of this size: a second message only where it is done with both soon. */
function hasRoom({ isOpen, isCondemned, hasEnded, batches }: PoolWorker, size: BatchSize): boolean {
  if (!isOpen || isCondemned || hasEnded) return false;
  const [current] = batches;
  return current === undefined || (batches.length < 2 && current.size.isShort && size.isShort);
}

function leastBusy(workers: readonly PoolWorker[]): PoolWorker | undefined {
  let least: PoolWorker | undefined;
  for (const worker of workers) {
    if (least === undefined || worker.batches.length < least.batches.length) least = worker;
  }
  return least;
}
