import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFrame, type LazyDataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { FutureAdapter, GroupNodesIndividually } from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  WorkerCrashError,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { quiet, rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, kinds } from './faults.ts';
import { encodingsHere } from './fixtures/part.ts';
import * as regressions from './fixtures/regressions.ts';

const { driverOf, directory } = faultStage();
type Executor = ReturnType<typeof executorOf>;

const individually = (executor: Executor): UntypedDriver<DictKind> =>
  driverOf(executor, (builder) =>
    builder.withModules<[object]>(regressions).withGroupingStrategy(new GroupNodesIndividually()),
  );
const byBlocks = (executor: Executor): UntypedDriver<DictKind> =>
  driverOf(executor, (builder) => builder.withModules<[object]>(regressions));

/** What a file says that nodes write to; empty: there is none. */
const noted = (name: string): string => {
  const file = join(directory(), name);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** A lazy frame whose computing lasts until it is let go on. */
function lazyUntil(): { lazy: LazyDataFrame; isAsked: Promise<void>; go: () => Promise<void> } {
  const asked = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const lazy = DataFrame({ x: [1, 2, 3] }).lazy();
  lazy.collect = async () => {
    asked.resolve();
    await gate.promise;
    return DataFrame({ x: [1, 2, 3] });
  };
  const go = async (): Promise<void> => {
    gate.resolve();
    await quiet();
  };
  return { lazy, isAsked: asked.promise, go };
}

describe('a value that a worker gave', () => {
  const outputs = ['holds', 'readHere', 'readAgain'];
  const expected = { holds: 3, readHere: 30, readAgain: 33 };

  test.each(kinds)('is read by this thread, and then by other workers: %s', async (kind) => {
    const driver = individually(executorOf(kind, { maxTasks: 2 }));
    const inputs = { directory: directory() };
    expect(await driver.execute(outputs, { inputs })).toEqual(expected);
    expect(await driver.execute(outputs, { inputs })).toEqual(expected);
  });

  test('is read so under FutureAdapter, too', async () => {
    const builder = new Builder()
      .withModules<[object]>(regressions)
      .withAdapters(new FutureAdapter({ maxWorkers: 2 }));
    const driver = builder.withResultBuilder(new DictResult()).build().untyped();
    const inputs = { directory: directory() };
    const results = await Promise.allSettled([driver.execute(outputs, { inputs })]);
    await driver.close();
    expect(results).toEqual([{ status: 'fulfilled', value: expected }]);
  });

  test.each(kinds)(
    'is sent again where a worker died after this thread read it: %s',
    async (kind) => {
      const driver = individually(executorOf(kind, { retries: 2 }));
      const inputs = { directory: directory(), count: 4 };
      expect(await driver.execute(['allMourned', 'peeked'], { inputs })).toEqual({
        allMourned: [3, 4, 5, 6],
        peeked: 3,
      });
    },
  );
});

describe.each(kinds)('a message that structured clone refuses, to %s', (kind) => {
  const bad = Object.assign(
    Array.from({ length: 5000 }, (_, i) => i),
    { also: () => 1 },
  );

  test('fails its task alone, which is named', async () => {
    const driver = byBlocks(executorOf(kind));
    const good = Array.from({ length: 300 }, () => [1, 2, 3]);
    const threes = good.map(() => 3);
    expect(await driver.execute(['lengths'], { inputs: { lists: good } })).toEqual({
      lengths: threes,
    });
    const lists = [...good, bad, ...good];
    const error = await rejectionOf(driver.execute(['lengths'], { inputs: { lists } }));
    expect(error).toMatchObject({
      name: 'SerializationError',
      node: 'length',
      item: { index: 300, block: 'list' },
    });
    expect(await driver.execute(['lengths'], { inputs: { lists: good } })).toEqual({
      lengths: threes,
    });
  });

  test('leaves what is sent later right', async () => {
    const driver = individually(executorOf(kind));
    const lengthOf = (list: readonly unknown[]): Promise<unknown> =>
      driver.execute(['length'], { overrides: { list: [list] } });
    for (let i = 0; i < 2; i++) {
      expect(await rejectionOf(lengthOf(bad))).toMatchObject({ node: 'length' });
      expect(await lengthOf([1, 2, 3])).toEqual({ length: [3] });
    }
  });
});

describe('a task that is packed later', () => {
  /** Afterwards its tasks are known to be short: a worker gets two messages. */
  async function warmUp(driver: UntypedDriver<DictKind>): Promise<void> {
    const given = { directory: directory() };
    for (let i = 0; i < 3; i++) {
      const lazy = DataFrame({ x: [1] }).lazy();
      await driver.execute(['height'], { inputs: { ...given, lazy } });
      await driver.execute(['exits'], { inputs: { ...given, order: 'stay' } });
    }
  }

  test.each(kinds)('does not hide at which message a worker of %s is', async (kind) => {
    const driver = individually(executorOf(kind));
    const given = { directory: directory() };
    await warmUp(driver);
    const { lazy, isAsked, go } = lazyUntil();
    const later = driver.execute(['height'], { inputs: { ...given, lazy } });
    await isAsked;
    const exiting = rejectionOf(driver.execute(['exits'], { inputs: { ...given, order: 'exit' } }));
    while (noted('exits') === '') await quiet();
    await go();
    mark(directory(), 'sent');
    expect(await exiting).toBeInstanceOf(WorkerCrashError);
    expect(await later).toEqual({ height: 3 });
    // never again: there are no retries
    expect(noted('exits')).toBe('x');
  });

  test('has all of its time only from when it is sent', async () => {
    const driver = individually(executorOf('threads', { timeout: 500 }));
    await warmUp(driver);
    const given = { directory: directory() };
    const before = driver.execute(['exits'], { inputs: { ...given, order: 'wait' } });
    while (noted('exits') === '') await quiet();
    const { lazy, isAsked, go } = lazyUntil();
    const later = driver.execute(['height'], { inputs: { ...given, lazy } });
    await isAsked;
    mark(directory(), 'sent');
    expect(await before).toEqual({ exits: 'wait' });
    // longer than the timeout
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await go();
    expect(await later).toEqual({ height: 3 });
  });

  test('never runs where its run was aborted meanwhile', async () => {
    const driver = individually(executorOf('threads'));
    const given = { directory: directory() };
    await driver.execute(['exits'], { inputs: { ...given, order: 'stay' } });
    const { lazy, isAsked, go } = lazyUntil();
    const controller = new AbortController();
    const { signal } = controller;
    const run = rejectionOf(driver.execute(['height'], { inputs: { ...given, lazy }, signal }));
    await isAsked;
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    await go();
    // the worker answers what it is sent later
    expect(await driver.execute(['exits'], { inputs: { ...given, order: 'stay' } })).toEqual({
      exits: 'stay',
    });
    expect(noted('heights')).toBe('');
  });

  test('leaves no rejection unheard where another of its values is refused', async () => {
    const driver = individually(executorOf('threads'));
    const failed = Promise.withResolvers<void>();
    const lazy = DataFrame({ x: [1] }).lazy();
    lazy.collect = async () => {
      await quiet();
      failed.resolve();
      throw new RangeError('it cannot be computed');
    };
    const inputs = { first: lazy, second: () => 1 };
    const error = await rejectionOf(driver.execute(['refused'], { inputs }));
    expect(error).toMatchObject({ name: 'SerializationError' });
    await failed.promise;
    // faultStage looks for it
    await quiet();
  });
});

describe('what many tasks read is encoded once', () => {
  test('a list of a node', async () => {
    const driver = byBlocks(executorOf('threads', { maxTasks: 2 }));
    encodingsHere();
    const { allRead } = await driver.execute(['allRead'], { inputs: { count: 400 } });
    expect(allRead).toEqual(Array.from({ length: 400 }, (_, i) => i + 10));
    expect(encodingsHere()).toBe(10);
  });

  test('a list of an item, for the items within it', async () => {
    const driver = byBlocks(executorOf('threads', { maxTasks: 2 }));
    encodingsHere();
    const { allOuter } = await driver.execute(['allOuter'], { inputs: { count: 5 } });
    expect(allOuter).toEqual([0, 1, 2, 3, 4].map((i) => [i + 10, i + 10, i + 10]));
    expect(encodingsHere()).toBe(50);
  });

  test('a list that was gathered', async () => {
    const driver = byBlocks(executorOf('threads', { maxTasks: 2 }));
    encodingsHere();
    const { allGathered } = await driver.execute(['allGathered'], { inputs: { count: 20 } });
    expect(allGathered).toEqual(Array.from({ length: 20 }, (_, i) => i + 20));
    expect(encodingsHere()).toBe(20);
  });
});
