import {
  Bool,
  DateDay,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  IntervalDayTime,
  List,
  makeData,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  TimestampMillisecond,
  Uint64,
  Utf8,
  vectorFromArray,
  type Vector,
} from 'apache-arrow';
import type * as arrowLibrary from 'apache-arrow';
import { createRequire } from 'node:module';
import { col, DataFrame, Series, String as StringType, type Series as Column } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/errors.ts';
import { frameFromTable } from '../../src/columns/arrow.ts';
import { columnOf } from '../../src/columns/column.ts';
import { nameOfType, typeNameOf } from '../../src/columns/data-type.ts';
import { nativeSeries } from '../../src/columns/native.ts';

class Model {
  weights = [1];
}

const typeOf = (column: Column): string => typeNameOf(nativeSeries(column));
/** Integers as Polars writes them: reading Int64 as numbers would round. */
const exact = (column: Column): unknown[] => column.cast(StringType).toArray();
const refusalOf = async (value: unknown): Promise<string> => {
  const error: unknown = await columnOf('x', value).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ResultError);
  return (error as ResultError).message;
};

describe('a Series', () => {
  test('that has the name already is given back', async () => {
    const series = Series('x', [1]);
    expect((await columnOf('x', series)) === series).toBe(true);
  });

  test('is renamed without touching the original', async () => {
    const series = Series('own', [1, 2]);
    const column = await columnOf('x', series);
    expect([column.name, series.name]).toEqual(['x', 'own']);
    expect(column.toArray()).toEqual([1, 2]);
  });
});

