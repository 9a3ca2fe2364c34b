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
} from '../executors/executor.ts';
import { kindOf } from '../nodes/given.ts';
import type { TaskGroup } from '../plan/plan.ts';
import { ExecutorQueue } from './executor-queue.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';
import { WaitingRoom } from './waiting-room.ts';

type PlaceOf = (where: TaskGroup['where']) => TaskExecutor;

/** All executors of one driver. */
export class DriverExecutors {
  readonly #manager: ExecutionManager;
  /** What they are opened with. */
  readonly source: DataflowSource;
  readonly #queues: ReadonlyMap<TaskExecutor, ExecutorQueue>;
  /** Blocks that wait for room, of all runs. */
  readonly #blocks = new WaitingRoom();
  /** Those that were told to open, and not to close. */
  readonly #open = new Set<TaskExecutor>();
  readonly #opening = new Map<TaskExecutor, Promise<void>>();
  readonly #placeOf: PlaceOf | undefined;
  #closing: Promise<void> | undefined;

  /** `placeOf` says who gets the tasks of a place, where that is decided by the place alone. */
  constructor(manager: ExecutionManager, source: DataflowSource, placeOf?: PlaceOf) {
    this.#manager = manager;
    this.#placeOf = placeOf;
    this.source = source;
    const onRelease = (): void => this.roomMade();
    this.#queues = new Map(
      manager.executors.map((each) => [each, new ExecutorQueue(each, onRelease)]),
    );
  }

  /**
   * Opens those that may get tasks of these groups, each once; what failed is tried again the next time. Rejects with
   * `TaskError`.
   */
  async open(groups: readonly TaskGroup[]): Promise<void> {
    const needed = [...this.#queues.keys()].filter(
      (executor) =>
        this.#placeOf === undefined ||
        groups.some(({ where }) => this.#placeOf?.(where) === executor),
    );
    const begun = needed.filter((executor) => !this.#opening.has(executor));
    for (const executor of begun) this.#opening.set(executor, this.#openOne(executor));
    const openings = await Promise.allSettled(needed.map(async (each) => this.#opening.get(each)));
    const failure = firstFailure('open', needed, openings);
    if (failure === undefined) return;
    // those that did open with it must not stay open for nothing
    await Promise.allSettled(begun.map((executor) => this.#closeOne(executor)));
    throw failure.error;
  }

  async #openOne(executor: TaskExecutor): Promise<void> {
    this.#open.add(executor);
    try {
      await executor.open(this.source);
    } catch (error) {
      this.#open.delete(executor);
      this.#opening.delete(executor);
      throw error;
    }
  }

  async #closeOne(executor: TaskExecutor): Promise<void> {
    this.#opening.delete(executor);
    if (this.#open.delete(executor)) await executor.close(this.source);
  }

  /** Closes what was opened, once. Rejects with `TaskError` when one of them could not be closed. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const executors = [...this.#open];
    const closings = await Promise.allSettled(executors.map((each) => this.#closeOne(each)));
    const failure = firstFailure('close', executors, closings);
    if (failure !== undefined) throw failure.error;
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
    const given: unknown = executor;
    // what becomes of a promise is of no interest: it is no executor
    if (isPromise(given)) given.catch(() => undefined);
    const { name } = Object(given) as { name?: unknown };
    const what = typeof name === 'string' && name !== '' ? `the executor ${name}` : kindOf(given);
    throw new TaskError(
      'task/unknown-executor',
      `The execution manager sent the task "${task.id}" to ${what}, which is not among its executors.`,
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

  /** Calls `resume` once there may be room for a further item. */
  whenRoom(resume: () => void): void {
    this.#blocks.enter(resume);
  }

  /** Says that there may be room. */
  roomMade(): void {
    if (!this.#blocks.isEmpty) this.#blocks.wake(() => this.hasRoom);
  }

  /** How many tasks the smallest of them takes. */
  get leastCapacity(): number {
    return Math.min(...[...this.#queues.keys()].map(({ capacity }) => capacity));
  }

  /** Whether any of them runs tasks in other threads or processes. */
  get areElsewhere(): boolean {
    return [...this.#queues.keys()].some(({ isElsewhere }) => isElsewhere === true);
  }

  /** Has all of them let go of what they have kept for a run. Rejects with `TaskError` where one could not. */
  async endRun(runId: string): Promise<void> {
    const executors = [...this.#queues.keys()];
    const ends = await Promise.allSettled(
      executors.map(async (each) => each.endRun?.(runId, this.source)),
    );
    const failure = firstFailure('end a run', executors, ends);
    if (failure !== undefined) throw failure.error;
  }

  /** Forgets the tasks of a run that is over. */
  drop(run: object): void {
    for (const queue of this.#queues.values()) queue.drop(run);
  }
}

const failureCodes = {
  open: 'task/open-failed',
  'end a run': 'task/end-failed',
  close: 'task/close-failed',
} as const;

/** What went wrong with the first of the executors that could not be opened or closed; undefined: nothing. */
function firstFailure(
  what: keyof typeof failureCodes,
  executors: readonly TaskExecutor[],
  results: readonly PromiseSettledResult<void>[],
): { readonly error: unknown } | undefined {
  const failed = results.findIndex(({ status }) => status === 'rejected');
  const result = results[failed];
  if (result?.status !== 'rejected') return undefined;
  const cause: unknown = result.reason;
  if (cause instanceof IcosianError) return { error: cause };
  const sentence = `The executor ${executors[failed]?.name ?? ''} failed to ${what}: ${thrownWords(cause)}`;
  return { error: new TaskError(failureCodes[what], sentence, { cause }) };
}
