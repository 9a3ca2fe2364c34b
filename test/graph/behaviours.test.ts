import { describe, expect, test } from 'vitest';
import {
  collect,
  createModule,
  parallelizable,
  reduce,
  resource,
  type Parallelizable,
} from '../../src/index.ts';
import { behaviourProblems } from '../../src/graph/behaviours.ts';
import type { GraphNode } from '../../src/graph/graph.ts';
import { limit, retry, timeout } from '../../src/modifiers/attempts.ts';
import { sourceOf } from '../../src/nodes/node-source.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';

const twice = { times: 2, backoff: 1 };
const one = (): number => 1;
function* items(): Parallelizable<number> {
  yield 1;
}

/** What is wrong with the nodes of these functions. */
function problemsOf(functions: Readonly<Record<string, AnyFunction>>) {
  const reading = {
    readModules: () => ({ nodes: [], absent: [], problems: [] }),
    nameGivers: () => ({ nodes: [], absent: [], problems: [] }),
  };
  const nodes = Object.entries(createModule(functions)).flatMap(([name, fn]) =>
    sourceOf(fn)
      .toNodes(name, {}, reading)
      .map((node, index) => ({ node, index, reads: [] }) as unknown as GraphNode),
  );
  return behaviourProblems(nodes).map(({ code, message }) => [code, message]);
}

describe('behaviours', () => {
  test('are for functions, collects and resources', () => {
    const list = collect(({ item }: { item: number[] }) => item.length);
    expect(
      problemsOf({
        a: retry(twice, timeout(50, limit({ concurrency: 1 }, one))),
        b: retry(twice, timeout(50, limit({ perSecond: 1 }, list))),
        c: collect(retry(twice, ({ item }: { item: number[] }) => item.length)),
        d: resource(retry(twice, timeout(50, one))),
        e: one,
        items,
      }),
    ).toEqual([]);
  });

  test('of a generator are tries and time limits', () => {
    expect(
      problemsOf({
        a: retry(twice, items),
        b: timeout(
          50,
          parallelizable(() => [1]),
        ),
        c: parallelizable(
          retry(
            twice,
            timeout(
              50,
              timeout(60, () => [1]),
            ),
          ),
        ),
      }),
    ).toEqual([]);
  });

  test.each<[string, AnyFunction]>([
    ['alone', limit({ concurrency: 1 }, items)],
    ['inside of the mark', parallelizable(limit({ concurrency: 1 }, () => [1]))],
    ['with a retry', retry(twice, limit({ perSecond: 1 }, items))],
  ])('of a generator are no limit: %s', (_, a) => {
    expect(problemsOf({ a })).toEqual([
      [
        'graph/limited-generator',
        'The generator "a" has a limit, but it is no call that ends: it works item by item, whenever its block asks for one.\n  → put the limit on a node which the generator reads, or on those that work on its items',
      ],
    ]);
  });

  test('are none for a reduce', () => {
    const total = reduce(
      retry(twice, ({ acc, item }: { acc: number; item: number }) => acc + item),
      0,
    );
    expect(problemsOf({ total })).toEqual([
      [
        'graph/behaviour-on-reduce',
        'The reduce "total" has a retry, but it is called once for each item, with what the calls before it gave.\n  → put that on the node whose items it folds',
      ],
    ]);
  });

  test('of a resource are no limit', () => {
    expect(problemsOf({ client: resource(limit({ concurrency: 1 }, one)) })).toEqual([
      [
        'graph/limited-resource',
        'The resource "client" has a limit, but it is made once wherever it is needed.\n  → put the limit on the nodes that read it, under one name',
      ],
    ]);
  });

  test('under one name say the same everywhere', () => {
    const name = 'api';
    expect(
      problemsOf({
        a: limit({ concurrency: 2, name }, one),
        b: limit({ name, concurrency: 2 }, one),
        c: limit({ concurrency: 3, name }, one),
        d: limit({ concurrency: 3 }, one),
        e: limit({ concurrency: 2, perSecond: 5, name }, one),
      }),
    ).toEqual([
      [
        'graph/limit-differs',
        'The limit "api" is {"concurrency":2} at "a" and {"concurrency":3} at "c".\n  → say the same at both, or give them different names',
      ],
      [
        'graph/limit-differs',
        'The limit "api" is {"concurrency":2} at "a" and {"concurrency":2,"perSecond":5} at "e".\n  → say the same at both, or give them different names',
      ],
    ]);
  });
});
