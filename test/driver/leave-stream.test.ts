import { describe, expect, test } from 'vitest';
import { parallelizable, type ExecuteEvent, type Ending } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { endless } from './endless.ts';

hearsEveryRejection();

describe('leaving the loop over a stream', () => {
  test('of a generator that yields for ever ends the run and closes the generator', async () => {
    const { functions, seen, pulled } = endless();
    const values: unknown[] = [];
    for await (const value of driverOf(functions).stream('value')) {
      values.push(value);
      if (value === 4) break;
    }
    seen.push('left');
    expect(values).toEqual([0, 1, 2, 3, 4]);
    expect(seen).toEqual(['closed', 'left']);
    expect(pulled()).toBe(5);
  });

  test('of asynchronous items has asked for 64 at most that were not taken', async () => {
    const { functions, seen, pulled } = endless();
    for await (const value of driverOf(functions).stream('later')) if (value === 4) break;
    expect(seen).toEqual(['closed']);
    expect(pulled()).toBeLessThanOrEqual(5 + 64);
    const atTheEnd = pulled();
    await quiet();
    expect(pulled()).toBe(atTheEnd);
  });

  test('by an error in it closes the generator, too', async () => {
    const { functions, seen } = endless();
    const loop = async (): Promise<void> => {
      for await (const value of driverOf(functions).stream('value')) {
        if (value === 1) throw new Error('mine');
      }
    };
    expect((await rejectionOf(loop())).message).toBe('mine');
    expect(seen).toEqual(['closed']);
  });

  test("waits for an asynchronous generator's finally", async () => {
    const seen: string[] = [];
    const gate = Promise.withResolvers<void>();
    const driver = driverOf({
      item: async function* () {
        try {
          for (let i = 0; ; i++) yield i;
        } finally {
          await gate.promise;
          seen.push('closed');
        }
      },
    });
    const left = (async () => {
      for await (const value of driver.stream('item')) if (value === 2) break;
      seen.push('left');
    })();
    await quiet();
    expect(seen).toEqual([]);
    gate.resolve();
    await left;
    expect(seen).toEqual(['closed', 'left']);
  });

  test('closes the generators of all blocks that are open', async () => {
    const seen: string[] = [];
    const forever = function* (name: string): Generator<string> {
      try {
        for (let i = 0; ; i++) yield `${name}${i}`;
      } finally {
        seen.push(`closed ${name}`);
      }
    };
    const driver = driverOf({
      outer: function* () {
        yield* forever('o');
      },
      inner: function* ({ outer }) {
        yield* forever(`${outer}-`);
      },
    });
    const values: string[] = [];
    for await (const value of driver.stream('inner')) {
      values.push(value as string);
      if (values.length === 2) break;
    }
    expect(values).toEqual(['o0-0', 'o0-1']);
    expect(seen.toSorted()).toEqual(['closed o', 'closed o0-']);
  });

  test('tells the items that are under way, through $signal', async () => {
    let signal: AbortSignal | undefined;
    const driver = driverOf({
      item: parallelizable(() => [0, 1]),
      value: ({ item, $signal }) => {
        signal = $signal;
        return item === 0 ? Promise.resolve(0) : new Promise(() => undefined);
      },
    });
    for await (const value of driver.stream('value')) if (value === 0) break;
    expect(signal?.reason).toMatchObject({ name: 'AbortError', code: 'stream/left' });
  });

  test('ends a stream without any value for whoever asks', async () => {
    const stream = driverOf(endless().functions).stream('value');
    await stream.next();
    expect(await stream.return?.('given')).toEqual({ done: true, value: 'given' });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(await stream.return?.()).toEqual({ done: true, value: undefined });
  });

  test('before the first value runs nothing', async () => {
    const { functions, seen, pulled } = endless();
    const runs: unknown[] = [];
    const driver = driverOf(functions, { beforeExecute: () => runs.push('run') });
    const stream = driver.stream('value');
    await quiet();
    await stream.return?.();
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect([runs, seen, pulled()]).toEqual([[], [], 0]);
  });

  test('gives every value that is still waited for as the end', async () => {
    const driver = driverOf({
      item: parallelizable(() => [1]),
      never: ({ item }) => new Promise(() => item),
    });
    const stream = driver.stream('never');
    const waiting = [stream.next(), stream.next(), stream.next(), stream.next(), stream.next()];
    await quiet();
    await stream.return?.();
    const end = { done: true, value: undefined };
    expect(await Promise.all(waiting)).toEqual([end, end, end, end, end]);
  });

  test('is done by its asyncDispose', async () => {
    const { functions, seen } = endless();
    const stream = driverOf(functions).stream('value');
    await stream.next();
    await stream[Symbol.asyncDispose]();
    expect(seen).toEqual(['closed']);
  });

  test('lets other runs go on, and the driver close', async () => {
    const driver = driverOf(endless().functions);
    const other = driver.stream('value');
    await other.next();
    for await (const _ of driver.stream('value')) break;
    expect((await other.next()).done).toBe(false);
    await other.return?.();
    await driver.close();
  });

  test('where the run has failed meanwhile does not bring the failure up', async () => {
    const driver = driverOf({
      item: parallelizable(() => [0, 1]),
      value: async ({ item }) => {
        if (item === 1) throw new Error('boom');
        return item;
      },
    });
    const values: unknown[] = [];
    for await (const value of driver.stream('value')) {
      await quiet();
      values.push(value);
      break;
    }
    expect(values).toEqual([0]);
  });
});

