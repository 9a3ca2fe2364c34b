/**
 * One `execute`: from a checked request to the built result.
 *
 * @module
 */
import type { ExecuteEvent, LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { graphInfoOf, nodeInfoOf } from '../graph/node-info.ts';
import type { FunctionNode } from '../nodes/node.ts';
import type { Request } from '../plan/check-request.ts';
import type { Plan } from '../plan/plan.ts';
import type { Locate } from './accept-value.ts';
import { beginRun, watchesNodes, watchesRuns } from './lifecycle.ts';
import { nodeLifecycle } from './node-lifecycle.ts';
import type { RunControl } from './run-control.ts';
import { plainRunner, watchedRunner } from './runners.ts';
import { withinRun } from './run-context.ts';
import { runSteps } from './run-steps.ts';
import { isPromise } from './step-runner.ts';

/** What all runs of a driver share. */
export interface RunSettings {
  readonly graph: Graph;
  readonly adapters: readonly LifecycleAdapter[];
  readonly buildResult: (outputs: Record<string, unknown>) => unknown;
  readonly locate: Locate;
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
): Promise<unknown> {
  const { adapters } = settings;
  const values = slotsOf(request, plan, control);
  const isWatched = watchesRuns(adapters) || watchesNodes(adapters);
  return isWatched
    ? withinRun(control, () =>
        watchedRun(settings, executeEvent(settings, request, plan), plan, values, control),
      )
    : plainRun(settings, plan, values, control);
}

async function plainRun(
  { locate, buildResult }: RunSettings,
  plan: Plan,
  values: unknown[],
  control: RunControl,
): Promise<unknown> {
  try {
    await runSteps(plan, values, plainRunner(control, locate));
  } catch (error) {
    control.stop(error);
    throw error;
  }
  return built(buildResult, plan, values, control);
}

async function watchedRun(
  settings: RunSettings,
  event: ExecuteEvent,
  plan: Plan,
  values: unknown[],
  control: RunControl,
): Promise<unknown> {
  const { adapters, locate, buildResult } = settings;
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
      await runSteps(plan, values, runner);
    } catch (error) {
      control.stop(error);
      await lifecycle?.abandon();
      throw error;
    }
    result = await built(buildResult, plan, values, control);
  } catch (error) {
    // the hook's own failure must not hide why the run failed
    await finish({ error }).catch(() => undefined);
    throw error;
  }
  await finish({ result });
  return result;
}

const infoOf = (graph: Graph, node: FunctionNode): NodeInfo =>
  nodeInfoOf(graph, graph.byName.get(node.name) as GraphNode);

/** The slots of a run, with what is given in them. */
function slotsOf(request: Request, plan: Plan, control: RunControl): unknown[] {
  const values: unknown[] = [];
  for (let slot = 0; slot < plan.slotCount; slot++) values.push(undefined);
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

/** The result that `buildResult` makes of the outputs; where it takes its time, the run may be ended meanwhile. */
async function built(
  buildResult: RunSettings['buildResult'],
  plan: Plan,
  values: readonly unknown[],
  control: RunControl,
): Promise<unknown> {
  control.throwIfOver();
  const outputs: Record<string, unknown> = {};
  for (const { name, slot } of plan.outputs) outputs[name] = values[slot];
  const result = buildResult(outputs);
  return isPromise(result) ? Promise.race([result, control.over]) : result;
}

function executeEvent({ graph }: RunSettings, request: Request, plan: Plan): ExecuteEvent {
  return {
    // the global, because loading node:crypto takes 5 ms
    runId: crypto.randomUUID(),
    graph: graphInfoOf(graph),
    outputs: request.outputs,
    inputs: Object.fromEntries(request.inputs),
    overrides: Object.fromEntries(request.overrides),
    plannedNodes: plan.steps.map(({ node }) => infoOf(graph, node)),
  };
}
