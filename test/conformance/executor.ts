/**
 * What every executor does: call it from the test of each.
 *
 * @module
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GroupNodesIndividually, type TaskExecutor } from '../../src/executors/index.ts';
import {
  AbortError,
  Builder,
  DictResult,
  NodeExecutionError,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as dataflow from './executor-dataflow.ts';
import { isOfKind, makers, mark, marked } from './executor-values.ts';

/** What the suite cannot know about an executor. */
export interface ExecutorFacts {
  /** Whether values never leave the thread: then each comes back as itself, whatever it is. */
  readonly keepsIdentity: boolean;
  /** Items that may be in one message. @default 1 */
  readonly batch?: number;
}

/** An executor and what was asked of it. */
interface Watched {
  readonly executor: TaskExecutor;
  readonly log: string[];
  /** Tasks submitted and not returned: how many there were at most. */
  readonly most: () => number;
}

function watched(inner: TaskExecutor): Watched {
  const log: string[] = [];
  let underWay = 0;
  let most = 0;
  const executor: TaskExecutor = {
    name: inner.name,
    capacity: inner.capacity,
    open: async (source) => {
      log.push('open');
      await inner.open(source);
      log.push('opened');
    },
    submit: async (task, signal) => {
      log.push('submit');
      most = Math.max(most, ++underWay);
      try {
        return await inner.submit(task, signal);
      } finally {
        underWay--;
      }
    },
    close: async () => {
      log.push('close');
      await inner.close();
    },
  };
  return { executor, log, most: () => most };
}

