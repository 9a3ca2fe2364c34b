/**
 * Sentences about executors: what comes to tasks, and what comes of them.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import { watched, type ExecutorSetting } from './executor-setting.ts';
import { isOfKind, makers } from './executor-values.ts';

export function describeValues({ make, facts, driverFor, sharedDriver }: ExecutorSetting): void {
  describe('gives values', () => {
    //  kind ─▶ made ─▶ wasMade ─▶ wereMade
    describe('of every kind, there and back', () => {
      const driver = sharedDriver(2, (builder) =>
        builder.withGroupingStrategy(new GroupNodesIndividually()),
      );
      test.each(Object.keys(makers))('%s', async (kind) => {
        const inputs = { kinds: [kind] };
        const { made, wereMade } = await driver().execute(['made', 'wereMade'], { inputs });
        expect(wereMade).toEqual([true]);
        expect(isOfKind(kind, (made as unknown[])[0])).toBe(true);
      });
    });

    test.runIf(facts.keepsIdentity)('as they are, whatever they are', async () => {
      const odd = [() => 1, Symbol('own'), Object.create({ own: 1 }) as unknown, new WeakMap()];
      const inputs = { kinds: odd };
      const { kind } = await driverFor(make()).execute(['kind'], { inputs });
      (kind as unknown[]).forEach((value, i) => expect(value).toBe(odd[i]));
    });

    test.runIf(!facts.keepsIdentity)('and refuses what cannot travel, with its path', async () => {
      const driver = driverFor(make({ maxTasks: 1 }));
      const odd = [{ call: () => 1 }];
      const there = driver.execute(['made'], { inputs: { kinds: odd } });
      expect(await rejectionOf(there)).toMatchObject({
        name: 'SerializationError',
        code: 'codec/cannot-travel',
        message: expect.stringContaining('kind.call is a function'),
        item: { index: 0, block: 'kind' },
      });
      const back = driver.execute(['odd'], { inputs: { count: 1 } });
      expect(await rejectionOf(back)).toMatchObject({
        name: 'SerializationError',
        code: 'codec/cannot-travel',
        message: expect.stringContaining('odd.list[1].call is a function'),
        node: 'odd',
        item: { index: 0, key: 'key 0', block: 'item' },
      });
      expect(await driver.execute(['square'], { inputs: { count: 2 } })).toEqual({
        square: [0, 100],
      });
    });

    test('in item order, whatever the capacity', async () => {
      for (const maxTasks of facts.isElsewhere ? [1, 3] : [1, 2, 7]) {
        const driver = driverFor(make({ maxTasks }));
        const { square } = await driver.execute(['square'], { inputs: { count: 50 } });
        expect(square).toEqual(Array.from({ length: 50 }, (_, i) => i * i * 100));
      }
    });

    describe('of blocks', () => {
      const driver = sharedDriver(2);

      test('of tasks that know their item', async () => {
        const { place } = await driver().execute(['place'], { inputs: { count: 2 } });
        expect(place).toEqual([
          [0, 0, 'key 0', 'item'],
          [10, 1, 'key 10', 'item'],
        ]);
      });

      test('of tasks that know the item around theirs', async () => {
        const { ofAll } = await driver().execute(['ofAll'], { inputs: { count: 2 } });
        expect(ofAll).toEqual([
          '0a at 0 in key 0, 0b at 1 in key 0',
          '10a at 0 in key 10, 10b at 1 in key 10',
        ]);
      });

      test('to a reduce, in item order', async () => {
        const { total } = await driver().execute(['total'], { inputs: { count: 4 } });
        expect(total).toBe('from 0 100 400 900');
      });

      test('to a second pass over the items', async () => {
        const { centred } = await driver().execute(['centred'], { inputs: { count: 3 } });
        expect(centred).toEqual([0, 100, 400].map((value) => value - 500 / 3));
      });

      test('of no items: an empty list', async () => {
        const inputs = { count: 0, badItem: 1 };
        const { allChecked } = await driver().execute(['allChecked'], { inputs });
        expect(allChecked).toEqual([]);
      });
    });

    test('to a stream, in item order', async () => {
      const seen: unknown[] = [];
      const stream = driverFor(make({ maxTasks: 1 })).stream('square', {
        inputs: { count: Infinity },
      });
      for await (const value of stream) if (seen.push(value) === 5) break;
      expect(seen).toEqual([0, 100, 400, 900, 1600]);
    });

    test('to executes at the same time, each its own', async () => {
      const { executor, log, tooMany } = watched(make({ maxTasks: 2 }));
      const driver = driverFor(executor);
      const counts = [3, 0, 8, 1];
      const results = await Promise.all(
        counts.map((count) => driver.execute(['item', 'square'], { inputs: { count } })),
      );
      expect(results.map(({ square }) => (square as unknown[]).length)).toEqual(counts);
      expect(log.filter((entry) => entry === 'open')).toHaveLength(1);
      expect(tooMany).toEqual([]);
    });
  });
}