describe('an array', () => {
  test.each<[string, unknown[], string]>([
    ['nothing', [], 'f64'],
    ['nulls only', [null, undefined], 'f64'],
    ['numbers', [1, 2], 'f64'],
    ['nulls, then numbers', [null, 1.5], 'f64'],
    ['bigints', [1n, -2n], 'i64'],
    ['bigints that only UInt64 holds', [0n, 2n ** 63n], 'u64'],
    ['strings', [null, 'a'], 'str'],
    ['booleans', [null, true], 'bool'],
    ['Dates', [null, new Date(0)], 'datetime[ms]'],
    ['lists', [[1], []], 'list[f64]'],
    ['empty lists', [[], null], 'list[f64]'],
    ['lists of lists', [[['a']], [[]]], 'list[list[str]]'],
    ['typed arrays', [new Int8Array([1])], 'list[i8]'],
    ['typed arrays of two types', [new Int8Array([1]), new Float32Array([0.5])], 'list[f64]'],
    ['records', [{ a: 1 }, { b: 'x' }], 'struct[2]'],
    ['lists of records', [[{ a: 1n }]], 'list[struct[1]]'],
  ])('of %s', async (_, values, type) => {
    const column = await columnOf('x', values);
    expect(typeOf(column)).toBe(type);
    expect(column.length).toBe(values.length);
    expect(column.name).toBe('x');
  });

  test('keeps -0, NaN and the infinities', async () => {
    const values = [-0, Number.NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE];
    expect((await columnOf('x', values)).toTypedArray()).toEqual(new Float64Array(values));
    expect((await columnOf('x', [...values, null])).toArray()).toEqual([...values, null]);
  });

  test('has nulls for null, undefined and holes', async () => {
    // oxlint-disable-next-line no-sparse-arrays -- holes are the point
    const holes = [1, , null, undefined, 2];
    expect((await columnOf('x', holes)).toArray()).toEqual([1, null, null, null, 2]);
    // oxlint-disable-next-line no-sparse-arrays -- holes are the point
    expect(exact(await columnOf('x', [1n, , null, 2n]))).toEqual(['1', null, null, '2']);
  });

  test('of bigints is exact over the whole range of Int64 and UInt64', async () => {
    const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const list = fc.oneof(
      fc.array(fc.option(signed)),
      fc.array(fc.option(unsigned)),
      fc.constant([-(2n ** 63n), 2n ** 63n - 1n]),
    );
    await fc.assert(
      fc.asyncProperty(list, async (values) => {
        const column = await columnOf('x', values);
        const expected = values.map((value) => (value === null ? null : String(value)));
        if (values.some((value) => value !== null)) expect(exact(column)).toEqual(expected);
        else expect(column.nullCount()).toBe(values.length);
      }),
      { numRuns: 60 },
    );
  });

  test('of Dates keeps every millisecond', async () => {
    const dates = fc.array(
      fc.option(
        fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
      ),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(dates, async (values) => {
        expect((await columnOf('x', values)).toArray()).toEqual(values);
      }),
      { numRuns: 40 },
    );
  });

  test('of lists of any depth comes back', async () => {
    const list = fc.array(fc.option(fc.array(fc.option(fc.array(fc.option(fc.string()))))));
    await fc.assert(
      fc.asyncProperty(list, async (values) => {
        const column = await columnOf('x', values);
        const read = column.toArray();
        expect(typeof read === 'object' && read.length).toBe(values.length);
        if (typeOf(column) === 'list[list[str]]') expect(read).toEqual(values);
      }),
      { numRuns: 60 },
    );
  });

  test('of lists keeps bigints exact', async () => {
    const column = await columnOf('x', [[-(2n ** 60n), null], null, [], [2n ** 60n + 1n]]);
    expect(typeOf(column)).toBe('list[i64]');
    const texts = DataFrame([column]).select(col('x').lst.eval(col('').cast(StringType)));
    expect(texts.getColumn('x').toArray()).toEqual([
      [String(-(2n ** 60n)), null],
      null,
      [],
      [String(2n ** 60n + 1n)],
    ]);
  });

  test('of records has the fields of all of them, and nulls for what is absent', async () => {
    const column = await columnOf('x', [
      { a: null },
      { b: 'x', a: 5 },
      null,
      JSON.parse('{"__proto__": 1}'),
    ]);
    expect(column.toArray()).toEqual([
      expect.objectContaining({ a: null, b: null }),
      expect.objectContaining({ a: 5, b: 'x' }),
      expect.anything(),
      expect.objectContaining({ a: null, b: null }),
    ]);
    expect(typeOf(column)).toBe('struct[3]');
    expect(column.nullCount()).toBe(1);
  });

  test.each<[string, unknown[], string, string]>([
    [
      'a number and a string',
      [null, 1, 'a'],
      'index 1 is 1, index 2 is "a".',
      'give all entries one type, or null where there is none',
    ],
    [
      'a number and a bigint',
      [1, 2n],
      'index 0 is 1, index 1 is 2n.',
      'give all entries one type, or null where there is none',
    ],
    [
      'a number and a Date',
      [5, new Date(0)],
      'index 0 is 5, index 1 is Date 1970-01-01T00:00:00.000Z.',
      'give all entries one type, or null where there is none',
    ],
    [
      'a list and a number',
      [[1], 2],
      'index 0 is Array(1) [1], index 1 is 2.',
      'give all entries one type, or null where there is none',
    ],
    [
      'mixed entries in a list',
      [[1], [2, 'a']],
      'index 0[0] is 1, index 1[1] is "a".',
      'give all entries one type, or null where there is none',
    ],
    [
      'mixed fields',
      [{ a: 1 }, { a: 'x' }],
      'index 0.a is 1, index 1.a is "x".',
      'give all entries one type, or null where there is none',
    ],
    [
      'a Map',
      [new Map()],
      'index 0 is Map(0).',
      'a column holds numbers, bigints, strings, booleans, Dates, arrays and records',
    ],
    [
      'a function',
      [null, () => 1],
      'index 1 is function.',
      'a column holds numbers, bigints, strings, booleans, Dates, arrays and records',
    ],
    [
      'a class instance',
      [new Model()],
      'index 0 is Model {…}.',
      'a column holds numbers, bigints, strings, booleans, Dates, arrays and records',
    ],
    [
      'a Series',
      [Series('s', [1])],
      'index 0 is Series f64[1].',
      'join them in a node with concat(list)',
    ],
    [
      'an invalid Date',
      [new Date(0), new Date(Number.NaN)],
      'index 1 is an invalid Date.',
      'return null where there is no date',
    ],
    [
      'records without fields',
      [{}],
      'its records have no fields.',
      'return null where there is nothing',
    ],
    [
      'an integer of 65 bits',
      [2n ** 64n],
      'index 0 is 18446744073709551616n; it does not fit in 64 bits.',
      'return strings, or numbers where rounding does no harm',
    ],
    [
      'integers that share no type',
      [-1n, 2n ** 63n],
      'index 1 is 9223372036854775808n; no integer type holds both it and the negative ones.',
      'return strings, or numbers where rounding does no harm',
    ],
  ])('with %s is refused', async (_, values, reason, hint) => {
    expect(await refusalOf(values)).toBe(`"x" cannot be a column: ${reason}\n  → ${hint}`);
  });
});

