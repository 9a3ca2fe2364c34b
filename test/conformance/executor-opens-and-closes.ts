/**
 * Sentences about executors: how they are opened and closed, by one driver and by several.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { rejectionOf } from '../execution/driver-of.ts';
import * as frames from './executor-frames.ts';
import { watched, type ExecutorSetting } from './executor-setting.ts';
import { mark, marked } from './executor-values.ts';

export function describeLife({ make, driverFor, directory }: ExecutorSetting): void {
  describe('is opened and closed', () => {
    test('once by its driver: before the first task, and with the driver', async () => {
      const { executor, log } = watched(make({ maxTasks: 1 }));
      const driver = driverFor(executor);
      expect(log).toEqual([]);
      const inputs = { count: 1 };
      await driver.execute(['square'], { inputs });
      await driver.execute(['square'], { inputs });
      const once = ['submit', 'end of run'];
      expect(log).toEqual(['open', 'opened', ...once, ...once]);
      await Promise.all([driver.close(), driver.close()]);
      await driver.close();
      expect(log.slice(6)).toEqual(['close']);
    });

    test('with the dataflow that was accepted, which is that of its tasks', async () => {
      const { executor, dataflows } = watched(make({ maxTasks: 1 }));
      const driver = driverFor(executor);
      const [dataflow] = dataflows.get('accept') ?? [];
      expect(dataflow?.graph.nodes.get('square')?.scope).toEqual(['item']);
      expect(dataflows.size).toBe(1);
      const inputs = { count: 2 };
      await driver.execute(['square'], { inputs });
      await rejectionOf(driver.execute(['checked'], { inputs: { count: 1, badItem: 0 } }));
      for await (const _ of driver.stream('square', { inputs })) break;
      await driver.close();
      const counts = [...dataflows].map(([method, sources]) => {
        expect(new Set(sources)).toEqual(new Set([dataflow]));
        return [method, sources.length];
      });
      // a run ends, however it ended
      expect(Object.fromEntries(counts)).toMatchObject({ accept: 1, open: 1, endRun: 3, close: 1 });
    });

    test('for each run: it ends after its tasks, and with its own number', async () => {
      const inner = make({ maxTasks: 2 });
      const ended: string[] = [];
      const tasks = new Map<string, number>();
      const underWay = new Map<string, number>();
      const executor = watched(inner).executor;
      const driver = driverFor({
        ...executor,
        capacity: inner.capacity,
        submit: async (task, signal) => {
          expect(ended).not.toContain(task.runId);
          tasks.set(task.runId, (tasks.get(task.runId) ?? 0) + 1);
          underWay.set(task.runId, (underWay.get(task.runId) ?? 0) + 1);
          const outcome = await inner.submit(task, signal);
          underWay.set(task.runId, (underWay.get(task.runId) ?? 0) - 1);
          return outcome;
        },
        endRun: async (runId, source) => {
          expect(underWay.get(runId)).toBe(0);
          ended.push(runId);
          await inner.endRun?.(runId, source);
        },
      });
      const counts = [3, 5];
      await Promise.all(counts.map((count) => driver.execute(['square'], { inputs: { count } })));
      expect(new Set(ended)).toEqual(new Set(tasks.keys()));
      expect([...tasks.values()].toSorted((a, b) => a - b)).toEqual(counts);
    });

    test('not at all, where nothing ran', async () => {
      const { executor, log } = watched(make({ maxTasks: 1 }));
      await driverFor(executor).close();
      expect(log).toEqual([]);
    });

    test('by each of two drivers, for which it is a recipe', async () => {
      const executor = make({ maxTasks: 1 });
      const [one, other] = [driverFor(executor), driverFor(executor)];
      const inputs = { count: 3 };
      const squares = { square: [0, 100, 400] };
      const runs = [one, other].map((driver) => driver.execute(['square'], { inputs }));
      expect(await Promise.all(runs)).toEqual([squares, squares]);
      await one.close();
      expect(await other.execute(['square'], { inputs })).toEqual(squares);
    });

    test('by two drivers of two dataflows: when one is closed, the other works on', async () => {
      const { executor, dataflows } = watched(make({ maxTasks: 1 }));
      const numbers = driverFor(executor);
      const tables = driverFor(executor, undefined, frames);
      const heights = { heights: [1, 2] };
      const inputs = { sizes: [1, 2] };
      const [squares, first] = await Promise.all([
        numbers.execute(['square'], { inputs: { count: 2 } }),
        tables.execute(['heights'], { inputs }),
      ]);
      expect([squares, first]).toEqual([{ square: [0, 100] }, heights]);
      expect(new Set(dataflows.get('open')).size).toBe(2);

      const waiting = numbers.execute(['waited'], {
        inputs: { count: 2, directory: directory() },
      });
      await marked(directory(), 'begun 0');
      await tables.close();
      mark(directory(), 'go');
      expect(await waiting).toEqual({ waited: [0, 10] });
      expect(dataflows.get('close')).toEqual([dataflows.get('open')?.[1]]);
      expect(await rejectionOf(tables.execute(['heights'], { inputs }))).toMatchObject({
        code: 'driver/closed',
      });
      expect(await numbers.execute(['square'], { inputs: { count: 1 } })).toEqual({ square: [0] });
    });

    test('while one of two drivers runs: the other works on', async () => {
      const executor = make({ maxTasks: 1 });
      const [one, other] = [driverFor(executor), driverFor(executor, undefined, frames)];
      const inputs = { count: 2, directory: directory() };
      const ended = rejectionOf(one.execute(['waited'], { inputs }));
      await marked(directory(), 'begun 0');
      const [closed, tables] = await Promise.all([
        one.close(),
        other.execute(['heights'], { inputs: { sizes: [3] } }),
      ]);
      expect(closed).toBeUndefined();
      expect(await ended).toMatchObject({ code: 'driver/closed-while-running' });
      expect(tables).toEqual({ heights: [3] });
    });

    test('while it runs: the run is aborted, and execute is an error then', async () => {
      const driver = driverFor(make({ maxTasks: 2 }));
      const inputs = { count: 3, directory: directory() };
      const ended = rejectionOf(driver.execute(['waited'], { inputs }));
      await marked(directory(), 'begun 0');
      await driver.close();
      expect(await ended).toMatchObject({ code: 'driver/closed-while-running' });
      expect(await rejectionOf(driver.execute(['square'], { inputs: { count: 1 } }))).toMatchObject(
        { code: 'driver/closed' },
      );
    });
  });
}
