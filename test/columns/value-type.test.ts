import { makeVector, tableFromArrays } from 'apache-arrow';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as polars from 'nodejs-polars';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnOf } from '../../src/columns/column.ts';
import { concat } from '../../src/columns/concat.ts';
import { holdsNativeMemory, isPlainObject, valueTypeOf } from '../../src/columns/value-type.ts';
import { heightOf } from '../../src/columns/frame.ts';
import type { ValueType } from '../../src/results/result-builder.ts';

class Model {
  weights = [1];
}

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('no');
    },
    getPrototypeOf() {
      throw new Error('no');
    },
    has() {
      throw new Error('no');
    },
  },
);
const { proxy: revoked, revoke } = Proxy.revocable([], {});
revoke();

const frame = polars.DataFrame({ height: [1], inner: [2], [Symbol.toStringTag.toString()]: [3] });

describe('valueTypeOf', () => {
  const cases: readonly (readonly [string, unknown, ValueType])[] = [
    ['null', null, 'null'],
    ['undefined', undefined, 'null'],
    ['a number', Number.NaN, 'number'],
    ['a bigint', 1n, 'bigint'],
    ['a string', '', 'string'],
    ['a boolean', false, 'boolean'],
    ['a symbol', Symbol('s'), 'object'],
    ['a function', () => 1, 'function'],
    ['a class', Map, 'function'],
    ['a list', [], 'Array'],
    ['numbers side by side', new Float32Array(), 'TypedArray'],
    ['a Buffer', Buffer.from('a'), 'TypedArray'],
    ['a DataView', new DataView(new ArrayBuffer(1)), 'object'],
    ['a Date', new Date(), 'Date'],
    ['a Date of another realm', runInNewContext('new Date()'), 'Date'],
    ['a list of another realm', runInNewContext('[1]'), 'Array'],
    ['a Map', new Map(), 'object'],
    ['a promise', Promise.resolve(), 'object'],
    ['a record', { a: 1 }, 'object'],
    ['a Series', polars.Series('a', [1]), 'Series'],
    ['a frame with columns named like properties', frame, 'DataFrame'],
    ['a lazy frame', frame.lazy(), 'LazyDataFrame'],
    ['an expression', polars.col('a').add(1), 'Expr'],
    ['an Arrow vector', makeVector(new Int8Array([1])), 'ArrowVector'],
    ['an Arrow table', tableFromArrays({ a: [1] }), 'ArrowTable'],
    ['a proxy that throws', throwing, 'object'],
    ['a revoked proxy', revoked, 'object'],
    ['a tag alone', { [Symbol.toStringTag]: 'DataFrame' }, 'object'],
    ['a tag method alone', { [Symbol.toStringTag]: () => 'Series' }, 'object'],
    [
      'a class that calls itself LazyDataFrame',
      { [Symbol.toStringTag]: 'LazyDataFrame' },
      'object',
    ],
  ];

  test.each(cases)('of %s', (_, value, type) => {
    expect(valueTypeOf(value)).toBe(type);
    expect(holdsNativeMemory(value)).toBe(['Series', 'DataFrame', 'LazyDataFrame'].includes(type));
  });

  test('loads neither Polars nor apache-arrow', () => {
    const module = new URL('../../src/columns/value-type.ts', import.meta.url).href;
    const code = `const loaded = [];
      (await import('node:module')).registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      await import(${JSON.stringify(module)});
      console.log(loaded.filter((url) => /nodejs-polars|apache-arrow/.test(url)).length);`;
    const out = execFileSync(process.execPath, [
      '--no-warnings',
      '--input-type=module',
      '-e',
      code,
    ]);
    expect(String(out).trim()).toBe('0');
  });
});

describe('isPlainObject', () => {
  test.each([
    [{}, true],
    [Object.create(null), true],
    [runInNewContext('({})'), true],
    [new Map(), false],
    [new Model(), false],
    [Object.create({ a: 1 }), false],
    [[], false],
    [new Date(), false],
    [null, false],
    [frame, false],
  ])('%o', (value, isPlain) => {
    expect(isPlainObject(value)).toBe(isPlain);
  });
});

describe('values of another copy of Polars', () => {
  let folder: string;
  let other: typeof polars;

  beforeAll(() => {
    const here = createRequire(import.meta.url);
    const original = dirname(dirname(here.resolve('nodejs-polars')));
    folder = mkdtempSync(join(tmpdir(), 'icosian-'));
    const copy = join(folder, 'node_modules', 'nodejs-polars');
    cpSync(original, copy, { recursive: true });
    for (const name of ['x64-gnu', 'x64-musl', 'arm64-gnu', 'arm64-musl']) {
      const native = `nodejs-polars-linux-${name}`;
      try {
        symlinkSync(dirname(here.resolve(native)), join(folder, 'node_modules', native), 'dir');
      } catch {
        continue; // not this machine's
      }
    }
    other = createRequire(join(folder, 'index.js'))('nodejs-polars') as typeof polars;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are recognised', () => {
    const theirs = other.DataFrame({ a: [1] });
    expect(valueTypeOf(theirs)).toBe('DataFrame');
    expect(valueTypeOf(theirs.lazy())).toBe('LazyDataFrame');
    expect(valueTypeOf(theirs.getColumn('a'))).toBe('Series');
    expect(valueTypeOf(other.col('a'))).toBe('Expr');
  });

  test('can be joined with our own', async () => {
    const column = await columnOf(
      'b',
      other.Series('a', new BigInt64Array([1n, 2n ** 60n]) as never),
    );
    expect(column.cast(polars.String).toArray()).toEqual(['1', String(2n ** 60n)]);
    const joined = concat([polars.DataFrame({ a: [1] }), other.DataFrame({ a: [2] })]);
    expect(heightOf(joined)).toBe(2);
  });
});
