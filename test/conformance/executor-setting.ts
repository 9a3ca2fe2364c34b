/**
 * What the sentences about executors share: an executor to state them of, drivers for it, and a directory.
 *
 * @module
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { DataflowSource, TaskExecutor } from '../../src/executors/index.ts';
import { Builder, DictResult, type DictKind, type UntypedDriver } from '../../src/index.ts';
import * as dataflow from './executor-dataflow.ts';
import { mark } from './executor-values.ts';

/** What the suite cannot know about an executor. */
export interface ExecutorFacts {
  /** Whether values never leave the thread: then each comes back as itself, whatever it is. */
  readonly keepsIdentity: boolean;
  /** Tasks that it takes for each that runs: that one, and those that are on their way. @default 1 */
  readonly tasksPerWorker?: number;
  /** Whether tasks leave this thread. @default false */
  readonly isElsewhere?: boolean;
}

/** Makes one that runs so many tasks at a time. */
export type MakeExecutor = (options?: { readonly maxTasks?: number }) => TaskExecutor;

/** What sentences are stated of, and what they need for that. */
export interface ExecutorSetting {
  readonly make: MakeExecutor;
  readonly facts: Required<ExecutorFacts>;
  /** A driver of the suite's dataflow, or of `modules`, that sends tasks to this executor; closed after the test. */
  readonly driverFor: (
    executor: TaskExecutor,
    settle?: (builder: Builder) => Builder,
    ...modules: readonly object[]
  ) => UntypedDriver<DictKind>;
  /** One such driver for all tests of a `describe`, which do not disturb each other: a pool takes its time to start. */
  readonly sharedDriver: (
    maxTasks: number,
    settle?: (builder: Builder) => Builder,
    ...modules: readonly object[]
  ) => () => UntypedDriver<DictKind>;
  /** Where tasks say by files what they do: of its own for each test. */
  readonly directory: () => string;
  /** The items that say that they have begun. */
  readonly begun: () => readonly string[];
}

/** Call it inside of a `describe`. */
export function executorSetting(make: MakeExecutor, facts: ExecutorFacts): ExecutorSetting {
  const drivers: UntypedDriver<DictKind>[] = [];
  let directory = '';

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'icosian-'));
  });
  afterEach(async () => {
    // whoever still waits goes on
    mark(directory, 'go');
    await Promise.all(drivers.splice(0).map((driver) => driver.close()));
    rmSync(directory, { recursive: true });
  });

  const build = (
    executor: TaskExecutor,
    settle: (builder: Builder) => Builder = (builder) => builder,
    ...modules: readonly object[]
  ): UntypedDriver<DictKind> => {
    const builder = settle(new Builder()).withModules(
      ...(modules.length === 0 ? [dataflow] : modules),
    );
    const remote = builder.withRemoteExecutor(executor).withResultBuilder(new DictResult());
    return remote.build().untyped();
  };

  return {
    make,
    facts: { tasksPerWorker: 1, isElsewhere: false, ...facts },
    driverFor: (executor, settle, ...modules) => {
      const driver = build(executor, settle, ...modules);
      drivers.push(driver);
      return driver;
    },
    sharedDriver: (maxTasks, settle, ...modules) => {
      let driver: UntypedDriver<DictKind>;
      beforeAll(() => {
        driver = build(make({ maxTasks }), settle, ...modules);
      });
      afterAll(() => driver.close());
      return () => driver;
    },
    directory: () => directory,
    begun: () => readdirSync(directory).filter((file) => file.startsWith('begun')),
  };
}

/** An executor and what was asked of it. */
export interface Watched {
  readonly executor: TaskExecutor;
  readonly log: string[];
  /** Of each call of `accept`, `open`, `endRun` and `close`, its dataflow; of each task, its own. */
  readonly dataflows: Map<string, DataflowSource[]>;
  /** Tasks submitted and not returned: how many there were at most. */
  readonly most: () => number;
  /** How many tasks it took in the place of one, at most. */
  readonly mostInOne: () => number;
  /** Tasks that were submitted when there was no room for them: how many others there were, and for how many there was room. */
  readonly tooMany: readonly { readonly others: number; readonly room: number }[];
}

export function watched(inner: TaskExecutor): Watched {
  const log: string[] = [];
  const dataflows = new Map<string, DataflowSource[]>();
  const tooMany: { others: number; room: number }[] = [];
  let underWay = 0;
  let most = 0;
  let mostInOne = 1;
  const note = (method: string, source: DataflowSource): void => {
    const known = dataflows.get(method);
    if (known === undefined) dataflows.set(method, [source]);
    else known.push(source);
  };
  const executor: TaskExecutor = {
    name: inner.name,
    capacity: inner.capacity,
    batchOf: (program) => inner.batchOf?.(program) ?? 1,
    isElsewhere: inner.isElsewhere ?? false,
    accept: (source) => {
      note('accept', source);
      inner.accept?.(source);
    },
    open: async (source) => {
      log.push('open');
      note('open', source);
      await inner.open(source);
      log.push('opened');
    },
    submit: async (task, signal) => {
      log.push('submit');
      note('submit', task.dataflow);
      const batch = inner.batchOf?.(task.program) ?? 1;
      mostInOne = Math.max(mostInOne, batch);
      const room = inner.capacity * mostInOne;
      if (underWay >= room) tooMany.push({ others: underWay, room });
      most = Math.max(most, ++underWay);
      try {
        return await inner.submit(task, signal);
      } finally {
        underWay--;
      }
    },
    endRun: async (runId, source) => {
      log.push('end of run');
      note('endRun', source);
      await inner.endRun?.(runId, source);
    },
    close: async (source) => {
      log.push('close');
      if (source !== undefined) note('close', source);
      await inner.close(source);
    },
  };
  return { executor, log, dataflows, most: () => most, mostInOne: () => mostInOne, tooMany };
}
