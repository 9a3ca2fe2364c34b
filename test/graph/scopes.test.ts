import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { collect, parallelizable, reduce } from '../../src/nodes/parallel.ts';
import { itemScopesIn, problemsOf, scopesIn } from './scopes-in.ts';

type Items<T> = readonly T[];

describe('a node runs inside the blocks of what it reads', () => {
  test('a block of plain nodes, closed by several collects', () => {
    //  x ─▶ item ─▶ square ─▶ sum ─▶ both        item opens the block, sum and list close it
    //            ╰──────────▶ list ──╯
    const graph = buildGraph(
      [
        {
          *item({ x }: { x: number }) {
            yield x;
          },
          square: ({ item }: { item: number }) => item ** 2,
          sum: collect(({ square }: { square: Items<number> }) => square.length),
          list: collect(({ item }: { item: Items<number> }) => [...item]),
          both: ({ sum, list }: { sum: number; list: number[] }) => [sum, list],
        },
      ],
      {},
    );
    expect(scopesIn(graph)).toEqual({
      x: [],
      item: [],
      square: ['item'],
      sum: [],
      list: [],
      both: [],
    });
    expect(itemScopesIn(graph)['item']).toEqual(['item']);
    expect(graph.hasBlocks).toBe(true);
  });

  test('blocks nest, and a collect closes one level', () => {
    //  outer ─▶ inner ─▶ cell ─▶ row (collect) ─▶ all (collect)
    const graph = buildGraph(
      [
        {
          *outer() {
            yield 1;
          },
          *inner({ outer }: { outer: number }) {
            yield outer;
          },
          cell: ({ inner, outer }: { inner: number; outer: number }) => inner + outer,
          row: collect(({ cell }: { cell: Items<number> }) => cell.length),
          all: collect(({ row }: { row: Items<number> }) => row.length),
        },
      ],
      {},
    );
    expect(scopesIn(graph)).toEqual({
      outer: [],
      inner: ['outer'],
      cell: ['outer', 'inner'],
      row: ['outer'],
      all: [],
    });
  });

  test('a collected value comes back into its own block', () => {
    //  item ─▶ mean (collect) ─▶ deviation ◀─ item
    const graph = buildGraph(
      [
        {
          *item() {
            yield 1;
          },
          mean: collect(({ item }: { item: Items<number> }) => item.length),
          deviation: ({ item, mean }: { item: number; mean: number }) => item - mean,
          all: collect(({ deviation }: { deviation: Items<number> }) => deviation.length),
        },
      ],
      {},
    );
    expect(scopesIn(graph)).toEqual({ item: [], mean: [], deviation: ['item'], all: [] });
  });

  test('a node that collects and yields closes one block and opens its own', () => {
    const graph = buildGraph(
      [
        {
          *item() {
            yield 1;
          },
          batch: parallelizable(collect(({ item }: { item: Items<number> }) => item)),
          each: ({ batch }: { batch: number }) => batch,
        },
      ],
      {},
    );
    expect(scopesIn(graph)).toEqual({ item: [], batch: [], each: ['batch'] });
  });

  test('from collects what it names, and the rest arrives as it is', () => {
    const graph = buildGraph(
      [
        {
          *outer() {
            yield 1;
          },
          *inner({ outer }: { outer: number }) {
            yield outer;
          },
          named: collect(
            ({ outer, inner }: { outer: Items<number>; inner: number }) => [outer, inner],
            { from: ['outer'] },
          ),
        },
      ],
      {},
    );
    expect(scopesIn(graph)['named']).toEqual(['outer', 'inner']);
    expect(graph.byName.get('named')?.collected).toEqual([true, false]);
  });
});

