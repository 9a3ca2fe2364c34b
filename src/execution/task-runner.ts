/**
 * The tasks of one run: made of steps and frames, handed to executors, and taken back.
 *
 * @module
 */
import type {
  Ending,
  ItemsEvent,
  LifecycleAdapter,
  NodeInfo,
  TaskCall,
  TaskEvent,
} from '../adapters/adapter.ts';
import { AbortError, IcosianError, TaskError, type ItemReference } from '../errors.ts';
import type { Task, TaskOutcome } from '../executors/executor.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { BlockStep, TaskGroup, TaskStep } from '../plan/plan.ts';
import { now } from './behaviour.ts';
import type { DriverExecutors, ExecutorQueue } from './executor-queue.ts';
import { itemOf, type Frame } from './frame.ts';
import { adapterName, tellAfter, tellBefore, type Told } from './lifecycle.ts';
import { middlewareChain, middlewareFailure, type Link } from './middleware.ts';
import type { RunControl } from './run-control.ts';
import { runSteps } from './run-steps.ts';
import type { Run } from './run.ts';
import { thrownWords } from './thrown.ts';

export interface TaskRunnerSettings {
  readonly adapters: readonly LifecycleAdapter[];
  readonly executors: DriverExecutors;
  readonly control: RunControl;
  readonly runId: string;
  readonly infoOf: (node: FunctionNode) => NodeInfo;
}

/** A task that its adapters were told of, until they are told how it ended. */
interface OpenTask {
  readonly event: TaskEvent;
  readonly startedAt: number;
  readonly told: Told;
}

export class TaskRunner {
  readonly #settings: TaskRunnerSettings;
  /** Whether anybody wants to know of items. */
  readonly watchesItems: boolean;
  readonly #watchesReturns: boolean;
  readonly #watchesWork: boolean;
  readonly #open = new Set<OpenTask>();
  readonly #endings = new Set<Promise<void>>();
  /** Tasks on their way to an executor. */
  #submitting = 0;
  readonly #onRoom = new Set<() => void>();
  /** Of each block, who got the last task of its items. */
  readonly #lastQueues = new Map<BlockStep, ExecutorQueue>();

  constructor(settings: TaskRunnerSettings) {
    this.#settings = settings;
    const has = (method: keyof LifecycleAdapter): boolean =>
      settings.adapters.some((adapter) => adapter[method] !== undefined);
    this.watchesItems = has('onItemsExpanded');
    this.#watchesReturns = has('beforeTaskSubmit') || has('afterTaskReturn');
    this.#watchesWork = has('beforeTask') || has('afterTask') || has('executeTask');
  }

  /** Opens the executors and tells how the request was cut. */
  async begin(groups: readonly TaskGroup[]): Promise<void> {
    const { adapters, control, runId, executors } = this.#settings;
    await executors.open();
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
    this.#onRoom.add(resume);
    return false;
  }

