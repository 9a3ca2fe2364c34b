import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  createModule,
  parameterize,
  source,
  tag,
  value,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const scaled = ({ x, by = 2, shift = 0 }: { x: number; by?: number; shift?: number }): number =>
  x * by + shift;
const dict = (module: object) =>
  new Builder().withModules(module).withResultBuilder(new DictResult()).build().untyped();

describe('parameterize', () => {
  test('makes a node for each key, bound in its own way', async () => {
    const module = createModule(
      parameterize(scaled, {
        double: { x: source('a') },
        tenfold: { x: source('b'), by: value(10) },
        fixed: { x: value(1), by: value(1), shift: value(1) },
      }),
    );
    expect(
      await dict(module).execute(['double', 'tenfold', 'fixed'], { inputs: { a: 1, b: 2 } }),
    ).toEqual({
      double: 2,
      tenfold: 20,
      fixed: 2,
    });
  });

  test('leaves parameters that are not bound as they are', async () => {
    const driver = dict(createModule(parameterize(scaled, { y: { by: value(3) } })));
    expect(await driver.execute(['y'], { inputs: { x: 2 } })).toEqual({ y: 6 });
    expect(await driver.execute(['y'], { inputs: { x: 2, shift: 1 } })).toEqual({ y: 7 });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(['x', 'shift', 'y']);
  });

  test('takes the name of the export, not of the key', async () => {
    const { a } = parameterize(scaled, { a: { x: value(1) } });
    expect(await dict(createModule({ renamed: a })).execute(['renamed'])).toEqual({ renamed: 2 });
  });

  test('keeps an optional dependency optional under its new name', async () => {
    const driver = dict(
      createModule(parameterize(scaled, { y: { x: value(2), by: source('factor') } })),
    );
    expect(await driver.execute(['y'])).toEqual({ y: 4 });
    expect(await driver.execute(['y'], { inputs: { factor: 5 } })).toEqual({ y: 10 });
  });

  test('binds null and other falsy constants as they are', async () => {
    const module = createModule(
      parameterize(({ x }: { x: unknown }) => [x], {
        a: { x: value(null) },
        b: { x: value(0) },
        c: { x: value('') },
        d: { x: value(false) },
      }),
    );
    expect(await dict(module).execute(['a', 'b', 'c', 'd'])).toEqual({
      a: [null],
      b: [0],
      c: [''],
      d: [false],
    });
  });

  test('may read one node by two parameters, and swap two names', async () => {
    const pair = ({ a, b }: { a: number; b: number }): string => `${a},${b}`;
    const module = createModule(
      parameterize(pair, {
        same: { a: source('x'), b: source('x') },
        swapped: { a: source('b'), b: source('a') },
      }),
    );
    expect(
      await dict(module).execute(['same', 'swapped'], { inputs: { x: 1, a: 2, b: 3 } }),
    ).toEqual({
      same: '1,1',
      swapped: '3,2',
    });
  });

  test('may read what the engine gives', async () => {
    const module = createModule(
      parameterize(({ n }: { n: number }) => n, { a: { n: source('$attempt') } }),
    );
    expect(await dict(module).execute(['a'])).toEqual({ a: 1 });
  });

  test('binds again what an inner parameterize left', async () => {
    const { inner } = parameterize(scaled, { inner: { by: value(3) } });
    const module = createModule(parameterize(inner, { y: { x: source('z') } }));
    expect(await dict(module).execute(['y'], { inputs: { z: 2 } })).toEqual({ y: 6 });
  });

  test('refuses what its function does not take, with all that it takes', () => {
    const made = parameterize(scaled, { y: { z: value(1) } as never });
    expect(readModule(made, {}, '').problems.map(({ message }) => message)).toEqual([
      'parameterize binds "z" of "y", which its function does not take.\n  → it takes: x, by, shift',
    ]);
  });

  test('makes no node of an empty record', () => {
    expect(parameterize(scaled, {})).toEqual({});
  });
});

describe('tag', () => {
  const tagsOf = (fn: (...all: never[]) => unknown) => readModule({ fn }, {}, '').nodes[0]?.tags;
  test('gives strings and lists of strings', () => {
    expect(tagsOf(tag({ owner: 'me', teams: ['a', 'b'] }, scaled))).toEqual({
      owner: 'me',
      teams: ['a', 'b'],
    });
  });
  test('merges, the outer one wins', () => {
    const fn = tag({ owner: 'outer', b: '2' }, tag({ owner: 'inner', a: '1' }, scaled));
    expect(tagsOf(fn)).toEqual({ owner: 'outer', a: '1', b: '2' });
  });
  test('of nothing changes nothing', () => {
    expect(tagsOf(tag({}, scaled))).toEqual({});
  });
  test.each([
    [1, '1'],
    [null, 'null'],
    [undefined, 'undefined'],
    [[], '[]'],
    [['a', 1], '["a",1]'],
    [['a', 'a'], '["a","a"]'],
    [{ a: 1 }, '{"a":1}'],
  ])('refuses %o', (given, written) => {
    const { problems } = readModule({ fn: tag({ owner: given as never }, scaled) }, {}, '');
    expect(problems.map(({ message }) => message)).toEqual([
      `The tag "owner" of "fn" is ${written}.\n  → a tag is a string, or a list of different strings`,
    ]);
  });
});
