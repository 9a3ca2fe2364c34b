/**
 * A part of a dataflow is used again, under other names.
 *
 * @module
 */
import { InvalidNodeError, graphError, type IcosianError } from '../errors.ts';
import { assertFunction, assertOptions } from '../nodes/check-function.ts';
import { asWritten, isRecord } from '../nodes/given.ts';
import { absentAs, modified, sourceOf } from '../nodes/node-source.ts';
import {
  reservedNames,
  type AnyFunction,
  type Config,
  type DraftNode,
  type FunctionNode,
  type ModuleReading,
  type Read,
  type Reading,
} from '../nodes/node.ts';
import { nodeExports } from '../nodes/read-module.ts';
import { exportedTwice } from '../nodes/resolve-reads.ts';
import { didYouMean } from '../suggest.ts';
import { bound, missingKey, readBindings, type GivenBindings } from './bind.ts';
import { bindingKind, type Binding, type Configuration } from './dependency.ts';
import type { InputBindings, Subdag } from './subdag-types.ts';

/** What {@link subdag} may be told. */
export interface SubdagOptions<
  Modules extends readonly object[] = readonly object[],
  Inputs extends InputBindings = InputBindings,
  Own extends object = object,
> {
  /** The modules of the part: `import * as regional from './regional.ts'`, or what `createModule` gives. */
  readonly modules: Modules;
  /** What names that the part reads stand for. @default what the surrounding dataflow has under these names */
  readonly inputs?: Inputs;
  /** Laid over the config of the surrounding dataflow; a value, or `configuration('key of the outer config')`. */
  readonly config?: Own;
}

/**
 * Uses modules as a part of a dataflow: `export const us = subdag({ modules: [regional], inputs, config }, fn)`. The part's
 * nodes are called `us.revenue`, and `us` itself is what `fn` makes of them; it is called like any node's function.
 *
 * A name that the part's functions (and `fn`) read is looked up in `inputs`, then in the part's own modules and config, then
 * in the surrounding dataflow. Parts may hold parts (`eu.north.revenue`). What is read in a parallel block lies in it.
 *
 * Hamilton's `@subdag`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, subdag, value } from 'icosian';
 *
 * const regional = createModule({
 *   revenue: ({ visits, price }: { visits: number; price: number }) => visits * price,
 * });
 * const dataflow = createModule({
 *   visits: () => 100,
 *   us: subdag(
 *     { modules: [regional], inputs: { price: value(2) } },
 *     ({ revenue }: { revenue: number }) => `$${revenue}`,
 *   ),
 * });
 * const driver = new Builder().withModules(dataflow).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['us', 'us.revenue'])); // prints { us: '$200', 'us.revenue': 200 }
 * ```
 */
export function subdag<
  const Modules extends readonly object[],
  F extends AnyFunction,
  const Inputs extends InputBindings = {},
  const Own extends object = {},
>(options: SubdagOptions<Modules, Inputs, Own>, fn: F): Subdag<F, Modules, Inputs, Own> {
  return part('subdag', options, fn) as unknown as Subdag<F, Modules, Inputs, Own>;
}

/**
 * Uses modules several times: one part for each key of `parts`, each with inputs and config of its own beside those of all.
 *
 * Hamilton's `@parameterized_subdag`.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, parameterizeSubdag, value } from 'icosian';
 *
 * const regional = createModule({
 *   revenue: ({ visits, price }: { visits: number; price: number }) => visits * price,
 * });
 * const { us, uk } = parameterizeSubdag(
 *   { modules: [regional] },
 *   ({ revenue }: { revenue: number }) => revenue,
 *   { us: { inputs: { price: value(2) } }, uk: { inputs: { price: value(3) } } },
 * );
 * const dataflow = createModule({ visits: () => 100, us, uk });
 * const driver = new Builder().withModules(dataflow).withResultBuilder(new DictResult()).build();
 * console.log(await driver.execute(['us', 'uk.revenue'])); // prints { us: 200, 'uk.revenue': 300 }
 * ```
 */
export function parameterizeSubdag<
  const Modules extends readonly object[],
  F extends AnyFunction,
  const Parts extends Readonly<
    Record<string, { readonly inputs?: InputBindings; readonly config?: object }>
  >,
  const Inputs extends InputBindings = {},
  const Own extends object = {},
>(
  options: SubdagOptions<Modules, Inputs, Own>,
  fn: F,
  parts: Parts,
): {
  [P in keyof Parts]: Subdag<
    F,
    Modules,
    Omit<Inputs, keyof InputsIn<Parts[P]>> & InputsIn<Parts[P]>,
    Own & ConfigIn<Parts[P]>
  >;
} {
  assertPart('parameterizeSubdag', options, fn);
  if (!isRecord(parts) || Object.values(parts).some((each) => !isRecord(each))) {
    throw new InvalidNodeError(
      'node/bad-subdag',
      `parameterizeSubdag(…) takes a record of parts, got ${asWritten(parts)}.`,
      { hint: 'write { us: { inputs: { price: value(2) } }, uk: { … } }' },
    );
  }
  return Object.fromEntries(
    Object.entries(parts).map(([name, own]) => {
      assertOptions('parameterizeSubdag', own, { inputs: isRecord, config: isRecord }, hint);
      const inputs = { ...options.inputs, ...own.inputs };
      const config = { ...options.config, ...own.config };
      return [name, part('parameterizeSubdag', { ...options, inputs, config }, fn)];
    }),
  ) as never;
}

