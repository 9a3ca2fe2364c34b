/**
 * A pool of workers: tasks wait here until one of them has room, and are sent several at a time where they are small.
 *
 * @module
 */
import { EncodedValue } from '../../columns/encoded-value.ts';
import { loadFor } from '../../columns/codec.ts';
import type { Bytes, Encoded } from '../../columns/message.ts';
import { encodedIn, isComplete, Packer, unpack, type Packed } from '../../columns/parcel.ts';
import { AbortError, TaskError } from '../../errors.ts';
import { atMost, closeWithinMs } from '../../execution/behaviour.ts';
import { allDone } from '../../execution/settle.ts';
import type { NodeReport } from '../../adapters/adapter.ts';
import type { Task, TaskOutcome } from '../executor.ts';
import type { OpenMessage, OutcomeMessage } from '../worker/protocol.ts';
import { BatchSize } from './batch-size.ts';
import type { Batch, Entry } from './entry.ts';
import type { LinkEnding, StartWorker } from './link.ts';
import { BatchPacker } from './pack-batch.ts';
import { PoolWorker } from './pool-worker.ts';
import { SharedValues } from './shared-values.ts';
import { crashed, notClosed, notOpened, timedOut } from './worker-failures.ts';

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

/** Bytes that are sent at once. */
const mostBytes = 2 ** 20;
/** Milliseconds for which a worker may go on with a task whose run is over. */
const abortWithinMs = 1000;
/** Milliseconds for which a worker may keep outcomes for itself. */
const outcomesWithinMs = 100;

/** A run of which there are tasks. */
interface PoolRun {
  readonly values: SharedValues;
  /** Whether it has resources of its own: then their end is waited for. */
  readonly hasResources: boolean;
  readonly release: () => void;
}

export class WorkerPool {
  readonly #settings: PoolSettings;
  readonly #workers = new Set<PoolWorker>();
  readonly #runs = new Map<string, PoolRun>();
  readonly #size = new BatchSize();
  readonly #timers = new Map<PoolWorker, NodeJS.Timeout>();
  /** What was found too slow, by worker. */
  readonly #slow = new Map<PoolWorker, Entry>();
  #queue: Entry[] = [];
  #lastNumber = 0;
  #started = 0;
  #isFlushing = false;
  #isClosed = false;

  constructor(settings: PoolSettings) {
    this.#settings = settings;
  }

  /** How many tasks a message holds at present. */
  get batch(): number {
    return this.#size.size;
  }

