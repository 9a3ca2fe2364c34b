import { describe, expect, test } from 'vitest';
import { parallelizable } from '../../src/index.ts';
import { driverOf, quiet } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { endless } from './endless.ts';

hearsEveryRejection();

describe('whoever takes the values of a stream', () => {
  test('slowly does not let synchronous items run ahead: one at a time', async () => {
    const { functions, pulled } = endless();
    const stream = driverOf(functions).stream('value');
    await quiet();
    expect(pulled()).toBe(0);
    for (let i = 0; i < 5; i++) {
      expect((await stream.next()).value).toBe(i);
      await quiet();
      expect(pulled()).toBe(i + 1);
    }
    await stream.return?.();
  });

  test('slowly lets asynchronous items run 64 ahead at most', async () => {
    const { functions, pulled } = endless();
    const stream = driverOf(functions).stream('later');
    for (let i = 0; i < 5; i++) {
      expect((await stream.next()).value).toBe(i);
      for (let turns = 0; turns < 20; turns++) await quiet();
      expect(pulled()).toBeLessThanOrEqual(i + 1 + 64);
    }
    expect(pulled()).toBeGreaterThan(5);
    await stream.return?.();
  });

  //  outer ─▶ inner        each outer item has a million inner ones
  test('slowly does not let blocks in blocks run ahead, either', async () => {
    let pulled = 0;
    const driver = driverOf({
      outer: parallelizable(() => [0, 1, 2]),
      inner: function* ({ outer }) {
        for (let i = 0; i < 1_000_000; i++) {
          pulled++;
          yield outer;
        }
      },
      later: async ({ inner }) => inner,
    });
    for (const [output, most] of [
      ['inner', 1],
      ['later', 1 + 3 * 64],
    ] as const) {
      pulled = 0;
      const stream = driver.stream(output);
      expect((await stream.next()).value).toBe(0);
      await quiet();
      expect(pulled).toBeLessThanOrEqual(most);
      await stream.return?.();
    }
  });

  test('may ask for several at once: answers come in the order of the questions', async () => {
    for (const output of ['value', 'later']) {
      const stream = driverOf(endless().functions).stream(output);
      const asked = Array.from({ length: 5 }, () => stream.next());
      const answers = await Promise.all(asked);
      expect(answers.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
      await stream.return?.();
    }
  });

  test('may ask for more at once than there are', async () => {
    const driver = driverOf({ item: parallelizable(() => [1, 2]) });
    const stream = driver.stream('item');
    const answers = await Promise.all([1, 2, 3, 4].map(() => stream.next()));
    expect(answers.map(({ done }) => done)).toEqual([false, false, true, true]);
  });
});
