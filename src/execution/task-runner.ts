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
  NodeReport,
  TaskCall,
  TaskEvent,
} from '../adapters/adapter.ts';
import { AbortError, type ItemReference } from '../errors.ts';
import type { Task, TaskOutcome } from '../executors/executor.ts';
import { plain } from './held-values.ts';
import { PlannedTask } from './planned-task.ts';
import { repeatReports } from './repeat-reports.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { BlockStep, TaskGroup, TaskStep } from '../plan/plan.ts';
import { now } from './behaviour.ts';
import type { DriverExecutors } from './driver-executors.ts';
import type { ExecutorQueue, SubmittedTask } from './executor-queue.ts';
import { itemOf, type Frame } from './frame.ts';
import { tellAfter, tellBefore, type Told } from './lifecycle.ts';
import { byNode, checkedOutcome, middlewareOutcome, taskFailure } from './task-outcome.ts';
import type { RunControl } from './run-control.ts';
import type { Run } from './run.ts';
import { runAttempt } from './task-attempt.ts';
import { watchesTaskWork, watchTask } from './watch-task.ts';

export interface TaskRunnerSettings {
  readonly adapters: readonly LifecycleAdapter[];
  readonly executors: DriverExecutors;
  readonly control: RunControl;
  readonly runId: string;
  readonly infoOf: (node: FunctionNode) => NodeInfo;
  readonly infoNamed: (name: string) => NodeInfo;
  /** What the resources of the run read from outside. */
  readonly given: ReadonlyMap<string, unknown>;
}

/** Tells how something about a task ended, once: it may be the end of the run. */
type End = (ending: Omit<Ending, 'durationMs'>) => Promise<void>;

/** What adapters were told has begun about a task, until they are told how it ended. */
interface OpenTask {
  readonly task: Task;
  readonly told: Told;
  readonly end: End;
  /** Who ran it elsewhere, once that is known. */
  worker?: string;
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
  #hasBegun = false;
  /** Of each block, the last task of its items, and who got it. */
  readonly #last = new Map<BlockStep, { readonly queue: ExecutorQueue; readonly task: Task }>();

  constructor(settings: TaskRunnerSettings) {
    this.#settings = settings;
    this.#isNested = taskOf.getStore() === settings.executors;
    const has = (method: keyof LifecycleAdapter): boolean =>
      settings.adapters.some((adapter) => adapter[method] !== undefined);
    this.watchesItems = has('onItemsExpanded');
    this.#watchesReturns = has('beforeTaskSubmit') || has('afterTaskReturn');
    this.#watchesWork = watchesTaskWork(settings.adapters);
  }

  /** Opens the executors and tells how the request was cut. */
  async begin(groups: readonly TaskGroup[]): Promise<void> {
    const { adapters, control, runId, executors } = this.#settings;
    if (groups.length > 0) {
      control.throwIfOver();
      await executors.open(groups);
      this.#hasBegun = true;
    }
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
    const hasRoom = this.#last.get(step)?.queue.hasRoom ?? true;
    if (this.#submitting === 0 && hasRoom && executors.hasRoom) return true;
    executors.whenRoom(resume);
    return false;
  }

  /** How many of a block's items may be under way at once: as many as whoever gets their tasks takes. */
  capacityFor(step: BlockStep): number {
    const last = this.#last.get(step);
    return last?.queue.most(last.task.program) ?? this.#settings.executors.leastCapacity;
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
    const item = itemOf(frame);
    // now, because the frame may let go of what has been taken
    const values = step.slots.map((slot) => frame.values[slot]);
    const task = new PlannedTask(step, values, item, this.#settings, (own) =>
      this.#runHere(own, step, () => insideOf(step, frame, values), run),
    );
    return this.#submitted(task, step, frame);
  }

  async #submitted(task: Task, step: TaskStep, frame: Frame): Promise<void> {
    const { executors, control } = this.#settings;
    const queue = executors.queueFor(task);
    const { name } = queue.executor;
    if (frame.step !== undefined) this.#last.set(frame.step, { queue, task });
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
      const { worker, reports, failure } = outcome;
      if (worker !== undefined && opened !== undefined) opened.worker = worker;
      if (reports !== undefined) await this.#tellAgain(task, step, outcome, reports);
      if (failure !== undefined) throw failure.error;
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

  /** Tells those who have no part in workers what was done there. */
  async #tellAgain(
    task: Task,
    step: TaskStep,
    outcome: TaskOutcome,
    reports: readonly NodeReport[],
  ): Promise<void> {
    const { adapters, control, infoNamed } = this.#settings;
    const { durationMs = 0, failure } = outcome;
    const watching = adapters.filter((adapter) => adapter.worker === undefined);
    const by = outcome.worker === undefined ? {} : { worker: outcome.worker };
    const told: Told = { count: 0 };
    const event = { ...callOf(task), ...by };
    await tellBefore(watching, 'beforeTask', event, told, control.isOver);
    await repeatReports(watching, reports, (name, item) => ({
      runId: task.runId,
      node: infoNamed(name),
      inputs: {},
      ...(item === undefined ? {} : { item }),
      ...by,
    }));
    const ending =
      failure === undefined ? { result: byNode(step, outcome) } : { error: failure.error };
    await tellAfter(watching, 'afterTask', { ...event, ...ending, durationMs }, told);
  }

  /** Notes that something about a task begins, of which `hook` will tell how it ended. */
  #opened(task: Task, hook: 'afterTaskReturn' | 'afterTask', event: TaskCall): OpenTask {
    const startedAt = now();
    const told: Told = { count: 0 };
    const end: End = async (ending) => {
      if (!this.#open.delete(opened)) return;
      const { worker } = opened;
      const by = worker === undefined ? {} : { worker };
      const ended = { ...event, ...by, ...ending, durationMs: now() - startedAt };
      const telling = (async () => tellAfter(this.#settings.adapters, hook, ended, told))();
      this.#endings.add(telling);
      await telling.finally(() => this.#endings.delete(telling));
    };
    const opened: OpenTask = { task, told, end };
    this.#open.add(opened);
    return opened;
  }

  /** Has executors let go of what they have kept for the run. */
  async end(): Promise<void> {
    if (this.#hasBegun) await this.#settings.executors.endRun(this.#settings.runId);
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
    const { isOver, throwIfOver } = control;
    const checked = (outcome: unknown): TaskOutcome =>
      middlewareOutcome(outcome, step, task, adapters);
    const byName = (outcome: TaskOutcome): Record<string, unknown> => byNode(step, outcome);
    return watchTask({ adapters, event, told, isOver, throwIfOver, checked, end, byName }, work);
  }
}

/** A frame for one attempt: an executor may run a task again. */
function insideOf(step: TaskStep, frame: Frame, taken: readonly unknown[]): Frame {
  const values: unknown[] = [];
  for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
  step.taken.forEach((slot, i) => {
    values[slot] = plain(taken[i]);
  });
  return { ...frame, values };
}

const callOf = ({ runId, id, nodes, where, scope, item }: Task): TaskCall => ({
  runId,
  task: { id, nodes, where, scope, ...(item === undefined ? {} : { item }) },
});
