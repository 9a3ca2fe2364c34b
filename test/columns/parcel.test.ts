import * as fc from 'fast-check';
import { DataFrame, Series, col } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { decode, encode, loadFor } from '../../src/columns/codec.ts';
import type { Packed } from '../../src/columns/parcel.ts';
import { encodedIn, isComplete, Packer, unpack } from '../../src/columns/parcel.ts';
import { SerializationError } from '../../src/errors.ts';
import { isOfKind, makers } from '../conformance/executor-values.ts';

/** What is at the other end: everything but buffers is cloned. */
const arrived = (packer: Packer, packed: readonly Packed[]) => ({
  packed: structuredClone(packed),
  buffers: packer.buffers,
});

describe('a packer', () => {
  test('packs several values into one message, and each comes out as it was', () => {
    const kinds = Object.keys(makers);
    const packer = new Packer();
    const packed = kinds.map((kind) => packer.pack(makers[kind]?.(), {}) as Packed);
    const there = arrived(packer, packed);
    kinds.forEach((kind, i) => {
      expect(isOfKind(kind, unpack(there.packed[i], there.buffers)), kind).toBe(true);
    });
  });

  test.each(['text', '', 0, -0, NaN, Infinity, 5n, true, false, null, undefined])(
    'leaves the primitive %o as it is, without a buffer',
    (value) => {
      const packer = new Packer();
      expect(packer.pack(value, {})).toBe(value);
      // a text counts by its length
      const size = typeof value === 'string' ? value.length : 0;
      expect([packer.buffers, packer.bytes]).toEqual([[], size]);
      expect(encodedIn(value, [])).toBeUndefined();
      expect(unpack(value, [])).toBe(value);
    },
  );

  test('says where the buffers of each value are, and about how many bytes there are in all', () => {
    const packer = new Packer();
    const frames = [DataFrame({ a: [1] }), DataFrame({ b: ['x', 'y'] })];
    const packed = [
      packer.pack(frames, {}),
      packer.pack({ none: 1 }, {}),
      packer.pack(Series('s', [3]), {}),
    ] as readonly { first: number; count: number }[];
    expect(packed.map(({ first, count }) => [first, count])).toEqual([
      [0, 2],
      [2, 0],
      [2, 1],
    ]);
    expect(packer.buffers).toHaveLength(3);
    const inBuffers = packer.buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
    // the messages beside them are small
    expect(packer.bytes).toBeGreaterThan(inBuffers);
    expect(packer.bytes).toBeLessThan(inBuffers + 1000);
    const last = packed[2] as Packed;
    expect(encodedIn(last, packer.buffers)?.buffers).toEqual([packer.buffers[2]]);
  });

  test('takes what is encoded already, with the very buffers', () => {
    const packer = new Packer();
    void packer.pack(DataFrame({ a: [1] }), {});
    const encoded = encode(DataFrame({ b: [2] }));
    const packed = packer.packEncoded(encoded);
    const found = encodedIn(packed, packer.buffers);
    expect(found?.message).toBe(encoded.message);
    expect(found?.buffers).toHaveLength(1);
    expect(found?.buffers[0]).toBe(encoded.buffers[0]);
    expect((unpack(packed, packer.buffers) as DataFrame).toRecords()).toEqual([{ b: 2 }]);
  });

  test('refuses what cannot travel, with its path, and goes on', () => {
    const packer = new Packer();
    const refused = (): unknown =>
      packer.pack({ frame: DataFrame({ a: [1] }), predict: () => 1 }, { path: 'model' });
    expect(refused).toThrow(SerializationError);
    expect(refused).toThrow('model.predict');
    const packed = packer.pack([1], {}) as Packed;
    expect(unpack(packed, packer.buffers)).toEqual([1]);
  });

  test('refuses a symbol and a function as well', () => {
    const packer = new Packer();
    for (const value of [Symbol('own'), () => 1]) {
      expect(() => packer.pack(value, { path: 'given' })).toThrow(SerializationError);
    }
  });

  test('gives a promise where something has to be computed first', async () => {
    const packer = new Packer();
    const lazy = DataFrame({ a: [1, 2] })
      .lazy()
      .filter(col('a').gt(1));
    const packing = packer.pack({ lazy }, {});
    expect(packing).toBeInstanceOf(Promise);
    const packed = await packing;
    const encoded = encodedIn(packed, packer.buffers);
    if (encoded !== undefined) await loadFor(encoded);
    const { lazy: there } = unpack(packed, packer.buffers) as { lazy: typeof lazy };
    expect((await there.collect()).toRecords()).toEqual([{ a: 2 }]);
  });

  test.each([
    new RangeError('full', { cause: new TypeError('no') }),
    'a text',
    undefined,
    null,
    Symbol('own'),
    () => 1,
    { error: new RangeError('full'), socket: () => 1 },
    Object.freeze(new Error('frozen')),
  ])('never fails to pack what was thrown: %o', (thrown) => {
    const packer = new Packer();
    const there = arrived(packer, [packer.packThrown(thrown)]);
    const error = unpack(there.packed[0], there.buffers);
    if (thrown instanceof Error) {
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: thrown.name, message: thrown.message });
    }
  });

  test('packs any plain values, in any number, so that they come out the same', () => {
    const values = fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true });
    fc.assert(
      fc.property(fc.array(values, { maxLength: 8 }), (given) => {
        const packer = new Packer();
        const there = arrived(
          packer,
          given.map((value) => packer.pack(value, {}) as Packed),
        );
        // as if each had travelled alone
        const alone = given.map((value) => decode(structuredClone(encode(value))));
        expect(there.packed.map((packed) => unpack(packed, there.buffers))).toEqual(alone);
      }),
    );
  });
});

describe('an encoded value is complete', () => {
  test.each([[1], { a: { b: [2] } }, new Map([[1, 2]]), 'text'].map((value) => [value]))(
    'where structured clone gave it all: %o',
    (value) => {
      expect(isComplete(encode(value))).toBe(true);
    },
  );

  test.each([
    ['a frame', () => DataFrame({ a: [1] })],
    ['a frame inside', () => ({ list: [DataFrame({ a: [1] })] })],
    ['a Series', () => Series('s', [1])],
  ])('but not %s', (_, make) => {
    expect(isComplete(encode(make()))).toBe(false);
  });
});
