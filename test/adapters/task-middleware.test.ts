import { describe, expect, test } from 'vitest';
import {
  collect,
  parallelizable,
  reduce,
  type DictKind,
  type LifecycleAdapter,
  type UntypedDriver,
} from '../../src/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { block, boom, noting, plain, withAdapters } from './note-tasks.ts';

hearsEveryRejection();

describe('the middleware executeTask', () => {
  const driverAround = (
    executeTask: LifecycleAdapter['executeTask'],
    functions: Loose = block,
  ): UntypedDriver<DictKind> =>
    driverWith(functions, withAdapters({ name: 'Judge', ...(executeTask && { executeTask }) }));

  test('stands between the hooks of where it runs', async () => {
    const log: string[] = [];
    const driver = driverWith(plain, (builder) =>
      builder.enableDynamicExecution().withAdapters(noting(log), {
        executeTask: async ({ task }, next) => {
          log.push(`> ${task.id}`);
          const outcome = await next();
          log.push(`< ${task.id}`);
          return outcome;
        },
      }),
    );
    await driver.execute(['a']);
    expect(log).toEqual(['groups a', 'submit a', 'begin a', '> a', '< a', 'end a', 'return a']);
  });

  test('stacks: the first given is the outermost', async () => {
    const log: string[] = [];
    const adapter = (name: string): LifecycleAdapter => ({
      executeTask: async (_call, next) => {
        log.push(`> ${name}`);
        const outcome = await next();
        log.push(`< ${name}`);
        return outcome;
      },
    });
    const driver = driverWith(plain, (builder) =>
      builder.enableDynamicExecution().withAdapters(adapter('1'), adapter('2')),
    );
    expect(await driver.execute(['a'])).toEqual({ a: 1 });
    expect(log).toEqual(['> 1', '> 2', '< 2', '< 1']);
  });

  test('knows the task', async () => {
    const calls: unknown[] = [];
    await driverAround((call, next) => (calls.push(call), next())).execute(['double']);
    expect(calls[1]).toEqual({
      runId: expect.any(String) as unknown,
      task: {
        id: 'double[1]',
        nodes: ['double'],
        where: 'remote',
        scope: ['item'],
        item: { index: 1, key: '1', block: 'item' },
      },
    });
  });

  test.each(['synchronously', 'asynchronously'])(
    'may run a task again that failed %s',
    async (how) => {
      const begun: number[] = [];
      //  item ─▶ first ─▶ double      double fails the first time, when first has the item already
      const attempt = (first: number): number => {
        begun.push(first);
        return begun.indexOf(first) === begun.length - 1 ? boom() : first * 2;
      };
      const functions: Loose = {
        ...block,
        first: ({ item }) => item,
        double: ({ first }) =>
          how === 'synchronously' ? attempt(first) : quiet().then(() => attempt(first)),
      };
      const driver = driverAround(async (_call, next) => {
        try {
          return await next();
        } catch {
          return next();
        }
      }, functions);
      expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
      expect(begun.toSorted((a, b) => a - b)).toEqual([1, 1, 2, 2]);
    },
  );

  test('may run a task twice and take either outcome', async () => {
    const driver = driverAround(async (_call, next) => (await next(), next()));
    expect(await driver.execute(['all'])).toEqual({ all: [2, 4] });
  });

  test('may change an outcome, or give one without running the task', async () => {
    const changed = driverAround(async (_call, next) => {
      const { values } = (await next()) as { values: readonly unknown[] };
      return { values: values.map(String) };
    });
    expect(await changed.execute(['double'])).toEqual({ double: ['2', '4'] });
    const calls: unknown[] = [];
    const functions = { ...block, double: ({ item }: { item: number }) => calls.push(item) };
    const given = driverAround(() => ({ values: [7] }), functions);
    expect(await given.execute(['double'])).toEqual({ double: [7, 7] });
    expect(calls).toEqual([]);
  });

  test.each<[string, LifecycleAdapter['executeTask']]>([
    ['forgets to return', (_call, next) => void next()],
    [
      'forgets to return, asynchronously',
      async (_call, next) => {
        await next();
      },
    ],
    ['gives a value instead of an outcome', () => 2],
    ['gives too few values', () => ({ values: [] })],
  ])('that %s is told so', async (_words, executeTask) => {
    const error = await rejectionOf(driverAround(executeTask).execute(['all']));
    expect(error).toMatchObject({ code: 'lifecycle/bad-outcome', item: { index: 0 } });
    expect(error.message).toBe(
      'The middleware executeTask of Judge gave no outcome for the task "double[0]".\n  → return what next() gives: return next()',
    );
  });

  test('that gives undefined for a value does not hand it on to a node', async () => {
    const seen: unknown[] = [];
    const all = collect(({ double }: { double: number[] }) => (seen.push(...double), 1));
    const driver = driverAround(
      ({ task }, next) => (task.id === 'all' ? next() : { values: [undefined] }),
      { ...block, all },
    );
    await rejectionOf(driver.execute(['all']));
    expect(seen).toEqual([]);
  });

  test('that throws ends the run with its error as the cause', async () => {
    for (const executeTask of [boom, async () => boom()]) {
      const error = await rejectionOf(driverAround(executeTask).execute(['all']));
      expect(error).toMatchObject({
        code: 'lifecycle/middleware-failed',
        cause: new RangeError('boom'),
      });
      expect(error.message).toBe(
        'The middleware executeTask of Judge failed at "double[0]": RangeError: boom',
      );
    }
  });

  test("that passes a node's failure on leaves it as it is", async () => {
    const functions = { ...block, double: ({ item }: { item: number }) => boom() + item };
    const driver = driverAround(async (_call, next) => await next(), functions);
    expect(await rejectionOf(driver.execute(['all']))).toMatchObject({
      code: 'node/failed',
      node: 'double',
    });
  });

  test('may keep a failed item from failing the run', async () => {
    const functions = {
      ...block,
      double: ({ item }: { item: number }) => (item === 1 ? boom() : item),
    };
    const driver = driverAround(async (_call, next) => {
      try {
        return await next();
      } catch {
        return { values: [null] };
      }
    }, functions);
    expect(await driver.execute(['all'])).toEqual({ all: [null, 2] });
  });

  test('may keep a failed item from failing the run where others wait in it', async () => {
    //  item ─▶ slow ─┬─▶ pair      quick fails at the first item, while slow waits
    //      ╰─▶ quick ┘
    const functions: Loose = {
      item: block['item'] as Loose[string],
      slow: ({ item }) => quiet().then(() => item),
      quick: async ({ item }) => (item === 1 ? boom() : item),
      pair: ({ slow, quick }) => [slow, quick],
    };
    const driver = driverAround(async (_call, next) => {
      try {
        return await next();
      } catch {
        return { values: [null] };
      }
    }, functions);
    expect(await driver.execute(['pair'])).toEqual({ pair: [null, [2, 2]] });
  });

  test('runs for a fold of an inner block as part of its task', async () => {
    const ids: string[] = [];
    const functions: Loose = {
      outer: parallelizable(() => [1, 2]),
      inner: function* ({ outer }) {
        yield* [outer, outer];
      },
      total: reduce(({ acc, inner }: { acc: number; inner: number }) => acc + inner, 0),
    };
    const driver = driverAround(({ task }, next) => (ids.push(task.id), next()), functions);
    expect(await driver.execute(['total'])).toEqual({ total: [2, 4] });
    expect(ids).toEqual(['inner+1[0]', 'inner+1[1]']);
  });
});
