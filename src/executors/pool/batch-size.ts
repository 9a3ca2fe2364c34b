/**
 * How many tasks of a program go into one message: as many as their measured time and size allow.
 *
 * @module
 */

/** Milliseconds of work that a message should hold: it costs much less itself, and nobody waits long for the first. */
const workPerBatch = 10;
/** Bytes that a message should hold. */
const bytesPerBatch = 2 ** 20;
/** Tasks in a message. */
const mostTasks = 256;
/** A worker that is busy for longer gets nothing else meanwhile: it might be free elsewhere sooner. */
export const longWork = 50;

export class BatchSize {
  /** Milliseconds and bytes that a task takes, by the last ones; undefined: none has come back. */
  #time: number | undefined;
  #bytes = 0;

  /** Takes in how long tasks of one message took. */
  took(durationsMs: readonly number[]): void {
    if (durationsMs.length === 0) return;
    const mean = durationsMs.reduce((sum, ms) => sum + ms, 0) / durationsMs.length;
    this.#time = this.#time === undefined ? mean : (this.#time + mean) / 2;
  }

  /** Takes in how large the values of some tasks are, sent or received. */
  had(bytes: number, tasks: number): void {
    this.#bytes = Math.max(bytes / tasks, this.#bytes / 2);
  }

  /** How many tasks a message holds, from 1. */
  get size(): number {
    if (this.#time === undefined) return 1;
    const byTime = workPerBatch / Math.max(this.#time, workPerBatch / mostTasks);
    const byBytes = bytesPerBatch / Math.max(this.#bytes, bytesPerBatch / mostTasks);
    return Math.max(1, Math.floor(Math.min(byTime, byBytes)));
  }

  /** Whether a message is done soon, so that the worker may have another one already. */
  get isShort(): boolean {
    return this.#time !== undefined && this.#time * this.size < longWork;
  }
}
