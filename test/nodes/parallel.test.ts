import { describe, expect, test } from 'vitest';
import { tag } from '../../src/modifiers/metadata.ts';
import { parameterize } from '../../src/modifiers/parameterize.ts';
import { source, value } from '../../src/modifiers/dependency.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import type { AnyFunction, FunctionNode } from '../../src/nodes/node.ts';
import { collect, parallelizable, reduce } from '../../src/nodes/parallel.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const nodeOf = (fn: AnyFunction): FunctionNode | undefined => {
  const { nodes, problems } = readModule({ fn }, {}, '');
  expect(problems).toEqual([]);
  return nodes[0];
};

describe('parallelizable', () => {
  test('opens a block, for functions that return an iterable', () => {
    expect(nodeOf(parallelizable(({ n }: { n: number }) => [n]))).toMatchObject({ expands: {} });
  });
  test('of a generator gives it a key', () => {
    const key = (item: number): string => `#${item}`;
    const fn = parallelizable(
      function* () {
        yield 1;
      },
      { key },
    );
    expect(nodeOf(fn)?.expands).toEqual({ key });
  });
  test('around a collect both closes and opens', () => {
    const fn = parallelizable(collect(({ x }: { x: readonly number[] }) => x));
    expect(nodeOf(fn)).toMatchObject({ collects: {}, expands: {} });
  });
});

describe('collect', () => {
  test('closes a block; from names what it collects', () => {
    const sum = ({ x }: { x: readonly number[] }): number => x.length;
    expect(nodeOf(collect(sum))?.collects).toEqual({});
    expect(nodeOf(collect(sum, { from: ['x'] }))?.collects).toEqual({ from: ['x'] });
  });
  test('does not follow later changes of its list', () => {
    const from: 'x'[] = ['x'];
    const fn = collect(({ x }: { x: readonly number[] }) => x.length, { from });
    from.push('y' as 'x');
    expect(nodeOf(fn)?.collects).toEqual({ from: ['x'] });
  });
  test('of a generator closes one block and opens the next', () => {
    const fn = collect(function* ({ x }: { x: readonly number[] }) {
      yield* x;
    });
    expect(nodeOf(fn)).toMatchObject({ collects: {}, expands: {} });
  });
});

describe('reduce', () => {
  const add = ({ acc, x }: { acc: number; x: number }): number => acc + x;
  test('folds from an initial value; the accumulator is no dependency', () => {
    const node = nodeOf(reduce(add, 0));
    expect(node?.folds).toEqual({ initial: 0 });
    expect(node?.reads.map((read) => read.name)).toEqual(['x']);
  });
  test('knows the accumulator by its property, whatever its own name', () => {
    const fn = reduce(({ acc: total, x }: { acc: number; x: number }) => total + x, 0);
    expect(nodeOf(fn)?.reads.map((read) => read.name)).toEqual(['x']);
  });
  test('keeps a function that makes the initial value', () => {
    const initial = (): number => 0;
    expect(nodeOf(reduce(add, initial))?.folds).toEqual({ initial });
  });
});

describe('marks', () => {
  test('stay under other modifiers', () => {
    const { a } = parameterize(
      tag(
        { owner: 'me' },
        collect(({ x, y }: { x: readonly number[]; y: number }) => x.length + y),
      ),
      { a: { x: source('items'), y: value(1) } },
    );
    expect(nodeOf(a)).toMatchObject({
      collects: {},
      tags: { owner: 'me' },
      reads: [{ name: 'items', as: 'x' }],
      bound: { y: 1 },
    });
  });
  test('go around dependsOn', () => {
    const fn = collect(dependsOn(['x'], Math.max as AnyFunction));
    expect(nodeOf(fn)).toMatchObject({ collects: {}, reads: [{ name: 'x' }] });
  });
  test('of an outer parallelizable replace the key of the inner one', () => {
    const outer = (): string => 'outer';
    const fn = parallelizable(
      parallelizable(() => [1], { key: () => 'inner' }),
      { key: outer },
    );
    expect(nodeOf(fn)?.expands?.key).toBe(outer);
  });
});
