/**
 * What a driver is made of, and what can be wrong with it before there is a graph.
 *
 * @module
 */
import type { LifecycleAdapter } from './adapters/adapter.ts';
import { IcosianError, graphError } from './errors.ts';
import { adapterName, taskMethods } from './execution/lifecycle.ts';
import { taskPartsOf } from './executors/graph-adapter.ts';
import { isRecord, kindOf } from './nodes/given.ts';
import type { Config } from './nodes/node.ts';
import type { ExecutionManager, TaskExecutor } from './executors/executor.ts';
import type { GroupingStrategy } from './plan/grouping.ts';
import { buildWith } from './results/build-result.ts';
import { DataFrameResult } from './results/data-frame.ts';
import type { OutputValues } from './results/result-builder.ts';
import { didYouMean } from './suggest.ts';
import { taskProblems, type TaskParts } from './task-problems.ts';

/** Anything with a `buildResult` method. */
export interface AnyResultBuilder {
  buildResult(outputs: never): unknown;
}

const collected: unique symbol = Symbol('settings that a builder has collected');

/** The settings of a driver, as the builder collects them. */
export interface Settings extends TaskParts {
  readonly [collected]: true;
  readonly modules: readonly object[];
  /** As they were given; a later one's keys win. */
  readonly configs: readonly object[];
  readonly adapters: readonly LifecycleAdapter[];
  readonly resultBuilder: AnyResultBuilder | undefined;
  readonly allowModuleOverrides: boolean;
  /** Whether to run by tasks even where nothing asks for it. */
  readonly dynamicExecution: boolean;
}

export const emptySettings: Settings = {
  [collected]: true,
  modules: [],
  configs: [],
  adapters: [],
  resultBuilder: undefined,
  allowModuleOverrides: false,
  dynamicExecution: false,
  localExecutor: undefined,
  remoteExecutor: undefined,
  executionManager: undefined,
  groupingStrategy: undefined,
};

/** The settings of `new Driver({ … })`. */
export interface DriverSettings<
  M extends readonly object[] = readonly object[],
  G extends object = object,
  A extends LifecycleAdapter = LifecycleAdapter,
  B extends AnyResultBuilder = AnyResultBuilder,
> {
  readonly modules?: M;
  readonly config?: G;
  /** One adapter, before those of `adapters`. */
  readonly adapter?: A;
  readonly adapters?: readonly A[];
  readonly resultBuilder?: B;
  /** A later module's function replaces an earlier one of the same name. @default false */
  readonly allowModuleOverrides?: boolean;
  /** Runs by tasks even where the graph has no parallel block. @default false */
  readonly dynamicExecution?: boolean;
  /** Runs the tasks that stay in this thread. @default `new SynchronousLocalTaskExecutor()` */
  readonly localExecutor?: TaskExecutor;
  /** Runs the tasks of parallel blocks. @default the local executor */
  readonly remoteExecutor?: TaskExecutor;
  /** Routes tasks to executors itself; excludes the two above. */
  readonly executionManager?: ExecutionManager;
  /** Cuts a request into tasks. @default `new GroupByRepeatableBlocks()` */
  readonly groupingStrategy?: GroupingStrategy;
}

const settingNames = [
  'modules',
  'config',
  'adapter',
  'adapters',
  'resultBuilder',
  'allowModuleOverrides',
  'dynamicExecution',
  'localExecutor',
  'remoteExecutor',
  'executionManager',
  'groupingStrategy',
];

/** The config of a driver: all that was given, in one record. */
export const configOf = ({ configs }: Settings): Config => Object.assign({}, ...configs) as Config;

/** The builder's settings as they are, a user's object in the same form. Throws for names that are no settings. */
export function settingsFrom(given: DriverSettings | Settings): Settings {
  if (isRecord(given) && collected in given) return given as unknown as Settings;
  const unknown = Object.keys(given ?? {}).filter((name) => !settingNames.includes(name));
  if (unknown.length > 0) throw graphError(unknown.map(unknownSetting));
  const { adapter, adapters = [], ...rest } = (given ?? {}) as DriverSettings;
  const lists = { modules: rest.modules ?? [], adapters };
  const wrong = Object.entries(lists).filter(([, value]) => !Array.isArray(value));
  if (wrong.length > 0) throw graphError(wrong.map(([name, value]) => notAList(name, value)));
  return {
    ...emptySettings,
    modules: lists.modules,
    configs: rest.config === undefined ? [] : [rest.config],
    adapters: adapter === undefined ? adapters : [adapter, ...adapters],
    resultBuilder: rest.resultBuilder,
    allowModuleOverrides: rest.allowModuleOverrides ?? false,
    dynamicExecution: rest.dynamicExecution ?? false,
    localExecutor: rest.localExecutor,
    remoteExecutor: rest.remoteExecutor,
    executionManager: rest.executionManager,
    groupingStrategy: rest.groupingStrategy,
  };
}

const unknownSetting = (name: string): IcosianError =>
  new IcosianError('builder/unknown-setting', `There is no setting "${name}".`, {
    hint: didYouMean(name, settingNames) ?? `the settings are ${settingNames.join(', ')}`,
  });

