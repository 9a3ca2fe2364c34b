import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  configuration,
  createModule,
  extractColumns,
  extractFields,
  mutate,
  pipeOutput,
  source,
  step,
  subdag,
  tag,
  value,
  when,
  withColumns,
  type AnyFunction,
  type GraphError,
} from '../../src/index.ts';
import { driverWith, rejectionOf } from '../execution/driver-of.ts';

const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const times = ({ x, by }: { x: number; by: number }): number => x * by;
const one = (): number => 1;
const driverOf = (functions: object, config: object = {}) =>
  driverWith(functions as Record<string, AnyFunction>, (builder) => builder.withConfig(config));
const problemsOf = (functions: object): readonly string[] => {
  try {
    driverOf(functions);
  } catch (error) {
    return (error as GraphError).errors.map(({ message }) =>
      message.replaceAll(/\n {2}at [^\n]*/g, ''),
    );
  }
  throw new Error('nothing was thrown');
};

describe('mutate', () => {
  //  a.raw ─▶ a.plus ─▶ a ─▶ b
  test('changes a node for all its readers, and is no node itself', async () => {
    const functions = {
      a: one,
      b: ({ a }: { a: number }) => a * 10,
      changed: mutate('a', step(plus, { by: value(1) }), step(times, { by: value(3) })),
    };
    const driver = driverOf(functions);
    expect(await driver.execute(['a', 'b', 'a.raw', 'a.plus'])).toEqual({
      a: 6,
      b: 60,
      'a.raw': 1,
      'a.plus': 2,
    });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual([
      'a.raw',
      'a.plus',
      'a',
      'b',
    ]);
    expect((await rejectionOf(driver.execute(['changed']))).message).toContain(
      'There is no node "changed" to request.',
    );
  });

  test('leaves the function as it is, and the nodes of other drivers', async () => {
    const functions = { a: one, changed: mutate(one, step(plus, { by: value(1) })) };
    expect(await driverOf(functions).execute(['a'])).toEqual({ a: 2 });
    expect(one()).toBe(1);
    expect(await driverOf({ a: one }).execute(['a'])).toEqual({ a: 1 });
  });

  test('names the node by its function, whatever that is exported as', async () => {
    const functions = { renamed: one, changed: mutate(one, step(plus, { by: value(1) })) };
    expect(await driverOf(functions).execute(['renamed'])).toEqual({ renamed: 2 });
  });

  test('names a modified node by what the modifier gave', async () => {
    const a = tag({ owner: 'me' }, one);
    const driver = driverOf({ a, changed: mutate(a, step(plus, { by: value(1) })) });
    expect(await driver.execute(['a'])).toEqual({ a: 2 });
  });

  test('comes wherever it is exported, also before its node', async () => {
    expect(
      await driverOf({ first: mutate('z', step(plus, { by: value(1) })), z: one }).execute(['z']),
    ).toEqual({ z: 2 });
  });

  test('follows others of the same node, in the order of the exports', async () => {
    const up = mutate('a', step(plus, { by: value(1) }));
    const tenfold = mutate(one, step(times, { by: value(10) }));
    const upFirst = driverOf({ a: one, up, tenfold });
    expect(await upFirst.execute(['a', 'a.raw', 'a.raw.raw'])).toEqual({
      a: 20,
      'a.raw': 2,
      'a.raw.raw': 1,
    });
    expect(await driverOf({ a: one, tenfold, up }).execute(['a'])).toEqual({ a: 11 });
  });

  test('reads other nodes, changed ones too', async () => {
    const functions = {
      a: one,
      b: () => 5,
      ofA: mutate('a', step(plus, { by: source('b') })),
      ofB: mutate('b', step(times, { by: configuration('factor') })),
    };
    expect(await driverOf(functions, { factor: 2 }).execute(['a'])).toEqual({ a: 11 });
  });

  test('takes part where its config says so', async () => {
    const functions = {
      a: one,
      changed: mutate('a', step(plus, { by: value(1) }).when({ on: true })),
    };
    expect(await driverOf(functions).execute(['a'])).toEqual({ a: 1 });
    expect(await driverOf(functions, { on: true }).execute(['a'])).toEqual({ a: 2 });
  });

  test('changes extracted nodes, without touching what they come from', async () => {
    const point = (): { x: number; y: number } => ({ x: 1, y: 2 });
    const { x, y } = extractFields(point, ['x', 'y']);
    const table = (): DataFrame => pl.DataFrame({ spend: [1, 2] });
    const functions = {
      point,
      x,
      y,
      table,
      ...extractColumns(table, ['spend']),
      xUp: mutate('x', step(plus, { by: value(10) })),
      yUp: mutate(y as AnyFunction, step(plus, { by: source('x') })),
      spendUp: mutate(
        'spend',
        step(({ s }: { s: Series }) => s.mul(10)),
      ),
    };
    const found = await driverOf(functions).execute(['x', 'y', 'point', 'spend']);
    expect(found).toMatchObject({ x: 11, y: 13, point: { x: 1, y: 2 } });
    expect((found['spend'] as Series).toArray()).toEqual([10, 20]);
  });

  test('changes chains, parts, and frames with further columns', async () => {
    const part = createModule({ k: () => 3, up: mutate('k', step(plus, { by: value(1) })) });
    const columns = createModule({
      c: () => [1, 2],
      up: mutate(
        'c',
        step(({ c }: { c: number[] }) => c.map((n) => n * 10)),
      ),
    });
    const functions = {
      piped: pipeOutput(one, step(plus, { by: value(1) })),
      pipedUp: mutate('piped', step(times, { by: value(10) })),
      p: subdag({ modules: [part] }, ({ k }: { k: number }) => k),
      pUp: mutate('p', step(times, { by: value(10) })),
      wide: withColumns(() => pl.DataFrame({ x: [5, 6] }), { modules: [columns as object] }),
      wideUp: mutate(
        'wide',
        step(({ frame }: { frame: DataFrame }) => frame.head(1)),
      ),
    };
    const driver = driverOf(functions);
    const { wide, ...others } = await driver.execute(['piped', 'p', 'p.raw.k', 'wide']);
    expect(others).toEqual({ piped: 20, p: 40, 'p.raw.k': 4 });
    expect((wide as DataFrame).toRecords()).toEqual([{ x: 5, c: 10 }]);
  });

  test('changes every item of a generator, and the list of a collect', async () => {
    const functions = {
      *item() {
        yield* [1, 2];
      },
      itemUp: mutate('item', step(plus, { by: value(10) })),
      all: collect(({ item }: { item: number[] }) => item),
      allUp: mutate(
        'all',
        step(({ list }: { list: number[] }) => list.join()),
      ),
    };
    expect(await driverOf(functions).execute(['all'])).toEqual({ all: '11,12' });
  });

  test('leaves an absent node absent', async () => {
    const functions = {
      a: when({ on: true }, one),
      changed: mutate('a', step(plus, { by: value(1) })),
    };
    expect((await rejectionOf(driverOf(functions).execute(['a']))).message).toContain(
      '"a" does not exist under this config',
    );
    expect(await driverOf(functions, { on: true }).execute(['a'])).toEqual({ a: 2 });
  });

  test('applies to the module that replaces another only where it stands in it', async () => {
    const first = createModule({ a: one, changed: mutate('a', step(plus, { by: value(1) })) });
    const second = createModule({ a: () => 100 });
    const build = (...modules: object[]) =>
      new Builder()
        .withModules(...modules)
        .allowModuleOverrides()
        .withResultBuilder(new DictResult())
        .build()
        .untyped();
    expect(await build(first, second).execute(['a'])).toEqual({ a: 100 });
    expect(await build(second, first).execute(['a'])).toEqual({ a: 2 });
  });
});

