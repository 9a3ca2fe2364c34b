import { describe, expect, expectTypeOf, test } from 'vitest';
import { Builder, DictResult, createModule, type NodeInfo } from '../../src/index.ts';
import { hidden } from '../../src/modifiers/metadata.ts';
import { modified, plainNode } from '../../src/nodes/node-source.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const twice = ({ a }: { a: number }): number => 2 * a;

describe('a hidden node', () => {
  test('works as any other, and can be asked for by name', async () => {
    const module = createModule({ b: hidden(twice), c: ({ b }: { b: number }) => b + 1 });
    const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
    expect(await driver.execute(['b', 'c'], { inputs: { a: 2 } })).toEqual({ b: 4, c: 5 });
  });

  test('leaves function and type as they are', () => {
    expect(hidden(twice)({ a: 3 })).toBe(6);
    expectTypeOf(hidden(twice)).toEqualTypeOf(twice);
  });

  test('hides all nodes of its function; one hidden further inside hides its own alone', () => {
    const withPart = (fn: typeof twice): typeof twice =>
      modified(fn, {
        toNodes: (name) => [plainNode(`${name}.raw`, fn), plainNode(name, fn)],
      });
    const { nodes } = readModule({ all: hidden(withPart(twice)), none: withPart(twice) }, {}, '');
    expect(nodes.map(({ name, isHidden }) => [name, isHidden])).toEqual([
      ['all.raw', true],
      ['all', true],
      ['none.raw', undefined],
      ['none', undefined],
    ]);
  });

  test('is told to adapters as such', () => {
    const told: unknown[] = [];
    const adapter = {
      validateNode: ({ node }: { node: NodeInfo }) => void told.push([node.name, node.isHidden]),
    };
    new Builder()
      .withModules(createModule({ b: hidden(twice) }))
      .withAdapters(adapter)
      .build();
    expect(told).toEqual([
      ['a', undefined],
      ['b', true],
    ]);
  });

  test('is none of what is no function', () => {
    expect(() => hidden('twice' as never)).toThrow('hidden(…) takes a function, got string.');
  });
});