  #roomMade(): void {
    if (this.#onRoom.size === 0) return;
    const waiting = [...this.#onRoom];
    this.#onRoom.clear();
    for (const resume of waiting) resume();
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
    // its own slots: the frame may let go of what it has taken
    const values: unknown[] = [];
    for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
    for (const slot of step.slots) values[slot] = frame.values[slot];
    const keySlot = frame.step?.keySlot ?? -1;
    if (keySlot >= 0) values[keySlot] = frame.values[keySlot];
    const inside: Frame = { ...frame, values };
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
    let outcome: TaskOutcome;
    try {
      this.#submitting++;
      let submitted: Promise<TaskOutcome>;
      try {
        if (this.#watchesReturns) opened = await this.#begin(task, name);
        submitted = queue.submit(control, task, control.signal());
      } finally {
        this.#submitting--;
      }
      this.#roomMade();
      outcome = checked(await submitted, step, task, name);
    } catch (error) {
      const ending = control.ending();
      const failure = ending === undefined ? failureOf(task, name, error) : ending.error;
      if (opened !== undefined) await this.#end(opened, { error: failure }).catch(() => undefined);
      throw failure;
    }
    if (opened !== undefined) await this.#end(opened, { result: byNode(step, outcome) });
    step.gives.forEach((slot, i) => {
      frame.values[slot] = outcome.values[i];
    });
    this.#roomMade();
  }

  async #begin(task: Task, executor: string): Promise<OpenTask> {
    const { adapters, control } = this.#settings;
    const opened: OpenTask = {
      event: { ...callOf(task), executor },
      startedAt: now(),
      told: { count: 0 },
    };
    this.#open.add(opened);
    try {
      await tellBefore(adapters, 'beforeTaskSubmit', opened.event, opened.told, control.isOver);
      control.throwIfOver();
    } catch (error) {
      await this.#end(opened, { error }).catch(() => undefined);
      throw error;
    }
    return opened;
  }

  async #end(opened: OpenTask, ending: Omit<Ending, 'durationMs'>): Promise<void> {
    if (!this.#open.delete(opened)) return;
    const { event, startedAt, told } = opened;
    const durationMs = now() - startedAt;
    const ended = (async () =>
      tellAfter(
        this.#settings.adapters,
        'afterTaskReturn',
        { ...event, ...ending, durationMs },
        told,
      ))();
    this.#endings.add(ended);
    await ended.finally(() => this.#endings.delete(ended));
  }

  /** Ends what is open, because the run is over: its executors are free again, and all its hooks have ended afterwards. */
  async abandon(): Promise<void> {
    this.#settings.executors.drop(this.#settings.control);
    for (const opened of this.#open) {
      const error = new AbortError(
        'run/over',
        `The run was over before the task "${opened.event.task.id}" ended.`,
      );
      this.#end(opened, { error }).catch(() => undefined);
    }
    await Promise.allSettled(this.#endings);
  }

  /** Runs a task in this thread, inside the hooks and middleware for where tasks run. */
  async #runHere(task: Task, step: TaskStep, frame: Frame, run: Run): Promise<TaskOutcome> {
    const work = async (): Promise<TaskOutcome> => {
      run.runner.throwIfOver();
      await runSteps(step.plan, frame, run);
      return { values: step.gives.map((slot) => frame.values[slot]) };
    };
    if (!this.#watchesWork) return work();
    const { adapters, control } = this.#settings;
    const event = callOf(task);
    const startedAt = now();
    const told: Told = { count: 0 };
    const linkOf = (adapter: LifecycleAdapter): Link | undefined =>
      adapter.executeTask && ((next) => adapter.executeTask?.(event, next));
    const chain = middlewareChain(adapters, linkOf, work);
    const end = async (ending: Omit<Ending, 'durationMs'>): Promise<void> => {
      const durationMs = now() - startedAt;
      await tellAfter(adapters, 'afterTask', { ...event, ...ending, durationMs }, told);
    };
    let outcome: TaskOutcome;
    try {
      await tellBefore(adapters, 'beforeTask', event, told, control.isOver);
      control.throwIfOver();
      outcome = outcomeOf(await chain.start(), step, task, adapters);
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

/** The values of a task, by the names of the nodes that it calls itself. */
function byNode(step: TaskStep, { values }: TaskOutcome): Record<string, unknown> {
  const names = new Map(
    step.plan.steps.flatMap((inner) =>
      inner.kind === 'call' ? [[inner.slot, inner.node.name] as const] : [],
    ),
  );
  return Object.fromEntries(
    step.gives.flatMap((slot, i) => {
      const name = names.get(slot);
      return name === undefined ? [] : [[name, values[i]] as const];
    }),
  );
}

const isOutcome = (outcome: unknown, step: TaskStep): outcome is TaskOutcome => {
  const { values } = Object(outcome) as Partial<TaskOutcome>;
  return Array.isArray(values) && values.length === step.gives.length;
};

/** The outcome that an executor gave. Throws `TaskError` where it is none. */
function checked(outcome: unknown, step: TaskStep, task: Task, executor: string): TaskOutcome {
  if (isOutcome(outcome, step)) return outcome;
  throw new TaskError(
    'task/bad-outcome',
    `The executor ${executor} gave no outcome for the task "${task.id}".`,
    { item: task.item, hint: 'give back what task.run() gives: { values: […] }' },
  );
}

/** The outcome that middleware gave. */
function outcomeOf(
  outcome: unknown,
  step: TaskStep,
  task: Task,
  adapters: readonly LifecycleAdapter[],
): TaskOutcome {
  if (isOutcome(outcome, step)) return outcome;
  const names = adapters.filter((adapter) => adapter.executeTask !== undefined).map(adapterName);
  throw new IcosianError(
    'lifecycle/bad-outcome',
    `The middleware executeTask of ${names.join(', ')} gave no outcome for the task "${task.id}".`,
    { item: task.item, hint: 'return what next() gives: return next()' },
  );
}

/** What went wrong with a task: its own error, or that of its executor. */
const failureOf = (task: Task, executor: string, error: unknown): unknown =>
  error instanceof IcosianError
    ? error
    : new TaskError(
        'task/executor-failed',
        `The executor ${executor} failed at the task "${task.id}": ${thrownWords(error)}`,
        { cause: error, item: task.item },
      );
