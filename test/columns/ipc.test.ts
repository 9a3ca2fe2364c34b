import { Worker } from 'node:worker_threads';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as arrow from 'apache-arrow';
import pl, { DataFrame, Series, type LazyDataFrame } from 'nodejs-polars';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrayColumn } from '../../src/columns/array-column.ts';
import { decode, encode, encodeLater, loadFor, transferListOf } from '../../src/columns/codec.ts';
import {
  bytesOfDataFrame,
  bytesOfSeries,
  dataFrameOf,
  scansOnlyFiles,
  seriesOf,
} from '../../src/columns/ipc.ts';
import {
  bytesOfFrame,
  frameOf,
  nativeFrame,
  renamed,
  wrapFrame,
  wrapSeries,
} from '../../src/columns/native.ts';
import type { Encoded } from '../../src/columns/message.ts';

/** To another thread and back, as far as one thread can tell. */
const sent = (encoded: Encoded): Encoded =>
  structuredClone(encoded, { transfer: transferListOf(encoded) });
const roundTrip = <T>(value: T): T => decode(sent(encode(value))) as T;

/** The bytes say everything: names, types with units and zones, nulls, the sign of zero, the bits of NaN. */
function expectSame(actual: DataFrame, expected: DataFrame): void {
  expect(bytesOfFrame(nativeFrame(actual))).toEqual(bytesOfFrame(nativeFrame(expected)));
  expect(nativeFrame(actual).height).toBe(nativeFrame(expected).height);
  expect(String(actual)).toBe(String(expected));
}

/** A column of a type that only Arrow can make here. */
function fromArrow(vector: arrow.Vector, metadata = new Map<string, string>()): DataFrame {
  const field = new arrow.Field('a', vector.type as arrow.DataType, true, metadata);
  const schema = new arrow.Schema([field]);
  const [data] = vector.data;
  const struct = arrow.makeData({
    type: new arrow.Struct([field]),
    length: vector.length,
    children: [data as arrow.Data],
  });
  const table = new arrow.Table(schema, new arrow.RecordBatch(schema, struct));
  return pl.readIPCStream(Buffer.from(arrow.tableToIPC(table, 'stream')));
}

const column = (values: unknown[] | object, type?: unknown): DataFrame => {
  const series = Series('a', values as never);
  return DataFrame([type === undefined ? series : series.cast(type as never)]);
};
const nested = (values: unknown[]): DataFrame => DataFrame([wrapSeries(arrayColumn('a', values))]);
const integers = [1, 0, null, 3];
const instants = new BigInt64Array([1n, -1n, 1_700_000_000_123n]);
const decimals = ['1.25', '-2.50', null];
const dictionary = (): arrow.Vector =>
  arrow.vectorFromArray(
    ['x', 'z', null],
    new arrow.Dictionary(new arrow.Utf8(), new arrow.Uint32(), 1),
  );

