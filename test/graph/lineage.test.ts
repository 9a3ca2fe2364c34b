import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Graph, GraphNode } from '../../src/graph/graph.ts';
import { downstreamOf, pathBetween, upstreamOf } from '../../src/graph/lineage.ts';
import { moduleFrom, sketches } from './naive-scopes.ts';

const names = (nodes: readonly GraphNode[]): readonly string[] =>
  nodes.map(({ node }) => node.name);

//  x ─▶ a ─▶ c ─▶ e
//       ╰──▶ d ──╯      b ◀─ y        $signal ─▶ b
const graph = buildGraph(
  [
    {
      e: ({ c, d }: Record<'c' | 'd', number>) => c + d,
      d: ({ a }: { a: number }) => a,
      c: ({ a }: { a: number }) => a,
      b: ({ y, $signal }: { y: number; $signal: AbortSignal }) => [y, $signal],
      a: ({ x }: { x: number }) => x,
    },
  ],
  {},
);

describe('lineage', () => {
  test('upstream is the node and all that it depends on, in topological order', () => {
    expect(names(upstreamOf(graph, ['c']))).toEqual(['x', 'a', 'c']);
    expect(names(upstreamOf(graph, ['x']))).toEqual(['x']);
    expect(names(upstreamOf(graph, ['b', 'c', 'c']))).toEqual(['x', 'a', 'c', 'y', 'b']);
    expect(upstreamOf(graph, [])).toEqual([]);
  });
  test('downstream is the node and all that depends on it, in topological order', () => {
    expect(names(downstreamOf(graph, ['a']))).toEqual(['a', 'c', 'd', 'e']);
    expect(names(downstreamOf(graph, ['y']))).toEqual(['y', 'b']);
    expect(names(downstreamOf(graph, ['e']))).toEqual(['e']);
  });
  test('the path between two nodes holds all that lies on any way', () => {
    expect(names(pathBetween(graph, 'x', 'e'))).toEqual(['x', 'a', 'c', 'd', 'e']);
    expect(names(pathBetween(graph, 'c', 'e'))).toEqual(['c', 'e']);
    expect(names(pathBetween(graph, 'a', 'a'))).toEqual(['a']);
  });
  test('there is no path against the flow, nor to a stranger', () => {
    expect(pathBetween(graph, 'e', 'x')).toEqual([]);
    expect(pathBetween(graph, 'y', 'e')).toEqual([]);
  });
  test('unknown names are told all at once', () => {
    expect(() => upstreamOf(graph, ['nope', 'c', 'never'])).toThrow(
      expect.objectContaining({
        errors: [expect.objectContaining({ code: 'request/unknown-node' }), expect.anything()],
      }),
    );
  });
  test('what the engine gives has no lineage', () => {
    expect(() => downstreamOf(graph, ['$signal'])).toThrow('There is no node "$signal".');
  });

  test('agrees with its definition in every graph', () => {
    fc.assert(
      fc.property(sketches(10), fc.nat(), fc.nat(), (nodes, one, other) => {
        const plain = nodes.map((node) => ({
          ...node,
          kind: 'plain' as const,
          isGenerator: false,
          from: undefined,
        }));
        const made: Graph = buildGraph([moduleFrom(plain)], {});
        const all = names(made.nodes);
        const above = (name: string): Set<string> => {
          const node = made.byName.get(name);
          const reads = (node?.reads ?? []).flatMap((read) =>
            names(made.nodes.slice(read, read + 1)),
          );
          return new Set([name, ...reads.flatMap((read) => [...above(read)])]);
        };
        const [from, to] = [all[one % all.length] as string, all[other % all.length] as string];
        const below = new Set(all.filter((name) => above(name).has(from)));
        expect(names(upstreamOf(made, [to]))).toEqual(all.filter((name) => above(to).has(name)));
        expect(names(downstreamOf(made, [from]))).toEqual(all.filter((name) => below.has(name)));
        expect(names(pathBetween(made, from, to))).toEqual(
          all.filter((name) => below.has(name) && above(to).has(name)),
        );
      }),
      { numRuns: 300 },
    );
  });
});
