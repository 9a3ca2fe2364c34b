import { col, DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { heightOf } from '../../src/columns/frame.ts';
import { valueTypeOf } from '../../src/columns/value-type.ts';
import { LazyFrameResult } from '../../src/results/lazy-frame.ts';
import { resultBuilderBehaves } from '../conformance/result-builder.ts';

resultBuilderBehaves<LazyDataFrame>('LazyFrameResult', () => new LazyFrameResult(), {
  namesIn: (lazy) => lazy.columns,
  numbersIn: (lazy, name) => lazy.collectSync().getColumn(name).toArray() as number[],
});

describe('one lazy frame', () => {
  const build = (outputs: Record<string, unknown>): Promise<LazyDataFrame> =>
    new LazyFrameResult().buildResult(outputs);

  test('alone is given as it is, and not collected', async () => {
    const lazy = DataFrame({ a: [1] })
      .lazy()
      .select(col('missing'));
    expect(await build({ x: lazy })).toBe(lazy);
  });

  test('from a DataFrame alone has its columns under their own names', async () => {
    const lazy = await build({ x: DataFrame({ a: [1, 2], lazy: [3, 4] }) });
    expect(valueTypeOf(lazy)).toBe('LazyDataFrame');
    expect(lazy.columns).toEqual(['a', 'lazy']);
    expect(heightOf(await lazy.collect())).toBe(2);
  });

  test('from several outputs is the frame of DataFrameResult, lazily', async () => {
    const lazy = await build({ x: DataFrame({ a: [1, 2] }).lazy(), n: 5 });
    expect((await lazy.collect()).toRecords()).toEqual([
      { 'x.a': 1, n: 5 },
      { 'x.a': 2, n: 5 },
    ]);
  });
});