describe('a typed array', () => {
  test.each([
    [new Int8Array([-1]), 'i8'],
    [new Uint8Array([1]), 'u8'],
    [new Uint8ClampedArray([1]), 'u8'],
    [new Int16Array([1]), 'i16'],
    [new Uint16Array([1]), 'u16'],
    [new Int32Array([1]), 'i32'],
    [new Uint32Array([1]), 'u32'],
    [new Float32Array([1.5]), 'f32'],
    [new Float64Array([1.5]), 'f64'],
    [new BigInt64Array([-(2n ** 63n)]), 'i64'],
    [new BigUint64Array([2n ** 64n - 1n]), 'u64'],
    [Buffer.from([7]), 'u8'],
    [new Float64Array([1, 2, 3]).subarray(1, 2), 'f64'],
    [new (class Own extends Float64Array {})([1]), 'f64'],
  ])('%o keeps its type', async (values, type) => {
    const column = await columnOf('x', values);
    expect(typeOf(column)).toBe(type);
    expect(exact(column.cast(StringType)).map(Number)).toEqual(Array.from(values, Number));
  });

  test('is copied', async () => {
    const values = new Float64Array([1]);
    const column = await columnOf('x', values);
    values[0] = 2;
    expect(column.toArray()).toEqual([1]);
  });

  test.runIf('Float16Array' in globalThis)('of half-precision floats becomes Float32', async () => {
    const { Float16Array: Half } = globalThis as unknown as {
      Float16Array: new (values: number[]) => ArrayBufferView;
    };
    const column = await columnOf('x', new Half([1.5]));
    expect([typeOf(column), ...column.toArray()]).toEqual(['f32', 1.5]);
  });
});

describe('a scalar', () => {
  test.each([
    [1, 'f64'],
    [1n, 'i64'],
    [2n ** 64n - 1n, 'u64'],
    ['a', 'str'],
    [true, 'bool'],
    [new Date(5), 'datetime[ms]'],
    [null, 'null'],
  ])('%o is one row', async (value, type) => {
    const column = await columnOf('x', value);
    expect([column.name, column.length, typeOf(column)]).toEqual(['x', 1, type]);
  });
});

