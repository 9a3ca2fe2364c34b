/**
 * The values that a request brings: promises among them are awaited, and adapters may refuse them.
 *
 * @module
 */
import type { LifecycleAdapter, NodeInfo } from '../adapters/adapter.ts';
import { IcosianError, inputError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { nodeInfoOf } from '../graph/node-info.ts';
import type { Request, RequestOptions } from '../plan/check-request.ts';
import { isPromise } from './step-runner.ts';
import { thrownWords } from './thrown.ts';
import { verdictProblems } from './verdicts.ts';

type Values = ReadonlyMap<string, unknown>;

/** Whether any value of a request is still a promise. */
export const hasPromises = ({ inputs, overrides }: Request): boolean =>
  [...inputs.values(), ...overrides.values()].some(isPromise);

/**
 * Has somebody listen to the promises of a request, which may be refused before they are awaited: a rejection that
 * nobody hears would end the process.
 */
export function hearPromises(options: RequestOptions): void {
  for (const values of [options?.inputs, options?.overrides]) {
    if (typeof values !== 'object' || values === null) continue;
    for (const value of Object.values(values)) {
      if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
    }
  }
}

/** The same request with its promises resolved. Rejects with one `InputError` for all that were rejected. */
export async function resolvedRequest(request: Request, over: Promise<never>): Promise<Request> {
  const problems: IcosianError[] = [];
  let inputs: Results = new Map();
  let overrides: Results = new Map();
  const work = Promise.all([settled(request.inputs), settled(request.overrides)]).then(
    (results) => {
      [inputs, overrides] = results;
    },
  );
  // a race without values: \`over\` lives as long as the run, and would keep what it raced with
  await Promise.race([work, over]);
  for (const [what, results] of [
    ['input', inputs],
    ['override', overrides],
  ] as const) {
    for (const [name, result] of results) {
      if (result.status === 'rejected') problems.push(rejected(what, name, result.reason));
      else if (result.value === undefined) problems.push(resolvedToUndefined(what, name));
    }
  }
  if (problems.length > 0) throw inputError(problems);
  return { ...request, inputs: fulfilled(inputs), overrides: fulfilled(overrides) };
}

type Results = ReadonlyMap<string, PromiseSettledResult<unknown>>;

/** Awaits promises; other thenables are values. */
async function settled(values: Values): Promise<Results> {
  const results = await Promise.all(
    [...values].map(async ([name, value]) => {
      if (!isPromise(value)) return [name, { status: 'fulfilled', value }] as const;
      const [result] = await Promise.allSettled([value]);
      return [name, result] as const;
    }),
  );
  return new Map(results);
}

const fulfilled = (results: Results): Values =>
  new Map(
    [...results].map(([name, result]) => [
      name,
      result.status === 'fulfilled' ? result.value : undefined,
    ]),
  );

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

const resolvedToUndefined = (what: string, name: string): IcosianError =>
  new IcosianError('input/undefined', `The promise given as ${what} "${name}" gave undefined.`, {
    node: name,
    hint: 'give a value, or leave it out; null is a value',
  });
