import { deserialize, serialize } from 'node:v8';
import { DataFrame, Series } from 'nodejs-polars';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode, encode, transferListOf } from '../../src/columns/codec.ts';
import { registerCodec } from '../../src/columns/codec-registry.ts';
import { FrameReader, fromFrames, toFrames } from '../../src/columns/framing.ts';
import type { Encoded } from '../../src/columns/message.ts';
import { bytesOfFrame, nativeFrame } from '../../src/columns/native.ts';
import { SerializationError } from '../../src/errors.ts';
import { valueTypeOf } from '../../src/columns/value-type.ts';

class Box {
  readonly content: unknown;
  constructor(content: unknown) {
    this.content = content;
  }
}
registerCodec(Box, { encode: ({ content }) => content, decode: (content) => new Box(content) });

const frames = fc
  .array(fc.record({ x: fc.option(fc.double()), y: fc.option(fc.string()) }), { maxLength: 5 })
  .map((rows) =>
    DataFrame({
      x: Series('x', Float64Array.from(rows, ({ x }) => x ?? 0) as never),
      y: Series('y', ['', ...rows.map(({ y }) => y)]).slice(1, rows.length),
    }),
  );
const leaves = fc.oneof(
  fc.anything({
    maxDepth: 0,
    withBigInt: true,
    withDate: true,
    withTypedArray: true,
    withBoxedValues: true,
  }),
  frames,
  frames.map((frame) => frame.getColumn('x')),
  fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)),
);

/** Any value tree: containers in containers, with frames, Series, bytes and instances at any place. */
const { tree: trees } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    leaves,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.sparseArray(tie('tree'), { maxLength: 10, maxNumElements: 3 }),
    fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
    fc.array(fc.tuple(tie('tree'), tie('tree')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
    fc.array(tie('tree'), { maxLength: 3 }).map((members) => new Set(members)),
    tie('tree').map((content) => new Box(content)),
    tie('tree').map((twice) => [twice, { twice }]),
  ),
}));

/** A value that says as plain data what the other one is, down to the bytes of its frames. */
function inWords(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  switch (valueTypeOf(value)) {
    case 'DataFrame':
      return { frame: bytesOfFrame(nativeFrame(value as DataFrame)) };
    case 'Series':
      return { series: bytesOfFrame(nativeFrame((value as Series).toFrame())) };
    default:
  }
  if (value instanceof Box) return { box: inWords(value.content) };
  if (value instanceof Map) {
    return { map: [...value].map(([key, entry]) => [inWords(key), inWords(entry)]) };
  }
  if (value instanceof Set) return { set: [...value].map(inWords) };
  if (Array.isArray(value)) {
    return {
      length: value.length,
      entries: Object.entries(value).map(([k, v]) => [k, inWords(v)]),
    };
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    return {
      isBare: prototype === null,
      entries: Object.entries(value).map(([k, v]) => [k, inWords(v)]),
    };
  }
  return value;
}

const throughPort = (encoded: Encoded): Encoded =>
  structuredClone(encoded, { transfer: transferListOf(encoded) });

describe('any value', () => {
  test('comes back through a port as it went', () => {
    fc.assert(
      fc.property(trees, fc.boolean(), (value, shared) => {
        const back = decode(throughPort(encode(value, { shared })));
        expect(inWords(back)).toStrictEqual(inWords(value));
      }),
      { numRuns: 300 },
    );
  });

  test('comes back through a pipe as it went, in chunks of any size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ value: trees, header: fc.dictionary(fc.string(), fc.jsonValue()) }), {
          maxLength: 3,
        }),
        fc.infiniteStream(fc.nat({ max: 300 })),
        async (messages, sizes) => {
          const written = messages.flatMap(({ value, header }) => toFrames(encode(value), header));
          const received = [];
          for await (const message of fromFrames(cut(Buffer.concat(written), sizes))) {
            received.push(message);
          }
          const sameHeaders = messages.map(
            ({ header }) => JSON.parse(JSON.stringify(header)) as unknown,
          );
          expect(received.map(({ header }) => header)).toStrictEqual(sameHeaders);
          expect(received.map(({ encoded }) => inWords(decode(encoded as Encoded)))).toStrictEqual(
            messages.map(({ value }) => inWords(value)),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('is left as it was, and can be encoded again', () => {
    fc.assert(
      fc.property(trees, (value) => {
        const before = inWords(value);
        encode(value);
        const encoded = encode(value);
        const kept = decode(encoded, { keep: true });
        expect(inWords(value)).toStrictEqual(before);
        expect(inWords(decode(encoded))).toStrictEqual(inWords(kept));
      }),
      { numRuns: 100 },
    );
  });

  test('is refused in words or travels: structured clone never has the last word', () => {
    const odd = fc.constantFrom<unknown>(() => 1, Symbol('x'), new WeakMap(), new Proxy({}, {}));
    fc.assert(
      fc.property(fc.array(fc.oneof({ weight: 5, arbitrary: trees }, odd)), (value) => {
        const isOdd = value.some(
          (entry) => typeof entry === 'function' || typeof entry === 'symbol',
        );
        try {
          decode(throughPort(encode(value)));
          expect(isOdd).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** The bytes in pieces of these sizes. */
function* cut(bytes: Uint8Array, sizes: Iterator<number>): Generator<Uint8Array> {
  for (let offset = 0; offset < bytes.length;) {
    const size = sizes.next().value as number;
    yield bytes.subarray(offset, offset + size);
    offset += size;
  }
}

describe('a stream of bytes', () => {
  test('that is cut off anywhere within a message says so', () => {
    const bytes = Buffer.concat(toFrames(encode([DataFrame({ a: [1] }), 1]), { id: 1 }));
    fc.assert(
      fc.property(fc.nat({ max: bytes.length }), (length) => {
        const reader = new FrameReader();
        const received = reader.push(bytes.subarray(0, length));
        expect(received).toHaveLength(length === bytes.length ? 1 : 0);
        if (length === 0 || length === bytes.length) reader.end();
        else expect(() => reader.end()).toThrow('The stream ended within a message.');
      }),
    );
  });

  test('of anything else is a typed error or waits for more, never a crash', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        try {
          new FrameReader().push(noise);
        } catch (error) {
          expect(error).toBeInstanceOf(SerializationError);
          expect((error as SerializationError).code).toBe('codec/not-a-frame');
        }
      }),
      { numRuns: 500 },
    );
  });

  test('keeps its message in a form that every version of Node here reads', () => {
    expect(serialize(1).subarray(0, 2)).toEqual(Buffer.from([0xff, 15]));
    expect(deserialize(Buffer.from([0xff, 15, 0x49, 2]))).toBe(1);
  });
});