describe('an Arrow vector', () => {
  const asTexts = async (vector: Vector): Promise<[string, unknown[]]> => {
    const column = await columnOf('x', vector);
    return [typeOf(column), exact(column)];
  };

  test('keeps 64-bit integers and nulls', async () => {
    const big = 2n ** 60n + 1n;
    expect(await asTexts(vectorFromArray([big, null, -5n], new Int64()))).toEqual([
      'i64',
      [String(big), null, '-5'],
    ]);
    expect(await asTexts(vectorFromArray([2n ** 64n - 1n, null], new Uint64()))).toEqual([
      'u64',
      [String(2n ** 64n - 1n), null],
    ]);
  });

  test('keeps strings, dictionaries and booleans', async () => {
    expect(await asTexts(vectorFromArray(['ä', null], new Utf8()))).toEqual(['str', ['ä', null]]);
    const dictionary = vectorFromArray(
      ['b', null, 'a', 'b'],
      new Dictionary(new Utf8(), new Int32()),
    );
    expect(await asTexts(dictionary)).toEqual(['cat', ['b', null, 'a', 'b']]);
    const flags = await columnOf('x', vectorFromArray([true, null, false], new Bool()));
    expect(flags.toArray()).toEqual([true, null, false]);
  });

  test('keeps dates and times', async () => {
    const at = new Date('2013-01-01T12:00:00.005Z');
    const day = new Date('2013-01-01');
    const read = async (vector: Vector): Promise<unknown[]> => {
      const column = await columnOf('x', vector);
      return [typeOf(column), ...column.toArray()];
    };
    expect(await read(vectorFromArray([at, null], new TimestampMillisecond()))).toEqual([
      'datetime[ms]',
      at,
      null,
    ]);
    expect((await read(vectorFromArray([at], new TimestampMicrosecond('UTC'))))[0]).toBe(
      'datetime[us, UTC]',
    );
    expect(await read(vectorFromArray([day, null], new DateDay()))).toEqual(['date', day, null]);
  });

  test('keeps lists and records', async () => {
    const lists = vectorFromArray(
      [[1], null, []],
      new List(new Field('item', new Float64(), true)),
    );
    expect((await columnOf('x', lists)).toArray()).toEqual([[1], null, []]);
    const records = vectorFromArray(
      [{ a: 1, b: 'x' }],
      new Struct([new Field('a', new Int32(), true), new Field('b', new Utf8(), true)]),
    );
    expect((await columnOf('x', records)).toArray()).toEqual([{ a: 1, b: 'x' }]);
  });

  test('may be sliced, chunked or empty', async () => {
    const whole = vectorFromArray(['a', 'b', null, 'd'], new Utf8());
    expect((await columnOf('x', whole.slice(1, 3))).toArray()).toEqual(['b', null]);
    const chunked = makeVector(new Int32Array([1])).concat(makeVector(new Int32Array([2])));
    expect((await columnOf('x', chunked)).toArray()).toEqual([1, 2]);
    expect((await columnOf('x', vectorFromArray([], new Utf8()))).length).toBe(0);
  });

  test('may come from another copy of apache-arrow', async () => {
    const other = createRequire(import.meta.url)('apache-arrow') as typeof arrowLibrary;
    expect(other.Vector === (await import('apache-arrow')).Vector).toBe(false);
    const values: [string, Vector, unknown[]][] = [
      ['str', other.vectorFromArray(['a', null], new other.Utf8()), ['a', null]],
      ['cat', other.vectorFromArray(['b', 'a', 'b']), ['b', 'a', 'b']],
      ['i32', other.makeVector(new Int32Array([1, 2])).slice(1), [2]],
      [
        'datetime[us]',
        other.vectorFromArray([new Date(5)], new other.TimestampMicrosecond()),
        [new Date(5)],
      ],
      [
        'list[f64]',
        other.vectorFromArray(
          [[1], null],
          new other.List(new other.Field('item', new other.Float64(), true)),
        ),
        [[1], null],
      ],
    ];
    for (const [type, vector, expected] of values) {
      const column = await columnOf('x', vector);
      expect([typeOf(column), column.toArray()]).toEqual([type, expected]);
    }
    const table = new other.Table({
      b: other.vectorFromArray(['a']),
      a: other.makeVector(new Int8Array([1])),
    });
    expect((await frameFromTable('x', table)).toRecords()).toEqual([{ b: 'a', a: 1 }]);
  });

  test('may lie in a table whose names are empty', async () => {
    const column = makeVector(new Int32Array([1, 2]));
    const table = new Table({ '': column, a: column, 0: column });
    expect(table.schema.fields.map(({ name }) => name)).toEqual(['0', '', 'a']);
    const frame = await frameFromTable('x', table);
    expect(frame.columns).toEqual(['0', '', 'a']);
    expect(frame.rows()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    const words = new Table({
      '': vectorFromArray(['b', 'a', 'b'], new Dictionary(new Utf8(), new Int32())),
    });
    const [only] = (await frameFromTable('x', words)).getColumns();
    expect([only?.name, only && typeOf(only), only?.toArray()]).toEqual([
      '',
      'cat',
      ['b', 'a', 'b'],
    ]);
  });

  test('may share its memory with others of its table', async () => {
    const values = makeVector(new Int32Array([1, 2, 3]));
    const table = new Table({
      a: values,
      b: values,
      c: values.slice(1).concat(values.slice(0, 1)),
    });
    expect((await frameFromTable('x', table)).rows()).toEqual([
      [1, 1, 2],
      [2, 2, 3],
      [3, 3, 1],
    ]);
  });

  test('lies in no table that has one name twice', async () => {
    const { data, type } = makeVector(new Int32Array([1]));
    const schema = new Schema(['a', 'a'].map((name) => new Field(name, type)));
    const children = [...data, ...data];
    const struct = makeData({ type: new Struct(schema.fields), length: 1, children });
    const error: unknown = await frameFromTable(
      'x',
      new Table(schema, new RecordBatch(schema, struct)),
    ).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResultError);
    expect((error as ResultError).message).toMatch(
      /^"x" is ArrowTable 1×2, which Polars does not read: .*duplicate/,
    );
  });

  test('of a type that Polars lacks is refused', async () => {
    const intervals = vectorFromArray([new Int32Array([1, 2])], new IntervalDayTime());
    const hint = '  → convert it in a node, or get it as it is with DictResult';
    expect(await refusalOf(intervals)).toBe(
      `"x" is ArrowVector Interval<DAY_TIME>[1], which Polars does not read: it has no intervals.\n${hint}`,
    );
    const inside = vectorFromArray(
      [[new Int32Array([1, 2])]],
      new List(new Field('item', new IntervalDayTime(), true)),
    );
    expect(await refusalOf(inside)).toContain('it has no intervals.');
  });
});

describe('anything else', () => {
  test('is refused', async () => {
    expect(await refusalOf(DataFrame({ a: [1] }))).toBe(
      '"x" cannot be a column: it is DataFrame 1×1.\n' +
        '  → return a Series, an array, a typed array, an Arrow vector or a scalar',
    );
  });
});

test('data types have the names that Polars prints', () => {
  expect(nameOfType('Int16')).toBe('i16');
  expect(nameOfType('Utf8')).toBe('str');
  expect(nameOfType({ variant: 'Duration', inner: ['us'] })).toBe('duration[us]');
  expect(nameOfType({ variant: 'FixedSizeList', inner: ['Float32'] })).toBe('array[f32]');
  expect(nameOfType(undefined)).toBe('unknown type');
});