const columns: Record<string, () => DataFrame> = {
  Int8: () => column(integers, pl.Int8),
  Int16: () => column(integers, pl.Int16),
  Int32: () => column(integers, pl.Int32),
  Int64: () => column(new BigInt64Array([2n ** 63n - 1n, -(2n ** 63n), 0n])),
  'Int64 with nulls': () => column(integers, pl.Int64),
  UInt8: () => column(integers, pl.UInt8),
  UInt16: () => column(integers, pl.UInt16),
  UInt32: () => column(integers, pl.UInt32),
  UInt64: () => column(new BigUint64Array([2n ** 64n - 1n, 0n])),
  Float32: () => column([1.5, null, Number.NaN, -0, Infinity], pl.Float32),
  Float64: () => column([1.5, null, Number.NaN, -0, 0, Infinity, -Infinity, 5e-324]),
  Boolean: () => column([true, null, false]),
  String: () => column(['', null, 'é', '🦊', 'x'.repeat(100_000), 'a\0b']),
  Categorical: () => column(['b', 'a', null, 'b'], pl.Categorical),
  'Categorical, all null': () => column(['x', null], pl.Categorical).slice(1, 1),
  Date: () => column([0, null, -1, 20_000], pl.Int32).select(pl.col('a').cast(pl.Date)),
  Time: () => fromArrow(arrow.vectorFromArray([1n, null], new arrow.TimeNanosecond())),
  ...Object.fromEntries(
    (['ms', 'us', 'ns'] as const).flatMap((unit) =>
      [undefined, 'UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].map((zone) => [
        `Datetime ${unit} ${zone ?? 'without zone'}`,
        () =>
          fromArrow(
            arrow.makeVector(
              arrow.makeData({
                type: new arrow.Timestamp(arrowUnits[unit], zone ?? null),
                length: 3,
                data: instants,
              }),
            ),
          ),
      ]),
    ),
  ),
  'Duration ms': () =>
    fromArrow(arrow.vectorFromArray([1n, null], new arrow.DurationMillisecond())),
  'Duration us': () =>
    fromArrow(arrow.vectorFromArray([1n, null], new arrow.DurationMicrosecond())),
  'Duration ns': () => fromArrow(arrow.vectorFromArray([1n, null], new arrow.DurationNanosecond())),
  Decimal: () => column(decimals, pl.Decimal(38, 2)),
  'Decimal of few digits': () => column(decimals, pl.Decimal(5, 2)),
  Null: () => DataFrame([]).select(pl.lit(null).alias('a')),
  List: () => column([[1, 2], [], [3]]),
  'List of strings with nulls': () => column([['a', null], ['b']]),
  'List of lists': () => nested([[[1n], []], null, [[2n, -3n], null]]),
  FixedSizeList: () =>
    fromArrow(
      arrow.vectorFromArray(
        [[1, 2], null, [3, 4]],
        new arrow.FixedSizeList(2, new arrow.Field('item', new arrow.Float64())),
      ),
    ),
  Struct: () =>
    DataFrame({ x: [1, null], y: ['a', null] })
      .toStruct('a')
      .toFrame(),
  'Struct without fields': () => fromArrow(arrow.vectorFromArray([{}, {}], new arrow.Struct([]))),
  'Struct of a category': () => column(['x', null], pl.Categorical).toStruct('a').toFrame(),
  'List of structs': () => nested([[{ x: 1, y: ['a', null] }, null], [], null, [{ y: ['b'] }]]),
  'Struct of structs': () => nested([{ x: { y: { z: 1n } } }, null, { x: null }]),
  'List of categories': () =>
    DataFrame({ key: [1, 1, 2] })
      .withColumns(Series('a', ['x', 'y', null]).cast(pl.Categorical))
      .groupBy('key')
      .agg(pl.col('a'))
      .sort('key'),
  // types that nodejs-polars holds, but cannot name
  Binary: () =>
    fromArrow(
      arrow.vectorFromArray([new Uint8Array([1, 0]), null, new Uint8Array()], new arrow.Binary()),
    ),
  Enum: () => fromArrow(dictionary(), new Map([['_PL_ENUM_VALUES', '1;x1;y1;z']])),
};
const arrowUnits = {
  ms: arrow.TimeUnit.MILLISECOND,
  us: arrow.TimeUnit.MICROSECOND,
  ns: arrow.TimeUnit.NANOSECOND,
};

describe('every data type comes back as it went', () => {
  test.each(Object.entries(columns))('%s', (_, make) => {
    const frame = make();
    expectSame(roundTrip(frame), frame);
  });

  test.each(Object.entries(columns))('%s without rows', (_, make) => {
    const none = make().slice(0, 0);
    expectSame(roundTrip(none), none);
  });

  test('all side by side, in one frame', () => {
    const each = Object.entries(columns).flatMap(([name, make]) =>
      nativeFrame(make().tail(1))
        .getColumns()
        .map((one) => renamed(one, `${name} ${one.name}`)),
    );
    const all = wrapFrame(frameOf(each));
    const back = roundTrip(all);
    expect(back.frameEqual(all)).toBe(true);
    // slices forget the categories that they do not use
    expectSame(back, roundTrip(back));
  });
});

