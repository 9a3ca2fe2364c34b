/**
 * What may be wrong with a request, in sentences.
 *
 * @module
 */
import { IcosianError } from '../errors.ts';
import type { Graph } from '../graph/graph.ts';
import { isResource } from '../graph/resources.ts';
import { kindOf } from '../nodes/given.ts';
import type { AbsentNode } from '../nodes/node.ts';
import { didYouMean } from '../suggest.ts';

/** Hands out names to compare with, until one request has used up its comparisons. */
export type Candidates = (names: Iterable<string>) => Iterable<string>;

/** Letters are compared for at most this many pairs of names in one request. */
const mostComparisons = 20_000;

/** The candidates for the typos of one request: many typos among many names would take minutes. */
export function candidatesWithin(most: number = mostComparisons): Candidates {
  let left = most;
  return function* (names) {
    if (left <= 0) return;
    for (const name of names) {
      if (left-- <= 0) return;
      yield name;
    }
  };
}

export const unknownOutput = (graph: Graph, name: string, candidates: Candidates): IcosianError =>
  absentNode(graph, name, 'to request') ??
  new IcosianError('request/unknown-output', `There is no node "${name}" to request.`, {
    hint: nearestNode(graph, name, candidates),
  });

export const unknownOverride = (graph: Graph, name: string, candidates: Candidates): IcosianError =>
  absentNode(graph, name, 'to override') ??
  new IcosianError('override/unknown', `There is no node "${name}" to override.`, {
    hint: nearestNode(graph, name, candidates),
  });

/** A function that is no node under this config. */
function absentNode({ absent }: Graph, name: string, what: string): IcosianError | undefined {
  const node = absent.get(name);
  if (node === undefined) return undefined;
  return new IcosianError('request/absent-node', `There is nothing ${what}: ${node.why}.`, {
    node: name,
    hint: node.hint,
  });
}

const nearestNode = (graph: Graph, name: string, candidates: Candidates): string =>
  didYouMean(name, candidates(graph.byName.keys())) ??
  'driver.listAvailableVariables() lists them all';

export const passing = (name: string): string => `pass it: { inputs: { ${name}: … } }`;

/** `hint` instead of how to pass it; `absent` where a function of this name is no node under this config. */
export function missingInput(
  name: string,
  readers: readonly string[],
  isOutput: boolean,
  hint: string = passing(name),
  absent?: AbsentNode,
): IcosianError {
  const list = readers.map((reader) => `"${reader}"`).join(', ');
  const reasons = readers.length > 0 ? [`needed by ${list}`] : [];
  if (isOutput) reasons.push('requested as an output');
  const sentence =
    absent === undefined
      ? `The input "${name}" is missing: ${reasons.join(' and ')}.`
      : `${absent.why}; it is ${reasons.join(' and ')}.`;
  return new IcosianError('input/missing', sentence, { node: name, hint });
}

export const misspeltInput = (name: string, meant: string): IcosianError =>
  new IcosianError('input/unknown', `The input "${name}" was given, but nothing reads it.`, {
    hint: `did you mean "${meant}"?`,
  });

export const itemsNotIterable = (name: string, value: unknown): IcosianError =>
  new IcosianError(
    'override/not-iterable',
    `The override of "${name}" is ${kindOf(value)}, but "${name}" opens a parallel block.`,
    { node: name, hint: 'the override of a generator is its items: give a list of them' },
  );

export const asyncItems = (name: string): IcosianError =>
  new IcosianError(
    'override/async-items',
    `The override of "${name}" is asynchronous, but "${name}" opens a block inside a block: its items are needed once for each item around it.`,
    { node: name, hint: 'give a list of the items' },
  );

export const notInBlock = (name: string): IcosianError =>
  new IcosianError(
    'request/not-in-block',
    `"${name}" lies in no parallel block: it has one value, which cannot be streamed.`,
    { node: name, hint: `execute(['${name}']) gives it` },
  );

/** A resource stays where it was made: what comes out of a run is made of it. */
export function resourceOutput(graph: Graph, name: string): IcosianError {
  const position = graph.byName.get(name)?.index;
  const reader = graph.nodes.find(
    (graphNode) => graphNode.reads.includes(position ?? -1) && !isResource(graphNode),
  );
  const instead = reader === undefined ? '' : `: ['${reader.node.name}']`;
  return new IcosianError(
    'request/resource-output',
    `"${name}" is a resource, which never leaves the thread that made it.`,
    { node: name, hint: `request a node that reads it${instead}` },
  );
}

/** `readers` are the nodes elsewhere that read it, or a resource that is made of it. */
export function resourceElsewhere(name: string, readers: readonly string[]): IcosianError {
  const list = readers.map((reader) => `"${reader}"`).join(', ');
  const [them, those] = readers.length === 1 ? ['it', 'that node'] : ['them', 'those nodes'];
  return new IcosianError(
    'override/resource-elsewhere',
    `The resource "${name}" is overridden, but ${list} would run elsewhere, and a resource never travels.`,
    {
      node: name,
      hint: `keep ${them} in this thread with local(fn), override ${those} instead, or use a driver without a remote executor`,
    },
  );
}

export const reservedInput = (name: string): IcosianError =>
  new IcosianError('input/reserved', `The engine gives "${name}": it is never an input.`, {
    hint:
      name === '$signal'
        ? 'pass the signal as an option: { signal }'
        : 'leave it out; $signal, $item and $attempt are reserved',
  });

export const inputInConfig = (name: string): IcosianError =>
  new IcosianError(
    'input/in-config',
    `"${name}" is given twice: in the config and in the inputs.`,
    {
      hint: 'give it in one of the two; the config is fixed when the driver is built',
    },
  );

export const inputIsNode = (name: string): IcosianError =>
  new IcosianError(
    'input/is-node',
    `The input "${name}" is named like a function of the dataflow.`,
    {
      node: name,
      hint: `to replace the function's value, use overrides: { overrides: { ${name}: … } }`,
    },
  );

export const undefinedOverride = (name: string): IcosianError =>
  new IcosianError('override/undefined', `The override of "${name}" is undefined.`, {
    node: name,
    hint: 'give a value, or leave the override out; null is a value',
  });
