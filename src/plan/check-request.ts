/**
 * What a user asks for and gives, checked against the graph: all problems at once.
 *
 * @module
 */
import { IcosianError, inputError } from '../errors.ts';
import type { Graph, GraphNode } from '../graph/graph.ts';
import { reservedNames } from '../nodes/node.ts';
import { didYouMean, nearest } from '../suggest.ts';
import { needsOf, type Needs } from './plan.ts';

/** What `execute` and its siblings take beside the outputs. */
export interface RequestOptions {
  /** Values for names that functions ask for and none provides; `undefined` means not given. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Values that replace those of nodes; what is upstream of them does not run. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Aborts the run. */
  readonly signal?: AbortSignal;
}

/** A request that can run. */
export interface Request {
  readonly outputs: readonly string[];
  /** Inputs and config values that are given, by name. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly overrides: ReadonlyMap<string, unknown>;
  readonly needs: Needs;
}

const optionNames = ['inputs', 'overrides', 'signal'];

/** Checks a request. Throws one `InputError` with all problems. */
export function checkRequest(graph: Graph, outputs: unknown, options: unknown): Request {
  const problems: IcosianError[] = [];
  const { inputs, overrides } = readOptions(options, problems);
  const given = new Map(Object.entries(graph.config).filter(([, value]) => value !== undefined));
  for (const [name, value] of Object.entries(inputs)) {
    if (value === undefined) continue;
    if (reservedNames.has(name)) problems.push(reservedInput(name));
    else if (given.has(name)) problems.push(inputInConfig(name));
    else if (graph.byName.get(name)?.node.kind === 'function') problems.push(inputIsNode(name));
    else given.set(name, value);
  }
  const replaced = new Map(Object.entries(overrides));
  for (const [name, value] of replaced) {
    if (!graph.byName.has(name)) problems.push(unknownOverride(graph, name));
    else if (value === undefined) problems.push(undefinedOverride(name));
  }
  const names = readOutputs(graph, outputs, given, problems);
  const needs = needsOf(graph, names, new Set(replaced.keys()), new Set(given.keys()));
  const isAsked = (name: string): boolean => graph.byName.has(name) || names.includes(name);
  const unused = Object.keys(inputs).filter(
    (name) => inputs[name] !== undefined && !isAsked(name) && !reservedNames.has(name),
  );
  for (const missing of needs.missing) {
    problems.push(missingInput(missing, needs, names, unused));
  }
  for (const name of unused) {
    const meant = nearest(name, absentInputs(graph, given, replaced));
    const isSaid = needs.missing.some(({ node }) => node.name === meant);
    if (meant !== undefined && !isSaid) problems.push(misspeltInput(name, meant));
  }
  const inBlock = needs.nodes.find(
    (graphNode) => !replaced.has(graphNode.node.name) && standsInBlock(graphNode),
  );
  if (inBlock !== undefined) problems.push(blockNotRun(inBlock));
  if (problems.length > 0) throw inputError(problems);
  return { outputs: names, inputs: given, overrides: replaced, needs };
}

const standsInBlock = ({ scope, itemScope, collected }: GraphNode): boolean =>
  scope !== undefined || itemScope !== undefined || collected !== undefined;

function readOptions(
  options: unknown,
  problems: IcosianError[],
): { inputs: Record<string, unknown>; overrides: Record<string, unknown> } {
  if (options === undefined) return { inputs: {}, overrides: {} };
  if (!isRecord(options)) {
    problems.push(
      new IcosianError('request/bad-options', `The options are ${kindOf(options)}.`, {
        hint: 'pass a record: { inputs: { … }, overrides: { … }, signal }',
      }),
    );
    return { inputs: {}, overrides: {} };
  }
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    problems.push(
      new IcosianError('request/unknown-option', `There is no option "${name}".`, {
        hint: didYouMean(name, optionNames) ?? `the options are ${optionNames.join(', ')}`,
      }),
    );
  }
  const signal = options['signal'];
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    problems.push(
      new IcosianError('request/bad-signal', `The option "signal" is ${kindOf(signal)}.`, {
        hint: 'pass an AbortSignal: new AbortController().signal, AbortSignal.timeout(ms)',
      }),
    );
  }
  const record = (name: 'inputs' | 'overrides'): Record<string, unknown> => {
    const value = options[name];
    if (value === undefined) return {};
    if (isRecord(value)) return value;
    problems.push(
      new IcosianError('request/bad-options', `The option "${name}" is ${kindOf(value)}.`, {
        hint: `pass a record of values by name: { ${name}: { spend: … } }`,
      }),
    );
    return {};
  };
  return { inputs: record('inputs'), overrides: record('overrides') };
}

