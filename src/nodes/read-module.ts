/**
 * A module's exports become nodes.
 *
 * @module
 */
import { IcosianError, InvalidNodeError } from '../errors.ts';
import { isClass } from './check-function.ts';
import type {
  AnyFunction,
  Config,
  FunctionNode,
  Modified,
  ModuleReading,
  ReadModule,
} from './node.ts';
import { isModified, plainNode } from './node-source.ts';
import { nodeSource } from './node.ts';
import { moduleName } from './create-module.ts';

/**
 * Reads every exported function of a module.
 *
 * Names that start with `_`, `default`, classes and everything that is no function are skipped. `fallbackName` names
 * the module where it does not say its own name.
 */
export function readModule(module: object, config: Config, fallbackName: string): ModuleReading {
  const nodes: FunctionNode[] = [];
  const problems: IcosianError[] = [];
  const label = moduleName(module) ?? fallbackName;
  const readWhole: ReadModule = (other, otherConfig) => readModule(other, otherConfig, label);
  for (const name of exportNames(module)) {
    try {
      const fn = exportOf(module, name, label);
      if (!isNodeFunction(name, fn)) continue;
      if (!isModified(fn)) nodes.push(plainNode(name, fn, label));
      else {
        for (const node of nodesOf(fn, name, config, readWhole)) {
          nodes.push(node.module === '' ? { ...node, module: label } : node);
        }
      }
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      problems.push(error);
    }
  }
  return { nodes, problems };
}

/**
 * The exports that are nodes, by the rules of {@link readModule} and in its order. What cannot be read is left out:
 * there it is a problem.
 */
export function nodeExports(module: object): readonly (readonly [name: string, fn: AnyFunction])[] {
  return exportNames(module).flatMap((name) => {
    try {
      const fn = exportOf(module, name, '');
      return isNodeFunction(name, fn) ? [[name, fn] as const] : [];
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      return [];
    }
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
  readWhole: ReadModule,
): readonly FunctionNode[] {
  try {
    return fn[nodeSource].toNodes(name, config, readWhole);
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