describe('a frame', () => {
  test('without columns keeps its height', () => {
    expect(roundTrip(DataFrame([])).shape).toEqual({ height: 0, width: 0 });
    const tall = DataFrame({ a: [1, 2, 3] }).drop('a');
    expect(nativeFrame(tall).height).toBe(3);
    expect(nativeFrame(roundTrip(tall)).height).toBe(3);
  });

  test('keeps every name, an empty one too', () => {
    const names = [
      '',
      'column_0',
      '\0',
      'é',
      '🦊',
      'a"b',
      'a.b',
      '^x$',
      '*',
      ' ',
      'height',
      'inner',
    ];
    const native = nativeFrame(DataFrame(names.map((_, index) => Series(String(index), [index]))));
    const named = native.clone();
    named.columns = names;
    expect(nativeFrame(roundTrip(wrapFrame(named))).columns).toEqual(names);
  });

  test('of several pieces comes back in one', () => {
    const piece = DataFrame({ a: [1, 2], b: ['x', null] });
    const pieces = pl.concat([piece, piece], { rechunk: false, how: 'vertical' });
    const back = roundTrip(pieces);
    expect(back.toRecords()).toEqual([...piece.toRecords(), ...piece.toRecords()]);
    expect(nativeFrame(back).nChunks()).toBe(1);
  });

  test('that is a slice sends its own rows only', () => {
    const frame = DataFrame({ a: new Float64Array(100_000) });
    expect(bytesOfDataFrame(frame.slice(500, 5), false).byteLength).toBeLessThan(1000);
  });

  test('goes into memory of its own, never that of a pool', () => {
    const bytes = bytesOfDataFrame(DataFrame({ a: [1] }), false) as ArrayBuffer;
    expect(bytes.byteLength).toBeLessThan(1000);
    structuredClone(bytes, { transfer: [bytes] });
    expect(bytes.detached).toBe(true);
  });

  test('goes into shared memory, for several readers', () => {
    const frame = DataFrame({ a: [1, 2], b: ['x', null] });
    const bytes = bytesOfDataFrame(frame, true);
    expect(bytes).toBeInstanceOf(SharedArrayBuffer);
    expectSame(dataFrameOf(bytes), frame);
    expectSame(dataFrameOf(bytes), frame);
  });

  test('does not change with the bytes that it came from', () => {
    const bytes = bytesOfDataFrame(DataFrame({ a: [1, 2] }), false);
    const frame = dataFrameOf(bytes);
    new Uint8Array(bytes).fill(0);
    expect(frame.toRecords()).toEqual([{ a: 1 }, { a: 2 }]);
  });
});

describe('a Series', () => {
  test.each(['a', '', 'column_0', 'é\0'])('keeps the name %j', (name) => {
    const series = Series('x', [1, null, 3]);
    series.rename(name, true);
    const back = seriesOf(bytesOfSeries(series, false), name);
    expect(back.name).toBe(name);
    expect(back.toArray()).toEqual([1, null, 3]);
    expect(roundTrip(series).name).toBe(name);
  });

  test.each(Object.entries(columns))('of type %s comes back as it went', (_, make) => {
    const frame = make();
    const series = wrapFrame(nativeFrame(frame)).getColumn('a');
    expectSame(DataFrame([roundTrip(series)]), frame.select('a'));
  });
});

