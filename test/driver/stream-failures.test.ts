import { describe, expect, test } from 'vitest';
import { AbortError, collect, parallelizable } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { allOf } from './all-of.ts';

hearsEveryRejection();

//  item ─▶ double ─▶ sizes        0 to n - 1
const numbers: Loose = {
  item: function* ({ n }: { n: number }) {
    for (let i = 0; i < n; i++) yield i;
  },
  double: ({ item }) => item * 2,
  sizes: collect(({ double }: { double: number[] }) => double.length),
};
const inputs = { n: 3 };

describe('the errors of a stream', () => {
  test.each([
    ['an unknown output', 'dubble', { inputs }, 'request/unknown-output'],
    ['missing inputs', 'double', {}, 'input/missing'],
    ['a node outside of blocks', 'sizes', { inputs }, 'request/not-in-block'],
    ['an input', 'n', { inputs }, 'request/not-in-block'],
    ['an order that is none', 'double', { inputs, ordered: 'no' }, 'request/bad-order'],
    ['an unknown option', 'double', { inputs, order: true }, 'request/unknown-option'],
  ])('come with the first value asked for: %s', async (_words, output, options, code) => {
    const stream = driverOf(numbers).stream(output, options as never);
    expect(await rejectionOf(stream.next())).toMatchObject({ name: 'InputError', code });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('of a closed driver come the same way', async () => {
    const driver = driverOf(numbers);
    const before = driver.stream('double', { inputs });
    await driver.close();
    const after = driver.stream('double', { inputs });
    for (const stream of [before, after]) {
      expect(await rejectionOf(stream.next())).toMatchObject({ code: 'driver/closed' });
    }
  });

  //  item ─▶ half        fails at item 2
  const failing: Loose = {
    item: parallelizable(() => [0, 1, 2, 3]),
    half: ({ item }) => {
      if (item === 2) throw new RangeError('boom');
      return item;
    },
    later: async ({ item }) => {
      if (item < 2) return item;
      await quiet();
      throw new RangeError('boom');
    },
  };
  test.each(['half', 'later'])('come after the values before the failure: %s', async (output) => {
    const stream = driverOf(failing).stream(output);
    await quiet();
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    await quiet();
    await quiet();
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    expect(await rejectionOf(stream.next())).toMatchObject({
      name: 'NodeExecutionError',
      node: output,
      item: { index: 2 },
    });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  test('end a loop by throwing', async () => {
    const values: unknown[] = [];
    const loop = async (): Promise<void> => {
      for await (const value of driverOf(failing).stream('half')) values.push(value);
    };
    expect(await rejectionOf(loop())).toMatchObject({ node: 'half' });
    expect(values).toEqual([0, 1]);
  });

  test('of a generator come after its items', async () => {
    const driver = driverOf({
      item: function* () {
        yield 0;
        throw new RangeError('boom');
      },
    });
    const stream = driver.stream('item');
    expect((await stream.next()).value).toBe(0);
    expect(await rejectionOf(stream.next())).toMatchObject({ node: 'item', item: { index: 1 } });
  });

  test('leave the driver usable', async () => {
    const driver = driverOf(failing);
    await rejectionOf(allOf(driver.stream('half')));
    expect(await allOf(driver.stream('item'))).toEqual([0, 1, 2, 3]);
  });
});

describe('a stream that is aborted', () => {
  const endless: Loose = {
    item: function* ({ seen }: { seen: unknown[] }) {
      try {
        for (let i = 0; ; i++) yield i;
      } finally {
        seen.push('closed');
      }
    },
    later: async ({ item }) => item,
  };

  test.each([
    ['synchronous', 'item'],
    ['asynchronous', 'later'],
  ])(
    'through its signal rejects at the next value, whatever is waiting: %s items',
    async (_words, output) => {
      const seen: unknown[] = [];
      const controller = new AbortController();
      const { signal } = controller;
      const stream = driverOf(endless).stream(output, { inputs: { seen }, signal });
      expect(await stream.next()).toEqual({ done: false, value: 0 });
      await quiet();
      controller.abort('enough');
      const error = await rejectionOf(stream.next());
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({ code: 'run/aborted', cause: 'enough' });
      expect(seen).toEqual(['closed']);
      expect(await stream.next()).toEqual({ done: true, value: undefined });
    },
  );

  test('before its first value runs nothing', async () => {
    const seen: unknown[] = [];
    const signal = AbortSignal.abort();
    const stream = driverOf(endless).stream('item', { inputs: { seen }, signal });
    expect(await rejectionOf(stream.next())).toMatchObject({ code: 'run/aborted' });
    expect(seen).toEqual([]);
  });

  test('while it waits for a value rejects that one', async () => {
    const controller = new AbortController();
    const driver = driverOf({
      item: parallelizable(() => [1]),
      never: ({ item }) => new Promise(() => item),
    });
    const next = driver.stream('never', { signal: controller.signal }).next();
    await quiet();
    controller.abort();
    expect(await rejectionOf(next)).toMatchObject({ code: 'run/aborted' });
  });

  test('by closing the driver rejects the same way, with its generator closed', async () => {
    const seen: unknown[] = [];
    const driver = driverOf(endless);
    const stream = driver.stream('item', { inputs: { seen } });
    await stream.next();
    await driver.close();
    expect(seen).toEqual(['closed']);
    expect(await rejectionOf(stream.next())).toMatchObject({ code: 'driver/closed-while-running' });
  });
});
