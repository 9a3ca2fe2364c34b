/**
 * Who runs the tasks of a driver and how they are cut: said to the builder, or as settings of `new Driver({ … })`.
 */
import { describe, expect, test } from 'vitest';
import {
  GroupNodesAllAsOne,
  SynchronousLocalTaskExecutor,
  type ExecutionManager,
  type Task,
  type TaskExecutor,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  Driver,
  GraphError,
  collect,
  createModule,
  type DictKind,
  type DriverSettings,
  type UntypedDriver,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';

//  item ─▶ double ─▶ all        2 items
const block: object = createModule({
  item: function* (): Generator<number> {
    yield* [1, 2];
  },
  double: ({ item }: { item: number }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
});
//  a ─▶ b
const plain: object = createModule({ a: () => 1, b: ({ a }: { a: number }) => a + 1 });

/** An executor that notes its name with all that is asked of it. */
const noting = (log: string[], name: string): TaskExecutor => ({
  name,
  capacity: 4,
  open: async () => void log.push(`open ${name}`),
  submit: (task: Task) => (log.push(`${task.id} ${name}`), task.run()),
  close: async () => void log.push(`close ${name}`),
});

type TaskSettings = Pick<
  DriverSettings,
  | 'dynamicExecution'
  | 'localExecutor'
  | 'remoteExecutor'
  | 'executionManager'
  | 'groupingStrategy'
  | 'adapters'
>;

/** The two ways in which a driver is told its settings. */
const ways: [string, (modules: object, settings: TaskSettings) => UntypedDriver<DictKind>][] = [
  [
    'the builder',
    (modules, settings) => {
      let builder: Builder = new Builder().withModules(modules);
      const { localExecutor, remoteExecutor, executionManager, groupingStrategy } = settings;
      if (settings.dynamicExecution === true) builder = builder.enableDynamicExecution();
      if (localExecutor) builder = builder.withLocalExecutor(localExecutor);
      if (remoteExecutor) builder = builder.withRemoteExecutor(remoteExecutor);
      if (executionManager) builder = builder.withExecutionManager(executionManager);
      if (groupingStrategy) builder = builder.withGroupingStrategy(groupingStrategy);
      for (const adapter of settings.adapters ?? []) builder = builder.withAdapters(adapter);
      return builder.withResultBuilder(new DictResult()).build().untyped();
    },
  ],
  [
    'new Driver({ … })',
    (modules, settings) =>
      new Driver({
        modules: [modules],
        resultBuilder: new DictResult(),
        ...(settings as object),
      }).untyped(),
  ],
];

describe.each(ways)('said to %s', (_way, make) => {
  test('nothing: no executor is asked for, and all runs here', async () => {
    expect(await make(block, {}).execute(['all'])).toEqual({ all: [2, 4] });
    expect(await make(plain, {}).execute(['b'])).toEqual({ b: 2 });
  });

  test('dynamic execution: runs by tasks without a block, too', async () => {
    const ids: string[] = [];
    const adapters = [{ beforeTask: ({ task }: { task: { id: string } }) => ids.push(task.id) }];
    expect(await make(plain, { adapters }).execute(['b'])).toEqual({ b: 2 });
    expect(ids).toEqual([]);
    const driver = make(plain, { adapters, dynamicExecution: true });
    expect(await driver.execute(['b'])).toEqual({ b: 2 });
    expect(ids).toEqual(['a', 'b']);
  });

  test('a local executor: runs all tasks', async () => {
    const log: string[] = [];
    const driver = make(block, { localExecutor: noting(log, 'local') });
    expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
    expect(log).toEqual(['open local', 'double[0] local', 'double[1] local', 'all local']);
  });

  test('a local executor: runs by tasks without a block, too', async () => {
    const log: string[] = [];
    const driver = make(plain, { localExecutor: noting(log, 'local') });
    expect(await driver.execute(['b'])).toEqual({ b: 2 });
    expect(log).toEqual(['open local', 'a local', 'b local']);
  });

  test('a remote executor: runs the tasks of blocks, the others stay', async () => {
    const log: string[] = [];
    const driver = make(block, { remoteExecutor: noting(log, 'remote') });
    expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
    expect(log).toEqual(['open remote', 'double[0] remote', 'double[1] remote']);
  });

  test('both executors: each runs its own', async () => {
    const log: string[] = [];
    const driver = make(block, {
      localExecutor: noting(log, 'local'),
      remoteExecutor: noting(log, 'remote'),
    });
    expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
    expect(log.slice(2)).toEqual(['double[0] remote', 'double[1] remote', 'all local']);
  });

  test('one executor for both: it is opened and closed once', async () => {
    const log: string[] = [];
    const both = noting(log, 'both');
    const driver = make(block, { localExecutor: both, remoteExecutor: both });
    await driver.execute(['all']);
    await driver.close();
    expect(log).toEqual([
      'open both',
      'double[0] both',
      'double[1] both',
      'all both',
      'close both',
    ]);
  });

  test('an execution manager: decides for each task', async () => {
    const log: string[] = [];
    const [even, odd] = [noting(log, 'even'), noting(log, 'odd')];
    const executionManager: ExecutionManager = {
      executors: [even, odd],
      executorFor: ({ item }) => (item?.index === 1 ? odd : even),
    };
    const driver = make(block, { executionManager });
    expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
    expect(log.slice(2)).toEqual(['double[0] even', 'double[1] odd', 'all even']);
  });

  test('a grouping strategy: cuts the request', async () => {
    const log: string[] = [];
    const driver = make(plain, {
      groupingStrategy: new GroupNodesAllAsOne(),
      remoteExecutor: noting(log, 'remote'),
    });
    expect(await driver.execute(['b'])).toEqual({ b: 2 });
    expect(log).toEqual(['open remote', 'a+1 remote']);
  });

  test('a manager beside executors is refused', () => {
    const local = noting([], 'local');
    const executionManager = { executors: [local], executorFor: () => local };
    for (const settings of [
      { localExecutor: local },
      { remoteExecutor: local },
      { localExecutor: local, remoteExecutor: local },
    ]) {
      const refused = (): unknown => make(block, { executionManager, ...settings });
      expect(refused).toThrow(GraphError);
      expect(refused).toThrow(
        expect.objectContaining({ code: 'builder/manager-and-executor' }) as Error,
      );
    }
  });

  test('all that is wrong is told at once', () => {
    const wrong = {
      localExecutor: {} as TaskExecutor,
      remoteExecutor: { ...noting([], ''), capacity: 0 },
      groupingStrategy: {} as GroupNodesAllAsOne,
    };
    let codes: readonly string[] = [];
    try {
      make(block, wrong);
    } catch (error) {
      codes = (error as GraphError).errors.map(({ code }) => code);
    }
    expect(codes).toEqual([
      'builder/bad-executor',
      'builder/bad-executor',
      'builder/bad-executor',
      'builder/bad-strategy',
    ]);
  });

  test('close() closes the executors that were opened, and execute is an error then', async () => {
    const log: string[] = [];
    const settings = {
      localExecutor: noting(log, 'local'),
      remoteExecutor: noting(log, 'remote'),
    };
    const driver = make(block, settings);
    await driver.execute(['all']);
    log.length = 0;
    await driver.close();
    await driver.close();
    await driver[Symbol.asyncDispose]();
    expect(log).toEqual(['close local', 'close remote']);
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ code: 'driver/closed' });
    expect(log).toHaveLength(2);
    // a driver that never ran opened nothing
    await make(block, settings).close();
    expect(log).toHaveLength(2);
  });
});

