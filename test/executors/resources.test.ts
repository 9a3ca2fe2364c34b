import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  GroupNodesIndividually,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
  SynchronousLocalTaskExecutor,
  type TaskExecutor,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  IcosianError,
  NodeExecutionError,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as dataflow from './fixtures/resources.ts';

const drivers: UntypedDriver<DictKind>[] = [];
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'icosian-'));
});
afterEach(async () => {
  mark(directory, 'go');
  await Promise.allSettled(drivers.splice(0).map((driver) => driver.close()));
  rmSync(directory, { recursive: true });
});

/** What was made and let go of, in order: `place words`. */
const log = (): readonly string[] => {
  const file = join(directory, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};
const wordsOf = (entry: string): string => entry.slice(entry.indexOf(' ') + 1);
const placeOf = (entry: string): string => entry.slice(0, entry.indexOf(' '));
/** In each place, what happened there, in order. */
const byPlace = (): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...Map.groupBy(log(), placeOf)].map(([place, entries]) => [place, entries.map(wordsOf)]),
  );
function driverFor(
  executor: TaskExecutor,
  config: object = { workers: executor.capacity / 2 },
  settle = (builder: Builder): Builder => builder,
): UntypedDriver<DictKind> {
  const builder = settle(new Builder())
    .withModules(dataflow)
    .withConfig<object>({ directory, workers: 1, ...config })
    .withRemoteExecutor(executor)
    .withResultBuilder(new DictResult());
  const driver = builder.build().untyped();
  drivers.push(driver);
  return driver;
}

