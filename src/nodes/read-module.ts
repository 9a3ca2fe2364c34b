/**
 * A module's exports become nodes.
 *
 * @module
 */
import { IcosianError } from '../errors.ts';
import type { AnyFunction, Config, FunctionNode, ReadModule } from './node.ts';
import { isModified, plainNode } from './node-source.ts';
import { nodeSource } from './node.ts';
import { moduleName } from './create-module.ts';

/** The nodes of a module, and what is wrong with its other functions. */
export interface ModuleReading {
  readonly nodes: readonly FunctionNode[];
  readonly problems: readonly IcosianError[];
}

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
  const readWhole: ReadModule = (other, otherConfig) => {
    const reading = readModule(other, otherConfig, label);
    problems.push(...reading.problems);
    return reading.nodes;
  };
  for (const name of exportNames(module)) {
    const fn: unknown = (module as Record<string, unknown>)[name];
    if (!isNodeFunction(name, fn)) continue;
    try {
      if (isModified(fn)) {
        for (const node of fn[nodeSource].toNodes(name, config, readWhole)) {
          nodes.push({ ...node, module: label });
        }
      } else {
        nodes.push(plainNode(name, fn, label));
      }
    } catch (error) {
      if (!(error instanceof IcosianError)) throw error;
      problems.push(error);
    }
  }
  return { nodes, problems };
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

// `prototype` is read-only for classes and frozen functions alone: no need to look at the text of every function
const isClass = (fn: AnyFunction): boolean =>
  Object.getOwnPropertyDescriptor(fn, 'prototype')?.writable === false &&
  /^class\b|\[native code\]/.test(Function.prototype.toString.call(fn));
