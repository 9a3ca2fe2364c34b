/**
 * Modules become one set of nodes, in which every name is known.
 *
 * @module
 */
import { DuplicateNodeError, type IcosianError } from '../errors.ts';
import type {
  AbsentNode,
  AnyFunction,
  Config,
  FunctionNode,
  ModuleReading,
  Reading,
} from './node.ts';
import { nodeExports, readModule, type LocateOrigin } from './read-module.ts';
import { resolveReads, type Exported, type Surroundings } from './resolve-reads.ts';

export interface ReadingOptions {
  /** A later module's function replaces an earlier one of the same name. @default false */
  readonly mayReplace?: boolean | undefined;
  /** Where a node's function stands (`file:line`), for messages. @default nobody knows */
  readonly locate?: LocateOrigin | undefined;
  /** Names a module that does not say its name. */
  readonly nameModule: (position: number) => string;
  /** What lies around these modules; absent: nothing, they are all there is. */
  readonly around?: Surroundings;
}

/** Reads all modules, each name once, and finds out which node is meant where a modifier was given a function. */
export function readModules(
  modules: readonly object[],
  config: Config,
  options: ReadingOptions,
): ModuleReading {
  const { mayReplace = false, locate, nameModule, around } = options;
  // looked up only where a modifier was given a function
  let found: Exported | undefined;
  const exported = (): Exported => (found ??= exportsByFunction(modules));
  const inside: Surroundings = {
    isExported: (fn) => exported().has(fn) || around?.isExported(fn) === true,
  };
  const reading = (label: string): Reading => ({
    readModules: (others, otherConfig) =>
      readModules(others, otherConfig, {
        mayReplace,
        locate,
        nameModule: () => label,
        around: inside,
      }),
    nameGivers: (nodes, others, otherConfig, taken) =>
      resolveReads(new Map(nodes.map((node) => [node.name, node])), {
        exported: () => exportsByFunction(others),
        config: otherConfig,
        around: inside,
        locate,
        reading: reading(label),
        taken,
      }),
  });
  const problems: IcosianError[] = [];
  const definitions = new Map<string, FunctionNode>();
  const positions = new Map<string, number>();
  const absent = new Map<string, AbsentNode>();
  modules.forEach((module, position) => {
    const read = readModule(module, config, nameModule(position), { locate, reading });
    problems.push(...read.problems);
    for (const node of read.absent) absent.set(node.name, node);
    for (const node of read.nodes) {
      const earlier = definitions.get(node.name);
      // by position, because two modules may bear the same name
      const replaces = mayReplace && positions.get(node.name) !== position;
      if (earlier !== undefined && !replaces) problems.push(duplicate(earlier, node, locate));
      else {
        definitions.set(node.name, node);
        if (mayReplace) positions.set(node.name, position);
      }
    }
  });
  const resolved = resolveReads(definitions, {
    exported,
    config,
    around,
    locate,
    reading: reading(''),
  });
  return {
    nodes: resolved.nodes,
    absent: [
      ...[...absent.values()].filter(({ name }) => !definitions.has(name)),
      ...resolved.absent,
    ],
    problems: [...problems, ...resolved.problems],
  };
}

/** Under which names each function is exported, whatever it becomes. */
function exportsByFunction(modules: readonly object[]): Exported {
  const exported = new Map<AnyFunction, Set<string>>();
  for (const module of modules) {
    for (const [name, fn] of nodeExports(module)) {
      const names = exported.get(fn);
      if (names === undefined) exported.set(fn, new Set([name]));
      else names.add(name);
    }
  }
  return exported;
}

function duplicate(
  earlier: FunctionNode,
  later: FunctionNode,
  locate: LocateOrigin | undefined,
): DuplicateNodeError {
  const place = (node: FunctionNode): string => {
    const location = locate?.(node.origin, node.name);
    return location === undefined ? node.module : `${node.module} (${location})`;
  };
  return new DuplicateNodeError(
    'graph/duplicate-node',
    `"${later.name}" is defined twice: in ${place(earlier)} and in ${place(later)}.`,
    {
      node: later.name,
      hint:
        earlier.origin.function === later.origin.function
          ? 'it is the same function: add its module once'
          : 'rename one of them, or say allowModuleOverrides() to let the later module win',
    },
  );
}
