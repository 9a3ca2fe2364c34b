/**
 * The graph adapter that starts every node as soon as its inputs are there.
 *
 * @module
 */
import type { LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import { IcosianError } from '../errors.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import type { GroupingStrategy, Member, NodeGroup, Section } from '../plan/grouping.ts';
import { readsBlocks } from '../results/block-values.ts';
import { buildWith } from '../results/build-result.ts';
import type {
  KindOfBuilder,
  OutputValues,
  ResultKind,
  resultKind,
} from '../results/result-builder.ts';
import type { DataflowSource } from './executor.ts';
import { taskParts, type GraphAdapterParts, type TaskAdapter } from './graph-adapter.ts';
import { MultiThreadingExecutor } from './threads.ts';

/** A builder as users write it. */
interface AnyResultBuilder {
  buildResult(outputs: never): unknown;
}

/** What {@link FutureAdapter} may be told. */
export interface FutureOptions<B extends AnyResultBuilder = AnyResultBuilder> {
  /** How many worker threads there are. @default one for each core */
  readonly maxWorkers?: number;
  /** How the threads are called in errors, hooks and debuggers, before their number. @default 'future' */
  readonly threadNamePrefix?: string;
  /** Builds the result. @default that of the driver */
  readonly resultBuilder?: B;
  /** Whether a node that waits for nothing goes to a worker thread; else it stays in this one. @default all do */
  readonly offload?: (node: NodeInfo) => boolean;
  /** The files of the functions, where they cannot be found: see {@link MultiThreadingExecutor}. */
  readonly modules?: readonly (URL | string)[];
}

const isOption: Readonly<Record<keyof FutureOptions, (value: unknown) => boolean>> = {
  maxWorkers: (value) => Number.isSafeInteger(value) && (value as number) > 0,
  threadNamePrefix: (value) => typeof value === 'string' && value !== '',
  resultBuilder: (value) => typeof Object(value).buildResult === 'function',
  offload: (value) => typeof value === 'function',
  modules: (value) =>
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((each) => typeof each === 'string' || each instanceof URL),
};

class FuturesInThreads implements TaskAdapter {
  readonly name: string = 'FutureAdapter';
  readonly [readsBlocks]: true = true;
  readonly [taskParts]: GraphAdapterParts;
  declare readonly buildResult?: (outputs: OutputValues) => unknown;

  constructor(options: FutureOptions = {}) {
    const given: unknown = options;
    if (!isRecord(given)) throw badOption('options', given);
    for (const [name, value] of Object.entries(given)) {
      const isKnown = Object.hasOwn(isOption, name);
      if (value === undefined && isKnown) continue;
      if (!isKnown || !isOption[name as keyof FutureOptions](value)) throw badOption(name, value);
    }
    const { maxWorkers, threadNamePrefix = 'future', resultBuilder, modules } = options;
    const { offload = () => true } = options;
    const executor = new MultiThreadingExecutor({
      threadNamePrefix,
      ...(maxWorkers === undefined ? {} : { maxTasks: maxWorkers }),
      ...(modules === undefined ? {} : { modules }),
    });
    this[taskParts] = {
      remoteExecutor: executor,
      strategyFor: (dataflow) => new EachAsSoonAsItCan(dataflow, executor, offload),
    };
    if (resultBuilder !== undefined) {
      this.buildResult = (outputs) => buildWith(resultBuilder, outputs);
    }
  }
}

/** Nodes that wait overlap in this thread, the others go to workers, each by itself; in blocks, an item's go together. */
class EachAsSoonAsItCan implements GroupingStrategy {
  readonly name: string = 'FutureAdapter';
  readonly #dataflow: DataflowSource;
  readonly #executor: MultiThreadingExecutor;
  readonly #offload: (node: NodeInfo) => boolean;

  constructor(
    dataflow: DataflowSource,
    executor: MultiThreadingExecutor,
    offload: (node: NodeInfo) => boolean,
  ) {
    this.#dataflow = dataflow;
    this.#executor = executor;
    this.#offload = offload;
  }

  group({ scope, members }: Section): readonly NodeGroup[] {
    const isTogether =
      scope.length > 0 && members.every((member) => this.#placeOf(member) === 'remote');
    if (isTogether) return [{ members: members.map(({ id }) => id), where: 'remote' }];
    return members.map((member) => ({ members: [member.id], where: this.#placeOf(member) }));
  }

  #placeOf({ nodes, isAsync, where }: Member): 'local' | 'remote' {
    if (where !== undefined) return where;
    return isAsync !== true && nodes.every((name) => this.#isSent(name)) ? 'remote' : 'local';
  }

  #isSent(name: string): boolean {
    const info = this.#dataflow.graph.nodes.get(name);
    if (info === undefined || !this.#executor.canRun(name, this.#dataflow)) return false;
    return this.#offload(info);
  }
}

const badOption = (name: string, value: unknown): IcosianError =>
  new IcosianError(
    'executor/bad-option',
    `FutureAdapter does not take the option "${name}" with ${asWritten(value)}.`,
    { hint: `it takes: ${Object.keys(isOption).join(', ')}` },
  );

/** What a driver's type needs to know of an adapter that builds the result. */
interface Building<Kind extends ResultKind> {
  readonly [resultKind]?: Kind;
  buildResult(outputs: OutputValues): unknown;
}

/**
 * Starts every node as soon as its inputs are there: async ones in this thread, where they overlap, the others in worker
 * threads; in parallel blocks, the nodes of an item together. Nodes whose file nobody knows stay in this thread, and so do
 * those marked `local(fn)`.
 *
 * A value is encoded once, however many workers need it, and decoded by each of them once. Excludes `withRemoteExecutor`.
 */
export type FutureAdapter = LifecycleAdapter & TaskAdapter;

interface FutureAdapterConstructor {
  /** Throws `executor/bad-option`. */
  new <B extends AnyResultBuilder>(
    options: FutureOptions<B> & { readonly resultBuilder: B },
  ): FutureAdapter & Building<Extract<KindOfBuilder<B>, ResultKind>>;
  new (options?: FutureOptions): FutureAdapter;
}

// it is known by that name
Object.defineProperty(FuturesInThreads, 'name', { value: 'FutureAdapter' });

export const FutureAdapter: FutureAdapterConstructor =
  FuturesInThreads as unknown as FutureAdapterConstructor;
