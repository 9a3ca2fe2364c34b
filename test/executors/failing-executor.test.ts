import { describe, expect, test } from 'vitest';
import { type Task, type TaskExecutor, type TaskOutcome } from '../../src/executors/index.ts';
import { IcosianError, TaskError, collect } from '../../src/index.ts';
import { quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, doubled, full, never, remotely, throwing } from './own.ts';

hearsEveryRejection();

describe("a user's executor that fails", () => {
  test.each<[string, TaskExecutor['submit']]>([
    ['by rejecting', () => Promise.reject(full)],
    ['by throwing', throwing],
    ['later', async () => (await quiet(), throwing())],
  ])('%s gives a TaskError with its error as the cause', async (_words, submit) => {
    const error = await rejectionOf<TaskError>(remotely({ submit }).execute(['all']));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({
      code: 'task/executor-failed',
      item: { index: 0, key: '0', block: 'item' },
    });
    expect(error.cause).toBe(full);
    expect(error.message).toBe(
      'The executor mine failed at the task "double[0]": RangeError: full',
    );
  });

  test.each([undefined, null, 'words', 0])('with %o gives a TaskError, too', async (reason) => {
    const error = await rejectionOf<TaskError>(
      remotely({ submit: () => Promise.reject(reason) }).execute(['all']),
    );
    expect(error).toBeInstanceOf(TaskError);
    expect(error.cause).toBe(reason);
  });

  test("with one of icosian's errors is passed on", async () => {
    const crash = new IcosianError('mine/crashed', 'It crashed.');
    expect(
      await rejectionOf(remotely({ submit: () => Promise.reject(crash) }).execute(['all'])),
    ).toBe(crash);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['the values alone', [2]],
    ['no list of values', { values: 2 }],
    ['too few values', { values: [] }],
    ['too many values', { values: [1, 2] }],
  ])('by giving %s gives a TaskError', async (_words, outcome) => {
    for (const given of [outcome, Promise.resolve(outcome)]) {
      const error = await rejectionOf(remotely({ submit: () => given as never }).execute(['all']));
      expect(error).toBeInstanceOf(TaskError);
      expect(error).toMatchObject({ code: 'task/bad-outcome', item: { index: 0 } });
      expect(error.message).toBe(
        'The executor mine gave no outcome for the task "double[0]".\n  → give back what task.run() gives: { values: […] }',
      );
    }
  });

  test('by giving undefined for a value does not hand it on to a node', async () => {
    const seen: unknown[] = [];
    const functions: Loose = {
      ...block,
      all: collect(({ double }: { double: number[] }) => (seen.push(...double), 1)),
    };
    const submit = async (): Promise<TaskOutcome> => ({ values: [undefined] });
    await rejectionOf(remotely({ submit }, functions).execute(['all']));
    expect(seen).toEqual([]);
  });

  test('leaves the driver usable, with its whole capacity', async () => {
    let isBroken = true;
    const capacity = 2;
    let underWay = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const submit = async (task: Task): Promise<TaskOutcome> => {
      if (isBroken) throwing();
      most = Math.max(most, ++underWay);
      await gate.promise;
      underWay--;
      return task.run();
    };
    const driver = remotely({ submit, capacity });
    await rejectionOf(driver.execute(['all']));
    isBroken = false;
    const run = driver.execute(['all']);
    await quiet();
    gate.resolve();
    expect(await run).toEqual(doubled);
    expect(most).toBe(capacity);
  });

  test('by never settling is let go of when the run is aborted: there is room again', async () => {
    let isStuck = true;
    const submit = (task: Task): Promise<TaskOutcome> => (isStuck ? never() : task.run());
    const driver = remotely({ submit, capacity: 1 });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort('enough');
    expect(await run).toMatchObject({ code: 'run/aborted', cause: 'enough' });
    isStuck = false;
    expect(await driver.execute(['all'])).toEqual(doubled);
    await driver.close();
  });

  test('after the run was aborted is not heard any more', async () => {
    const gates: PromiseWithResolvers<TaskOutcome>[] = [];
    const submit = (): Promise<TaskOutcome> => {
      const gate = Promise.withResolvers<TaskOutcome>();
      gates.push(gate);
      return gate.promise;
    };
    const driver = remotely({ submit });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    expect(gates).toHaveLength(2);
    gates[0]?.reject(full);
    gates[1]?.resolve({ values: [1] });
    await quiet();
    expect(gates).toHaveLength(2);
    // a late return makes no further room: its place was free already
    const again = driver.execute(['all']);
    await quiet();
    expect(gates).toHaveLength(4);
    await driver.close();
    await rejectionOf(again);
  });

  test('by never settling does not keep a stream from being left', async () => {
    let submitted = 0;
    const submit = (task: Task): Promise<TaskOutcome> => (submitted++ === 0 ? task.run() : never());
    const driver = remotely({ submit });
    for await (const value of driver.stream('double')) {
      expect(value).toBe(2);
      break;
    }
    await driver.close();
  });

  test('is let go of when another task of the run fails', async () => {
    const submit = (task: Task): Promise<TaskOutcome> =>
      task.item?.index === 0 ? never() : task.run();
    const functions: Loose = { ...block, double: ({ item }) => (item === 2 ? throwing() : item) };
    const driver = remotely({ submit }, functions);
    for (const _ of [1, 2, 3]) {
      expect(await rejectionOf(driver.execute(['all']))).toMatchObject({
        code: 'node/failed',
        item: { index: 1 },
      });
    }
  });
});
