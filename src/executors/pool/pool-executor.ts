/**
 * What executors with workers have in common: everything but how a worker is started.
 *
 * @module
 */
import type { Packed, Packer } from '../../columns/parcel.ts';
import { IcosianError, TaskError, graphError } from '../../errors.ts';
import { allDone } from '../../execution/settle.ts';
import type { Config } from '../../nodes/node.ts';
import { exportsGiving, workerModules, type WorkerModule } from '../../sources/worker-modules.ts';
import type {
  DataflowNode,
  DataflowSource,
  Task,
  TaskExecutor,
  TaskOutcome,
  TaskProgram,
} from '../executor.ts';
import type { OpenMessage } from '../worker/protocol.ts';
import type { StartWorker } from './link.ts';
import type { CheckedOptions } from './pool-options.ts';
import { WorkerPool } from './worker-pool.ts';

export interface PoolExecutorSettings {
  readonly name: string;
  /** How workers are called: the prefix of `prefix-1`. */
  readonly prefix: string;
  readonly options: CheckedOptions;
  readonly start: () => StartWorker;
}

/** A dataflow as far as workers can have it. */
interface Accepted {
  readonly modules: readonly WorkerModule[];
  /** The nodes that they have. */
  readonly nodes: DataflowSource['nodes'];
  readonly names: ReadonlySet<string>;
}

export abstract class PoolExecutor implements TaskExecutor {
  readonly name: string;
  /** Two for each worker: while it is at one, the next one is on its way. */
  readonly capacity: number;
  readonly isElsewhere = true;
  readonly #settings: PoolExecutorSettings;
  /** One for each driver. */
  readonly #pools = new Map<DataflowSource, WorkerPool>();
  readonly #accepted = new WeakMap<DataflowSource, Accepted>();
  /** Programs whose nodes are known to be in the workers. */
  readonly #checked = new WeakSet<Task['program']>();

  protected constructor(settings: PoolExecutorSettings) {
    this.name = settings.name;
    this.capacity = 2 * settings.options.maxTasks;
    this.#settings = settings;
  }

  batchOf(program: TaskProgram): number {
    for (const pool of this.#pools.values()) {
      const batch = pool.batchOf(program);
      if (batch > 1) return batch;
    }
    return 1;
  }

  /** Throws `GraphError` where workers cannot have the nodes that they would be sent. */
  accept(dataflow: DataflowSource): void {
    const { name, options } = this.#settings;
    const names = new Set(dataflow.nodes.flatMap(({ name, needs }) => [name, ...needs]));
    const found = workerModules(dataflow.modules, names, options.modules);
    const certain = new Set(
      dataflow.nodes.flatMap((node) => (node.isCertain ? exportsFor(node) : [])),
    );
    const without = new Set(found.withoutFile);
    const problems: IcosianError[] = [];
    for (const { error, exports } of found.refused) {
      // what may stay here, stays
      const isNeeded = options.modules !== undefined || exports.some((each) => certain.has(each));
      if (isNeeded) problems.push(error);
      else for (const each of exports) without.add(each);
    }
    const isWithout = (node: DataflowNode): boolean =>
      exportsFor(node).some((name) => without.has(name));
    const lost = dataflow.nodes.filter((node) => node.isCertain && isWithout(node));
    if (lost.length > 0) problems.push(withoutFile(name, lost));
    if (problems.length > 0) throw graphError(problems);
    const nodes = dataflow.nodes.filter((node) => !isWithout(node));
    const known = new Set(nodes.map((node) => node.name));
    this.#accepted.set(dataflow, { modules: found.modules, nodes, names: known });
  }

  /** Whether workers can run a node of a dataflow that was accepted. */
  canRun(node: string, dataflow: DataflowSource): boolean {
    return this.#accepted.get(dataflow)?.names.has(node) === true;
  }

