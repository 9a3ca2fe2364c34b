import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  FutureAdapter,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
  SynchronousLocalTaskExecutor,
  type TaskExecutor,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  type GraphError,
  type DictKind,
  type Ending,
  type LifecycleAdapter,
  type NodeCall,
  type TaskCall,
  type UntypedDriver,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import makeNoting, { type Noted, type NotingOptions } from './fixtures/noting-adapter.ts';
import * as futures from './fixtures/futures.ts';
import { executorWith } from './own.ts';

const drivers: UntypedDriver<DictKind>[] = [];
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'icosian-'));
});
afterEach(async () => {
  await Promise.allSettled(drivers.splice(0).map((driver) => driver.close()));
  rmSync(directory, { recursive: true });
});

function driverFor(
  settle: (builder: Builder) => Builder,
  ...adapters: readonly LifecycleAdapter[]
): UntypedDriver<DictKind> {
  const builder = settle(new Builder())
    .withModules(futures)
    .withConfig<object>({ directory })
    .withAdapters(...adapters)
    .withResultBuilder(new DictResult());
  const driver = builder.build().untyped();
  drivers.push(driver);
  return driver;
}

const module = new URL('./fixtures/noting-adapter.ts', import.meta.url);
/** The same here and in workers. */
const noting = (label: string, options: Partial<NotingOptions> = {}): LifecycleAdapter => {
  const own = { directory, label, ...options };
  return { ...makeNoting(own), worker: { module, options: own } };
};
const notes = (): readonly Noted[] => {
  const file = join(directory, 'notes');
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Noted);
};
const here = `${process.pid}/${futures.here()}`;

const problemCodes = (build: () => unknown): readonly string[] => {
  try {
    build();
  } catch (error) {
    return (error as GraphError).errors.map(({ code }) => code);
  }
  return [];
};

describe.each([
  ['threads', () => new MultiThreadingExecutor({ maxTasks: 1 })],
  ['processes', () => new MultiProcessingExecutor({ maxTasks: 1 })],
] as const)('an adapter with a part in workers, in %s,', (_, make) => {
  const remotely = (builder: Builder): Builder => builder.withRemoteExecutor(make());

  test('has its hooks called there, with values and its options, and here for what runs here', async () => {
    const driver = driverFor(remotely, noting('one'));
    const { doubles } = await driver.execute(['doubles'], { inputs: { count: 2 } });
    expect(doubles).toEqual([0, 2]);
    const there = notes().filter(({ place }) => place !== here);
    expect(there.map(({ place: _place, ...others }) => others)).toEqual(
      [0, 1].flatMap((index) => [
        { label: 'one', hook: 'begin', what: `double[${index}]` },
        { label: 'one', hook: 'before', what: 'double', index, inputs: { item: index } },
        { label: 'one', hook: 'after', what: 'double', index, result: 2 * index },
        { label: 'one', hook: 'end', what: `double[${index}]`, result: { double: 2 * index } },
      ]),
    );
    const nodesHere = notes().filter(({ place, hook }) => place === here && hook === 'before');
    expect(nodesHere.map(({ what }) => what)).toEqual(['item', 'doubles']);
  });

  test('alters what nodes and tasks give there; the first given is the outermost', async () => {
    const driver = driverFor(
      remotely,
      noting('more', { more: 1 }),
      noting('factor', { factor: 10 }),
    );
    const outputs = ['double', 'doubles'];
    const inputs = { count: 3 };
    // 20 and 1 more from the task; the collect is a task as well, but gives no number
    expect(await driver.execute(outputs, { inputs })).toEqual({
      double: [1, 21, 41],
      doubles: [1, 21, 41],
    });
    const labels = notes().flatMap(({ hook, what, label, index }) =>
      hook === 'before' && what === 'double' && index === 0 ? [label] : [],
    );
    expect(labels).toEqual(['more', 'factor']);
  });

  test('has no say there without options that travel', async () => {
    const options = { directory, label: 'one', log: () => undefined };
    const driver = driverFor(remotely, {
      ...makeNoting({ directory, label: 'one' }),
      worker: { module, options },
    });
    const error = await rejectionOf(driver.execute(['double'], { inputs: { count: 1 } }));
    expect(error).toMatchObject({ name: 'SerializationError' });
    expect(error.message).toContain('options.log');
  });

  test('ends the run where its hook fails there', async () => {
    const driver = driverFor(remotely, noting('one', { failAt: 'double' }));
    const error = await rejectionOf(driver.execute(['double'], { inputs: { count: 1 } }));
    expect(error).toMatchObject({
      code: 'lifecycle/hook-failed',
      message: expect.stringContaining(
        'The hook beforeNode of one failed: RangeError: full',
      ) as string,
    });
  });

  test('may have its part there alone', async () => {
    const options = { directory, label: 'there', factor: 5 };
    const driver = driverFor(remotely, { worker: { module, options } });
    expect(await driver.execute(['double'], { inputs: { count: 2 } })).toEqual({ double: [0, 10] });
    expect(notes().every(({ place }) => place !== here)).toBe(true);
    expect(notes().length).toBeGreaterThan(0);
  });
});

