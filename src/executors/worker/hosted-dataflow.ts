/**
 * A dataflow in a worker: its programs, its runs, and what they keep.
 *
 * @module
 */
import type { LifecycleAdapter, NodeInfo, NodeReport, TaskCall } from '../../adapters/adapter.ts';
import { encodeSoon } from '../../columns/codec.ts';
import type { Encoded } from '../../columns/message.ts';
import { eachSoon, isPrimitive, type Packed, type Primitive } from '../../columns/parcel.ts';
import { AbortError, TaskError } from '../../errors.ts';
import { now } from '../../execution/behaviour.ts';
import { taskFrame } from '../../execution/frame.ts';
import { tellAfter, watchesNodes, type Told } from '../../execution/lifecycle.ts';
import { nodeLifecycle } from '../../execution/node-lifecycle.ts';
import { openRun } from '../../execution/open-run.ts';
import { Resources } from '../../execution/resources.ts';
import { controlRun, type RunControl } from '../../execution/run-control.ts';
import type { DriverLoad } from '../../execution/run.ts';
import { plainRunner, watchedRunner } from '../../execution/runners.ts';
import { taskId } from '../../execution/planned-task.ts';
import { runAttempt } from '../../execution/task-attempt.ts';
import { middlewareOutcome } from '../../execution/task-outcome.ts';
import { WaitingRoom } from '../../execution/waiting-room.ts';
import { watchesTaskWork, watchTask } from '../../execution/watch-task.ts';
import type { FunctionNode } from '../../nodes/node.ts';
import type { TaskStep } from '../../plan/plan.ts';
import { stepOf } from '../../plan/program.ts';
import { locationOf } from '../../sources/source-facts.ts';
import type { TaskOutcome, TaskProgram } from '../executor.ts';
import type { OpenedDataflow } from './open-dataflow.ts';
import type { Outcomes } from './outcomes.ts';
import type { BatchMessage, OpenMessage } from './protocol.ts';
import type { SentOutcome, SentTask, TaskValue } from './task-list.ts';

interface Program {
  readonly data: TaskProgram;
  readonly step: TaskStep;
}

interface HostedRun {
  readonly control: RunControl;
  readonly resources: Resources;
}

type ValueOf = (value: TaskValue) => unknown;

