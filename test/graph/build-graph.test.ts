import { describe, expect, test } from 'vitest';
import { GraphError } from '../../src/errors.ts';
import { buildGraph, type BuildOptions } from '../../src/graph/build-graph.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { createModule } from '../../src/nodes/create-module.ts';
import type { AnyFunction, Config } from '../../src/nodes/node.ts';
import { collect } from '../../src/nodes/parallel.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';

const names = (graph: Graph): readonly string[] => graph.nodes.map(({ node }) => node.name);

/** `code node`, for all problems. */
function problemsOf(
  modules: readonly object[],
  config: Config = {},
  options: BuildOptions = {},
): readonly string[] {
  try {
    buildGraph(modules, config, options);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
    return (error as GraphError).errors.map(({ code, node }) => `${code} ${node}`);
  }
}

const nodeCalled = (graph: Graph, name: string): unknown => {
  const { node } = graph.byName.get(name) ?? {};
  return node?.kind === 'function' ? node.call({}) : undefined;
};

describe('nodes are joined by name', () => {
  test('a name that is asked for and that none provides is an input', () => {
    const graph = buildGraph([{ a: ({ x, y = 1 }: { x: number; y?: number }) => x + y }], {});
    expect(graph.nodes.map(({ node, reads }) => [node.kind, node.name, reads])).toEqual([
      ['input', 'x', []],
      ['input', 'y', []],
      ['function', 'a', [0, 1]],
    ]);
  });

  test('across modules, in any order', () => {
    const one = { c: ({ b }: { b: number }) => b };
    const two = { b: ({ a }: { a: number }) => a, a: () => 1 };
    expect(names(buildGraph([one, two], {}))).toEqual(['a', 'b', 'c']);
    expect(names(buildGraph([two, one], {}))).toEqual(['a', 'b', 'c']);
  });

  test('in the order of definition where that is possible', () => {
    const module = {
      z: () => 1,
      y: () => 1,
      x: ({ b }: { b: number }) => b,
      a: () => 1,
      b: () => 1,
    };
    expect(names(buildGraph([module], {}))).toEqual(['z', 'y', 'b', 'x', 'a']);
  });

  test('what the engine gives is no node', () => {
    const fn = ({
      $signal,
      $attempt,
      a,
    }: {
      $signal: AbortSignal;
      $attempt: number;
      a: number;
    }) => [$signal, $attempt, a];
    const graph = buildGraph([{ fn }], {});
    expect(names(graph)).toEqual(['a', 'fn']);
    expect(graph.byName.get('fn')?.reads).toEqual([-1, -1, 0]);
  });

  test('a config key is an input that is given', () => {
    const graph = buildGraph([{ a: ({ region }: { region: string }) => region }], {
      region: 'US',
      unread: 1,
    });
    expect(names(graph)).toEqual(['region', 'a']);
    expect(graph.config).toEqual({ region: 'US', unread: 1 });
  });

  test('names that objects use themselves are names like others', () => {
    const module = {
      constructor: () => 1,
      toString: ({ constructor }: { constructor: number }) => String(constructor),
      valueOf: ({ hasOwnProperty }: { hasOwnProperty: number }) => hasOwnProperty,
    };
    const graph = buildGraph([module], {});
    expect(names(graph)).toEqual(['constructor', 'toString', 'hasOwnProperty', 'valueOf']);
  });

  test('of no modules there is an empty graph', () => {
    expect(buildGraph([], {})).toMatchObject({ nodes: [], hasBlocks: false });
  });

  test('in a chain of 50,000 nodes', () => {
    const length = 50_000;
    const module: Record<string, AnyFunction> = {};
    for (let i = length - 1; i >= 0; i--)
      module[`n${i}`] = dependsOn(i === 0 ? [] : [`n${i - 1}`], () => 1);
    const graph = buildGraph([module], {});
    expect([names(graph)[0], names(graph)[length - 1]]).toEqual(['n0', `n${length - 1}`]);
  });
});

