import { describe, expect, test } from 'vitest';
import {
  collect,
  createModule,
  parallelizable,
  pipeOutput,
  reduce,
  source,
  step,
  subdag,
  value,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf } from '../execution/driver-of.ts';

const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const times = ({ x, by }: { x: number; by: number }): number => x * by;
const written = ({ it }: { it: unknown }): string => `<${String(it)}>`;

describe('chains in blocks', () => {
  const item = function* item(): Generator<number> {
    yield* [1, 2, 3];
  };
  const sum = ({ all, scale = 1 }: { all: readonly number[]; scale?: number }): number =>
    scale * all.reduce((a, b) => a + b, 0);

  test('a generator’s items go through the steps, one by one', async () => {
    const a = pipeOutput(item, step(plus, { by: value(10) }));
    const functions = { a, all: collect(({ a }: { a: number[] }) => a) };
    expect(await driverOf(functions).execute(['all', 'a.raw'])).toEqual({
      all: [11, 12, 13],
      'a.raw': [1, 2, 3],
    });
  });

  test('a marked iterable goes through the steps, whatever comes first', async () => {
    const all = collect(({ a }: { a: number[] }) => a);
    const by = { by: value(10) };
    const inside = pipeOutput(
      parallelizable(() => [1, 2]),
      step(plus, by),
    );
    expect(await driverOf({ a: inside, all }).execute(['all'])).toEqual({ all: [11, 12] });
  });

  test('a collect’s list goes through the steps as one value', async () => {
    const a = pipeOutput(
      collect(({ item }: { item: number[] }) => item),
      step(sum, { scale: value(2) }),
    );
    expect(await driverOf({ item, a }).execute(['a', 'a.raw'])).toEqual({
      a: 12,
      'a.raw': [1, 2, 3],
    });
  });

  test('a reduce gives its last accumulator to the steps', async () => {
    const a = pipeOutput(
      reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
      step(written),
    );
    expect(await driverOf({ item, a }).execute(['a'])).toEqual({ a: '<6>' });
  });

  test('collect and reduce around a chain collect the function inside', async () => {
    const twice = step(times, { by: value(2) });
    const listed = collect(
      pipeOutput(({ item }: { item: number[] }) => item.length, twice) as never,
    );
    const folded = reduce(
      pipeOutput(({ acc, item }: { acc: number; item: number }) => acc + item, twice) as never,
      0,
    );
    expect(await driverOf({ item, a: listed as AnyFunction }).execute(['a'])).toEqual({ a: 6 });
    expect(await driverOf({ item, a: folded as AnyFunction }).execute(['a'])).toEqual({ a: 12 });
  });

  test('parallelizable around a chain opens a block of what comes out of it', async () => {
    const a = parallelizable(
      pipeOutput(
        () => [1, 2],
        step(({ list }: { list: number[] }) => list.toReversed()),
      ),
    ) as AnyFunction;
    expect(await driverOf({ a, b: ({ a }) => a * 10 }).execute(['b', 'a.raw'])).toEqual({
      b: [20, 10],
      'a.raw': [1, 2],
    });
  });

  test('a step may read an item: then it lies in the block', async () => {
    const a = pipeOutput(() => 10, step(plus, { by: source('item') }));
    const driver = driverOf({ item, a });
    expect(await driver.execute(['a', 'a.raw'])).toEqual({ a: [11, 12, 13], 'a.raw': 10 });
  });

  test('steps may open a block, and collect it', async () => {
    const upTo = function* upTo({ n }: { n: number }): Generator<number> {
      for (let i = 1; i <= n; i++) yield i;
    };
    const a = pipeOutput(
      () => 3,
      step(upTo),
      step(times, { by: value(10) }),
      step(collect(({ all }: { all: number[] }) => all.join())),
    );
    const driver = driverOf({ a });
    expect(await driver.execute(['a', 'a.upTo', 'a.times'])).toEqual({
      a: '10,20,30',
      'a.upTo': [1, 2, 3],
      'a.times': [10, 20, 30],
    });
  });

  test('a chain in a part has the names of the part', async () => {
    const part = createModule({ a: pipeOutput(() => 1, step(plus, { by: source('k') })) });
    const p = subdag({ modules: [part], config: { k: 4 } }, ({ a }: { a: number }) => a);
    expect(await driverOf({ p }).execute(['p', 'p.a.raw'])).toEqual({ p: 5, 'p.a.raw': 1 });
  });
});
