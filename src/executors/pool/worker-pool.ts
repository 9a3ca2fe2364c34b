/**
 * A pool of workers: tasks wait here until one of them has room, and are sent several at a time where they are small.
 *
 * @module
 */
import { byteLengthOf, type Bytes } from '../../columns/message.ts';
import { Packer } from '../../columns/parcel.ts';
import { AbortError, TaskError } from '../../errors.ts';
import { closeWithinMs, isDoneWithin, now } from '../../execution/behaviour.ts';
import { countNative } from '../../execution/prompt-collection.ts';
import { allDone } from '../../execution/settle.ts';
import { thrownWords } from '../../execution/thrown.ts';
import type { Task, TaskOutcome, TaskProgram } from '../executor.ts';
import type { OpenMessage } from '../worker/protocol.ts';
import { outcomesIn, type OutcomeList } from '../worker/task-list.ts';
import { abortWithinMs, AnswerWatch } from './answer-watch.ts';
import { BatchSize } from './batch-size.ts';
import { hasRoom, leastBusy } from './choose-worker.ts';
import type { Batch, Entry } from './entry.ts';
import type { LinkEnding, StartWorker } from './link.ts';
import { outcomeOf } from './outcome-of.ts';
import { PoolRuns } from './pool-runs.ts';
import { PoolWorker } from './pool-worker.ts';
import { sendBatch } from './send-batch.ts';
import { TaskQueue } from './task-queue.ts';
import { tasksLeftBy } from './tasks-left-by.ts';
import { notClosed, notLetGo, notOpened } from './worker-failures.ts';

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

/** Milliseconds for which a worker may let go of things: a little more than it gives them itself. */
const answerWithinMs = closeWithinMs + 1000;
/** Milliseconds for which a worker may open the modules. */
const openWithinMs = 120_000;
/** So many workers in a row that cannot be started, and no further one is. */
const mostFailures = 3;

export class WorkerPool {
  readonly #settings: PoolSettings;
  readonly #workers = new Set<PoolWorker>();
  readonly #runs = new PoolRuns();
  readonly #queue = new TaskQueue();
  readonly #sizes = new WeakMap<TaskProgram, BatchSize>();
  readonly #watch: AnswerWatch;
  #lastNumber = 0;
  /** Workers that could not be started, one after the other. */
  #failures = 0;
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
    const { runId } = task;
    this.#runs.begin(task, signal, () => this.#aborted(runId, signal.reason));
    const number = ++this.#lastNumber;
    return new Promise((resolve, reject) => {
      this.#queue.add({ number, task, signal, attempt: 1, isAlone: false, resolve, reject });
      this.#flushSoon();
    });
  }

  /** Has all workers let go of what they keep for a run; waits for its resources to be let go of. */
  async endRun(id: string): Promise<void> {
    const run = this.#runs.end(id);
    if (run === undefined) return this.#runs.left(id);
    const workers = [...this.#workers];
    const ends = workers.map((worker) => worker.endRun(id, false));
    if (!run.hasResources) return;
    const done = allDone(ends);
    if (await isDoneWithin(done, answerWithinMs)) return done;
    const idle = workers.find(({ runs, batches }) => runs.size === 0 && batches.length === 0);
    // one that is at something else lets go of them later
    if (idle !== undefined) throw notLetGo(idle.name, answerWithinMs);
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
    const limit = isBusy ? abortWithinMs : answerWithinMs;
    const closed = worker.close();
    // its end counts as an answer, too
    const isInTime = await isDoneWithin(closed, limit);
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
      const opened = worker.open(await opening(worker.name, packer), packer);
      if (!(await isDoneWithin(opened, openWithinMs))) {
        throw notOpened(worker.name, { how: `gave no sign for ${openWithinMs} ms` });
      }
      await opened;
    } catch (error) {
      const failure = isEnding(error) ? notOpened(worker.name, error) : error;
      this.#failures++;
      await worker.kill();
      this.#startFailed(worker.name, failure);
      throw failure;
    }
    this.#failures = 0;
    this.#flushSoon();
  }

  #startFailed(worker: string, failure: unknown): void {
    if ([...this.#workers].some(({ isOpen }) => isOpen)) {
      const sentence = `The worker ${worker} could not be started: ${thrownWords(failure)}`;
      if (!this.#isClosed) process.emitWarning(sentence, 'IcosianWarning');
    } else if (this.#workers.size === 0 || this.#failures >= mostFailures) {
      // nobody is left who could run what waits
      this.#queue.fail(failure);
    }
  }

  #aborted(id: string, reason: unknown): void {
    const run = this.#runs.end(id);
    const ends: Promise<void>[] = [];
    this.#queue.dropRun(id, reason);
    for (const worker of this.#workers) {
      for (const batch of [...worker.packing, ...worker.batches]) {
        if (batch.run !== id) continue;
        for (const { reject } of batch.waiting.values()) reject(reason);
        worker.packing.delete(batch);
      }
      ends.push(worker.endRun(id, true));
      if (worker.batches[0]?.run === id) this.#watch.endSoon(worker);
    }
    if (run?.hasResources === true) this.#runs.leave(id, ends);
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
    const mayStart = this.#failures < mostFailures;
    const lacks = mayStart ? this.#settings.workers - this.#workers.size : 0;
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
    const batch: Batch = {
      run: first.task.runId,
      waiting: new Map(entries.map((entry) => [entry.number, entry])),
      attempt: first.attempt,
      size,
      count: entries.length,
      since: 0,
    };
    sendBatch(worker, batch, run.values, {
      left: (others) => this.#queue.putBack(others),
      sent: () => {
        if (worker.batches[0] === batch) this.#watch.restart(worker);
      },
      settled: () => {
        worker.hold();
        this.#flushSoon();
      },
    });
  }

  #done(worker: PoolWorker, outcomes: OutcomeList, buffers: readonly Bytes[]): void {
    const bytes = byteLengthOf(buffers);
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
    if (next !== undefined && next !== batch) next.since = now();
    // its run was aborted while it waited: it may begin all the same
    if (next !== undefined && this.#runs.get(next.run) === undefined) this.#watch.endSoon(worker);
    this.#watch.restart(worker);
    this.#flushSoon();
  }

  #ended(worker: PoolWorker, ending: LinkEnding): void {
    this.#workers.delete(worker);
    const slow = this.#watch.forget(worker);
    const batches = worker.batches.splice(0);
    const unsent = [...worker.packing].flatMap(({ waiting }) => [...waiting.values()]);
    worker.packing.clear();
    const again = [
      ...tasksLeftBy(worker, batches, ending, {
        slow,
        timeout: this.#watch.timeout,
        retries: this.#settings.retries,
      }),
      ...unsent,
    ];
    this.#queue.putBack(again);
    if (this.#isClosed) this.#queue.fail(new AbortError('run/closed', 'The driver was closed.'));
    if (batches.length === 0 && worker.isOpen && !worker.isCondemned) {
      process.emitWarning(`The idle worker ${worker.name} ${ending.how}.`, 'IcosianWarning');
    }
    this.#flushSoon();
  }
}

const isEnding = (error: unknown): error is LinkEnding =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'how' in error;
