import { describe, expect, test } from 'vitest';
import { collect, parallelizable } from '../../src/index.ts';
import { driverOf, quiet, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, keeping, noting, type Event } from './note-items.ts';

hearsEveryRejection();

describe('the hooks of a node in a block', () => {
  const inOrder = [
    '>item',
    '>double[0]',
    '<double[0]',
    '>double[1]',
    '<double[1]',
    '<item',
    '>all',
    '<all',
  ];

  test('come once for each item, inside those of the generator; a collect is one call', async () => {
    const seen: string[] = [];
    await driverOf(block, noting(seen)).execute(['all']);
    expect(seen).toEqual(inOrder);
  });

  test('are waited for', async () => {
    const seen: string[] = [];
    let underWay = 0;
    const waits = async (): Promise<void> => {
      underWay++;
      await quiet();
      underWay--;
    };
    const { all } = await driverOf(
      {
        ...block,
        double: ({ item }) => (expect(underWay).toBeLessThanOrEqual(1), item * 2),
      },
      noting(seen, waits),
    ).execute(['all']);
    expect(all).toEqual([2, 4]);
    expect(seen.toSorted()).toEqual(inOrder.toSorted());
    expect(seen.indexOf('<item')).toBeLessThan(seen.indexOf('>all'));
  });

  test('are told the item: index, key, block, and the item around it', async () => {
    const events: Event[] = [];
    const functions: Loose = {
      region: parallelizable(() => ['EU'], { key: (region) => region }),
      month: function* ({ region }) {
        yield region;
      },
      size: ({ month }) => month.length,
    };
    await driverOf(functions, keeping(events, 'size')).execute(['size']);
    expect(events).toHaveLength(2);
    for (const event of events) {
      expect(event.item).toEqual({
        index: 0,
        key: '0',
        block: 'month',
        outer: { index: 0, key: 'EU', block: 'region' },
      });
      expect(event.node.scope).toEqual(['region', 'month']);
      expect(event.inputs).toEqual({ month: 'EU' });
    }
    expect(events[1]).toMatchObject({ result: 2 });
  });

  test('keep their item where items overlap and finish out of order', async () => {
    const events: Event[] = [];
    const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const driver = driverOf(
      { ...block, double: ({ item }) => gates[item - 1]?.promise },
      keeping(events, 'double'),
    );
    const run = driver.execute(['double']);
    await quiet();
    gates[1]?.resolve(20);
    await quiet();
    gates[0]?.resolve(10);
    expect(await run).toEqual({ double: [10, 20] });
    expect(events.map(({ item, result }) => [item?.index, result])).toEqual([
      [0, undefined],
      [1, undefined],
      [1, 20],
      [0, 10],
    ]);
  });

  test('come for nested generators once for each outer item', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        outer: parallelizable(() => [1, 2]),
        inner: function* ({ outer }) {
          yield outer;
        },
        leaf: ({ inner }) => inner,
        all: collect(({ leaf }: { leaf: number[] }) => leaf),
      },
      noting(seen),
    );
    await driver.execute(['all']);
    expect(seen).toEqual([
      '>outer',
      ...[0, 1].flatMap((i) => [
        `>inner[${i}]`,
        `>leaf[${i}.0]`,
        `<leaf[${i}.0]`,
        `<inner[${i}]`,
        `>all[${i}]`,
        `<all[${i}]`,
      ]),
      '<outer',
    ]);
  });

  test('come for a second pass without the generator, which is not called again', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        item: parallelizable(() => [1, 2]),
        total: collect(({ item }: { item: number[] }) => item.length),
        share: ({ item, total }) => item / total,
      },
      noting(seen),
    );
    await driver.execute(['share']);
    expect(seen).toEqual([
      '>item',
      '<item',
      '>total',
      '<total',
      '>share[0]',
      '<share[0]',
      '>share[1]',
      '<share[1]',
    ]);
  });

  test('do not come for what is overridden, nor for the generator that is', async () => {
    const seen: string[] = [];
    const driver = driverOf(block, noting(seen));
    await driver.execute(['all'], { overrides: { double: 1 } });
    expect(seen).toEqual(['>item', '<item', '>all', '<all']);
    seen.length = 0;
    await driver.execute(['double'], { overrides: { item: [5] } });
    expect(seen).toEqual(['>double[0]', '<double[0]']);
  });

  test('come for a stream as they do for a run', async () => {
    const seen: string[] = [];
    for await (const value of driverOf(block, noting(seen)).stream('double')) {
      seen.push(`taken ${String(value)}`);
    }
    expect(seen).toEqual([
      '>item',
      '>double[0]',
      '<double[0]',
      'taken 2',
      '>double[1]',
      '<double[1]',
      'taken 4',
      '<item',
    ]);
  });
});
