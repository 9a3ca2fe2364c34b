/**
 * What can be wrong with the executors, the execution manager and the grouping strategy of a driver.
 *
 * @module
 */
import type { LifecycleAdapter } from './adapters/adapter.ts';
import { IcosianError } from './errors.ts';
import { adapterName } from './execution/lifecycle.ts';
import { taskPartsOf } from './executors/graph-adapter.ts';
import type { ExecutionManager, TaskExecutor } from './executors/executor.ts';
import { kindOf } from './nodes/given.ts';
import type { GroupingStrategy } from './plan/grouping.ts';

/** Who runs the tasks of a driver, as it was given. */
export interface TaskParts {
  readonly adapters: readonly LifecycleAdapter[];
  readonly localExecutor: TaskExecutor | undefined;
  readonly remoteExecutor: TaskExecutor | undefined;
  readonly executionManager: ExecutionManager | undefined;
  readonly groupingStrategy: GroupingStrategy | undefined;
}

/** What is wrong with executors, execution manager and grouping strategy. */
export function taskProblems(parts: TaskParts): readonly IcosianError[] {
  const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = parts;
  const problems: IcosianError[] = [
    ...executorProblems('withLocalExecutor', localExecutor),
    ...executorProblems('withRemoteExecutor', remoteExecutor),
    ...managerProblems(executionManager),
  ];
  const isStrategy = hasMethod(groupingStrategy, 'group');
  if (groupingStrategy !== undefined && !isStrategy) {
    problems.push(
      new IcosianError(
        'builder/bad-strategy',
        `The grouping strategy is ${kindOf(groupingStrategy)} without a method group.`,
        {
          hint: 'pass one of icosian/executors: new GroupNodesIndividually(), or { group: (section) => […] }',
        },
      ),
    );
  }
  const beside = Object.entries({
    withLocalExecutor: localExecutor,
    withRemoteExecutor: remoteExecutor,
  }).flatMap(([name, executor]) => (executor === undefined ? [] : [name]));
  if (executionManager !== undefined && beside.length > 0) {
    problems.push(
      new IcosianError(
        'builder/manager-and-executor',
        `The driver has an execution manager and ${beside.join(' and ')}: the manager decides by itself where tasks run.`,
        { hint: 'keep one of the two; list the executor in those of the manager' },
      ),
    );
  }
  problems.push(...placeProblems(parts));
  return problems;
}

/** Adapters that decide where nodes run, beside others who do; and those that have no part where nodes run. */
function placeProblems(parts: TaskParts): readonly IcosianError[] {
  const { adapters, localExecutor, remoteExecutor, executionManager } = parts;
  const problems: IcosianError[] = [];
  const placing = adapters.filter((adapter) => taskPartsOf(adapter) !== undefined);
  const beside = [
    ...placing.map(adapterName),
    ...(remoteExecutor === undefined ? [] : ['withRemoteExecutor']),
    ...(executionManager === undefined ? [] : ['withExecutionManager']),
  ];
  if (placing.length > 0 && beside.length > 1) {
    problems.push(
      new IcosianError(
        'builder/two-places',
        `${beside.length} of the driver's parts decide where nodes run: ${beside.join(', ')}.`,
        { hint: 'keep one of them' },
      ),
    );
  }
  const remote = [
    localExecutor,
    remoteExecutor,
    ...placing.map((each) => taskPartsOf(each)?.remoteExecutor),
  ];
  const managed = Array.isArray(executionManager?.executors) ? executionManager.executors : [];
  const elsewhere = [...remote, ...managed].find((executor) => executor?.isElsewhere === true);
  if (elsewhere === undefined) return problems;
  for (const adapter of adapters) {
    const methods = (['executeNode', 'executeTask'] as const).filter((name) =>
      hasMethod(adapter, name),
    );
    if (methods.length === 0 || adapter.worker !== undefined) continue;
    problems.push(
      new IcosianError(
        'builder/adapter-stays',
        `${adapterName(adapter)} has ${methods.join(' and ')}, but what ${elsewhere.name} runs is out of its reach.`,
        {
          hint: 'give it a part there: worker: { module: new URL("./adapter.ts", import.meta.url), options }, whose default export makes it of the options',
        },
      ),
    );
  }
  return problems;
}

const hasMethod = (value: unknown, name: string): boolean =>
  typeof (Object(value) as Record<string, unknown>)[name] === 'function';

const isTaskAdapter = (given: unknown): boolean =>
  typeof given === 'object' && given !== null && taskPartsOf(given) !== undefined;

const executorMethods = ['open', 'submit', 'close'];

function executorProblems(where: string, executor: unknown): readonly IcosianError[] {
  if (executor === undefined) return [];
  const missing = executorMethods.filter((name) => !hasMethod(executor, name));
  if (missing.length > 0) {
    return [
      new IcosianError(
        'builder/bad-executor',
        `${where} was given ${kindOf(executor)} that lacks ${missing.join(', ')}.`,
        {
          hint:
            typeof executor === 'function'
              ? 'make one of the class: new …()'
              : isTaskAdapter(executor)
                ? 'it is an adapter: withAdapters(new FutureAdapter())'
                : 'an executor has name, capacity, open, submit and close; see icosian/executors',
        },
      ),
    ];
  }
  const { name, capacity } = executor as Record<string, unknown>;
  const problems: IcosianError[] = [];
  if (typeof name !== 'string' || name === '') {
    problems.push(
      new IcosianError('builder/bad-executor', `The executor of ${where} has no name.`, {
        hint: 'give it one: errors and hooks use it',
      }),
    );
  }
  const isCapacity = Number.isInteger(capacity) || capacity === Infinity;
  if (!isCapacity || (capacity as number) < 1) {
    problems.push(
      new IcosianError(
        'builder/bad-executor',
        `The executor of ${where} has the capacity ${typeof capacity === 'number' ? capacity : kindOf(capacity)}.`,
        { hint: 'the capacity is how many tasks it takes at once, at least 1' },
      ),
    );
  }
  return problems;
}

function managerProblems(manager: unknown): readonly IcosianError[] {
  if (manager === undefined) return [];
  const { executors } = Object(manager) as { executors?: unknown };
  if (!hasMethod(manager, 'executorFor') || !Array.isArray(executors) || executors.length === 0) {
    return [
      new IcosianError(
        'builder/bad-manager',
        'The execution manager lacks executors (a list) or executorFor (a method).',
        {
          hint: 'write { executors: [one, two], executorFor: (task) => (task.where === "remote" ? two : one) }',
        },
      ),
    ];
  }
  return executors.flatMap((executor: unknown, i) =>
    executorProblems(`withExecutionManager (executor ${i + 1})`, executor ?? null),
  );
}
