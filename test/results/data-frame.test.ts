import { makeVector, tableFromArrays, Table } from 'apache-arrow';
import { col, DataFrame, lit, Series, when } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ResultError } from '../../src/errors.ts';
import { columnNamesOf, heightOf } from '../../src/columns/frame.ts';
import { nameOfType } from '../../src/columns/data-type.ts';
import { nativeFrame } from '../../src/columns/native.ts';
import { blockValues } from '../../src/results/block-values.ts';
import { DataFrameResult } from '../../src/results/data-frame.ts';
import type { KindOfBuilder, OutputValues } from '../../src/results/result-builder.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

class Model {
  weights = [1];
}

const build = (outputs: OutputValues): Promise<DataFrame> =>
  new DataFrameResult().buildResult(outputs);

/** Columns with their types, as `name type`. */
const typesOf = (frame: DataFrame): string[] =>
  nativeFrame(frame)
    .getColumns()
    .map(({ name, dtype }) => `${name} ${nameOfType(dtype)}`);

async function refusalOf(outputs: OutputValues): Promise<ResultError> {
  const error: unknown = await build(outputs).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ResultError);
  return error as ResultError;
}

resultBuilderBehaves<DataFrame>('DataFrameResult', () => new DataFrameResult(), {
  namesIn: columnNamesOf,
  numbersIn: (frame, name) => frame.getColumn(name).toArray() as number[],
});

test('the compiler knows what it gives and takes', () => {
  type Kind = KindOfBuilder<DataFrameResult>;
  expectTypeOf<Kind['result']>().toEqualTypeOf<DataFrame>();
  expectTypeOf<Series>().toExtend<Kind['accepts']>();
  expectTypeOf<{ a: number }>().not.toExtend<Kind['accepts']>();
  expectTypeOf<() => number>().not.toExtend<Kind['accepts']>();
});

describe('one output', () => {
  test('a DataFrame is given as it is', async () => {
    const frame = DataFrame({ a: [1] });
    expect(await build({ anything: frame })).toBe(frame);
  });

  test('a LazyDataFrame is collected', async () => {
    const lazy = DataFrame({ a: [1, 2] })
      .lazy()
      .filter(col('a').gt(1));
    expect((await build({ x: lazy })).toRecords()).toEqual([{ a: 2 }]);
  });

  test('an Arrow table becomes a frame with its own names', async () => {
    const table = tableFromArrays({ a: new Int32Array([1, 2]) });
    const frame = await build({ x: table });
    expect(typesOf(frame)).toEqual(['a i32']);
  });

  test('a Series is a column named after the output', async () => {
    expect((await build({ spend: Series('other', [1, 2]) })).toRecords()).toEqual([
      { spend: 1 },
      { spend: 2 },
    ]);
  });

  test('a list is a column, as several lists are', async () => {
    expect(heightOf(await build({ x: [1, 2, 3] }))).toBe(3);
  });

  test('a scalar is one row', async () => {
    expect((await build({ x: 5 })).toRecords()).toEqual([{ x: 5 }]);
  });
});

