import { DataFrame, Series } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/errors.ts';
import { MatrixResult, type Matrix, type MatrixOrder } from '../../src/results/matrix.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

const at = ({ data, rows, columns, order }: Matrix, row: number, column: number): number =>
  data[order === 'row' ? row * columns + column : column * rows + row] as number;

for (const order of ['row', 'column'] as const) {
  resultBuilderBehaves<Matrix>(`MatrixResult (${order})`, () => new MatrixResult({ order }), {
    namesIn: ({ names }) => names,
    numbersIn: (matrix, name) =>
      Array.from({ length: matrix.rows }, (_, row) => at(matrix, row, matrix.names.indexOf(name))),
  });
}

describe('a matrix', () => {
  const build = (outputs: Record<string, unknown>, order?: MatrixOrder): Promise<Matrix> =>
    new MatrixResult(order && { order }).buildResult(outputs);
  const messageOf = async (outputs: Record<string, unknown>): Promise<string> => {
    const error: unknown = await build(outputs).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ResultError);
    return (error as Error).message;
  };

  test('lies row by row unless told otherwise', async () => {
    const outputs = { a: [1, 2, 3], b: Series('b', [4, 5, 6]) };
    expect(await build(outputs)).toEqual({
      data: new Float64Array([1, 4, 2, 5, 3, 6]),
      rows: 3,
      columns: 2,
      names: ['a', 'b'],
      order: 'row',
    });
    expect((await build(outputs, 'column')).data).toEqual(new Float64Array([1, 2, 3, 4, 5, 6]));
  });

  test('repeats numbers and booleans', async () => {
    const { data } = await build({ a: [1, 2], n: 7, yes: true });
    expect(data).toEqual(new Float64Array([1, 7, 1, 2, 7, 1]));
  });

  test('of scalars only has one row', async () => {
    expect(await build({ a: 1, b: 2n })).toMatchObject({ rows: 1, columns: 2 });
  });

  test('takes every numeric type and booleans; nulls become NaN', async () => {
    const { data, rows, columns } = await build({
      i8: new Int8Array([-1]),
      u64: new BigUint64Array([5n]),
      f32: new Float32Array([0.5]),
      flag: [true],
      missing: [null],
      none: null,
    });
    expect([rows, columns]).toEqual([1, 6]);
    expect(data).toEqual(new Float64Array([-1, 5, 0.5, 1, Number.NaN, Number.NaN]));
  });

  test('takes the columns of a frame, whatever they are called', async () => {
    const { data, names } = await build({ x: DataFrame({ '^a.*$': [1], '*': [2], height: [3] }) });
    expect(names).toEqual(['^a.*$', '*', 'height']);
    expect(data).toEqual(new Float64Array([1, 2, 3]));
  });

  test('names every column that is not numeric', async () => {
    expect(await messageOf({ a: ['x'], b: [1], at: [new Date(0)] })).toBe(
      'A matrix holds numbers only: "a" is str, "at" is datetime[ms].\n' +
        '  → cast these columns in their nodes, leave them out, or use DataFrameResult',
    );
    expect(await messageOf({ a: 'x' })).toContain('"a" is "x", which MatrixResult does not take.');
  });

  test('refuses integers that it would round', async () => {
    const safe = BigInt(Number.MAX_SAFE_INTEGER);
    expect((await build({ a: [safe, -safe] })).rows).toBe(2);
    for (const outside of [safe + 1n, safe + 2n, -safe - 1n, 2n ** 64n - 1n]) {
      expect(await messageOf({ a: [outside] })).toContain(
        'A matrix holds numbers only: "a" has integers beyond ±9007199254740991.',
      );
    }
  });

  test('holds the same numbers in both orders', async () => {
    const shape = fc
      .record({ rows: fc.integer({ min: 0, max: 6 }), columns: fc.integer({ min: 1, max: 5 }) })
      .chain(({ rows, columns }) =>
        fc.array(fc.array(fc.double({ noNaN: true }), { minLength: rows, maxLength: rows }), {
          minLength: columns,
          maxLength: columns,
        }),
      );
    await fc.assert(
      fc.asyncProperty(shape, async (table) => {
        const outputs = Object.fromEntries(table.map((column, index) => [`c${index}`, column]));
        for (const order of ['row', 'column'] as const) {
          const matrix = await build(outputs, order);
          const read = table.map((column, index) => column.map((_, row) => at(matrix, row, index)));
          expect(read).toEqual(table);
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('MatrixResult refuses an order that there is none of', () => {
  expect(() => new MatrixResult({ order: 'column-major' as never })).toThrow(
    "MatrixResult has no order \"column-major\".\n  → write { order: 'row' } or { order: 'column' }",
  );
});
