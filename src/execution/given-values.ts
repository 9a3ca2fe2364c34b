/**
 * The values that a request brings: promises among them are awaited, and adapters may refuse them.
 *
 * @module
 */
import type { LifecycleAdapter, Verdict } from '../adapters/adapter.ts';
import { IcosianError, inputError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { nodeInfoOf } from '../graph/node-info.ts';
import type { Request } from '../plan/check-request.ts';
import { adapterName } from './lifecycle.ts';
import { isPromise } from './step-runner.ts';

/** The same request with its promises resolved. Rejects with one `InputError` for all that were rejected. */
export async function resolvedRequest(request: Request, over: Promise<never>): Promise<Request> {
  const problems: IcosianError[] = [];
  const resolved = async (
    values: ReadonlyMap<string, unknown>,
    what: string,
  ): Promise<ReadonlyMap<string, unknown>> => {
    if (![...values.values()].some(isPromise)) return values;
    const settled = new Map<string, unknown>();
    await Promise.all(
      [...values].map(async ([name, value]) => {
        try {
          settled.set(name, await value);
        } catch (cause) {
          problems.push(rejectedInput(what, name, cause));
        }
      }),
    );
    return new Map([...values.keys()].map((name) => [name, settled.get(name)]));
  };
  const work = Promise.all([
    resolved(request.inputs, 'input'),
    resolved(request.overrides, 'override'),
  ]);
  const [inputs, overrides] = await Promise.race([work, over]);
  for (const [name, value] of overrides) {
    if (value === undefined) problems.push(resolvedToUndefined('override', name));
  }
  for (const [name, value] of inputs) {
    if (value === undefined) problems.push(resolvedToUndefined('input', name));
  }
  if (problems.length > 0) throw inputError(problems);
  return { ...request, inputs, overrides };
}

/** Whether any value of a request is still a promise. */
export const hasPromises = ({ inputs, overrides }: Request): boolean =>
  [...inputs.values(), ...overrides.values()].some(isPromise);

/** What the adapters refuse of the values that the request reads; promises are passed over. */
export function refusedInputs(
  graph: Graph,
  adapters: readonly LifecycleAdapter[],
  request: Request,
): readonly IcosianError[] {
  const judges = adapters.filter((adapter) => adapter.validateInput !== undefined);
  if (judges.length === 0) return [];
  const { nodes } = request.needs;
  return nodes.flatMap(({ node, index }) => {
    if (node.kind !== 'input') return [];
    const value = request.overrides.get(node.name) ?? request.inputs.get(node.name);
    if (isPromise(value)) return [];
    const neededBy = nodes
      .filter(({ reads }) => reads.includes(index))
      .map((reader) => nodeInfoOf(graph, reader));
    return judges.flatMap((adapter) =>
      refusals(adapter.validateInput?.({ name: node.name, value, neededBy })).map(
        (words) =>
          new IcosianError(
            'input/refused',
            `${adapterName(adapter)} refuses the input "${node.name}": ${words}`,
            { node: node.name },
          ),
      ),
    );
  });
}

/** The words of a verdict; none where all is well. */
export function refusals(verdict: Verdict): readonly string[] {
  if (verdict === null || verdict === undefined) return [];
  return typeof verdict === 'string' ? [verdict] : verdict;
}

const rejectedInput = (what: string, name: string, cause: unknown): IcosianError =>
  new IcosianError(
    'input/rejected',
    `The promise given as ${what} "${name}" was rejected: ${String(cause)}`,
    { cause, node: name, hint: 'catch it before, or give another value' },
  );

const resolvedToUndefined = (what: string, name: string): IcosianError =>
  new IcosianError('input/undefined', `The promise given as ${what} "${name}" gave undefined.`, {
    node: name,
    hint: 'give a value, or leave it out; null is a value',
  });
