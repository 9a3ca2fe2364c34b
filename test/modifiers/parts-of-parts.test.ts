import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  check,
  createModule,
  inject,
  mutate,
  pipeInput,
  pipeOutput,
  reduce,
  resolve,
  source,
  step,
  subdag,
  tag,
  value,
  when,
  withColumns,
} from '../../src/index.ts';
import pl, { type Expr } from 'nodejs-polars';

type Numbers = Record<string, number>;

const run = (module: object, outputs: readonly string[], options: object = {}) =>
  new Builder()
    .withModules(createModule(module))
    .withResultBuilder(new DictResult())
    .build()
    .untyped()
    .execute(outputs, options) as Promise<Record<string, unknown>>;

describe('a part with a node of its own name', () => {
  test('keeps apart what lies behind its function and what lies behind that node', async () => {
    const inner = createModule({ us: check({ range: [0, 1] }, () => 1) });
    const us = subdag(
      { modules: [inner] },
      check({ range: [0, 100] }, ({ us }: Numbers) => Number(us) * 50),
    );
    expect(await run({ us }, ['us', 'us.us'])).toEqual({ us: 50, 'us.us': 1 });
  });

  test('and chains of steps', async () => {
    const plus = step(({ x }: { x: number }) => x + 1);
    const inner = createModule({ us: pipeOutput(() => 1, plus) });
    const us = subdag(
      { modules: [inner] },
      pipeOutput(({ us }: Numbers) => Number(us) * 50, plus),
    );
    expect(await run({ us }, ['us'])).toEqual({ us: 101 });
  });
});

describe('a function that is named by itself and exported nowhere', () => {
  const helper = ({ revenue }: { revenue: number }): number => revenue * 2;
  const inner = createModule({
    revenue: () => 5,
    z: inject({ h: source(helper) }, ({ h }: { h: number }) => h),
  });

  test('reads the nodes of the part whose function names it', async () => {
    const us = subdag(
      { modules: [inner] },
      inject({ h: source(helper) }, ({ h, z }: { h: number; z: number }) => [h, z]),
    );
    expect(await run({ revenue: () => 1000, us }, ['us'])).toEqual({ us: [10, 10] });
    expect(await run({ us }, ['us'])).toEqual({ us: [10, 10] });
  });

  test('and the inputs of that part', async () => {
    const priced = ({ price }: { price: number }): number => price + 1;
    const us = subdag(
      { modules: [inner], inputs: { price: value(3) } },
      inject({ p: source(priced) }, ({ p }: { p: number }) => p),
    );
    expect(await run({ us }, ['us'])).toEqual({ us: 4 });
  });

  test('has a name of its own where the part has a node of its name', async () => {
    const revenue = (): number => 7;
    const us = subdag(
      { modules: [inner] },
      inject({ own: source(revenue) }, ({ own, revenue }: { own: number; revenue: number }) => [
        own,
        revenue,
      ]),
    );
    expect(await run({ us }, ['us'])).toEqual({ us: [7, 5] });
  });
});

test('a reduce keeps its accumulator to itself', () => {
  const total = pipeInput(({ acc, item }: { acc: number; item: number }) => acc + item, {
    acc: [step(({ x }: { x: number }) => x * 10)],
  });
  const module = createModule({ item: () => 1, total: reduce(total, 0) });
  expect(() => new Builder().withModules(module).build()).toThrow(
    '"total" is a reduce, but another modifier has bound its "acc" to "total.acc.step".',
  );
});

test('a column function may read a column that bears the name of its frame', async () => {
  const columns = createModule({ z: ({ w }: { w: Expr }) => w.add(pl.lit(1)) });
  const table = () => pl.DataFrame({ w: [1, 2] });
  const w = withColumns(table, { modules: [columns], as: 'expr' });
  const { w: wide } = await run({ table, w }, ['w']);
  expect((wide as pl.DataFrame).getColumn('z').toArray()).toEqual([2, 3]);
});

test('what mutate gives is no function to wrap', () => {
  const change = mutate(
    'a',
    step(({ x }: { x: number }) => x),
  ) as never;
  expect(() => tag({ owner: 'me' }, change)).toThrow(
    'tag(…) takes a function, got what mutate(…) gives.',
  );
});

describe('the compiler', () => {
  test('knows that a wrapped alternative cannot be continued', () => {
    const tagged = tag(
      { owner: 'x' },
      when({ a: 1 }, () => 1),
    );
    // @ts-expect-error no more alternatives
    expect(tagged.otherwise).toBeUndefined();
  });

  test('knows the inputs of each function that resolve may give', async () => {
    const x = resolve((config: { k: boolean }) =>
      config.k ? ({ a }: { a: number }) => a : ({ b }: { b: string }) => b,
    );
    const driver = new Builder()
      .withModules(createModule({ x }))
      .withConfig({ k: true })
      .withResultBuilder(new DictResult())
      .build();
    const given: { x: number | string } = await driver.execute(['x'], { inputs: { a: 1 } });
    expect(given).toEqual({ x: 1 });
  });

  test('wants what the steps before an optional parameter take', () => {
    const x = pipeInput(({ a = 1 }: { a?: number }) => a, {
      a: [step(({ v }: { v: number }) => v * 2)],
    });
    const driver = new Builder()
      .withModules(createModule({ x }))
      .withResultBuilder(new DictResult())
      .build();
    // @ts-expect-error a is missing
    void driver.execute(['x']).catch(() => undefined);
  });
});