describe.each([
  ['threads', () => new MultiThreadingExecutor({ maxTasks: 1 })],
  ['processes', () => new MultiProcessingExecutor({ maxTasks: 1 })],
] as const)('an adapter without a part in workers, in %s,', (_, make) => {
  const remotely = (builder: Builder): Builder => builder.withRemoteExecutor(make());
  type Event = Partial<NodeCall & TaskCall & Ending>;

  /** Notes what it is told of nodes. */
  const watching = (): { readonly told: [string, Event][]; readonly adapter: LifecycleAdapter } => {
    const told: [string, Event][] = [];
    const adapter: LifecycleAdapter = {
      beforeNode: (event) => void told.push([`before ${event.node.name}`, event]),
      afterNode: (event) => void told.push([`after ${event.node.name}`, event]),
    };
    return { told, adapter };
  };

  test('is told once the task is back, in order: names, items, times and who, but no values', async () => {
    const { told, adapter } = watching();
    const driver = driverFor(remotely, adapter);
    await driver.execute(['itemPlace'], { inputs: { count: 2 } });
    for (const index of [0, 1]) {
      const ofItem = told.filter(([, { item }]) => item?.index === index);
      expect(ofItem.map(([words]) => words)).toEqual([
        'before double',
        'after double',
        'before itemPlace',
        'after itemPlace',
      ]);
      for (const [words, event] of ofItem) {
        expect(event.inputs).toEqual({});
        expect(event).not.toHaveProperty('result');
        expect(event).not.toHaveProperty('error');
        expect(event.worker).toMatch(/^(thread|process)-1$/);
        expect(event.item).toMatchObject({ index, block: 'item' });
        expect(event.node?.scope).toEqual(['item']);
        if (words.startsWith('after')) expect(event.durationMs).toBeGreaterThanOrEqual(0);
      }
    }
  });

  test('is told of inner blocks: one end for each beginning, and the items around', async () => {
    const { told, adapter } = watching();
    const driver = driverFor(remotely, adapter);
    await driver.execute(['parts'], { inputs: { count: 3 } });
    const there = told.filter(([, { worker }]) => worker !== undefined);
    const keyOf = ([words, { item }]: (typeof there)[number]): string =>
      `${words.replace(/^\w+ /, '')} ${JSON.stringify(item)}`;
    const counts = Map.groupBy(there, keyOf);
    expect(counts.size).toBe(9);
    for (const events of counts.values()) {
      expect(events.map(([words]) => words.split(' ')[0])).toEqual(['before', 'after']);
    }
  });

  test('is told why a node failed', async () => {
    const { told, adapter } = watching();
    const driver = driverFor(
      (builder) => builder.withLocalExecutor(make()).withRemoteExecutor(make()),
      adapter,
    );
    const error = await rejectionOf(driver.execute(['failing'], { inputs: { x: 7 } }));
    expect(error).toMatchObject({ code: 'node/failed', node: 'failing' });
    const ofFailing = told.filter(([words]) => words.endsWith(' failing'));
    expect(ofFailing.map(([words]) => words)).toEqual(['before failing', 'after failing']);
    expect(ofFailing[1]?.[1].error).toMatchObject({ name: 'RangeError', message: 'no 7' });
    expect(ofFailing[1]?.[1]).not.toHaveProperty('result');
  });

  test('stands beside one that has a part there', async () => {
    const { told, adapter } = watching();
    const driver = driverFor(remotely, adapter, noting('one'));
    await driver.execute(['double'], { inputs: { count: 1 } });
    const ofDouble = told.filter(([words]) => words.endsWith(' double'));
    expect(ofDouble.map(([words]) => words)).toEqual(['before double', 'after double']);
    const noted = notes().filter(({ what }) => what === 'double');
    expect(noted.map(({ hook }) => hook)).toEqual(['before', 'after']);
    expect(noted.every(({ place }) => place !== here)).toBe(true);
  });
});

