/**
 * The tasks of one run: made of steps and frames, handed to executors, and taken back.
 *
 * @module
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  Ending,
  ItemsEvent,
  LifecycleAdapter,
  NodeInfo,
  TaskCall,
  TaskEvent,
} from '../adapters/adapter.ts';
import { AbortError, type ItemReference } from '../errors.ts';
import type { Task, TaskOutcome } from '../executors/executor.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { BlockStep, TaskGroup, TaskStep } from '../plan/plan.ts';
import { now } from './behaviour.ts';
import type { DriverExecutors, ExecutorQueue, SubmittedTask } from './executor-queue.ts';
import { itemOf, type Frame } from './frame.ts';
import { tellAfter, tellBefore, type Told } from './lifecycle.ts';
import { byNode, checkedOutcome, middlewareOutcome, taskFailure } from './task-outcome.ts';
import { middlewareChain, middlewareFailure, type Link } from './middleware.ts';
import type { RunControl } from './run-control.ts';
import type { Run } from './run.ts';
import { runAttempt } from './task-attempt.ts';

export interface TaskRunnerSettings {
  readonly adapters: readonly LifecycleAdapter[];
  readonly executors: DriverExecutors;
  readonly control: RunControl;
  readonly runId: string;
  readonly infoOf: (node: FunctionNode) => NodeInfo;
}

/** Tells how something about a task ended, once: it may be the end of the run. */
type End = (ending: Omit<Ending, 'durationMs'>) => Promise<void>;

/** What adapters were told has begun about a task, until they are told how it ended. */
interface OpenTask {
  readonly task: Task;
  readonly told: Told;
  readonly end: End;
}

/** The executors on whose task something runs. */
const taskOf = new AsyncLocalStorage<DriverExecutors>();

export class TaskRunner {
  readonly #settings: TaskRunnerSettings;
  /** Whether a task waits for this run: then it must not wait for the room that the task takes up. */
  readonly #isNested: boolean;
  /** Whether anybody wants to know of items. */
  readonly watchesItems: boolean;
  readonly #watchesReturns: boolean;
  readonly #watchesWork: boolean;
  readonly #open = new Set<OpenTask>();
  readonly #endings = new Set<Promise<void>>();
  /** Tasks on their way to an executor. */
  #submitting = 0;
  /** Of each block, who got the last task of its items. */
  readonly #lastQueues = new Map<BlockStep, ExecutorQueue>();

  constructor(settings: TaskRunnerSettings) {
    this.#settings = settings;
    this.#isNested = taskOf.getStore() === settings.executors;
    const has = (method: keyof LifecycleAdapter): boolean =>
      settings.adapters.some((adapter) => adapter[method] !== undefined);
    this.watchesItems = has('onItemsExpanded');
    this.#watchesReturns = has('beforeTaskSubmit') || has('afterTaskReturn');
    this.#watchesWork = has('beforeTask') || has('afterTask') || has('executeTask');
  }

  /** Opens the executors and tells how the request was cut. */
  async begin(groups: readonly TaskGroup[]): Promise<void> {
    const { adapters, control, runId, executors } = this.#settings;
    if (groups.length > 0) await executors.open();
    control.throwIfOver();
    await tellBefore(
      adapters,
      'onTasksGrouped',
      { runId, groups: groups.map(({ id, nodes, where, scope }) => ({ id, nodes, where, scope })) },
      { count: 0 },
      control.isOver,
    );
  }

