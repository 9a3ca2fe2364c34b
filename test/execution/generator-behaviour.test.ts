import { describe, expect, test, vi } from 'vitest';
import * as fc from 'fast-check';
import {
  AbortError,
  NodeExecutionError,
  TimeoutError,
  collect,
  parallelizable,
  type LifecycleAdapter,
} from '../../src/index.ts';
import { openWithBehaviours } from '../../src/execution/generator-behaviour.ts';
import { retry, timeout } from '../../src/modifiers/attempts.ts';
import type { Behaviour, FunctionNode } from '../../src/nodes/node.ts';
import { boom, counting, never } from './counting.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';
import { inTheEnd, runsInFakeTime, sleep } from './fake-time.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

runsInFakeTime();

const thrice = { times: 3, backoff: 10 };

/** Fails so many times, then goes on; notes when it was called. */
function failing(failures: number) {
  const at: number[] = [];
  const startedAt = performance.now();
  const call = (): void => {
    at.push(performance.now() - startedAt);
    if (at.length <= failures) throw boom;
  };
  return { call, at };
}

const withoutPlace = (message: string): string =>
  message.replace(/ \([^)]*:\d+\)/, '').replace(/\n {2}at .*/, '');

/** Generators, and functions that return iterables, which do `call` before their first item. */
const failingBefore: readonly [string, (call: () => void) => () => unknown][] = [
  [
    'a generator',
    (call) =>
      function* () {
        call();
        yield* [1, 2, 3];
      },
  ],
  [
    'an asynchronous generator',
    (call) =>
      async function* () {
        await Promise.resolve();
        call();
        yield* [1, 2, 3];
      },
  ],
  [
    'a function of a list',
    (call) =>
      parallelizable(() => {
        call();
        return [1, 2, 3];
      }),
  ],
  [
    'an asynchronous function of a list',
    (call) =>
      parallelizable(async () => {
        await Promise.resolve();
        call();
        return [1, 2, 3];
      }),
  ],
  [
    'a list whose first item is promised',
    (call) => parallelizable(() => [Promise.resolve().then(() => (call(), 1)), 2, 3]),
  ],
];

