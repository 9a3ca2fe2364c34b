import { describe, expect, test } from 'vitest';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import {
  collect,
  parallelizable,
  type ItemReference,
  type LifecycleAdapter,
} from '../../src/index.ts';
import { driverWith, quiet, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, itemsIn, withAdapters } from './note-tasks.ts';

hearsEveryRejection();

describe('onItemsExpanded', () => {
  test('comes for each item and for the end, of each block whose items are tasks', async () => {
    const log: string[] = [];
    const adapter: LifecycleAdapter = { onItemsExpanded: (event) => log.push(itemsIn(event)) };
    const functions: Loose = {
      outer: () => 0,
      region: function* () {
        yield* [1, 0];
      },
      month: function* ({ region }) {
        for (let i = 0; i < region; i++) yield i;
      },
      size: ({ month }) => month,
    };
    const driver = driverWith(functions, (builder) =>
      builder.withAdapters(adapter).withGroupingStrategy(new GroupNodesIndividually()),
    );
    await driver.execute(['size']);
    expect(log.toSorted()).toEqual([
      'month in 0: 0',
      'month in 0: end',
      'month in 1: end',
      'region: 0',
      'region: 1',
      'region: end',
    ]);
    log.length = 0;
    await driverWith(functions, withAdapters(adapter)).execute(['size']);
    expect(log).toEqual(['region: 0', 'region: 1', 'region: end']);
  });

  test('tells the item with its key', async () => {
    const items: ItemReference[] = [];
    const functions: Loose = {
      region: parallelizable(() => ['EU', 'US'], { key: (region) => region }),
      size: ({ region }) => region.length,
    };
    const adapter: LifecycleAdapter = { onItemsExpanded: (event) => items.push(...event.items) };
    await driverWith(functions, withAdapters(adapter)).execute(['size']);
    expect(items).toEqual([
      { index: 0, key: 'EU', block: 'region' },
      { index: 1, key: 'US', block: 'region' },
    ]);
  });

  test('comes once for no items', async () => {
    const log: string[] = [];
    const adapter: LifecycleAdapter = { onItemsExpanded: (event) => log.push(itemsIn(event)) };
    const driver = driverWith(block, withAdapters(adapter));
    await driver.execute(['all'], { overrides: { item: [] } });
    expect(log).toEqual(['item: end']);
  });

  test('comes as items are asked for, where they never end and are streamed', async () => {
    for (const wait of [undefined, quiet]) {
      const log: string[] = [];
      const functions: Loose = {
        item: function* () {
          for (let i = 0; ; i++) yield i;
        },
        double: ({ item }) => item * 2,
      };
      const driver = driverWith(
        functions,
        withAdapters({ onItemsExpanded: (event) => (log.push(itemsIn(event)), wait?.()) }),
      );
      const seen: unknown[] = [];
      for await (const value of driver.stream('double')) if (seen.push(value) === 3) break;
      expect(seen).toEqual([0, 2, 4]);
      expect(log.slice(0, 3)).toEqual(['item: 0', 'item: 1', 'item: 2']);
      expect(log).not.toContain('item: end');
    }
  });

  test('does not come again for a second pass', async () => {
    const log: string[] = [];
    const adapter: LifecycleAdapter = { onItemsExpanded: (event) => log.push(itemsIn(event)) };
    const functions: Loose = {
      ...block,
      mean: collect(({ double }: { double: number[] }) => double.length),
      share: ({ double, mean }) => double / mean,
    };
    await driverWith(functions, withAdapters(adapter)).execute(['share']);
    expect(log).toEqual(['item: 0', 'item: 1', 'item: end']);
  });

  test('comes for an asynchronous generator, too', async () => {
    const log: string[] = [];
    const adapter: LifecycleAdapter = { onItemsExpanded: (event) => log.push(itemsIn(event)) };
    const functions: Loose = {
      ...block,
      item: async function* () {
        yield 1;
        await quiet();
        yield 2;
      },
    };
    expect(await driverWith(functions, withAdapters(adapter)).execute(['all'])).toEqual({
      all: [2, 4],
    });
    expect(log).toEqual(['item: 0', 'item: 1', 'item: end']);
  });
});
