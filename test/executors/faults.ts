/**
 * What the tests of faults have in common: executors with workers, drivers that are closed, and a look at what is left.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import {
  MultiProcessingExecutor,
  MultiThreadingExecutor,
  type ProcessingOptions,
  type TaskExecutor,
  type ThreadingOptions,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  type DictKind,
  type IcosianError,
  type UntypedDriver,
} from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import { childrenHere } from './fixtures/children.ts';
import * as faulty from './fixtures/faulty.ts';

export type Kind = 'threads' | 'processes';
export const kinds: readonly Kind[] = ['threads', 'processes'];

/** The module that drivers have unless told otherwise; the compiler need not know its names. */
export const faultyModule: object = faulty;

/** An executor whose workers are called worker-1, worker-2, …; one at a time, unless told otherwise. */
export const executorOf = (
  kind: Kind,
  options: ThreadingOptions & ProcessingOptions = {},
): TaskExecutor =>
  kind === 'threads'
    ? new MultiThreadingExecutor({ maxTasks: 1, threadNamePrefix: 'worker', ...options })
    : new MultiProcessingExecutor({ maxTasks: 1, processNamePrefix: 'worker', ...options });

/** The names of this process's threads; Node gives them those of its workers from version 24 on. */
export const threadNames = (): readonly string[] =>
  readdirSync('/proc/self/task').map((id) => {
    try {
      return readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim();
    } catch {
      return '';
    }
  });

/** Fails unless no worker is there, soon: the system takes its time to forget them. */
export const expectNoWorkers = (): Promise<void> =>
  vi.waitFor(
    () => {
      expect(childrenHere()).toEqual([]);
      expect(threadNames().filter((name) => name.startsWith('worker-'))).toEqual([]);
    },
    { timeout: 5000, interval: 10 },
  );

/** For a race with what might hang: it is there long before. */
export const hanging = (ms = 10_000): Promise<string> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms, 'it hangs').unref();
  });

/** The message of an error without what differs from machine to machine. */
export const sentenceOf = ({ message }: Error): string =>
  message
    .replaceAll(/(?:\/|test\/)[^\s"]*\/([\w-]+\.ts):\d+/g, '$1')
    .replaceAll(/directory = "[^\n]*"/g, 'directory = …');

/** What a test of faults works with. */
export interface Stage {
  /** Where nodes say what they do. */
  readonly directory: () => string;
  /** A driver that is closed when the test is over. */
  readonly driverOf: (
    executor: TaskExecutor,
    settle?: (builder: Builder) => Builder,
  ) => UntypedDriver<DictKind>;
  readonly run: (
    driver: UntypedDriver<DictKind>,
    orders: readonly string[],
    signal?: AbortSignal,
  ) => Promise<unknown>;
  /** What came of a run that failed. */
  readonly failureOf: (
    driver: UntypedDriver<DictKind>,
    orders: readonly string[],
  ) => Promise<IcosianError>;
  /** What began, with its attempt, in the order in which it did. */
  readonly begun: () => readonly string[];
  /** The warnings since the test began. */
  readonly warnings: readonly string[];
  /** What a rejection that nobody heard had for a reason. */
  readonly unheard: readonly unknown[];
}

/** Sets up a stage for every test of a file. Afterwards no worker is left, and no rejection was unheard. */
export function faultStage(): Stage {
  let directory = '';
  const drivers: UntypedDriver<DictKind>[] = [];
  const warnings: string[] = [];
  const unheard: unknown[] = [];
  const onWarning = ({ name, message }: Error): void => {
    if (name === 'IcosianWarning') warnings.push(message);
  };
  const onUnheard = (reason: unknown): void => void unheard.push(reason);

  beforeAll(() => {
    process.on('warning', onWarning);
    process.on('unhandledRejection', onUnheard);
  });
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'icosian-'));
    warnings.length = 0;
    unheard.length = 0;
  });
  afterEach(async () => {
    mark(directory, 'go');
    await Promise.all(drivers.splice(0).map((driver) => driver.close()));
    rmSync(directory, { recursive: true });
    await expectNoWorkers();
    expect(unheard).toEqual([]);
  });
  afterAll(() => {
    process.off('warning', onWarning);
    process.off('unhandledRejection', onUnheard);
  });

  const run: Stage['run'] = async (driver, orders, signal) => {
    const inputs = { orders, directory };
    const { all } = await driver.execute(['all'], { inputs, ...(signal && { signal }) });
    return all;
  };
  return {
    directory: () => directory,
    driverOf(executor, settle = (builder) => builder.withModules(faultyModule)) {
      const builder = settle(new Builder()).withRemoteExecutor(executor);
      const driver = builder.withResultBuilder(new DictResult()).build().untyped();
      drivers.push(driver);
      return driver;
    },
    run,
    failureOf: (driver, orders) => rejectionOf(run(driver, orders)),
    begun() {
      const file = join(directory, 'begun');
      return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    },
    warnings,
    unheard,
  };
}
