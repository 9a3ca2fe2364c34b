import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BatchSize } from '../../src/executors/pool/batch-size.ts';

const tookOf = (...durationsMs: readonly number[]): BatchSize => {
  const size = new BatchSize();
  size.took(durationsMs);
  return size;
};

describe('the size of a message', () => {
  test('is one task until the first has come back, however small they are', () => {
    const size = new BatchSize();
    size.had(8, 1);
    expect(size.size).toBe(1);
    expect(size.isShort).toBe(false);
    size.took([]);
    expect(size.size).toBe(1);
  });

  test.each([
    [0, 256],
    [0.01, 256],
    [0.1, 100],
    [1, 10],
    [4, 2],
    [10, 1],
    [1000, 1],
  ])('is 10 ms of work, and no more than 256 tasks: of %d ms, %d', (ms, tasks) => {
    expect(tookOf(ms).size).toBe(tasks);
  });

  test.each([
    [100, 256],
    [2 ** 15, 32],
    [2 ** 20, 1],
    [2 ** 30, 1],
  ])('is 1 MiB of values: of %d bytes, %d', (bytes, tasks) => {
    const size = tookOf(0);
    size.had(bytes * 5, 5);
    expect(size.size).toBe(tasks);
  });

  test('is by the mean of the tasks of a message, and half by those before', () => {
    const size = tookOf(0.5, 1.5);
    expect(size.size).toBe(10);
    size.took([3]);
    expect(size.size).toBe(5);
  });

  test('follows large values at once, and small ones slowly', () => {
    const size = tookOf(0);
    size.had(2 ** 20, 1);
    expect(size.size).toBe(1);
    size.had(1, 1);
    expect(size.size).toBe(2);
    for (let i = 0; i < 20; i++) size.had(1, 1);
    expect(size.size).toBe(256);
  });

  test('is a whole number from 1 to 256, whatever is measured', () => {
    const measured = fc.array(
      fc.tuple(
        fc.array(fc.double({ min: 0, max: 1e9, noNaN: true })),
        fc.nat(),
        fc.integer({ min: 1, max: 256 }),
      ),
    );
    fc.assert(
      fc.property(measured, (all) => {
        const size = new BatchSize();
        for (const [durations, bytes, tasks] of all) {
          size.took(durations);
          size.had(bytes, tasks);
        }
        expect(Number.isInteger(size.size)).toBe(true);
        expect(size.size).toBeGreaterThanOrEqual(1);
        expect(size.size).toBeLessThanOrEqual(256);
      }),
    );
  });
});

describe('a message is done soon', () => {
  test.each([
    [0, true],
    [10, true],
    [49, true],
    [50, false],
    [1000, false],
  ])('where it takes less than 50 ms: of %d ms, %s', (ms, isShort) => {
    expect(tookOf(ms).isShort).toBe(isShort);
  });
});