describe('the methods of the builder', () => {
  test('never change it: each gives a new one', async () => {
    const log: string[] = [];
    const base: Builder = new Builder().withModules(plain);
    const local = noting(log, 'local');
    const made = [
      base.enableDynamicExecution(),
      base.withLocalExecutor(local),
      base.withRemoteExecutor(local),
      base.withExecutionManager({ executors: [local], executorFor: () => local }),
      base.withGroupingStrategy(new GroupNodesAllAsOne()),
    ];
    expect(new Set([base, ...made]).size).toBe(6);
    await base.withResultBuilder(new DictResult()).build().untyped().execute(['b']);
    expect(log).toEqual([]);
  });

  test('say it again: the last one counts', async () => {
    const log: string[] = [];
    const driver = new Builder()
      .withModules(plain)
      .withLocalExecutor(noting(log, 'first'))
      .withLocalExecutor(noting(log, 'second'))
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    await driver.execute(['b']);
    await driver.close();
    expect(log).toEqual(['open second', 'a second', 'b second', 'close second']);
  });

  test('make drivers that share their executors as recipes: each opens and closes its own', async () => {
    const log: string[] = [];
    const builder = new Builder().withModules(plain).withLocalExecutor(noting(log, 'one'));
    const [first, second] = [builder.build().untyped(), builder.build().untyped()];
    await first.execute(['a']);
    await second.execute(['a']);
    await first.close();
    await second.execute(['a']);
    await second.close();
    expect(log).toEqual([
      'open one',
      'a one',
      'open one',
      'a one',
      'close one',
      'a one',
      'close one',
    ]);
  });
});

test('a local executor of this thread says how many items overlap', async () => {
  for (const [maxTasks, expected] of [
    [1, 1],
    [2, 2],
    [64, 3],
  ] as const) {
    let underWay = 0;
    let most = 0;
    const driver = new Builder()
      .withModules(
        createModule({
          item: function* (): Generator<number> {
            yield* [1, 2, 3];
          },
          waits: async ({ item }: { item: number }) => {
            most = Math.max(most, ++underWay);
            await Promise.resolve();
            underWay--;
            return item;
          },
        }) as object,
      )
      .withLocalExecutor(new SynchronousLocalTaskExecutor({ maxTasks }))
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    expect(await driver.execute(['waits'])).toEqual({ waits: [1, 2, 3] });
    expect(most).toBe(expected);
  }
});

test('a driver that only tells about its graph opens nothing', () => {
  const log: string[] = [];
  const driver = new Builder()
    .withModules(plain)
    .withRemoteExecutor(noting(log, 'remote'))
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  driver.validateExecution(['b']);
  driver.exportExecution(['b']);
  expect(driver.listAvailableVariables()).toHaveLength(2);
  expect(log).toEqual([]);
});
