import { Worker } from 'node:worker_threads';
import { runInNewContext } from 'node:vm';
import { inspect } from 'node:util';
import pl, { DataFrame, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  decode,
  encode,
  encodeThrown,
  transferListOf,
  type EncodeOptions,
} from '../../src/columns/codec.ts';
import { registerCodec } from '../../src/columns/codec-registry.ts';
import type { Encoded } from '../../src/columns/message.ts';
import { GraphError, graphError, IcosianError, SerializationError } from '../../src/errors.ts';

/** To another thread and back, as far as one thread can tell. */
const sent = (encoded: Encoded): Encoded =>
  structuredClone(encoded, { transfer: transferListOf(encoded) });
const roundTrip = <T>(value: T, options?: EncodeOptions): T =>
  decode(sent(encode(value, options))) as T;

function errorOf(attempt: () => unknown): SerializationError {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(SerializationError);
    return error as SerializationError;
  }
  throw new Error('it did not throw');
}
const refusal = (value: unknown, path = 'region'): string =>
  errorOf(() => encode(value, { path })).message;

const plainHint = '\n  → give plain data, or make it where it is needed, with resource(fn)';

describe('plain values travel', () => {
  test.each([
    ['primitives', [1, -0, NaN, Infinity, 2n ** 70n, 'é🦊\ud800', '', true, null, undefined]],
    ['records', { a: 1, 'b c': { d: [] }, e: {}, f: undefined }],
    ['a record with its own __proto__', JSON.parse('{"__proto__":{"a":1},"b":2}')],
    ['records without a prototype', [Object.assign(Object.create(null), { a: { b: 1 } })]],
    ['dates, also invalid ones', [new Date(5), new Date(NaN)]],
    ['regular expressions', [/a\/b/giu, /x/]],
    [
      'Maps and Sets, nested',
      new Map<unknown, unknown>([
        [{ a: 1 }, new Set([1, [2]])],
        [2, 3],
      ]),
    ],
    ['holes', [1, , 3]], // oxlint-disable-line no-sparse-arrays -- what is tested
    ['holes beside objects', [{}, , { a: 1 }]], // oxlint-disable-line no-sparse-arrays -- what is tested
    ['only holes', Array.from({ length: 0 })],
    ['arrays with names', Object.assign([1, { a: 2 }], { index: 3, more: { b: 4 } })],
    ['what a regular expression found', 'aXb'.match(/(?<letter>X)/)],
    ['boxed primitives', [Object(1), Object('x'), Object(true), Object(1n)]],
    ['long arrays', Array.from({ length: 10_000 }, (_, index) => index / 3)],
    ['long arrays with one object', [...Array.from({ length: 5000 }, String), { a: 1 }]],
  ])('%s', (_, value) => {
    const back = roundTrip({ value }).value;
    expect(back).toStrictEqual(value);
    expect(inspect(back)).toBe(inspect(value));
  });

  test('arrays of a thousand million holes, at once', () => {
    const holes: unknown[] = [];
    holes[5] = 'x';
    holes[999_999_999] = { a: 1 };
    const back = roundTrip(holes);
    expect([back.length, Object.keys(back), back[5]]).toEqual([1e9, ['5', '999999999'], 'x']);
  });

  test('getters as their values, each called once', () => {
    let calls = 0;
    const value = {
      get a() {
        calls++;
        return { b: 1 };
      },
    };
    expect([roundTrip(value), calls]).toStrictEqual([{ a: { b: 1 } }, 1]);
  });

  test('the position of a regular expression', () => {
    const expression = /a/g;
    expression.lastIndex = 3;
    expect(roundTrip([expression])[0]).toMatchObject({ source: 'a', flags: 'g', lastIndex: 3 });
  });

  test('values of another realm', () => {
    const code = `({ a: [1, { b: 2 }], m: new Map([[1, { x: 1 }]]), s: new Set([1]), d: new Date(3),
      t: new Float64Array([1, 2]), r: /x/, e: new RangeError('far') })`;
    const back = roundTrip(runInNewContext(code) as Record<string, unknown>);
    const { e, ...rest } = back;
    expect(rest).toStrictEqual({
      a: [1, { b: 2 }],
      m: new Map([[1, { x: 1 }]]),
      s: new Set([1]),
      d: new Date(3),
      t: new Float64Array([1, 2]),
      r: /x/,
    });
    expect(e).toBeInstanceOf(RangeError);
  });

  test('as a copy: what happens to the value later does not travel', () => {
    const value = { a: { b: 1 }, c: new Map([['d', [{ e: 1 }]]]) };
    const encoded = encode(value);
    value.a.b = 2;
    value.c.clear();
    expect(decode(sent(encoded))).toStrictEqual({ a: { b: 1 }, c: new Map([['d', [{ e: 1 }]]]) });
  });
});

