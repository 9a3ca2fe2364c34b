import { describe, expect, test } from 'vitest';
import { SynchronousLocalTaskExecutor } from '../../src/executors/index.ts';
import { describeExecutor } from '../conformance/executor.ts';
import { driverWith, quiet, type Loose } from '../execution/driver-of.ts';

describeExecutor(
  'SynchronousLocalTaskExecutor',
  (options) => new SynchronousLocalTaskExecutor(options),
  { keepsIdentity: true },
);

describe('SynchronousLocalTaskExecutor', () => {
  test('takes 64 tasks at once unless told otherwise', () => {
    expect(new SynchronousLocalTaskExecutor().capacity).toBe(64);
    expect(new SynchronousLocalTaskExecutor({ maxTasks: 1 }).capacity).toBe(1);
  });

  test.each<[string, unknown, string]>([
    ['no tasks', { maxTasks: 0 }, 'was given 0 for maxTasks'],
    ['half a task', { maxTasks: 1.5 }, 'was given 1.5 for maxTasks'],
    ['endless tasks', { maxTasks: Infinity }, 'was given Infinity for maxTasks'],
    ['tasks in words', { maxTasks: 'many' }, 'was given a string for maxTasks'],
    ['an option that there is not', { workers: 2 }, 'has no option "workers"'],
    ['a number', 4, 'was given a number for its options'],
  ])('refuses %s', (_words, options, words) => {
    expect(() => new SynchronousLocalTaskExecutor(options as object)).toThrow(
      `SynchronousLocalTaskExecutor ${words}.`,
    );
  });

  //  item ─▶ step       each step says when it begins and when it ends
  const steps = (seen: string[], work: () => unknown): Loose => ({
    item: function* () {
      yield* [0, 1, 2];
    },
    step: ({ item }) => {
      seen.push(`begin ${item}`);
      const ended = (): number => (seen.push(`end ${item}`), item);
      const working = work();
      return working instanceof Promise ? working.then(ended) : ended();
    },
  });

  test('runs synchronous work one after another', async () => {
    const seen: string[] = [];
    const driver = driverWith(
      steps(seen, () => undefined),
      (builder) => builder.withRemoteExecutor(new SynchronousLocalTaskExecutor()),
    );
    await driver.execute(['step']);
    expect(seen).toEqual(['begin 0', 'end 0', 'begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  test('lets asynchronous work overlap, up to its capacity', async () => {
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const driver = driverWith(
      steps(seen, () => gate.promise),
      (builder) => builder.withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 2 })),
    );
    const run = driver.execute(['step']);
    await quiet();
    expect(seen).toEqual(['begin 0', 'begin 1']);
    gate.resolve();
    expect(await run).toEqual({ step: [0, 1, 2] });
  });
});
