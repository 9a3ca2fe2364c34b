import { describe, expect, test, vi } from 'vitest';
import { type Task, type TaskExecutor } from '../../src/executors/index.ts';
import { TaskError } from '../../src/index.ts';
import { driverWith, quiet, rejectionOf } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, doubled, executorWith, full, never, remotely, throwing } from './own.ts';

hearsEveryRejection();

describe('opening an executor', () => {
  test('that fails fails the run with a TaskError; the next one tries again', async () => {
    let attempts = 0;
    const open = async (): Promise<void> => {
      if (attempts++ === 0) throwing();
    };
    const driver = remotely({ open });
    const error = await rejectionOf<TaskError>(driver.execute(['all']));
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'task/open-failed', cause: full });
    expect(error.message).toBe('The executor mine failed to open: RangeError: full');
    expect(await driver.execute(['all'])).toEqual(doubled);
    await driver.execute(['all']);
    expect(attempts).toBe(2);
  });

  test('that throws fails in the same way', async () => {
    const error = await rejectionOf(remotely({ open: throwing }).execute(['all']));
    expect(error).toMatchObject({ code: 'task/open-failed', cause: full });
  });

  test('that fails has the others closed that were opened', async () => {
    const log: string[] = [];
    const noting = (name: string, open: () => Promise<void>): TaskExecutor =>
      executorWith({
        name,
        open: async () => {
          log.push(`open ${name}`);
          await open();
        },
        close: async () => void log.push(`close ${name}`),
      });
    const driver = driverWith(block, (builder) =>
      builder
        .withLocalExecutor(noting('local', async () => {}))
        .withRemoteExecutor(noting('remote', async () => throwing())),
    );
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ code: 'task/open-failed' });
    expect(log).toEqual(['open local', 'open remote', 'close local']);
    await driver.close();
    expect(log).toHaveLength(3);
  });

  test('is waited for by all executes that begin meanwhile', async () => {
    const gate = Promise.withResolvers<void>();
    const open = vi.fn(() => gate.promise);
    const submit = vi.fn((task: Task) => task.run());
    const driver = remotely({ open, submit });
    const runs = [driver.execute(['all']), driver.execute(['all'])];
    await quiet();
    expect(submit).not.toHaveBeenCalled();
    gate.resolve();
    expect(await Promise.all(runs)).toEqual([doubled, doubled]);
    expect(open).toHaveBeenCalledOnce();
  });

  test('that takes its time does not keep a run from being aborted', async () => {
    const gate = Promise.withResolvers<void>();
    const driver = remotely({ open: () => gate.promise });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['all'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    gate.resolve();
    expect(await driver.execute(['all'])).toEqual(doubled);
  });

  test('may be overtaken by its closing, which then waits for it', async () => {
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const driver = remotely({
      open: async () => {
        await gate.promise;
        log.push('opened');
      },
      close: async () => void log.push('closed'),
    });
    const run = rejectionOf(driver.execute(['all']));
    await quiet();
    const closing = driver.close();
    await quiet();
    expect(log).toEqual(['closed']);
    gate.resolve();
    await closing;
    expect(log).toEqual(['closed', 'opened']);
    expect(await run).toMatchObject({ code: 'driver/closed-while-running' });
  });
});

describe('closing an executor', () => {
  test('that fails makes close() reject with a TaskError; the others are closed', async () => {
    const closed: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withLocalExecutor(executorWith({ name: 'bad', close: async () => throwing() }))
        .withRemoteExecutor(executorWith({ close: async () => void closed.push('mine') })),
    );
    await driver.execute(['all']);
    const error = await rejectionOf<TaskError>(driver.close());
    expect(error).toBeInstanceOf(TaskError);
    expect(error).toMatchObject({ code: 'task/close-failed', cause: full });
    expect(error.message).toBe('The executor bad failed to close: RangeError: full');
    expect(closed).toEqual(['mine']);
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({ code: 'driver/closed' });
  });

  test('that throws fails in the same way', async () => {
    const driver = remotely({ close: throwing });
    await driver.execute(['all']);
    expect(await rejectionOf(driver.close())).toMatchObject({ code: 'task/close-failed' });
  });

  test('that takes its time is waited for', async () => {
    const gate = Promise.withResolvers<void>();
    let isClosed = false;
    const driver = remotely({ close: () => gate.promise });
    await driver.execute(['all']);
    const closing = driver.close().then(() => (isClosed = true));
    await quiet();
    expect(isClosed).toBe(false);
    gate.resolve();
    await closing;
  });

  test('happens after the runs under way have ended', async () => {
    const log: string[] = [];
    const driver = driverWith(block, (builder) =>
      builder
        .withRemoteExecutor(
          executorWith({ submit: never, close: async () => void log.push('closed') }),
        )
        .withAdapters({
          afterExecute: async () => {
            await quiet();
            log.push('ended');
          },
        }),
    );
    const run = rejectionOf(driver.execute(['all']));
    await quiet();
    await driver.close();
    expect(log).toEqual(['ended', 'closed']);
    await run;
  });
});