describe('binary data travels', () => {
  const types = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ] as const;

  test.each(types.map((type) => [type.name, type] as const))('%s, short and long', (_, Type) => {
    const value = [Type.from([1, 2, 3]), new Type(5000).fill(7), new Type(0)];
    expect(roundTrip(value)).toStrictEqual(value);
  });

  test('BigInt64Array, BigUint64Array, DataView, ArrayBuffer, Buffer', () => {
    const value = {
      a: new BigInt64Array([-(2n ** 63n)]),
      b: new BigUint64Array([2n ** 64n - 1n]),
      c: new DataView(new Uint8Array([1, 2, 3]).buffer),
      d: new Uint8Array([1, 2]).buffer,
      e: new ArrayBuffer(9000),
      f: Buffer.from('short'),
      g: Buffer.alloc(9000, 7),
    };
    const back = roundTrip(value);
    expect(back).toStrictEqual(value);
    expect([back.f, back.g].map((bytes) => Buffer.isBuffer(bytes))).toEqual([true, true]);
  });

  test('its own bytes only, not those around it', () => {
    const large = new Float64Array(100_000).fill(1);
    const view = large.subarray(10, 1000);
    const encoded = encode([view, Buffer.from('x'), view]);
    expect(encoded.buffers.map((bytes) => bytes.byteLength)).toEqual([990 * 8]);
    const [one, , other] = decode(sent(encoded)) as [Float64Array, Buffer, Float64Array];
    expect([one.length, one.buffer.byteLength, one === other]).toEqual([990, 990 * 8, true]);
    expect(large.length).toBe(100_000);
  });

  test('of shared memory as a copy, and through shared memory as a copy', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(3));
    expect(roundTrip(shared).buffer).toBeInstanceOf(ArrayBuffer);
    const encoded = encode(new Uint8Array(5000).fill(1), { shared: true });
    expect(encoded.buffers[0]).toBeInstanceOf(SharedArrayBuffer);
    expect(transferListOf(encoded)).toEqual([]);
    const one = decode(structuredClone(encoded)) as Uint8Array;
    one.fill(9);
    expect(decode(structuredClone(encoded))).toStrictEqual(new Uint8Array(5000).fill(1));
  });
});