describe('retry', () => {
  test.each(failingBefore)('has %s begin again until it has an item', async (_, made) => {
    const { call, at } = failing(2);
    const driver = driverOf({ item: retry(thrice, made(call)) });
    expect(await inTheEnd(driver.execute(['item']))).toEqual({ item: [1, 2, 3] });
    expect(at).toEqual([0, 10, 30]);
  });

  test.each(failingBefore.slice(0, 2))(
    'of %s that never has an item says how often it was tried, and at which',
    async (_, made) => {
      const driver = driverOf({ item: retry(thrice, made(failing(9).call)) });
      const error = await rejectionOf<NodeExecutionError>(inTheEnd(driver.execute(['item'])));
      expect(error).toBeInstanceOf(NodeExecutionError);
      expect(error).toMatchObject({ node: 'item', item: { index: 0, key: '0', block: 'item' } });
      expect(error.cause).toBe(boom);
      expect(withoutPlace(error.message)).toBe(
        '"item" failed at its item 0 after 3 tries: RangeError: boom',
      );
    },
  );

  test('of a function that fails when it is called names no item', async () => {
    const made = failingBefore[2]?.[1] as (call: () => void) => () => unknown;
    const driver = driverOf({ item: retry(thrice, made(failing(9).call)) });
    const error = await rejectionOf<NodeExecutionError>(inTheEnd(driver.execute(['item'])));
    expect(error.item).toBeUndefined();
    expect(withoutPlace(error.message)).toBe('"item" failed after 3 tries: RangeError: boom');
  });

  test('leaves a failure after the first item to the run', async () => {
    const { call, at } = failing(9);
    for (const item of [
      function* () {
        yield 1;
        call();
      },
      async function* () {
        yield 1;
        call();
      },
      parallelizable(() => [1, Promise.resolve().then(call)]),
    ]) {
      at.length = 0;
      const error = await rejectionOf(driverOf({ item: retry(thrice, item) }).execute(['item']));
      expect(withoutPlace(error.message)).toBe('"item" failed at its item 1: RangeError: boom');
      expect(at).toEqual([0]);
    }
  });

  test('says nothing of the tries for the first item where a later one fails', async () => {
    const { call } = failing(1);
    const item = function* (): Generator {
      call();
      yield 1;
      throw boom;
    };
    const error = await rejectionOf(
      inTheEnd(driverOf({ item: retry(thrice, item) }).execute(['item'])),
    );
    expect(withoutPlace(error.message)).toBe('"item" failed at its item 1: RangeError: boom');
  });

  test('takes no item for a success', async () => {
    const items = [function* () {}, async function* () {}, parallelizable(() => [])];
    for (const item of items) {
      const driver = driverOf({ item: retry(thrice, timeout(50, item)) });
      expect(await driver.execute(['item'])).toEqual({ item: [] });
    }
  });

  test('gives the items that the generator gives', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer()),
        fc.boolean(),
        fc.boolean(),
        async (items, isAsync, isTimed) => {
          const plain = isAsync
            ? async function* () {
                yield* items;
              }
            : function* () {
                yield* items;
              };
          const item = retry(thrice, isTimed ? timeout(50, plain) : plain);
          expect(await driverOf({ item }).execute(['item'])).toEqual({ item: items });
        },
      ),
      { numRuns: 30 },
    ));

  test('pulls an item when the block has room for it, and not before', async () => {
    const seen: unknown[] = [];
    const driver = driverOf({
      item: retry(thrice, timeout(50, counting(seen))),
      size: ({ item }) => seen.push(`size ${item}`),
    });
    await driver.execute(['size']);
    expect(seen).toEqual([0, 'size 0', 1, 'size 1', 2, 'size 2', 'end', 'closed']);
  });

  test('leaves synchronous items synchronous, also after a first one that was waited for', async () => {
    for (const failures of [0, 1]) {
      const { call } = failing(failures);
      const seen: unknown[] = [];
      const watching: LifecycleAdapter = {
        executeNode: async ({ node }, next) => {
          const items = await next();
          return node.name === 'item'
            ? (function* () {
                for (const item of items as Iterable<number>) {
                  seen.push(item);
                  yield item;
                }
              })()
            : items;
        },
      };
      const item = retry(
        thrice,
        timeout(50, function* () {
          call();
          yield* [1, 2, 3];
        }),
      );
      const driver = driverOf({ item }, watching);
      expect(await inTheEnd(driver.execute(['item']))).toEqual({ item: [1, 2, 3] });
      expect(seen).toEqual([1, 2, 3]);
    }
  });

  test('gives each try its number', async () => {
    const attempts: number[] = [];
    const item = function* ({ $attempt }: { $attempt: number }): Generator {
      attempts.push($attempt);
      if ($attempt < 3) throw boom;
      yield $attempt;
    };
    const driver = driverOf({ item: retry(thrice, item) });
    expect(await inTheEnd(driver.execute(['item']))).toEqual({ item: [3] });
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('closes what it gives up, and has it closed once', async () => {
    const seen: string[] = [];
    const item = parallelizable(() => {
      const nth = seen.push('opened');
      return {
        [Symbol.iterator]: () => ({
          next: () => ({ done: false, value: nth === 1 ? Promise.reject(boom) : 1 }),
          return: () => (seen.push('closed'), { done: true, value: undefined }),
        }),
      };
    });
    const driver = driverOf({
      item: retry(thrice, item as () => Iterable<number>),
      size: ({ item: i }) => {
        throw new Error(`size ${i}`);
      },
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['size'])));
    expect(error.message).toContain('size 1');
    expect(seen).toEqual(['opened', 'closed', 'opened', 'closed']);
  });

  test('tries again what `on` accepts alone', async () => {
    const { call, at } = failing(9);
    const item = function* (): Generator {
      call();
      yield 1;
    };
    const on = (error: unknown): boolean => error instanceof TypeError;
    await rejectionOf(driverOf({ item: retry({ ...thrice, on }, item) }).execute(['item']));
    expect(at).toEqual([0]);
  });

  test('stops waiting when the run is aborted', async () => {
    const { call, at } = failing(9);
    const controller = new AbortController();
    const item = function* (): Generator {
      call();
      yield 1;
    };
    const driver = driverOf({ item: retry({ times: 3, backoff: 60_000 }, item) });
    const error = rejectionOf(driver.execute(['item'], { signal: controller.signal }));
    await quiet();
    expect(vi.getTimerCount()).toBe(1);
    controller.abort();
    expect(await error).toBeInstanceOf(AbortError);
    await quiet();
    expect(at).toEqual([0]);
  });

  test('has a generator end that still waits for its first item when the run is aborted', async () => {
    const controller = new AbortController();
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const item = async function* ({ $signal }: { $signal: AbortSignal }): AsyncGenerator {
      $signal.addEventListener('abort', () => seen.push('aborted'));
      try {
        await gate.promise;
        yield 1;
        seen.push('asked for more');
      } finally {
        seen.push('closed');
      }
    };
    const driver = driverOf({ item: retry(thrice, item) });
    const error = rejectionOf(driver.execute(['item'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await error).toBeInstanceOf(AbortError);
    gate.resolve();
    await quiet();
    expect(seen).toEqual(['aborted', 'closed']);
  });

  test('has an iterator close at once whose first item is waited for when the run is aborted', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const item = parallelizable(() => ({
      [Symbol.asyncIterator]: () => ({
        next: never,
        return: async () => (seen.push('closed'), { done: true as const, value: undefined }),
      }),
    }));
    const driver = driverOf({ item: retry(thrice, item) });
    const error = rejectionOf(driver.execute(['item'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await error).toBeInstanceOf(AbortError);
    expect(seen).toEqual(['closed']);
  });

  test('is no longer tried once it is closed, though its run goes on', async () => {
    const { call, at } = failing(1);
    const run = { open: new Set<{ close: () => Promise<void> }>(), closings: new Set<never>() };
    const node: FunctionNode = {
      kind: 'function',
      name: 'item',
      reads: [],
      call,
      expands: {},
      origin: { function: call },
      module: 'loose',
    };
    const behaviour: Behaviour = { kind: 'retry', times: 3, backoff: 10, factor: 2 };
    const { signal } = new AbortController();
    const opening = openWithBehaviours(
      node,
      [behaviour],
      {},
      { signal: () => signal, item: undefined, run },
    );
    const failure = rejectionOf(opening as Promise<unknown>);
    await quiet();
    await Promise.all([...run.open].map((open) => open.close()));
    expect(await failure).toBe(boom);
    expect(at).toEqual([0]);
    expect(run.open.size).toBe(0);
  });

  test('says of a generator that returns a value what is said without it', async () => {
    for (const item of [
      function* () {
        yield 1;
        return 2;
      },
      async function* () {
        yield* [];
        return 2;
      },
    ]) {
      const error = await rejectionOf(driverOf({ item: retry(thrice, item) }).execute(['item']));
      expect(error).toMatchObject({ code: 'node/generator-returned' });
    }
  });

  test('says of what is no items what is said without it', async () => {
    const { call, at } = failing(0);
    const item = retry(thrice, parallelizable((() => (call(), 5)) as never));
    const error = await rejectionOf(driverOf({ item }).execute(['item']));
    expect(withoutPlace(error.message)).toContain('"item" opens a parallel block, but gave 5');
    expect(at).toEqual([0]);
  });

  test('is one call for those who watch', async () => {
    const seen: string[] = [];
    const { call } = failing(2);
    const item = function* (): Generator {
      call();
      yield 1;
    };
    const driver = driverOf(
      { item: retry(thrice, item) },
      {
        beforeNode: ({ node }) => void seen.push(`before ${node.name}`),
        afterNode: ({ node, error }) => void seen.push(`after ${node.name}: ${String(error)}`),
      },
    );
    await inTheEnd(driver.execute(['item']));
    expect(seen).toEqual(['before item', 'after item: undefined']);
  });

  //  outer ─▶ inner ─▶ inners        inner begins again in each outer item
  test('works in a block, for each item of its own', async () => {
    const calls = new Map<string, number>();
    const driver = driverOf({
      outer: parallelizable(() => ['a', 'b'], { key: String }),
      inner: retry(thrice, function* ({ outer }: { outer: string }) {
        const count = (calls.get(outer) ?? 0) + 1;
        calls.set(outer, count);
        if (count < 2) throw boom;
        yield `${outer}1`;
        yield `${outer}2`;
      }),
      inners: collect(({ inner }: { inner: string[] }) => inner.join()),
    });
    expect(await inTheEnd(driver.execute(['inners']))).toEqual({ inners: ['a1,a2', 'b1,b2'] });
    expect([...calls.values()]).toEqual([2, 2]);
  });
});

describe('timeout', () => {
  test('fails with an item that comes late, naming it', async () => {
    const item = async function* (): AsyncGenerator {
      yield 0;
      yield 1;
      await never();
    };
    const error = await rejectionOf<TimeoutError>(
      inTheEnd(driverOf({ item: timeout(50, item) }).execute(['item'])),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ node: 'item', item: { index: 2, key: '2', block: 'item' } });
    expect(withoutPlace(error.message)).toBe(
      '"item" took longer than 50 ms at its item 2.\n  → allow it more time; it goes on unheard, unless it reads $signal and stops when that is aborted',
    );
  });

  test('fails with a first item that comes late, or a call that does', async () => {
    const item = async function* (): AsyncGenerator {
      await never();
      yield 1;
    };
    const page = parallelizable(async (): Promise<number[]> => never());
    const driver = driverOf({ item: timeout(50, item), page: timeout(50, page) });
    const messageOf = async (name: string): Promise<string> =>
      (await rejectionOf(inTheEnd(driver.execute([name])))).message;
    expect(await messageOf('item')).toContain('"item" took longer than 50 ms at its item 0.');
    expect(await messageOf('page')).toContain('"page" took longer than 50 ms.\n');
  });

  test('of a synchronous generator fails afterwards, and says why', async () => {
    const item = function* (): Generator {
      yield 0;
      vi.advanceTimersByTime(51);
      yield 1;
    };
    const error = await rejectionOf(driverOf({ item: timeout(50, item) }).execute(['item']));
    expect(withoutPlace(error.message)).toBe(
      '"item" took longer than 50 ms at its item 1.\n  → a synchronous function cannot be stopped, so it ran to its end; allow it more time, or have it do less',
    );
  });

  test('bounds an item that is promised', async () => {
    const item = parallelizable(() => [Promise.resolve(0), 1, never()]);
    const error = await rejectionOf(
      inTheEnd(driverOf({ item: timeout(50, item) }).execute(['item'])),
    );
    expect(error.message).toContain('"item" took longer than 50 ms at its item 2.');
  });

  test('lets go of promised items when the run is over', async () => {
    const signals: AbortSignal[] = [];
    const item = parallelizable(({ $signal }: { $signal: AbortSignal }) => {
      signals.push($signal);
      return [0, never(), 2];
    });
    const driver = driverOf({
      item: timeout(60_000, item),
      size: async ({ item: i }) => {
        // by then, the list has ended
        await quiet();
        if (i === 2) throw boom;
        return i;
      },
    });
    expect(await rejectionOf(driver.execute(['size']))).toMatchObject({ node: 'size' });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('does not count the time that the block takes', async () => {
    for (const item of [
      function* () {
        yield* [1, 2, 3];
      },
      async function* () {
        for (const i of [1, 2, 3]) {
          await sleep(40);
          yield i;
        }
      },
    ]) {
      const driver = driverOf({
        item: timeout(50, item),
        size: ({ item: i }) => {
          vi.advanceTimersByTime(1000);
          return i;
        },
        sizes: collect(({ size }: { size: number[] }) => size),
      });
      expect(await inTheEnd(driver.execute(['sizes']))).toEqual({ sizes: [1, 2, 3] });
    }
  });

  test('aborts the $signal of the generator, with its error', async () => {
    const reasons: unknown[] = [];
    const item = async function* ({ $signal }: { $signal: AbortSignal }): AsyncGenerator {
      $signal.addEventListener('abort', () => reasons.push($signal.reason));
      yield 0;
      await never();
    };
    const error = await rejectionOf(
      inTheEnd(driverOf({ item: timeout(50, item) }).execute(['item'])),
    );
    expect(reasons).toMatchObject([{ name: 'TimeoutError', code: 'node/timeout' }]);
    expect(error.message).toContain('it can stop when its $signal is aborted');
  });

  test('aborts the $signal when the run is over, too', async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const item = async function* ({ $signal }: { $signal: AbortSignal }): AsyncGenerator {
      signals.push($signal);
      yield 0;
      await never();
    };
    const driver = driverOf({ item: timeout(60_000, item) });
    const error = rejectionOf(driver.execute(['item'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await error).toBeInstanceOf(AbortError);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('has the generator end once it has what it waits for, and waits for nobody', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    const item = async function* (): AsyncGenerator {
      try {
        yield 0;
        await gate.promise;
        yield 1;
        seen.push('asked for more');
      } finally {
        seen.push('closed');
      }
    };
    const error = await rejectionOf(
      inTheEnd(driverOf({ item: timeout(50, item) }).execute(['item'])),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(seen).toEqual([]);
    gate.resolve();
    await quiet();
    expect(seen).toEqual(['closed']);
  });

  test('drops a failure that comes later', async () => {
    const gate = Promise.withResolvers<void>();
    const item = async function* (): AsyncGenerator {
      await gate.promise;
      yield 0;
    };
    const error = await rejectionOf(
      inTheEnd(driverOf({ item: timeout(50, item) }).execute(['item'])),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    gate.reject(boom);
    await quiet();
  });

  test('leaves the generator closed when the block fails', async () => {
    const seen: unknown[] = [];
    const driver = driverOf({
      item: timeout(50, counting(seen, 1000)),
      size: ({ item }) => {
        throw new Error(`size ${item}`);
      },
    });
    await rejectionOf(driver.execute(['size']));
    expect(seen).toEqual([0, 'closed']);
  });

  test('waits until an asynchronous generator has closed, when the block fails', async () => {
    const gate = Promise.withResolvers<void>();
    const driver = driverOf({
      item: timeout(50, async function* () {
        try {
          yield 0;
        } finally {
          await gate.promise;
        }
      }),
      size: ({ item }) => {
        throw new Error(`size ${item}`);
      },
    });
    let isDone = false;
    const failure = rejectionOf(driver.execute(['size'])).finally(() => {
      isDone = true;
    });
    await quiet();
    expect(isDone).toBe(false);
    gate.resolve();
    expect((await failure).message).toContain('size 0');
  });

  test('is not held up by a generator that never closes', async () => {
    const driver = driverOf({
      item: timeout(50, async function* () {
        try {
          yield 0;
        } finally {
          await never();
        }
      }),
      size: ({ item }) => {
        throw new Error(`size ${item}`);
      },
    });
    expect((await rejectionOf(inTheEnd(driver.execute(['size'])))).message).toContain('size 0');
  });

  test('listens to no signal any more when all is done', async () => {
    const added = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    const removed = vi.spyOn(AbortSignal.prototype, 'removeEventListener');
    const { call } = failing(1);
    const driver = driverOf({
      outer: parallelizable(() => [1, 2, 3]),
      inner: timeout(
        50,
        retry(
          thrice,
          timeout(40, async function* () {
            call();
            yield 1;
            yield 2;
          }),
        ),
      ),
      promised: timeout(
        50,
        parallelizable(() => [1, Promise.resolve(2)]),
      ),
    });
    await inTheEnd(driver.execute(['inner', 'promised']));
    const listened = new Set(added.mock.calls.map(([, listener]) => listener));
    for (const [, listener] of removed.mock.calls) listened.delete(listener);
    expect(added).toHaveBeenCalled();
    expect(listened.size).toBe(0);
    vi.restoreAllMocks();
  });

  test('names the items around it', async () => {
    const driver = driverOf({
      outer: parallelizable(() => ['a', 'b'], { key: String }),
      inner: timeout(50, async function* ({ outer }: { outer: string }) {
        yield 1;
        if (outer === 'b') await never();
      }),
    });
    const error = await rejectionOf<TimeoutError>(inTheEnd(driver.execute(['inner'])));
    expect(error.message).toContain(
      '"inner" took longer than 50 ms at its item 1, in item 1 ("b") of "outer".',
    );
    expect(error.item?.outer).toEqual({ index: 1, key: 'b', block: 'outer' });
  });
});

describe('retry and timeout', () => {
  /** Takes for ever before its first item, so many times. */
  function slow(times: number) {
    const calls: string[] = [];
    const item = async function* (): AsyncGenerator {
      if (calls.push('called') <= times) await never();
      yield* [1, 2];
    };
    return { item, calls };
  }

  test('retry(…, timeout(50, fn)) tries a first item again that took too long', async () => {
    const { item, calls } = slow(2);
    const driver = driverOf({ item: retry(thrice, timeout(50, item)) });
    expect(await inTheEnd(driver.execute(['item']))).toEqual({ item: [1, 2] });
    expect(calls).toHaveLength(3);
  });

  test('retry(…, timeout(50, fn)) leaves a later item that took too long to the run', async () => {
    let calls = 0;
    const item = async function* (): AsyncGenerator {
      if (++calls === 1) throw boom;
      yield 1;
      await never();
    };
    const driver = driverOf({ item: retry(thrice, timeout(50, item)) });
    const error = await rejectionOf(inTheEnd(driver.execute(['item'])));
    expect(error.message).toContain('"item" took longer than 50 ms at its item 1.');
    expect(calls).toBe(2);
  });

  test('retry(…, timeout(50, fn)) fails with the last timeout', async () => {
    const driver = driverOf({ item: retry(thrice, timeout(50, slow(9).item)) });
    const error = await rejectionOf(inTheEnd(driver.execute(['item'])));
    expect(error.message).toContain('took longer than 50 ms at its item 0; it was at try 3.');
  });

  test('retry(…, timeout(50, fn)) closes a list that comes after its time', async () => {
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    let calls = 0;
    const item = parallelizable(async (): Promise<Iterable<number>> => {
      if (++calls > 1) return [1];
      await gate.promise;
      return {
        [Symbol.iterator]: () => ({
          next: () => (seen.push('pulled'), { done: true, value: undefined }),
          return: () => (seen.push('closed'), { done: true, value: undefined }),
        }),
      };
    });
    const driver = driverOf({ item: retry(thrice, timeout(50, item)) });
    expect(await inTheEnd(driver.execute(['item']))).toEqual({ item: [1] });
    gate.resolve();
    await quiet();
    expect(seen).toEqual(['closed']);
  });

  test('timeout(50, retry(…)) bounds all tries together, with their waits', async () => {
    const { call, at } = failing(99);
    const item = function* (): Generator {
      call();
      yield 1;
    };
    const tries = { times: 99, backoff: 20, factor: 1 };
    const driver = driverOf({ item: timeout(50, retry(tries, item)) });
    const error = await rejectionOf(inTheEnd(driver.execute(['item'])));
    expect(error.message).toContain('took longer than 50 ms at its item 0; it was at try 3.');
    expect(at).toEqual([0, 20, 40]);
  });

  test('a timeout within a timeout holds for each item', async () => {
    const item = async function* (): AsyncGenerator {
      yield 0;
      await never();
    };
    for (const [outer, inner] of [
      [50, 20],
      [20, 50],
    ] as const) {
      const driver = driverOf({ item: timeout(outer, timeout(inner, item)) });
      const error = await rejectionOf(inTheEnd(driver.execute(['item'])));
      expect(error.message).toContain('took longer than 20 ms at its item 1.');
    }
  });
});
