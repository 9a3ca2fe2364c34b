/**
 * The nodes of a part: those of its modules under other names, with all that they read looked up.
 *
 * @module
 */
import { InvalidNodeError, graphError, type IcosianError } from '../errors.ts';
import { absentAs } from '../nodes/node-source.ts';
import {
  reservedNames,
  type Config,
  type DraftNode,
  type FunctionNode,
  type ModuleReading,
  type NodeSource,
  type Read,
  type Reading,
} from '../nodes/node.ts';
import { didYouMean } from '../suggest.ts';
import { bound, missingKey, readBindings, type GivenBindings } from './bind.ts';
import { bindingKind, type Binding, type Configuration } from './dependency.ts';
import type { InputBindings } from './subdag-types.ts';

/** A part that is to become nodes. */
interface Part {
  readonly modifier: string;
  /** What the whole is called. */
  readonly name: string;
  readonly options: {
    readonly modules: readonly object[];
    readonly inputs?: InputBindings;
    readonly config?: object;
  };
  /** The source of its function. */
  readonly inner: NodeSource;
}

/** The nodes of a part: its result, and those of its modules. */
export function partNodes(
  { modifier, name, options, inner }: Part,
  config: Config,
  reading: Reading,
): readonly DraftNode[] {
  const own = ownConfig(options.config ?? {}, name, config);
  const whole = { ...config, ...own };
  const read = readPart(options.modules, whole, name, reading);
  const names = new Set(read.nodes.map((node) => node.name));
  const drafts = inner.toNodes(name, whole, reading);
  const taken = new Set(read.nodes.map((node) => `${name}.${node.name}`));
  const named = reading.nameGivers(drafts.filter(isNode), options.modules, whole, taken);
  if (named.problems.length > 0) throw graphError(named.problems);
  const results = named.nodes.map(withoutNeeds);
  const twice = results.find((node) => taken.has(node.name));
  if (twice !== undefined) throw twoParts(name, twice.name);
  const inputs = readBindings(options.inputs ?? {}, { modifier, node: name });
  assertRead(inputs, [...results, ...read.nodes], name);
  const scope = { name, names, inputs, own, config };
  // who reads the name of the whole in here means a node of the part
  const ownNames = new Set(results.map((node) => node.name).filter((each) => each !== name));
  return [
    ...results.map((node) => placedIn(scope, node, node.name, ownNames)),
    ...read.nodes.map((node) => placedIn(scope, withoutNeeds(node), `${name}.${node.name}`)),
    ...drafts.filter((node) => node.kind === 'absent'),
    ...named.absent,
    ...read.absent.map((node) => absentAs(node, `${name}.${node.name}`)),
  ];
}

const isNode = (node: DraftNode): node is FunctionNode => node.kind === 'function';

/** The config of the part itself. */
function ownConfig(given: object, name: string, config: Config): Config {
  return Object.fromEntries(
    Object.entries(given).map(([key, setting]: [string, unknown]) => {
      switch (bindingKind(setting)) {
        case 'configuration': {
          const outer = (setting as Configuration).key;
          if (!Object.hasOwn(config, outer) || config[outer] === undefined)
            throw missingKey('subdag', name, outer, config);
          return [key, config[outer]];
        }
        case 'value':
          return [key, (setting as { readonly value: unknown }).value];
        case 'source':
        case 'group':
          throw new InvalidNodeError(
            'node/bad-subdag',
            `The config of "${name}" has a source for "${key}", but the config is fixed before anything runs.`,
            { node: name, hint: 'give a value or configuration(…), or bind it in inputs' },
          );
        case undefined:
          return [key, setting];
      }
    }),
  );
}

/** Reads the modules of a part. Throws what is wrong with their functions. */
export function readPart(
  modules: readonly object[],
  config: Config,
  name: string,
  reading: Reading,
): ModuleReading {
  const read = reading.readModules(modules, config);
  if (read.problems.length === 0) return read;
  throw graphError(read.problems.map((problem) => inPart(problem, name)));
}

/** A problem of a part's function, which says whose part it is. */
function inPart(problem: IcosianError, name: string): IcosianError {
  const { code, node = '', location, hint: way } = problem;
  const [sentence = ''] = problem.message.split(/\n {2}(?:→|at) /);
  return new InvalidNodeError(code, `In "${name}": ${sentence}`, {
    node: `${name}.${node}`,
    location,
    hint: way,
    ...(problem.cause === undefined ? {} : { cause: problem.cause }),
  });
}

interface PartScope {
  readonly name: string;
  /** The names of its own nodes. */
  readonly names: ReadonlySet<string>;
  readonly inputs: GivenBindings;
  readonly own: Config;
  /** The config around it. */
  readonly config: Config;
}

/** A node under its name in the whole, with all that it reads looked up but what is `known` by its whole name. */
function placedIn(
  scope: PartScope,
  node: FunctionNode,
  name: string,
  known: ReadonlySet<string> = new Set(),
): FunctionNode {
  const { names, inputs, own, config } = scope;
  const placed = bound(
    node,
    (read): Binding | undefined => {
      if (read.giver !== undefined || reservedNames.has(read.name)) return undefined;
      if (known.has(read.name)) return undefined;
      return inputs.get(read.name);
    },
    config,
    { modifier: 'subdag', node: scope.name },
  );
  // what was bound has the names of the surroundings
  const isOwn = new Set(node.reads.filter((read) => !inputs.has(read.name)).map(({ as }) => as));
  const constants: Record<string, unknown> = {};
  const reads = placed.reads.flatMap((read): readonly Read[] => {
    if (!isOwn.has(read.as) || read.giver !== undefined || known.has(read.name)) return [read];
    const { otherwise: column, ...others } = read;
    if (names.has(read.name)) return [{ ...others, name: `${scope.name}.${read.name}` }];
    if (Object.hasOwn(own, read.name)) {
      constants[read.as] = own[read.name];
      return [];
    }
    return [column === undefined ? read : { ...read, otherwise: `${scope.name}.${column}` }];
  });
  return {
    ...placed,
    name,
    reads,
    ...(node.caller === undefined || node.name === name
      ? {}
      : { caller: `${scope.name}.${node.caller}` }),
    ...(Object.keys(constants).length === 0 ? {} : { bound: { ...placed.bound, ...constants } }),
  };
}

/** Whoever has the export of a part has all of it. */
function withoutNeeds(node: FunctionNode): FunctionNode {
  const { needs: _, ...others } = node;
  return others;
}

/** An input that nobody reads is most likely misspelt; where the config leaves its reader out, it is not. */
function assertRead(inputs: GivenBindings, nodes: readonly FunctionNode[], name: string): void {
  const read = new Set(nodes.flatMap(({ reads }) => reads.map((each) => each.name)));
  for (const input of inputs.keys()) {
    if (read.has(input)) continue;
    const meant = didYouMean(
      input,
      [...read].filter((each) => !inputs.has(each)),
    );
    if (meant === undefined) continue;
    throw new InvalidNodeError(
      'node/unknown-subdag-input',
      `"${name}" is given the input "${input}", which none of its functions reads.`,
      { node: name, hint: meant },
    );
  }
}

const twoParts = (name: string, part: string): InvalidNodeError =>
  new InvalidNodeError(
    'node/bad-subdag',
    `"${name}" has two parts called "${part}": one of its modules, and one that a modifier of its function makes.`,
    { node: name, hint: 'rename the one in the module, or give one of them a subdag of its own' },
  );
