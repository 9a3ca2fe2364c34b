import { describe, expect, test } from 'vitest';
import { AbortError, Builder, createModule, dependsOn } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from './driver-of.ts';

const never = (): Promise<never> => new Promise(() => undefined);

/** Keeps the thread busy until the engine is due to let the event loop turn. */
const burn = (): number => {
  const end = performance.now() + 12;
  while (performance.now() < end);
  return 1;
};

/** `count` nodes that read one another: n0 ─▶ n1 ─▶ … */
const chain = (count: number, fn: () => unknown): Loose =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      `n${i}`,
      i === 0 ? () => fn() : dependsOn([`n${i - 1}`], () => fn()),
    ]),
  );

describe('a run whose signal is aborted', () => {
  test('rejects with an AbortError that has the reason as its cause', async () => {
    const controller = new AbortController();
    const run = driverOf({ a: never }).execute(['a'], { signal: controller.signal });
    const reason = { why: 'enough' };
    controller.abort(reason);
    const error = await rejectionOf(run);
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', code: 'run/aborted' });
    expect(error.message).toBe('The run was aborted through its signal.');
    expect(error.cause === reason).toBe(true);
  });

  test('before it starts, runs nothing', async () => {
    const calls: string[] = [];
    const run = driverOf({ a: () => calls.push('a') }).execute(['a'], {
      signal: AbortSignal.abort('early'),
    });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted', cause: 'early' });
    expect(calls).toEqual([]);
  });

  test('before it starts, still says what is wrong with the request', async () => {
    const run = driverOf({ a: () => 1 }).execute(['b'], { signal: AbortSignal.abort() });
    expect(await rejectionOf(run)).toMatchObject({ name: 'InputError' });
  });

  test('while it waits, aborts the $signal of its nodes with the same error', async () => {
    const controller = new AbortController();
    let inner: AbortSignal | undefined;
    const run = driverOf({
      a: ({ $signal }) => {
        inner = $signal;
        return never();
      },
    }).execute(['a'], { signal: controller.signal });
    await quiet();
    expect(inner?.aborted).toBe(false);
    controller.abort();
    const error = await rejectionOf(run);
    expect(inner?.reason === error).toBe(true);
  });

  test('while it waits, is over however its nodes take it', async () => {
    const controller = new AbortController();
    const run = driverOf({
      fails: ({ $signal }) =>
        new Promise((_resolve, reject) => {
          $signal.addEventListener('abort', () => reject(new Error('torn')));
        }),
      ends: ({ $signal }) =>
        new Promise((resolve) => {
          $signal.addEventListener('abort', () => resolve(1));
        }),
      both: ({ fails, ends }) => fails + ends,
    }).execute(['both'], { signal: controller.signal });
    await quiet();
    controller.abort();
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
  });

  test('by one of its own nodes, starts nothing after that node', async () => {
    for (const first of [() => 1, async () => 1]) {
      const controller = new AbortController();
      const calls: string[] = [];
      const run = driverOf({
        first,
        aborts: ({ first: x }) => {
          controller.abort();
          return x;
        },
        next: ({ aborts }) => (calls.push('next'), aborts),
      }).execute(['next'], { signal: controller.signal });
      expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
      expect(calls).toEqual([]);
    }
  });

  test('by its last node, rejects too', async () => {
    const controller = new AbortController();
    const run = driverOf({ a: () => (controller.abort(), 1) }).execute(['a'], {
      signal: controller.signal,
    });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
  });

  test.each([
    ['synchronous nodes', burn],
    ['asynchronous nodes that wait for nothing', async () => burn()],
  ])('in a long chain of %s, ends with the first turn of the event loop', async (_words, fn) => {
    const controller = new AbortController();
    let calls = 0;
    setImmediate(() => controller.abort());
    const driver = driverOf(
      chain(200, () => {
        calls++;
        return fn();
      }),
    );
    const run = driver.execute(['n199'], { signal: controller.signal });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    expect(calls).toBe(1);
  });

  test('while its result is built, rejects at once', async () => {
    const controller = new AbortController();
    const driver = new Builder()
      .withModules(createModule({ a: () => 1 }))
      .withResultBuilder({ buildResult: () => never() })
      .build();
    const run = driver.execute(['a'], { signal: controller.signal });
    await quiet();
    controller.abort();
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
  });

  test('after it has ended, is not touched', async () => {
    const controller = new AbortController();
    const run = driverOf({ a: () => 1 }).execute(['a'], { signal: controller.signal });
    expect(await run).toEqual({ a: 1 });
    controller.abort();
    expect(await run).toEqual({ a: 1 });
  });
});

describe('the listener on the signal', () => {
  /** A signal that counts who listens to it. */
  function counted(): { signal: AbortSignal; listeners: () => number } {
    const { signal } = new AbortController();
    let count = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...parameters: Parameters<typeof add>) => {
      count++;
      add(...parameters);
    };
    signal.removeEventListener = (...parameters: Parameters<typeof remove>) => {
      count--;
      remove(...parameters);
    };
    return { signal, listeners: () => count };
  }

  test('is removed after each run, however it ended', async () => {
    const { signal, listeners } = counted();
    const driver = driverOf({
      a: async ({ x }) => {
        if (x === 0) throw new Error('no');
        return x;
      },
    });
    for (const x of [0, 1, Promise.reject(new Error('no'))]) {
      const run = driver.execute(['a'], { signal, inputs: { x } });
      expect(listeners()).toBe(1);
      await run.catch(() => undefined);
      expect(listeners()).toBe(0);
    }
    await rejectionOf(driver.execute(['zzz'], { signal }));
    expect(listeners()).toBe(0);
  });

  test('gives no warning of a leak over 1000 runs with one signal, one by one or at once', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => {
      if (warning.name === 'MaxListenersExceededWarning') warnings.push(warning);
    };
    process.on('warning', warn);
    const { signal } = new AbortController();
    const driver = driverOf({ a: async ({ $signal }) => $signal.aborted });
    for (let i = 0; i < 1000; i++) await driver.execute(['a'], { signal });
    await Promise.all(Array.from({ length: 1000 }, () => driver.execute(['a'], { signal })));
    await quiet();
    process.off('warning', warn);
    expect(warnings).toEqual([]);
  });
});