const notAList = (name: string, value: unknown): IcosianError =>
  new IcosianError('builder/not-a-list', `The setting "${name}" is ${kindOf(value)}, not a list.`, {
    hint: `write a list: { ${name}: [${name === 'modules' ? 'features' : 'adapter'}] }`,
  });

const adapterMethods = [
  'onGraphConstructed',
  'validateNode',
  'validateGraph',
  'checkEdge',
  'validateInput',
  'beforeExecute',
  'afterExecute',
  'beforeNode',
  'afterNode',
  ...taskMethods,
  'executeNode',
  'buildResult',
];

/** What is wrong with the settings themselves. */
export function settingsProblems(settings: Settings): readonly IcosianError[] {
  const problems: IcosianError[] = [];
  settings.modules.forEach((module, position) => {
    const found = notAModule(module);
    if (found === undefined) return;
    problems.push(
      new IcosianError('builder/not-a-module', `Module ${position + 1} is ${found.what}.`, {
        hint: found.hint,
      }),
    );
  });
  for (const config of settings.configs) {
    if (isRecord(config)) continue;
    problems.push(
      new IcosianError('builder/bad-config', `The config is ${kindOf(config)}.`, {
        hint: 'pass a record: withConfig({ region: "US" })',
      }),
    );
  }
  for (const adapter of settings.adapters) {
    const problem = adapterProblem(adapter);
    if (problem !== undefined) problems.push(problem);
  }
  const builder: unknown = settings.resultBuilder;
  if (builder !== undefined && !hasMethod(builder, 'buildResult')) {
    problems.push(
      new IcosianError('builder/bad-result-builder', 'The result builder has no buildResult.', {
        hint: 'pass an instance: new DictResult(), or { buildResult: (outputs) => … }',
      }),
    );
  }
  const builders = settings.adapters
    .filter((adapter) => hasMethod(adapter, 'buildResult'))
    .map(adapterName);
  if (builder !== undefined) builders.unshift('withResultBuilder');
  if (builders.length > 1) {
    problems.push(
      new IcosianError(
        'builder/two-result-builders',
        `${builders.length} of the driver's parts build the result: ${builders.join(', ')}.`,
        {
          hint: 'keep one; a graph adapter takes a result builder itself: new SimpleGraphAdapter(builder)',
        },
      ),
    );
  }
  problems.push(...taskProblems(settings));
  return problems;
}

/** Throws a `GraphError` if anything is wrong with the settings. */
export function assertSettings(settings: Settings): void {
  const problems = settingsProblems(settings);
  if (problems.length > 0) throw graphError(problems);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const hasMethod = (value: unknown, name: string): boolean =>
  isObject(value) && typeof (value as Record<string, unknown>)[name] === 'function';

function notAModule(module: unknown): { what: string; hint: string } | undefined {
  if (module instanceof Promise) {
    return { what: 'a promise', hint: "await it first: await import('./features.ts')" };
  }
  if (Array.isArray(module)) {
    return { what: 'a list', hint: 'spread it: withModules(...modules)' };
  }
  if (isRecord(module)) return undefined;
  return {
    what: kindOf(module),
    hint:
      typeof module === 'string'
        ? `import it first: import * as features from '${module}'`
        : 'pass modules: import * as features from …, or createModule({ … })',
  };
}

function adapterProblem(adapter: unknown): IcosianError | undefined {
  if (!isObject(adapter)) {
    return new IcosianError('builder/bad-adapter', `An adapter is ${kindOf(adapter)}.`, {
      hint: 'pass an object with hooks: withAdapters({ beforeNode: (event) => … })',
    });
  }
  const { worker } = adapter as LifecycleAdapter;
  if (worker !== undefined && !isWorkerPart(worker)) {
    return new IcosianError(
      'builder/bad-adapter',
      `The worker part of ${adapterName(adapter)} names no module that a worker can import.`,
      {
        hint: "write worker: { module: new URL('./adapter.ts', import.meta.url), options: { … } }",
      },
    );
  }
  if (adapterMethods.some((method) => hasMethod(adapter, method))) return undefined;
  if (worker !== undefined || taskPartsOf(adapter) !== undefined) return undefined;
  const near = Object.keys(adapter)
    .map((key) => didYouMean(key, adapterMethods))
    .find((hint) => hint !== undefined);
  return new IcosianError(
    'builder/bad-adapter',
    `Of the methods of an adapter, ${adapterName(adapter)} has none.`,
    { hint: near ?? `it may have: ${adapterMethods.join(', ')}` },
  );
}

/** A worker resolves nothing: it needs a whole URL. */
function isWorkerPart(worker: unknown): boolean {
  const module: unknown = (Object(worker) as { module?: unknown }).module;
  return module instanceof URL || (typeof module === 'string' && URL.canParse(module));
}

/** What builds the results of a driver: an adapter that does, the result builder, or one for DataFrames. */
export function resultBuilderOf({
  adapters,
  resultBuilder,
}: Settings): (outputs: OutputValues) => unknown {
  const adapter = adapters.find((candidate) => candidate.buildResult !== undefined);
  const builder = adapter ?? resultBuilder ?? new DataFrameResult();
  return (outputs) => buildWith(builder, outputs);
}
