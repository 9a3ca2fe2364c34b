/**
 * Whether a driver runs by tasks, and who runs them.
 *
 * @module
 */
import { DriverExecutors } from './execution/driver-executors.ts';
import { WaitingRoom } from './execution/waiting-room.ts';
import { watchesTasks, watchesWork } from './execution/lifecycle.ts';
import type { DriverLoad } from './execution/run.ts';
import type { TaskSettings } from './execution/run-request.ts';
import type {
  DataflowNode,
  DataflowSource,
  ExecutionManager,
  TaskExecutor,
} from './executors/executor.ts';
import { taskPartsOf } from './executors/graph-adapter.ts';
import { SynchronousLocalTaskExecutor } from './executors/inline.ts';
import type { Graph, GraphNode } from './graph/graph.ts';
import { graphInfoOf } from './graph/node-info.ts';
import { isResource, resourcesBehind } from './graph/resources.ts';
import type { FunctionNode } from './nodes/node.ts';
import { signatureOf } from './nodes/signature.ts';
import type { GroupingStrategy } from './plan/grouping.ts';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
} from './plan/strategies.ts';
import { configOf, type Settings } from './settings.ts';

/**
 * How requests run by tasks; undefined: without. Without is faster, and nobody can tell the difference where all runs
 * in this thread, nobody watches tasks, and the strategy is the usual one.
 */
export function taskSettingsOf(settings: Settings, graph: Graph): TaskSettings | undefined {
  const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = settings;
  const parts = settings.adapters.map(taskPartsOf).find((each) => each !== undefined);
  const isAsked =
    settings.dynamicExecution ||
    parts !== undefined ||
    remoteExecutor !== undefined ||
    executionManager !== undefined ||
    groupingStrategy !== undefined ||
    (localExecutor !== undefined && !isPlain(localExecutor)) ||
    (graph.hasBlocks && watchesTasks(settings.adapters));
  if (!isAsked) return undefined;
  const local: TaskExecutor = localExecutor ?? new SynchronousLocalTaskExecutor();
  const remote = remoteExecutor ?? parts?.remoteExecutor ?? local;
  const placeOf = (where: 'local' | 'remote'): TaskExecutor =>
    where === 'remote' ? remote : local;
  const manager = executionManager ?? managerOf(local, remote, placeOf);
  const usual =
    groupingStrategy ?? (parts === undefined ? new GroupByRepeatableBlocks() : undefined);
  const workerAdapters = settings.adapters.flatMap(({ worker }) => worker ?? []);
  const source: DataflowSource = {
    modules: settings.modules,
    config: configOf(settings),
    graph: graphInfoOf(graph),
    nodes: nodesToSend(graph, usual, executionManager !== undefined || local.isElsewhere === true),
    workerAdapters,
    reportsNodes: watchesWork(settings.adapters.filter(({ worker }) => worker === undefined)),
  };
  for (const executor of manager.executors) executor.accept?.(source);
  const strategy = usual ?? parts?.strategyFor(source) ?? new GroupByRepeatableBlocks();
  return {
    strategy,
    executors: new DriverExecutors(
      manager,
      source,
      executionManager === undefined ? placeOf : undefined,
    ),
  };
}

/** The nodes that executors may be asked to run, as far as that can be known before a request. */
function nodesToSend(
  graph: Graph,
  strategy: GroupingStrategy | undefined,
  isManaged: boolean,
): readonly DataflowNode[] {
  const prototype: unknown = strategy && Object.getPrototypeOf(strategy);
  const isUsual = prototype === GroupByRepeatableBlocks.prototype;
  const sendsAll = [GroupNodesIndividually, GroupNodesByLevel, GroupNodesAllAsOne].some(
    (Class) => prototype === Class.prototype,
  );
  const isSent = (graphNode: GraphNode): boolean => {
    const node = graphNode.node as FunctionNode;
    if (node.where !== undefined) return node.where === 'remote';
    if (isManaged) return false;
    if (isUsual) return graphNode.scope !== undefined;
    // a generator outside of blocks is pulled here
    return sendsAll && (node.expands === undefined || graphNode.scope !== undefined);
  };
  const functions = graph.nodes.filter(({ node }) => node.kind === 'function');
  const certain = new Set(
    functions
      .filter((graphNode) => !isResource(graphNode) && isSent(graphNode))
      .flatMap(({ node }) => [
        node.name,
        ...(node as FunctionNode).reads.flatMap(({ name }) => {
          const read = graph.byName.get(name);
          return read !== undefined && isResource(read) ? resourcesBehind(graph, name) : [];
        }),
      ]),
  );
  return functions
    .filter(({ node }) => certain.has(node.name) || isManaged || !(isUsual || sendsAll))
    .map(({ node }) => ({
      name: node.name,
      signature: signatureOf(node as FunctionNode),
      needs: (node as FunctionNode).needs ?? [],
      isCertain: certain.has(node.name),
    }));
}

/** How many asynchronous items of a driver overlap in this thread, unless its local executor says otherwise. */
const defaultInFlight = 64;

/** The load of a driver on which nothing runs yet. */
export const loadOf = ({ localExecutor }: Settings): DriverLoad => ({
  most: localExecutor?.capacity ?? defaultInFlight,
  items: 0,
  waiting: new WaitingRoom(),
  closings: new Set(),
});

const isPlain = (executor: TaskExecutor): boolean =>
  Object.getPrototypeOf(executor) === SynchronousLocalTaskExecutor.prototype &&
  !Object.hasOwn(executor, 'submit');

/** Sends every task where its group asks to run. */
const managerOf = (
  local: TaskExecutor,
  remote: TaskExecutor,
  placeOf: (where: 'local' | 'remote') => TaskExecutor,
): ExecutionManager => ({
  executors: local === remote ? [local] : [local, remote],
  executorFor: ({ where }) => placeOf(where),
});
