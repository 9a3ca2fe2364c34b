import { describe, expect, test } from 'vitest';
import { SynchronousLocalTaskExecutor } from '../../src/executors/index.ts';
import { collect, type Ending, type LifecycleAdapter } from '../../src/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, boom, named, never, noting, withAdapters } from './note-tasks.ts';

hearsEveryRejection();

/** Each beginning has one end. */
const assertPaired = (log: readonly string[]): void => {
  const of = (word: string): readonly string[] =>
    log
      .filter((entry) => entry.startsWith(`${word} `))
      .map((entry) => entry.replace(`${word} `, '').replace(' failed', ''))
      .toSorted();
  expect(of('submit').length).toBeGreaterThan(0);
  expect(of('return')).toEqual(of('submit'));
  expect(of('end')).toEqual(of('begin'));
};
describe('whatever ends the run', () => {
  const kinds: [string, (() => Promise<void>) | undefined][] = [
    ['synchronous', undefined],
    ['asynchronous', quiet],
  ];

  test.each(kinds)('a node that fails is told by both ends, %s', async (_kind, wait) => {
    const log: string[] = [];
    const errors: unknown[] = [];
    const functions = { ...block, double: ({ item }: { item: number }) => boom() + item };
    const keep = ({ error }: Ending): unknown => errors.push(error);
    const driver = driverWith(functions, (builder) =>
      builder
        .withAdapters(noting(log, wait), { afterTask: keep, afterTaskReturn: keep })
        .withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 1 })),
    );
    const error = await rejectionOf(driver.execute(['all']));
    expect(error).toMatchObject({ code: 'node/failed', node: 'double', item: { index: 0 } });
    expect(log).toEqual([
      'groups double, all',
      'items item: 0',
      'submit double[0]',
      'begin double[0]',
      'end double[0] failed',
      'return double[0] failed',
    ]);
    expect(errors).toEqual([error, error]);
  });

  test.each(kinds)('tasks under way are told that it is over, %s', async (_kind, wait) => {
    const log: string[] = [];
    const errors: unknown[] = [];
    const functions: Loose = {
      ...block,
      double: ({ item }) => (item === 1 ? never() : quiet().then(quiet).then(boom)),
    };
    const driver = driverWith(
      functions,
      withAdapters({ afterExecute: () => log.push('run is over') }, noting(log, wait), {
        afterTaskReturn: ({ task, error }) => task.item?.index === 0 && errors.push(error),
      }),
    );
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ item: { index: 1 } });
    assertPaired(log);
    expect(log.at(-1)).toBe('run is over');
    expect(errors).toEqual([expect.objectContaining({ code: 'run/over' })]);
    expect((errors[0] as Error).message).toBe(
      'The run was over before the task "double[0]" ended.',
    );
  });

  test.each(kinds)('hooks are paired when it is aborted, %s', async (_kind, wait) => {
    for (const settled of [0, 1, 2]) {
      const log: string[] = [];
      const gates: PromiseWithResolvers<number>[] = [];
      const functions: Loose = {
        ...block,
        double: ({ item }) => {
          const gate = Promise.withResolvers<number>();
          gates.push(gate);
          return gate.promise.then((value) => value + item);
        },
        all: collect(({ double }: { double: number[] }) => never().then(() => double)),
      };
      const driver = driverWith(
        functions,
        withAdapters({ afterExecute: () => log.push('run is over') }, noting(log, wait)),
      );
      const controller = new AbortController();
      const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
      for (let i = 0; i < 20; i++) await quiet();
      expect(gates).toHaveLength(2);
      for (const gate of gates.slice(0, settled)) gate.resolve(1);
      for (let i = 0; i < 20; i++) await quiet();
      controller.abort();
      expect(await run).toMatchObject({ code: 'run/aborted' });
      assertPaired(log);
      expect(log.at(-1)).toBe('run is over');
    }
  });

  test.each(kinds)('hooks are paired when a stream is left, %s', async (_kind, wait) => {
    const log: string[] = [];
    const driver = driverWith(
      { ...block, double: async ({ item }) => (await quiet(), item) },
      withAdapters(noting(log, wait)),
    );
    for await (const _ of driver.stream('double')) break;
    await quiet();
    assertPaired(log);
  });

  const hooks = [
    'onTasksGrouped',
    'onItemsExpanded',
    'beforeTaskSubmit',
    'beforeTask',
    'afterTask',
    'afterTaskReturn',
  ] as const;
  test.each(hooks.flatMap((hook) => kinds.map((kind) => [hook, ...kind] as const)))(
    'a failing %s ends the run with its error, %s',
    async (hook, _kind, wait) => {
      const log: string[] = [];
      const failing: LifecycleAdapter = {
        name: 'Judge',
        [hook]: () => (wait === undefined ? boom() : wait().then(boom)),
      };
      const driver = driverWith(block, withAdapters(noting(log, wait), failing));
      const error = await rejectionOf(driver.execute(['all']));
      expect(error).toMatchObject({ code: 'lifecycle/hook-failed', cause: new RangeError('boom') });
      expect(error.message).toBe(
        `The hook ${hook} of Judge failed: RangeError: boom\n  → a hook must not throw; the run ends with it`,
      );
      if (log.some((entry) => entry.startsWith('submit'))) assertPaired(log);
    },
  );

  test('who was not told that a task begins is not told how it ended', async () => {
    const log: string[] = [];
    const driver = driverWith(block, withAdapters({ beforeTaskSubmit: boom }, noting(log)));
    await rejectionOf(driver.execute(['all']));
    expect(log.filter((entry) => /submit|return/.test(entry))).toEqual([]);
  });

  test('a failing executor is told, too', async () => {
    const log: string[] = [];
    const submit = (): Promise<never> => Promise.reject(new RangeError('full'));
    const driver = driverWith(block, (builder) =>
      builder
        .withAdapters(noting(log))
        .withRemoteExecutor({ ...named('bad'), capacity: 1, submit }),
    );
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({
      code: 'task/executor-failed',
    });
    expect(log.slice(2)).toEqual(['submit double[0]', 'return double[0] failed']);
  });
});
