import { makeVector, Table, tableFromArrays } from 'apache-arrow';
import { array, assert, asyncProperty, bigInt, option, record, string } from 'fast-check';
import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { expect, test } from 'vitest';
import { ResultError } from '../../src/index.ts';
import { fromArrow, toArrow } from '../../src/columns/arrow-frames.ts';
import { rejectionOf } from '../execution/driver-of.ts';

const rows = array(
  record({
    text: option(string({ unit: 'grapheme' })),
    count: option(bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  }),
  { maxLength: 20 },
);

const frameOf = (values: readonly { text: string | null; count: bigint | null }[]): DataFrame =>
  pl.DataFrame([
    pl.Series('text', values.map(({ text }) => text) as string[], pl.String),
    pl
      .Series(
        'count',
        values.map(({ count }) => (count === null ? null : String(count))) as string[],
        pl.String,
      )
      .cast(pl.Int64),
  ]);

/** The values exactly: 64-bit integers as text. */
const exact = (frame: DataFrame): unknown =>
  frame.select(pl.col('text'), pl.col('count').cast(pl.String)).toRecords();

test('a frame comes back as it was', async () => {
  await assert(
    asyncProperty(rows, async (values) => {
      const frame = frameOf(values);
      const back = await fromArrow(await toArrow(frame));
      expect(back.columns).toEqual(['text', 'count']);
      expect(back.dtypes).toEqual(frame.dtypes);
      expect(exact(back)).toEqual(exact(frame));
    }),
    { numRuns: 30 },
  );
});

test('a frame becomes a table of exact types', async () => {
  const table = await toArrow(frameOf([{ text: 'a', count: 2n ** 53n + 1n }]));
  expect(table.schema.fields.map(({ name }) => name)).toEqual(['text', 'count']);
  expect(table.schema.fields.map(({ type }) => String(type))).toEqual(['LargeUtf8', 'Int64']);
  expect(table.getChild('count')?.get(0)).toBe(2n ** 53n + 1n);
});

test('a Series becomes a vector, and comes back without its name', async () => {
  const vector = await toArrow(pl.Series('', [1, null, 3]));
  expect([...vector]).toEqual([1, null, 3]);
  const back: Series = await fromArrow(vector);
  expect([back.name, back.toArray()]).toEqual(['', [1, null, 3]]);
});

test('a table that Arrow made becomes a frame', async () => {
  const table = tableFromArrays({ a: Float64Array.of(1, 2), b: ['x', 'y'] });
  const frame = await fromArrow(table);
  expect(frame.toRecords()).toEqual([
    { a: 1, b: 'x' },
    { a: 2, b: 'y' },
  ]);
  expect((await fromArrow(new Table({ n: makeVector(Int32Array.of(5)) }))).toRecords()).toEqual([
    { n: 5 },
  ]);
});

test.each<[string, () => Promise<unknown>, string, string]>([
  [
    'a lazy frame',
    () => toArrow(pl.DataFrame({ a: [1] }).lazy() as never),
    'columns/not-for-arrow',
    'toArrow(…) takes a DataFrame or a Series, got LazyDataFrame.\n  → collect it first',
  ],
  [
    'a list',
    () => toArrow([1] as never),
    'columns/not-for-arrow',
    'toArrow(…) takes a DataFrame or a Series, got Array(1) [1].\n  → make one with pl.DataFrame(…)',
  ],
  [
    'bytes',
    () => fromArrow(Uint8Array.of(1) as never),
    'columns/not-arrow',
    'fromArrow(…) takes an Arrow Table or Vector, got Uint8Array(1).\n  → of Arrow IPC bytes, make one with tableFromIPC(bytes), or read them with pl.readIPC',
  ],
])('%s is refused', async (_, provoke, code, message) => {
  const error = await rejectionOf<ResultError>(provoke());
  expect(error).toBeInstanceOf(ResultError);
  expect([error.code, error.message]).toEqual([code, message]);
});
