/**
 * Executors and execution managers of a user's own: what they may do, and what becomes of what they do wrong.
 */
import { describe, expect, test, vi } from 'vitest';
import {
  SynchronousLocalTaskExecutor,
  type ExecutionManager,
  type Task,
  type TaskExecutor,
  type TaskOutcome,
} from '../../src/executors/index.ts';
import {
  IcosianError,
  TaskError,
  collect,
  type Builder,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';

hearsEveryRejection();

//  item ─▶ double ─▶ all        3 items
const block: Loose = {
  item: function* () {
    yield* [1, 2, 3];
  },
  double: ({ item }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
};
const doubled = { all: [2, 4, 6] };

/** An executor that runs its tasks here, but for what `own` says. */
const executorWith = (own: Partial<TaskExecutor> = {}): TaskExecutor => ({
  name: 'mine',
  capacity: 2,
  open: async () => {},
  submit: (task) => task.run(),
  close: async () => {},
  ...own,
});

const remotely = (own: Partial<TaskExecutor>, functions = block): UntypedDriver<DictKind> =>
  driverWith(functions, (builder) => builder.withRemoteExecutor(executorWith(own)));

const routed = (manager: ExecutionManager, functions = block): UntypedDriver<DictKind> =>
  driverWith(functions, (builder) => builder.withExecutionManager(manager));

const never = (): Promise<never> => new Promise(() => undefined);
const full = new RangeError('full');
const throwing = (): never => {
  throw full;
};

describe("a user's executor", () => {
  test('gets the dataflow before the first task: its modules, config and graph', async () => {
    const open = vi.fn<TaskExecutor['open']>(async () => {});
    const config: {} = { region: 'EU' };
    const driver = driverWith(block, (builder) =>
      builder.withConfig(config).withRemoteExecutor(executorWith({ open })),
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
    expect(tasks).toEqual(
      [0, 1, 2].map((index) => ({
        id: `double[${index}]`,
        runId: tasks[0]?.runId,
        nodes: ['double'],
        where: 'remote',
        scope: ['item'],
        item: { index, key: String(index), block: 'item' },
        run: expect.any(Function) as unknown,
      })),
    );
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

describe("a user's executor that fails", () => {
  test.each<[string, TaskExecutor['submit']]>([
    ['by rejecting', () => Promise.reject(full)],
    ['by throwing', throwing],
    ['later', async () => (await quiet(), throwing())],
  ])('%s gives a TaskError with its error as the cause', async (_words, submit) => {
    const error = await rejectionOf<TaskError>(remotely({ submit }).execute(['all']));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({
      code: 'task/executor-failed',
      item: { index: 0, key: '0', block: 'item' },
    });
    expect(error.cause).toBe(full);
    expect(error.message).toBe(
      'The executor mine failed at the task "double[0]": RangeError: full',
    );
  });

  test.each([undefined, null, 'words', 0])('with %o gives a TaskError, too', async (reason) => {
    const error = await rejectionOf<TaskError>(
      remotely({ submit: () => Promise.reject(reason) }).execute(['all']),
    );
    expect(error).toBeInstanceOf(TaskError);
    expect(error.cause).toBe(reason);
  });

  test("with one of icosian's errors is passed on", async () => {
    const crash = new IcosianError('mine/crashed', 'It crashed.');
    expect(
      await rejectionOf(remotely({ submit: () => Promise.reject(crash) }).execute(['all'])),
    ).toBe(crash);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['the values alone', [2]],
    ['no list of values', { values: 2 }],
    ['too few values', { values: [] }],
    ['too many values', { values: [1, 2] }],
  ])('by giving %s gives a TaskError', async (_words, outcome) => {
    for (const given of [outcome, Promise.resolve(outcome)]) {
      const error = await rejectionOf(remotely({ submit: () => given as never }).execute(['all']));
      expect(error).toBeInstanceOf(TaskError);
      expect(error).toMatchObject({ code: 'task/bad-outcome', item: { index: 0 } });
      expect(error.message).toBe(
        'The executor mine gave no outcome for the task "double[0]".\n  → give back what task.run() gives: { values: […] }',
      );
    }
  });

  test('by giving undefined for a value does not hand it on to a node', async () => {
    const seen: unknown[] = [];
    const functions: Loose = {
      ...block,
      all: collect(({ double }: { double: number[] }) => (seen.push(...double), 1)),
    };
    const submit = async (): Promise<TaskOutcome> => ({ values: [undefined] });
    await rejectionOf(remotely({ submit }, functions).execute(['all']));
    expect(seen).toEqual([]);
  });

  test('leaves the driver usable, with its whole capacity', async () => {
    let isBroken = true;
    const capacity = 2;
    let underWay = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const submit = async (task: Task): Promise<TaskOutcome> => {
      if (isBroken) throwing();
      most = Math.max(most, ++underWay);
      await gate.promise;
      underWay--;
      return task.run();
    };
    const driver = remotely({ submit, capacity });
    await rejectionOf(driver.execute(['all']));
    isBroken = false;
    const run = driver.execute(['all']);
    await quiet();
    gate.resolve();
    expect(await run).toEqual(doubled);
    expect(most).toBe(capacity);
  });

  test('by never settling is let go of when the run is aborted: there is room again', async () => {
    let isStuck = true;
    const submit = (task: Task): Promise<TaskOutcome> => (isStuck ? never() : task.run());
    const driver = remotely({ submit, capacity: 1 });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort('enough');
    expect(await run).toMatchObject({ code: 'run/aborted', cause: 'enough' });
    isStuck = false;
    expect(await driver.execute(['all'])).toEqual(doubled);
    await driver.close();
  });

  test('after the run was aborted is not heard any more', async () => {
    const gates: PromiseWithResolvers<TaskOutcome>[] = [];
    const submit = (): Promise<TaskOutcome> => {
      const gate = Promise.withResolvers<TaskOutcome>();
      gates.push(gate);
      return gate.promise;
    };
    const driver = remotely({ submit });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    expect(gates).toHaveLength(2);
    gates[0]?.reject(full);
    gates[1]?.resolve({ values: [1] });
    await quiet();
    expect(gates).toHaveLength(2);
    // a late return makes no further room: its place was free already
    const again = driver.execute(['all']);
    await quiet();
    expect(gates).toHaveLength(4);
    await driver.close();
    await rejectionOf(again);
  });

  test('is let go of when another task of the run fails', async () => {
    const submit = (task: Task): Promise<TaskOutcome> =>
      task.item?.index === 0 ? never() : task.run();
    const functions: Loose = { ...block, double: ({ item }) => (item === 2 ? throwing() : item) };
    const driver = remotely({ submit }, functions);
    for (const _ of [1, 2, 3]) {
      expect(await rejectionOf(driver.execute(['all']))).toMatchObject({
        code: 'node/failed',
        item: { index: 1 },
      });
    }
  });
});

describe('opening an executor', () => {
  test('that fails fails the run with a TaskError; the next one tries again', async () => {
    let attempts = 0;
    const open = async (): Promise<void> => {
      if (attempts++ === 0) throwing();
    };
    const driver = remotely({ open });
    const error = await rejectionOf<TaskError>(driver.execute(['all']));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'task/open-failed', cause: full });
    expect(error.message).toBe('The executor mine failed to open: RangeError: full');
    expect(await driver.execute(['all'])).toEqual(doubled);
    await driver.execute(['all']);
    expect(attempts).toBe(2);
  });

  test('that throws fails in the same way', async () => {
    const error = await rejectionOf(remotely({ open: throwing }).execute(['all']));
    expect(error).toMatchObject({ code: 'task/open-failed', cause: full });
  });

  test('that fails has the others closed that were opened', async () => {
    const log: string[] = [];
    const noting = (name: string, open: () => Promise<void>): TaskExecutor =>
      executorWith({
        name,
        open: async () => {
          log.push(`open ${name}`);
          await open();
        },
        close: async () => void log.push(`close ${name}`),
      });
    const driver = driverWith(block, (builder) =>
      builder
        .withLocalExecutor(noting('local', async () => {}))
        .withRemoteExecutor(noting('remote', async () => throwing())),
    );
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ code: 'task/open-failed' });
    expect(log).toEqual(['open local', 'open remote', 'close local']);
    await driver.close();
    expect(log).toHaveLength(3);
  });

  test('is waited for by all executes that begin meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const open = vi.fn(() => gate.promise);
    const submit = vi.fn((task: Task) => task.run());
    const driver = remotely({ open, submit });
    const runs = [driver.execute(['all']), driver.execute(['all'])];
    await quiet();
    expect(submit).not.toHaveBeenCalled();
    gate.resolve();
    expect(await Promise.all(runs)).toEqual([doubled, doubled]);
    expect(open).toHaveBeenCalledOnce();
  });

  test('that takes its time does not keep a run from being aborted', async () => {
    const gate = Promise.withResolvers<void>();
    const driver = remotely({ open: () => gate.promise });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    gate.resolve();
    expect(await driver.execute(['all'])).toEqual(doubled);
  });

  test('is finished before it is closed', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const driver = remotely({
      open: async () => {
        await gate.promise;
        log.push('opened');
      },
      close: async () => void log.push('closed'),
    });
    const run = rejectionOf(driver.execute(['all']));
    await quiet();
    const closing = driver.close();
    await quiet();
    expect(log).toEqual([]);
    gate.resolve();
    await closing;
    expect(log).toEqual(['opened', 'closed']);
    expect(await run).toMatchObject({ code: 'driver/closed-while-running' });
  });
});

describe('closing an executor', () => {
  test('that fails makes close() reject with a TaskError; the others are closed', async () => {
    const closed: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withLocalExecutor(executorWith({ name: 'bad', close: async () => throwing() }))
        .withRemoteExecutor(executorWith({ close: async () => void closed.push('mine') })),
    );
    await driver.execute(['all']);
    const error = await rejectionOf<TaskError>(driver.close());
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'task/close-failed', cause: full });
    expect(error.message).toBe('The executor bad failed to close: RangeError: full');
    expect(closed).toEqual(['mine']);
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ code: 'driver/closed' });
  });

  test('that throws fails in the same way', async () => {
    const driver = remotely({ close: throwing });
    await driver.execute(['all']);
    expect(await rejectionOf(driver.close())).toMatchObject({ code: 'task/close-failed' });
  });

  test('that takes its time is waited for', async () => {
    const gate = Promise.withResolvers<void>();
    let isClosed = false;
    const driver = remotely({ close: () => gate.promise });
    await driver.execute(['all']);
    const closing = driver.close().then(() => (isClosed = true));
    await quiet();
    expect(isClosed).toBe(false);
    gate.resolve();
    await closing;
  });

  test('happens after the runs under way have ended', async () => {
    const log: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withRemoteExecutor(
          executorWith({ submit: never, close: async () => void log.push('closed') }),
        )
        .withAdapters({
          afterExecute: async () => {
            await quiet();
            log.push('ended');
          },
        }),
    );
    const run = rejectionOf(driver.execute(['all']));
    await quiet();
    await driver.close();
    expect(log).toEqual(['ended', 'closed']);
    await run;
  });
});

