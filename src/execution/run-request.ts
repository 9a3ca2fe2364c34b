/**
 * One `execute`: from a checked request to the built result.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { ExecuteEvent, LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import { IcosianError } from '../errors.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { graphInfoOf, nodeInfoOf } from '../graph/node-info.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { Request } from '../plan/check-request.ts';
import type { Plan } from '../plan/plan.ts';
import { acceptValue } from './accept-value.ts';
import { beginRun, runLifecycle, watchesNodes } from './lifecycle.ts';
import { nodeFailure } from './node-failure.ts';
import type { RunControl } from './run-control.ts';
import { runSteps } from './run-steps.ts';
import { isPromise, type StepRunner } from './step-runner.ts';

/** What all runs of a driver share. */
export interface RunSettings {
  readonly graph: Graph;
  readonly adapters: readonly LifecycleAdapter[];
  readonly buildResult: (outputs: Record<string, unknown>) => unknown;
  /** Where a node's function stands, as `file:line`. */
  readonly locate: (node: FunctionNode) => string | undefined;
}

/** Runs `plan`, which computes the outputs of `request`, and builds the result. */
export async function runRequest(
  settings: RunSettings,
  request: Request,
  plan: Plan,
  control: RunControl,
): Promise<unknown> {
  const { adapters } = settings;
  if (adapters.length === 0) {
    return buildResult(settings, plan, await computed(settings, request, plan, control));
  }
  const event = executeEvent(settings, request, plan);
  const finish = await beginRun(adapters, event);
  let result: unknown;
  try {
    control.throwIfOver();
    const values = await computed(settings, request, plan, control, event.runId);
    result = await buildResult(settings, plan, values);
  } catch (error) {
    // the hook's own failure must not hide why the run failed
    await finish({ error }).catch(() => undefined);
    throw error;
  }
  await finish({ result });
  return result;
}

/** The slots of the plan, with the outputs in them. */
async function computed(
  settings: RunSettings,
  request: Request,
  plan: Plan,
  control: RunControl,
  runId?: string,
): Promise<readonly unknown[]> {
  const { adapters, locate } = settings;
  const values = slotsOf(request, plan, control);
  const isWatched = runId !== undefined && watchesNodes(adapters);
  const lifecycle = isWatched ? runLifecycle(adapters, runId, acceptFrom(settings)) : undefined;
  const thrown = new WeakSet<object>();
  const runner: StepRunner = {
    call:
      lifecycle === undefined
        ? (node, inputs) => node.call(inputs)
        : (node, inputs) =>
            lifecycle.callNode(infoOf(settings.graph, node), inputs, () =>
              remembering(thrown, () => node.call(inputs)),
            ),
    failure: (node, inputs, error) => {
      const ending = control.ending();
      if (ending !== undefined) return ending.error;
      // what hooks and middleware throw comes as itself; what the user's function threw, never
      const isOurs = lifecycle !== undefined && error instanceof IcosianError && !thrown.has(error);
      return isOurs ? error : nodeFailure(node, inputs, error, locate(node));
    },
    accept: (node, value) => acceptValue(node, value, locate),
    throwIfOver: control.throwIfOver,
    over: control.over,
  };
  try {
    control.throwIfOver();
    await runSteps(plan, values, runner);
    return values;
  } catch (error) {
    control.stop(error);
    await lifecycle?.abandon();
    throw error;
  }
}

/** Calls `fn`, and remembers in `thrown` what it throws. */
function remembering(thrown: WeakSet<object>, fn: () => unknown): unknown {
  const remember = (error: unknown): never => {
    if (typeof error === 'object' && error !== null) thrown.add(error);
    throw error;
  };
  let value: unknown;
  try {
    value = fn();
  } catch (error) {
    return remember(error);
  }
  return isPromise(value) ? value.catch(remember) : value;
}

const infoOf = (graph: Graph, node: FunctionNode): NodeInfo =>
  nodeInfoOf(graph, graph.byName.get(node.name) as GraphNode);

const acceptFrom =
  ({ graph, locate }: RunSettings) =>
  (info: NodeInfo, value: unknown): void =>
    acceptValue(graph.byName.get(info.name)?.node as FunctionNode, value, locate);

/** The slots of a run, with what is given in them. */
function slotsOf(request: Request, plan: Plan, control: RunControl): unknown[] {
  const values: unknown[] = Array.from({ length: plan.slotCount });
  for (const { name, slot } of plan.given) {
    if (name === '$signal') values[slot] = control.signal();
    else if (name === '$attempt') values[slot] = 1;
    else {
      const { overrides, inputs } = request;
      values[slot] = overrides.has(name) ? overrides.get(name) : inputs.get(name);
    }
  }
  return values;
}

async function buildResult(
  settings: RunSettings,
  plan: Plan,
  values: readonly unknown[],
): Promise<unknown> {
  const outputs: Record<string, unknown> = {};
  for (const { name, slot } of plan.outputs) outputs[name] = values[slot];
  return settings.buildResult(outputs);
}

function executeEvent({ graph }: RunSettings, request: Request, plan: Plan): ExecuteEvent {
  return {
    runId: randomUUID(),
    graph: graphInfoOf(graph),
    outputs: request.outputs,
    inputs: Object.fromEntries(request.inputs),
    overrides: Object.fromEntries(request.overrides),
    plannedNodes: plan.steps.map(({ node }) => infoOf(graph, node)),
  };
}
