import { describe, expect, test } from 'vitest';
import { NodeExecutionError, collect, parallelizable } from '../../src/index.ts';
import { blockOf, boom, counting, never } from './counting.ts';
import { driverOf, quiet, rejectionOf, type Loose } from './driver-of.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

describe('an item that fails', () => {
  test.each<[string, Loose[string]]>([
    [
      'synchronously',
      ({ item }) => {
        if (item === 1) throw boom;
        return item;
      },
    ],
    [
      'asynchronously',
      async ({ item }) => {
        if (item === 1) throw boom;
        return item;
      },
    ],
    [
      'with a rejected promise, among values',
      ({ item }) => (item === 1 ? Promise.reject(boom) : 0),
    ],
  ])('%s fails the run: node, item, cause and message say so', async (_words, size) => {
    const error = await rejectionOf(blockOf(counting([]), size).execute(['sizes']));
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error).toMatchObject({
      code: 'node/failed',
      node: 'size',
      item: { index: 1, key: '1', block: 'item' },
    });
    expect(error.cause === boom).toBe(true);
    expect(error.message).toMatch(
      /^"size" \(.*\) failed at item 1 of "item": RangeError: boom\n {2}with item = 1$/,
    );
  });

  test('is named by its key, too', async () => {
    const item = parallelizable(() => ['EU', 'US'], { key: (region) => region });
    const driver = blockOf(item, ({ item: region }) => {
      if (region === 'US') throw boom;
      return region;
    });
    const error = await rejectionOf(driver.execute(['sizes']));
    expect(error).toMatchObject({ item: { index: 1, key: 'US', block: 'item' } });
    expect(error.message).toContain('failed at item 1 ("US") of "item": RangeError: boom');
  });

  test('by giving undefined is named as well', async () => {
    for (const size of [
      ({ item }: { item: number }) => (item === 2 ? undefined : 1),
      async ({ item }: { item: number }) => (item === 2 ? undefined : 1),
    ]) {
      expect(await rejectionOf(blockOf(counting([]), size).execute(['size']))).toMatchObject({
        name: 'InvalidNodeError',
        code: 'node/returned-undefined',
        node: 'size',
        item: { index: 2 },
      });
    }
  });

  //  year ─▶ month ─▶ size ─▶ perYear ─▶ all
  test.each([
    ['at once', () => undefined],
    ['later', quiet],
  ])('in a block inside a block is named with the item around it: %s', async (_words, wait) => {
    const driver = driverOf({
      year: parallelizable(() => [2024, 2025], { key: String }),
      month: function* ({ year }) {
        yield* [year + 0.1, year + 0.2];
      },
      size: ({ month }) => {
        const fail = (): number => {
          if (month === 2025.2) throw boom;
          return month;
        };
        return wait()?.then(fail) ?? fail();
      },
      perYear: collect(({ size }: { size: number[] }) => size),
      all: collect(({ perYear }: { perYear: number[][] }) => perYear),
    });
    const error = await rejectionOf(driver.execute(['all']));
    expect(error).toMatchObject({
      node: 'size',
      item: {
        index: 1,
        key: '1',
        block: 'month',
        outer: { index: 1, key: '2025', block: 'year' },
      },
    });
    expect(error.message).toContain(
      'failed at item 1 of "month", in item 1 ("2025") of "year": RangeError: boom',
    );
  });

  //  year ─▶ month ─▶ perYear        perYear fails, in the block of year
  test('of a collect in an outer block is named with the outer item', async () => {
    const driver = driverOf({
      year: parallelizable(() => [2024, 2025], { key: String }),
      month: async function* ({ year }) {
        yield year;
      },
      perYear: collect(({ month }: { month: number[] }) => {
        if (month[0] === 2025) throw boom;
        return 1;
      }),
    });
    expect(await rejectionOf(driver.execute(['perYear']))).toMatchObject({
      node: 'perYear',
      item: { index: 1, key: '2025', block: 'year' },
    });
  });

  test('has nothing new started, and the generator closed', async () => {
    const seen: unknown[] = [];
    const sizes: number[] = [];
    const driver = blockOf(counting(seen, 100), ({ item }) => {
      sizes.push(item);
      if (item === 1) throw boom;
      return item;
    });
    await rejectionOf(driver.execute(['sizes']));
    expect(sizes).toEqual([0, 1]);
    expect(seen).toEqual([0, 1, 'closed']);
  });

  //  item ─▶ size ─▶ later        item 1 fails while all others wait
  test('aborts its siblings through $signal, and nothing starts after them', async () => {
    const gate = Promise.withResolvers<void>();
    const siblings = Promise.withResolvers<void>();
    const aborted: number[] = [];
    const later: number[] = [];
    const driver = driverOf({
      item: counting([], 3),
      size: async ({ item, $signal }) => {
        $signal.addEventListener('abort', () => aborted.push(item));
        await (item === 1 ? gate.promise : siblings.promise);
        if (item === 1) throw boom;
        return item;
      },
      later: ({ size }) => (later.push(size), size),
    });
    const run = driver.execute(['later']);
    await quiet();
    expect(aborted).toEqual([]);
    gate.resolve();
    const error = await rejectionOf(run);
    expect(aborted).toEqual([0, 1, 2]);
    expect(error).toMatchObject({ item: { index: 1 } });
    siblings.resolve();
    await quiet();
    expect(later).toEqual([]);
  });

  test('is the first one to fail where several do; the others are heard', async () => {
    const gates = [0, 1, 2].map(() => Promise.withResolvers<number>());
    const driver = blockOf(counting([]), ({ item }) => gates[item]?.promise);
    const run = driver.execute(['sizes']);
    await quiet();
    for (const i of [2, 0, 1]) gates[i]?.reject(new RangeError(`boom ${i}`));
    const error = await rejectionOf(run);
    expect(error).toMatchObject({ item: { index: 2 }, cause: { message: 'boom 2' } });
    await quiet();
  });

  test('leaves the driver usable', async () => {
    let fails = true;
    const driver = blockOf(counting([]), async ({ item }) => {
      if (item === 1 && fails) throw boom;
      return item;
    });
    await rejectionOf(driver.execute(['sizes']));
    fails = false;
    expect(await driver.execute(['sizes'])).toEqual({ sizes: [0, 1, 2] });
  });

  test('in the second pass is named the same way', async () => {
    const driver = driverOf({
      item: counting([]),
      total: collect(({ item }: { item: number[] }) => item.length),
      share: ({ item, total }) => {
        if (item === 2) throw boom;
        return item / total;
      },
    });
    const error = await rejectionOf(driver.execute(['share']));
    expect(error).toMatchObject({ node: 'share', item: { index: 2, block: 'item' } });
  });
});

describe('a node that fails outside', () => {
  //  item ─▶ size        beside: wait fails while the items are under way
  test('ends the block: its generator is closed, its items are told', async () => {
    const seen: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const aborted: number[] = [];
    const driver = driverOf({
      item: counting(seen, 100),
      size: ({ item, $signal }) => {
        $signal.addEventListener('abort', () => aborted.push(item));
        return never();
      },
      beside: async () => {
        await gate.promise;
        throw boom;
      },
    });
    const run = driver.execute(['beside', 'size']);
    await quiet();
    expect(seen).toHaveLength(64);
    gate.resolve();
    expect(await rejectionOf(run)).toMatchObject({ node: 'beside' });
    expect(aborted).toHaveLength(64);
    expect(seen.at(-1)).toBe('closed');
  });

  test('as the collect of the block has no item', async () => {
    const driver = driverOf({
      item: counting([]),
      all: collect(({ item }: { item: number[] }) => {
        if (item.length > 0) throw boom;
      }),
    });
    const error = await rejectionOf<NodeExecutionError>(driver.execute(['all']));
    expect(error).toMatchObject({ node: 'all' });
    expect(error.item).toBeUndefined();
  });
});
