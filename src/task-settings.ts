/**
 * Whether a driver runs by tasks, and what can be wrong with who runs them.
 *
 * @module
 */
import type { GraphInfo } from './adapters/adapter.ts';
import { IcosianError } from './errors.ts';
import { DriverExecutors } from './execution/executor-queue.ts';
import { watchesTasks } from './execution/lifecycle.ts';
import type { TaskSettings } from './execution/run-request.ts';
import type { ExecutionManager, TaskExecutor } from './executors/executor.ts';
import { SynchronousLocalTaskExecutor } from './executors/inline.ts';
import type { Graph } from './graph/graph.ts';
import { graphInfoOf } from './graph/node-info.ts';
import { kindOf } from './nodes/given.ts';
import { GroupByRepeatableBlocks } from './plan/strategies.ts';
import { configOf, type Settings } from './settings.ts';

/**
 * How requests run by tasks; undefined: without. Without is faster, and nobody can tell the difference where all runs
 * in this thread, nobody watches tasks, and the strategy is the usual one.
 */
export function taskSettingsOf(settings: Settings, graph: Graph): TaskSettings | undefined {
  const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = settings;
  const isAsked =
    settings.dynamicExecution ||
    remoteExecutor !== undefined ||
    executionManager !== undefined ||
    groupingStrategy !== undefined ||
    (localExecutor !== undefined && !isPlain(localExecutor)) ||
    (graph.hasBlocks && watchesTasks(settings.adapters));
  if (!isAsked) return undefined;
  const local = localExecutor ?? new SynchronousLocalTaskExecutor();
  const manager = executionManager ?? managerOf(local, remoteExecutor ?? local);
  const info: GraphInfo = graphInfoOf(graph);
  const source = { modules: settings.modules, config: configOf(settings), graph: info };
  return {
    strategy: groupingStrategy ?? new GroupByRepeatableBlocks(),
    executors: new DriverExecutors(manager, source),
  };
}

/** How many asynchronous items overlap in this thread, where nothing runs by tasks; undefined: as usual. */
export const mostInFlightOf = ({ localExecutor }: Settings): number | undefined =>
  localExecutor?.capacity;

const isPlain = (executor: TaskExecutor): boolean =>
  Object.getPrototypeOf(executor) === SynchronousLocalTaskExecutor.prototype &&
  !Object.hasOwn(executor, 'submit');

/** Sends every task where its group asks to run. */
const managerOf = (local: TaskExecutor, remote: TaskExecutor): ExecutionManager => ({
  executors: local === remote ? [local] : [local, remote],
  executorFor: ({ where }) => (where === 'remote' ? remote : local),
});

/** What is wrong with executors, execution manager and grouping strategy. */
export function taskProblems(settings: Settings): readonly IcosianError[] {
  const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = settings;
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
  return problems;
}

const hasMethod = (value: unknown, name: string): boolean =>
  typeof (Object(value) as Record<string, unknown>)[name] === 'function';

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
  if (typeof capacity !== 'number' || !(capacity >= 1)) {
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
