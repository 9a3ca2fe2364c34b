import { makeVector, tableFromArrays } from 'apache-arrow';
import { Categorical, col, DataFrame, Series } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../src/columns/summary.ts';

class Model {
  weights = [1];
}

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('no');
    },
    ownKeys() {
      throw new Error('no');
    },
  },
);

describe('summaryOf', () => {
  test.each([
    [Series('a', new Float64Array(336_776)), 'Series f64[336776]'],
    [Series('a', ['x']), 'Series str[1]'],
    [Series('a', ['x']).cast(Categorical), 'Series cat[1]'],
    [Series('a', [true]), 'Series bool[1]'],
    [Series('a', new BigUint64Array(2) as never), 'Series u64[2]'],
    [Series('a', [new Date(0)]), 'Series datetime[ms][1]'],
    [Series('a', [[1]]), 'Series list[f64][1]'],
    [Series('a', [{ a: 1, b: 'x' }]), 'Series struct[2][1]'],
    [DataFrame({ a: [1, 2, 3], height: [1, 2, 3] }), 'DataFrame 3×2'],
    [DataFrame({ a: [1] }).lazy(), 'LazyDataFrame'],
    [col('a'), 'Expr'],
    [makeVector(new Int32Array(3)), 'ArrowVector Int32[3]'],
    [tableFromArrays({ a: [1, 2] }), 'ArrowTable 2×1'],
    [1.5, '1.5'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [12n, '12n'],
    [-(10n ** 1000n), 'a bigint of over 128 bits'],
    ['text', '"text"'],
    ['a "quoted"\nline', '"a \\"quoted\\"\\nline"'],
    ['x'.repeat(1e6), `"${'x'.repeat(40)}…"`],
    [[1, 'two', null], 'Array(3) [1, "two", null]'],
    [[], 'Array(0)'],
    [[[1, 2], { a: 1 }], 'Array(2) [Array(2), { a }]'],
    [
      Array.from({ length: 1e6 }, (_, index) => index),
      'Array(1000000) [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, …]',
    ],
    [new Float64Array(10), 'Float64Array(10)'],
    [Buffer.from('abc'), 'Buffer(3)'],
    [new Date('2013-01-01'), 'Date 2013-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Date invalid'],
    [new Map([[1, 2]]), 'Map(1)'],
    [new Set([1, 2]), 'Set(2)'],
    [{ a: 1, b: 2 }, '{ a, b }'],
    [{}, '{}'],
    [
      Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`name${index}`, 0])),
      '{ name0, name1, name2, name3, name4, name5, name6, … }',
    ],
    [new Model(), 'Model {…}'],
    [function train() {}, 'function train'],
    [() => 1, 'function'],
    [null, 'null'],
    [undefined, 'undefined'],
    [true, 'true'],
    [Symbol('s'), 'Symbol(s)'],
    [Promise.resolve(1), 'Promise'],
    [new TypeError('bad'), 'TypeError "bad"'],
    [/a+/g, '/a+/g'],
    [throwing, 'an object that cannot be read'],
    [[throwing, 1], 'Array(2) [an object that cannot be read, 1]'],
  ])('%#', (value, expected) => {
    expect(summaryOf(value)).toBe(expected);
  });

  test('is one line of at most 60 characters, for anything', () => {
    const anything = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(fc.oneof(anything, fc.string({ maxLength: 200, unit: 'binary' })), (value) => {
        const summary = summaryOf(value);
        expect(summary.length).toBeLessThanOrEqual(60);
        expect(summary).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
    );
  });
});
