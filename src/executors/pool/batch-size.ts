/**
 * How many tasks go into one message: as many as their measured time allows.
 *
 * @module
 */

/** Milliseconds of work that a message should hold: it costs much less itself, and nobody waits long for the first. */
const workPerBatch = 10;
/** Tasks in a message. */
const mostTasks = 256;
/** Above, a worker gets its next message when it is done: what it would save is nothing beside the work. */
const longTask = 50;

export class BatchSize {
  /** Milliseconds that a task takes, by the last ones; undefined: none has come back. */
  #average: number | undefined;

  /** Takes in how long tasks took, of one message. */
  measured(durationsMs: readonly number[]): void {
    if (durationsMs.length === 0) return;
    const mean = durationsMs.reduce((sum, ms) => sum + ms, 0) / durationsMs.length;
    this.#average = this.#average === undefined ? mean : (this.#average + mean) / 2;
  }

  /** How many tasks a message holds, from 1. */
  get size(): number {
    if (this.#average === undefined) return 1;
    const fitting = Math.floor(workPerBatch / Math.max(this.#average, workPerBatch / mostTasks));
    return Math.max(1, Math.min(mostTasks, fitting));
  }

  /** How many messages a worker has at a time. */
  get messages(): number {
    return this.#average === undefined || this.#average > longTask ? 1 : 2;
  }
}
