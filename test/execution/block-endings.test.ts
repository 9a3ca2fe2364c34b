import { describe, expect, test } from 'vitest';
import { collect, parallelizable, reduce, type UntypedDriver } from '../../src/index.ts';
import { blockOf, boom, counting, never } from './counting.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

const failsAt =
  (index: number) =>
  ({ item }: { item: number }): number => {
    if (item === index) throw boom;
    return item;
  };

describe('a generator whose run fails', () => {
  test('runs its finally blocks before the run rejects', async () => {
    const seen: unknown[] = [];
    const run = blockOf(counting(seen), failsAt(0)).execute(['sizes']);
    await run.catch(() => seen.push('rejected'));
    expect(seen).toEqual([0, 'closed', 'rejected']);
  });

  test('is awaited, where it is asynchronous', async () => {
    const seen: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const item = async function* (): AsyncGenerator<number> {
      try {
        yield 0;
        yield 1;
      } finally {
        seen.push('closing');
        await gate.promise;
        seen.push('closed');
      }
    };
    const run = blockOf(item, ({ item: i }) => {
      if (i === 0) throw boom;
      return i;
    }).execute(['sizes']);
    const ended = run.catch(() => seen.push('rejected'));
    await quiet();
    expect(seen).toEqual(['closing']);
    gate.resolve();
    await ended;
    expect(seen).toEqual(['closing', 'closed', 'rejected']);
  });

  //  item ─▶ size        item 0 fails while the generator waits for item 1
  test('does not hold the failure back where it waits for something itself', async () => {
    const seen: unknown[] = [];
    const gate = Promise.withResolvers<void>();
    const item = async function* (): AsyncGenerator<number> {
      try {
        yield 0;
        await gate.promise;
        yield 1;
      } finally {
        seen.push('closed');
      }
    };
    const driver = blockOf(item, async ({ item: i }) => {
      await quiet();
      if (i === 0) throw boom;
      return i;
    });
    await rejectionOf(driver.execute(['sizes']));
    expect(seen).toEqual([]);
    gate.resolve();
    await quiet();
    expect(seen).toEqual(['closed']);
  });

  test('may fail while it is closed: the first failure is the one that counts', async () => {
    for (const item of [
      function* () {
        try {
          yield 0;
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- as a user's might
          throw new Error('in finally');
        }
      },
      async function* () {
        try {
          yield 0;
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- as a user's might
          throw new Error('in finally');
        }
      },
    ]) {
      const error = await rejectionOf(blockOf(item, failsAt(0)).execute(['sizes']));
      expect(error).toMatchObject({ node: 'size', cause: boom });
    }
  });

  //  outer ─▶ inner ─▶ size        both generators stand at a yield
  test('is closed with those of the blocks around it', async () => {
    const seen: unknown[] = [];
    const driver = driverOf({
      outer: counting(seen),
      inner: function* ({ outer }) {
        try {
          yield outer;
        } finally {
          seen.push(`closed ${outer}`);
        }
      },
      size: ({ inner }) => {
        if (inner === 1) throw boom;
        return inner;
      },
    });
    await rejectionOf(driver.execute(['size']));
    expect(seen.slice(0, -2)).toEqual([0, 'closed 0', 1]);
    expect(seen.slice(-2).map(String).toSorted()).toEqual(['closed', 'closed 1']);
  });

  test('is not closed a second time where it had ended', async () => {
    let returned = 0;
    const items = {
      *[Symbol.iterator]() {
        yield* [1, 2];
      },
    };
    const iterator = {
      [Symbol.iterator]() {
        const inner = items[Symbol.iterator]();
        return {
          next: () => inner.next(),
          return: () => {
            returned++;
            return { done: true, value: undefined };
          },
        };
      },
    };
    const driver = driverOf({
      item: parallelizable(() => iterator as Iterable<number>),
      sizes: collect(({ item }: { item: number[] }) => {
        if (item.length > 0) throw boom;
      }),
    });
    await rejectionOf(driver.execute(['sizes']));
    expect(returned).toBe(0);
  });
});

