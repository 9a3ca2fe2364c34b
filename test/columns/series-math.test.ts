import { assert, array, double, integer, option, property } from 'fast-check';
import pl, { type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/index.ts';
import { exp, log, std, variance } from '../../src/columns/series-math.ts';

const entries = array(option(double({ min: -1e6, max: 1e6, noNaN: true })), { maxLength: 30 });
const seriesOf = (values: readonly (number | null)[]): Series =>
  pl.Series('x', values as number[], pl.Float64);
const isNumber = (value: number | null): value is number => value !== null;

/** The variance by its definition. */
function varianceOf(values: readonly number[], ddof: number): number | null {
  if (values.length <= ddof) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - ddof);
}

describe('variance and std', () => {
  test('are by their definition, nulls left out', () => {
    assert(
      property(entries, integer({ min: 0, max: 4 }), (values, ddof) => {
        const expected = varianceOf(values.filter(isNumber), ddof);
        const given = variance(seriesOf(values), ddof);
        if (expected === null) expect([given, std(seriesOf(values), ddof)]).toEqual([null, null]);
        else {
          const closeness = 1e-6 * (1 + expected);
          expect(Math.abs((given ?? Number.NaN) - expected)).toBeLessThan(closeness);
          expect(std(seriesOf(values), ddof)).toBe(Math.sqrt(given ?? Number.NaN));
        }
      }),
    );
  });

  test('are of a sample, unless told otherwise', () => {
    expect(variance(seriesOf([1, 2, 4]))).toBeCloseTo(7 / 3, 12);
    expect(std(seriesOf([1, 3, null]), 0)).toBe(1);
  });

  test('of few values are null, of one value alone without ddof 0', () => {
    expect(std(seriesOf([]))).toBeNull();
    expect(std(seriesOf([1]))).toBeNull();
    expect(std(seriesOf([1]), 0)).toBe(0);
    expect(variance(seriesOf([null, null]), 0)).toBeNull();
  });

  test('of a NaN are NaN', () => {
    expect(std(seriesOf([1, Number.NaN, 2]))).toBeNaN();
  });

  test('are of integers and short floats, too', () => {
    expect(variance(pl.Series('x', [1, 2, 3], pl.Int8))).toBe(1);
    expect(variance(pl.Series('x', [1n, 3n], pl.UInt64))).toBe(2);
    expect(variance(pl.Series('x', [1, 2, 3], pl.Float32))).toBe(1);
  });
});

describe('log and exp', () => {
  test('are those of Math, nulls kept', () => {
    assert(
      property(
        array(option(double({ min: -50, max: 50, noNaN: true })), { maxLength: 30 }),
        (values) => {
          const logs = log(seriesOf(values)).toArray() as (number | null)[];
          const powers = exp(seriesOf(values)).toArray() as (number | null)[];
          values.forEach((value, row) => {
            if (value === null) expect([logs[row], powers[row]]).toEqual([null, null]);
            else {
              const expected = Math.log(value);
              if (Number.isFinite(expected)) expect(logs[row]).toBeCloseTo(expected, 10);
              else expect(logs[row]).toBe(expected);
              expect((powers[row] ?? 0) / Math.exp(value)).toBeCloseTo(1, 10);
            }
          });
        },
      ),
    );
  });

  test('keep NaN, and the name', () => {
    expect(log(seriesOf([Number.NaN, null, 0, -1])).toArray()).toEqual([
      Number.NaN,
      null,
      -Infinity,
      Number.NaN,
    ]);
    expect(exp(seriesOf([Number.NaN, -Infinity])).toArray()).toEqual([Number.NaN, 0]);
    expect([log(seriesOf([1])).name, exp(seriesOf([1])).name]).toEqual(['x', 'x']);
  });

  test('log takes a base', () => {
    expect(log(pl.Series('x', [1, 8, null]), 2).toArray()).toEqual([0, 3, null]);
    expect(log(pl.Series('x', [100n]), 10).toArray()).toEqual([2]);
  });

  test('give Float64, of Float32 Float32', () => {
    expect(log(pl.Series('x', [1], pl.Int16)).dtype).toEqual(pl.Float64);
    expect(exp(pl.Series('x', [1], pl.Float32)).dtype).toEqual(pl.Float32);
  });
});

test.each<[string, () => unknown, string, string]>([
  [
    'what is no Series',
    () => std([1, 2] as never),
    'columns/not-a-series',
    "std(…) takes a Series, got Array(2) [1, 2].\n  → make one with pl.Series('name', values), or get a column of the frame",
  ],
  [
    'strings',
    () => log(pl.Series('city', ['Oslo'])),
    'columns/not-numeric',
    'log(…) takes numbers, and "city" is Series str[1].\n  → cast it first: series.cast(pl.Float64)',
  ],
  [
    'a ddof that is none',
    () => variance(seriesOf([1]), -1),
    'columns/bad-ddof',
    'variance(…) takes a whole number of at least 0 as its ddof, got -1.\n  → write variance(series) for a sample, variance(series, 0) for all there is',
  ],
  [
    'a base that is none',
    () => log(seriesOf([1]), 1),
    'columns/bad-base',
    'log(…) has no logarithm to the base 1.\n  → give it a number of more than 0 that is not 1: log(series, 10)',
  ],
])('%s is refused', (_, provoke, code, message) => {
  let error: unknown;
  try {
    provoke();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(ResultError);
  expect([(error as ResultError).code, (error as ResultError).message]).toEqual([code, message]);
});
