import { describe, expect, test } from 'vitest';
import {
  Builder,
  GraphError,
  InvalidNodeError,
  createModule,
  tag,
  type GraphInfo,
  type LifecycleAdapter,
} from '../../src/index.ts';

/** What `build()` throws with these adapters. */
function refusalOf(...adapters: readonly LifecycleAdapter[]): GraphError {
  const module = createModule({
    a: ({ x }: { x: number }) => x,
    b: tag({ owner: 'team' }, ({ a, y = 1 }: { a: number; y?: number }) => a + y),
  });
  const builder = new Builder().withModules(module).withConfig({ y: 2 });
  try {
    builder.withAdapters(...adapters).build();
  } catch (error) {
    return error as GraphError;
  }
  throw new Error('it was not refused');
}

const boom = (): never => {
  throw new TypeError('boom');
};

describe('at build', () => {
  test('all verdicts of all adapters come in one GraphError', () => {
    const strict: LifecycleAdapter = {
      name: 'Strict',
      validateNode: ({ node }) => (node.role === 'function' ? `no ${node.name}` : null),
      checkEdge: ({ from, to }) => (to.name === 'b' ? [`no ${from.name}`] : undefined),
      validateGraph: ({ graph }) => [`${graph.nodes.size} nodes`, 'and more'],
    };
    class Other {
      validateGraph(): string {
        return 'never';
      }
    }
    const error = refusalOf(strict, new Other());
    expect(error).toBeInstanceOf(GraphError);
    expect(error.errors.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'node/refused: Strict refuses "a": no a',
      'node/refused: Strict refuses "b": no b',
      'graph/refused-edge: Strict refuses the edge "a" → "b": no a',
      'graph/refused-edge: Strict refuses the edge "y" → "b": no y',
      'graph/refused: Strict refuses the graph: 4 nodes',
      'graph/refused: Strict refuses the graph: and more',
      'graph/refused: Other refuses the graph: never',
    ]);
    expect(error.errors[0]).toBeInstanceOf(InvalidNodeError);
    expect(error.errors.map(({ node }) => node)).toEqual([
      'a',
      'b',
      'b',
      'b',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('nothing, null and an empty list mean that all is well', () => {
    for (const verdict of [undefined, null, []]) {
      const mild = {
        validateNode: () => verdict,
        checkEdge: () => verdict,
        validateGraph: () => verdict,
      };
      expect(() => refusalOf(mild)).toThrow('it was not refused');
    }
  });

  test('validators see nodes, edges, graph and config', () => {
    const seen: unknown[] = [];
    const watching: LifecycleAdapter = {
      validateNode: ({ node, graph }) =>
        void seen.push([node.name, node.role, node.tags, graph.nodes.get('b')?.name]),
      checkEdge: ({ from, to, dependency }) => void seen.push([from.name, to.name, dependency]),
      validateGraph: ({ graph, config }) =>
        void seen.push([[...graph.nodes.keys()].length, config]),
      onGraphConstructed: ({ graph, config }) => void seen.push([graph.nodes.size, config]),
    };
    expect(() => refusalOf(watching)).toThrow('it was not refused');
    expect(seen).toEqual([
      ['x', 'input', {}, 'b'],
      ['a', 'function', {}, 'b'],
      ['y', 'config', {}, 'b'],
      ['b', 'function', { owner: 'team' }, 'b'],
      ['x', 'a', 'x'],
      ['a', 'b', 'a'],
      ['y', 'b', 'y'],
      [4, { y: 2 }],
      [4, { y: 2 }],
    ]);
  });

  test.each<[string, () => unknown, string]>([
    ['false', () => false, 'false'],
    ['a number', () => 1, '1'],
    ['a list with something else', () => ['no', 1], 'Array(2) ["no", 1]'],
    ['a promise', async () => 'no', 'Promise'],
    ['a promise that is rejected', async () => boom(), 'Promise'],
  ])('a verdict that is %s is an error: a validator is synchronous', (_words, verdict, shown) => {
    const odd = { name: 'Odd', validateGraph: verdict } as unknown as LifecycleAdapter;
    const error = refusalOf(odd);
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({ code: 'lifecycle/bad-verdict' });
    expect(error.message).toBe(
      `The method validateGraph of Odd gave ${shown}.\n  → it is synchronous: return a string, a list of strings, or nothing where all is well`,
    );
  });

  test.each(['validateNode', 'validateGraph', 'checkEdge'] as const)(
    '%s that throws is a problem among the others',
    (method) => {
      const error = refusalOf(
        { name: 'Broken', [method]: boom },
        { name: 'Strict', validateGraph: () => 'no' },
      );
      expect(error).toBeInstanceOf(GraphError);
      expect(error.errors[0]?.code).toBe('lifecycle/hook-failed');
      expect(error.errors[0]?.message).toBe(
        `The hook ${method} of Broken failed: TypeError: boom\n  → return the refusal in words; do not throw it`,
      );
      expect(error.errors[0]?.cause).toBeInstanceOf(TypeError);
      expect(error.errors.at(-1)?.message).toBe('Strict refuses the graph: no');
    },
  );
});

describe('onGraphConstructed', () => {
  test('comes once for each driver, in the order given, and not for a graph that is refused', () => {
    const seen: string[] = [];
    const told = (mark: string): LifecycleAdapter => ({
      onGraphConstructed: ({ graph }: { graph: GraphInfo }) =>
        void seen.push(`${mark}${graph.nodes.size}`),
    });
    expect(() => refusalOf(told('1:'), told('2:'))).toThrow('it was not refused');
    expect(seen.splice(0)).toEqual(['1:4', '2:4']);
    refusalOf(told('1:'), { validateGraph: () => 'no' });
    expect(seen).toEqual([]);
  });

  test('that throws is a GraphError; the other adapters are told all the same', () => {
    const seen: string[] = [];
    const error = refusalOf(
      { name: 'Broken', onGraphConstructed: boom },
      { onGraphConstructed: () => void seen.push('told') },
    );
    expect(error).toBeInstanceOf(GraphError);
    expect(error.message).toBe(
      'The hook onGraphConstructed of Broken failed: TypeError: boom\n  → a hook must not throw; to refuse a graph, use validateGraph',
    );
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(seen).toEqual(['told']);
  });
});
