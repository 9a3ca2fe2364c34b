/**
 * A modifier that is chosen when the config is known.
 *
 * @module
 */
import { IcosianError, InvalidNodeError } from '../errors.ts';
import { assertFunction, isClass } from '../nodes/check-function.ts';
import { kindOf } from '../nodes/given.ts';
import { modified, sourceOf } from '../nodes/node-source.ts';
import type { AnyFunction, Config } from '../nodes/node.ts';
import type { OneOf } from '../nodes/types.ts';
import { undecided } from './when.ts';

/**
 * A function that is made when the driver is built, from its config: for what depends on it in any way, such as the names
 * that are read.
 *
 * `choose` gives a function, with or without modifiers; it is called again in every worker, so it must give the same for
 * the same config. Names that are only known at run time stay unknown to the compiler.
 *
 * Hamilton's `@resolve`, with no mode to switch on.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule, group, inject, resolve, source } from 'icosian';
 *
 * const total = resolve((config: { regions: readonly string[] }) =>
 *   inject(
 *     { parts: group(...config.regions.map((region) => source(region))) },
 *     ({ parts }: { parts: readonly number[] }) => parts.reduce((sum, part) => sum + part, 0),
 *   ),
 * );
 * const sales = createModule({ north: () => 1, south: () => 2, total });
 * const driver = new Builder()
 *   .withModules(sales)
 *   .withConfig({ regions: ['north', 'south'] })
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['total'])); // prints { total: 3 }
 * ```
 */
export function resolve<F extends AnyFunction>(
  // oxlint-disable-next-line no-explicit-any -- what the config holds, the function says itself
  choose: (config: any) => F,
): OneOf<F> {
  assertFunction('resolve', choose);
  const stub = undecided(choose, 'resolve');
  return modified(stub, {
    origin: { function: stub, isMade: true },
    toNodes: (name, config, reading) =>
      sourceOf(chosen(choose, name, config)).toNodes(name, config, reading),
  }) as unknown as OneOf<F>;
}

function chosen(choose: (config: Config) => unknown, name: string, config: Config): AnyFunction {
  const missing = new Set<string>();
  const watched = new Proxy(config, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (value === undefined && typeof key === 'string') missing.add(key);
      return value;
    },
  });
  let fn: unknown;
  try {
    fn = choose(watched);
  } catch (cause) {
    if (missing.size === 0) {
      if (cause instanceof IcosianError) throw cause;
      throw new InvalidNodeError(
        'node/resolve-failed',
        `resolve(…) of "${name}" failed: ${String(cause)}`,
        { node: name, cause, hint: 'it is called with the config, and returns a function' },
      );
    }
    const keys = [...missing].join(', ');
    throw new InvalidNodeError(
      'node/missing-config',
      `resolve(…) of "${name}" failed: ${String(cause)}\n  It read ${keys}, which the config lacks.`,
      { node: name, cause, hint: `give it: withConfig({ ${[...missing][0]}: … })` },
    );
  }
  const isOne = typeof fn === 'function';
  if (isOne && !isClass(fn as AnyFunction)) return fn as AnyFunction;
  throw new InvalidNodeError(
    'node/resolve-failed',
    `resolve(…) of "${name}" gave ${isOne ? 'a class' : kindOf(fn)} instead of a function.`,
    { node: name, hint: 'return the function: resolve((config) => inject({ … }, fn))' },
  );
}
