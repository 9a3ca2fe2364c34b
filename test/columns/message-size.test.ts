import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encode } from '../../src/columns/codec.ts';
import { messageSize } from '../../src/columns/message-size.ts';

const sizeOf = (message: unknown): number => messageSize({ message, buffers: [] });

describe('the size of a message', () => {
  test.each([
    ['nothing', null, 8],
    ['a number', 1.5, 8],
    ['a text', 'abcd', 12],
    ['an empty list', [], 24],
    ['a list', [1, 2], 24 + 16],
    ['a record', { ab: 1 }, 24 + 2 + 8],
    ['an empty record', {}, 24],
    ['bytes', new ArrayBuffer(100), 100],
    ['a Map', new Map([['a', 1]]), 96],
    ['a Set', new Set([1, 2]), 144],
  ])('is an estimate in bytes: %s', (_, message, bytes) => {
    expect(sizeOf(message)).toBe(bytes);
  });

  test('does not count the buffers, which are counted elsewhere', () => {
    const buffers = [new ArrayBuffer(1e6)];
    expect(messageSize({ message: 1, buffers })).toBe(8);
  });

  test('grows with a list of equal parts, exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.string(), (length, text) => {
        const list = Array.from({ length }, () => text);
        expect(sizeOf(list)).toBeCloseTo(24 + length * (8 + text.length), 3);
      }),
    );
  });

  test('of a list is not far off where some parts are larger', () => {
    const list = Array.from({ length: 10_000 }, (_, i) => 'x'.repeat(50 + (i % 100)));
    const exact = 24 + list.reduce((sum, text) => sum + 8 + text.length, 0);
    expect(sizeOf(list)).toBeGreaterThan(exact / 2);
    expect(sizeOf(list)).toBeLessThan(exact * 2);
  });

  test('of a record with many keys is that of the first ones, for all', () => {
    const record = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [String(10_000 + i), 'abc']));
    // a key has 5, a text 11
    expect(sizeOf(record(64))).toBe(24 + 64 * 16);
    expect(sizeOf(record(6400))).toBe(100 * (24 + 64 * 16));
  });

  test('looks at few parts, however many there are', () => {
    let reads = 0;
    const part = new Proxy(
      { a: 1 },
      {
        ownKeys: (own) => {
          reads++;
          return Reflect.ownKeys(own);
        },
      },
    );
    sizeOf(Array.from({ length: 100_000 }, () => part));
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan(32);
  });

  test('ends where a value holds itself', () => {
    const circle: { self?: unknown; list: unknown[] } = { list: [] };
    circle.self = circle;
    circle.list.push(circle);
    expect(sizeOf(circle)).toBeGreaterThan(0);
  });

  test('of anything that is encoded is a positive number', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        const size = messageSize(encode([value]));
        expect(Number.isFinite(size) && size > 0).toBe(true);
      }),
    );
  });
});