describe.each([
  ['threads', (maxTasks: number) => new MultiThreadingExecutor({ maxTasks })],
  ['processes', (maxTasks: number) => new MultiProcessingExecutor({ maxTasks })],
] as const)('a resource in %s', (kind, make) => {
  test('is made once in each that needs it, for all items and runs, and goes with it', async () => {
    const driver = driverFor(make(2));
    const inputs = { count: 12 };
    const { asked, places } = await driver.execute(['asked', 'places'], { inputs });
    expect(asked).toEqual(Array.from({ length: 12 }, (_, i) => `${i + 1} here`));
    const workers = new Set(places as string[]);
    expect(workers.size).toBe(2);
    expect(workers.has(dataflow.here())).toBe(false);
    for (const place of workers) {
      expect(place.startsWith(`${process.pid}/`)).toBe(kind === 'threads');
    }
    await driver.execute(['asked'], { inputs });
    expect([...byPlace()]).toEqual(
      expect.arrayContaining([...workers].map((place) => [place, ['made client']])),
    );
    await driver.close();
    expect(byPlace()).toEqual(
      new Map([...workers].map((place) => [place, ['made client', 'disposed client']])),
    );
  });

  test('is not made where it is not needed', async () => {
    const driver = driverFor(make(2));
    await driver.execute(['without'], { inputs: { count: 4 } });
    expect(log()).toEqual([]);
    // one item: one worker
    const { places } = await driver.execute(['places'], {
      inputs: { count: 1 },
      overrides: { met: 0 },
    });
    expect([...byPlace()]).toEqual([[(places as string[])[0], ['made client']]]);
  });

  test('is made in this thread, too, where a node of this thread reads it', async () => {
    const driver = driverFor(make(1));
    const { asked, askedHere, allAsked } = await driver.execute(
      ['asked', 'askedHere', 'allAsked'],
      { inputs: { count: 1 } },
    );
    expect(asked).toEqual(['1 here']);
    expect(askedHere).toEqual([[1, dataflow.here()]]);
    expect(allAsked).toBe(`1 at ${dataflow.here()}`);
    expect(log().map(wordsOf)).toEqual(['made client', 'made client']);
    await driver.close();
    expect([...byPlace().values()]).toEqual([
      ['made client', 'disposed client'],
      ['made client', 'disposed client'],
    ]);
  });

  test('on inputs lives for the run, which waits until all have gone; what it is made of stays', async () => {
    const driver = driverFor(make(2));
    const inputs = { count: 4, user: 'ann' };
    const { greeted } = await driver.execute(['greeted'], { inputs });
    expect(greeted).toEqual([0, 1, 2, 3].map((i) => `${i} by session of ann, plain`));
    const ann = ['made session of ann, plain', 'disposed session of ann, plain'];
    const places = byPlace();
    expect(places.size).toBe(2);
    for (const words of places.values()) expect(words).toEqual(['made pool', ...ann]);
    await driver.execute(['greeted'], { inputs: { ...inputs, user: 'bob', mode: 'deep' } });
    const bob = ['made session of bob, deep', 'disposed session of bob, deep'];
    expect(log().slice(6).map(wordsOf)).toEqual(expect.arrayContaining(bob));
    for (const words of byPlace().values()) {
      expect([[], bob]).toContainEqual(words.slice(3));
    }
    await driver.close();
    for (const words of byPlace().values()) expect(words.at(-1)).toBe('disposed pool');
  });

  test('of runs at the same time is one for each', async () => {
    const driver = driverFor(make(1));
    const users = ['ann', 'bob', 'cy'];
    const results = await Promise.all(
      users.map((user) =>
        driver.execute(['greeted'], { inputs: { count: 2, user, mode: 'deep' } }),
      ),
    );
    expect(results).toEqual(
      users.map((user) => ({
        greeted: [0, 1].map((i) => `${i} by session of ${user}, deep`),
      })),
    );
    const words = log().map(wordsOf);
    for (const user of users) {
      const count = (what: string): number =>
        words.filter((each) => each === `${what} session of ${user}, deep`).length;
      expect(count('made')).toBeGreaterThanOrEqual(1);
      expect(count('disposed')).toBe(count('made'));
    }
  });

  test('on inputs has gone when a run has failed', async () => {
    const driver = driverFor(make(1));
    const run = driver.execute(['greetedBadly'], { inputs: { count: 1, user: 'ann' } });
    const error = await rejectionOf(run);
    expect(error).toMatchObject({ code: 'node/failed', node: 'greetedBadly' });
    expect(log().map(wordsOf)).toEqual([
      'made pool',
      'made session of ann, plain',
      'disposed session of ann, plain',
    ]);
  });

  test('that is asynchronous is made once in each, though many items ask at once', async () => {
    const driver = driverFor(make(2));
    const run = driver.execute(['askedSlow'], { inputs: { count: 6 } });
    while (!readdirSync(directory).some((file) => file.startsWith('slow begun'))) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(log()).toEqual([]);
    mark(directory, 'go');
    expect(await run).toEqual({ askedSlow: [1, 2, 3, 4, 5, 6] });
    for (const words of byPlace().values()) expect(words).toEqual(['made slow']);
  });

  test('that fails has the run fail like any node, and is tried again by the next one', async () => {
    const driver = driverFor(make(1));
    const inputs = { count: 1 };
    const error = await rejectionOf<NodeExecutionError>(
      driver.execute(['askedRefused'], { inputs }),
    );
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error).toMatchObject({ code: 'node/failed', node: 'refused' });
    expect(error.message).toContain('failed: RangeError: refused\n  with directory = ');
    expect(error.cause).toMatchObject({ message: 'refused', code: 'EREFUSED' });
    mark(directory, 'allowed');
    expect(await driver.execute(['askedRefused'], { inputs })).toEqual({ askedRefused: [1] });
  });

  test('lets go of itself where no dispose is given', async () => {
    const driver = driverFor(make(1));
    const { askedOwn } = await driver.execute(['askedOwn'], { inputs: { count: 1 } });
    expect(askedOwn).toEqual(['0 string']);
    await driver.close();
    expect(log().map(wordsOf)).toEqual(['made own', 'disposed own']);
  });

  describe('that cannot be let go of', () => {
    test('has close reject, naming it', async () => {
      const driver = driverFor(make(1));
      await driver.execute(['askedStuck'], { inputs: { count: 1 } });
      const error = await rejectionOf<IcosianError>(driver.close());
      expect(error).toBeInstanceOf(IcosianError);
      expect(error).toMatchObject({
        code: 'resource/dispose-failed',
        node: 'stuckClient',
        message: 'The resource "stuckClient" could not be let go of: RangeError: refused',
      });
      expect(error.cause).toMatchObject({ message: 'refused', code: 'EREFUSED' });
    });

    test('has the run reject whose it is; the driver goes on', async () => {
      const driver = driverFor(make(1));
      const inputs = { count: 1, user: 'ann' };
      for (let i = 0; i < 2; i++) {
        expect(await rejectionOf(driver.execute(['greetedStuck'], { inputs }))).toMatchObject({
          name: 'IcosianError',
          code: 'resource/dispose-failed',
          node: 'stuckSession',
        });
      }
      await driver.close();
    });

    test('never hides why a run failed', async () => {
      const driver = driverFor(make(1));
      const run = driver.execute(['greetedStuckBadly'], { inputs: { count: 1, user: 'ann' } });
      expect(await rejectionOf(run)).toMatchObject({
        code: 'node/failed',
        node: 'greetedStuckBadly',
      });
    });
  });

  test('has its constants and its names bound', async () => {
    const driver = driverFor(make(1), { most: 9 });
    expect(await driver.execute(['sizes'], { inputs: { count: 2 } })).toEqual({
      sizes: ['0: of 1, of 9', '1: of 1, of 9'],
    });
  });

  test('is there for generators, nodes and collects of inner blocks', async () => {
    const driver = driverFor(make(1));
    expect(await driver.execute(['ofItem'], { inputs: { count: 2 } })).toEqual({ ofItem: [2, 2] });
    expect(log().every((entry) => placeOf(entry) !== dataflow.here())).toBe(true);
  });

  test('is there for nodes outside of blocks that go there', async () => {
    const driver = driverFor(make(1), {}, (builder) =>
      builder.withGroupingStrategy(new GroupNodesIndividually()),
    );
    const { root } = await driver.execute(['root']);
    expect(root).toMatch(/^2 \d+\/\d+$/);
    expect([...byPlace()]).toEqual([[(root as string).slice(2), ['made client']]]);
    expect(root).not.toBe(`2 ${dataflow.here()}`);
  });

  test('is there for what is streamed', async () => {
    const driver = driverFor(make(1));
    const seen: unknown[] = [];
    for await (const each of driver.stream('asked', { inputs: { count: 3 } })) seen.push(each);
    expect(seen).toEqual(['1 here', '2 here', '3 here']);
  });

  describe('that is overridden', () => {
    const overrides = { client: { ask: (x: number) => x, place: 'mine' } };
    const inputs = { count: 1 };

    test('is refused, with the way out: its readers are elsewhere', async () => {
      const driver = driverFor(make(1));
      const run = driver.execute(['asked', 'places', 'allAsked'], { inputs, overrides });
      const error = await rejectionOf(run);
      expect(error).toMatchObject({
        name: 'InputError',
        code: 'override/resource-elsewhere',
        node: 'client',
      });
      expect(error.message).toBe(
        'The resource "client" is overridden, but "asked", "places" would run elsewhere, and a resource never travels.\n' +
          '  → keep them in this thread with local(fn), override those nodes instead, or use a driver without a remote executor',
      );
      expect(() => driver.validateExecution(['asked'], { inputs, overrides })).toThrow(
        '"asked" would run elsewhere',
      );
      expect(await rejectionOf(driver.stream('asked', { inputs, overrides }).next())).toMatchObject(
        { code: 'override/resource-elsewhere' },
      );
      // a promise says so at once, too
      const later = { client: Promise.resolve(overrides.client) };
      expect(
        await rejectionOf(driver.execute(['asked'], { inputs, overrides: later })),
      ).toMatchObject({ code: 'override/resource-elsewhere' });
      expect(log()).toEqual([]);
    });

    test('is refused where what is elsewhere is made of it', async () => {
      const driver = driverFor(make(1));
      const run = driver.execute(['greeted'], {
        inputs: { count: 1, user: 'ann' },
        overrides: { pool: { directory } },
      });
      expect(await rejectionOf(run)).toMatchObject({
        code: 'override/resource-elsewhere',
        node: 'pool',
      });
    });

    test('is refused where an inner block elsewhere reads it', async () => {
      const driver = driverFor(make(1));
      const error = await rejectionOf(driver.execute(['ofItem'], { inputs, overrides }));
      expect(error.message).toContain('"part", "ofPart", "ofItem" would run elsewhere');
    });

    test('is allowed where all of its readers are here, or overridden', async () => {
      const driver = driverFor(make(1));
      expect(
        await driver.execute(['askedHere', 'allAsked', 'root'], {
          inputs,
          overrides: { ...overrides, asked: 'mine' },
        }),
      ).toEqual({ askedHere: [[0, 'mine']], allAsked: '1 at mine', root: '1 mine' });
      expect(log()).toEqual([]);
    });
  });
});

describe('an overridden resource', () => {
  const overrides = { client: { ask: (x: number) => x, place: 'mine' } };

  test('is allowed where remote tasks stay in this thread', async () => {
    const driver = driverFor(new SynchronousLocalTaskExecutor(), {});
    const run = driver.execute(['asked'], { inputs: { count: 2 }, overrides });
    expect(await run).toEqual({ asked: ['0 elsewhere', '1 elsewhere'] });
  });

  test("is allowed where a user's executor runs tasks here", async () => {
    const inner = new SynchronousLocalTaskExecutor();
    const mine: TaskExecutor = {
      name: 'mine',
      capacity: 1,
      open: async () => undefined,
      submit: async (task) => inner.submit(task),
      close: async () => undefined,
    };
    const run = driverFor(mine, {}).execute(['asked'], {
      inputs: { count: 1 },
      overrides,
    });
    expect(await run).toEqual({ asked: ['0 elsewhere'] });
  });
});
