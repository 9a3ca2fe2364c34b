import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { moduleFrom, naiveScopes, sketches } from './naive-scopes.ts';
import { itemScopesIn, problemsOf, scopesIn } from './scopes-in.ts';

describe('every graph', () => {
  let sound = 0;
  let unsound = 0;
  let deepest = 0;

  test('has the scopes of the definition, or exactly its problems', () => {
    fc.assert(
      fc.property(sketches(10), (nodes) => {
        const expected = [...naiveScopes(nodes)];
        const problems = expected.flatMap(([name, outcome]) =>
          typeof outcome === 'object' && 'code' in outcome ? [`${name}: ${outcome.code}`] : [],
        );
        const module = moduleFrom(nodes);
        if (problems.length > 0) {
          unsound++;
          expect(problemsOf(module).toSorted()).toEqual(problems.toSorted());
          return;
        }
        sound++;
        const graph = buildGraph([module], {});
        const [scopes, itemScopes] = [scopesIn(graph), itemScopesIn(graph)];
        for (const [name, outcome] of expected) {
          expect({ scope: scopes[name], itemScope: itemScopes[name] }).toEqual(outcome);
          deepest = Math.max(deepest, scopes[name]?.length ?? 0);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('of many kinds was among them', () => {
    expect(sound).toBeGreaterThan(300);
    expect(unsound).toBeGreaterThan(300);
    expect(deepest).toBeGreaterThan(1);
  });
});
