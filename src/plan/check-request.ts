/**
 * What a user asks for and gives, checked against the graph: all problems at once.
 *
 * @module
 */
import { IcosianError, inputError } from '../errors.ts';
import { blocksAround, type Graph, type GraphNode } from '../graph/graph.ts';
import { resourceNamed } from '../graph/resources.ts';
import { kindOf } from '../nodes/given.ts';
import { reservedNames } from '../nodes/node.ts';
import { nearest } from '../suggest.ts';
import { needsOf, type Needs } from './needs.ts';
import { readOptions } from './request-options.ts';
import {
  asyncItems,
  candidatesWithin,
  inputInConfig,
  inputIsNode,
  itemsNotIterable,
  misspeltInput,
  missingInput,
  notInBlock,
  passing,
  reservedInput,
  resourceOutput,
  undefinedOverride,
  unknownOutput,
  unknownOverride,
  type Candidates,
} from './request-problems.ts';

/** A request that can run. */
export interface Request {
  readonly outputs: readonly string[];
  /** Inputs and config values that are given, by name. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly overrides: ReadonlyMap<string, unknown>;
  readonly needs: Needs;
}

/** Checks a request; what is streamed must lie in a block. Throws one `InputError` with all problems. */
export function checkRequest(
  graph: Graph,
  outputs: unknown,
  options: unknown,
  isStreamed = false,
): Request {
  const problems: IcosianError[] = [];
  const candidates = candidatesWithin();
  const { inputs, overrides } = readOptions(options, problems, isStreamed);
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
    if (!graph.byName.has(name)) problems.push(unknownOverride(graph, name, candidates));
    else if (value === undefined) problems.push(undefinedOverride(name));
    else problems.push(...overrideProblems(graph, name, value));
  }
  const names = readOutputs(graph, outputs, given, problems, candidates);
  const needs = needsOf(graph, names, new Set(replaced.keys()), new Set(given.keys()));
  problems.push(...inputProblems(graph, { names, inputs, given, replaced, needs }));
  const outside = isStreamed ? names.find((name) => !isInBlock(graph, name)) : undefined;
  if (outside !== undefined) problems.push(notInBlock(outside));
  if (problems.length > 0) throw inputError(problems);
  return { outputs: names, inputs: given, overrides: replaced, needs };
}

const isInBlock = (graph: Graph, name: string): boolean =>
  graph.byName.get(name)?.itemScope !== undefined;

/** What is wrong with the value of an override: that of a generator is its items. Promises are judged later. */
export function overrideProblems(
  graph: Graph,
  name: string,
  value: unknown,
): readonly IcosianError[] {
  const graphNode = graph.byName.get(name);
  if (graphNode?.node.kind !== 'function' || graphNode.node.expands === undefined) return [];
  if (value instanceof Promise) return [];
  const isNested = graphNode.scope !== undefined;
  const given = Object(value) as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
  // a text can be iterated, but is one thing
  const isIterable = typeof value !== 'string' && typeof given[Symbol.iterator] === 'function';
  const isAsync = typeof given[Symbol.asyncIterator] === 'function';
  if (isIterable || (isAsync && !isNested)) return [];
  return [isAsync ? asyncItems(name) : itemsNotIterable(name, value)];
}

interface Asked {
  readonly names: readonly string[];
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly given: ReadonlyMap<string, unknown>;
  readonly replaced: ReadonlyMap<string, unknown>;
  readonly needs: Needs;
}

/** Inputs that are missing, and inputs that nothing reads but that look like ones that could be given. */
function inputProblems(graph: Graph, asked: Asked): readonly IcosianError[] {
  const { names, inputs, given, replaced, needs } = asked;
  const requested = new Set(names);
  const unused = Object.keys(inputs).filter(
    (name) =>
      inputs[name] !== undefined &&
      !graph.byName.has(name) &&
      !requested.has(name) &&
      !reservedNames.has(name),
  );
  const readers = readersOf(needs, needs.missing, replaced);
  const compared = candidatesWithin();
  const problems = needs.missing.map(({ node: { name }, index }) => {
    const typo = nearest(name, compared(unused));
    const neededBy = readers.get(index) ?? [];
    const hint =
      typo === undefined
        ? overrideNeeds(graph, replaced, neededBy)
        : `"${typo}" was given, which nothing reads: did you mean "${name}"?`;
    const absent = graph.absent.get(name);
    const way = hint ?? (absent && `${absent.hint}, or ${passing(name)}`);
    return missingInput(name, neededBy, requested.has(name), way, absent);
  });
  if (unused.length === 0) return problems;
  const isSaid = new Set(needs.missing.map(({ node }) => node.name));
  const absent = [...absentInputs(graph, given, replaced)];
  const candidates = candidatesWithin();
  for (const name of unused) {
    const meant = nearest(name, candidates(absent));
    if (meant !== undefined && !isSaid.has(meant)) problems.push(misspeltInput(name, meant));
  }
  return problems;
}

/** Why an input is needed although what reads it seems to be overridden: the items of its block still are. */
function overrideNeeds(
  graph: Graph,
  replaced: ReadonlyMap<string, unknown>,
  readers: readonly string[],
): string | undefined {
  for (const name of replaced.keys()) {
    const generators = blocksAround(graph.byName.get(name)?.scope);
    const generator = generators.find((block) => readers.includes(block.generator))?.generator;
    if (generator === undefined) continue;
    return `the override of "${name}" is its value for each item, and the items come from "${generator}": pass the input, or override "${generator}" too, with a list`;
  }
  return undefined;
}

/** Of inputs, the names of the nodes that would read them, by position. */
function readersOf(
  needs: Needs,
  inputs: readonly GraphNode[],
  replaced: ReadonlyMap<string, unknown>,
): ReadonlyMap<number, readonly string[]> {
  const readers = new Map(inputs.map(({ index }) => [index, [] as string[]]));
  if (readers.size === 0) return readers;
  for (const { node, reads } of needs.nodes) {
    if (replaced.has(node.name)) continue;
    for (const read of new Set(reads)) readers.get(read)?.push(node.name);
  }
  return readers;
}

/**
 * The same request without the inputs whose promises gave undefined: they are not given.
 *
 * `problems` gets what is missing then.
 */
export function withoutUndefined(
  graph: Graph,
  request: Request,
  problems: IcosianError[],
): Request {
  const { outputs, overrides } = request;
  const inputs = new Map([...request.inputs].filter(([, value]) => value !== undefined));
  const needs = needsOf(graph, outputs, new Set(overrides.keys()), new Set(inputs.keys()));
  const readers = readersOf(needs, needs.missing, overrides);
  const requested = new Set(outputs);
  for (const { node, index } of needs.missing) {
    const isOutput = requested.has(node.name);
    const hint = 'the promise given for it gave undefined, which means not given; null is a value';
    problems.push(missingInput(node.name, readers.get(index) ?? [], isOutput, hint));
  }
  const candidates = candidatesWithin();
  for (const name of outputs) {
    if (graph.byName.has(name) || inputs.has(name)) continue;
    problems.push(unknownOutput(graph, name, candidates));
  }
  return { ...request, inputs, needs };
}

function readOutputs(
  graph: Graph,
  outputs: unknown,
  given: ReadonlyMap<string, unknown>,
  problems: IcosianError[],
  candidates: Candidates,
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
    } else if (resourceNamed(graph, name) !== undefined) problems.push(resourceOutput(graph, name));
    else if (graph.byName.has(name) || given.has(name)) names.push(name);
    else problems.push(unknownOutput(graph, name, candidates));
    seen.add(name);
  }
  return names;
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
