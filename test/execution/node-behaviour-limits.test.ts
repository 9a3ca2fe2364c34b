import {
  array,
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  nat,
  record,
} from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { AbortError, TimeoutError, parallelizable } from '../../src/index.ts';
import { CallLimit } from '../../src/execution/call-limits.ts';
import { limit, retry, timeout } from '../../src/modifiers/attempts.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';
import { inTheEnd, runsInFakeTime, sleep } from './fake-time.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

runsInFakeTime();

/** Calls that take their time, and what is known of them. */
function watched(ms: number) {
  const startedAt = performance.now();
  const known = { underWay: 0, most: 0, at: [] as number[], order: [] as unknown[] };
  const call = async (item: unknown): Promise<unknown> => {
    known.at.push(performance.now() - startedAt);
    known.order.push(item);
    known.most = Math.max(known.most, ++known.underWay);
    await sleep(ms);
    known.underWay--;
    return item;
  };
  return { known, call };
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('limit', () => {
  test('has so many calls under way, first come first served', async () => {
    const { known, call } = watched(10);
    const driver = driverOf({
      item: parallelizable(() => numbers(10)),
      a: limit({ concurrency: 3 }, ({ item }: { item: number }) => call(item)),
    });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: numbers(10) });
    expect(known.most).toBe(3);
    expect(known.order).toEqual(numbers(10));
  });

  test('begins so many calls in a second, evenly', async () => {
    const { known, call } = watched(0);
    const driver = driverOf({
      item: parallelizable(() => numbers(5)),
      a: limit({ perSecond: 10 }, ({ item }: { item: number }) => call(item)),
    });
    await inTheEnd(driver.execute(['a']));
    expect(known.at).toEqual([0, 100, 200, 300, 400]);
  });

  test('has a rate of less than one a second', async () => {
    const { known, call } = watched(0);
    const driver = driverOf({
      item: parallelizable(() => numbers(3)),
      a: limit({ perSecond: 0.1 }, ({ item }: { item: number }) => call(item)),
    });
    await inTheEnd(driver.execute(['a']));
    expect(known.at).toEqual([0, 10_000, 20_000]);
  });

  test('does not catch up after a pause', async () => {
    const { known, call } = watched(0);
    const driver = driverOf({
      item: parallelizable(() => numbers(2)),
      a: limit({ perSecond: 10 }, ({ item }: { item: number }) => call(item)),
    });
    await inTheEnd(driver.execute(['a']));
    vi.advanceTimersByTime(1000 - performance.now());
    known.at.length = 0;
    const before = performance.now();
    await inTheEnd(driver.execute(['a']));
    expect((known.at[1] ?? 0) - (known.at[0] ?? 0)).toBe(100);
    expect(before).toBeLessThanOrEqual(performance.now());
  });

  test('has both at once', async () => {
    const { known, call } = watched(250);
    const driver = driverOf({
      item: parallelizable(() => numbers(4)),
      a: limit({ concurrency: 2, perSecond: 10 }, ({ item }: { item: number }) => call(item)),
    });
    await inTheEnd(driver.execute(['a']));
    expect(known.at).toEqual([0, 100, 250, 350]);
  });

  test('leaves a synchronous function synchronous where there is room', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(
      { a: limit({ concurrency: 1 }, () => 1) },
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

  test('frees its room when a call fails', async () => {
    const driver = driverOf({
      a: limit({ concurrency: 1 }, ({ x }: { x: number }) => {
        if (x === 0) throw new Error('no');
        return x;
      }),
    });
    await rejectionOf(driver.execute(['a'], { inputs: { x: 0 } }));
    expect(await driver.execute(['a'], { inputs: { x: 1 } })).toEqual({ a: 1 });
  });

  test('is of all runs of a driver', async () => {
    const { known, call } = watched(10);
    const driver = driverOf({ a: limit({ concurrency: 2 }, ({ x }: { x: number }) => call(x)) });
    const runs = numbers(5).map((x) => driver.execute(['a'], { inputs: { x } }));
    await inTheEnd(Promise.all(runs));
    expect(known.most).toBe(2);
  });

  test('is of each driver', async () => {
    const { known, call } = watched(10);
    const a = limit({ concurrency: 1 }, () => call('a'));
    await inTheEnd(Promise.all([driverOf({ a }).execute(['a']), driverOf({ a }).execute(['a'])]));
    expect(known.most).toBe(2);
  });

  test('is of each node without a name, of all nodes with one', async () => {
    const most = async (name: { name?: string }): Promise<number> => {
      const { known, call } = watched(10);
      const settings = { concurrency: 2, ...name };
      const nodes = {
        a: limit(settings, () => call('a')),
        b: limit(settings, () => call('b')),
        c: limit(settings, () => call('c')),
      };
      const { a } = nodes;
      const runs = [driverOf(nodes).execute(['a', 'b', 'c']), driverOf({ a }).execute(['a'])];
      await inTheEnd(Promise.all(runs));
      return known.most;
    };
    expect(await most({})).toBe(4);
    expect(await most({ name: 'shared by all' })).toBe(2);
  });

  test('of the same name with other numbers in another dataflow is another one', async () => {
    const { known, call } = watched(10);
    const one = driverOf({ a: limit({ concurrency: 1, name: 'twice' }, () => call('a')) });
    const two = driverOf({ a: limit({ concurrency: 2, name: 'twice' }, () => call('b')) });
    await inTheEnd(Promise.all([one.execute(['a']), two.execute(['a'])]));
    expect(known.most).toBe(2);
  });

  test('stops waiting when the run is aborted, and leaves its place to others', async () => {
    const { known, call } = watched(10);
    const driver = driverOf({ a: limit({ concurrency: 1 }, ({ x }: { x: number }) => call(x)) });
    const controller = new AbortController();
    const { signal } = controller;
    const first = driver.execute(['a'], { inputs: { x: 1 } });
    const second = rejectionOf(driver.execute(['a'], { inputs: { x: 2 }, signal }));
    const third = driver.execute(['a'], { inputs: { x: 3 } });
    await quiet();
    controller.abort();
    expect(await second).toBeInstanceOf(AbortError);
    expect(await inTheEnd(Promise.all([first, third]))).toEqual([{ a: 1 }, { a: 3 }]);
    expect(known.order).toEqual([1, 3]);
  });

  test('leaves no timer when the last one stops waiting', async () => {
    const driver = driverOf({ a: limit({ perSecond: 0.001 }, () => 1) });
    await driver.execute(['a']);
    const controller = new AbortController();
    const waiting = rejectionOf(driver.execute(['a'], { signal: controller.signal }));
    await quiet();
    expect(vi.getTimerCount()).toBe(1);
    controller.abort();
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });

  test('timeout(…, limit(…)) counts the wait, limit(…, timeout(…)) does not', async () => {
    const run = (a: (dependencies: { item: number }) => unknown): Promise<unknown> => {
      const driver = driverOf({ item: parallelizable(() => [1, 2, 3]), a });
      return inTheEnd(driver.execute(['a']));
    };
    const { call } = watched(30);
    const fn = ({ item }: { item: number }): Promise<unknown> => call(item);
    const counted = rejectionOf(run(timeout(50, limit({ concurrency: 1 }, fn))));
    expect(await counted).toBeInstanceOf(TimeoutError);
    await inTheEnd(sleep(100));
    const unheard = rejectionOf(run(timeout(20, limit({ concurrency: 1 }, fn))));
    expect((await unheard).message).toContain('"a" took longer than 20 ms at item 0 of "item".');
    await inTheEnd(sleep(100));
    expect(await run(limit({ concurrency: 1 }, timeout(50, fn)))).toEqual({ a: [1, 2, 3] });
  });

  test('timeout(…, limit(…)) says so where its function was not even called', async () => {
    const { call, known } = watched(1000);
    const fn = ({ item }: { item: number }): Promise<unknown> => call(item);
    const one = { concurrency: 1, name: 'one' };
    const driver = driverOf({
      item: parallelizable(() => [1]),
      first: limit(one, fn),
      second: timeout(20, limit(one, fn)),
    });
    const error = await rejectionOf(inTheEnd(driver.execute(['first', 'second'])));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message.replace(/\n {2}at .*/, '')).toBe(
      '"second" waited longer than 20 ms for room under its limit at item 0 of "item".\n  → allow it more time or more room; in limit(…, timeout(…, fn)), the time does not run while it waits',
    );
    expect(known.order).toEqual([1]);
    await inTheEnd(sleep(1000));
  });

  test('retry(…, limit(…)) asks for room with each try', async () => {
    const at: number[] = [];
    const startedAt = performance.now();
    const call = (): number => {
      at.push(performance.now() - startedAt);
      if (at.length < 3) throw new Error('no');
      return at.length;
    };
    const driver = driverOf({ a: retry({ times: 3, backoff: 1 }, limit({ perSecond: 10 }, call)) });
    expect(await inTheEnd(driver.execute(['a']))).toEqual({ a: 3 });
    expect(at).toEqual([0, 100, 200]);
  });

  test('holds whatever comes when, in order, and lets everybody in who waits for it', async () => {
    const settings = record(
      { concurrency: integer({ min: 1, max: 4 }), perSecond: constantFrom(3, 10, 100, 5000) },
      { requiredKeys: ['concurrency'] },
    );
    const calls = array(
      record({
        after: nat({ max: 200 }),
        takes: nat({ max: 200 }),
        givesUp: boolean(),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await assert(
      asyncProperty(settings, calls, async (numbers, plan) => {
        const tested = new CallLimit({ kind: 'limit', ...numbers });
        const { concurrency, perSecond = Infinity } = numbers;
        const starts: number[] = [];
        const begun: number[] = [];
        let underWay = 0;
        let most = 0;
        const runs: Promise<void>[] = [];
        for (const [i, { after, takes, givesUp }] of plan.entries()) {
          await vi.advanceTimersByTimeAsync(after);
          const controller = new AbortController();
          if (givesUp) setTimeout(() => controller.abort(), 50);
          runs.push(
            (async () => {
              try {
                await tested.enter(controller.signal);
              } catch {
                return;
              }
              begun.push(i);
              starts.push(performance.now());
              most = Math.max(most, ++underWay);
              await sleep(takes);
              underWay--;
              tested.leave();
            })(),
          );
        }
        await inTheEnd(Promise.all(runs));
        await vi.runAllTimersAsync();
        expect(most).toBeLessThanOrEqual(concurrency);
        expect(begun).toEqual(begun.toSorted((a, b) => a - b));
        for (const [i, start] of starts.entries()) {
          const inSecond = starts.slice(i).filter((other) => other < start + 1000);
          // one more than the rate, where a timer came late
          expect(inSecond.length).toBeLessThanOrEqual(Math.ceil(perSecond) + 1);
        }
        expect(begun.length).toBeGreaterThanOrEqual(plan.filter(({ givesUp }) => !givesUp).length);
      }),
      { numRuns: 60 },
    );
  });
});
