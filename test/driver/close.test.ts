import { describe, expect, test } from 'vitest';
import { AbortError } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';

const never = (): Promise<never> => new Promise(() => undefined);

describe('driver.close()', () => {
  test('is idempotent, also at the same time', async () => {
    const driver = driverOf({ a: () => 1 });
    await Promise.all([driver.close(), driver.close()]);
    expect(await driver.close()).toBeUndefined();
  });

  test('makes execute reject afterwards', async () => {
    const driver = driverOf({ a: () => 1 });
    await driver.close();
    const error = await rejectionOf(driver.execute(['a']));
    expect(error).toMatchObject({ code: 'driver/closed' });
    expect(error.message).toBe(
      'The driver is closed.\n  → build another one; a builder can build any number',
    );
  });

  test('leaves what only tells about the graph', async () => {
    const driver = driverOf({ a: () => 1 });
    await driver.close();
    expect(driver.listAvailableVariables()).toHaveLength(1);
    expect(driver.exportExecution(['a'])).toContain('"a"');
  });

  test('aborts all runs that are under way, their nodes by $signal', async () => {
    const reasons: unknown[] = [];
    const driver = driverOf({
      a: ({ $signal }) => {
        $signal.addEventListener('abort', () => reasons.push($signal.reason));
        return never();
      },
    });
    const runs = [driver.execute(['a']), driver.execute(['a'])].map((run) => rejectionOf(run));
    await quiet();
    await driver.close();
    for (const error of await Promise.all(runs)) {
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({ code: 'driver/closed-while-running' });
      expect(error.message).toBe('The driver was closed while this was running.');
      expect(reasons.includes(error)).toBe(true);
    }
    expect(reasons).toHaveLength(2);
  });

  test('aborts runs that still wait for their inputs', async () => {
    const driver = driverOf({ a: ({ x }) => x });
    const run = rejectionOf(driver.execute(['a'], { inputs: { x: never() } }));
    await driver.close();
    expect(await run).toMatchObject({ code: 'driver/closed-while-running' });
  });

  test.each(['beforeExecute', 'beforeNode', 'afterNode', 'afterExecute'] as const)(
    'may be called and awaited in %s',
    async (hook) => {
      const driver = driverOf({ a: () => 1 }, { [hook]: () => driver.close() });
      const outcome = await Promise.allSettled([driver.execute(['a'])]);
      expect(outcome).toHaveLength(1);
      expect(await rejectionOf(driver.execute(['a']))).toMatchObject({ code: 'driver/closed' });
    },
  );

  test('makes validateExecution throw what execute rejects with', async () => {
    const driver = driverOf({ a: () => 1 });
    await driver.close();
    expect(() => driver.validateExecution(['a'])).toThrow('The driver is closed.');
  });

  test('may be awaited by a hook of a run that a hook of another run awaits', async () => {
    let depth = 0;
    const driver = driverOf(
      { a: () => 1, b: () => 2 },
      {
        beforeExecute: async ({ outputs }) => {
          depth++;
          if (outputs[0] === 'a') await driver.execute(['b']);
          else await driver.close();
          depth--;
        },
      },
    );
    expect(await rejectionOf(driver.execute(['a']))).toMatchObject({
      code: 'lifecycle/hook-failed',
    });
    expect(depth).toBe(1);
  });

  test('may be awaited by hooks of two runs at once', async () => {
    const driver = driverOf({ a: () => 1 }, { afterExecute: () => driver.close() });
    const runs = [driver.execute(['a']), driver.execute(['a'])];
    expect(await Promise.allSettled(runs)).toHaveLength(2);
  });

  test('is done when the hooks of the aborted runs are', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      { a: never },
      {
        afterNode: async () => {
          await quiet();
          seen.push('afterNode');
        },
        afterExecute: async () => {
          await quiet();
          seen.push('afterExecute');
        },
      },
    );
    const run = rejectionOf(driver.execute(['a']));
    await quiet();
    await driver.close();
    expect(seen).toEqual(['afterNode', 'afterExecute']);
    await run;
  });

  test('by one of the nodes ends the run at that node', async () => {
    const calls: string[] = [];
    const driver = driverOf({
      a: () => {
        void driver.close();
        return 1;
      },
      b: ({ a }) => calls.push(a),
    });
    expect(await rejectionOf(driver.execute(['b']))).toMatchObject({
      code: 'driver/closed-while-running',
    });
    expect(calls).toEqual([]);
  });

  test('leaves other drivers of the same functions alone', async () => {
    const functions = { a: async () => 1 };
    const [one, other] = [driverOf(functions), driverOf(functions)];
    await one.close();
    expect(await other.execute(['a'])).toEqual({ a: 1 });
  });
});

test('driver[Symbol.asyncDispose]() closes it', async () => {
  const driver = driverOf({ a: () => 1 });
  await driver[Symbol.asyncDispose]();
  expect(await rejectionOf(driver.execute(['a']))).toMatchObject({ code: 'driver/closed' });
});
