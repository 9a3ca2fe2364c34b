import { array, assert, constantFrom, double, option, property, string } from 'fast-check';
import pl, { type DataType, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/index.ts';
import { mapSeries } from '../../src/columns/map-series.ts';

const seriesOf = (values: readonly (number | null)[], name = 'x'): Series =>
  pl.Series(name, values as number[], pl.Float64);

describe('mapSeries', () => {
  test('calls the function for each row that is not null, in order', () => {
    assert(
      property(array(option(double())), (values) => {
        const rows: number[] = [];
        const mapped = mapSeries(seriesOf(values), (value, row) => {
          rows.push(row);
          return value * 2;
        });
        expect(mapped.toArray()).toEqual(
          values.map((value) => (value === null ? null : value * 2)),
        );
        expect(rows).toEqual([...values.keys()].filter((row) => values[row] !== null));
        expect(mapped.dtype).toEqual(pl.Float64);
      }),
    );
  });

  test('makes nulls of the nulls that the function gives', () => {
    const mapped = mapSeries(seriesOf([1, null, 3, 4]), (x) => (x > 3 ? null : x));
    expect(mapped.toArray()).toEqual([1, null, 3, null]);
    expect(mapSeries(seriesOf([1, 2]), (x) => (x > 1 ? null : x)).toArray()).toEqual([1, null]);
  });

  test('keeps NaN apart from null', () => {
    const mapped = mapSeries(seriesOf([Number.NaN, null]), (x) => x);
    expect(mapped.toArray()).toEqual([Number.NaN, null]);
    expect(mapped.nullCount()).toBe(1);
  });

  test.each<[string, DataType]>([
    ['Int8', pl.Int8],
    ['UInt32', pl.UInt32],
    ['Int64', pl.Int64],
    ['Float32', pl.Float32],
  ])('reads %s as numbers', (_, dtype) => {
    const series = pl.Series('n', [1, null, 3], dtype);
    expect(mapSeries(series, (x) => x + 0.5).toArray()).toEqual([1.5, null, 3.5]);
  });

  test('reads negative 64-bit integers as what they are', () => {
    expect(mapSeries(pl.Series('n', ['-1', '5']).cast(pl.Int64), (x) => x).toArray()).toEqual([
      -1, 5,
    ]);
  });

  test('reads strings as strings, and gives strings', () => {
    assert(
      property(array(option(string({ unit: 'grapheme' }))), (values) => {
        const series = pl.Series('s', values as string[], pl.String);
        const mapped = mapSeries(series, (text: string) => `${text}!`, pl.String);
        expect(mapped.toArray()).toEqual(values.map((text) => (text === null ? null : `${text}!`)));
      }),
    );
  });

  test('reads booleans and categories', () => {
    const flags = pl.Series('b', [true, null, false]);
    expect(mapSeries(flags, (flag: boolean) => !flag).toArray()).toEqual([false, null, true]);
    const cities = pl.Series('c', ['Oslo', null], pl.Categorical);
    expect(mapSeries(cities, (city: string) => city.length).toArray()).toEqual([4, null]);
  });

  test('goes on in a list where the function gives something else than numbers', () => {
    const give = constantFrom<() => unknown>(
      () => 'a',
      () => true,
      () => 5n,
      () => new Date(0),
    );
    assert(
      property(array(option(constantFrom(0, 1)), { minLength: 1 }), give, (values, other) => {
        const mapped = mapSeries(seriesOf(values), (x) => (x === 1 ? null : (other() as string)));
        const expected = values.map((x) => (x === 0 ? other() : null));
        expect(mapped.toArray().map(String)).toEqual(expected.map(String));
      }),
    );
  });

  test('casts to the type that it is told', () => {
    const mapped = mapSeries(seriesOf([1, null]), (x) => x + 1, pl.Int32);
    expect(mapped.dtype).toEqual(pl.Int32);
    expect(mapped.toArray()).toEqual([2, null]);
  });

  test('keeps the name, and does not touch what it is given', () => {
    const series = seriesOf([1, null], 'spend');
    const mapped = mapSeries(series, (x) => x + 1);
    expect([mapped.name, series.toArray()]).toEqual(['spend', [1, null]]);
  });

  test('of no rows, and of nulls alone, gives a column of numbers', () => {
    expect(mapSeries(seriesOf([]), () => 1).dtype).toEqual(pl.Float64);
    expect(mapSeries(seriesOf([null]), () => 'x').toArray()).toEqual([null]);
  });

  test('of several columns calls it where none is null', () => {
    const pairs = array(array(option(double({ noNaN: true })), { minLength: 3, maxLength: 3 }));
    assert(
      property(pairs, (rows) => {
        const [a, b, c] = [0, 1, 2].map((i) =>
          seriesOf(
            rows.map((row) => row[i] ?? null),
            'abc'[i],
          ),
        );
        const [one, two, three] = [a, b, c] as [Series, Series, Series];
        const sum = (values: readonly (number | null)[]): number | null =>
          values.includes(null) ? null : values.reduce<number>((x, y) => x + (y ?? 0), 0);
        expect(mapSeries([one, two], (x, y) => 0 + x + y).toArray()).toEqual(
          rows.map((row) => sum(row.slice(0, 2))),
        );
        expect(mapSeries([one, two, three], (x, y, z) => 0 + x + y + z).toArray()).toEqual(
          rows.map(sum),
        );
        expect(mapSeries([one], (x) => x).toArray()).toEqual(rows.map((row) => row[0]));
      }),
    );
  });

  test('of several columns may mix their types', () => {
    const city = pl.Series('city', ['Oslo', 'Rome', null]);
    const mapped = mapSeries(
      [city, seriesOf([1, null, 3])],
      (name: string, n: number) => `${name} ${n}`,
    );
    expect(mapped.toArray()).toEqual(['Oslo 1', null, null]);
    expect(mapped.name).toBe('city');
  });

  test('lets the error of the function through', () => {
    const error = new RangeError('its own');
    const fail = (): never => {
      throw error;
    };
    expect(() => mapSeries(seriesOf([1]), fail)).toThrow(error);
  });

  test.each<[string, () => unknown, string, string]>([
    [
      'what is no Series',
      () => mapSeries(5 as never, (x) => x),
      'columns/not-a-series',
      "mapSeries(…) takes a Series, got 5.\n  → make one with pl.Series('name', values), or get a column of the frame",
    ],
    [
      'an empty list',
      () => mapSeries([], () => 1),
      'columns/not-a-series',
      'mapSeries(…) takes at least one Series, got none.\n  → write mapSeries([a, b], (x, y) => …)',
    ],
    [
      'no function',
      () => mapSeries(seriesOf([1]), undefined as never),
      'columns/not-a-function',
      'mapSeries(…) takes a function second, got undefined.\n  → write mapSeries(series, (value) => …)',
    ],
    [
      'columns of different lengths',
      () => mapSeries([seriesOf([1], 'a'), seriesOf([1, 2], 'b')], (x, y) => x + y),
      'columns/heights',
      'mapSeries(…) takes columns of one length: "a" has 1 rows, "b" has 2 rows.\n  → map columns of one frame',
    ],
    [
      'a column of lists',
      () => mapSeries(pl.Series('l', [[1], [2]]), (x) => x),
      'columns/not-mappable',
      'mapSeries(…) takes numbers, strings and booleans, and "l" is list[f64].\n  → cast it first, or use an expression',
    ],
    [
      'a function that forgets its return',
      () => mapSeries(seriesOf([1, 2]), (x) => (x === 2 ? (undefined as never) : x)),
      'columns/mapped-to-nothing',
      'The function over "x" returned undefined at row 1.\n  → return a value, or null where there is none; does a branch lack its return?',
    ],
    [
      'a function that forgets its return later on',
      () => mapSeries(seriesOf([1, 2]), (x) => (x === 2 ? (undefined as never) : 'a')),
      'columns/mapped-to-nothing',
      'The function over "x" returned undefined at row 1.\n  → return a value, or null where there is none; does a branch lack its return?',
    ],
    [
      'now a number, now a text',
      () => mapSeries(seriesOf([1, 2]), (x) => (x === 2 ? 'two' : x)),
      'columns/mixed-entries',
      '"x" cannot be a column: index 0 is 1, index 1 is "two".\n  → give all entries one type, or null where there is none',
    ],
  ])('refuses %s', (_, provoke, code, message) => {
    let error: unknown;
    try {
      provoke();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ResultError);
    expect([(error as ResultError).code, (error as ResultError).message]).toEqual([code, message]);
  });
});
