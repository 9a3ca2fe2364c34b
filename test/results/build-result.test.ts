import { DataFrame, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { ResultError } from '../../src/errors.ts';
import { blockValues } from '../../src/results/block-values.ts';
import { buildWith } from '../../src/results/build-result.ts';
import { DataFrameResult } from '../../src/results/data-frame.ts';
import { DictResult } from '../../src/results/dict.ts';
import type { OutputValues, ValueType } from '../../src/results/result-builder.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

/** A user's builder: adds up numbers. */
class SumResult {
  buildResult(outputs: OutputValues): number {
    return Object.values(outputs).reduce<number>((sum, value) => sum + (value as number), 0);
  }
  inputTypes(): readonly ValueType[] {
    return ['number'];
  }
  outputType(): ValueType {
    return 'number';
  }
}

resultBuilderBehaves<Record<string, unknown>>(
  'an asynchronous object',
  () => ({
    inputTypes: () => ['Series', 'Array', 'TypedArray', 'DataFrame'],
    buildResult: async (outputs: OutputValues) => ({ ...outputs }),
  }),
  { namesIn: Object.keys, numbersIn: (record, name) => record[name] as number[] },
);

describe('building with a custom builder', () => {
  const thrownBy = (build: () => unknown): ResultError => {
    try {
      build();
    } catch (error) {
      expect(error).toBeInstanceOf(ResultError);
      return error as ResultError;
    }
    throw new Error('it did not throw');
  };

  test('a class instance and a plain object both do', () => {
    expect(buildWith(new SumResult(), { a: 1, b: 2 })).toBe(3);
    expect(
      buildWith({ buildResult: (outputs: OutputValues) => Object.keys(outputs) }, { a: 1 }),
    ).toEqual(['a']);
  });

  test('a promise is handed on, and what it gives is checked', async () => {
    const builder = { buildResult: async () => 'text', outputType: () => 'number' as const };
    await expect(buildWith(builder, {})).rejects.toThrow(
      'The result builder says that it gives number, and gave "text".\n' +
        '  → correct its outputType(), or what its buildResult returns',
    );
  });

  test('what its inputTypes leave out never reaches it', () => {
    const error = thrownBy(() => buildWith(new SumResult(), { a: 1, b: 'x', c: Series('c', [1]) }));
    expect(error.code).toBe('result/invalid');
    expect(error.message).toBe(
      'The result cannot be built: 2 problems.\n' +
        '  1. "b" is "x", which SumResult does not take.\n' +
        '       → it takes number: convert it in a node, or get it as it is with DictResult\n' +
        '  2. "c" is Series f64[1], which SumResult does not take.\n' +
        '       → it takes number: convert it in a node, or get it as it is with DictResult',
    );
  });

  test('what its outputType does not say is refused', () => {
    const builder = new (class HalfResult extends SumResult {
      override outputType(): ValueType {
        return 'DataFrame';
      }
    })();
    const error = thrownBy(() => buildWith(builder, { a: 1 }));
    expect(error.code).toBe('result/wrong-output');
    expect(error.message.split('\n', 1)[0]).toBe(
      'HalfResult says that it gives DataFrame, and gave 1.',
    );
  });

  test('"object" stands for everything but primitives', () => {
    const builder = {
      buildResult: (o: OutputValues) => o['x'],
      inputTypes: () => ['object'] as const,
    };
    for (const x of [{}, [], new Map(), DataFrame({}), () => 1])
      expect(buildWith(builder, { x })).toBe(x);
    expect(thrownBy(() => buildWith(builder, { x: null })).code).toBe('result/refused-value');
  });

  test('it gets a plain list for a node inside a block', () => {
    const builder = {
      buildResult: ({ x }: OutputValues) => x,
      inputTypes: () => ['Array'] as const,
    };
    expect(buildWith(builder, { x: blockValues([1, 2]) })).toEqual([1, 2]);
  });

  test('a list of block values that it does not take is refused as a list', () => {
    expect(thrownBy(() => buildWith(new SumResult(), { x: blockValues([1]) })).message).toContain(
      '"x" is Array(1) [1], which SumResult does not take.',
    );
  });

  test('what it throws passes untouched', () => {
    const own = new TypeError('own');
    const builder = {
      buildResult: () => {
        throw own;
      },
    };
    expect(() => buildWith(builder, {})).toThrow(own);
  });

  test('a builder that extends DataFrameResult may take less', async () => {
    class SeriesOnly extends DataFrameResult {
      override inputTypes(): readonly ValueType[] {
        return ['Series'];
      }
    }
    await expect(buildWith(new SeriesOnly(), { a: 1 })).rejects.toThrow(
      '"a" is 1, which SeriesOnly does not take.\n' +
        '  → it takes Series: convert it in a node, or get it as it is with DictResult',
    );
  });

  test.each([
    [DictResult, 'function DictResult', 'make one of the class: new DictResult()'],
    [(o: unknown) => o, 'function', 'wrap the function: { buildResult: (outputs) => … }'],
    [{ build: 1 }, '{ build }', 'give an object with that method, such as new DictResult()'],
    [null, 'null', 'give an object with that method, such as new DictResult()'],
  ])('%o is no builder', (value, summary, hint) => {
    const error = thrownBy(() => buildWith(value, {}));
    expect(error.code).toBe('result/not-a-builder');
    expect(error.message).toBe(
      `A result builder needs a method buildResult(outputs), and ${summary} has none.\n  → ${hint}`,
    );
  });
});
