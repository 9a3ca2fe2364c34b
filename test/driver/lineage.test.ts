import { describe, expect, test } from 'vitest';
import { InputError, type Variable } from '../../src/index.ts';
import { hidden } from '../../src/modifiers/metadata.ts';
import { driverOf } from '../execution/driver-of.ts';

//  x ─▶ a ─▶ b ─▶ d       e reads nothing
//       └──▶ c ─▶ d
const driver = driverOf({
  d: ({ b, c }) => b + c,
  c: ({ a }) => a,
  b: ({ a, $signal }) => a && $signal,
  a: ({ x }) => x,
  e: () => 1,
});
const names = (variables: readonly Variable[]): string[] => variables.map(({ name }) => name);
/** The names in any order, after a check that each stands after what it reads. */
const sorted = (variables: readonly Variable[]): string[] => {
  const all = names(variables);
  for (const { name, requiredDependencies } of variables) {
    for (const { name: read } of requiredDependencies) {
      expect(all.indexOf(read)).toBeLessThan(all.indexOf(name));
    }
  }
  return all.toSorted();
};

describe('driver.whatIsUpstreamOf(...names)', () => {
  test('gives the nodes and all that they depend on, inputs too, in topological order', () => {
    expect(sorted(driver.whatIsUpstreamOf('d'))).toEqual(['a', 'b', 'c', 'd', 'x']);
    expect(sorted(driver.whatIsUpstreamOf('b', 'e'))).toEqual(['a', 'b', 'e', 'x']);
    expect(sorted(driver.whatIsUpstreamOf('x'))).toEqual(['x']);
    expect(driver.whatIsUpstreamOf()).toEqual([]);
  });
});

describe('driver.whatIsDownstreamOf(...names)', () => {
  test('gives the nodes and all that depends on them, in topological order', () => {
    expect(names(driver.whatIsDownstreamOf('x')).toSorted()).toEqual(['a', 'b', 'c', 'd', 'x']);
    expect(names(driver.whatIsDownstreamOf('b'))).toEqual(['b', 'd']);
    expect(names(driver.whatIsDownstreamOf('e'))).toEqual(['e']);
    expect(names(driver.whatIsDownstreamOf('b', 'c')).at(-1)).toBe('d');
  });
});

describe('driver.whatIsThePathBetween(from, to)', () => {
  test('gives all nodes on any path, both ends included, in topological order', () => {
    const path = names(driver.whatIsThePathBetween('a', 'd'));
    expect(path.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect([path[0], path.at(-1)]).toEqual(['a', 'd']);
    expect(names(driver.whatIsThePathBetween('x', 'b'))).toEqual(['x', 'a', 'b']);
    expect(names(driver.whatIsThePathBetween('a', 'a'))).toEqual(['a']);
  });

  test('gives nothing where there is no path', () => {
    expect(driver.whatIsThePathBetween('d', 'a')).toEqual([]);
    expect(driver.whatIsThePathBetween('e', 'd')).toEqual([]);
  });
});

test.each<[string, () => unknown]>([
  ['whatIsUpstreamOf', () => driver.whatIsUpstreamOf('a', 'zzz', 'dd')],
  ['whatIsDownstreamOf', () => driver.whatIsDownstreamOf('zzz', 'dd')],
])('driver.%s names all unknown names at once', (_method, ask) => {
  expect(ask).toThrow(InputError);
  expect(ask).toThrow('There is no node "zzz".');
  expect(ask).toThrow('There is no node "dd".');
});

test('driver.whatIsThePathBetween names an unknown name', () => {
  expect(() => driver.whatIsThePathBetween('zzz', 'a')).toThrow('There is no node "zzz".');
  expect(() => driver.whatIsThePathBetween('a', 'zzz')).toThrow('There is no node "zzz".');
});

test.each<[string, () => unknown, string]>([
  [
    'a list',
    () => driver.whatIsUpstreamOf(['a'] as never),
    "A name is a list.\n  → names are given one by one: ('a', 'b')",
  ],
  [
    'undefined',
    () => driver.whatIsThePathBetween('x', undefined as never),
    'A name is undefined.\n  → name each node by a string; driver.listAvailableVariables() lists them all',
  ],
])('an error says that a name is %s', (_what, ask, message) => {
  expect(ask).toThrow(InputError);
  expect(ask).toThrow(message);
});

test('driver.whatIsThePathBetween names both unknown ends', () => {
  const ask = (): unknown => driver.whatIsThePathBetween('zzz', 'yyy');
  expect(ask).toThrow('There is no node "zzz".');
  expect(ask).toThrow('There is no node "yyy".');
});

//  x ─▶ (a) ─▶ b ─▶ (c)
test('a lineage leaves hidden nodes out, as lists do, save those that it is asked about', () => {
  const partly = driverOf({
    a: hidden(({ x }) => x),
    b: ({ a }) => a,
    c: hidden(({ b }) => b),
  });
  expect(names(partly.whatIsUpstreamOf('b'))).toEqual(['x', 'b']);
  expect(names(partly.whatIsUpstreamOf('c'))).toEqual(['x', 'b', 'c']);
  expect(names(partly.whatIsDownstreamOf('x'))).toEqual(['x', 'b']);
  expect(names(partly.whatIsDownstreamOf('a'))).toEqual(['a', 'b']);
  expect(names(partly.whatIsThePathBetween('x', 'c'))).toEqual(['x', 'b', 'c']);
});