describe('a lazy frame', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plans-'));
    DataFrame({ a: [1, 2, 3], b: ['x', 'y', 'z'] }).writeParquet(join(folder, 'a.parquet'));
    writeFileSync(join(folder, 'a.csv'), 'a,b\n1,x\n2,y\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const parquet = (): LazyDataFrame => pl.scanParquet(join(folder, 'a.parquet'));

  test('that only scans files travels as its plan', async () => {
    const plans = [
      parquet(),
      parquet().filter(pl.col('a').gt(1)).select('b'),
      pl.concat([parquet(), parquet()]),
      pl.scanCSV(join(folder, 'a.csv')).groupBy('b').agg(pl.col('a').sum()).sort('b'),
    ];
    for (const plan of plans) {
      expect(scansOnlyFiles(plan)).toBe(true);
      const encoded = encode(plan);
      expect(encoded.buffers.every((bytes) => bytes.byteLength < 2000)).toBe(true);
      const back = decode(sent(encoded)) as LazyDataFrame;
      expectSame(await back.collect(), await plan.collect());
    }
  });

  test('over data in memory is collected first, wherever that is in the plan', async () => {
    const memory = DataFrame({ a: [1, 2], c: [true, null] }).lazy();
    const plans = [memory, memory.filter(pl.col('a').gt(1)), parquet().join(memory, { on: 'a' })];
    for (const plan of plans) {
      expect(scansOnlyFiles(plan)).toBe(false);
      expect(() => encode({ plan }, { path: 'node' })).toThrow(
        'node.plan is a lazy frame over data in memory, which cannot be encoded without waiting.\n  → use encodeLater, which waits',
      );
      const { plan: back } = decode(sent(await encodeLater({ plan }))) as { plan: LazyDataFrame };
      expect(back.constructor).toBe(plan.constructor);
      expectSame(await back.collect(), await plan.collect());
    }
  });

  test('that cannot be collected is refused with its path and the reason', async () => {
    const plan = DataFrame({ a: ['x'] })
      .lazy()
      .select(pl.col('a').cast(pl.Int8, true));
    const error = await encodeLater({ plan }, { path: 'node' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'codec/unreadable-value', name: 'SerializationError' });
    expect((error as Error).message).toMatch(
      /^node\.plan cannot be read: .*conversion.*\n {2}→ see the error/,
    );
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  test('an expression travels as its plan', () => {
    const back = roundTrip({ e: pl.col('a').plus(1).sum().over('b') });
    const frame = DataFrame({ a: [1, 2], b: ['x', 'y'] });
    expect(frame.select(back.e.alias('r')).toRecords()).toEqual([{ r: 2 }, { r: 3 }]);
  });
});

describe('interchange with apache-arrow', () => {
  test('it reads our bytes, values and nulls', () => {
    const frame = DataFrame({ a: [1.5, null], b: ['x', null], c: [true, false], d: [[1], [2, 3]] });
    const table = arrow.tableFromIPC(new Uint8Array(bytesOfDataFrame(frame, false)));
    expect(table.toArray().map((row) => JSON.parse(JSON.stringify(row)) as unknown)).toEqual(
      frame.toRecords(),
    );
  });

  test.each(Object.entries(columns))('%s goes through it unchanged', (_, make) => {
    const frame = make();
    const table = arrow.tableFromIPC(new Uint8Array(bytesOfDataFrame(frame, false)));
    const back = dataFrameOf(arrow.tableToIPC(table, 'stream').slice().buffer);
    expect(String(back)).toBe(String(frame));
    expect(back.frameEqual(frame)).toBe(true);
  });

  test('a table and a vector travel, with names, nulls and metadata', async () => {
    const made = new arrow.Table({
      x: arrow.vectorFromArray([1, null, 3], new arrow.Int32()),
      y: arrow.vectorFromArray(['a', 'b', 'a']),
    });
    made.schema.metadata.set('origin', 'test');
    const value = { table: made, vector: made.getChild('x') as arrow.Vector };
    const encoded = sent(await encodeLater(value));
    await loadFor(encoded);
    const back = decode(encoded) as typeof value;
    expect(back.table).toBeInstanceOf(arrow.Table);
    expect(back.table.toString()).toBe(made.toString());
    expect(back.table.schema.toString()).toBe(made.schema.toString());
    expect(back.table.schema.metadata.get('origin')).toBe('test');
    expect([...back.vector]).toEqual([1, null, 3]);
    expect(String(back.vector.type)).toBe('Int32');
  });

  test('the columns of a table may share their memory', async () => {
    const values = arrow.makeVector(new Int32Array([1, 2, 3]));
    const made = new arrow.Table({ a: values, b: values });
    const back = decode(sent(await encodeLater(made))) as arrow.Table;
    expect(back.toString()).toBe(made.toString());
  });

  test('a table is read alone: shared memory is copied', async () => {
    const made = new arrow.Table({ x: arrow.vectorFromArray([1, 2], new arrow.Int32()) });
    const encoded = await encodeLater(made, { shared: true });
    const [one, other] = [decode(structuredClone(encoded)), decode(structuredClone(encoded))];
    const values = (table: unknown): Int32Array =>
      (table as arrow.Table).getChildAt(0)?.toArray() as Int32Array;
    values(one)[0] = 9;
    expect(values(other)[0]).toBe(1);
  });
});

describe('between threads', () => {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    (async () => {
      const { decode, encode, transferListOf } = await import(workerData);
      parentPort.on('message', (message) => {
        const encoded = encode({ again: decode(message) });
        parentPort.postMessage(encoded, transferListOf(encoded));
      });
    })();`;

  test('a frame goes to a worker and back, handed over or shared', async () => {
    const codec = new URL('../../src/columns/codec.ts', import.meta.url).href;
    const worker = new Worker(code, { eval: true, workerData: codec });
    try {
      const answer = (): Promise<Encoded> =>
        new Promise((resolve, reject) => {
          worker.once('message', resolve);
          worker.once('error', reject);
        });
      const frame = DataFrame({ a: [1, null], b: ['x', 'y'] });
      for (const shared of [false, true]) {
        const encoded = encode(['key', frame], { shared });
        worker.postMessage(encoded, transferListOf(encoded));
        const back = decode(await answer()) as { again: [string, DataFrame] };
        expect(back.again[0]).toBe('key');
        expectSame(back.again[1], frame);
      }
    } finally {
      await worker.terminate();
    }
  });
});
