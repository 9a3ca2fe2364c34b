/**
 * Plans of earlier requests: a driver is often asked the same thing again.
 *
 * @module
 */
import type { Graph } from '../graph/graph.ts';
import { isRecord } from '../nodes/given.ts';
import { checkRequest, overrideProblems, type Request } from './check-request.ts';
import { type RequestOptions } from './request-options.ts';
import { planOf } from './compile.ts';
import type { Needs } from './needs.ts';
import type { Plan } from './plan.ts';

/** A request that was found right, and its plan. */
interface Known {
  readonly outputs: readonly string[];
  readonly isStreamed: boolean;
  readonly inputNames: readonly string[];
  readonly overrideNames: readonly string[];
  readonly needs: Needs;
  readonly plan: Plan;
}

/** How many requests are remembered. */
const remembered = 8;

/** A checked request with its plan. */
export interface Planned {
  readonly request: Request;
  readonly plan: Plan;
}

/** The plan of a checked request. */
export function planFor(
  graph: Graph,
  { needs, outputs, overrides }: Request,
  isStreamed: boolean,
): Plan {
  const overridden = new Set(overrides.keys());
  return isStreamed
    ? planOf(graph, needs, [], overridden, outputs[0])
    : planOf(graph, needs, outputs, overridden);
}

/** Checks and plans requests on one graph; the same names again cost only a comparison. */
export class PlanMemory {
  readonly #graph: Graph;
  #known: Known[] = [];

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /**
   * The plan for `outputs`; where it is streamed, for the one output, whose values are handed on item by item.
   *
   * Throws `InputError` with all problems of the request.
   */
  plan(outputs: readonly string[], options: RequestOptions = {}, isStreamed = false): Planned {
    const plain = isPlain(options) ? options : undefined;
    const { inputs = {}, overrides = {} } = plain ?? {};
    const known =
      plain === undefined ? undefined : this.#recall(outputs, isStreamed, inputs, overrides);
    if (known !== undefined) {
      const given = new Map(
        [...Object.entries(this.#graph.config), ...Object.entries(inputs)].filter(isDefined),
      );
      const request: Request = {
        outputs: known.outputs,
        inputs: given,
        overrides: new Map(Object.entries(overrides)),
        needs: known.needs,
      };
      return { request, plan: known.plan };
    }
    const request = checkRequest(this.#graph, outputs, options, isStreamed);
    const plan = planFor(this.#graph, request, isStreamed);
    const { needs } = request;
    this.#known = [
      {
        outputs: request.outputs,
        isStreamed,
        inputNames: definedNames(inputs),
        overrideNames: Object.keys(overrides),
        needs,
        plan,
      },
      ...this.#known.slice(0, remembered - 1),
    ];
    return { request, plan };
  }

  #recall(
    outputs: unknown,
    isStreamed: boolean,
    inputs: object,
    overrides: object,
  ): Known | undefined {
    if (this.#known.length === 0 || !Array.isArray(outputs)) return undefined;
    if (Object.values(overrides).includes(undefined)) return undefined;
    const isRefused = ([name, value]: readonly [string, unknown]): boolean =>
      overrideProblems(this.#graph, name, value).length > 0;
    if (Object.entries(overrides).some(isRefused)) return undefined;
    const inputNames = definedNames(inputs);
    const overrideNames = Object.keys(overrides);
    return this.#known.find(
      (known) =>
        known.isStreamed === isStreamed &&
        sameNames(known.outputs, outputs) &&
        sameNames(known.inputNames, inputNames) &&
        sameNames(known.overrideNames, overrideNames),
    );
  }
}

/** Whether the options have nothing odd about them that the check would have to report. */
const isPlain = (options: unknown): options is RequestOptions =>
  typeof options === 'object' &&
  options !== null &&
  Object.entries(options).every(
    ([name, value]) =>
      value === undefined ||
      ((name === 'inputs' || name === 'overrides') && isRecord(value)) ||
      (name === 'signal' && value instanceof AbortSignal),
  );

const isDefined = (entry: readonly [string, unknown]): boolean => entry[1] !== undefined;

const definedNames = (values: object): readonly string[] =>
  Object.entries(values)
    .filter(isDefined)
    .map(([name]) => name);

function sameNames(one: readonly string[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}
