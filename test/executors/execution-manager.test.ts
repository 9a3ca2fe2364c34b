import { describe, expect, test } from 'vitest';
import { type ExecutionManager, type TaskExecutor } from '../../src/executors/index.ts';
import { TaskError, type Builder } from '../../src/index.ts';
import { driverWith, quiet, rejectionOf } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, doubled, executorWith, full, routed, throwing } from './own.ts';

hearsEveryRejection();

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
    for (const [given, what] of [
      [foreign, 'the executor foreign'],
      [undefined, 'undefined'],
      ['one', 'a string'],
      [Promise.resolve(one), 'an object (Promise)'],
    ] as const) {
      const manager = { executors: [one], executorFor: () => given as never };
      const error = await rejectionOf(routed(manager).execute(['all']));
      expect(error).toBeInstanceOf(TaskError);
      expect(error).toMatchObject({ code: 'task/unknown-executor', item: { index: 0 } });
      expect(error.message).toBe(
        `The execution manager sent the task "double[0]" to ${what}, which is not among its executors.\n  → list it in the executors of the manager: the driver opens and closes those`,
      );
    }
  });

  test('that is asynchronous is told so; what becomes of its promise is of no interest', async () => {
    const manager = { executors: [one], executorFor: async () => throwing() };
    const error = await rejectionOf(
      routed(manager as unknown as ExecutionManager).execute(['all']),
    );
    expect(error).toMatchObject({ code: 'task/unknown-executor' });
    await quiet();
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