type InputsIn<P> = P extends { readonly inputs: infer I } ? I : {};
type ConfigIn<P> = P extends { readonly config: infer C } ? C : {};

const hint =
  "write subdag({ modules: [regional], inputs: { price: source('usPrice') }, config: { … } }, fn)";

/** Throws where something is no part: refused at once, wherever it is used. */
function assertPart(modifier: string, options: SubdagOptions, fn: AnyFunction): void {
  assertFunction(modifier, fn);
  const isModules = (given: unknown): boolean =>
    Array.isArray(given) && given.length > 0 && given.every((module) => isRecord(module));
  assertOptions(
    modifier,
    options,
    { modules: isModules, inputs: isRecord, config: isRecord },
    hint,
  );
  if (!isModules(options.modules)) {
    throw new InvalidNodeError('node/bad-subdag', `${modifier}(…) was given no modules.`, { hint });
  }
}

function part(modifier: string, options: SubdagOptions, fn: AnyFunction): AnyFunction {
  assertPart(modifier, options, fn);
  const inner = sourceOf(fn);
  return modified(fn, {
    toNodes(name, config, reading) {
      const own = ownConfig(options.config ?? {}, name, config);
      const whole = { ...config, ...own };
      const read = readPart(options.modules, whole, name, reading);
      const names = new Set(read.nodes.map((node) => node.name));
      const results = inner
        .toNodes(name, whole, reading)
        .map((node) => withOwnFunctions(node, options.modules));
      const twice = results.find((node) => names.has(node.name.slice(name.length + 1)));
      if (twice !== undefined) throw twoParts(name, twice.name);
      const inputs = readBindings(options.inputs ?? {}, { modifier, node: name });
      assertRead(inputs, [...results, ...read.nodes], name);
      const scope = { name, names, inputs, own, config };
      return [
        ...results.map((node) =>
          node.kind === 'absent' ? node : placedIn(scope, node, node.name),
        ),
        ...read.nodes.map((node) => placedIn(scope, withoutNeeds(node), `${name}.${node.name}`)),
        ...read.absent.map((node) => absentAs(node, `${name}.${node.name}`)),
      ];
    },
  });
}

/** The config of the part itself. */
function ownConfig(given: object, name: string, config: Config): Config {
  return Object.fromEntries(
    Object.entries(given).map(([key, setting]: [string, unknown]) => {
      switch (bindingKind(setting)) {
        case 'configuration': {
          const outer = (setting as Configuration).key;
          if (config[outer] === undefined) throw missingKey('subdag', name, outer, config);
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

function readPart(
  modules: readonly object[],
  config: Config,
  name: string,
  reading: Reading,
): ModuleReading {
  const read = reading.readModules(modules, config);
  if (read.problems.length > 0) {
    throw graphError(read.problems.map((problem) => inPart(problem, name)));
  }
  return read;
}

/** A problem of a part's function, which says whose part it is. */
export function inPart(problem: IcosianError, name: string): IcosianError {
  const { code, node = '', location, hint: way } = problem;
  const [sentence = ''] = problem.message.split(/\n {2}(?:→|at) /);
  return new InvalidNodeError(code, `In "${name}": ${sentence}`, {
    node: `${name}.${node}`,
    location,
    hint: way,
    ...(problem.cause === undefined ? {} : { cause: problem.cause }),
  });
}

/** Names the functions that the part's modules export; those of its nodes have names already. */
function withOwnFunctions(node: DraftNode, modules: readonly object[]): DraftNode {
  if (node.kind === 'absent' || node.reads.every(({ giver }) => giver === undefined)) return node;
  const exports = modules.flatMap(nodeExports);
  const reads = node.reads.map((read): Read => {
    const names = exports.filter(([, fn]) => fn === read.giver).map(([name]) => name);
    const [name] = names;
    if (name === undefined) return read;
    if (names.length > 1) throw exportedTwice(node.name, names);
    const { giver: _, ...others } = read;
    return { ...others, name };
  });
  return { ...node, reads };
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

/** A node under its name in the whole, with all that it reads looked up. */
function placedIn(scope: PartScope, node: FunctionNode, name: string): FunctionNode {
  const { names, inputs, own, config } = scope;
  const placed = bound(
    node,
    (read): Binding | undefined => {
      if (read.giver !== undefined || reservedNames.has(read.name)) return undefined;
      return inputs.get(read.name);
    },
    config,
    { modifier: 'subdag', node: scope.name },
  );
  // what was bound has the names of the surroundings
  const isOwn = new Set(node.reads.filter((read) => !inputs.has(read.name)).map(({ as }) => as));
  const constants: Record<string, unknown> = {};
  const reads = placed.reads.flatMap((read): readonly Read[] => {
    if (!isOwn.has(read.as) || read.giver !== undefined) return [read];
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
function assertRead(inputs: GivenBindings, nodes: readonly DraftNode[], name: string): void {
  const read = new Set(
    nodes.flatMap((node) => (node.kind === 'absent' ? [] : node.reads.map((each) => each.name))),
  );
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