describe('several outputs', () => {
  test('columns of every kind stand side by side in request order', async () => {
    const frame = await build({
      d: new Float64Array([1, 2]),
      c: ['x', null],
      b: makeVector(new BigInt64Array([1n, 2n ** 60n])),
      a: Series('zzz', [true, false]),
    });
    expect(typesOf(frame)).toEqual(['d f64', 'c str', 'b i64', 'a bool']);
  });

  test('scalars are repeated to the height, typed as a column of their own would be', async () => {
    const frame = await build({
      n: 7,
      big: -5n,
      text: 'x',
      flag: true,
      at: new Date(5),
      none: null,
      col: Series('col', [1, 2]),
    });
    expect(typesOf(frame)).toEqual([
      'n f64',
      'big i64',
      'text str',
      'flag bool',
      'at datetime[ms]',
      'none null',
      'col f64',
    ]);
    const row = { n: 7, big: -5, text: 'x', flag: true, at: new Date(5), none: null };
    expect(frame.toRecords()).toEqual([
      { ...row, col: 1 },
      { ...row, col: 2 },
    ]);
  });

  test('a scalar next to a column without rows is a column without rows', async () => {
    const frame = await build({ x: [], n: 1, d: new Date(0), b: 1n, z: null });
    expect(heightOf(frame)).toBe(0);
    expect(typesOf(frame)).toEqual(['x f64', 'n f64', 'd datetime[ms]', 'b i64', 'z null']);
  });

  test('only scalars are one row', async () => {
    expect((await build({ a: 1, b: 'x', c: null })).toRecords()).toEqual([
      { a: 1, b: 'x', c: null },
    ]);
  });

  test('the columns of frames are named output.column', async () => {
    const frame = DataFrame({ a: [1, 2], z: [3, 4] });
    const lazy = frame.lazy().select(col('a').mul(2));
    const result = await build({ one: frame, s: Series('s', [0, 0]), two: lazy, seven: 7 });
    expect(columnNamesOf(result)).toEqual(['one.a', 'one.z', 's', 'two.a', 'seven']);
    expect(columnNamesOf(frame)).toEqual(['a', 'z']);
  });

  test('two frames of one column each keep their prefixes', async () => {
    const result = await build({ x: DataFrame({ a: [1] }), y: DataFrame({ a: [2] }) });
    expect(result.toRecords()).toEqual([{ 'x.a': 1, 'y.a': 2 }]);
  });

  test('a column may be called like a property of a DataFrame', async () => {
    const odd = DataFrame({ height: [1], columns: [2], inner: [3], select: [4] });
    const result = await build({ odd, _df: DataFrame({ _df: [5] }), height: 1 });
    expect(columnNamesOf(result)).toEqual([
      'odd.height',
      'odd.columns',
      'odd.inner',
      'odd.select',
      '_df._df',
      'height',
    ]);
  });

  test('a frame that hides itself behind its columns says so', async () => {
    const hidden = DataFrame({ _df: [1], inner: [2] });
    expect((await refusalOf({ hidden, n: 1 })).message).toBe(
      'A DataFrame cannot be read: its columns "_df" and "inner" hide what Polars keeps under these names.\n' +
        '  → rename one of the two columns',
    );
    expect((await build({ hidden })) === hidden).toBe(true);
  });

  test('frames without columns add none', async () => {
    const empty = DataFrame([]);
    expect(columnNamesOf(await build({ empty }))).toEqual([]);
    expect(columnNamesOf(await build({ table: new Table({}), empty }))).toEqual([]);
    expect((await build({ empty, n: 1 })).toRecords()).toEqual([{ n: 1 }]);
  });

  test('several lazy frames are collected side by side', async () => {
    const lazy = (n: number): unknown => DataFrame({ a: [n] }).lazy();
    const result = await build({ x: lazy(1), y: lazy(2), z: lazy(3) });
    expect(result.toRecords()).toEqual([{ 'x.a': 1, 'y.a': 2, 'z.a': 3 }]);
  });

  test('one Series may be requested under several names', async () => {
    const series = Series('s', [1]);
    expect((await build({ a: series, b: series })).toRecords()).toEqual([{ a: 1, b: 1 }]);
  });

  test('any names in any order come back', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z_][a-z0-9_]{0,8}$/), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(names, async (list) => {
        const outputs = Object.fromEntries(list.map((name, index) => [name, [index]]));
        expect(columnNamesOf(await build(outputs))).toEqual(list);
      }),
      { numRuns: 40 },
    );
  });

  test('__proto__ is a name like any other', async () => {
    const outputs = Object.fromEntries([
      ['__proto__', [1]],
      ['b', [2]],
    ]) as OutputValues;
    expect(columnNamesOf(await build(outputs))).toEqual(['__proto__', 'b']);
  });
});

describe('a node inside a parallel block', () => {
  test('frames alone are their concatenation, in item order', async () => {
    const items = [DataFrame({ a: [3] }), DataFrame({ a: [1, 2] })];
    expect((await build({ x: blockValues(items) })).toRecords()).toEqual([
      { a: 3 },
      { a: 1 },
      { a: 2 },
    ]);
    expect(items.map(heightOf)).toEqual([1, 2]);
  });

  test('lazy frames are collected and joined', async () => {
    const items = [DataFrame({ a: [3] }).lazy(), DataFrame({ a: [1] })];
    expect((await build({ x: blockValues(items) })).toRecords()).toEqual([{ a: 3 }, { a: 1 }]);
  });

  test('frames next to other outputs are output.column', async () => {
    const x = blockValues([DataFrame({ a: [1] }), DataFrame({ a: [2] })]);
    expect((await build({ x, n: 1 })).toRecords()).toEqual([
      { 'x.a': 1, n: 1 },
      { 'x.a': 2, n: 1 },
    ]);
  });

  test('Series are one column', async () => {
    const x = blockValues([Series('p', [1, 2]), Series('q', [3])]);
    expect((await build({ x })).toRecords()).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
  });

  test('Arrow vectors are one column, Arrow tables one frame', async () => {
    const vector = makeVector(new Int32Array([1]));
    expect(typesOf(await build({ x: blockValues([vector, vector]) }))).toEqual(['x i32']);
    const table = new Table({ v: vector });
    expect(heightOf(await build({ x: blockValues([table, table]) }))).toBe(2);
  });

  test('scalars are a column, lists a list column', async () => {
    const frame = await build({ n: blockValues([1, null, 3]), l: blockValues([[1], [], [2, 3]]) });
    expect(typesOf(frame)).toEqual(['n f64', 'l list[f64]']);
    expect(frame.getColumn('l').toArray()).toEqual([[1], [], [2, 3]]);
  });

  test('no items are no columns', async () => {
    expect(columnNamesOf(await build({ x: blockValues([]) }))).toEqual([]);
    expect(columnNamesOf(await build({ x: blockValues([]), y: [1, 2] }))).toEqual(['y']);
  });

  test('items that do not fit together are refused with the index', async () => {
    const mixed = await refusalOf({ x: blockValues([DataFrame({ a: [1] }), 5]) });
    expect(mixed.message).toBe(
      'The items of "x" cannot be joined: item 0 is DataFrame 1×1, item 1 is 5.\n' +
        '  → return one kind of value for every item, or get them one by one with DictResult',
    );
    const types = await refusalOf({
      x: blockValues([DataFrame({ a: [1] }), DataFrame({ a: [2] }), DataFrame({ a: ['t'] })]),
    });
    expect(types.message).toBe(
      'The items of "x" cannot be joined: item 2 does not fit: its column "a" is str, f64 in the items before it.\n' +
        '  → give all items the same columns, in one order, with the same types, or get them one by one with DictResult',
    );
    expect(types.code).toBe('result/items-differ');
  });
});

