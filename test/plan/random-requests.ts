/**
 * Random graphs without blocks, and requests on them.
 *
 * @module
 */
import * as fc from 'fast-check';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';

/** What each node reads; a name that is no key is an input. `?` marks an optional dependency. */
export type Wiring = Readonly<Record<string, readonly string[]>>;

export interface RandomRequest {
  readonly outputs: readonly string[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly overrides: Readonly<Record<string, string>>;
}

export const inputNames = ['x', 'y', 'z'];

/** `size` nodes that read each other and inputs. */
export const wirings = (size: number): fc.Arbitrary<Wiring> =>
  fc
    .array(
      fc.uniqueArray(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 3, selector: ([at]) => at }),
      {
        minLength: size,
        maxLength: size,
      },
    )
    .map((rows) =>
      Object.fromEntries(
        rows.map((reads, i) => {
          const known = [...inputNames, ...rows.slice(0, i).map((_, j) => `n${j}`)];
          const names = new Map(
            reads.map(([at, isOptional]) => [known[at % known.length], isOptional]),
          );
          return [
            `n${i}`,
            [...names].map(([name, isOptional]) => `${name}${isOptional ? '?' : ''}`),
          ];
        }),
      ),
    );

/** A value for some of the names. */
const someOf = (names: readonly string[], what: string): fc.Arbitrary<Record<string, string>> =>
  fc
    .subarray([...names])
    .map((chosen) => Object.fromEntries(chosen.map((name) => [name, `${what} ${name}`])));

export const requests = (size: number): fc.Arbitrary<RandomRequest> => {
  const nodes = Array.from({ length: size }, (_, i) => `n${i}`);
  return fc.record({
    outputs: fc.shuffledSubarray([...inputNames, ...nodes], { maxLength: 4 }),
    inputs: someOf(inputNames, 'input'),
    overrides: fc.oneof(fc.constant({}), someOf([...nodes, 'x'], 'override')),
  });
};

/** The graph of a wiring: each node's value tells how it was computed. */
export function graphOf(wiring: Wiring): Graph {
  const module: Record<string, AnyFunction> = {};
  for (const [name, reads] of Object.entries(wiring)) {
    module[name] = dependsOn(reads, (given: Record<string, unknown>) => told(name, given));
  }
  return buildGraph([module], {});
}

/** `n2(n0 = …, x = …)`: the value of a node, by name of what it was given. */
export const told = (name: string, given: Readonly<Record<string, unknown>>): string =>
  `${name}(${Object.keys(given)
    .toSorted()
    .map((key) => `${key} = ${String(given[key])}`)
    .join(', ')})`;

export const bare = (name: string): string => name.replace(/\?$/, '');
