/**
 * A module's exports become nodes.
 *
 * @module
 */
import { GraphError, IcosianError, InvalidNodeError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { isClass } from './check-function.ts';
import type {
  AbsentNode,
  AnyFunction,
  Config,
  DraftNode,
  FunctionNode,
  Modified,
  ModuleReading,
  Mutation,
  Origin,
  Reading,
} from './node.ts';
import { isModified, plainNode, sourceOf } from './node-source.ts';
import { nodeSource } from './node.ts';
import { moduleName } from './create-module.ts';

/** Where a node's function stands (`file:line`), for messages. */
export type LocateOrigin = (origin: Origin, name: string) => string | undefined;

/** What is known of the reading of which a module is a part. */
export interface ReadingContext {
  /** @default nobody knows */
  readonly locate?: LocateOrigin | undefined;
  /** Reads what modifiers bring with them, where modules are called `label`. */
  readonly reading: (label: string) => Reading;
}

const noReading = (): Reading => {
  const refuse = (): never => {
    throw new Error('a module is read on its own');
  };
  return { readModules: refuse, nameGivers: refuse };
};

/**
 * Reads every exported function of a module.
 *
 * Names that start with `_`, `default`, classes and everything that is no function are skipped. `fallbackName` names
 * the module where it does not say its own name.
 */
export function readModule(
  module: object,
  config: Config,
  fallbackName: string,
  { locate, reading = noReading }: Partial<ReadingContext> = {},
): ModuleReading {
  const nodes: FunctionNode[] = [];
  const absent: AbsentNode[] = [];
  const problems: IcosianError[] = [];
  const label = moduleName(module) ?? fallbackName;
  const inner = reading(label);
  const { exports, mutations } = exportsOf(module, label, problems);
  const { changed, refused } = mutated(exports, mutations);
  problems.push(...refused.map(({ error, fn }) => located(error, fn, locate)));
  for (const [name, exported] of exports) {
    const { fn, needs } = changed.get(name) ?? { fn: exported, needs: undefined };
    try {
      if (!isModified(fn)) nodes.push(plainNode(name, fn, label));
      else {
        for (const node of nodesOf(fn, name, config, inner)) {
          const module = node.module === '' ? label : node.module;
          if (node.kind === 'absent') absent.push({ ...node, module });
          else nodes.push({ ...node, module, ...(needs === undefined ? {} : { needs }) });
        }
      }
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      const errors = error instanceof GraphError ? error.errors : [error];
      problems.push(...errors.map((each) => located(each, exported, locate)));
    }
  }
  return { nodes, absent, problems };
}

/** A problem with the place of the function that it is about. */
export function located(
  problem: IcosianError,
  fn: AnyFunction,
  locate: LocateOrigin | undefined,
): IcosianError {
  if (locate === undefined || problem.node === undefined) return problem;
  return problem.at(locate(sourceOf(fn).origin ?? { function: fn }, problem.node));
}

/**
 * The exports that are nodes or change nodes, by the rules of {@link readModule} and in its order. What cannot be read is
 * left out: there it is a problem.
 */
export function nodeExports(module: object): readonly (readonly [name: string, fn: AnyFunction])[] {
  const { exports, mutations } = exportsOf(module, '', []);
  return [...exports, ...mutations];
}

interface Exports {
  readonly exports: ReadonlyMap<string, AnyFunction>;
  readonly mutations: ReadonlyMap<string, AnyFunction>;
}

function exportsOf(module: object, label: string, problems: IcosianError[]): Exports {
  const exports = new Map<string, AnyFunction>();
  const mutations = new Map<string, AnyFunction>();
  for (const name of exportNames(module)) {
    try {
      const fn = exportOf(module, name, label);
      if (!isNodeFunction(name, fn)) continue;
      (mutationOf(fn) === undefined ? exports : mutations).set(name, fn);
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      problems.push(error);
    }
  }
  return { exports, mutations };
}

const mutationOf = (fn: AnyFunction): Mutation | undefined =>
  isModified(fn) ? fn[nodeSource].mutation : undefined;

interface Changed {
  readonly fn: AnyFunction;
  /** The exports that have changed it. */
  readonly needs: readonly string[];
}

/** The exports that others change, each changed in the order of those. */
function mutated(
  exports: ReadonlyMap<string, AnyFunction>,
  mutations: ReadonlyMap<string, AnyFunction>,
): {
  readonly changed: ReadonlyMap<string, Changed>;
  readonly refused: readonly { readonly error: IcosianError; readonly fn: AnyFunction }[];
} {
  const changed = new Map<string, Changed>();
  const refused: { readonly error: IcosianError; readonly fn: AnyFunction }[] = [];
  for (const [name, fn] of mutations) {
    const { target, change } = mutationOf(fn) as Mutation;
    const targets = [...exports].filter(([each, exported]) =>
      typeof target === 'string' ? each === target : exported === target,
    );
    const [found] = targets;
    if (found === undefined || targets.length > 1) {
      const names = targets.map(([each]) => each);
      refused.push({ error: notOneTarget(name, target, names, [...exports.keys()]), fn });
      continue;
    }
    const [key, exported] = found;
    const earlier = changed.get(key) ?? { fn: exported, needs: [] };
    changed.set(key, { fn: change(earlier.fn), needs: [...earlier.needs, name] });
  }
  return { changed, refused };
}

function notOneTarget(
  name: string,
  target: string | AnyFunction,
  found: readonly string[],
  exports: readonly string[],
): InvalidNodeError {
  const wanted =
    typeof target === 'string'
      ? `"${target}"`
      : `the function ${target.name || 'that it is given'}`;
  const sentence =
    found.length === 0
      ? `"${name}" changes ${wanted}, which its module does not export.`
      : `"${name}" changes ${wanted}, which its module exports as ${found.join(' and ')}.`;
  const near = typeof target === 'string' ? didYouMean(target, exports) : undefined;
  return new InvalidNodeError('node/mutates-nothing', sentence, {
    node: name,
    hint: near ?? 'mutate(…) changes a node of its own module: name one of its exports',
  });
}

/** An export's value; reading it fails while its module is still loading, and where a getter throws. */
function exportOf(module: object, name: string, label: string): unknown {
  try {
    return (module as Record<string, unknown>)[name];
  } catch (cause) {
    throw new IcosianError(
      'builder/unreadable-export',
      `The export "${name}" of ${label} cannot be read: ${String(cause)}`,
      { cause, hint: 'build the driver when all modules have loaded; is there a circular import?' },
    );
  }
}

/** The nodes of a modified function; what a modifier throws that is no error of ours becomes one. */
function nodesOf(
  fn: Modified,
  name: string,
  config: Config,
  reading: Reading,
): readonly DraftNode[] {
  try {
    return fn[nodeSource].toNodes(name, config, reading);
  } catch (cause) {
    if (cause instanceof IcosianError) throw cause;
    throw new InvalidNodeError(
      'node/modifier-failed',
      `A modifier of "${name}" failed: ${String(cause)}`,
      { cause, node: name },
    );
  }
}

/** The exports of a file come by name, whatever loads it; those of `createModule` as they were written. */
function exportNames(module: object): readonly string[] {
  const names = Object.keys(module);
  const isFile = (module as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag] === 'Module';
  if (!isFile) return names;
  // the standard wants them sorted, so as a rule there is nothing to do
  return names.every((name, i) => i === 0 || (names[i - 1] ?? '') <= name)
    ? names
    : names.toSorted();
}

function isNodeFunction(name: string, value: unknown): value is AnyFunction {
  return (
    typeof value === 'function' &&
    name.charCodeAt(0) !== 95 &&
    name !== 'default' &&
    !isClass(value as AnyFunction)
  );
}