  async open(dataflow: DataflowSource): Promise<void> {
    if (!this.#accepted.has(dataflow)) this.accept(dataflow);
    const { options, prefix, start } = this.#settings;
    const pool = new WorkerPool({
      workers: options.maxTasks,
      prefix,
      retries: options.retries,
      timeout: options.timeout,
      start: start(),
      opening: (worker, packer) => this.#opening(dataflow, worker, packer),
    });
    this.#pools.set(dataflow, pool);
    try {
      await pool.open();
    } catch (error) {
      this.#pools.delete(dataflow);
      throw error;
    }
  }

  submit(task: Task, signal: AbortSignal): Promise<TaskOutcome> {
    const pool = this.#pools.get(task.dataflow);
    if (pool === undefined) {
      throw new TaskError('worker/not-open', `${this.name} got a task before it was opened.`, {
        hint: 'await open(dataflow) first',
      });
    }
    this.#assertKnown(task);
    return pool.submit(task, signal);
  }

  async endRun(runId: string, dataflow: DataflowSource): Promise<void> {
    await this.#pools.get(dataflow)?.endRun(runId);
  }

  async close(dataflow?: DataflowSource): Promise<void> {
    const closed = [...this.#pools].filter(([own]) => dataflow === undefined || own === dataflow);
    for (const [own] of closed) this.#pools.delete(own);
    await allDone(closed.map(([, pool]) => pool.close()));
  }

  /** Throws where a node of a task is one that no worker has. */
  #assertKnown({ dataflow, program, item }: Task): void {
    if (this.#checked.has(program)) return;
    const lost = [...program.nodes, ...program.resources].find(
      (node) => !this.canRun(node, dataflow),
    );
    if (lost === undefined) {
      this.#checked.add(program);
      return;
    }
    throw new TaskError(
      'worker/no-module',
      `"${lost}" cannot run in a worker of ${this.name}: nobody knows the file of its function.`,
      { node: lost, item, hint: waysOut(this.name) },
    );
  }

  async #opening(dataflow: DataflowSource, worker: string, packer: Packer): Promise<OpenMessage> {
    const { modules, nodes } = this.#accepted.get(dataflow) as Accepted;
    const { config, workerAdapters, graph, reportsNodes } = dataflow;
    const adapters = await Promise.all(
      workerAdapters.map(async ({ module, options }) => ({
        module: String(module),
        options: await packer.pack(options, { path: 'options' }),
      })),
    );
    const infos =
      workerAdapters.length === 0
        ? []
        : [...graph.nodes.values()].map((info) => ({ ...info, module: info.module }));
    return {
      kind: 'open',
      worker,
      executor: this.name,
      modules,
      areGiven: this.#settings.options.modules !== undefined,
      signatures: nodes.map(({ name, signature }) => [name, signature]),
      ...(await packConfig(packer, config, readByResources(graph, nodes))),
      adapters,
      infos,
      reportsNodes,
    };
  }
}

/** The config keys that resources read: a worker cannot do without them. */
const readByResources = (
  graph: DataflowSource['graph'],
  nodes: DataflowSource['nodes'],
): ReadonlySet<string> =>
  new Set(
    nodes.flatMap(({ name }) => {
      const info = graph.nodes.get(name);
      if (info?.role !== 'resource') return [];
      return [...info.requiredDependencies, ...info.optionalDependencies];
    }),
  );

/** The config of a worker; keys that cannot travel stay here, unless it needs them. Fails with `SerializationError`. */
async function packConfig(
  packer: Packer,
  config: Config,
  needed: ReadonlySet<string>,
): Promise<Pick<OpenMessage, 'config' | 'kept'>> {
  const packed: (readonly [string, Packed])[] = [];
  const kept: string[] = [];
  for (const [name, value] of Object.entries(config)) {
    try {
      packed.push([name, await packer.pack(value, { path: name })]);
    } catch (error) {
      // a node that reads it gets it with its task, and says so where that cannot be
      if (needed.has(name)) throw error;
      kept.push(name);
    }
  }
  return { config: packed, kept };
}

const waysOut = (executor: string): string =>
  `export it from a file, pass that module, or say which file it is: new ${executor}({ modules: [new URL('./features.ts', import.meta.url)] }), in a notebook with pathToFileURL('features.ts'); or keep it here: local(fn)`;

function withoutFile(executor: string, nodes: readonly { readonly name: string }[]): IcosianError {
  const [first] = nodes;
  const names = nodes.slice(0, 8).map(({ name }) => `"${name}"`);
  if (nodes.length > 8) names.push(`… and ${nodes.length - 8} more`);
  return new IcosianError(
    'executor/no-file',
    `${executor} sends nodes to workers that import them, but nobody knows the files of ${names.join(', ')}.`,
    { node: first?.name, hint: waysOut(executor) },
  );
}

const exportsFor = ({ name, needs }: DataflowNode): readonly string[] =>
  [name, ...needs].flatMap(exportsGiving);
