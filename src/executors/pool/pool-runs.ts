/**
 * The runs of which a pool has tasks.
 *
 * @module
 */
import { atMost } from '../../execution/behaviour.ts';
import type { Task } from '../executor.ts';
import { abortWithinMs } from './answer-watch.ts';
import { SharedValues } from './shared-values.ts';

export interface PoolRun {
  readonly values: SharedValues;
  /** Whether it has resources of its own: then their end is waited for. */
  readonly hasResources: boolean;
  /** Lets go of its signal. */
  readonly release: () => void;
}

export class PoolRuns {
  readonly #runs = new Map<string, PoolRun>();
  /** Runs that were aborted and have resources of their own, until somebody has waited for the end of these. */
  readonly #leaving = new Map<string, Promise<void>>();

  get(id: string): PoolRun | undefined {
    return this.#runs.get(id);
  }

  /** Notes the run of a task; `onAbort` is called when that is aborted. */
  begin({ runId, given }: Task, signal: AbortSignal, onAbort: () => void): void {
    if (this.#runs.has(runId)) return;
    signal.addEventListener('abort', onAbort, { once: true });
    this.#runs.set(runId, {
      values: new SharedValues(),
      hasResources: given.size > 0,
      release: () => signal.removeEventListener('abort', onAbort),
    });
  }

  /** Forgets a run, and gives it. */
  end(id: string): PoolRun | undefined {
    const run = this.#runs.get(id);
    this.#runs.delete(id);
    run?.release();
    return run;
  }

  /** Notes that the resources of an aborted run are being let go of. */
  leave(id: string, ends: readonly Promise<void>[]): void {
    this.#leaving.set(
      id,
      Promise.allSettled(ends).then(() => undefined),
    );
  }

  /** Done when the resources of an aborted run are let go of; a worker that is at something else is not waited for long. */
  async left(id: string): Promise<void> {
    const leaving = this.#leaving.get(id);
    this.#leaving.delete(id);
    if (leaving !== undefined) await atMost(leaving, abortWithinMs);
  }
}
