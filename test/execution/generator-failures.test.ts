import { describe, expect, test } from 'vitest';
import { NodeExecutionError, parallelizable, reduce } from '../../src/index.ts';
import { blockOf, boom, counting, never } from './counting.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

describe('a generator that fails', () => {
  test.each([0, 1, 3])('after %i items is named with the index of the next', async (count) => {
    const items = counting([], count);
    for (const item of [
      function* () {
        yield* items();
        throw boom;
      },
      async function* () {
        yield* items();
        throw boom;
      },
    ]) {
      const error = await rejectionOf(blockOf(item, ({ item: i }) => i).execute(['sizes']));
      expect(error).toBeInstanceOf(NodeExecutionError);
      expect(error).toMatchObject({
        code: 'node/failed',
        node: 'item',
        item: { index: count, key: String(count), block: 'item' },
      });
      expect(error.cause === boom).toBe(true);
      expect(error.message).toMatch(/^"item" \(.*\) failed at its item \d: RangeError: boom$/);
    }
  });

  test('by a promise that is rejected is named with the index of that', async () => {
    const item = function* (): Generator {
      yield 1;
      yield Promise.reject(boom);
      yield 3;
    };
    const error = await rejectionOf(blockOf(item, ({ item: i }) => i).execute(['sizes']));
    expect(error).toMatchObject({ node: 'item', item: { index: 1 } });
    expect(error.cause === boom).toBe(true);
  });

  //  page ─▶ size        a list of 200 requests, of which 64 are waited for at once
  test('by promises in its list that are rejected before they are asked for', async () => {
    const page = parallelizable(() =>
      Array.from({ length: 200 }, (_, i) => (i === 150 ? Promise.reject(boom) : quiet())).map(
        async (request, i) => (await request, i),
      ),
    );
    const error = await rejectionOf(blockOf(page, ({ item }) => item).execute(['sizes']));
    expect(error).toMatchObject({ node: 'item', item: { index: 150 }, cause: boom });
  });

  test('after an item has failed, by promises in its list that nobody asks for', async () => {
    const gate = Promise.withResolvers<number>();
    const page = parallelizable(() => [0, 1, gate.promise]);
    const driver = blockOf(page, ({ item }) => {
      if (item === 1) throw boom;
      return item;
    });
    expect(await rejectionOf(driver.execute(['sizes']))).toMatchObject({ node: 'size' });
    gate.reject(new Error('too late'));
  });

  test('when it is called, not iterated, is no item that fails', async () => {
    for (const fn of [
      () => {
        throw boom;
      },
      () => Promise.reject(boom),
    ]) {
      const error = await rejectionOf<NodeExecutionError>(
        blockOf(parallelizable(fn as () => never), ({ item }) => item).execute(['sizes']),
      );
      expect(error).toMatchObject({ code: 'node/failed', node: 'item' });
      expect(error.item).toBeUndefined();
      expect(error.cause === boom).toBe(true);
    }
  });

  test('is told the inputs that it was called with', async () => {
    const driver = driverOf({
      item: function* ({ n }) {
        yield n;
        throw boom;
      },
    });
    const error = await rejectionOf(driver.execute(['item'], { inputs: { n: 41 } }));
    expect(error.message).toMatch(/failed at its item 1: RangeError: boom\n {2}with n = 41$/);
  });

  //  outer ─▶ inner        inner fails in the second outer item
  test('inside a block is named with both items', async () => {
    const driver = driverOf({
      outer: parallelizable(() => ['a', 'b'], { key: (outer) => outer }),
      inner: function* ({ outer }) {
        yield 1;
        if (outer === 'b') throw boom;
      },
    });
    const error = await rejectionOf(driver.execute(['inner']));
    expect(error).toMatchObject({
      node: 'inner',
      item: { index: 1, block: 'inner', outer: { index: 1, key: 'b', block: 'outer' } },
    });
  });

  test('while items are under way has them told', async () => {
    const aborted: number[] = [];
    const item = function* (): Generator<number> {
      yield 0;
      yield 1;
      throw boom;
    };
    const driver = blockOf(item, ({ item: i, $signal }) => {
      $signal.addEventListener('abort', () => aborted.push(i));
      return never();
    });
    expect(await rejectionOf(driver.execute(['sizes']))).toMatchObject({ node: 'item' });
    expect(aborted).toEqual([0, 1]);
  });
});

describe('a key that fails', () => {
  test('fails the run naming the generator and the item', async () => {
    for (const key of [
      (item: number): string => {
        if (item === 1) throw boom;
        return 'a';
      },
      (item: number): string => (item === 1 ? (undefined as never) : 'a'),
    ]) {
      const item = parallelizable(() => [0, 1, 2], { key });
      expect(await rejectionOf(blockOf(item, ({ item: i }) => i).execute(['sizes']))).toMatchObject(
        {
          name: 'InvalidNodeError',
          node: 'item',
          item: { index: 1 },
        },
      );
    }
  });
});

describe('a step of a reduce that fails', () => {
  const step = ({ acc, item }: { acc: number; item: number }): number => {
    if (item === 1) throw boom;
    return acc + item;
  };
  const later = async ({ acc, item }: { acc: number; item: number }): Promise<number> =>
    step({ acc, item });
  test.each([
    ['synchronously', step],
    ['asynchronously', later],
  ])('%s fails the run naming the reduce and the item', async (_words, fn) => {
    const seen: unknown[] = [];
    const driver = driverOf({ item: counting(seen, 1000), total: reduce(fn, 5) });
    const error = await rejectionOf(driver.execute(['total']));
    expect(error).toMatchObject({
      name: 'NodeExecutionError',
      node: 'total',
      item: { index: 1, block: 'item' },
    });
    expect(error.cause === boom).toBe(true);
    expect(error.message).toContain('with item = 1, acc = 5');
    expect(seen.at(-1)).toBe('closed');
  });

  test('has no further step begun', async () => {
    const folded: number[] = [];
    const driver = driverOf({
      item: counting([], 3),
      size: async ({ item }) => item,
      total: reduce(({ acc, size }: { acc: number; size: number }) => {
        folded.push(size);
        return step({ acc, item: size });
      }, 0),
    });
    await rejectionOf(driver.execute(['total']));
    await quiet();
    expect(folded).toEqual([0, 1]);
  });
});
