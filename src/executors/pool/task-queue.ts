/**
 * Tasks that wait for a worker, in the order in which they came.
 *
 * @module
 */
import type { Entry } from './entry.ts';

export class TaskQueue {
  #entries: Entry[] = [];

  get isEmpty(): boolean {
    return this.#entries.length === 0;
  }

  /** The task that is first in line. */
  get first(): Entry | undefined {
    return this.#entries[0];
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Puts tasks first in line: they were there before. */
  putBack(entries: readonly Entry[]): void {
    this.#entries.unshift(...entries);
  }

  /** Takes those that go into one message: of one run and one program, at most `size`, and a fair part of all. */
  next(size: number, freeWorkers: number): readonly Entry[] {
    const [first] = this.#entries;
    if (first === undefined) return [];
    const { runId, program } = first.task;
    const most = first.isAlone
      ? 1
      : Math.min(size, Math.ceil(this.#entries.length / Math.max(1, freeWorkers)));
    let count = 1;
    while (count < most) {
      const { task, isAlone } = this.#entries[count] as Entry;
      if (isAlone || task.runId !== runId || task.program !== program) break;
      count++;
    }
    return this.#entries.splice(0, count);
  }

  /** Rejects the tasks of a run. */
  dropRun(run: string, reason: unknown): void {
    const kept: Entry[] = [];
    for (const entry of this.#entries) {
      if (entry.task.runId === run) entry.reject(reason);
      else kept.push(entry);
    }
    this.#entries = kept;
  }

  /** Rejects all. */
  fail(error: unknown): void {
    for (const { reject } of this.#entries.splice(0)) reject(error);
  }
}
