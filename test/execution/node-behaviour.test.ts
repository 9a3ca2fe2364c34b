import { describe, expect, test, vi } from 'vitest';
import {
  AbortError,
  NodeExecutionError,
  TimeoutError,
  collect,
  parallelizable,
  resource,
  type LifecycleAdapter,
} from '../../src/index.ts';
import { ValidationError } from '../../src/errors.ts';
import { retry, timeout } from '../../src/modifiers/attempts.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';
import { inTheEnd, runsInFakeTime } from './fake-time.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

runsInFakeTime();

/** A function that fails its first calls, and notes when it was called. */
function failing(failures: number, error: unknown = new RangeError('full')) {
  const at: number[] = [];
  const startedAt = performance.now();
  const call = (): number => {
    at.push(performance.now() - startedAt);
    if (at.length <= failures) throw error;
    return at.length;
  };
  return { call, at };
}

const never = (): Promise<never> => new Promise(() => undefined);
const messageOf = (error: Error): string => error.message;

describe('retry', () => {
  test('calls again until it succeeds', async () => {
    const { call, at } = failing(2);
    const driver = driverOf({ a: retry({ times: 3, backoff: 1 }, call) });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 3 });
    expect(at).toEqual([0, 1, 3]);
  });

  test('waits twice as long each time', async () => {
    const { call, at } = failing(9);
    const driver = driverOf({ a: retry({ times: 5, backoff: 10 }, async () => call()) });
    await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(at).toEqual([0, 10, 30, 70, 150]);
  });

  test('waits by its own factor, up to a longest wait', async () => {
    const { call, at } = failing(9);
    const settings = { times: 5, backoff: 10, factor: 3, maxBackoff: 50 };
    await rejectionOf(inTheEnd(driverOf({ a: retry(settings, call) }).execute(['a'])));
    expect(at).toEqual([0, 10, 40, 90, 140]);
  });

  test('waits between the half and the whole with jitter', async () => {
    const random = vi.spyOn(Math, 'random').mockReturnValueOnce(0).mockReturnValueOnce(0.5);
    const { call, at } = failing(2);
    const settings = { times: 3, backoff: 100, jitter: true };
    await inTheEnd(driverOf({ a: retry(settings, call) }).execute(['a']));
    expect(at).toEqual([0, 50, 200]);
    random.mockRestore();
  });

  test('says how often it tried, with the last error as the cause', async () => {
    const errors = [new Error('one'), new Error('two'), new Error('three')];
    let calls = 0;
    const call = ({ x }: { x: number }): never => {
      throw errors[calls++] ?? x;
    };
    const running = driverOf({ a: retry({ times: 3, backoff: 1 }, call) });
    const error = await rejectionOf(inTheEnd(running.execute(['a'], { inputs: { x: 5 } })));
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error.cause).toBe(errors[2]);
    expect(error.message.replace(/ \([^)]*\)/, '')).toBe(
      '"a" failed after 3 tries: Error: three\n  with x = 5',
    );
  });

  test('of one try says nothing of tries', async () => {
    const running = driverOf({ a: retry({ times: 1, backoff: 1 }, failing(1).call) });
    const error = await rejectionOf(running.execute(['a']));
    expect(error.message).toContain(' failed: RangeError: full');
  });

  test('leaves an error alone that another node throws without it', async () => {
    const shared = Object.freeze(new Error('shared'));
    const driver = driverOf({
      a: retry({ times: 2, backoff: 1 }, failing(9, shared).call),
      b: failing(9, shared).call,
    });
    expect(messageOf(await rejectionOf(inTheEnd(driver.execute(['a']))))).toContain('after 2');
    expect(messageOf(await rejectionOf(driver.execute(['b'])))).not.toContain('after');
  });

  test('tries again what `on` accepts alone', async () => {
    const { call, at } = failing(9, new TypeError('wrong'));
    const on = (error: unknown): boolean => error instanceof RangeError;
    await rejectionOf(
      inTheEnd(driverOf({ a: retry({ times: 3, backoff: 1, on }, call) }).execute(['a'])),
    );
    expect(at).toEqual([0]);
  });

  test('tries an error of another realm or none at all again', async () => {
    const { call } = failing(1, 'no error');
    const driver = driverOf({ a: retry({ times: 2, backoff: 1 }, call) });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 2 });
  });

  test('does not try again what was aborted', async () => {
    const { call, at } = failing(9, new AbortError('run/aborted', 'Aborted.'));
    await rejectionOf(
      inTheEnd(driverOf({ a: retry({ times: 3, backoff: 1 }, call) }).execute(['a'])),
    );
    expect(at).toEqual([0]);
  });

  test('does not try again what a check refused, which comes as itself', async () => {
    const report = { node: 'a', passed: false, results: [] };
    const refused = new ValidationError('check/failed', '"a" fails.', {
      node: 'a',
      report,
      hint: 'look at it',
    });
    const { call, at } = failing(9, refused);
    const a = retry({ times: 3, backoff: 1 }, call);
    const error = await rejectionOf<ValidationError>(driverOf({ a }).execute(['a']));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.report).toBe(report);
    expect(error.message).toMatch(/^"a" fails\.\n {2}at \S+:\d+\n {2}→ look at it$/);
    expect(at).toEqual([0]);

    const driver = driverOf({
      item: parallelizable(() => [1, 2]),
      a: ({ item }) => (item === 2 ? call() : item),
    });
    const inItem = await rejectionOf<ValidationError>(driver.execute(['a']));
    expect(inItem).toBeInstanceOf(ValidationError);
    expect(inItem.item).toEqual({ index: 1, key: '1', block: 'item' });
    expect(inItem.message).toMatch(
      /^"a" fails\.\n {2}at item 1 of "item"\n {2}at \S+:\d+\n {2}→ look at it$/,
    );
  });

  test('leaves a synchronous function synchronous that succeeds at once', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      {
        a: retry(
          { times: 3, backoff: 1 },
          timeout(50, () => 1),
        ),
      },
      {
        executeNode: (_call, next) => {
          const value = next();
          seen.push(value);
          return value;
        },
      },
    );
    await driver.execute(['a']);
    expect(seen).toEqual([1]);
  });

  test('gives the number of the try as $attempt', async () => {
    const attempts: number[] = [];
    const call = ({ $attempt }: { $attempt: number }): number => {
      attempts.push($attempt);
      if ($attempt < 3) throw new Error('not yet');
      return $attempt;
    };
    const driver = driverOf({ a: retry({ times: 3, backoff: 1 }, call) });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 3 });
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('is one call for those who watch', async () => {
    const seen: string[] = [];
    const watcher: LifecycleAdapter = {
      beforeNode: ({ node }) => void seen.push(`before ${node.name}`),
      afterNode: ({ node, result }) => void seen.push(`after ${node.name}: ${String(result)}`),
    };
    const driver = driverOf({ a: retry({ times: 3, backoff: 1 }, failing(2).call) }, watcher);
    await inTheEnd(driver.execute(['a']));
    expect(seen).toEqual(['before a', 'after a: 3']);
  });

  test('says how often it tried where somebody watches, too', async () => {
    const watcher: LifecycleAdapter = { afterNode: () => undefined };
    const driver = driverOf({ a: retry({ times: 2, backoff: 1 }, failing(9).call) }, watcher);
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error.message).toContain(' failed after 2 tries: RangeError: full');
  });

  test('holds for each item, and names the one that failed', async () => {
    const calls = new Map<string, number>();
    const driver = driverOf({
      region: parallelizable(() => ['EU', 'US'], { key: String }),
      size: retry({ times: 2, backoff: 1 }, ({ region }: { region: string }) => {
        const count = (calls.get(region) ?? 0) + 1;
        calls.set(region, count);
        if (region === 'US' || count === 1) throw new Error('no');
        return region;
      }),
      sizes: collect(({ size }: { size: string[] }) => size),
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['sizes'])));
    expect(error.message).toContain('at item 1 ("US") of "region" after 2 tries: Error: no');
    expect([...calls]).toEqual([
      ['EU', 2],
      ['US', 2],
    ]);
  });

  test('of a collect gets its list', async () => {
    let calls = 0;
    const driver = driverOf({
      item: parallelizable(() => [1, 2, 3]),
      total: collect(
        retry({ times: 2, backoff: 1 }, ({ item }: { item: number[] }) => {
          if (calls++ === 0) throw new Error('no');
          return item.length;
        }),
      ),
    });
    expect(await inTheEnd(driver.execute(['total']))).toEqual({ total: 3 });
  });

  test('stops waiting when the run is aborted', async () => {
    const { call, at } = failing(9);
    const controller = new AbortController();
    const driver = driverOf({ a: retry({ times: 3, backoff: 60_000 }, call) });
    const error = rejectionOf(driver.execute(['a'], { signal: controller.signal }));
    await quiet();
    expect(vi.getTimerCount()).toBe(1);
    controller.abort(new Error('enough'));
    expect(await error).toBeInstanceOf(AbortError);
    await quiet();
    expect(vi.getTimerCount()).toBe(0);
    expect(at).toEqual([0]);
  });

  test('stops waiting when another node fails', async () => {
    const { call, at } = failing(9);
    const driver = driverOf({
      a: retry({ times: 3, backoff: 60_000 }, call),
      b: async () => {
        await Promise.resolve();
        throw new Error('the other one');
      },
    });
    const error = await rejectionOf(driver.execute(['a', 'b']));
    expect(error.message).toContain('the other one');
    await quiet();
    expect(at).toEqual([0]);
  });

  test('of what `on` throws fails with that', async () => {
    const on = (): boolean => {
      throw new SyntaxError('in on');
    };
    const driver = driverOf({ a: retry({ times: 3, backoff: 1, on }, failing(9).call) });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error.cause).toBeInstanceOf(SyntaxError);
  });
});