export class HostedDataflow {
  readonly #message: OpenMessage;
  readonly #opened: OpenedDataflow;
  readonly #infos: ReadonlyMap<string, NodeInfo>;
  readonly #resources: Resources;
  readonly #programs = new Map<number, Program>();
  readonly #runs = new Map<string, HostedRun>();
  /** Runs that were over before their first task began. */
  readonly #stopped = new Set<string>();
  readonly #load: DriverLoad = {
    most: 64,
    items: 0,
    waiting: new WaitingRoom(),
    closings: new Set(),
  };

  constructor(message: OpenMessage, opened: OpenedDataflow) {
    this.#message = message;
    this.#opened = opened;
    this.#infos = new Map(message.infos.map((info) => [info.name, info]));
    this.#resources = new Resources({
      nodeNamed: (name) => {
        const node = opened.nodes.get(name);
        return node?.resource === undefined ? undefined : node;
      },
      config: opened.config,
      locate,
    });
  }

  /** Takes in the program of a batch, where it comes along. */
  learn({ program, data, forgetPrograms }: BatchMessage): void {
    if (forgetPrograms) this.#programs.clear();
    if (data === undefined) return;
    const step = stepOf(data, (name) => this.#nodeNamed(name));
    this.#programs.set(program, { data, step: { ...step, slots: step.taken, gives: step.given } });
  }

  /** Runs a task and packs what came of it. Never rejects. */
  async run(
    batch: BatchMessage,
    task: SentTask,
    valueOf: ValueOf,
    given: () => ReadonlyMap<string, unknown>,
    outcomes: Outcomes,
  ): Promise<SentOutcome> {
    const { number } = task;
    const startedAt = now();
    const reports: NodeReport[] = [];
    try {
      const run = this.#runOf(batch, given);
      run.control.throwIfOver();
      const program = this.#programs.get(batch.program);
      if (program === undefined) throw new Error(`a worker lacks the program ${batch.program}`);
      const { data, step } = program;
      const made = await this.#runTask({ run, batch, task, step, data, reports }, valueOf);
      const durationMs = now() - startedAt;
      const values = await packed(data, made, outcomes, task);
      const told = this.#message.reportsNodes
        ? { reports: outcomes.packer.packThrown(reports) }
        : {};
      return { number, values, durationMs, ...told };
    } catch (error) {
      const failure = outcomes.packer.packThrown({ error, reports });
      return { number, failure, durationMs: now() - startedAt };
    }
  }

  /** Ends a run: what is under way hears of it, what has not begun will not. */
  stop(run: string): void {
    const hosted = this.#runs.get(run);
    if (hosted === undefined) this.#stopped.add(run);
    else hosted.control.stop(runOver());
  }

  /** Lets go of what a run has kept. */
  async end(run: string): Promise<void> {
    const hosted = this.#runs.get(run);
    this.#runs.delete(run);
    this.#stopped.delete(run);
    await hosted?.resources.close();
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((run) => this.end(run)));
    await this.#resources.close();
  }

  #nodeNamed(name: string): FunctionNode {
    const node = this.#opened.nodes.get(name);
    if (node !== undefined) return node;
    throw new TaskError('worker/unknown-node', `A worker does not have the node "${name}".`, {
      node: name,
      hint: `say where its function is: new ${this.#message.executor}({ modules: [new URL('./features.ts', import.meta.url)] })`,
    });
  }

  #runOf({ run }: BatchMessage, given: () => ReadonlyMap<string, unknown>): HostedRun {
    const known = this.#runs.get(run);
    if (known !== undefined) return known;
    const hosted = { control: controlRun(undefined), resources: this.#resources.forRun(given()) };
    this.#runs.set(run, hosted);
    if (this.#stopped.has(run)) hosted.control.stop(runOver());
    return hosted;
  }

  async #runTask(asked: Asked, valueOf: ValueOf): Promise<readonly unknown[]> {
    const { run, batch, task, step, data, reports } = asked;
    const { adapters } = this.#opened;
    const values: unknown[] = [];
    for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
    step.taken.forEach((slot, i) => {
      if (i === data.signal) values[slot] = run.control.signal();
      else values[slot] = i === data.attempt ? batch.attempt : valueOf(task.values[i]);
    });
    const frame = taskFrame(values, task.item);
    const watching = this.#message.reportsNodes ? [...adapters, recorder(reports)] : adapters;
    const runId = batch.run;
    const { control } = run;
    const lifecycle = watchesNodes(watching)
      ? nodeLifecycle({ adapters: watching, runId, isOver: control.isOver })
      : undefined;
    const runner =
      lifecycle === undefined
        ? plainRunner(control, locate)
        : watchedRunner(control, locate, lifecycle, (node) => this.#infoOf(node));
    const work = async (): Promise<TaskOutcome> => {
      try {
        await runAttempt(step, frame, openRun(runner, this.#load, { resources: run.resources }));
      } catch (error) {
        await lifecycle?.abandon();
        throw error;
      }
      return { values: step.given.map((slot) => values[slot]) };
    };
    if (!watchesTaskWork(adapters)) return (await work()).values;
    const event = callOf(batch, task, data);
    const startedAt = now();
    const told: Told = { count: 0 };
    const outcome = await watchTask(
      {
        adapters,
        event,
        told,
        isOver: control.isOver,
        throwIfOver: control.throwIfOver,
        checked: (given) =>
          middlewareOutcome(given, step, { id: event.task.id, item: task.item }, adapters),
        end: (ending) => {
          const durationMs = now() - startedAt;
          return tellAfter(adapters, 'afterTask', { ...event, ...ending, durationMs }, told);
        },
        byName: (made) => Object.fromEntries(data.gives.map((name, i) => [name, made.values[i]])),
      },
      work,
    );
    return outcome.values;
  }

  #infoOf({ name }: FunctionNode): NodeInfo {
    const known = this.#infos.get(name);
    if (known !== undefined) return known;
    return {
      name,
      role: 'function',
      module: '',
      tags: {},
      requiredDependencies: [],
      optionalDependencies: [],
      scope: [],
    };
  }
}

interface Asked {
  readonly run: HostedRun;
  readonly batch: BatchMessage;
  readonly task: SentTask;
  readonly step: TaskStep;
  readonly data: TaskProgram;
  readonly reports: NodeReport[];
}

const runOver = (): AbortError => new AbortError('run/over', 'The run is over.');

const locate = (node: FunctionNode): string | undefined => locationOf(node.origin, node.name);

/** Takes down what nodes do, for those who watch from elsewhere. */
const recorder = (reports: NodeReport[]): LifecycleAdapter => ({
  beforeNode: ({ node, item }) => {
    reports.push({ kind: 'before', node: node.name, ...(item === undefined ? {} : { item }) });
  },
  afterNode: ({ node, item, durationMs, error }) => {
    const where = item === undefined ? {} : { item };
    const why = error === undefined ? {} : { error };
    reports.push({ kind: 'after', node: node.name, ...where, durationMs, ...why });
  },
});

const callOf = (
  batch: BatchMessage,
  task: SentTask,
  { id, nodes, scope }: TaskProgram,
): TaskCall => ({
  runId: batch.run,
  task: {
    id: taskId(id, task.item),
    nodes,
    where: 'remote',
    scope,
    ...(task.item === undefined ? {} : { item: task.item }),
  },
});

/** The values of a task, packed; a promise where one of them has to be computed first. */
function packed(
  { gives }: TaskProgram,
  values: readonly unknown[],
  outcomes: Outcomes,
  { item }: SentTask,
): readonly Packed[] | Promise<readonly Packed[]> {
  const encoded = eachSoon(values, (value, i): Primitive | Encoded | Promise<Encoded> => {
    const path = gives[i] ?? 'value';
    return isPrimitive(value) ? value : encodeSoon(value, { path, node: path, item });
  });
  // not before all are there: meanwhile other outcomes may be sent
  const pack = (all: readonly (Primitive | Encoded)[]): readonly Packed[] => {
    const { packer } = outcomes;
    return all.map((each) =>
      isPrimitive(each) ? packer.packPrimitive(each) : packer.packEncoded(each),
    );
  };
  return encoded instanceof Promise ? encoded.then(pack) : pack(encoded);
}
