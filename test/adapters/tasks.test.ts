import { describe, expect, test, vi } from 'vitest';
import {
  GroupNodesAllAsOne,
  GroupNodesIndividually,
  SynchronousLocalTaskExecutor,
} from '../../src/executors/index.ts';
import {
  collect,
  parallelizable,
  type Ending,
  type LifecycleAdapter,
  type TaskEvent,
} from '../../src/index.ts';
import { driverOf, driverWith, quiet, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, named, noting, plain, positions, withAdapters } from './note-tasks.ts';

hearsEveryRejection();

describe('the hooks of tasks', () => {
  test('come in this order', async () => {
    const log: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withAdapters(
          {
            beforeExecute: () => log.push('>run'),
            afterExecute: () => log.push('<run'),
            beforeNode: ({ node, item }) => log.push(`>${node.name}${positions(item)}`),
            afterNode: ({ node, item }) => log.push(`<${node.name}${positions(item)}`),
          },
          noting(log),
        )
        .withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 1 })),
    );
    await driver.execute(['all']);
    expect(log).toEqual([
      '>run',
      'groups double, all',
      '>item',
      'items item: 0',
      'submit double[0]',
      'begin double[0]',
      '>double0',
      '<double0',
      'end double[0]',
      'return double[0]',
      'items item: 1',
      'submit double[1]',
      'begin double[1]',
      '>double1',
      '<double1',
      'end double[1]',
      'return double[1]',
      'items item: end',
      '<item',
      'submit all',
      'begin all',
      '>all',
      '<all',
      'end all',
      'return all',
      '<run',
    ]);
  });

  test('come in the same order where they wait: each is awaited', async () => {
    const logs: string[][] = [[], []];
    for (const [i, wait] of [undefined, quiet].entries()) {
      const driver = driverWith(block, (builder) =>
        builder
          .withAdapters(noting(logs[i] as string[], wait))
          .withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 1 })),
      );
      await driver.execute(['all']);
    }
    expect(logs[1]).toEqual(logs[0]);
  });

  test('come one adapter after the other, in the order given', async () => {
    const log: string[] = [];
    const adapter = (name: string): LifecycleAdapter => ({
      beforeTaskSubmit: async () => (await quiet(), log.push(`${name} submit`)),
      beforeTask: async () => (await quiet(), log.push(`${name} begin`)),
      afterTask: async () => (await quiet(), log.push(`${name} end`)),
      afterTaskReturn: async () => (await quiet(), log.push(`${name} return`)),
    });
    const driver = driverWith(plain, (builder) =>
      builder.withAdapters(adapter('1'), adapter('2')).enableDynamicExecution(),
    );
    await driver.execute(['a']);
    expect(log).toEqual(
      ['submit', 'begin', 'end', 'return'].flatMap((word) => [`1 ${word}`, `2 ${word}`]),
    );
  });

  test('are told the run, the groups, the task, its nodes, its place and its item', async () => {
    const runIds = new Set<string>();
    const tasks: TaskEvent['task'][] = [];
    let groups: unknown;
    const driver = driverWith(
      {
        region: parallelizable(() => ['EU'], { key: (region) => region }),
        month: function* ({ region }) {
          yield region;
        },
        size: ({ month }) => month.length,
      },
      (builder) =>
        builder.withGroupingStrategy(new GroupNodesIndividually()).withAdapters({
          beforeExecute: ({ runId }) => runIds.add(runId),
          onTasksGrouped: (event) => (runIds.add(event.runId), (groups = event.groups)),
          onItemsExpanded: ({ runId }) => runIds.add(runId),
          beforeTaskSubmit: ({ runId, task }) => (runIds.add(runId), tasks.push(task)),
          beforeTask: ({ runId, task }) => (runIds.add(runId), tasks.push(task)),
          afterTask: ({ runId, task }) => (runIds.add(runId), tasks.push(task)),
          afterTaskReturn: ({ runId, task }) => (runIds.add(runId), tasks.push(task)),
        }),
    );
    await driver.execute(['size']);
    expect(runIds.size).toBe(1);
    const group = { nodes: ['size'], where: 'remote', scope: ['region', 'month'] };
    expect(groups).toEqual([{ id: 'size', ...group }]);
    expect(tasks).toHaveLength(4);
    for (const task of tasks) {
      expect(task).toEqual({
        id: 'size[0,0]',
        ...group,
        item: {
          index: 0,
          key: '0',
          block: 'month',
          outer: { index: 0, key: 'EU', block: 'region' },
        },
      });
    }
  });

  test('are told no item outside of blocks', async () => {
    const tasks: object[] = [];
    const adapter: LifecycleAdapter = { beforeTaskSubmit: ({ task }) => tasks.push(task) };
    await driverWith(block, withAdapters(adapter)).execute(['all']);
    expect(tasks.at(-1)).toEqual({ id: 'all', nodes: ['all'], where: 'local', scope: [] });
  });

  test('of the driver are told the name of the executor', async () => {
    const names: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withLocalExecutor(named('here'))
        .withRemoteExecutor(named('there'))
        .withAdapters({
          beforeTaskSubmit: ({ task, executor }) => names.push(`> ${task.id} ${executor}`),
          afterTaskReturn: ({ task, executor }) => names.push(`< ${task.id} ${executor}`),
        }),
    );
    await driver.execute(['all']);
    expect(names.toSorted()).toEqual([
      '< all here',
      '< double[0] there',
      '< double[1] there',
      '> all here',
      '> double[0] there',
      '> double[1] there',
    ]);
  });

  test('are told how long it took, and what came out, by the names of the nodes', async () => {
    const endings: Ending[] = [];
    const keep = (event: Ending): unknown => endings.push(event);
    const driver = driverWith({ a: () => 1, b: ({ a }) => a + 1, c: () => null }, (builder) =>
      builder
        .withAdapters({ afterTask: keep, afterTaskReturn: keep })
        .withGroupingStrategy(new GroupNodesAllAsOne()),
    );
    await driver.execute(['b', 'c']);
    expect(endings).toHaveLength(2);
    for (const ending of endings) {
      // a is of no interest to anybody else
      expect(ending.result).toEqual({ b: 2, c: null });
      expect(ending).not.toHaveProperty('error');
      expect(ending.durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  test('are told of each pass over the items', async () => {
    const log: string[] = [];
    //  item ─▶ double ─▶ mean ─▶ share        share: a second pass
    const functions: Loose = {
      ...block,
      mean: collect(({ double }: { double: number[] }) => double.length),
      share: ({ double, mean }) => double / mean,
    };
    const driver = driverWith(functions, (builder) =>
      builder
        .withAdapters(noting(log))
        .withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 1 })),
    );
    await driver.execute(['share']);
    expect(log[0]?.replace('groups ', '').split(', ').toSorted()).toEqual([
      'double',
      'mean',
      'share',
    ]);
    expect(log.filter((entry) => /submit|items/.test(entry))).toEqual([
      'items item: 0',
      'submit double[0]',
      'items item: 1',
      'submit double[1]',
      'items item: end',
      'submit mean',
      'submit share[0]',
      'submit share[1]',
    ]);
  });
});