describe('middleware without a part in workers', () => {
  const middleware: readonly LifecycleAdapter[] = [
    { name: 'nodes', executeNode: (_, next) => next() },
    { name: 'tasks', executeTask: (_, next) => next() },
  ];
  const manager = (...executors: readonly TaskExecutor[]) => ({
    executors,
    executorFor: () => executors[0] as TaskExecutor,
  });

  const elsewhere: Readonly<Record<string, (builder: Builder) => Builder>> = {
    threads: (builder) => builder.withRemoteExecutor(new MultiThreadingExecutor()),
    processes: (builder) => builder.withRemoteExecutor(new MultiProcessingExecutor()),
    FutureAdapter: (builder) => builder.withAdapters(new FutureAdapter()),
    'an execution manager with one of them': (builder) =>
      builder.withExecutionManager(
        manager(new SynchronousLocalTaskExecutor(), new MultiThreadingExecutor()),
      ),
    'local threads': (builder) => builder.withLocalExecutor(new MultiThreadingExecutor()),
    "a user's executor that says so": (builder) =>
      builder.withRemoteExecutor(executorWith({ isElsewhere: true })),
  };
  test.each(Object.entries(elsewhere))('is refused at build with %s', (_, settle) => {
    for (const adapter of middleware) {
      expect(problemCodes(() => driverFor(settle, adapter))).toEqual(['builder/adapter-stays']);
    }
    expect(problemCodes(() => driverFor(settle, ...middleware))).toEqual([
      'builder/adapter-stays',
      'builder/adapter-stays',
    ]);
    // with one it is not, nor are hooks alone
    expect(problemCodes(() => driverFor(settle, noting('one', { factor: 2, more: 1 })))).toEqual(
      [],
    );
    expect(problemCodes(() => driverFor(settle, { beforeNode: () => undefined }))).toEqual([]);
  });

  const staying: Readonly<Record<string, (builder: Builder) => Builder>> = {
    'no executor': (builder) => builder,
    SynchronousLocalTaskExecutor: (builder) =>
      builder.withRemoteExecutor(new SynchronousLocalTaskExecutor()),
    "a user's executor that runs tasks here": (builder) =>
      builder.withRemoteExecutor(executorWith({ submit: (task) => task.run() })),
  };
  test.each(Object.entries(staying))('acts as ever with %s', async (_, settle) => {
    const seen: string[] = [];
    const driver = driverFor(settle, {
      executeNode: ({ node }, next) => {
        seen.push(node.name);
        return next();
      },
    });
    const { doubles } = await driver.execute(['doubles'], { inputs: { count: 2 } });
    expect(doubles).toEqual([0, 2]);
    expect(seen.toSorted()).toEqual(['double', 'double', 'doubles', 'item']);
  });
});