describe('a name defined twice', () => {
  const one = createModule({ a: () => 'one', b: () => 1 }, 'one');
  const two = createModule({ a: () => 'two', c: () => 1 }, 'two');
  const allowed = { allowModuleOverrides: true };

  test('is an error', () => {
    expect(problemsOf([one, two])).toEqual(['graph/duplicate-node a']);
    expect(problemsOf([one, one])).toEqual(['graph/duplicate-node a', 'graph/duplicate-node b']);
    expect(problemsOf([one, two, two])).toEqual([
      'graph/duplicate-node a',
      'graph/duplicate-node a',
      'graph/duplicate-node c',
    ]);
  });

  test('goes to the later module where that is allowed', () => {
    expect(nodeCalled(buildGraph([one, two], {}, allowed), 'a')).toBe('two');
    expect(nodeCalled(buildGraph([two, one], {}, allowed), 'a')).toBe('one');
    expect(names(buildGraph([one, two], {}, allowed))).toEqual(['a', 'b', 'c']);
  });

  test('goes to the later module also where the modules bear the same name', () => {
    const again = createModule({ a: () => 'again' }, 'one');
    expect(nodeCalled(buildGraph([one, again], {}, allowed), 'a')).toBe('again');
    const unnamed = [createModule({ a: () => 1 }), createModule({ a: () => 2 })];
    expect(nodeCalled(buildGraph(unnamed, {}, allowed), 'a')).toBe(2);
  });

  test('may read other names than the one it replaces', () => {
    const first = { a: ({ x }: { x: number }) => x, b: () => 1 };
    const second = { a: ({ b }: { b: number }) => b };
    expect(names(buildGraph([first, second], {}, allowed))).toEqual(['b', 'a']);
  });

  test('has no follow-up errors', () => {
    const items = {
      *a() {
        yield 1;
      },
    };
    const plain = { a: () => 1 };
    const reader = { all: collect(({ a }: { a: readonly number[] }) => a.length) };
    expect(problemsOf([plain, items, reader])).toEqual(['graph/duplicate-node a']);
  });
});

describe('problems', () => {
  test('of all kinds come at once', () => {
    const module = {
      positional: (a: number, b: number) => a + b,
      undestructured: (all: object) => all,
      self: ({ self }: { self: number }) => self,
      one: ({ two }: { two: number }) => two,
      two: ({ one }: { one: number }) => one,
      nothing: collect(({ region }: { region: readonly string[] }) => region),
      key: () => 1,
      $item: () => 1,
    };
    expect(problemsOf([module, { key: () => 2 }], { key: 1, region: 'US', $signal: 1 })).toEqual([
      'node/positional-parameters positional',
      'node/parameter-not-destructured undestructured',
      'graph/duplicate-node key',
      'graph/reserved-config undefined',
      'graph/config-is-node key',
      'node/reserved-name $item',
      'graph/cycle self',
      'graph/cycle two',
      'graph/nothing-to-collect nothing',
    ]);
  });

  test('of a node keep those that read it out of it', () => {
    const module = {
      broken: (a: number, b: number) => a + b,
      all: collect(({ broken }: { broken: readonly number[] }) => broken.length),
      item: ({ all, $item }: { all: number; $item: object }) => [all, $item],
    };
    expect(problemsOf([module])).toEqual(['node/positional-parameters broken']);
  });

  test('of a cycle keep those that read it out of it', () => {
    const module = {
      a: ({ b }: { b: number }) => b,
      b: ({ a }: { a: number }) => a,
      all: collect(({ a }: { a: readonly number[] }) => a.length),
    };
    expect(problemsOf([module])).toEqual(['graph/cycle b']);
  });

  test('of a cycle through a generator or a collect are cycles like others', () => {
    const module = {
      *item({ sum }: { sum: number }) {
        yield sum;
      },
      sum: collect(({ item }: { item: readonly number[] }) => item.length),
    };
    expect(problemsOf([module])).toEqual(['graph/cycle sum']);
  });

  test('say where the function stands, where that is known', () => {
    const locate = (_origin: object, name: string): string => `features.ts:${name.length}`;
    expect(() =>
      buildGraph([{ positional: (a: number, b: number) => a + b }], {}, { locate }),
    ).toThrow('  at features.ts:10\n');
    expect(() =>
      buildGraph([{ self: ({ self }: { self: number }) => self }], {}, { locate }),
    ).toThrow('  at features.ts:4\n');
  });
});
