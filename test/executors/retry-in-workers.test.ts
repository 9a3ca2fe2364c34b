import { threadId } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import {
  FutureAdapter,
  GroupNodesIndividually,
  MultiThreadingExecutor,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  NodeExecutionError,
  TimeoutError,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as tries from './fixtures/tries.ts';

const drivers: UntypedDriver<DictKind>[] = [];
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.close()));
});

function driverWith(settle: (builder: Builder) => Builder): UntypedDriver<DictKind> {
  const builder = settle(new Builder()).withModules(tries);
  const driver = builder.withResultBuilder(new DictResult()).build().untyped();
  drivers.push(driver);
  return driver;
}

const ways: readonly [string, (builder: Builder) => Builder][] = [
  [
    'threads',
    (builder) =>
      builder
        .withGroupingStrategy(new GroupNodesIndividually())
        .withRemoteExecutor(new MultiThreadingExecutor({ maxTasks: 1 })),
  ],
  ['futures', (builder) => builder.withAdapters(new FutureAdapter({ maxWorkers: 1 }))],
];

describe.each(ways)('with %s', (_, settle) => {
  test('a node is tried again where it runs', async () => {
    const { third } = await driverWith(settle).execute(['third']);
    const [thread, count, attempt] = third as readonly number[];
    expect(thread).not.toBe(threadId);
    expect([count, attempt]).toEqual([3, 3]);
  });

  test('a failure says how often it was tried', async () => {
    const running = driverWith(settle).execute(['hopeless'], { inputs: { x: 5 } });
    const error = await rejectionOf(running);
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error.message).toContain(' failed after 2 tries: RangeError: 5 is too much');
    expect(error.cause).toBeInstanceOf(RangeError);
  });

  test('a timeout comes as itself', async () => {
    const error = await rejectionOf(driverWith(settle).execute(['slow']));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'node/timeout', node: 'slow' });
  });

  test('a limited node runs in this thread', async () => {
    const { forecast } = await driverWith(settle).execute(['forecast']);
    expect(forecast).toEqual([
      ['Oslo', threadId],
      ['Rome', threadId],
      ['Bern', threadId],
    ]);
  });
});