describe('timeout', () => {
  test('lets through what comes in time', async () => {
    const driver = driverOf({ a: timeout(50, async () => 1) });
    expect(await driver.execute(['a'])).toEqual({ a: 1 });
  });

  test('fails with what comes late, as a TimeoutError', async () => {
    const driver = driverOf({ a: timeout(50, never) });
    const error = await rejectionOf<TimeoutError>(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'node/timeout', node: 'a' });
    expect(error.message.replace(/ {2}at .*\n/, '')).toBe(
      '"a" took longer than 50 ms.\n  → allow it more time; it goes on unheard, unless it reads $signal and stops when that is aborted',
    );
    expect(error.location).toMatch(/node-behaviour\.test\.ts:\d+$/);
  });

  test('names the item', async () => {
    const driver = driverOf({
      region: parallelizable(() => ['EU', 'US'], { key: String }),
      size: timeout(50, ({ region }: { region: string }) => (region === 'US' ? never() : region)),
    });
    const error = await rejectionOf<TimeoutError>(inTheEnd(driver.execute(['size'])));
    expect(error.message).toContain('"size" took longer than 50 ms at item 1 ("US") of "region".');
    expect(error.item).toEqual({ index: 1, key: 'US', block: 'region' });
  });

  test('aborts the $signal that the function reads, with its error', async () => {
    let reason: unknown;
    const driver = driverOf({
      a: timeout(50, ({ $signal }: { $signal: AbortSignal }) => {
        $signal.addEventListener('abort', () => {
          reason = $signal.reason;
        });
        return never();
      }),
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(reason).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain('it can stop when its $signal is aborted');
  });

  test('aborts the $signal when the run is over, too, and leaves no timer', async () => {
    const controller = new AbortController();
    let signal: AbortSignal | undefined;
    const driver = driverOf({
      a: timeout(60_000, ({ $signal }: { $signal: AbortSignal }) => {
        signal = $signal;
        return never();
      }),
    });
    const error = rejectionOf(driver.execute(['a'], { signal: controller.signal }));
    await quiet();
    controller.abort();
    expect(await error).toBeInstanceOf(AbortError);
    expect(signal?.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('of a synchronous function fails afterwards, and says why', async () => {
    const slow = (): number => {
      vi.advanceTimersByTime(51);
      return 1;
    };
    const error = await rejectionOf(driverOf({ a: timeout(50, slow) }).execute(['a']));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain('"a" took longer than 50 ms.\n  at ');
    expect(error.message).toContain(
      'a synchronous function cannot be stopped, so it ran to its end',
    );
  });

  test('of a function that throws too late fails with what it threw', async () => {
    const slow = (): never => {
      vi.advanceTimersByTime(51);
      throw new Error('its own');
    };
    const error = await rejectionOf(driverOf({ a: timeout(50, slow) }).execute(['a']));
    expect((error.cause as Error).message).toBe('its own');
  });

  test('drops what comes later, also a failure', async () => {
    let settle = (): void => undefined;
    const driver = driverOf({
      a: timeout(
        50,
        () =>
          new Promise((_resolve, reject) => {
            settle = () => reject(new Error('late'));
          }),
      ),
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    settle();
    await quiet();
  });

  test('leaves the TimeoutError of the function alone', async () => {
    const own = new TimeoutError('own/timeout', 'Mine.');
    const call = async (): Promise<never> => {
      throw own;
    };
    const error = await rejectionOf(driverOf({ a: timeout(50, call) }).execute(['a']));
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error.cause).toBe(own);
  });

  test('is a TimeoutError for those who watch', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      { a: timeout(50, never) },
      { afterNode: ({ error }) => void seen.push(error) },
    );
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(seen[0]).toBeInstanceOf(TimeoutError);
  });
});

describe('retry and timeout', () => {
  test('retry(…, timeout(50, fn)) bounds each try', async () => {
    let calls = 0;
    const call = (): Promise<number> => (++calls < 3 ? never() : Promise.resolve(calls));
    const driver = driverOf({ a: retry({ times: 3, backoff: 10 }, timeout(50, call)) });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 3 });
  });

  test('retry(…, timeout(50, fn)) fails with the last timeout', async () => {
    const driver = driverOf({ a: retry({ times: 3, backoff: 10 }, timeout(50, never)) });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain('"a" took longer than 50 ms; it was at try 3.');
  });

  test('timeout(50, retry(…)) bounds them all together, with their waits', async () => {
    const { call, at } = failing(99);
    const driver = driverOf({ a: timeout(50, retry({ times: 99, backoff: 20, factor: 1 }, call)) });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toContain('"a" took longer than 50 ms; it was at try 3.');
    expect(at).toEqual([0, 20, 40]);
  });

  test('the $signal of a try is aborted by each timeout around it', async () => {
    const signals: AbortSignal[] = [];
    const call = ({ $signal }: { $signal: AbortSignal }): Promise<never> => {
      signals.push($signal);
      return never();
    };
    const each = retry({ times: 9, backoff: 10, factor: 1 }, timeout(50, call));
    await rejectionOf(inTheEnd(driverOf({ a: timeout(80, each) }).execute(['a'])));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    expect(signals[0]).not.toBe(signals[1]);
  });
});

describe('a resource', () => {
  test('is tried again', async () => {
    const { call, at } = failing(2);
    const driver = driverOf({
      client: resource(retry({ times: 3, backoff: 1 }, call)),
      a: ({ client }) => client,
    });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 3 });
    expect(at).toEqual([0, 1, 3]);
    await driver.close();
  });

  test('that never works says how often it was tried', async () => {
    const driver = driverOf({
      client: retry({ times: 2, backoff: 1 }, resource(failing(9).call)),
      a: ({ client }) => client,
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error.message).toContain(' failed after 2 tries: RangeError: full');
    await driver.close();
  });

  test('that comes too late is let go of', async () => {
    const released: string[] = [];
    let open = (_client: string): void => undefined;
    const opening = new Promise<string>((resolve) => {
      open = resolve;
    });
    const driver = driverOf({
      client: resource(
        timeout(50, () => opening),
        { dispose: (client) => void released.push(client) },
      ),
      a: ({ client }) => client,
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['a'])));
    expect(error).toBeInstanceOf(TimeoutError);
    open('late one');
    await quiet();
    expect(released).toEqual(['late one']);
    await driver.close();
  });

  test('is no longer tried once the driver is closed', async () => {
    const { call, at } = failing(9);
    const driver = driverOf({
      client: resource(retry({ times: 9, backoff: 60_000 }, call)),
      a: ({ client }) => client,
    });
    const failure = rejectionOf(driver.execute(['a']));
    await quiet();
    await driver.close();
    await failure;
    await quiet();
    expect(at).toEqual([0]);
  });
});
