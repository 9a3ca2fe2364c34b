import { describe, expect, test } from 'vitest';
import { parallelizable, reduce } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, boom, keeping, noting, type Event } from './note-items.ts';

hearsEveryRejection();

describe('the hooks of a generator', () => {
  test('come before it is called, and when it has given its last item; it has no result', async () => {
    const seen: string[] = [];
    const events: Event[] = [];
    const item = function* (): Generator<number> {
      seen.push('called');
      yield 1;
      seen.push('ends');
    };
    await driverOf({ item }, noting(seen), keeping(events, 'item')).execute(['item']);
    expect(seen).toEqual(['>item', 'called', 'ends', '<item']);
    expect(events[1]).not.toHaveProperty('error');
    expect(events[1]).not.toHaveProperty('result');
    expect(events[1]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('that waits to be asked again come in the same order', async () => {
    const seen: string[] = [];
    const item = async function* (): AsyncGenerator<number> {
      yield 1;
      await quiet();
      seen.push('ends');
    };
    await driverOf({ item }, noting(seen)).execute(['item']);
    expect(seen).toEqual(['>item', 'ends', '<item']);
  });

  test.each<[string, () => unknown]>([
    [
      'is called',
      parallelizable(() => {
        throw new RangeError('boom');
      }),
    ],
    [
      'gives its first item',
      function* () {
        yield boom();
      },
    ],
    [
      'gives a later one',
      function* () {
        yield 1;
        boom();
      },
    ],
    [
      'gives a later one, asynchronously',
      async function* () {
        yield 1;
        boom();
      },
    ],
  ])("that fails when it %s tell the user's error", async (_words, item) => {
    const events: Event[] = [];
    await rejectionOf(driverOf({ item }, keeping(events, 'item')).execute(['item']));
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toEqual(new RangeError('boom'));
  });

  test('that is abandoned, because an item failed, tell that the run is over', async () => {
    const events: Event[] = [];
    const driver = driverOf(
      { ...block, double: ({ item }) => boom() + item },
      keeping(events, 'item'),
    );
    await rejectionOf(driver.execute(['all']));
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toMatchObject({ code: 'run/over', node: 'item' });
  });

  test('of a stream that is left tell that the run is over', async () => {
    const events: Event[] = [];
    for await (const _ of driverOf(block, keeping(events, 'item')).stream('double')) break;
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toMatchObject({ code: 'run/over', node: 'item' });
  });
});

describe('the hooks of a reduce', () => {
  //  item ─▶ double ─▶ total
  const folding: Loose = {
    ...block,
    total: reduce(({ acc, double }: { acc: number; double: number }) => acc + double, 0),
  };

  test('are one call, from before its first step to its last', async () => {
    const seen: string[] = [];
    const total = reduce(({ acc, double }: { acc: number; double: number }) => {
      seen.push(`fold ${double}`);
      return acc + double;
    }, 0);
    await driverOf({ ...block, total }, noting(seen)).execute(['total']);
    expect(seen.filter((entry) => !/item|double/.test(entry))).toEqual([
      '>total',
      'fold 2',
      'fold 4',
      '<total',
    ]);
  });

  test('tell its last value, and what it reads besides the items', async () => {
    const events: Event[] = [];
    const total = reduce(
      ({ acc, double, factor }: { acc: number; double: number; factor: number }) =>
        acc + double * factor,
      1,
    );
    const driver = driverOf({ ...block, total }, keeping(events, 'total'));
    await driver.execute(['total'], { inputs: { factor: 10 } });
    expect(events).toHaveLength(2);
    expect(events[0]?.inputs).toEqual({ factor: 10 });
    expect(events[0]).not.toHaveProperty('item');
    expect(events[1]?.result).toBe(61);
  });

  test('come for no items, too', async () => {
    const events: Event[] = [];
    const driver = driverOf(folding, keeping(events, 'total'));
    await driver.execute(['total'], { overrides: { item: [] } });
    expect(events).toHaveLength(2);
    expect(events[1]?.result).toBe(0);
  });

  test('tell the error of a step that failed', async () => {
    for (const isAsync of [false, true]) {
      const events: Event[] = [];
      const total = reduce(({ acc, double }: { acc: number; double: number }) => {
        if (double === 4) return isAsync ? Promise.reject(new RangeError('boom')) : boom();
        return acc;
      }, 0);
      const driver = driverOf({ ...block, total }, keeping(events, 'total'));
      const error = await rejectionOf(driver.execute(['total']));
      expect(error).toMatchObject({ node: 'total', item: { index: 1 } });
      expect(events).toHaveLength(2);
      expect(events[1]?.error).toEqual(new RangeError('boom'));
    }
  });

  test('in an outer block come once for each outer item', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        outer: parallelizable(() => [1, 2]),
        inner: function* ({ outer }) {
          yield* [outer, outer];
        },
        total: reduce(({ acc, inner }: { acc: number; inner: number }) => acc + inner, 0),
      },
      noting(seen),
    );
    expect(await driver.execute(['total'])).toEqual({ total: [2, 4] });
    const [first, second] = [0, 1].map((i) =>
      seen.filter((entry) => entry.endsWith(`total[${i}]`)),
    );
    expect([first, second]).toEqual([
      ['>total[0]', '<total[0]'],
      ['>total[1]', '<total[1]'],
    ]);
  });
});