function readOutputs(
  graph: Graph,
  outputs: unknown,
  given: ReadonlyMap<string, unknown>,
  problems: IcosianError[],
): readonly string[] {
  if (!Array.isArray(outputs)) {
    const written = typeof outputs === 'string' ? `"${outputs}"` : kindOf(outputs);
    problems.push(
      new IcosianError(
        'request/outputs-not-a-list',
        `The outputs are ${written}, not a list of names.`,
        {
          hint: `write a list: [${typeof outputs === 'string' ? `'${outputs}'` : "'name'"}]`,
        },
      ),
    );
    return [];
  }
  const names: string[] = [];
  const seen = new Set<unknown>();
  for (const name of outputs as readonly unknown[]) {
    if (typeof name !== 'string') {
      problems.push(
        new IcosianError('request/bad-output', `An output is ${kindOf(name)}, not a name.`, {
          hint: "name each output by a string: ['spendMean']",
        }),
      );
    } else if (seen.has(name)) {
      problems.push(
        new IcosianError('request/output-twice', `The output "${name}" is requested twice.`, {
          hint: 'request it once',
        }),
      );
    } else if (graph.byName.has(name) || given.has(name)) names.push(name);
    else problems.push(unknownOutput(graph, name));
    seen.add(name);
  }
  return names;
}

/** Whether a value is a plain record (or a module), not an instance of something. */
export const isRecord = (value: unknown): value is Record<string, unknown> => {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null || isNamespace(value);
};
const isNamespace = (value: object): boolean =>
  (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag] === 'Module';

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = value.constructor?.name;
  return Array.isArray(value) ? 'a list' : `an object (${name ?? 'unknown'})`;
}

function* absentInputs(
  graph: Graph,
  given: ReadonlyMap<string, unknown>,
  overrides: ReadonlyMap<string, unknown>,
): Iterable<string> {
  for (const { node } of graph.nodes) {
    if (node.kind === 'input' && !given.has(node.name) && !overrides.has(node.name))
      yield node.name;
  }
}

const unknownOutput = (graph: Graph, name: string): IcosianError =>
  new IcosianError('request/unknown-output', `There is no node "${name}" to request.`, {
    hint: didYouMean(name, graph.byName.keys()) ?? 'driver.listAvailableVariables() lists them all',
  });

function missingInput(
  missing: GraphNode,
  needs: Needs,
  outputs: readonly string[],
  unused: readonly string[],
): IcosianError {
  const { name } = missing.node;
  const readers = needs.nodes
    .filter(({ reads }) => reads.includes(missing.index))
    .map(({ node }) => `"${node.name}"`);
  const reasons = readers.length > 0 ? [`needed by ${readers.join(', ')}`] : [];
  if (outputs.includes(name)) reasons.push('requested as an output');
  const typo = nearest(name, unused);
  return new IcosianError(
    'input/missing',
    `The input "${name}" is missing: ${reasons.join(' and ')}.`,
    {
      node: name,
      hint:
        typo === undefined
          ? `pass it: { inputs: { ${name}: … } }`
          : `"${typo}" was given, which nothing reads: did you mean "${name}"?`,
    },
  );
}

const misspeltInput = (name: string, meant: string): IcosianError =>
  new IcosianError('input/unknown', `The input "${name}" was given, but nothing reads it.`, {
    hint: `did you mean "${meant}"?`,
  });

const blockNotRun = ({ node }: GraphNode): IcosianError =>
  new IcosianError(
    'request/parallel-block',
    `The request needs "${node.name}", which opens, closes or lies in a parallel block. This version checks and draws blocks, but does not run them.`,
    { node: node.name, hint: 'override it, or loop over the items inside one function' },
  );

const reservedInput = (name: string): IcosianError =>
  new IcosianError('input/reserved', `The engine gives "${name}": it is never an input.`, {
    hint:
      name === '$signal'
        ? 'pass the signal as an option: { signal }'
        : 'leave it out; $signal, $item and $attempt are reserved',
  });

const inputInConfig = (name: string): IcosianError =>
  new IcosianError(
    'input/in-config',
    `"${name}" is given twice: in the config and in the inputs.`,
    {
      hint: 'give it in one of the two; the config is fixed when the driver is built',
    },
  );

const inputIsNode = (name: string): IcosianError =>
  new IcosianError(
    'input/is-node',
    `The input "${name}" is named like a function of the dataflow.`,
    {
      node: name,
      hint: `to replace the function's value, use overrides: { overrides: { ${name}: … } }`,
    },
  );

const unknownOverride = (graph: Graph, name: string): IcosianError =>
  new IcosianError('override/unknown', `There is no node "${name}" to override.`, {
    hint: didYouMean(name, graph.byName.keys()) ?? 'driver.listAvailableVariables() lists them all',
  });

const undefinedOverride = (name: string): IcosianError =>
  new IcosianError('override/undefined', `The override of "${name}" is undefined.`, {
    node: name,
    hint: 'give a value, or leave the override out; null is a value',
  });