describe('columns travel anywhere in a value', () => {
  const frame = DataFrame({ a: [1, 2], b: ['x', null] });
  const series = Series('s', [1, null]);

  test('in arrays, records, Maps and Sets, in their places', () => {
    const value = {
      pair: ['key', frame],
      map: new Map<unknown, unknown>([
        ['first', 1],
        ['frame', frame],
        [series, 'last'],
      ]),
      set: new Set<unknown>([1, frame, 2]),
      nothing: null,
    };
    const back = roundTrip(value);
    expect((back.pair[1] as DataFrame).toRecords()).toEqual(frame.toRecords());
    expect(Object.keys(back)).toEqual(Object.keys(value));
    expect([...back.map.keys()].map((key) => typeof key)).toEqual(['string', 'string', 'object']);
    expect([...back.set].map((member) => typeof member)).toEqual(['number', 'object', 'number']);
    expect(([...back.map.keys()][2] as Series).toArray()).toEqual([1, null]);
  });

  test('once, however often they are met', () => {
    const value = { one: frame, other: frame, map: new Map<unknown, unknown>([[frame, frame]]) };
    const encoded = encode(value);
    expect(encoded.buffers).toHaveLength(1);
    const back = decode(sent(encoded)) as typeof value;
    expect(back.one === back.other && back.map.get(back.one) === back.one).toBe(true);
  });

  test('in values that refer to themselves', () => {
    const value: Record<string, unknown> = { frame };
    value['self'] = value;
    value['list'] = [value, new Set([value])];
    const back = roundTrip(value);
    const list = back['list'] as [unknown, Set<unknown>];
    expect([back['self'] === back, list[0] === back, list[1].has(back)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('under any name, in records of any kind', () => {
    const bare = Object.assign(Object.create(null), { frame }) as Record<string, unknown>;
    const proto = JSON.parse('{"__proto__":1}') as Record<string, unknown>;
    Object.defineProperty(proto, '__proto__', { value: frame });
    const [one, other] = roundTrip([bare, proto]) as [object, object];
    expect([Object.getPrototypeOf(one), Object.keys(one)]).toEqual([null, ['frame']]);
    expect([Object.getPrototypeOf(other), Object.keys(other)]).toEqual([
      Object.prototype,
      ['__proto__'],
    ]);
  });
});

describe('errors travel', () => {
  test('with name, message, stack, code, cause and own properties, in a class that is built in', () => {
    class ParseError extends RangeError {
      readonly code = 'E_PARSE';
      override readonly name = 'ParseError';
      readonly at = { line: 3, rows: DataFrame({ a: [1] }) };
    }
    const error = new ParseError('bad line', { cause: new TypeError('deeper') });
    const back = roundTrip({ error }).error;
    expect(back).toBeInstanceOf(RangeError);
    expect([back.name, back.message, back.code, back.at.line]).toEqual([
      'ParseError',
      'bad line',
      'E_PARSE',
      3,
    ]);
    expect(back.stack).toBe(error.stack);
    expect(back.cause).toBeInstanceOf(TypeError);
    expect(Object.keys(back)).toEqual(Object.keys(error));
    expect(back.at.rows.toRecords()).toEqual([{ a: 1 }]);
  });

  test('that refer to themselves, and several in one', () => {
    const error = new AggregateError([new Error('one'), 'two'], 'both');
    Object.assign(error, { self: error });
    const back = roundTrip(error) as AggregateError & { self: unknown };
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.self === back).toBe(true);
    expect(back.errors.map(String)).toEqual(['Error: one', 'two']);
    expect(inspect(back)).toBe(inspect(error));
  });

  test("icosian's own as what they are", () => {
    const item = { index: 3, key: 'DE', block: 'region' };
    const one = new SerializationError('codec/x', 'It broke.', {
      hint: 'mend it',
      node: 'a',
      item,
    });
    const all = graphError([one, new IcosianError('a/b', 'So did this.', { cause: 1 })]);
    const back = roundTrip<[SerializationError, GraphError]>([one, all]);
    expect(back[0]).toBeInstanceOf(SerializationError);
    expect(back[0]).toMatchObject({ code: 'codec/x', hint: 'mend it', node: 'a', item });
    expect(back[0].at('a.ts:3').message).toBe('It broke.\n  at a.ts:3\n  → mend it');
    expect(back[1]).toBeInstanceOf(GraphError);
    expect(back[1].errors[0] === back[0]).toBe(true);
    expect(back.map((error) => inspect(error))).toEqual([inspect(one), inspect(all)]);
  });

  test('the reason of a signal', () => {
    const { reason } = AbortSignal.abort() as { reason: DOMException };
    const back = roundTrip(reason);
    expect(back).toBeInstanceOf(DOMException);
    expect([back.name, back.code, back.message]).toEqual(['AbortError', 20, reason.message]);
  });

  test('with what cannot travel in words, when they were thrown', () => {
    const thrown = Object.assign(new Error('refused'), {
      code: 'E',
      request: new WeakMap(),
      retry: function retry() {},
      list: [Promise.resolve(), 1],
    });
    const back = decode(sent(encodeThrown(thrown))) as typeof thrown;
    expect(Object.fromEntries(Object.entries(back))).toStrictEqual({
      code: 'E',
      request: 'WeakMap {…}',
      retry: 'function retry',
      list: ['Promise', 1],
    });
    expect(decode(sent(encodeThrown(Symbol('odd'))))).toBe('Symbol(odd)');
    expect(decode(sent(encodeThrown(undefined)))).toBe(undefined);
  });

  test('a property that cannot travel is refused in a value', () => {
    expect(refusal({ error: Object.assign(new Error('x'), { retry: () => 1 }) })).toBe(
      `region.error.retry is a function (retry), which cannot travel.${plainHint}`,
    );
  });
});

describe('what cannot travel is refused with its path', () => {
  class Socket {
    readonly port = 1;
  }
  class Rows extends Map {}
  const classHint = (name: string): string =>
    `\n  → give plain data, let its class travel with registerCodec(${name}, { encode, decode }), or make it where it is needed, with resource(fn)`;

  const cases: readonly (readonly [value: unknown, sentence: string])[] = [
    [
      { client: function connect() {} },
      `.client is a function (connect), which cannot travel.${plainHint}`,
    ],
    [[() => 1], `[0] is a function, which cannot travel.${plainHint}`],
    [
      { 'a b': class Foo extends Socket {} },
      `["a b"] is a class (Foo), which cannot travel.${plainHint}`,
    ],
    [
      new Map([['x', [Socket]]]),
      `.get("x")[0] is a class (Socket), which cannot travel.${plainHint}`,
    ],
    [new Map([[() => 1, 1]]), `.keys()[0] is a function, which cannot travel.${plainHint}`],
    [new Set([1, () => 1]), `.values()[1] is a function, which cannot travel.${plainHint}`],
    [{ s: Symbol('x') }, '.s is a symbol (Symbol(x)), which cannot travel.\n  → use a string'],
    [{ p: Promise.resolve() }, '.p is a Promise, which cannot travel.\n  → await it first'],
    [
      { p: new Proxy({}, {}) },
      '.p is a Proxy, which cannot travel.\n  → return what it stands for, as plain data',
    ],
    [
      { s: new Socket() },
      `.s is an instance of Socket, which cannot travel.${classHint('Socket')}`,
    ],
    [new Rows(), ` is an instance of Rows, which cannot travel.${classHint('Rows')}`],
    [
      new (class Codes extends Array {})(),
      ` is an instance of Codes, which cannot travel.${classHint('Codes')}`,
    ],
    [{ u: new URL('http://x.y') }, `.u is an instance of URL, which cannot travel.${plainHint}`],
    [(function* () {})(), ` is an object of the kind Generator, which cannot travel.${plainHint}`],
    [
      Object.create({ inherited: 1 }),
      ' is an object with a prototype of its own, which cannot travel.\n  → give plain data: { ...value } copies its own properties',
    ],
    [
      new SharedArrayBuffer(1),
      ' is a SharedArrayBuffer, which cannot travel.\n  → return an ArrayBuffer or a typed array: they travel as copies',
    ],
    [
      { [Symbol('k')]: 1 },
      ' has a property under the symbol Symbol(k), which cannot travel.\n  → use a string',
    ],
    [
      {
        a: {
          get b() {
            throw new Error('no luck.');
          },
        },
      },
      '.a.b cannot be read: no luck.\n  → see the error behind this one',
    ],
    [
      { f: DataFrame({ _df: [1], inner: [2] }) },
      '.f cannot be read: A DataFrame cannot be read: its columns "_df" and "inner" hide what Polars keeps under these names.\n  → rename one of the two columns',
    ],
  ];

  test.each(
    cases.map(([, sentence], position): [title: string, position: number] => [
      `region${sentence.split('\n', 1)[0]}`,
      position,
    ]),
  )('%s', (_, position) => {
    const [value, sentence] = cases[position] ?? [];
    expect(refusal(value)).toBe(`region${sentence}`);
  });

  test('all at once, and twenty at most', () => {
    const one = { client: () => 1, log: Promise.resolve(), rows: [1, Symbol('x')] };
    expect(refusal(one)).toBe(
      `region cannot travel: 3 problems.
  1. region.client is a function (client)
  2. region.log is a Promise
  3. region.rows[1] is a symbol (Symbol(x))
  → give plain data, let classes travel with registerCodec(Class, { encode, decode }), and make the rest where it is needed, with resource(fn)`,
    );
    const many = refusal(Array.from({ length: 25 }, () => () => 1));
    expect(many.split('\n')).toHaveLength(23);
    expect(many.split('\n')[21]).toBe('  … 5 more');
  });

  test('with the node and the item, where they are told', () => {
    const item = { index: 3, key: 'DE', block: 'region' };
    const about = { path: 'stats', node: 'stats', item, location: 'a.ts:7' };
    const error = errorOf(() => encode({ a: () => 1 }, about));
    expect(error).toMatchObject({ code: 'codec/cannot-travel', node: 'stats', item });
    expect(error.message).toBe(
      `stats.a is a function (a), which cannot travel.\n  at a.ts:7${plainHint}`,
    );
  });

  test('where it is nested too deep for structured clone', () => {
    let deep: object = {};
    for (let level = 1; level < 1000; level++) deep = { deep };
    expect(typeof roundTrip(deep)).toBe('object');
    for (let level = 0; level < 50_000; level++) deep = { deep };
    expect(refusal({ deep, also: deep })).toBe(
      'region is nested more than 1000 levels deep.\n  → return a flat list, with positions instead of references',
    );
  });
});

describe('registerCodec', () => {
  class Money {
    readonly amount: unknown;
    constructor(amount: unknown) {
      this.amount = amount;
    }
  }
  registerCodec(Money, {
    encode: ({ amount }) => ({ amount }),
    decode: ({ amount }) => new Money(amount),
  });

  test('lets instances travel: with frames, in each other, once each', () => {
    const shared = { k: 1 };
    const one = new Money(shared);
    const value = { one, again: [one], inner: new Money(new Money(DataFrame({ a: [1] }))), shared };
    const back = roundTrip(value);
    expect(back.one).toBeInstanceOf(Money);
    expect([back.again[0] === back.one, back.one.amount === back.shared]).toEqual([true, true]);
    const inner = (back.inner.amount as Money).amount as DataFrame;
    expect(inner.toRecords()).toEqual([{ a: 1 }]);
  });

  test('goes before what is built in: for errors and collections of the user', () => {
    class Codes extends Array<number> {}
    class Broken extends Error {}
    registerCodec(Codes, {
      encode: (codes) => [...codes],
      decode: (list) => Codes.from(list) as Codes,
    });
    registerCodec(Broken, { encode: ({ message }) => message, decode: (text) => new Broken(text) });
    const back = roundTrip([Codes.from([1, 2]), new Broken('x')]);
    expect(back.map((value) => value.constructor.name)).toEqual(['Codes', 'Broken']);
  });

  test('is for this class, not for those that extend it', () => {
    class Coin extends Money {}
    expect(refusal({ coin: new Coin(1) })).toMatch(/^region\.coin is an instance of Coin, which/);
  });

  test('refuses instances that are parts of themselves', () => {
    const holder: { money?: Money } = {};
    holder.money = new Money([holder]);
    expect(refusal({ holder })).toBe(
      'region.holder.money.amount[0] leads back to region.holder, through an instance that its codec must make first.\n  → leave the reference out in encode, and set it again in decode',
    );
    const own = new Money(1);
    Object.assign(own, { amount: own });
    expect(refusal(own)).toMatch(/^region\.amount leads back to region, through/);
  });

  test('gives the path of what its content cannot send', () => {
    expect(refusal({ list: [new Money(() => 1)] })).toBe(
      `region.list[0].amount is a function, which cannot travel.${plainHint}`,
    );
  });

  test('keeps what a codec throws', () => {
    const cause = new Error('not today.');
    const fail = (): never => {
      throw cause;
    };
    class Shy extends Money {}
    registerCodec(Shy, { encode: fail, decode: fail });
    const encoding = errorOf(() => encode([new Shy(1)], { path: 'region' }));
    expect([encoding.code, encoding.cause, encoding.message]).toEqual([
      'codec/encode-failed',
      cause,
      'region[0] is an instance of "Shy", whose codec failed to encode it: not today.\n  → see the error behind this one',
    ]);
    registerCodec(Shy, { encode: () => 1, decode: fail });
    const decoding = errorOf(() => roundTrip([new Shy(1)], { path: 'region' }));
    expect([decoding.code, decoding.cause, decoding.message]).toEqual([
      'codec/decode-failed',
      cause,
      'region[0] is an instance of "Shy", whose codec failed to decode it: not today.\n  → see the error behind this one',
    ]);
  });

  test('must have been called on the other side, too', async () => {
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      (async () => {
        const { decode } = await import(workerData);
        parentPort.on('message', (message) => {
          try { decode(message); } catch (error) { parentPort.postMessage(error.message); }
        });
      })();`;
    const workerData = new URL('../../src/columns/codec.ts', import.meta.url).href;
    const worker = new Worker(code, { eval: true, workerData });
    try {
      worker.postMessage(encode({ m: new Money(1) }, { path: 'region' }), []);
      const message = await new Promise((resolve) => worker.once('message', resolve));
      expect(message).toBe(
        'region.m is an instance of "Money", and no codec of that name is registered here.\n  → call registerCodec in the module that defines the class, so that both sides do',
      );
    } finally {
      await worker.terminate();
    }
  });

  test('takes one class for each name, and a class anew when it is loaded again', () => {
    const codec = { name: 'Twice', encode: () => 1, decode: () => ({}) };
    registerCodec(class A extends Money {}, codec);
    registerCodec(class A extends Money {}, codec);
    expect(errorOf(() => registerCodec(class B extends Money {}, codec)).message).toBe(
      'Two classes cannot both be registered as "Twice": the name says on the other side which one to make.\n  → give one of them another name: registerCodec(Class, { name, encode, decode })',
    );
  });

  test('refuses what is no class and no codec', () => {
    const hint =
      '\n  → write registerCodec(Money, { encode: (money) => …, decode: (content) => … })';
    const messageOf = (...parameters: unknown[]): string =>
      errorOf(() => registerCodec(...(parameters as [never, never]))).message;
    expect(messageOf(5, {})).toBe(`registerCodec takes a class first.${hint}`);
    expect(messageOf(() => 1, {})).toBe(`registerCodec takes a class first.${hint}`);
    expect(messageOf(class A extends Money {}, undefined)).toBe(
      `The codec of "A" lacks encode and decode.${hint}`,
    );
    expect(messageOf(class A extends Money {}, { encode: () => 1 })).toBe(
      `The codec of "A" lacks decode.${hint}`,
    );
    expect(messageOf(class extends Money {}, { encode: () => 1, decode: () => 1 })).toBe(
      'A class without a name cannot be registered.\n  → give it one: registerCodec(Class, { name, encode, decode })',
    );
  });
});

describe('an encoded value', () => {
  const value = { frame: DataFrame({ a: [1] }), bytes: Buffer.alloc(3000, 1) };

  test('is used up when it is decoded, unless it is kept', () => {
    const encoded = encode(value);
    const one = decode(encoded, { keep: true }) as typeof value;
    one.bytes.fill(9);
    const other = decode(encoded) as typeof value;
    expect([one.frame.height, other.frame.height, other.bytes[0]]).toEqual([1, 1, 1]);
    expect(errorOf(() => decode(encoded)).message).toBe(
      'An encoded value was decoded before, and its message went into the value.\n  → decode it with { keep: true } where it is needed once more',
    );
  });

  test('cannot be read where it was posted away', () => {
    const encoded = encode(value);
    sent(encoded);
    const error = errorOf(() => decode(encoded));
    expect([error.code, error.message]).toEqual([
      'codec/handed-over',
      'An encoded value was posted before, and its memory went with it.\n  → encode it with { shared: true } to send it several times',
    ]);
  });

  test.each([
    [undefined],
    [{ message: 5, buffers: [] }],
    [{ message: { root: 1 } }],
    [{ message: { root: 1, steps: 'x' }, buffers: [] }],
    [{ message: { root: 1, steps: [{ make: 'DataFrame', buffer: 3 }] }, buffers: [] }],
    [
      {
        message: { root: 1, steps: [{ make: 'DataFrame', buffer: 0 }] },
        buffers: [new ArrayBuffer(9)],
      },
    ],
    [
      {
        message: { root: 1, steps: [{ make: 'binary', type: 'Date', bytes: 0 }] },
        buffers: [new ArrayBuffer(9)],
      },
    ],
    [{ message: { root: 1, steps: [null] }, buffers: [] }],
  ])('%#: anything else is refused', (nonsense) => {
    const error = errorOf(() => decode(nonsense as never));
    expect([error.code, error.message]).toEqual([
      'codec/unreadable-message',
      'A message holds no encoded value.\n  → give decode what encode made, with all its buffers',
    ]);
  });

  test('says what Polars has against Arrow data of others', async () => {
    const { makeVector, Table, tableToIPC } = await import('apache-arrow');
    const { message } = encode(pl.DataFrame({ a: [1] }));
    const bytes = tableToIPC(new Table({ '': makeVector(new Int8Array([1])) }), 'stream');
    const error = errorOf(() => decode({ message, buffers: [bytes.slice().buffer] }));
    expect([error.code, error.message]).toEqual([
      'codec/unreadable-columns',
      'A message holds Arrow data that Polars does not read: out-of-spec: Every field in IPC must have a name.\n  → write it in plainer types, uncompressed, each dictionary whole; or as a table of apache-arrow',
    ]);
    expect(error.cause).toBeInstanceOf(Error);
  });

  test('names the plan that this version of Polars does not understand', () => {
    const encoded = encode({ e: pl.col('a') }, { path: 'node' });
    new Uint8Array(encoded.buffers[0] as ArrayBuffer).fill(255);
    expect(errorOf(() => decode(encoded)).message).toBe(
      'node.e is a plan that Polars does not understand here.\n  → use one version of nodejs-polars on both sides, or collect the frame first',
    );
  });
});
