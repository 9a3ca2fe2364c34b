import { DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { encode } from '../../src/columns/codec.ts';
import { registerCodec } from '../../src/columns/codec-registry.ts';
import { EncodedValue } from '../../src/columns/encoded-value.ts';
import { SerializationError } from '../../src/errors.ts';

let decoded = 0;
class Counted {
  readonly isCounted = true;
}
registerCodec(Counted, {
  name: 'encoded-value.Counted',
  encode: () => 1,
  decode: () => {
    decoded++;
    return new Counted();
  },
});

describe('an encoded value', () => {
  test('stays as it came until somebody reads it', () => {
    const before = decoded;
    const encoded = encode(new Counted());
    const value = new EncodedValue(encoded);
    expect(value.encoded).toBe(encoded);
    expect(decoded).toBe(before);
  });

  test('is decoded once, and gives the same value to all who read it', () => {
    const before = decoded;
    const value = new EncodedValue(encode([new Counted()]));
    const first = value.value();
    expect((first as unknown[])[0]).toBeInstanceOf(Counted);
    expect(value.value()).toBe(first);
    expect(decoded).toBe(before + 1);
  });

  test('lets go of what came once it was read', () => {
    const value = new EncodedValue(encode(DataFrame({ a: [1, 2] })));
    expect((value.value() as DataFrame).toRecords()).toEqual([{ a: 1 }, { a: 2 }]);
    expect(value.encoded).toBeUndefined();
  });

  test.each([null, undefined, 0, '', NaN, false])('may be %o', (given) => {
    const value = new EncodedValue(encode(given));
    expect(value.value()).toBe(given);
    expect(value.value()).toBe(given);
    expect(value.encoded).toBeUndefined();
  });

  test('that cannot be read says so each time', () => {
    const { message } = encode(DataFrame({ a: [1] }));
    const value = new EncodedValue({ message, buffers: [] });
    for (let i = 0; i < 2; i++) expect(() => value.value()).toThrow(SerializationError);
    expect(value.encoded).toBeDefined();
  });
});
