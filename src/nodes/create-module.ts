/**
 * A loose set of functions as a module.
 *
 * @module
 */

import { IcosianError } from '../errors.ts';
import { isRecord, kindOf } from './given.ts';

const name: unique symbol = Symbol.for('icosian.moduleName') as never;

/**
 * Makes a module of functions that live in no file of their own: in a notebook, in a test.
 *
 * `moduleName` stands for it in messages and drawings; without one, its file or its position does.
 */
export function createModule<M extends object>(module: M, moduleName?: string): M {
  if (!isRecord(module) || (moduleName !== undefined && typeof moduleName !== 'string')) {
    throw new IcosianError(
      'module/not-a-record',
      `createModule takes a record of functions and a name, got ${kindOf(module)}${moduleName === undefined ? '' : ` and ${kindOf(moduleName)}`}.`,
      { hint: "write createModule({ a: () => 1, b: ({ a }) => a + 1 }, 'numbers')" },
    );
  }
  return Object.defineProperty({ ...module }, name, { value: moduleName });
}

/** The name that `createModule` gave, if it made the module and gave one. */
export const moduleName = (module: object): string | undefined =>
  (module as { [name]?: string })[name];

/** Whether `createModule` made it: then it is no file, wherever its functions stand. */
export const isLooseModule = (module: object): boolean => Object.hasOwn(module, name);