describe('an optional dependency that is absent takes no part', () => {
  const item = function* item() {
    yield 1;
  };

  test('beside a collected one', () => {
    const graph = buildGraph(
      [
        {
          item,
          all: collect(({ item: i, more = [] }: { item: Items<number>; more?: Items<number> }) => [
            i,
            more,
          ]),
        },
      ],
      {},
    );
    expect(graph.byName.get('all')?.collected).toEqual([true, false]);
  });

  test('beside a collected one, named by from', () => {
    const fn = collect(
      ({ item: i, more = [] }: { item: Items<number>; more?: Items<number> }) => [i, more],
      { from: ['item', 'more'] },
    );
    const graph = buildGraph([{ item, all: fn }], {});
    expect(graph.byName.get('all')?.collected).toEqual([true, false]);
    expect(scopesIn(graph)['all']).toEqual([]);
  });

  test('where all collected ones are absent, the collect uses its defaults', () => {
    const graph = buildGraph(
      [{ all: collect(({ more = [] }: { more?: Items<number> }) => more) }],
      {},
    );
    expect(graph.byName.get('all')?.collected).toBeUndefined();
  });

  test('but a node that lies outside of all blocks is there', () => {
    const outside = collect(
      ({
        item: i,
        x = [],
        absent = 1,
      }: {
        item: Items<number>;
        x?: Items<number>;
        absent?: number;
      }) => [i, x, absent],
      { from: ['item', 'x'] },
    );
    expect(problemsOf({ item, x: () => [1], all: outside })).toEqual([
      'all: graph/nothing-to-collect',
    ]);
  });
});

describe('what makes no sense is an error', () => {
  const item = function* item() {
    yield 1;
  };
  const other = function* other() {
    yield 2;
  };

  test('a collect of nothing', () => {
    const all = ({ x }: { x: Items<number> }): number => x.length;
    expect(problemsOf({ x: () => [1], all: collect(all) })).toEqual([
      'all: graph/nothing-to-collect',
    ]);
    expect(problemsOf({ all: collect(all) })).toEqual(['all: graph/nothing-to-collect']);
    expect(problemsOf({ all: collect(() => 1) })).toEqual(['all: graph/nothing-to-collect']);
  });

  test('a collect from an empty list', () => {
    const fn = collect(({ item: i }: { item: number }) => i, { from: [] });
    expect(problemsOf({ item, all: fn })).toEqual(['all: graph/nothing-to-collect']);
  });

  test('items of two blocks in one function', () => {
    const mixed = ({ item: a, other: b }: { item: number; other: number }): number => a + b;
    expect(problemsOf({ item, other, mixed })).toEqual(['mixed: graph/mixed-blocks']);
    expect(
      problemsOf({
        item,
        other,
        mixed: reduce(
          ({ acc, item: a, other: b }: { acc: number; item: number; other: number }) => acc + a + b,
          0,
        ),
      }),
    ).toEqual(['mixed: graph/reduce-over-two-blocks']);
    expect(
      problemsOf({
        item,
        other,
        mixed: collect(({ item: a, other: b }: { item: Items<number>; other: Items<number> }) => [
          a,
          b,
        ]),
      }),
    ).toEqual([]);
  });

  test("a nested block's item outside", () => {
    const module = {
      item,
      *inner({ item: i }: { item: number }) {
        yield i;
      },
      other,
      bad: ({ inner, other: o }: { inner: number; other: number }) => [inner, o],
    };
    expect(problemsOf(module)).toEqual(['bad: graph/mixed-blocks']);
  });

  test('$item outside of all blocks, unless it has a default', () => {
    expect(problemsOf({ a: ({ $item }: { $item: object }) => $item })).toEqual([
      'a: graph/item-outside-block',
    ]);
    expect(
      problemsOf({
        *a({ $item }: { $item: object }) {
          yield $item;
        },
      }),
    ).toEqual(['a: graph/item-outside-block']);
    expect(problemsOf({ a: ({ $item = null }: { $item?: object | null }) => $item })).toEqual([]);
    expect(
      problemsOf({ item, a: ({ item: i, $item }: { item: number; $item: object }) => [i, $item] }),
    ).toEqual([]);
  });

  test('but what reads such a node is not', () => {
    const module = {
      item,
      other,
      mixed: ({ item: a, other: b }: { item: number; other: number }) => a + b,
      below: collect(({ mixed }: { mixed: Items<number> }) => mixed.length),
      further: ({ below, $item }: { below: number; $item: object }) => [below, $item],
    };
    expect(problemsOf(module)).toEqual(['mixed: graph/mixed-blocks']);
  });
});
