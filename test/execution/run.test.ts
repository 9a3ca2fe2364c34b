import { DataFrame, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { Builder, DictResult, createModule, dependsOn } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';

describe('what runs', () => {
  //  a ─▶ b ─▶ d      only what is upstream of the outputs
  //  └──▶ c    └─▶ e
  const traced = (): { calls: string[]; driver: ReturnType<typeof driverOf> } => {
    const calls: string[] = [];
    const call = (name: string, value: number): number => (calls.push(name), value);
    return {
      calls,
      driver: driverOf({
        e: ({ d }) => call('e', d),
        d: ({ b }) => call('d', b + 1),
        c: ({ a }) => call('c', a),
        b: ({ a }) => call('b', a * 10),
        a: () => call('a', 1),
      }),
    };
  };

  test('only what is upstream of the outputs, each node once, dependencies first', async () => {
    const { calls, driver } = traced();
    expect(await driver.execute(['d', 'b'])).toEqual({ d: 11, b: 10 });
    expect(calls).toEqual(['a', 'b', 'd']);
  });

  test('nothing for no outputs', async () => {
    const { calls, driver } = traced();
    expect(await driver.execute([])).toEqual({});
    expect(calls).toEqual([]);
  });

  test('everything again in the next run', async () => {
    const { calls, driver } = traced();
    await driver.execute(['b']);
    await driver.execute(['b']);
    expect(calls).toEqual(['a', 'b', 'a', 'b']);
  });

  test('the result has the outputs in the order of the request', async () => {
    const { driver } = traced();
    expect(Object.keys(await driver.execute(['d', 'a', 'b']))).toEqual(['d', 'a', 'b']);
  });

  test('a node that several others read gives them the same value', async () => {
    const driver = driverOf({
      shared: () => ({}),
      one: ({ shared }) => shared,
      other: async ({ shared }) => shared,
      isSame: ({ one, other, shared }) => one === other && one === shared,
    });
    expect(await driver.execute(['isSame'])).toEqual({ isSame: true });
  });

  test('two runs of one driver may overlap', async () => {
    const gates = new Map<number, PromiseWithResolvers<void>>();
    const driver = driverOf({
      waited: async ({ x }) => {
        const gate = Promise.withResolvers<void>();
        gates.set(x, gate);
        await gate.promise;
        return x * 2;
      },
      sum: ({ waited, x }) => waited + x,
    });
    const runs = [1, 2, 3].map((x) => driver.execute(['sum'], { inputs: { x } }));
    await quiet();
    for (const x of [3, 1, 2]) gates.get(x)?.resolve();
    expect(await Promise.all(runs)).toEqual([{ sum: 3 }, { sum: 6 }, { sum: 9 }]);
  });

  test('execute never throws synchronously', async () => {
    const driver = driverOf({ a: () => 1 });
    for (const outputs of [undefined, null, 'a', [1], ['zzz']]) {
      const run = driver.execute(outputs as never);
      await expect(run).rejects.toThrow();
    }
    await expect(driver.execute(['a'], 5 as never)).rejects.toThrow();
  });
});

describe('what a function gets', () => {
  test('is one object with exactly the dependencies that are there', async () => {
    const got: object[] = [];
    const driver = new Builder()
      .withModules(
        createModule({
          a: dependsOn(['x', 'there?', 'absent?'], (dependencies: object) => {
            got.push(dependencies);
            return 1;
          }),
        }),
      )
      .build()
      .untyped();
    await driver.execute(['a'], { inputs: { x: 1, there: null } });
    expect(got).toEqual([{ x: 1, there: null }]);
    expect(Object.keys(got[0] ?? {})).toEqual(['x', 'there']);
  });
});

describe('optional dependencies', () => {
  const driver = driverOf({
    scaled: ({ x, factor = 10 }) => x * factor,
    nested: ({ options: { width = 3 } }) => width,
    onNode: ({ scaled = 0 }) => scaled,
  });

  test('have their default where nothing is given', async () => {
    expect(await driver.execute(['scaled'], { inputs: { x: 2 } })).toEqual({ scaled: 20 });
  });

  test('have the given value, also where that is null', async () => {
    expect(await driver.execute(['scaled'], { inputs: { x: 2, factor: 3 } })).toEqual({
      scaled: 6,
    });
    expect(await driver.execute(['scaled'], { inputs: { x: 2, factor: null } })).toEqual({
      scaled: 0,
    });
  });

  test('have their default where undefined is given, which means not given', async () => {
    expect(await driver.execute(['scaled'], { inputs: { x: 2, factor: undefined } })).toEqual({
      scaled: 20,
    });
  });

  test('have the defaults inside a nested pattern', async () => {
    expect(await driver.execute(['nested'])).toEqual({ nested: 3 });
    expect(await driver.execute(['nested'], { inputs: { options: { width: 4 } } })).toEqual({
      nested: 4,
    });
  });

  test('have the value of the node where there is one', async () => {
    expect(await driver.execute(['onNode'], { inputs: { x: 1 } })).toEqual({ onNode: 10 });
  });

  test('come from the config, too', async () => {
    const configured = new Builder()
      .withModules(createModule({ scaled: ({ factor = 10 }: { factor?: number }) => factor }))
      .withConfig({ factor: 7 })
      .withResultBuilder(new DictResult())
      .build();
    expect(await configured.execute(['scaled', 'factor'])).toEqual({ scaled: 7, factor: 7 });
  });
});

describe('overrides', () => {
  const calls: string[] = [];
  const driver = driverOf({
    a: ({ x }) => (calls.push('a'), x),
    b: ({ a }) => (calls.push('b'), a + 1),
    c: ({ b, x = 0 }) => (calls.push('c'), b + x),
  });

  test('replace a value and cut off its upstream, inputs included', async () => {
    expect(await driver.execute(['c'], { overrides: { b: 41 } })).toEqual({ c: 41 });
    expect(calls.splice(0)).toEqual(['c']);
  });

  test('of an output are the output', async () => {
    expect(await driver.execute(['b'], { overrides: { b: 5 } })).toEqual({ b: 5 });
    expect(calls.splice(0)).toEqual([]);
  });

  test('of an input stand for the input, and win over it', async () => {
    expect(await driver.execute(['b'], { overrides: { x: 1 } })).toEqual({ b: 2 });
    expect(await driver.execute(['b'], { overrides: { x: 1 }, inputs: { x: 5 } })).toEqual({
      b: 2,
    });
    calls.splice(0);
  });

  test('may be null', async () => {
    const kinds = driverOf({ a: () => 1, kind: ({ a }) => String(a) });
    expect(await kinds.execute(['kind'], { overrides: { a: null } })).toEqual({ kind: 'null' });
  });

  test('of what the request does not need change nothing', async () => {
    expect(await driver.execute(['a'], { inputs: { x: 3 }, overrides: { c: 9 } })).toEqual({
      a: 3,
    });
    calls.splice(0);
  });

  test('of one run do not stay for the next', async () => {
    await driver.execute(['c'], { overrides: { b: 41 }, inputs: { x: 1 } });
    expect(await driver.execute(['c'], { inputs: { x: 1 } })).toEqual({ c: 3 });
    calls.splice(0);
  });
});

describe('inputs', () => {
  test('may be outputs themselves, read by a function or not', async () => {
    const driver = driverOf({ a: ({ x }) => x });
    expect(await driver.execute(['x', 'a', 'free'], { inputs: { x: 1, free: 2 } })).toEqual({
      x: 1,
      a: 1,
      free: 2,
    });
  });

  test('that nobody needs are passed over', async () => {
    const driver = driverOf({ a: () => 1, b: ({ x }) => x });
    expect(await driver.execute(['a'], { inputs: { x: 1, other: 2 } })).toEqual({ a: 1 });
  });
});

describe('$attempt', () => {
  test('is 1 for a node that is not retried', async () => {
    expect(await driverOf({ a: ({ $attempt }) => $attempt }).execute(['a'])).toEqual({ a: 1 });
  });

  test('and $signal are no inputs', async () => {
    const driver = driverOf({ a: ({ $attempt, $signal }) => [$attempt, $signal.aborted] });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(['a']);
    expect(await driver.execute(['a'])).toEqual({ a: [1, false] });
  });
});

describe('independent asynchronous nodes', () => {
  //  a ─┐
  //  b ─┼─▶ sum       a, b and c wait at the same time
  //  c ─┘
  test('have all started before any of them is done', async () => {
    const started: string[] = [];
    const gates = { a: 1, b: 2, c: 3 };
    const waiting = Object.fromEntries(
      Object.keys(gates).map((name) => [name, Promise.withResolvers<number>()]),
    );
    const functions = Object.fromEntries(
      Object.keys(gates).map((name) => [name, () => (started.push(name), waiting[name]?.promise)]),
    );
    const run = driverOf({ ...functions, sum: ({ a, b, c }) => a + b + c }).execute(['sum']);
    await quiet();
    expect(started.toSorted()).toEqual(['a', 'b', 'c']);
    for (const [name, value] of Object.entries(gates)) waiting[name]?.resolve(value);
    expect(await run).toEqual({ sum: 6 });
  });

  //  slow ─▶ afterSlow      what does not depend on the slow one does not wait for it
  //  quick ─▶ afterQuick
  test('hold up nobody but their readers', async () => {
    const seen: string[] = [];
    const gate = Promise.withResolvers<number>();
    const run = driverOf({
      slow: () => gate.promise,
      afterSlow: ({ slow }) => (seen.push('afterSlow'), slow),
      quick: () => 1,
      afterQuick: ({ quick }) => (seen.push('afterQuick'), quick),
    }).execute(['afterSlow', 'afterQuick']);
    await quiet();
    expect(seen).toEqual(['afterQuick']);
    gate.resolve(2);
    expect(await run).toEqual({ afterSlow: 2, afterQuick: 1 });
  });

  test('that fail are reported by the first failure', async () => {
    const [one, other] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const run = driverOf({
      one: () => one.promise,
      other: () => other.promise,
      both: ({ one: a, other: b }) => a + b,
    }).execute(['both']);
    await quiet();
    const [first, second] = [new Error('first'), new Error('second')];
    other.reject(first);
    one.reject(second);
    expect(await rejectionOf(run)).toMatchObject({ node: 'other', cause: first });
  });
});

describe('the event loop', () => {
  // finalizers of native memory run in between only
  test.each([
    ['a Series', () => Series('a', [1])],
    ['a DataFrame', () => DataFrame({ a: [1] })],
    ['a promise of a Series', async () => Series('a', [1])],
  ])('turns after a node that gives %s', async (_words, a) => {
    let hasTurned = false;
    const driver = driverOf({
      a: () => {
        setImmediate(() => (hasTurned = true));
        return a();
      },
      b: ({ a: series }) => series !== null && hasTurned,
    });
    expect(await driver.execute(['b'])).toEqual({ b: true });
  });

  test('does not turn between quick nodes of plain values', async () => {
    let hasTurned = false;
    const driver = driverOf({
      a: () => {
        setImmediate(() => (hasTurned = true));
        return 1;
      },
      b: ({ a }) => a === 1 && hasTurned,
    });
    expect(await driver.execute(['b'])).toEqual({ b: false });
  });
});
