import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  configuration,
  createModule,
  group,
  parameterize,
  source,
  tag,
  value,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const scaled = ({ x, by = 2, shift = 0 }: { x: number; by?: number; shift?: number }): number =>
  x * by + shift;
const dict = (module: object, config: object = {}) =>
  new Builder()
    .withModules(module)
    .withConfig(config)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();

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

  test('binds to config keys, groups and functions, each node in its own way', async () => {
    const parts = ({ all }: { all: unknown }): unknown => all;
    const a = (): number => 1;
    const module = {
      a,
      ...parameterize(parts, {
        list: { all: group(source('a'), value(2), configuration('k')) },
        record: { all: group({ one: source(a) }) },
        key: { all: configuration('k') },
        node: { all: source(a) },
        hidden: { all: source(() => 4) },
      }),
    };
    const outputs = ['list', 'record', 'key', 'node', 'hidden'];
    expect(await dict(module, { k: 3 }).execute(outputs)).toEqual({
      list: [1, 2, 3],
      record: { one: 1 },
      key: 3,
      node: 1,
      hidden: 4,
    });
  });

  test('may make nodes that read each other, in any order', async () => {
    const module = parameterize(scaled, {
      c: { x: source('b') },
      b: { x: source('a') },
      a: { x: value(1) },
    });
    expect(await dict(module).execute(['c'])).toEqual({ c: 8 });
  });

  test('of one that opens a block makes a block each', async () => {
    const module = {
      ...parameterize(
        function* ({ n }: { n: number }) {
          for (let i = 0; i < n; i++) yield i;
        },
        { two: { n: value(2) }, three: { n: value(3) } },
      ),
      ...parameterize(
        collect(({ list }: { list: readonly number[] }) => list.length),
        { sizeOfTwo: { list: source('two') }, sizeOfThree: { list: source('three') } },
      ),
    };
    expect(await dict(module).execute(['sizeOfTwo', 'sizeOfThree'])).toEqual({
      sizeOfTwo: 2,
      sizeOfThree: 3,
    });
  });

  test('of one that collects by name has the names of its parameters', async () => {
    const module = {
      *item() {
        yield 1;
        yield 2;
      },
      ...parameterize(
        collect(
          ({ list, by }: { list: readonly number[]; by: number }) => list.map((x) => x * by),
          {
            from: ['list'],
          },
        ),
        { tens: { list: source('item'), by: value(10) } },
      ),
    };
    expect(await dict(module).execute(['tens'])).toEqual({ tens: [10, 20] });
  });

  test('parameterizes what it is given: tags stay, and may be added to one of them', () => {
    const { a, b } = parameterize(tag({ owner: 'me' }, scaled), {
      a: { x: value(1) },
      b: { x: value(2) },
    });
    const { nodes } = readModule({ a, b: tag({ kind: 'second' }, b) }, {}, '');
    expect(nodes.map(({ tags }) => tags)).toEqual([
      { owner: 'me' },
      { owner: 'me', kind: 'second' },
    ]);
  });

  test('whose config lacks a key is told by its node, all at once', () => {
    const made = parameterize(scaled, {
      y: { x: configuration('k') },
      z: { x: configuration('j') },
      fine: { x: value(1) },
    });
    const { nodes, problems } = readModule(made, { j: undefined }, '');
    expect(nodes.map(({ name }) => name)).toEqual(['fine']);
    expect(problems.map(({ message }) => message)).toEqual([
      'parameterize of "y" needs the config key "k", which is missing.\n  → give it: withConfig({ k: … })',
      'parameterize of "z" needs the config key "j", which is missing.\n  → give it: withConfig({ j: … })',
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