describe('what cannot be a frame', () => {
  test('heights that differ list every column', async () => {
    const error = await refusalOf({
      short: [1, 2],
      long: [1, 2, 3],
      n: 5,
      frame: DataFrame({ a: [1] }),
    });
    expect(error.code).toBe('result/different-heights');
    expect(error.message).toBe(
      'The columns have different heights: "short" 2, "long" 3, "frame.a" 1.\n' +
        '  → only a scalar is repeated: return a number or a string instead of one row, or use DictResult',
    );
    expect((await refusalOf({ a: [1, 2], b: [1, 2, 3] })).hint).toBe(
      'request columns of one height together, or use DictResult to get each as it is',
    );
  });

  test('a name that would appear twice', async () => {
    const error = await refusalOf({ frame: DataFrame({ a: [1] }), 'frame.a': [2] });
    expect(error.code).toBe('result/repeated-name');
    expect(error.message).toBe(
      'The column "frame.a" would appear 2 times: from "frame" and "frame.a".\n' +
        '  → rename the column in its node, request one of them, or use DictResult',
    );
  });

  test('nothing requested', async () => {
    expect((await refusalOf({})).message).toBe(
      'Nothing was requested: a frame needs a column.\n' +
        '  → name at least one node in execute([…]), or use DictResult for an empty record',
    );
  });

  test.each([
    [
      { mean: 1, std: 2 },
      '{ mean, std }',
      'split it into nodes with extractFields, or get it as it is with DictResult',
    ],
    [
      new Map([[1, 2]]),
      'Map(1)',
      'return an array of its values, or get it as it is with DictResult',
    ],
    [new Set([1]), 'Set(1)', 'return an array of its values, or get it as it is with DictResult'],
    [
      col('a'),
      'an expression',
      'an expression is a column only inside a frame: use withColumns, or select it from a frame in a node',
    ],
    [
      when(col('a').gt(1)).then(lit(1)),
      '{ when, otherwise }',
      'a when(…).then(…) is an expression only with .otherwise(…); use it in withColumns or a select',
    ],
    [
      function train() {},
      'function train',
      'call it in a node and return what it gives, or get it as it is with DictResult',
    ],
    [
      new Model(),
      'Model {…}',
      'return what is in it as a Series or an array, or get it as it is with DictResult',
    ],
    [
      Symbol('s'),
      'Symbol(s)',
      'return what is in it as a Series or an array, or get it as it is with DictResult',
    ],
  ])('%o is refused with the way out', async (value, summary, hint) => {
    const error = await refusalOf({ x: value });
    expect(error.message).toBe(
      `"x" is ${summary}, which DataFrameResult does not take.\n  → ${hint}`,
    );
    expect(error.code).toBe('result/refused-value');
  });

  test('a list whose entries are no column is refused with the index', async () => {
    expect((await refusalOf({ x: [1, 'a'] })).message).toBe(
      '"x" cannot be a column: index 0 is 1, index 1 is "a".\n' +
        '  → give all entries one type, or null where there is none',
    );
  });

  test('a lazy frame that fails names its output', async () => {
    const error = await refusalOf({
      x: DataFrame({ a: [1] })
        .lazy()
        .select(col('missing')),
    });
    expect(error.code).toBe('result/not-collected');
    expect(error.message).toMatch(/^The lazy frame "x" failed: .*missing/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('all problems stand in one error', async () => {
    const error = await refusalOf({
      model: { w: 1 },
      frame: DataFrame({ a: [1] }),
      'frame.a': [2, 3],
      mixed: [1, true],
    });
    expect(error.code).toBe('result/invalid');
    expect(error.message.split('\n').filter((line) => /^ {2}\d/.test(line))).toEqual([
      '  1. "model" is { w }, which DataFrameResult does not take.',
      '  2. "mixed" cannot be a column: index 0 is 1, index 1 is true.',
      '  3. The column "frame.a" would appear 2 times: from "frame" and "frame.a".',
      '  4. The columns have different heights: "frame.a" 1, "frame.a" 2.',
    ]);
    expect(error.message.split('\n', 1)[0]).toBe('The result cannot be built: 4 problems.');
  });
});
