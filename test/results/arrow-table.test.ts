import { tableFromArrays, type Table } from 'apache-arrow';
import { Categorical, DataFrame, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { ArrowTableResult } from '../../src/results/arrow-table.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

resultBuilderBehaves<Table>('ArrowTableResult', () => new ArrowTableResult(), {
  namesIn: (table) => table.schema.fields.map(({ name }) => name),
  numbersIn: (table, name) => [...(table.getChild(name) ?? [])] as number[],
});

describe('one Arrow table', () => {
  const build = (outputs: Record<string, unknown>): Promise<Table> =>
    new ArrowTableResult().buildResult(outputs);
  const fields = (table: Table): string[] => table.schema.fields.map(String);

  test('alone is given as it is', async () => {
    const table = tableFromArrays({ a: [1] });
    expect(await build({ x: table })).toBe(table);
  });

  test('keeps types, nulls and integers beyond 2^53', async () => {
    const table = await build({
      big: new BigInt64Array([2n ** 60n + 1n, -1n]),
      unsigned: [2n ** 64n - 1n, null],
      text: ['ä', null],
      flag: [null, true],
      at: [new Date(5), null],
      kind: Series('kind', ['x', 'y']).cast(Categorical),
      list: [[1, 2], []],
    });
    expect(fields(table)).toEqual([
      'big: Int64',
      'unsigned: Uint64',
      'text: LargeUtf8',
      'flag: Bool',
      'at: Timestamp<MILLISECOND>',
      'kind: Dictionary<Uint32, LargeUtf8>',
      'list: LargeList<Float64>',
    ]);
    expect([...(table.getChild('big') ?? [])]).toEqual([2n ** 60n + 1n, -1n]);
    expect([...(table.getChild('unsigned') ?? [])]).toEqual([2n ** 64n - 1n, null]);
    expect([...(table.getChild('text') ?? [])]).toEqual(['ä', null]);
    expect([...(table.getChild('flag') ?? [])]).toEqual([null, true]);
    expect([...(table.getChild('at') ?? [])]).toEqual([5, null]);
    expect([...(table.getChild('kind') ?? [])]).toEqual(['x', 'y']);
  });

  test('has the prefixed columns of several frames', async () => {
    const table = await build({ a: DataFrame({ x: [1] }), b: tableFromArrays({ y: [2] }) });
    expect(fields(table)).toEqual(['a.x: Float64', 'b.y: Float64']);
  });

  test('of a frame without rows keeps its columns', async () => {
    const table = await build({ text: Series('t', ['a']).slice(0, 0) });
    expect(fields(table)).toEqual(['text: LargeUtf8']);
    expect(table.numRows).toBe(0);
  });
});
