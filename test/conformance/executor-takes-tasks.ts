/**
 * Sentences about executors: how many tasks they take, what becomes of those that fail, and of runs that are aborted.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { AbortError, NodeExecutionError } from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as dataflow from './executor-dataflow.ts';
import { watched, type ExecutorSetting } from './executor-setting.ts';
import { mark, marked } from './executor-values.ts';

export function describeTasks({ make, driverFor, directory, begun }: ExecutorSetting): void {
  describe('takes tasks', () => {
    test.each([1, 2, 5])('up to its capacity, all at once: %i', async (maxTasks) => {
      const { executor, most, tooMany } = watched(make({ maxTasks }));
      const inputs = { count: 12, directory: directory() };
      const run = driverFor(executor).execute(['waited'], { inputs });
      const all = Array.from({ length: maxTasks }, (_, i) => `begun ${i * 10}`);
      // comes only where nobody waits for another
      await marked(directory(), ...all);
      expect(begun()).toHaveLength(maxTasks);
      expect(most()).toBe(executor.capacity);
      mark(directory(), 'go');
      expect((await run)['waited']).toHaveLength(12);
      expect(tooMany).toEqual([]);
    });

    test('for no more items of a generator than it has room for', async () => {
      const before = dataflow.asked;
      const controller = new AbortController();
      const executor = make({ maxTasks: 3 });
      const run = driverFor(executor).execute(['waited'], {
        inputs: { count: Infinity, directory: directory() },
        signal: controller.signal,
      });
      await marked(directory(), 'begun 0', 'begun 10', 'begun 20');
      expect(dataflow.asked - before).toBeLessThanOrEqual(executor.capacity);
      controller.abort();
      await rejectionOf(run);
    });

    test('of two executes up to its capacity, both together', async () => {
      const { executor, tooMany } = watched(make({ maxTasks: 3 }));
      const driver = driverFor(executor);
      const inputs = { count: 6, directory: directory() };
      const runs = [1, 2].map(() => driver.execute(['waited'], { inputs }));
      await marked(directory(), 'begun 0');
      mark(directory(), 'go');
      for (const { waited } of await Promise.all(runs)) {
        expect(waited).toEqual([0, 10, 20, 30, 40, 50]);
      }
      expect(tooMany).toEqual([]);
    });

    test('never more than capacity × batch of them, however many and small they are', async () => {
      const { executor, most, mostInOne, tooMany } = watched(make({ maxTasks: 2 }));
      const driver = driverFor(executor);
      const inputs = { count: 2000 };
      for (let i = 0; i < 3; i++) {
        const { square } = await driver.execute(['square'], { inputs });
        expect((square as unknown[]).at(-1)).toBe(19_990 ** 2);
      }
      expect(tooMany).toEqual([]);
      expect(most()).toBeLessThanOrEqual(executor.capacity * mostInOne());
      expect(mostInOne()).toBeLessThanOrEqual(256);
    });
  });

  describe('whose task fails', () => {
    test("gives the user's error as it was, with the node and the item", async () => {
      const run = driverFor(make({ maxTasks: 2 })).execute(['allChecked'], {
        inputs: { count: 5, badItem: 20 },
      });
      const error = await rejectionOf<NodeExecutionError>(run);
      expect(error).toBeInstanceOf(NodeExecutionError);
      expect(error).toMatchObject({
        code: 'node/failed',
        node: 'checked',
        item: { index: 2, key: 'key 20', block: 'item' },
      });
      expect(error.message).toContain('failed at item 2 ("key 20") of "item": RangeError: full');
      const cause = error.cause as RangeError & { code: string };
      expect(cause).toBeInstanceOf(Error);
      expect(cause).toMatchObject({ name: 'RangeError', message: 'full', code: 'FULL' });
      expect(cause.stack).toContain('executor-dataflow');
      expect(cause.cause).toMatchObject({ name: 'TypeError', message: 'no such colour' });
    });

    test("gives icosian's own errors as themselves", async () => {
      const run = driverFor(make({ maxTasks: 2 })).execute(['nothing'], {
        inputs: { count: 3, badItem: 10 },
      });
      expect(await rejectionOf(run)).toMatchObject({
        name: 'InvalidNodeError',
        code: 'node/returned-undefined',
        node: 'nothing',
        item: { index: 1, key: 'key 10', block: 'item' },
      });
    });

    test('aborts those under way through $signal', async () => {
      const run = driverFor(make({ maxTasks: 3 })).execute(['heard'], {
        inputs: { count: 3, badItem: 10, directory: directory() },
      });
      expect(await rejectionOf(run)).toMatchObject({ code: 'node/failed', item: { index: 1 } });
      await marked(directory(), 'aborted 0', 'aborted 20');
    });

    test('begins no others', async () => {
      const { executor, log } = watched(make({ maxTasks: 1 }));
      const run = driverFor(executor).execute(['allChecked'], {
        inputs: { count: 1000, badItem: 0 },
      });
      await rejectionOf(run);
      expect(log.filter((entry) => entry === 'submit').length).toBeLessThanOrEqual(
        executor.capacity,
      );
    });

    test('can be used again', async () => {
      const driver = driverFor(make({ maxTasks: 2 }));
      for (const badItem of [0, 10, 20, 30]) {
        await rejectionOf(driver.execute(['checked'], { inputs: { count: 4, badItem } }));
      }
      expect(await driver.execute(['checked'], { inputs: { count: 2, badItem: -1 } })).toEqual({
        checked: [0, 10],
      });
    });
  });

  describe('whose run is aborted', () => {
    test('rejects with the reason, and tells the tasks under way by $signal', async () => {
      const controller = new AbortController();
      const run = driverFor(make({ maxTasks: 2 })).execute(['heard'], {
        inputs: { count: 2, badItem: -1, directory: directory() },
        signal: controller.signal,
      });
      await marked(directory(), 'begun 0', 'begun 10');
      controller.abort('enough');
      const error = await rejectionOf<AbortError>(run);
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({ code: 'run/aborted', cause: 'enough' });
      await marked(directory(), 'aborted 0', 'aborted 10');
    });

    test('has room again, even where a task goes on', async () => {
      const driver = driverFor(make({ maxTasks: 1 }));
      const controller = new AbortController();
      const run = driver.execute(['waited'], {
        inputs: { count: 3, directory: directory() },
        signal: controller.signal,
      });
      await marked(directory(), 'begun 0');
      controller.abort();
      await rejectionOf(run);
      expect(await driver.execute(['square'], { inputs: { count: 2 } })).toEqual({
        square: [0, 100],
      });
      expect(begun()).toHaveLength(1);
    });

    test('before it began takes nothing', async () => {
      const { executor, log } = watched(make({ maxTasks: 2 }));
      const signal = AbortSignal.abort();
      const run = driverFor(executor).execute(['square'], { inputs: { count: 2 }, signal });
      expect(await rejectionOf(run)).toBeInstanceOf(AbortError);
      expect(log).not.toContain('submit');
    });

    test('by leaving a stream can be used again', async () => {
      const driver = driverFor(make({ maxTasks: 2 }));
      const stream = driver.stream('square', { inputs: { count: Infinity } });
      for await (const _ of stream) break;
      const { square } = await driver.execute(['square'], { inputs: { count: 2 } });
      expect(square).toEqual([0, 100]);
    });
  });
}
