import { type } from 'arktype';
import pl from 'nodejs-polars';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { reportOf } from '../../src/columns/quality/report.ts';
import type { Schema, SchemaVerdict } from '../../src/columns/quality/rule.ts';
import type { ValidationResult } from '../../src/errors.ts';
import { readRules } from '../../src/modifiers/check-rules.ts';

const resultOf = async (standardSchema: Schema, value: unknown): Promise<ValidationResult> => {
  const { results } = await reportOf('x', value, readRules({ standardSchema }));
  return results[0] as ValidationResult;
};
const schema = (validate: (value: unknown) => SchemaVerdict | Promise<SchemaVerdict>): Schema => ({
  '~standard': { version: 1, vendor: 'own', validate },
});
const positive = schema((value) =>
  typeof value === 'number' && value > 0 ? {} : { issues: [{ message: 'not positive' }] },
);
const priced = schema((value) => {
  const { price } = value as { price?: unknown };
  return typeof price === 'number'
    ? {}
    : { issues: [{ message: 'no number', path: [{ key: 'price' }] }] };
});

describe('a standard schema', () => {
  test('is asked about a scalar, or a record, itself', async () => {
    expect((await resultOf(positive, 1)).passed).toBe(true);
    expect(await resultOf(positive, -1)).toEqual({
      rule: 'standardSchema',
      importance: 'warn',
      passed: false,
      sentence: 'standardSchema does not hold: not positive',
    });
    expect((await resultOf(priced, { price: 'x' })).sentence).toBe(
      'standardSchema does not hold: price: no number',
    );
    expect(
      (
        await resultOf(
          schema((value) => (value === null ? {} : { issues: [] })),
          null,
        )
      ).passed,
    ).toBe(true);
  });

  test('is asked about each value of a column or an array, also null', async () => {
    const wanted = {
      passed: false,
      sentence:
        'standardSchema does not hold: 2 of 3 rows (0.666667) refused, row 1: not positive (row 1: -1, row 2: null)',
      count: 2,
      total: 3,
      samples: [
        { row: 1, value: -1 },
        { row: 2, value: null },
      ],
    };
    expect(await resultOf(positive, pl.Series('x', [1, -1, null]))).toMatchObject(wanted);
    expect(await resultOf(positive, [1, -1, null])).toMatchObject(wanted);
    expect((await resultOf(positive, new Float32Array([1, 2]))).passed).toBe(true);
  });

  test('is asked about each row of a frame, eager or lazy', async () => {
    const frame = pl.DataFrame({ price: [1, null], shop: ['a', 'b'] });
    for (const value of [frame, frame.lazy()]) {
      const { sentence, samples } = await resultOf(priced, value);
      expect(sentence).toBe(
        'standardSchema does not hold: 1 of 2 rows (0.5) refused, row 1: price: no number (row 1: { price, shop })',
      );
      expect(samples).toEqual([{ row: 1, value: '{ price, shop }' }]);
    }
  });

  test('of a column of a frame is asked about each of its values', async () => {
    const rules = readRules({ columns: { price: { standardSchema: positive } } });
    const { results } = await reportOf('x', pl.DataFrame({ price: [1, -1] }), rules);
    expect(results[0]?.sentence).toBe(
      'column "price": standardSchema does not hold: 1 of 2 rows (0.5) refused, row 1: not positive (row 1: -1)',
    );
  });

  test('may be asynchronous; the first rows are shown, whichever answers first', async () => {
    const late = schema(async (value) => {
      await new Promise((resolve) => setTimeout(resolve, 10 - Number(value)));
      return { issues: [{ message: `no ${String(value)}` }] };
    });
    const { count, samples } = await resultOf(late, [0, 1, 2, 3, 4, 5, 6, 7]);
    expect([count, samples?.map(({ row }) => row)]).toEqual([8, [0, 1, 2, 3, 4]]);
  });

  test('that throws or rejects is an error', async () => {
    const throwing = schema(() => {
      throw new Error('no luck');
    });
    const rejecting = schema((value) => (value === 1 ? Promise.reject(new Error('no luck')) : {}));
    for (const one of [throwing, rejecting]) {
      await expect(resultOf(one, [0, 1])).rejects.toThrow(
        'The check standardSchema of "x" threw Error "no luck".\n  → return what is wrong as a string instead',
      );
    }
  });
});

// each a schema of { price: number > 0, shop: string }
const schemas: Readonly<Record<string, Schema>> = {
  zod: z.object({ price: z.number().positive(), shop: z.string() }),
  valibot: v.object({ price: v.pipe(v.number(), v.minValue(0.01)), shop: v.string() }),
  arktype: type({ price: 'number > 0', shop: 'string' }),
};

describe('a schema of', () => {
  test.each(Object.entries(schemas))(
    '%s refuses rows, each with what is wrong',
    async (_, schema) => {
      const frame = pl.DataFrame({ price: [1, -1, null], shop: ['a', 'b', 'c'] });
      const { count, samples, sentence } = await resultOf(schema, frame);
      expect([count, samples?.map(({ row }) => row)]).toEqual([2, [1, 2]]);
      expect(sentence).toMatch(/2 of 3 rows \(0\.666667\) refused, row 1: price: .+/);
      expect((await resultOf(schema, { price: 1, shop: 'a' })).passed).toBe(true);
    },
  );
});