describe('a run over a block that is aborted', () => {
  const waiting = (): { driver: UntypedDriver; seen: unknown[]; told: [number, unknown][] } => {
    const seen: unknown[] = [];
    const told: [number, unknown][] = [];
    const driver = blockOf(counting(seen, 3), ({ item, $signal }) => {
      $signal.addEventListener('abort', () => told.push([item, $signal.reason]));
      return never();
    });
    return { driver, seen, told };
  };

  test('through its signal rejects with it, and tells its items why', async () => {
    const { driver, seen, told } = waiting();
    const controller = new AbortController();
    const run = driver.execute(['sizes'], { signal: controller.signal });
    await quiet();
    controller.abort('enough');
    const error = await rejectionOf(run);
    expect(error).toMatchObject({ code: 'run/aborted', cause: 'enough' });
    expect(told.map(([item]) => item)).toEqual([0, 1, 2]);
    expect(told.every(([, reason]) => reason === error)).toBe(true);
    expect(seen).toEqual([0, 1, 2, 'end', 'closed']);
  });

  test('between two items closes the generator', async () => {
    const seen: unknown[] = [];
    const controller = new AbortController();
    const driver = blockOf(counting(seen), ({ item }) => {
      if (item === 1) controller.abort('enough');
      return item;
    });
    const run = driver.execute(['sizes'], { signal: controller.signal });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    expect(seen).toEqual([0, 1, 'closed']);
  });

  test('while its generator waits closes that once it goes on', async () => {
    const gate = Promise.withResolvers<void>();
    let isClosed = false;
    const item = async function* (): AsyncGenerator<number> {
      try {
        await gate.promise;
        yield 0;
      } finally {
        isClosed = true;
      }
    };
    const controller = new AbortController();
    const run = blockOf(item, failsAt(-1)).execute(['sizes'], { signal: controller.signal });
    await quiet();
    controller.abort();
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    expect(isClosed).toBe(false);
    gate.resolve();
    await quiet();
    expect(isClosed).toBe(true);
  });

  test('before it starts asks no generator', async () => {
    const seen: unknown[] = [];
    const run = blockOf(counting(seen), failsAt(-1)).execute(['sizes'], {
      signal: AbortSignal.abort(),
    });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    expect(seen).toEqual([]);
  });

  test('in a long row of synchronous items, ends with a turn of the event loop', async () => {
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    let calls = 0;
    const item = function* (): Generator<number> {
      for (;;) yield calls++;
    };
    const run = driverOf({
      item,
      total: reduce(({ acc, item: i }: { acc: number; item: number }) => acc + i, 0),
    }).execute(['total'], { signal: controller.signal });
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    const atTheEnd = calls;
    await quiet();
    expect(calls).toBe(atTheEnd);
  });

  test('by closing the driver rejects, and close waits for the generator to end', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const item = async function* (): AsyncGenerator<number> {
      try {
        for (let i = 0; i < 100; i++) yield i;
      } finally {
        await gate.promise;
        seen.push('closed');
      }
    };
    const driver = blockOf(item, ({ item: i }) => new Promise(() => i));
    const run = driver.execute(['sizes']).catch((error: { code: string }) => seen.push(error.code));
    await quiet();
    const closing = driver.close().then(() => seen.push('driver closed'));
    await quiet();
    expect(seen).toEqual([]);
    gate.resolve();
    await Promise.all([run, closing]);
    expect(seen.slice(0, 1)).toEqual(['closed']);
    expect(seen.slice(1).toSorted()).toEqual(['driver closed', 'driver/closed-while-running']);
  });

  test('by an item that closes the driver rejects', async () => {
    for (const isAsync of [false, true]) {
      const seen: unknown[] = [];
      const driver: UntypedDriver = blockOf(counting(seen, 100), ({ item }) => {
        if (item === 1) void driver.close();
        return isAsync ? Promise.resolve(item) : item;
      });
      expect(await rejectionOf(driver.execute(['sizes']))).toMatchObject({
        code: 'driver/closed-while-running',
      });
      await driver.close();
      expect(seen.at(-1)).toBe('closed');
    }
  });

  test('by a generator that closes the driver rejects', async () => {
    const driver: UntypedDriver = blockOf(function* () {
      yield 0;
      void driver.close();
      yield 1;
    }, failsAt(-1));
    expect(await rejectionOf(driver.execute(['sizes']))).toMatchObject({
      code: 'driver/closed-while-running',
    });
    expect(await rejectionOf(driver.execute(['sizes']))).toMatchObject({ code: 'driver/closed' });
  });

  test('leaves other runs of the driver alone', async () => {
    const gate = Promise.withResolvers<void>();
    const controller = new AbortController();
    const driver = blockOf(counting([]), async ({ item }) => (await gate.promise, item));
    const other = driver.execute(['sizes']);
    const run = driver.execute(['sizes'], { signal: controller.signal });
    await quiet();
    controller.abort();
    await rejectionOf(run);
    gate.resolve();
    expect(await other).toEqual({ sizes: [0, 1, 2] });
  });
});
