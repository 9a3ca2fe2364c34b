/**
 * The executors of a driver: opened before its first task, never given more than they take, closed with it.
 *
 * @module
 */
import { IcosianError, TaskError } from '../errors.ts';
import type {
  DataflowSource,
  ExecutionManager,
  Task,
  TaskExecutor,
  TaskOutcome,
} from '../executors/executor.ts';
import { thrownWords } from './thrown.ts';

/** A task that an executor has, or will get. */
interface Ticket {
  /** The run that it belongs to. */
  readonly run: object;
  readonly start: () => void;
  isHeld: boolean;
}

/** Tasks for one executor: as many as it takes are submitted, the others wait in the order in which they came. */
export class ExecutorQueue {
  readonly executor: TaskExecutor;
  #waiting: Ticket[] = [];
  readonly #held = new Set<Ticket>();

  constructor(executor: TaskExecutor) {
    this.executor = executor;
  }

  /** Tasks that wait for room. */
  get waiting(): number {
    return this.#waiting.length;
  }

  get hasRoom(): boolean {
    return this.#held.size < this.executor.capacity;
  }

  /** Submits a task of `run` when there is room. */
  submit(run: object, task: Task, signal: AbortSignal): Promise<TaskOutcome> {
    return new Promise((resolve, reject) => {
      const ticket: Ticket = {
        run,
        isHeld: false,
        start: () => {
          const release = (): void => this.#release(ticket);
          let outcome: Promise<TaskOutcome>;
          try {
            outcome = Promise.resolve(this.executor.submit(task, signal));
          } catch (error) {
            outcome = Promise.reject(error);
          }
          outcome.finally(release).then(resolve, reject);
        },
      };
      this.#waiting.push(ticket);
      this.#startWaiting();
    });
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
    this.#startWaiting();
  }

  #startWaiting(): void {
    while (this.#held.size < this.executor.capacity) {
      const ticket = this.#waiting.shift();
      if (ticket === undefined) return;
      ticket.isHeld = true;
      this.#held.add(ticket);
      ticket.start();
    }
  }
}

/** All executors of one driver. */
export class DriverExecutors {
  readonly #manager: ExecutionManager;
  readonly #source: DataflowSource;
  readonly #queues: ReadonlyMap<TaskExecutor, ExecutorQueue>;
  #opening: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(manager: ExecutionManager, source: DataflowSource) {
    this.#manager = manager;
    this.#source = source;
    this.#queues = new Map(manager.executors.map((each) => [each, new ExecutorQueue(each)]));
  }

  /** Opens them all, once; what failed is tried again the next time. Rejects with `TaskError`. */
  open(): Promise<void> {
    this.#opening ??= this.#openAll().catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #openAll(): Promise<void> {
    const executors = [...this.#queues.keys()];
    const openings = await Promise.allSettled(
      executors.map(async (executor) => executor.open(this.#source)),
    );
    const failed = openings.findIndex(({ status }) => status === 'rejected');
    const opening = openings[failed];
    if (opening?.status !== 'rejected') return;
    // those that did open must not stay open for nothing
    await Promise.allSettled(
      executors
        .filter((_, i) => openings[i]?.status === 'fulfilled')
        .map(async (executor) => executor.close()),
    );
    throw executorFailure('task/open-failed', executors[failed], 'open', opening.reason);
  }

  /** Closes what was opened, once. Rejects with `TaskError` when one of them could not be closed. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    if (this.#opening === undefined) return;
    const hasOpened = await this.#opening.then(
      () => true,
      () => false,
    );
    if (!hasOpened) return;
    const executors = [...this.#queues.keys()];
    const closings = await Promise.allSettled(executors.map(async (executor) => executor.close()));
    const failed = closings.findIndex(({ status }) => status === 'rejected');
    const closing = closings[failed];
    if (closing?.status !== 'rejected') return;
    throw executorFailure('task/close-failed', executors[failed], 'close', closing.reason);
  }

  /** The queue of the executor that gets a task. Throws `TaskError` where the manager does not say. */
  queueFor(task: Task): ExecutorQueue {
    let executor: TaskExecutor;
    try {
      executor = this.#manager.executorFor(task);
    } catch (error) {
      throw new TaskError(
        'task/manager-failed',
        `The execution manager failed at the task "${task.id}": ${thrownWords(error)}`,
        { cause: error, item: task.item },
      );
    }
    const queue = this.#queues.get(executor);
    if (queue !== undefined) return queue;
    throw new TaskError(
      'task/unknown-executor',
      `The execution manager sent the task "${task.id}" to an executor that is not among its own.`,
      {
        item: task.item,
        hint: 'list it in the executors of the manager: the driver opens and closes those',
      },
    );
  }

  /** Whether there is room for further items: no task waits, and not all executors are full. */
  get hasRoom(): boolean {
    let hasRoom = false;
    for (const queue of this.#queues.values()) {
      if (queue.waiting > 0) return false;
      hasRoom ||= queue.hasRoom;
    }
    return hasRoom;
  }

  /** How many tasks the smallest of them takes. */
  get leastCapacity(): number {
    return Math.min(...[...this.#queues.keys()].map(({ capacity }) => capacity));
  }

  /** Forgets the tasks of a run that is over. */
  drop(run: object): void {
    for (const queue of this.#queues.values()) queue.drop(run);
  }
}

const executorFailure = (
  code: string,
  executor: TaskExecutor | undefined,
  what: string,
  cause: unknown,
): unknown =>
  cause instanceof IcosianError
    ? cause
    : new TaskError(
        code,
        `The executor ${executor?.name ?? ''} failed to ${what}: ${thrownWords(cause)}`,
        {
          cause,
        },
      );