  /** Whether a block may ask its generator for a further item; where not, `resume` is called once it may. */
  hasRoom(step: BlockStep, resume: () => void): boolean {
    const { executors } = this.#settings;
    // the next task will probably go where the last one went
    const hasRoom = this.#lastQueues.get(step)?.hasRoom ?? true;
    if (this.#submitting === 0 && hasRoom && executors.hasRoom) return true;
    executors.whenRoom(resume);
    return false;
  }

  /** How many of a block's items may be under way at once: as many as whoever gets their tasks takes. */
  capacityFor(step: BlockStep): number {
    const last = this.#lastQueues.get(step)?.executor.capacity;
    return last ?? this.#settings.executors.leastCapacity;
  }

  /** Tells of an item that a generator gave, or that it gave its last one. */
  itemGiven(
    step: BlockStep,
    outer: Frame,
    items: readonly ItemReference[],
    isLast: boolean,
  ): void | Promise<void> {
    const { adapters, control, runId, infoOf } = this.#settings;
    const item = itemOf(outer);
    const event: ItemsEvent = {
      runId,
      node: infoOf(step.node),
      ...(item === undefined ? {} : { item }),
      items,
      isLast,
    };
    return tellBefore(adapters, 'onItemsExpanded', event, { count: 0 }, control.isOver);
  }

  /** Runs a task wherever its executor does, and puts its values into the frame. */
  run(step: TaskStep, frame: Frame, run: Run): Promise<void> {
    const { group } = step;
    const { runId } = this.#settings;
    const item = itemOf(frame);
    // now, because the frame may let go of what has been taken
    const taken = step.slots.map((slot) => frame.values[slot]);
    // each attempt begins with a frame of its own: an executor may run a task again
    const inside = (): Frame => {
      const values: unknown[] = [];
      for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
      step.taken.forEach((slot, i) => {
        values[slot] = taken[i];
      });
      return { ...frame, values };
    };
    const task: Task = {
      id: item === undefined ? group.id : `${group.id}[${positionsOf(item).join(',')}]`,
      runId,
      nodes: group.nodes,
      where: group.where,
      scope: group.scope,
      ...(item === undefined ? {} : { item }),
      run: () => this.#runHere(task, step, inside, run),
    };
    return this.#submitted(task, step, frame);
  }

  async #submitted(task: Task, step: TaskStep, frame: Frame): Promise<void> {
    const { executors, control } = this.#settings;
    const queue = executors.queueFor(task);
    const { name } = queue.executor;
    if (frame.step !== undefined) this.#lastQueues.set(frame.step, queue);
    let opened: OpenTask | undefined;
    let submitted: SubmittedTask | undefined;
    try {
      this.#submitting++;
      try {
        if (this.#watchesReturns) opened = await this.#begin(task, name);
        submitted = queue.submit(control, task, control.signal(), this.#isNested);
      } finally {
        this.#submitting--;
      }
      executors.roomMade();
      const outcome = checkedOutcome(await submitted.outcome, step, task, name);
      if (opened !== undefined) await opened.end({ result: byNode(step, outcome) });
      step.gives.forEach((slot, i) => {
        frame.values[slot] = outcome.values[i];
      });
    } catch (error) {
      const failure = control.ending()?.error ?? taskFailure(task, name, error);
      if (opened !== undefined) await opened.end({ error: failure }).catch(() => undefined);
      // before its room is free: nothing else is to begin
      control.stop(failure);
      throw failure;
    } finally {
      submitted?.release();
    }
  }

  async #begin(task: Task, executor: string): Promise<OpenTask> {
    const { adapters, control } = this.#settings;
    const event: TaskEvent = { ...callOf(task), executor };
    const opened = this.#opened(task, 'afterTaskReturn', event);
    try {
      await tellBefore(adapters, 'beforeTaskSubmit', event, opened.told, control.isOver);
      control.throwIfOver();
    } catch (error) {
      await opened.end({ error }).catch(() => undefined);
      throw error;
    }
    return opened;
  }

  /** Notes that something about a task begins, of which `hook` will tell how it ended. */
  #opened(task: Task, hook: 'afterTaskReturn' | 'afterTask', event: TaskCall): OpenTask {
    const startedAt = now();
    const told: Told = { count: 0 };
    const end: End = async (ending) => {
      if (!this.#open.delete(opened)) return;
      const ended = { ...event, ...ending, durationMs: now() - startedAt };
      const telling = (async () => tellAfter(this.#settings.adapters, hook, ended, told))();
      this.#endings.add(telling);
      await telling.finally(() => this.#endings.delete(telling));
    };
    const opened: OpenTask = { task, told, end };
    this.#open.add(opened);
    return opened;
  }

  /** Ends what is open, because the run is over: its executors are free again, and all its hooks have ended afterwards. */
  async abandon(): Promise<void> {
    this.#settings.executors.drop(this.#settings.control);
    for (const { task, end } of this.#open) {
      const sentence = `The run was over before the task "${task.id}" ended.`;
      end({ error: new AbortError('run/over', sentence) }).catch(() => undefined);
    }
    await Promise.allSettled(this.#endings);
  }

  /** Runs a task in this thread, inside the hooks and middleware for where tasks run. */
  async #runHere(task: Task, step: TaskStep, begin: () => Frame, run: Run): Promise<TaskOutcome> {
    const work = async (): Promise<TaskOutcome> => {
      run.runner.throwIfOver();
      const frame = begin();
      await taskOf.run(this.#settings.executors, () => runAttempt(step, frame, run));
      return { values: step.given.map((slot) => frame.values[slot]) };
    };
    if (!this.#watchesWork) return work();
    const { adapters, control } = this.#settings;
    const event = callOf(task);
    const { told, end } = this.#opened(task, 'afterTask', event);
    const linkOf = (adapter: LifecycleAdapter): Link | undefined =>
      adapter.executeTask && ((next) => adapter.executeTask?.(event, next));
    const chain = middlewareChain(adapters, linkOf, work);
    let outcome: TaskOutcome;
    try {
      await tellBefore(adapters, 'beforeTask', event, told, control.isOver);
      control.throwIfOver();
      outcome = middlewareOutcome(await chain.start(), step, task, adapters);
    } catch (error) {
      await end({ error }).catch(() => undefined);
      const thrower = chain.throwerOf(error);
      throw thrower === undefined || thrower === 'function'
        ? error
        : middlewareFailure(thrower, 'executeTask', task.id, error);
    }
    await end({ result: byNode(step, outcome) });
    return outcome;
  }
}

const callOf = ({ runId, id, nodes, where, scope, item }: Task): TaskCall => ({
  runId,
  task: { id, nodes, where, scope, ...(item === undefined ? {} : { item }) },
});

/** The positions of an item and of those around it, outermost first. */
function positionsOf({ index, outer }: ItemReference): readonly number[] {
  return outer === undefined ? [index] : [...positionsOf(outer), index];
}
