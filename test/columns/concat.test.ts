import { DataFrame, Float64, Series, String as StringType } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/errors.ts';
import { concat } from '../../src/columns/concat.ts';
import { columnNamesOf, heightOf } from '../../src/columns/frame.ts';
import { nativeFrame } from '../../src/columns/native.ts';

const refusalOf = (list: readonly unknown[]): string => {
  try {
    concat(list as never);
  } catch (error) {
    expect(error).toBeInstanceOf(ResultError);
    return (error as ResultError).message;
  }
  throw new Error('it did not throw');
};

describe('concat', () => {
  test('joins frames in the order of the list and leaves them as they are', () => {
    const frames = [DataFrame({ a: [3], height: [1] }), DataFrame({ a: [1], height: [2] })];
    expect(concat(frames).toRecords()).toEqual([
      { a: 3, height: 1 },
      { a: 1, height: 2 },
    ]);
    expect(frames.map(heightOf)).toEqual([1, 1]);
  });

  test('joins Series in the order of the list, also one several times', () => {
    const series = Series('a', [1, 2]);
    const joined = concat([series, Series('b', [3]), series]);
    expect(joined.name).toBe('a');
    expect(joined.toArray()).toEqual([1, 2, 3, 1, 2]);
    expect(series.length).toBe(2);
  });

  test('joins lazy frames lazily', async () => {
    const lazy = DataFrame({ a: [1] }).lazy();
    expect(heightOf(await concat([lazy, lazy]).collect())).toBe(2);
  });

  test('keeps order and values, whatever the pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer()), { minLength: 1, maxLength: 12 }), (pieces) => {
        const joined = concat(pieces.map((piece) => Series('a', Int32Array.from(piece) as never)));
        expect(joined.toArray()).toEqual(pieces.flat());
      }),
      { numRuns: 50 },
    );
  });

  test('of one item is the item', () => {
    const frame = DataFrame({ a: [1] });
    expect(concat([frame]) === frame).toBe(true);
  });

  test('of no items has no rows, and the columns of the schema', () => {
    const none: DataFrame[] = [];
    expect(columnNamesOf(concat(none))).toEqual([]);
    const typed = concat(none, { schema: { a: Float64, b: StringType } });
    expect([columnNamesOf(typed), heightOf(typed)]).toEqual([['a', 'b'], 0]);
  });

  test('copies many small pieces together, and leaves large ones where they are', () => {
    const small = Array.from({ length: 20 }, () => DataFrame({ a: [1] }));
    expect(nativeFrame(concat(small)).nChunks()).toBe(1);
    const large = DataFrame({ a: new Float64Array(70_000) });
    expect(nativeFrame(concat([large, large])).nChunks()).toBe(2);
  });

  test('names the first item that differs', () => {
    const hint = '  → give all items the same columns, in one order, with the same types';
    expect(refusalOf([DataFrame({ a: [1] }), DataFrame({ b: [1], a: [1] })])).toBe(
      `Item 1 does not fit: its columns are "b", "a", those of the items before it "a".\n${hint}`,
    );
    expect(refusalOf([DataFrame({ a: [1] }), DataFrame({ a: [1] }), DataFrame({ a: ['x'] })])).toBe(
      `Item 2 does not fit: its column "a" is str, f64 in the items before it.\n${hint}`,
    );
    expect(refusalOf([Series('a', [1]), Series('a', [true])])).toBe(
      `Item 1 does not fit: it is bool, the items before it f64.\n${hint}`,
    );
  });

  test('refuses anything but frames and Series of one kind', () => {
    const hint = '  → give it a list of Series, of DataFrames or of LazyDataFrames';
    expect(refusalOf([1])).toBe(`concat joins frames or Series, and item 0 is 1.\n${hint}`);
    expect(refusalOf([DataFrame({ a: [1] }), Series('a', [1])])).toBe(
      `concat joins items of one kind: item 0 is DataFrame 1×1, item 1 Series f64[1].\n${hint}`,
    );
  });
});