  /** Starts all workers; done when the first one can run tasks. */
  async open(): Promise<void> {
    const openings = Array.from({ length: this.#settings.workers }, () => this.#start());
    try {
      await Promise.any(openings);
    } catch (error) {
      await Promise.all([...this.#workers].map((worker) => worker.kill()));
      throw (error as AggregateError).errors[0];
    }
  }

  submit(task: Task, signal: AbortSignal): Promise<TaskOutcome> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new TaskError('worker/closed', 'The executor was closed before a task came.'));
        return;
      }
      this.#begin(task, signal);
      const number = ++this.#lastNumber;
      this.#queue.push({ number, task, signal, attempt: 1, isAlone: false, resolve, reject });
      this.#flushSoon();
    });
  }

  /** Has all workers let go of what they keep for a run; waits for its resources to be let go of. */
  async endRun(id: string): Promise<void> {
    const run = this.#runs.get(id);
    if (run === undefined) return;
    this.#runs.delete(id);
    run.release();
    const ends = [...this.#workers].map((worker) => worker.endRun(id, false, run.values.numbers));
    if (run.hasResources) await Promise.all(ends);
  }

  /** Has all workers close; what does not is ended. Rejects with the first thing that failed. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { reject } of this.#queue.splice(0)) {
      reject(new AbortError('run/closed', 'The driver was closed.'));
    }
    await allDone([...this.#workers].map((worker) => this.#closeWorker(worker)));
  }

  async #closeWorker(worker: PoolWorker): Promise<void> {
    // what it is at is no longer wanted
    const limit = worker.batches.length > 0 || !worker.isOpen ? abortWithinMs : closeWithinMs;
    let failure: { readonly error: unknown } | undefined;
    let isDone = false;
    const closed = worker.close().then(
      () => {
        isDone = true;
      },
      (error: unknown) => {
        isDone = true;
        failure = { error };
      },
    );
    await atMost(closed, limit);
    await worker.kill();
    if (failure !== undefined) throw failure.error;
    if (!isDone && limit === closeWithinMs) throw notClosed(worker.name, limit);
  }

  async #start(): Promise<void> {
    const { prefix, start, opening } = this.#settings;
    const worker: PoolWorker = new PoolWorker(`${prefix}-${++this.#started}`, start, {
      done: (_, outcomes, buffers) => this.#done(worker, outcomes, buffers),
      ended: (_, ending) => this.#ended(worker, ending),
    });
    this.#workers.add(worker);
    try {
      const packer = new Packer();
      await worker.open(await opening(worker.name, packer), packer);
    } catch (error) {
      const failure = isEnding(error) ? notOpened(worker.name, error) : error;
      await worker.kill();
      this.#failQueued(failure);
      throw failure;
    }
    this.#flushSoon();
  }

  /** Where no worker is left that could do it, what waits fails. */
  #failQueued(error: unknown): void {
    if (this.#workers.size > 0) return;
    for (const { reject } of this.#queue.splice(0)) reject(error);
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
    this.#runs.delete(id);
    this.#queue = this.#queue.filter(({ task, reject }) => {
      if (task.runId === id) reject(reason);
      return task.runId !== id;
    });
    for (const worker of this.#workers) {
      for (const batch of worker.batches) {
        if (batch.run === id) for (const { reject } of batch.waiting.values()) reject(reason);
      }
      const [current] = worker.batches;
      void worker.endRun(id, true, run?.values.numbers ?? []);
      if (current?.run !== id) continue;
      setTimeout(() => {
        if (worker.batches[0] === current) void worker.kill();
      }, abortWithinMs);
    }
  }

  /** Later in this turn of the event loop: until then, further small tasks may come. */
  #flushSoon(): void {
    if (this.#isFlushing || this.#queue.length === 0) return;
    this.#isFlushing = true;
    setImmediate(() => {
      this.#isFlushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#queue.length > 0) {
      const free = [...this.#workers].filter(
        (worker) =>
          worker.isOpen && !worker.isCondemned && worker.batches.length < this.#size.messages,
      );
      const worker = leastBusy(free);
      if (worker === undefined) break;
      this.#send(worker, this.#next(free.length));
    }
    const lacks = this.#settings.workers - this.#workers.size;
    if (this.#queue.length === 0 || this.#isClosed) return;
    for (let i = 0; i < lacks; i++) this.#start().catch(() => undefined);
  }

  /** Takes the tasks of the next message from the queue. */
  #next(freeWorkers: number): readonly Entry[] {
    const [first] = this.#queue;
    if (first === undefined) return [];
    const { runId, program } = first.task;
    // the last ones are spread over all who have nothing to do
    const most = first.isAlone
      ? 1
      : Math.min(this.#size.size, Math.ceil(this.#queue.length / freeWorkers));
    let count = 1;
    while (count < most) {
      const { task, isAlone } = this.#queue[count] as Entry;
      if (isAlone || task.runId !== runId || task.program !== program) break;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  #send(worker: PoolWorker, entries: readonly Entry[]): void {
    const [first] = entries;
    const run = first && this.#runs.get(first.task.runId);
    if (first === undefined || run === undefined) return;
    const batch: Batch = {
      run: first.task.runId,
      waiting: new Map(entries.map((entry) => [entry.number, entry])),
      size: entries.length,
      isSent: false,
    };
    worker.batches.push(batch);
    worker.hold();
    const packed = new BatchPacker(run.values);
    const post = (given: readonly (readonly [string, unknown])[]): void => {
      batch.size = batch.waiting.size;
      if (worker.hasEnded || batch.size === 0) this.#drop(worker, batch);
      else {
        worker.run(batch, first.task.program, packed, given);
        this.#watch(worker);
      }
    };
    const fail = (error: unknown): void => {
      for (const { reject } of batch.waiting.values()) reject(error);
      this.#drop(worker, batch);
    };
    try {
      const waiting = this.#pack(packed, entries, batch);
      if (waiting === undefined) {
        const given = packed.given(first.task.given);
        if (given instanceof Promise) given.then(post).catch(fail);
        else post(given);
      } else {
        waiting
          .then(() => packed.given(first.task.given))
          .then(post)
          .catch(fail);
      }
    } catch (error) {
      fail(error);
    }
  }

  /** Packs tasks, as far as they fit; the others go back. What cannot travel fails. */
  #pack(packed: BatchPacker, entries: readonly Entry[], batch: Batch): void | Promise<void> {
    const from = (start: number): void | Promise<void> => {
      for (let i = start; i < entries.length; i++) {
        const entry = entries[i] as Entry;
        if (packed.packer.bytes > mostBytes) {
          const others = entries.slice(i);
          for (const { number } of others) batch.waiting.delete(number);
          this.#queue.unshift(...others);
          return undefined;
        }
        const refuse = (error: unknown): void => {
          batch.waiting.delete(entry.number);
          entry.reject(error);
        };
        try {
          const adding = packed.add(entry);
          if (adding !== undefined) return adding.catch(refuse).then(() => from(i + 1));
        } catch (error) {
          refuse(error);
        }
      }
    };
    return from(0);
  }

  #drop(worker: PoolWorker, batch: Batch): void {
    const at = worker.batches.indexOf(batch);
    if (at >= 0) worker.batches.splice(at, 1);
    worker.hold();
    this.#flushSoon();
  }

  #done(worker: PoolWorker, outcomes: readonly OutcomeMessage[], buffers: readonly Bytes[]): void {
    this.#size.measured(outcomes.map(({ durationMs }) => durationMs));
    for (const outcome of outcomes) {
      const batch = worker.batches.find(({ waiting }) => waiting.has(outcome.number));
      const entry = batch?.waiting.get(outcome.number);
      if (batch === undefined || entry === undefined) continue;
      batch.waiting.delete(outcome.number);
      if (batch.waiting.size === 0) worker.batches.splice(worker.batches.indexOf(batch), 1);
      give(entry, outcome, buffers, worker.name);
    }
    this.#watch(worker);
    this.#flushSoon();
  }

  /** Ends a worker that gives no answer for too long. */
  #watch(worker: PoolWorker): void {
    const { timeout } = this.#settings;
    if (timeout === undefined) return;
    clearTimeout(this.#timers.get(worker));
    this.#timers.delete(worker);
    if (worker.batches.length === 0) return;
    const timer = setTimeout(() => {
      const [entry] = worker.batches[0]?.waiting.values() ?? [];
      if (entry !== undefined) this.#slow.set(worker, entry);
      void worker.kill();
    }, timeout + outcomesWithinMs);
    this.#timers.set(worker, timer);
  }

  #ended(worker: PoolWorker, ending: LinkEnding): void {
    this.#workers.delete(worker);
    clearTimeout(this.#timers.get(worker));
    this.#timers.delete(worker);
    const slow = this.#slow.get(worker);
    this.#slow.delete(worker);
    const batches = worker.batches.splice(0);
    const again: Entry[] = [];
    batches.forEach((batch, i) => {
      for (const entry of batch.waiting.values()) {
        if (entry.signal.aborted) continue;
        // it was at the first one
        const isSuspect = i === 0 && batch.isSent && !worker.isCondemned;
        if (entry === slow) {
          entry.reject(timedOut(worker.name, this.#settings.timeout ?? 0, entry, batch));
        } else if (!isSuspect) again.push(entry);
        else if (entry.attempt > this.#settings.retries) {
          entry.reject(crashed(worker.name, ending, entry, batch));
        } else {
          entry.attempt++;
          entry.isAlone = true;
          again.push(entry);
        }
      }
    });
    this.#queue.unshift(...again);
    if (batches.length === 0 && worker.isOpen && !worker.isCondemned) {
      process.emitWarning(`The idle worker ${worker.name} ${ending.how}.`, 'IcosianWarning');
    }
    this.#flushSoon();
  }
}

const isEnding = (error: unknown): error is LinkEnding =>
  typeof error === 'object' && error !== null && !(error instanceof Error) && 'how' in error;

function leastBusy(workers: readonly PoolWorker[]): PoolWorker | undefined {
  let least: PoolWorker | undefined;
  for (const worker of workers) {
    if (least === undefined || worker.batches.length < least.batches.length) least = worker;
  }
  return least;
}

/** Hands an outcome to whoever waits for it. */
function give(
  { resolve, reject }: Entry,
  { values = [], failure, reports, durationMs }: OutcomeMessage,
  buffers: readonly Bytes[],
  worker: string,
): void {
  try {
    if (failure !== undefined) {
      const { error, reports } = unpack(failure, buffers) as {
        readonly error: unknown;
        readonly reports: readonly NodeReport[];
      };
      const told = reports.length === 0 ? {} : { reports };
      resolve({ values: [], failure: { error }, worker, durationMs, ...told });
      return;
    }
    const loading: Promise<void>[] = [];
    const held = values.map((packed) => heldValue(packed, buffers, loading));
    const told =
      reports === undefined ? {} : { reports: unpack(reports, buffers) as readonly NodeReport[] };
    const outcome = { values: held, worker, durationMs, ...told };
    if (loading.length === 0) resolve(outcome);
    else Promise.all(loading).then(() => resolve(outcome), reject);
  } catch (error) {
    reject(error);
  }
}

/** A value as it came; where there is nothing to decode, the value itself. */
function heldValue(packed: Packed, buffers: readonly Bytes[], loading: Promise<void>[]): unknown {
  const encoded: Encoded | undefined = encodedIn(packed, buffers);
  if (encoded === undefined) return packed;
  if (isComplete(encoded)) return unpack(packed, buffers);
  const needed = loadFor(encoded);
  if (needed !== undefined) loading.push(needed);
  return new EncodedValue(encoded);
}