describe('no hook of tasks comes', () => {
  const everyHook = (log: string[]): LifecycleAdapter => ({
    ...noting(log),
    executeTask: (_call, next) => (log.push('middleware'), next()),
  });

  test('for a graph without blocks, unless it is asked to run by tasks', async () => {
    const log: string[] = [];
    expect(await driverWith(plain, withAdapters(everyHook(log))).execute(['b'])).toEqual({ b: 2 });
    expect(log).toEqual([]);
    const driver = driverWith(plain, (builder) =>
      builder.withAdapters(everyHook(log)).enableDynamicExecution(),
    );
    expect(await driver.execute(['b'])).toEqual({ b: 2 });
    expect(log).toEqual(
      expect.arrayContaining(['groups a, b', 'submit a', 'middleware', 'return b']),
    );
  });

  test('for a block where nobody has one: no task is made', async () => {
    const submit = vi.spyOn(SynchronousLocalTaskExecutor.prototype, 'submit');
    try {
      expect(await driverOf(block).execute(['all'])).toEqual({ all: [2, 4] });
      const watched = driverOf(block, { beforeNode: async () => {}, afterExecute: () => {} });
      expect(await watched.execute(['all'])).toEqual({ all: [2, 4] });
      const few = driverWith(block, (builder) =>
        builder.withLocalExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 1 })),
      );
      expect(await few.execute(['all'])).toEqual({ all: [2, 4] });
      expect(submit).not.toHaveBeenCalled();
      await driverOf(block, noting([])).execute(['all']);
      expect(submit).toHaveBeenCalledTimes(3);
    } finally {
      submit.mockRestore();
    }
  });
});
