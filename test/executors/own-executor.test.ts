import { describe, expect, test, vi } from 'vitest';
import {
  SynchronousLocalTaskExecutor,
  type Task,
  type TaskExecutor,
  type TaskOutcome,
} from '../../src/executors/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, doubled, executorWith, full, never, remotely, throwing } from './own.ts';

hearsEveryRejection();

describe("a user's executor", () => {
  test('gets the dataflow before the first task: its modules, config and graph', async () => {
    const open = vi.fn<TaskExecutor['open']>(async () => {});
    const given: {} = { region: 'EU' };
    const driver = driverWith(block, (builder) =>
      builder.withConfig(given).withRemoteExecutor(executorWith({ open })),
    );
    expect(open).not.toHaveBeenCalled();
    await driver.execute(['all']);
    expect(open).toHaveBeenCalledOnce();
    const { modules, config, graph } = open.mock.calls[0]?.[0] ?? expect.fail();
    expect(modules).toHaveLength(1);
    expect(modules[0]).toMatchObject(block);
    expect(config).toEqual({ region: 'EU' });
    expect([...graph.nodes.keys()]).toEqual(expect.arrayContaining(['item', 'double', 'all']));
  });

  test('gets a task for each item, which says what it is', async () => {
    const tasks: Task[] = [];
    const submit = (task: Task): Promise<TaskOutcome> => (tasks.push(task), task.run());
    expect(await remotely({ submit }).execute(['all'])).toEqual(doubled);
    expect(
      tasks.map(({ id, runId, nodes, where, scope, item, values, isShared, given }) => {
        return { id, runId, nodes, where, scope, item, values, isShared, given };
      }),
    ).toEqual(
      [0, 1, 2].map((index) => ({
        id: `double[${index}]`,
        runId: tasks[0]?.runId,
        nodes: ['double'],
        where: 'remote',
        scope: ['item'],
        item: { index, key: String(index), block: 'item' },
        values: [index + 1],
        isShared: [false],
        given: new Map(),
      })),
    );
    // one object for all of them
    expect(new Set(tasks.map(({ program }) => program)).size).toBe(1);
    expect(tasks[0]?.program).toMatchObject({
      scope: ['item'],
      nodes: ['double'],
      takes: ['item'],
      gives: ['double'],
      resources: [],
    });
  });

  test('gets tasks of different executes under different run ids', async () => {
    const ids = new Set<string>();
    const submit = (task: Task): Promise<TaskOutcome> => (ids.add(task.runId), task.run());
    const driver = remotely({ submit });
    await driver.execute(['all']);
    await driver.execute(['all']);
    expect(ids.size).toBe(2);
  });

  test('may change what comes of a task', async () => {
    const submit = async (task: Task): Promise<TaskOutcome> => {
      const { values } = await task.run();
      return { values: values.map((value) => -(value as number)) };
    };
    expect(await remotely({ submit }).execute(['all'])).toEqual({ all: [-2, -4, -6] });
  });

  test('may give an outcome without running the task', async () => {
    const submit = async (): Promise<TaskOutcome> => ({ values: [7] });
    expect(await remotely({ submit }).execute(['all'])).toEqual({ all: [7, 7, 7] });
  });

  test('may run a task again that failed', async () => {
    //  item ─▶ begun ─▶ double      the first attempt at double fails, after begun has taken the item
    for (const isAsync of [false, true]) {
      const calls: number[] = [];
      const attempt = (begun: number): number => {
        calls.push(begun);
        return calls.indexOf(begun) === calls.length - 1 ? throwing() : begun * 2;
      };
      const functions: Loose = {
        ...block,
        begun: ({ item }) => (isAsync ? quiet().then(() => item) : item),
        double: ({ begun }) => (isAsync ? quiet().then(() => attempt(begun)) : attempt(begun)),
      };
      const submit = (task: Task): Promise<TaskOutcome> => task.run().catch(() => task.run());
      expect(await remotely({ submit }, functions).execute(['all'])).toEqual(doubled);
      expect(calls).toHaveLength(6);
    }
  });

  test('may run a task twice, and take either outcome', async () => {
    const submit = (task: Task): Promise<TaskOutcome> => Promise.race([task.run(), task.run()]);
    expect(await remotely({ submit }).execute(['all'])).toEqual(doubled);
  });

  test('may wrap another one', async () => {
    const inner = new SynchronousLocalTaskExecutor({ maxTasks: 1 });
    const seen: string[] = [];
    class Noting implements TaskExecutor {
      readonly name = `noting ${inner.name}`;
      readonly capacity = inner.capacity;
      async open(): Promise<void> {
        seen.push('open');
        await inner.open();
      }
      async submit(task: Task): Promise<TaskOutcome> {
        seen.push(`> ${task.id}`);
        const outcome = await inner.submit(task);
        seen.push(`< ${task.id}`);
        return outcome;
      }
      async close(): Promise<void> {
        seen.push('close');
        await inner.close();
      }
    }
    const driver = driverWith(block, (builder) => builder.withRemoteExecutor(new Noting()));
    expect(await driver.execute(['all'])).toEqual(doubled);
    await driver.close();
    const task = (i: number): string[] => [`> double[${i}]`, `< double[${i}]`];
    expect(seen).toEqual(['open', ...task(0), ...task(1), ...task(2), 'close']);
  });

  test.each([1, 2, 3])('is never given more than its capacity: %i', async (capacity) => {
    let underWay = 0;
    let most = 0;
    const gates: (() => void)[] = [];
    const submit = async (task: Task): Promise<TaskOutcome> => {
      most = Math.max(most, ++underWay);
      await new Promise<void>((resolve) => gates.push(resolve));
      underWay--;
      return task.run();
    };
    const functions: Loose = {
      ...block,
      item: function* () {
        yield* [0, 1, 2, 3, 4, 5, 6];
      },
    };
    const driver = remotely({ submit, capacity }, functions);
    const runs = Promise.all([driver.execute(['all']), driver.execute(['all'])]);
    for (await quiet(); gates.length > 0; await quiet()) gates.shift()?.();
    const all = [0, 2, 4, 6, 8, 10, 12];
    expect(await runs).toEqual([{ all }, { all }]);
    expect(most).toBe(capacity);
  });

  test('that never gives an item back leaves other executes their turn', async () => {
    // its capacity is two: one is stuck, the other one is free
    const submit = (task: Task): Promise<TaskOutcome> =>
      task.nodes.includes('stuck') ? never() : task.run();
    const functions: Loose = {
      ...block,
      one: function* () {
        yield 1;
      },
      stuck: ({ one }) => one,
    };
    const driver = remotely({ submit }, functions);
    const controller = new AbortController();
    const stuck = rejectionOf(driver.execute(['stuck'], { signal: controller.signal }));
    await quiet();
    expect(await driver.execute(['all'])).toEqual(doubled);
    controller.abort();
    expect(await stuck).toMatchObject({ code: 'run/aborted' });
  });

  test('that takes the local tasks gets those outside of blocks, too', async () => {
    const ids: string[] = [];
    const submit = (task: Task): Promise<TaskOutcome> => (ids.push(task.id), task.run());
    const driver = driverWith({ ...block, last: ({ all }) => all.length }, (builder) =>
      builder.withLocalExecutor(executorWith({ submit })),
    );
    expect(await driver.execute(['last'])).toEqual({ last: 3 });
    expect(ids).toEqual(['double[0]', 'double[1]', 'double[2]', 'all', 'last']);
  });

  test('gets the next item as soon as it has room, whoever made it', async () => {
    const gates = new Map<string, PromiseWithResolvers<void>>();
    const functions: Loose = {
      item: function* ({ count }) {
        for (let i = 0; i < count; i++) yield i;
      },
      wait: async ({ item, who }) => {
        const gate = Promise.withResolvers<void>();
        gates.set(`${who} ${item}`, gate);
        await gate.promise;
        return item;
      },
    };
    const driver = remotely({ capacity: 2 }, functions);
    const one = driver.execute(['wait'], { inputs: { who: 'one', count: 1 } });
    await quiet();
    const other = driver.execute(['wait'], { inputs: { who: 'other', count: 2 } });
    await quiet();
    expect([...gates.keys()]).toEqual(['one 0', 'other 0']);
    gates.get('one 0')?.resolve();
    await one;
    await quiet();
    const begun = [...gates.keys()];
    for (; gates.size > 0; await quiet()) {
      for (const gate of gates.values()) gate.resolve();
      gates.clear();
    }
    await other;
    expect(begun).toEqual(['one 0', 'other 0', 'other 1']);
  });

  test('hears by its signal that a run is over, and only then', async () => {
    const signals: AbortSignal[] = [];
    const submit = (task: Task, signal: AbortSignal): Promise<TaskOutcome> => {
      signals.push(signal);
      return task.item?.index === 1 ? Promise.reject(full) : task.run();
    };
    const driver = remotely({ submit });
    const error = await rejectionOf(driver.execute(['all']));
    expect(signals.every((signal) => signal.aborted)).toBe(true);
    expect(signals[0]?.reason).toBe(error);
    signals.length = 0;
    await driver.execute(['double'], { overrides: { item: [5] } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});
