/**
 * Watches that workers answer: one that gives none for too long, or goes on with what nobody wants, is ended.
 *
 * @module
 */
import type { Entry } from './entry.ts';
import type { PoolWorker } from './pool-worker.ts';

/** Milliseconds for which a worker may go on with a task whose run is over. */
export const abortWithinMs = 1000;
/** Milliseconds for which a worker may keep outcomes for itself. */
const outcomesWithinMs = 100;

export class AnswerWatch {
  readonly #timeout: number | undefined;
  readonly #timers = new Map<PoolWorker, NodeJS.Timeout>();
  /** The tasks for which workers were ended. */
  readonly #slow = new Map<PoolWorker, Entry>();

  /** `timeout` in milliseconds; undefined: workers may take their time. */
  constructor(timeout: number | undefined) {
    this.#timeout = timeout;
  }

  get timeout(): number {
    return this.#timeout ?? Infinity;
  }

  /** Begins to count anew: a worker has answered, or has got its first task. */
  restart(worker: PoolWorker): void {
    if (this.#timeout === undefined) return;
    this.#stop(worker);
    if (worker.batches.length === 0) return;
    const end = (): void => {
      // it may have answered while this thread was busy
      if (this.#timers.get(worker) !== timer) return;
      const [entry] = worker.batches[0]?.waiting.values() ?? [];
      if (entry !== undefined) this.#slow.set(worker, entry);
      void worker.kill();
    };
    // while a worker is at something, it keeps this process alive, and the timer need not
    const timer = setTimeout(() => setImmediate(end), this.#timeout + outcomesWithinMs).unref();
    this.#timers.set(worker, timer);
  }

  /** Ends a worker that is still at the same message after a while. */
  endSoon(worker: PoolWorker): void {
    const [current] = worker.batches;
    setTimeout(() => {
      if (worker.batches[0] === current) void worker.kill();
    }, abortWithinMs).unref();
  }

  /** Forgets a worker that has ended; the task that took too long, where that is why. */
  forget(worker: PoolWorker): Entry | undefined {
    this.#stop(worker);
    const slow = this.#slow.get(worker);
    this.#slow.delete(worker);
    return slow;
  }

  #stop(worker: PoolWorker): void {
    clearTimeout(this.#timers.get(worker));
    this.#timers.delete(worker);
  }
}
