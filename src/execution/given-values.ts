/**
 * The values that a request brings: promises among them are awaited, and adapters may refuse them.
 *
 * @module
 */
import type { LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import { IcosianError, inputError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { nodeInfoOf } from '../graph/node-info.ts';
import { overrideProblems, withoutUndefined, type Request } from '../plan/check-request.ts';
import { type RequestOptions } from '../plan/request-options.ts';
import { planFor, type Planned } from '../plan/plan-memory.ts';
import type { Plan } from '../plan/plan.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';
import { verdictProblems } from './verdicts.ts';

type Values = ReadonlyMap<string, unknown>;

/** Whether any value that a plan needs is still a promise. */
export const hasPromises = (request: Request, plan: Plan): boolean =>
  plan.given.some(({ name }) => isPromise(givenIn(request, name)));

/**
 * Has somebody listen to the promises of a request, which may be refused before they are awaited, or not be needed: a
 * rejection that nobody hears would end the process.
 */
export function hearPromises(options: RequestOptions): void {
  for (const values of [options?.inputs, options?.overrides]) {
    if (typeof values !== 'object' || values === null) continue;
    for (const value of Object.values(values)) {
      if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
    }
  }
}

/**
 * The same request with the promises resolved that its plan needs; an input whose promise gave undefined is not given,
 * which makes another plan.
 *
 * Rejects with one `InputError` for all that were rejected, or are missing then.
 */
export async function resolvedRequest(
  graph: Graph,
  { request, plan }: Planned,
  over: Promise<never>,
  isStreamed = false,
): Promise<Planned> {
  const needed = new Set(plan.given.map(({ name }) => name));
  // the override of an input stands in its place
  const isRead = (name: string): boolean => needed.has(name) && !request.overrides.has(name);
  let inputs: Results = new Map();
  let overrides: Results = new Map();
  const work = Promise.all([
    settled(request.inputs, isRead),
    settled(request.overrides, (name) => needed.has(name)),
  ]).then((results) => {
    [inputs, overrides] = results;
  });
  // a race without values: `over` lives as long as the run, and would keep what it raced with
  await Promise.race([work, over]);
  const problems: IcosianError[] = [];
  for (const [name, result] of inputs) {
    if (result.status === 'fulfilled') continue;
    const what = Object.hasOwn(graph.config, name) ? 'config key' : 'input';
    problems.push(rejected(what, name, result.reason));
  }
  for (const [name, result] of overrides) {
    if (result.status === 'rejected') problems.push(rejected('override', name, result.reason));
    else if (result.value === undefined) problems.push(resolvedToUndefined(name));
    else problems.push(...overrideProblems(graph, name, result.value));
  }
  const resolved: Request = {
    ...request,
    inputs: withResults(request.inputs, inputs),
    overrides: withResults(request.overrides, overrides),
  };
  const isGiven = [...inputs.values()].every(
    (result) => result.status === 'rejected' || result.value !== undefined,
  );
  const narrowed = isGiven ? resolved : withoutUndefined(graph, resolved, problems);
  if (problems.length > 0) throw inputError(problems);
  if (isGiven) return { request: resolved, plan };
  return { request: narrowed, plan: planFor(graph, narrowed, isStreamed) };
}

type Results = ReadonlyMap<string, PromiseSettledResult<unknown>>;

/** Awaits the promises that `isNeeded`; other thenables are values. */
async function settled(values: Values, isNeeded: (name: string) => boolean): Promise<Results> {
  const promises = [...values].filter(([name, value]) => isPromise(value) && isNeeded(name));
  const results = await Promise.allSettled(promises.map(([, value]) => value));
  return new Map(promises.map(([name], i) => [name, results[i] as PromiseSettledResult<unknown>]));
}

/** The values with those in place that were awaited; what was rejected stays, as still given. */
function withResults(values: Values, results: Results): Values {
  const resolved = new Map(values);
  for (const [name, result] of results) {
    if (result.status === 'fulfilled') resolved.set(name, result.value);
  }
  return resolved;
}

/**
 * What the adapters refuse of the values that the request reads; promises are passed over. `before` is the same
 * request while it still had promises: what was a value there has been judged.
 */
export function refusedInputs(
  graph: Graph,
  adapters: readonly LifecycleAdapter[],
  request: Request,
  before?: Request,
): readonly IcosianError[] {
  const judges = adapters.filter((adapter) => adapter.validateInput !== undefined);
  if (judges.length === 0) return [];
  const readers = readersOf(graph, request);
  return [...readers].flatMap(([name, neededBy]) => {
    const value = givenIn(request, name);
    if (isPromise(value) || (before !== undefined && !isPromise(givenIn(before, name)))) return [];
    return judges.flatMap((adapter) =>
      verdictProblems(
        adapter,
        'validateInput',
        `the input "${name}"`,
        () => adapter.validateInput?.({ name, value, neededBy }),
        (sentence) => new IcosianError('input/refused', sentence, { node: name }),
      ),
    );
  });
}

const givenIn = ({ inputs, overrides }: Request, name: string): unknown =>
  overrides.has(name) ? overrides.get(name) : inputs.get(name);

/** The inputs and config keys that a request reads, each with the nodes that will read it. */
function readersOf(graph: Graph, { needs, overrides, outputs }: Request): Map<string, NodeInfo[]> {
  const readers = new Map<string, NodeInfo[]>();
  for (const { node } of needs.nodes) if (node.kind === 'input') readers.set(node.name, []);
  // given for its own sake: no function reads it
  for (const name of outputs) if (!graph.byName.has(name)) readers.set(name, []);
  for (const graphNode of needs.nodes) {
    if (overrides.has(graphNode.node.name)) continue;
    for (const read of new Set(graphNode.reads)) {
      const name = graph.nodes[read]?.node.name;
      if (name !== undefined) readers.get(name)?.push(nodeInfoOf(graph, graphNode));
    }
  }
  return readers;
}

const rejected = (what: string, name: string, cause: unknown): IcosianError =>
  new IcosianError(
    'input/rejected',
    `The promise given as ${what} "${name}" was rejected: ${thrownWords(cause)}`,
    { cause, node: name, hint: 'catch it before, or give another value' },
  );

const resolvedToUndefined = (name: string): IcosianError =>
  new IcosianError('input/undefined', `The promise given as override "${name}" gave undefined.`, {
    node: name,
    hint: 'give a value, or leave it out; null is a value',
  });
