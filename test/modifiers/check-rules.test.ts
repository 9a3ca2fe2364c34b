import { describe, expect, test } from 'vitest';
import { InvalidNodeError } from '../../src/errors.ts';
import { check } from '../../src/modifiers/check.ts';

const sentenceOf = (rules: unknown): string => {
  try {
    check(rules as never, () => 1);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidNodeError);
    expect((error as InvalidNodeError).code).toBe('node/bad-check');
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
};

describe('check refuses at once', () => {
  test.each([
    [null, 'check(…) takes its rules first, got null.\n  → write check({ range: [0, 1] }, fn)'],
    [
      {},
      'check(…) is given no rule.\n  → give one of: dtype, range, valuesIn, maxNullFraction, maxNanFraction, unique, mean, std, regex, length, rows, monotonic, standardSchema, custom, schema, extraColumns, columns',
    ],
    [
      { importance: 'fail' },
      'check(…) is given no rule.\n  → give one of: dtype, range, valuesIn, maxNullFraction, maxNanFraction, unique, mean, std, regex, length, rows, monotonic, standardSchema, custom, schema, extraColumns, columns',
    ],
    [{ rnage: [0, 1] }, 'check(…) knows no rule "rnage".\n  → did you mean "range"?'],
    [
      { columns: { a: { schema: {} } } },
      'check(…) knows no rule "schema" for the column "a".\n  → it knows: dtype, range, valuesIn, maxNullFraction, maxNanFraction, unique, mean, std, regex, length, rows, monotonic, standardSchema, custom, importance',
    ],
    [
      { range: [2, 1] },
      'check(…) takes "range" with the least first, got [2,1].\n  → nothing lies between these ends: swap them',
    ],
    [
      { range: [0, NaN] },
      'check(…) takes "range" as [least, most], with an end, got NaN.\n  → give both ends, null where one is open: range: [0, null]',
    ],
    [
      { range: 5 },
      'check(…) takes "range" as [least, most], got 5.\n  → give both ends, null where one is open: range: [0, null]',
    ],
    [
      { range: [0, new Date(0)] },
      'check(…) takes "range" with two ends of one type, got [0,"1970-01-01T00:00:00.000Z"].\n  → give two numbers, or two dates',
    ],
    [
      { maxNullFraction: 10 },
      'check(…) takes "maxNullFraction" as a fraction, got 10.\n  → give a number from 0 to 1: maxNullFraction: 0.1',
    ],
    [
      { maxNanFraction: '0' },
      'check(…) takes "maxNanFraction" as a fraction, got "0".\n  → give a number from 0 to 1: maxNanFraction: 0.1',
    ],
    [
      { valuesIn: [] },
      "check(…) takes \"valuesIn\" as a list of values, got [].\n  → list what may occur: valuesIn: ['EU', 'US']",
    ],
    [
      { valuesIn: [{}] },
      "check(…) takes strings, numbers, booleans and dates in \"valuesIn\", got an object.\n  → list what may occur: valuesIn: ['EU', 'US']",
    ],
    [
      { unique: false },
      "check(…) takes \"unique\", got false.\n  → say true, or name the columns of a key: unique: ['day', 'shop']",
    ],
    [
      { regex: '(?=a)' },
      'check(…) takes a string as a pattern of Polars, which does not take "(?=a)": look-around, including look-ahead and look-behind, is not supported.\n  → a RegExp may be anything that JavaScript knows: regex: /(?=a)b/',
    ],
    [
      { regex: 5 },
      'check(…) takes "regex" as a pattern, got 5.\n  → give a RegExp: regex: /^[A-Z]{2}$/',
    ],
    [
      { rows: -1 },
      'check(…) takes "rows" as a count, got -1.\n  → write rows: 3, or rows: [1, null]',
    ],
    [
      { monotonic: 'increasin' },
      'check(…) takes "monotonic", got "increasin".\n  → did you mean "increasing"?',
    ],
    [
      { monotonic: true },
      "check(…) takes \"monotonic\", got true.\n  → say 'increasing', 'decreasing', 'strictly increasing' or 'strictly decreasing'",
    ],
    [
      { dtype: 'Integer' },
      'check(…) takes a data type as "dtype", got "Integer".\n  → give one of Polars (pl.Int64), its name (\'Int64\'), or of a scalar one of number, string, boolean, bigint, date',
    ],
    [
      { schema: { a: 'number' } },
      'check(…) takes the type of a column as "schema.a", got "number".\n  → write schema: { price: \'Float64\', day: pl.Date }',
    ],
    [
      { schema: [] },
      'check(…) takes "schema" as types by column, got [].\n  → write schema: { price: \'Float64\', day: pl.Date }',
    ],
    [
      { extraColumns: false },
      "check(…) forbids extra columns, but has no schema to say which they are.\n  → write check({ schema: { price: 'Float64' }, extraColumns: false }, fn)",
    ],
    [
      { columns: { a: {} } },
      'check(…) is given no rule for the column "a".\n  → write columns: { price: { range: [0, 100] } }',
    ],
    [
      { columns: { a: 5 } },
      'check(…) takes rules for the column "a", got 5.\n  → write columns: { price: { range: [0, 100] } }',
    ],
    [
      { columns: { a: { unique: ['b'] } } },
      'check(…) takes unique: true for the column "a", not a key.\n  → put the key beside "columns": unique: [\'day\', \'shop\']',
    ],
    [
      { standardSchema: {} },
      'check(…) takes "standardSchema" as a schema, got an object.\n  → give one that follows Standard Schema, version 1: of zod from 3.24, valibot from 1.0, arktype from 2.0, …',
    ],
    [
      { custom: { isSorted: 5 } },
      'check(…) takes functions as "custom", for "isSorted", got 5.\n  → write custom: (value) => value.length > 1, a list of such functions, or names: { isSorted: (value) => … }',
    ],
    [
      { custom: [] },
      'check(…) takes "custom" as functions, got [].\n  → write custom: (value) => value.length > 1, a list of such functions, or names: { isSorted: (value) => … }',
    ],
    [
      { range: [0, 1], importance: 'fial' },
      'check(…) takes "importance", got "fial".\n  → did you mean "fail"?',
    ],
    [
      { range: [0, 1], importance: 2 },
      "check(…) takes \"importance\", got 2.\n  → say 'warn' or 'fail'",
    ],
  ])('%o', (rules, sentence) => {
    expect(sentenceOf(rules)).toBe(sentence);
  });

  test('what is no function', () => {
    expect(() =>
      check(
        { range: [0, 1] },
        class A {
          a = 1;
        } as never,
      ),
    ).toThrow(
      'check(…) takes a function, got a class.\n  → wrap it: check({ … }, ({ a }) => new TheClass(a))',
    );
    expect(() => check((() => 1) as never, { range: [0, 1] } as never)).toThrow(
      'check(…) takes its rules first, got a function.\n  → write check({ range: [0, 1] }, fn)',
    );
  });
});
