/**
 * Where a node runs, and for how long its value is kept.
 *
 * @module
 */
import { InvalidNodeError } from '../errors.ts';
import { assertFunction, assertOptions } from '../nodes/check-function.ts';
import { eachChanged, modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction, DraftNode, FunctionNode } from '../nodes/node.ts';
import type { Kept } from '../nodes/types.ts';
import { isLimited, limitedElsewhere } from './attempts.ts';

/** What {@link resource} may be told. */
export interface ResourceOptions<T> {
  /**
   * Lets go of the value; awaited. Without it, the value's own `Symbol.asyncDispose` or `Symbol.dispose` is called, where
   * it has one.
   */
  readonly dispose?: (value: T) => unknown;
}

/**
 * Marks a node that cannot travel, such as a connection or a model: it is made once in every thread or process that needs
 * it, when it is first needed, and never leaves.
 *
 * It may read config, inputs and other resources. Where it reads no input, it lives as long as its worker, in this thread
 * until the driver is closed; else until the end of the run. It cannot be requested, and where its readers run elsewhere,
 * it cannot be overridden. It may be asynchronous.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, resource } from 'icosian';
 *
 * const rates = resource(() => ({ EUR: 1, USD: 1.1, [Symbol.dispose]: () => console.log('closed') }));
 * const price = ({ amount, rates }: { amount: number; rates: Record<string, number> }): number =>
 *   amount * (rates['USD'] ?? 1);
 * const driver = new Builder()
 *   .withModules(createModule({ rates, price }))
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['price'], { inputs: { amount: 2 } })); // prints { price: 2.2 }
 * await driver.close(); // prints closed
 * ```
 */
export function resource<F extends AnyFunction>(
  fn: F,
  options: ResourceOptions<Awaited<ReturnType<F>>> = {},
): Kept<F> {
  assertFunction('resource', fn);
  const isFunction = (given: unknown): boolean => typeof given === 'function';
  const hint = 'write resource(fn, { dispose: (value) => value.close() })';
  assertOptions('resource', options, { dispose: isFunction }, hint);
  const { dispose } = options;
  const mark = dispose === undefined ? {} : { dispose: dispose as (value: never) => unknown };
  return modified(fn, {
    toNodes(name, config, reading) {
      const nodes = sourceOf(fn).toNodes(name, config, reading);
      if (nodes.length > 1) throw severalNodes(name, nodes);
      return nodes.map((node) => (node.kind === 'absent' ? node : { ...node, resource: mark }));
    },
  });
}

const severalNodes = (name: string, nodes: readonly DraftNode[]): InvalidNodeError =>
  new InvalidNodeError(
    'node/resource-of-parts',
    `"${name}" is marked a resource, but it becomes several nodes: ${nodes.map((node) => node.name).join(', ')}.`,
    { node: name, hint: 'mark a function of its own, and let the others read it' },
  );

/** Keeps a node in this thread, whatever the grouping strategy says. */
export function local<F extends AnyFunction>(fn: F): Kept<F> {
  return placed('local', fn);
}

/** Sends a node to the remote executor, whatever the grouping strategy says. */
export function remote<F extends AnyFunction>(fn: F): Kept<F> {
  return placed('remote', fn);
}

function placed<F extends AnyFunction>(where: 'local' | 'remote', fn: F): Kept<F> {
  assertFunction(where, fn);
  return modified(
    fn,
    eachChanged(fn, (node) => {
      if (node.where === undefined || node.where === where) return { ...node, where };
      throw isLimited(node) ? limitedElsewhere(node.name) : contradiction(node);
    }),
  );
}

const contradiction = ({ name }: FunctionNode): InvalidNodeError =>
  new InvalidNodeError('node/local-and-remote', `"${name}" is marked local and remote.`, {
    node: name,
    hint: 'keep one of the two',
  });
