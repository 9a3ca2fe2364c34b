/**
 * Scopes as `scopes.ts` defines them, written down a second time: recursively, with lists of names, for any graph.
 *
 * @module
 */
import * as fc from 'fast-check';
import { collect, parallelizable, reduce } from '../../src/nodes/parallel.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';

/** A node of a random graph. Names that no node bears are inputs. */
export interface Sketch {
  readonly name: string;
  readonly kind: 'plain' | 'broken' | 'collect' | 'reduce';
  readonly isGenerator: boolean;
  readonly reads: readonly { readonly name: string; readonly isOptional: boolean }[];
  readonly from: readonly string[] | undefined;
}

/** What becomes of a node: its two scopes, outermost block first; what is wrong with it; or that it reads such a one. */
export type Outcome =
  | { readonly scope: readonly string[]; readonly itemScope: readonly string[] }
  | { readonly code: string }
  | 'tainted';

/** Random graphs without cycles, of up to `size` nodes, in a random order of definition. */
export const sketches = (size: number): fc.Arbitrary<readonly Sketch[]> =>
  fc
    .array(
      fc.record({
        kind: fc.constantFrom(
          'plain',
          'plain',
          'plain',
          'plain',
          'collect',
          'collect',
          'reduce',
          'broken',
        ),
        isGenerator: fc.integer({ min: 0, max: 2 }).map((i) => i === 0),
        reads: fc.uniqueArray(fc.record({ at: fc.nat(), isOptional: fc.boolean() }), {
          maxLength: 3,
          selector: ({ at }) => at,
        }),
        from: fc.option(fc.array(fc.nat(), { maxLength: 2 }), { freq: 3 }),
        rank: fc.nat(),
      }),
      { minLength: 1, maxLength: size },
    )
    .map((rows) => {
      const nodes = rows.map(({ kind, isGenerator, reads, from }, i): Sketch => {
        const known = ['x', 'y', ...rows.slice(0, i).map((_, j) => `n${j}`)];
        const byName = new Map(
          // the latest nodes more often: chains and nesting come from them
          reads.map(({ at, isOptional }) => [
            known.at(-1 - (at % Math.min(known.length, 4))) as string,
            isOptional,
          ]),
        );
        const names = [...byName.keys()];
        const chosen =
          from === null || names.length === 0
            ? undefined
            : from.map((at) => names[at % names.length] as string);
        return {
          name: `n${i}`,
          kind,
          isGenerator: isGenerator && kind !== 'broken',
          reads: [...byName].map(([name, isOptional]) => ({ name, isOptional })),
          from: kind === 'collect' ? chosen : undefined,
        };
      });
      const ranks = rows.map(({ rank }, i) => [rank, i] as const).toSorted(([a], [b]) => a - b);
      return ranks.map(([, i]) => nodes[i] as Sketch);
    });

/** The module of a random graph. */
export const moduleFrom = (nodes: readonly Sketch[]): Record<string, AnyFunction> =>
  Object.fromEntries(nodes.map((node) => [node.name, functionOf(node)]));

function functionOf({ kind, isGenerator, reads, from }: Sketch): AnyFunction {
  const names = reads.map(({ name, isOptional }) => (isOptional ? `${name}?` : name));
  switch (kind) {
    case 'broken':
      return (a: unknown, b: unknown) => [a, b];
    case 'plain':
      return opening(
        dependsOn(names, () => 1),
        isGenerator,
      );
    case 'collect':
      return opening(
        collect(
          dependsOn(names, () => 1),
          from === undefined ? {} : { from },
        ),
        isGenerator,
      );
    case 'reduce':
      return opening(reduce(dependsOn(['acc', ...names], () => 1) as never, 0), isGenerator);
  }
}

const opening = (fn: AnyFunction, isGenerator: boolean): AnyFunction =>
  isGenerator ? parallelizable(fn) : fn;

/** The outcome of every node. */
export function naiveScopes(nodes: readonly Sketch[]): ReadonlyMap<string, Outcome> {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const outcomes = new Map<string, Outcome>();
  const outcomeOf = (name: string): Outcome => {
    const node = byName.get(name);
    if (node === undefined) return { scope: [], itemScope: [] };
    const known = outcomes.get(name) ?? outcomeOfNode(node);
    outcomes.set(name, known);
    return known;
  };
  const outcomeOfNode = (node: Sketch): Outcome => {
    if (node.kind === 'broken') return { code: 'node/positional-parameters' };
    const supplies = node.reads.map((read) => outcomeOf(read.name));
    const items = supplies.map((supply) =>
      typeof supply === 'object' && 'itemScope' in supply ? supply.itemScope : undefined,
    );
    if (items.includes(undefined)) return 'tainted';
    return placed(node, items as readonly (readonly string[])[], (name) => !byName.has(name));
  };
  for (const { name } of nodes) outcomeOf(name);
  return outcomes;
}

function placed(
  node: Sketch,
  items: readonly (readonly string[])[],
  isInput: (name: string) => boolean,
): Outcome {
  let seen = items;
  if (node.kind !== 'plain') {
    const absent = node.reads.map((read) => read.isOptional && isInput(read.name));
    const named = node.reads.map((read) => node.from?.includes(read.name) ?? true);
    const greatest = Math.max(0, ...items.map((item) => item.length));
    const closed = node.reads.map((_, i) =>
      node.from === undefined
        ? greatest > 0 && items[i]?.length === greatest
        : named[i] === true && absent[i] !== true,
    );
    const nothing = { code: 'graph/nothing-to-collect' };
    if (items.some((item, i) => closed[i] && item.length === 0)) return nothing;
    const hasDefaults = node.kind === 'collect' && absent.some((may, i) => may && named[i]);
    if (!closed.includes(true) && !hasDefaults) return nothing;
    const blocks = new Set(items.filter((_, i) => closed[i]).map((item) => item.join('/')));
    if (node.kind === 'reduce' && blocks.size > 1) return { code: 'graph/reduce-over-two-blocks' };
    seen = items.map((item, i) => (closed[i] ? item.slice(0, -1) : item));
  }
  const scope = seen.reduce((longest, item) => (item.length > longest.length ? item : longest), []);
  const fits = seen.every((item) => item.every((block, depth) => scope[depth] === block));
  if (!fits) return { code: 'graph/mixed-blocks' };
  return { scope, itemScope: node.isGenerator ? [...scope, node.name] : scope };
}