describe('the hooks around a stream', () => {
  const noting = (): {
    events: (ExecuteEvent & Partial<Ending>)[];
    adapter: object;
  } => {
    const events: (ExecuteEvent & Partial<Ending>)[] = [];
    const adapter = {
      beforeExecute: (event: ExecuteEvent) => events.push(event),
      afterExecute: (event: ExecuteEvent & Ending) => events.push(event),
    };
    return { events, adapter };
  };

  test('come with its first value and its end, without a result', async () => {
    const { events, adapter } = noting();
    const driver = driverOf({ item: parallelizable(() => [1]) }, adapter);
    const stream = driver.stream('item');
    expect(events).toHaveLength(0);
    await stream.next();
    expect(events[0]).toMatchObject({ outputs: ['item'] });
    expect((await stream.next()).done).toBe(true);
    expect(events).toHaveLength(2);
    expect(events[1]).not.toHaveProperty('result');
    expect(events[1]).not.toHaveProperty('error');
  });

  test('come when it is left: that is no failure', async () => {
    const { events, adapter } = noting();
    for await (const _ of driverOf(endless().functions, adapter).stream('later')) break;
    expect(events).toHaveLength(2);
    expect(events[1]).not.toHaveProperty('error');
  });

  test('come when it fails, with the error that whoever reads it gets', async () => {
    const { events, adapter } = noting();
    const driver = driverOf(
      {
        item: parallelizable(() => [1]),
        value: ({ item }) => {
          if (item === 1) throw new Error('boom');
        },
      },
      adapter,
    );
    const error = await rejectionOf(driver.stream('value').next());
    expect(events[1]?.error === error).toBe(true);
  });

  test('that wait hold its first value back, and its end', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const seen: unknown[] = [];
    const driver = driverOf(
      { item: parallelizable(() => [1]) },
      { beforeExecute: () => gates[0]?.promise, afterExecute: () => gates[1]?.promise },
    );
    const all = (async () => {
      for await (const value of driver.stream('item')) seen.push(value);
      seen.push('end');
    })();
    await quiet();
    expect(seen).toEqual([]);
    gates[0]?.resolve();
    await quiet();
    expect(seen).toEqual([1]);
    gates[1]?.resolve();
    await all;
    expect(seen).toEqual([1, 'end']);
  });
});
