import pl from 'nodejs-polars';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { Builder, createModule, tag, type NodeInfo } from '../../src/index.ts';
import { schema } from '../../src/modifiers/metadata.ts';
import type { AnyFunction } from '../../src/nodes/node.ts';
import { readModule } from '../../src/nodes/read-module.ts';

const twice = ({ a }: { a: number }): number => 2 * a;
const schemaOf = (fn: AnyFunction): Readonly<Record<string, string>> | undefined =>
  readModule({ fn }, {}, '').nodes[0]?.schema;

describe('the schema of a node', () => {
  test('is none where nobody gave any', () => {
    expect(schemaOf(twice)).toBeUndefined();
  });

  test('names types of Polars briefly, however they are given, and keeps other texts', () => {
    const columns = {
      amount: pl.Float64,
      region: 'String',
      day: pl.Datetime('ms', 'UTC'),
      tags: pl.List(pl.Utf8),
      pair: pl.FixedSizeList(pl.Int8, 2),
      place: pl.Struct({ x: pl.Int32, y: pl.Int32 }),
      places: pl.List(pl.Struct({ x: pl.Int32 })),
      price: pl.Decimal(10, 2),
      took: pl.Duration('us'),
      isOpen: pl.Bool,
      note: 'Euros, net',
    };
    expect(schemaOf(schema(columns, twice))).toEqual({
      amount: 'f64',
      region: 'str',
      day: 'datetime[ms, UTC]',
      tags: 'list[str]',
      pair: 'array[i8]',
      place: 'struct[2]',
      places: 'list[struct[1]]',
      price: 'decimal',
      took: 'duration[us]',
      isOpen: 'bool',
      note: 'Euros, net',
    });
  });

  test('may be that of a frame', () => {
    const frame = pl.DataFrame({ amount: [1.5], region: ['US'] });
    expect(schemaOf(schema(frame.schema, twice))).toEqual({ amount: 'f64', region: 'str' });
  });

  test('merges with an inner one, and the outer one wins', () => {
    const inner = schema({ amount: 'f32', region: 'str' }, twice);
    expect(schemaOf(schema({ amount: 'f64', day: 'date' }, inner))).toEqual({
      amount: 'f64',
      region: 'str',
      day: 'date',
    });
  });

  test('leaves function, type and tags as they are', () => {
    const fn = tag({ owner: 'sales' }, schema({ amount: 'f64' }, twice));
    expect(fn({ a: 3 })).toBe(6);
    expectTypeOf(fn).toEqualTypeOf(twice);
    const [node] = readModule({ fn }, {}, '').nodes;
    expect([node?.tags, node?.schema]).toEqual([{ owner: 'sales' }, { amount: 'f64' }]);
  });

  test('is told to lists and adapters', () => {
    const told: unknown[] = [];
    const adapter = {
      validateNode: ({ node }: { node: NodeInfo }) => void told.push([node.name, node.schema]),
    };
    const driver = new Builder()
      .withModules(createModule({ fn: schema({ amount: pl.Float64 }, twice) }))
      .withAdapters(adapter)
      .build();
    const expected = [
      ['a', undefined],
      ['fn', { amount: 'f64' }],
    ];
    expect(driver.listAvailableVariables().map((each) => [each.name, each.schema])).toEqual(
      expected,
    );
    expect(told).toEqual(expected);
  });
});

describe('schema refuses', () => {
  test.each([
    ['amount', '"amount"'],
    [null, 'null'],
    [['amount'], 'Array(1) ["amount"]'],
    [{}, '{}'],
  ])('%o where it takes a record of columns, at once', (given, written) => {
    expect(() => schema(given as never, twice)).toThrow(
      expect.objectContaining({
        code: 'node/bad-schema',
        message: `schema(…) takes a record of columns, got ${written}.\n  → write schema({ amount: 'Float64' }, fn)`,
      }),
    );
  });

  test('what is no type, all of it, when the module is read, with the name of the node', () => {
    const columns = { a: 3, b: 'f64', c: null, d: ' ', e: pl.Datetime, f: { type: 'f64' } };
    const { nodes, problems } = readModule({ fn: schema(columns as never, twice) }, {}, '');
    expect(nodes).toEqual([]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      [
        'node/bad-schema',
        'In the schema of "fn", "a" is 3, "c" is null, "d" is " ", "e" is function Datetime, "f" is { type }.' +
          "\n  → a type is one of Polars, its name, or any text: pl.Float64, 'Float64', 'euros'",
      ],
    ]);
  });

  test('what is no function, at once', () => {
    expect(() => schema({ amount: 'f64' }, 'twice' as never)).toThrow(
      'schema(…) takes a function, got string.',
    );
  });
});
