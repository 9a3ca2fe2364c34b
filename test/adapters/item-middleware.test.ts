import { describe, expect, test } from 'vitest';
import { reduce, type LifecycleAdapter } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, boom } from './note-items.ts';

hearsEveryRejection();

describe('middleware', () => {
  const around = (name: string, work: LifecycleAdapter['executeNode']): LifecycleAdapter => ({
    executeNode: (call, next) => (call.node.name === name ? work?.(call, next) : next()),
  });

  test('of a node in a block runs for each item, and may change its value', async () => {
    for (const isAsync of [false, true]) {
      const adapter = around('double', ({ item }, next) => {
        const value = [item?.index, next()];
        return isAsync ? Promise.resolve(value) : value;
      });
      expect(await driverOf(block, adapter).execute(['all'])).toEqual({
        all: [
          [0, 2],
          [1, 4],
        ],
      });
    }
  });

  test('of a generator gets its iterator, and may wrap it', async () => {
    const adapter = around('item', (_call, next) => {
      const items = next() as Iterable<number>;
      return (function* () {
        for (const item of items) if (item > 1) yield item * 10;
      })();
    });
    expect(await driverOf(block, adapter).execute(['all'])).toEqual({ all: [40] });
  });

  test('of a generator may give items without calling it', async () => {
    const seen: string[] = [];
    const functions: Loose = {
      ...block,
      item: function* () {
        seen.push('called');
        yield 1;
      },
    };
    for (const items of [[7], Promise.resolve([7]), new Set([7])]) {
      const adapter = around('item', () => items);
      expect(await driverOf(functions, adapter).execute(['all'])).toEqual({ all: [14] });
    }
    expect(seen).toEqual([]);
  });

  test('of a generator that wraps it has the wrapped one closed', async () => {
    const seen: string[] = [];
    const adapter = around('item', (_call, next) => {
      const items = next() as Iterable<number>;
      return (function* () {
        try {
          yield* items;
        } finally {
          seen.push('wrapper closed');
        }
      })();
    });
    const functions: Loose = {
      item: function* () {
        try {
          yield* [1, 2];
        } finally {
          seen.push('closed');
        }
      },
      double: ({ item }) => boom() + item,
    };
    await rejectionOf(driverOf(functions, adapter).execute(['double']));
    expect(seen).toEqual(['closed', 'wrapper closed']);
  });

  const total = (seen: number[]): Loose => ({
    ...block,
    total: reduce(
      ({ acc, double }: { acc: number; double: number }) => (seen.push(double), acc + double),
      0,
    ),
  });

  test('of a reduce may change its value', async () => {
    const adapter = around('total', async (_call, next) => `${String(await next())}!`);
    expect(await driverOf(total([]), adapter).execute(['total'])).toEqual({ total: '6!' });
  });

  test('of a reduce may give its value without having it fold', async () => {
    for (const value of [5, Promise.resolve(5)]) {
      const seen: number[] = [];
      const adapter = around('total', () => value);
      expect(await driverOf(total(seen), adapter).execute(['total'])).toEqual({ total: 5 });
      expect(seen).toEqual([]);
    }
  });

  test('of a reduce may take its time before it has it fold', async () => {
    const seen: number[] = [];
    const adapter = around('total', async (_call, next) => (await quiet(), await next()));
    expect(await driverOf(total(seen), adapter).execute(['total'])).toEqual({ total: 6 });
    expect(seen).toEqual([2, 4]);
  });

  test('of a reduce that fails fails the run, whether it has folded or not', async () => {
    for (const hasFolded of [false, true]) {
      const adapter: LifecycleAdapter = {
        name: 'Judge',
        ...around('total', async (_call, next) => {
          if (hasFolded) await next();
          boom();
        }),
      };
      expect(await rejectionOf(driverOf(total([]), adapter).execute(['total']))).toMatchObject({
        code: 'lifecycle/middleware-failed',
        node: 'total',
      });
    }
  });

  test('of an item that gives undefined is told so', async () => {
    const adapter = around('double', () => undefined);
    expect(await rejectionOf(driverOf(block, adapter).execute(['all']))).toMatchObject({
      code: 'lifecycle/middleware-returned-undefined',
      node: 'double',
    });
  });
});