describe('mutate refuses', () => {
  const up = step(plus, { by: value(1) });

  test('a node that its module does not have', () => {
    expect(problemsOf({ price: one, changed: mutate('prise', up) })).toEqual([
      '"changed" changes "prise", which its module does not export.\n  → did you mean "price"?',
    ]);
    expect(problemsOf({ price: one, changed: mutate(plus, up) })).toEqual([
      '"changed" changes the function plus, which its module does not export.\n  → mutate(…) changes a node of its own module: name one of its exports',
    ]);
  });

  test('a node of another module', () => {
    const build = (): unknown =>
      new Builder()
        .withModules<object[]>(
          createModule({ spend: one }),
          createModule({ changed: mutate('spend', up) as never }),
        )
        .build();
    expect(build).toThrow('"changed" changes "spend", which its module does not export.');
  });

  test('a function that is exported under two names', () => {
    expect(problemsOf({ a: one, b: one, changed: mutate(one, up) })).toEqual([
      '"changed" changes the function one, which its module exports as a and b.\n  → mutate(…) changes a node of its own module: name one of its exports',
    ]);
  });

  test('another mutation, and itself', () => {
    const first = mutate('a', up);
    expect(problemsOf({ a: one, first, second: mutate('first', up) })).toEqual([
      expect.stringContaining('"second" changes "first", which its module does not export.'),
    ]);
    expect(problemsOf({ a: one, itself: mutate('itself', up) })).toHaveLength(1);
  });

  test('all that is wrong at once, beside other problems', () => {
    const functions = {
      a: mutate('x', up),
      b: mutate('y', up),
      c: (x: number, y: number) => x + y,
    };
    expect(problemsOf(functions)).toHaveLength(3);
  });

  test('what is neither a name nor a function, and what are no steps', () => {
    expect(() => mutate(5 as never, up)).toThrow('mutate(…) takes a node');
    expect(() => mutate('a')).toThrow('mutate(…) takes steps, got []');
    expect(() => mutate('a', plus as never)).toThrow('mutate(…) takes steps, got a function');
  });

  test('to be called', () => {
    expect(mutate('a', up) as unknown as AnyFunction).toThrow(
      'What mutate(…) gives is no function',
    );
  });
});