/** States the contract of executors for those that `make` gives, which have the capacity that they are told. */
export function describeExecutor(
  name: string,
  make: (options?: { readonly maxTasks?: number }) => TaskExecutor,
  { keepsIdentity, batch = 1 }: ExecutorFacts,
): void {
  const drivers: UntypedDriver<DictKind>[] = [];
  let directory = '';
  const driverFor = (
    executor: TaskExecutor,
    settle = (builder: Builder): Builder => builder,
  ): UntypedDriver<DictKind> => {
    const builder = settle(new Builder()).withModules(dataflow).withRemoteExecutor(executor);
    const driver = builder.withResultBuilder(new DictResult()).build().untyped();
    drivers.push(driver);
    return driver;
  };
  const begun = (): readonly string[] =>
    readdirSync(directory).filter((file) => file.startsWith('begun'));

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'icosian-'));
  });
  afterEach(async () => {
    mark(directory, 'go');
    await Promise.all(drivers.splice(0).map((driver) => driver.close()));
    rmSync(directory, { recursive: true });
  });

  describe(`${name} as an executor`, () => {
    test('has a name, and the capacity that it is told', () => {
      expect(make().name).toMatch(/./);
      expect(make().capacity).toBeGreaterThanOrEqual(1);
      expect(make({ maxTasks: 3 }).capacity).toBe(3);
    });

    describe('gives values', () => {
      //  kind ─▶ made ─▶ wasMade ─▶ wereMade
      test.each(Object.keys(makers))('of every kind, there and back: %s', async (kind) => {
        const driver = driverFor(make(), (builder) =>
          builder.withGroupingStrategy(new GroupNodesIndividually()),
        );
        const inputs = { kinds: [kind] };
        const { made, wereMade } = await driver.execute(['made', 'wereMade'], { inputs });
        expect(wereMade).toEqual([true]);
        expect(isOfKind(kind, (made as unknown[])[0])).toBe(true);
      });

      test.runIf(keepsIdentity)('as they are, whatever they are', async () => {
        const odd = [() => 1, Symbol('own'), Object.create({ own: 1 }) as unknown, new WeakMap()];
        const inputs = { kinds: odd };
        const { kind } = await driverFor(make()).execute(['kind'], { inputs });
        (kind as unknown[]).forEach((value, i) => expect(value).toBe(odd[i]));
      });

      test('in item order, whatever the capacity', async () => {
        for (const maxTasks of [1, 2, 7]) {
          const driver = driverFor(make({ maxTasks }));
          const { square } = await driver.execute(['square'], { inputs: { count: 50 } });
          expect(square).toEqual(Array.from({ length: 50 }, (_, i) => i * i * 100));
        }
      });

      test('of tasks that know their item', async () => {
        const { place } = await driverFor(make()).execute(['place'], { inputs: { count: 2 } });
        expect(place).toEqual([
          [0, 0, 'key 0', 'item'],
          [10, 1, 'key 10', 'item'],
        ]);
      });

      test('of tasks that know the item around theirs', async () => {
        const { ofAll } = await driverFor(make()).execute(['ofAll'], { inputs: { count: 2 } });
        expect(ofAll).toEqual([
          '0a at 0 in key 0, 0b at 1 in key 0',
          '10a at 0 in key 10, 10b at 1 in key 10',
        ]);
      });

      test('to a reduce, in item order', async () => {
        const { total } = await driverFor(make()).execute(['total'], { inputs: { count: 4 } });
        expect(total).toBe('from 0 100 400 900');
      });

      test('to a second pass over the items', async () => {
        const { centred } = await driverFor(make()).execute(['centred'], { inputs: { count: 3 } });
        expect(centred).toEqual([0, 100, 400].map((value) => value - 500 / 3));
      });

      test('of no items: an empty list', async () => {
        const inputs = { count: 0, badItem: 1 };
        const { allChecked } = await driverFor(make()).execute(['allChecked'], { inputs });
        expect(allChecked).toEqual([]);
      });

      test('to a stream, in item order', async () => {
        const seen: unknown[] = [];
        const stream = driverFor(make()).stream('square', { inputs: { count: Infinity } });
        for await (const value of stream) if (seen.push(value) === 5) break;
        expect(seen).toEqual([0, 100, 400, 900, 1600]);
      });

      test('to executes at the same time, each its own', async () => {
        const { executor, log, most } = watched(make({ maxTasks: 2 }));
        const driver = driverFor(executor);
        const counts = [3, 0, 8, 1];
        const results = await Promise.all(
          counts.map((count) => driver.execute(['item', 'square'], { inputs: { count } })),
        );
        expect(results.map(({ square }) => (square as unknown[]).length)).toEqual(counts);
        expect(log.filter((entry) => entry === 'open')).toHaveLength(1);
        expect(most()).toBeLessThanOrEqual(2);
      });
    });

    describe('takes tasks', () => {
      test.each([1, 2, 5])('up to its capacity, all at once: %i', async (maxTasks) => {
        const { executor, most } = watched(make({ maxTasks }));
        const run = driverFor(executor).execute(['waited'], { inputs: { count: 12, directory } });
        const all = Array.from({ length: maxTasks }, (_, i) => `begun ${i * 10}`);
        // comes only where nobody waits for another
        await marked(directory, ...all);
        expect(begun()).toHaveLength(maxTasks);
        mark(directory, 'go');
        expect((await run)['waited']).toHaveLength(12);
        expect(most()).toBe(maxTasks);
      });

      test('for no more items of a generator than it has room for', async () => {
        const before = dataflow.asked;
        const controller = new AbortController();
        const run = driverFor(make({ maxTasks: 3 })).execute(['waited'], {
          inputs: { count: Infinity, directory },
          signal: controller.signal,
        });
        await marked(directory, 'begun 0', 'begun 10', 'begun 20');
        expect(dataflow.asked - before).toBeLessThanOrEqual(3 * batch);
        controller.abort();
        await rejectionOf(run);
      });

      test('of two executes up to its capacity, both together', async () => {
        const { executor, most } = watched(make({ maxTasks: 3 }));
        const driver = driverFor(executor);
        const inputs = { count: 6, directory };
        const runs = [1, 2].map(() => driver.execute(['waited'], { inputs }));
        await marked(directory, 'begun 0');
        mark(directory, 'go');
        for (const { waited } of await Promise.all(runs)) {
          expect(waited).toEqual([0, 10, 20, 30, 40, 50]);
        }
        expect(most()).toBeLessThanOrEqual(3);
      });
    });

    describe('whose task fails', () => {
      test("gives the user's error as it was, with the node and the item", async () => {
        const run = driverFor(make()).execute(['allChecked'], {
          inputs: { count: 5, badItem: 20 },
        });
        const error = await rejectionOf<NodeExecutionError>(run);
        expect(error).toBeInstanceOf(NodeExecutionError);
        expect(error).toMatchObject({
          code: 'node/failed',
          node: 'checked',
          item: { index: 2, key: 'key 20', block: 'item' },
        });
        expect(error.message).toContain('failed at item 2 ("key 20") of "item": RangeError: full');
        const cause = error.cause as RangeError & { code: string };
        expect(cause).toBeInstanceOf(Error);
        expect(cause).toMatchObject({ name: 'RangeError', message: 'full', code: 'FULL' });
        expect(cause.stack).toContain('executor-dataflow');
        expect(cause.cause).toMatchObject({ name: 'TypeError', message: 'no such colour' });
      });

      test("gives icosian's own errors as themselves", async () => {
        const run = driverFor(make()).execute(['nothing'], { inputs: { count: 3, badItem: 10 } });
        expect(await rejectionOf(run)).toMatchObject({
          name: 'InvalidNodeError',
          code: 'node/returned-undefined',
          node: 'nothing',
          item: { index: 1, key: 'key 10', block: 'item' },
        });
      });

      test('aborts those under way through $signal', async () => {
        const run = driverFor(make({ maxTasks: 3 })).execute(['heard'], {
          inputs: { count: 3, badItem: 10, directory },
        });
        expect(await rejectionOf(run)).toMatchObject({ code: 'node/failed', item: { index: 1 } });
        await marked(directory, 'aborted 0', 'aborted 20');
      });

      test('begins no others', async () => {
        const { executor, log } = watched(make({ maxTasks: 1 }));
        const run = driverFor(executor).execute(['allChecked'], {
          inputs: { count: 1000, badItem: 0 },
        });
        await rejectionOf(run);
        expect(log.filter((entry) => entry === 'submit').length).toBeLessThanOrEqual(batch);
      });

      test('can be used again', async () => {
        const driver = driverFor(make({ maxTasks: 2 }));
        for (const badItem of [0, 10, 20, 30]) {
          await rejectionOf(driver.execute(['checked'], { inputs: { count: 4, badItem } }));
        }
        expect(await driver.execute(['checked'], { inputs: { count: 2, badItem: -1 } })).toEqual({
          checked: [0, 10],
        });
      });
    });

    describe('whose run is aborted', () => {
      test('rejects with the reason, and tells the tasks under way by $signal', async () => {
        const controller = new AbortController();
        const run = driverFor(make({ maxTasks: 2 })).execute(['heard'], {
          inputs: { count: 2, badItem: -1, directory },
          signal: controller.signal,
        });
        await marked(directory, 'begun 0', 'begun 10');
        controller.abort('enough');
        const error = await rejectionOf<AbortError>(run);
        expect(error).toBeInstanceOf(AbortError);
        expect(error).toMatchObject({ code: 'run/aborted', cause: 'enough' });
        await marked(directory, 'aborted 0', 'aborted 10');
      });

      test('has room again, even where a task goes on', async () => {
        const driver = driverFor(make({ maxTasks: 1 }));
        const controller = new AbortController();
        const run = driver.execute(['waited'], {
          inputs: { count: 3, directory },
          signal: controller.signal,
        });
        await marked(directory, 'begun 0');
        controller.abort();
        await rejectionOf(run);
        expect(await driver.execute(['square'], { inputs: { count: 2 } })).toEqual({
          square: [0, 100],
        });
        expect(begun()).toHaveLength(1);
      });

      test('before it began takes nothing', async () => {
        const { executor, log } = watched(make());
        const signal = AbortSignal.abort();
        const run = driverFor(executor).execute(['square'], { inputs: { count: 2 }, signal });
        expect(await rejectionOf(run)).toBeInstanceOf(AbortError);
        expect(log).not.toContain('submit');
      });

      test('by leaving a stream can be used again', async () => {
        const driver = driverFor(make({ maxTasks: 2 }));
        const stream = driver.stream('square', { inputs: { count: Infinity } });
        for await (const _ of stream) break;
        const { square } = await driver.execute(['square'], { inputs: { count: 2 } });
        expect(square).toEqual([0, 100]);
      });
    });

    describe('is opened and closed', () => {
      test('once by its driver: before the first task, and with the driver', async () => {
        const { executor, log } = watched(make());
        const driver = driverFor(executor);
        expect(log).toEqual([]);
        const inputs = { count: 1 };
        await driver.execute(['square'], { inputs });
        await driver.execute(['square'], { inputs });
        expect(log).toEqual(['open', 'opened', 'submit', 'submit']);
        await Promise.all([driver.close(), driver.close()]);
        await driver.close();
        expect(log.slice(4)).toEqual(['close']);
      });

      test('not at all, where nothing ran', async () => {
        const { executor, log } = watched(make());
        await driverFor(executor).close();
        expect(log).toEqual([]);
      });

      test('by each of two drivers, for which it is a recipe', async () => {
        const executor = make({ maxTasks: 1 });
        const [one, other] = [driverFor(executor), driverFor(executor)];
        const inputs = { count: 3 };
        const squares = { square: [0, 100, 400] };
        const runs = [one, other].map((driver) => driver.execute(['square'], { inputs }));
        expect(await Promise.all(runs)).toEqual([squares, squares]);
        await one.close();
        expect(await other.execute(['square'], { inputs })).toEqual(squares);
      });

      test('while it runs: the run is aborted, and execute is an error then', async () => {
        const driver = driverFor(make({ maxTasks: 2 }));
        const inputs = { count: 3, directory };
        const ended = rejectionOf(driver.execute(['waited'], { inputs }));
        await marked(directory, 'begun 0');
        await driver.close();
        expect(await ended).toMatchObject({ code: 'driver/closed-while-running' });
        expect(
          await rejectionOf(driver.execute(['square'], { inputs: { count: 1 } })),
        ).toMatchObject({ code: 'driver/closed' });
      });
    });
  });
}
