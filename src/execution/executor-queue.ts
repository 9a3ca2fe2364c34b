/**
 * Tasks for one executor: never more at once than it takes.
 *
 * @module
 */
import type { Task, TaskExecutor, TaskOutcome, TaskProgram } from '../executors/executor.ts';

/** A task that an executor has, or will get. */
interface Ticket {
  /** The run that it belongs to. */
  readonly run: object;
  readonly start: () => void;
  readonly task: Task;
  /** How much of the room for a task it takes up: small ones share it. */
  weight: number;
  isHeld: boolean;
}

/** Sums of parts of rooms are not exact; no part is as small as this. */
const rounding = 1e-6;

/** A task that was handed over. */
export interface SubmittedTask {
  readonly outcome: Promise<TaskOutcome>;
  /** Says that its outcome has been dealt with: another one may take its room. */
  readonly release: () => void;
}

/** Tasks for one executor: as many as it takes are submitted, the others wait in the order in which they came. */
export class ExecutorQueue {
  readonly executor: TaskExecutor;
  readonly #onRelease: () => void;
  #waiting: Ticket[] = [];
  readonly #held = new Set<Ticket>();
  /** The rooms that are taken up. */
  #load = 0;

  /** `onRelease` is called when a task has come back. */
  constructor(executor: TaskExecutor, onRelease: () => void) {
    this.executor = executor;
    this.#onRelease = onRelease;
  }

  /** Tasks that wait for room. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get hasRoom(): boolean {
    return this.#load < this.executor.capacity - rounding;
  }

  /** How many tasks of one program may be submitted and not returned. */
  most(program: TaskProgram): number {
    return this.executor.capacity * this.#batchOf(program);
  }

  /**
   * Submits a task of `run` when there is room, or at once where it is urgent. It takes up room until it is released.
   */
  submit(run: object, task: Task, signal: AbortSignal, isUrgent: boolean): SubmittedTask {
    const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
    const ticket: Ticket = {
      run,
      task,
      weight: 1,
      isHeld: false,
      start: () => {
        try {
          Promise.resolve(this.executor.submit(task, signal)).then(resolve, reject);
        } catch (error) {
          reject(error);
        }
      },
    };
    if (isUrgent) this.#start(ticket);
    else {
      this.#waiting.push(ticket);
      this.#startWaiting();
    }
    return { outcome: promise, release: () => this.#release(ticket) };
  }

  /** Forgets the tasks of a run that is over: those that wait, and those that the executor may still be at. */
  drop(run: object): void {
    this.#waiting = this.#waiting.filter((ticket) => ticket.run !== run);
    for (const ticket of this.#held) if (ticket.run === run) this.#release(ticket);
  }

  #release(ticket: Ticket): void {
    if (!ticket.isHeld) return;
    ticket.isHeld = false;
    this.#held.delete(ticket);
    this.#load = this.#held.size === 0 ? 0 : this.#load - ticket.weight;
    this.#startWaiting();
    this.#onRelease();
  }

  #startWaiting(): void {
    while (this.hasRoom) {
      const ticket = this.#waiting.shift();
      if (ticket === undefined) return;
      this.#start(ticket);
    }
  }

  #start(ticket: Ticket): void {
    ticket.isHeld = true;
    this.#held.add(ticket);
    // by what is known now: it may have waited
    ticket.weight =
      this.executor.batchOf === undefined ? 1 : 1 / this.#batchOf(ticket.task.program);
    this.#load += ticket.weight;
    ticket.start();
  }

  #batchOf(program: TaskProgram): number {
    return this.executor.batchOf?.(program) ?? 1;
  }
}
