import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  createModule,
  dependsOn,
  parallelizable,
  parameterize,
  tag,
  value,
  type Collect,
  type NodesOf,
  type Tags,
} from '../../src/index.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const twice = ({ a }: { a: number }): number => 2 * a;
const tagsOf = (fn: AnyFunction): Tags | undefined => readModule({ fn }, {}, '').nodes[0]?.tags;

describe('the tags of a node', () => {
  test('are none where nobody gave any', () => {
    expect(tagsOf(twice)).toBeUndefined();
    expect(tagsOf(tag({}, twice))).toEqual({});
  });

  test('are strings, also empty ones, and lists of different strings in their order', () => {
    const tags = { owner: 'sales', note: '', uses: ['report', 'forecast'] };
    expect(tagsOf(tag(tags, twice))).toEqual(tags);
  });

  test('merge, and the outer one wins as a whole: lists are not joined', () => {
    const inner = tag({ owner: 'sales', uses: ['report', 'forecast'], stage: 'raw' }, twice);
    expect(tagsOf(tag({ owner: 'finance', uses: ['audit'] }, inner))).toEqual({
      owner: 'finance',
      uses: ['audit'],
      stage: 'raw',
    });
  });

  test('stay off the function itself, which can be exported beside its tagged form', async () => {
    const tagged = tag({ owner: 'sales' }, twice);
    const module = createModule({ plain: twice, tagged });
    const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
    expect(driver.listAvailableVariables({ tags: { owner: null } }).map((v) => v.name)).toEqual([
      'tagged',
    ]);
    expect(await driver.execute(['plain', 'tagged'], { inputs: { a: 2 } })).toEqual({
      plain: 4,
      tagged: 4,
    });
  });

  test('differ for each node of one parameterized function', () => {
    const { x, y } = parameterize(twice, { x: { a: value(1) }, y: { a: value(2) } });
    const { nodes } = readModule({ x: tag({ of: 'x' }, x), y: tag({ of: 'y' }, y) }, {}, '');
    expect(nodes.map(({ name, tags }) => [name, tags])).toEqual([
      ['x', { of: 'x' }],
      ['y', { of: 'y' }],
    ]);
  });
});

describe('tag changes nothing else:', () => {
  test('the function can be called as before, and has its type and name', () => {
    const tagged = tag({ owner: 'sales' }, twice);
    expect(tagged({ a: 3 })).toBe(6);
    expect(tagged.name).toBe('twice');
    expectTypeOf(tagged).toEqualTypeOf(twice);
  });

  test('a block opens and closes as before, whichever modifier is the outer one', () => {
    const range = ({ n }: { n: number }): number[] => Array.from({ length: n }, (_, i) => i);
    const sum = ({ item }: { item: Collect<number> }): number => item.reduce((a, b) => a + b, 0);
    const tags = { owner: 'sales' };
    const outside = {
      item: tag(tags, parallelizable(range)),
      total: tag(tags, collect(sum)),
    };
    const inside = {
      item: parallelizable(tag(tags, range)),
      total: collect(tag(tags, sum)),
    };
    expectTypeOf<NodesOf<typeof outside>>().toEqualTypeOf<NodesOf<typeof inside>>();
    expectTypeOf<NodesOf<typeof outside>['total']['closes']>().toEqualTypeOf<true>();
    for (const module of [outside, inside]) {
      const driver = new Builder().withModules(createModule(module)).build();
      expect(
        driver
          .listAvailableVariables({ tags: { owner: 'sales' } })
          .map(({ name, kind }) => [name, kind]),
      ).toEqual([
        ['item', 'generator'],
        ['total', 'collect'],
      ]);
    }
  });

  test('names given by dependsOn stay', async () => {
    const sum = tag(
      { owner: 'sales' },
      dependsOn(['a', 'b'], (values: { a: number; b: number }) => values.a + values.b),
    );
    const module = createModule({ sum });
    const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
    expect(await driver.execute(['sum'], { inputs: { a: 1, b: 2 } })).toEqual({ sum: 3 });
  });
});

describe('tag refuses', () => {
  const hint = 'a tag is a string, or a list of different strings';

  test.each([
    [3, '3'],
    [null, 'null'],
    [undefined, 'undefined'],
    [() => 'x', 'function'],
    [[], '[]'],
    [['a', 1], '["a",1]'],
    [['a', 'b', 'a'], '["a","b","a"]'],
    [{ team: 'sales' }, '{"team":"sales"}'],
  ])('the tag %o, when the module is read, with the name of the node', (given, written) => {
    const { nodes, problems } = readModule({ fn: tag({ owner: given as never }, twice) }, {}, '');
    expect(nodes).toEqual([]);
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'node/bad-tag',
        message: `The tag "owner" of "fn" is ${written}.\n  → ${hint}`,
        hint,
      }),
    ]);
  });

  test('a bad tag also where an outer one would win', () => {
    const fn = tag({ owner: 'sales' }, tag({ owner: 3 as never }, twice));
    expect(readModule({ fn }, {}, '').problems.map(({ message }) => message)).toEqual([
      `The tag "owner" of "fn" is 3.\n  → ${hint}`,
    ]);
  });

  test.each([
    ['me', '"me"'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['owner'], '["owner"]'],
  ])('%o where it takes a record of tags, at once', (given, written) => {
    expect(() => tag(given as never, twice)).toThrow(
      expect.objectContaining({
        code: 'node/bad-tag',
        message: `tag(…) takes a record of tags, got ${written}.\n  → write tag({ owner: 'sales' }, fn)`,
      }),
    );
  });

  test('what is no function, at once', () => {
    expect(() => tag({ owner: 'sales' }, 'twice' as never)).toThrow(
      expect.objectContaining({
        code: 'node/not-a-function',
        message: 'tag(…) takes a function, got string.\n  → pass the function itself: ({ a }) => …',
      }),
    );
  });
});