describe("a user's execution manager", () => {
  const [one, two] = ['one', 'two'].map((name) => executorWith({ name })) as [
    TaskExecutor,
    TaskExecutor,
  ];
  /** Which executor got which tasks. */
  const executorsOf = async (
    settle: (builder: Builder) => Builder,
  ): Promise<Record<string, string>> => {
    const got: Record<string, string> = {};
    const driver = driverWith(block, (builder) =>
      settle(builder).withAdapters({
        beforeTaskSubmit: ({ task, executor }) => (got[task.id] = executor),
      }),
    );
    expect(await driver.execute(['all'])).toEqual(doubled);
    return got;
  };

  test('decides for each task, whatever its group asks for', async () => {
    const asked: string[] = [];
    const manager: ExecutionManager = {
      executors: [one, two],
      executorFor: (task) => {
        asked.push(`${task.id} ${task.where}`);
        if (task.where === 'local') return two;
        return task.item?.index === 1 ? two : one;
      },
    };
    expect(await executorsOf((builder) => builder.withExecutionManager(manager))).toEqual({
      'double[0]': 'one',
      'double[1]': 'two',
      'double[2]': 'one',
      all: 'two',
    });
    expect(asked).toEqual([
      'double[0] remote',
      'double[1] remote',
      'double[2] remote',
      'all local',
    ]);
  });

  test('is called as a method', async () => {
    class Manager implements ExecutionManager {
      readonly executors = [one];
      executorFor(): TaskExecutor {
        return this.executors[0] as TaskExecutor;
      }
    }
    expect(
      await executorsOf((builder) => builder.withExecutionManager(new Manager())),
    ).toMatchObject({ all: 'one' });
  });

  test('that gives none of its own executors fails the run with a TaskError', async () => {
    const foreign = executorWith({ name: 'foreign' });
    for (const given of [foreign, undefined, 'one', Promise.resolve(one)]) {
      const manager = { executors: [one], executorFor: () => given as TaskExecutor };
      const error = await rejectionOf(routed(manager).execute(['all']));
      expect(error).toBeInstanceOf(TaskError);
      expect(error).toMatchObject({ code: 'task/unknown-executor', item: { index: 0 } });
      expect(error.message).toBe(
        'The execution manager sent the task "double[0]" to an executor that is not among its own.\n  → list it in the executors of the manager: the driver opens and closes those',
      );
    }
  });

  test('that throws fails the run with a TaskError, and is asked again the next time', async () => {
    let isBroken = true;
    const manager: ExecutionManager = {
      executors: [one],
      executorFor: () => (isBroken ? throwing() : one),
    };
    const driver = routed(manager);
    const error = await rejectionOf<TaskError>(driver.execute(['all']));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'task/manager-failed', cause: full, item: { index: 0 } });
    expect(error.message).toBe(
      'The execution manager failed at the task "double[0]": RangeError: full',
    );
    isBroken = false;
    expect(await driver.execute(['all'])).toEqual(doubled);
  });

  test('has all of its executors opened and closed, each once', async () => {
    const log: string[] = [];
    const noting = (name: string): TaskExecutor =>
      executorWith({
        name,
        open: async () => void log.push(`open ${name}`),
        close: async () => void log.push(`close ${name}`),
      });
    const [used, unused] = [noting('used'), noting('unused')] as const;
    const driver = routed({ executors: [used, unused, used], executorFor: () => used });
    await driver.execute(['all']);
    await driver.close();
    expect(log).toEqual(['open used', 'open unused', 'close used', 'close unused']);
  });
});
