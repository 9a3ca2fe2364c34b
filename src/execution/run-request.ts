/**
 * One `execute`: from a checked request to the built result.
 *
 * @module
 */
import type { ExecuteEvent, LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { graphInfoOf, nodeInfoOf } from '../graph/node-info.ts';
import { isConfigured, namesReadBy } from '../graph/resources.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { Request } from '../plan/check-request.ts';
import { groupPlan } from '../plan/group-plan.ts';
import type { GroupingStrategy } from '../plan/grouping.ts';
import type { Plan } from '../plan/plan.ts';
import type { Locate } from './accept-value.ts';
import { AbortError, inputError } from '../errors.ts';
import { givenItemsFailed } from './block-items.ts';
import { rootFrame } from './frame.ts';
import { Lane, type StreamSink } from './lanes.ts';
import type { DriverExecutors } from './driver-executors.ts';
import { beginRun, watchesNodes, watchesRuns, watchesTasks } from './lifecycle.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import type { RunControl } from './run-control.ts';
import { plainRunner, watchedRunner } from './runners.ts';
import { withinRun } from './run-context.ts';
import { blockValues } from '../results/block-values.ts';
import { openRun } from './open-run.ts';
import { plain } from './held-values.ts';
import type { Resources } from './resources.ts';
import { closeAll, type DriverLoad, type Run } from './run.ts';
import { runSteps } from './run-steps.ts';
import { allDone } from './settle.ts';
import { isPromise, type StepRunner } from './step-runner.ts';
import { TaskRunner } from './task-runner.ts';

/** What all runs of a driver share. */
export interface RunSettings {
  readonly graph: Graph;
  readonly adapters: readonly LifecycleAdapter[];
  readonly buildResult: (outputs: Record<string, unknown>) => unknown;
  readonly locate: Locate;
  /** Asynchronous items under way, where nothing runs by tasks. */
  readonly load: DriverLoad;
  /** Those that live as long as the driver. */
  readonly resources: Resources;
  /** How requests run by tasks; absent: without. */
  readonly tasks?: TaskSettings | undefined;
}

export interface TaskSettings {
  readonly strategy: GroupingStrategy;
  readonly executors: DriverExecutors;
}

/**
 * Runs `plan`, which computes the outputs of `request`, and builds the result.
 *
 * The request itself is let go of at once: what it gives lives in the slots, until its last reader has it.
 */
export function runRequest(
  settings: RunSettings,
  request: Request,
  plan: Plan,
  control: RunControl,
  sink?: StreamSink,
): Promise<unknown> {
  const { adapters } = settings;
  const values = slotsOf(request, plan, control);
  const given = givenToResources(settings.graph, request, plan);
  const begun: Begun = { settings, plan, values, given, control, sink };
  const isWatched = watchesRuns(adapters) || watchesNodes(adapters) || watchesTasks(adapters);
  return isWatched
    ? withinRun(control, () => watchedRun(begun, executeEvent(settings, request)))
    : plainRun(begun);
}

/** A run under way. */
interface Begun {
  readonly settings: RunSettings;
  readonly plan: Plan;
  readonly values: unknown[];
  /** What resources read from outside. */
  readonly given: ReadonlyMap<string, unknown>;
  readonly control: RunControl;
  /** Where streamed values go; undefined: a result is built. */
  readonly sink: StreamSink | undefined;
}

async function plainRun(begun: Begun): Promise<unknown> {
  await runToEnd(begun, plainRunner(begun.control, begun.settings.locate), () =>
    crypto.randomUUID(),
  );
  return resultOf(begun);
}

async function watchedRun(begun: Begun, event: ExecuteEvent): Promise<unknown> {
  const { settings, control, sink } = begun;
  const { adapters, locate } = settings;
  const { isOver } = control;
  const finish = await beginRun(adapters, event, isOver);
  let result: unknown;
  try {
    control.throwIfOver();
    const lifecycle = watchesNodes(adapters)
      ? nodeLifecycle({ adapters, runId: event.runId, isOver })
      : undefined;
    const runner =
      lifecycle === undefined
        ? plainRunner(control, locate)
        : watchedRunner(control, locate, lifecycle, (node) => infoOf(settings.graph, node));
    try {
      await runToEnd(begun, runner, () => event.runId);
    } catch (error) {
      await lifecycle?.abandon();
      throw error;
    }
    result = await resultOf(begun);
  } catch (error) {
    // who leaves a stream has what he wanted; a hook's own failure must not hide why the run failed
    const ending = error instanceof StreamLeft ? {} : { error };
    await finish(ending).catch(() => undefined);
    throw error;
  }
  await finish(sink === undefined ? { result } : {});
  return result;
}

/** Runs a plan; however it ends, no generator is left open, and no executor waits for it. */
async function runToEnd(begun: Begun, runner: StepRunner, runId: () => string): Promise<void> {
  const { settings, plan, values, given, control, sink } = begun;
  const { graph, adapters, load } = settings;
  const lane = sink === undefined ? undefined : new Lane(sink);
  const infoOfNode = (node: FunctionNode): NodeInfo => infoOf(graph, node);
  const tasks =
    settings.tasks &&
    new TaskRunner({
      adapters,
      executors: settings.tasks.executors,
      control,
      runId: runId(),
      infoOf: infoOfNode,
      infoNamed: (name) => nodeInfoOf(graph, graph.byName.get(name) as GraphNode),
      given,
    });
  const resources = given.size > 0 ? settings.resources.forRun(given) : settings.resources;
  const run = openRun(runner, load, { resources, sink, tasks });
  try {
    const beginning = tasks?.begin(plan.groups ?? []);
    if (beginning !== undefined) await Promise.race([beginning, control.over]);
    const waiting = runSteps(plan, rootFrame(values, lane), run);
    if (waiting !== undefined) await Promise.race([waiting, control.over]);
  } catch (error) {
    control.stop(error);
    control.isClosing = true;
    await closeAll(run);
    await tasks?.abandon();
    // why it failed must not be hidden by what fails at its end
    await endOf(run, settings.resources).catch(() => undefined);
    throw error;
  } finally {
    run.load.end();
  }
  await endOf(run, settings.resources);
}

/** Lets go of what lives as long as a run, here and wherever its tasks ran. */
async function endOf({ tasks, resources }: Run, longLived: Resources): Promise<void> {
  await allDone([tasks?.end(), resources === longLived ? undefined : resources.close()]);
}

/** What the resources of a plan read from outside: inputs, and what is overridden. */
function givenToResources(
  graph: Graph,
  { inputs, overrides }: Request,
  { resources }: Plan,
): ReadonlyMap<string, unknown> {
  if (resources.length === 0) return new Map();
  const names = namesReadBy(graph, resources, new Set(overrides.keys()));
  const given = [...names].flatMap((name): [string, unknown][] => {
    if (overrides.has(name)) return [[name, overrides.get(name)]];
    const isInput = inputs.has(name) && !isConfigured(graph.config, name);
    return isInput ? [[name, inputs.get(name)]] : [];
  });
  return new Map(given);
}

/** The plan as the driver runs it: cut into tasks, where it runs by tasks. The same plan is cut once. */
export function tasksOf({ graph, tasks }: RunSettings, plan: Plan): Plan {
  if (tasks === undefined || plan.groups !== undefined) return plan;
  const known = groupedPlans.get(plan);
  if (known !== undefined) return known;
  const cut = groupPlan(graph, plan, tasks.strategy);
  groupedPlans.set(plan, cut);
  return cut;
}

// a plan belongs to one driver, and so to one strategy
const groupedPlans = new WeakMap<Plan, Plan>();

/** Ends a run whose values nobody takes any more. */
class StreamLeft extends AbortError {}

/** The reason to end a run whose values nobody takes any more. */
export const streamLeft = (): AbortError =>
  new StreamLeft('stream/left', 'The stream was left before its end.');

const infoOf = (graph: Graph, node: FunctionNode): NodeInfo =>
  nodeInfoOf(graph, graph.byName.get(node.name) as GraphNode);

/** The slots of a run, with what is given in them. */
function slotsOf(request: Request, plan: Plan, control: RunControl): unknown[] {
  const values: unknown[] = [];
  for (let slot = 0; slot < plan.slotCount; slot++) values.push(undefined);
  for (const { name, slot, isShared } of plan.given) {
    if (name === '$signal') values[slot] = control.signal();
    else if (name === '$attempt') values[slot] = 1;
    else {
      const { overrides, inputs } = request;
      const value = overrides.has(name) ? overrides.get(name) : inputs.get(name);
      values[slot] = isShared === true ? listOf(name, value as Iterable<unknown>) : value;
    }
  }
  return values;
}

/** The items given for a generator inside a block: it begins with them at each item around it. */
function listOf(name: string, items: Iterable<unknown>): readonly unknown[] {
  try {
    return [...items];
  } catch (cause) {
    throw inputError([givenItemsFailed(name, cause)]);
  }
}

/** The result that is built of the outputs; where that takes its time, the run may be ended meanwhile. */
async function resultOf({ settings, plan, values, control, sink }: Begun): Promise<unknown> {
  control.throwIfOver();
  if (sink !== undefined) return undefined;
  const outputs: Record<string, unknown> = {};
  for (const { name, slot, depth } of plan.outputs) {
    const value = plain(values[slot]);
    // lists of lists, where blocks nest: a result knows one list for each node
    outputs[name] = depth === 0 ? value : blockValues(flattened(value as unknown[], depth));
  }
  const result = settings.buildResult(outputs);
  return isPromise(result) ? Promise.race([result, control.over]) : result;
}

const flattened = (lists: readonly unknown[], depth: number): readonly unknown[] =>
  depth === 1
    ? lists
    : lists.flatMap((list) => flattened(list as readonly unknown[], depth - 1) as unknown[]);

function executeEvent({ graph }: RunSettings, request: Request): ExecuteEvent {
  return {
    // the global, because loading node:crypto takes 5 ms
    runId: crypto.randomUUID(),
    graph: graphInfoOf(graph),
    outputs: request.outputs,
    inputs: Object.fromEntries(request.inputs),
    overrides: Object.fromEntries(request.overrides),
    plannedNodes: request.needs.nodes.flatMap((graphNode) => {
      const { node } = graphNode;
      const runs = node.kind === 'function' && !request.overrides.has(node.name);
      return runs ? [nodeInfoOf(graph, graphNode)] : [];
    }),
  };
}
