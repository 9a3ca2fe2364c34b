import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  FutureAdapter,
  GroupNodesIndividually,
  MultiThreadingExecutor,
  SynchronousLocalTaskExecutor,
  type FutureOptions,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  GraphError,
  MatrixResult,
  NodeExecutionError,
  SimpleGraphAdapter,
  WorkerCrashError,
  createModule,
  local,
  remote,
  type DictKind,
  type Ending,
  type LifecycleAdapter,
  type NodeCall,
  type UntypedDriver,
} from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as futures from './fixtures/futures.ts';

const drivers: { close(): Promise<void> }[] = [];
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'icosian-'));
});
afterEach(async () => {
  for (const name of ['A', 'B', 'busy', 'waiting A', 'waiting B', 'after busy']) {
    mark(directory, name);
  }
  await Promise.allSettled(drivers.splice(0).map((driver) => driver.close()));
  rmSync(directory, { recursive: true });
});

type AnyDriver = UntypedDriver<DictKind>;

function driverWith(
  options: FutureOptions = {},
  settle = (builder: Builder): Builder => builder,
  modules: readonly object[] = [futures],
): AnyDriver {
  const builder = settle(new Builder())
    .withModules(...modules)
    .withConfig<object>({ directory })
    .withAdapters(new FutureAdapter({ maxWorkers: 2, ...options }));
  const settled =
    options.resultBuilder === undefined ? builder.withResultBuilder(new DictResult()) : builder;
  const driver: AnyDriver = settled.build().untyped();
  drivers.push(driver);
  return driver;
}

const problemsOf = (build: () => unknown): readonly { code: string; message: string }[] => {
  try {
    build();
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
    return (error as GraphError).errors.map(({ code, message }) => ({ code, message }));
  }
  throw new Error('it was built');
};

const log = (): readonly string[] => {
  const file = join(directory, 'log');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
};

describe('FutureAdapter takes', () => {
  const names = 'maxWorkers, threadNamePrefix, resultBuilder, offload, modules';

  test.each([
    [{}],
    [undefined],
    [{ maxWorkers: 1, threadNamePrefix: 'nap', offload: () => false }],
    [{ modules: [new URL('./fixtures/futures.ts', import.meta.url)] }],
    [{ resultBuilder: new DictResult() }],
    [{ maxWorkers: undefined, offload: undefined, threadNamePrefix: undefined }],
  ])('%o', (options) => {
    expect(new FutureAdapter(options as FutureOptions).name).toBe('FutureAdapter');
  });

  test.each([
    ['maxWorkers', 0, '0'],
    ['maxWorkers', 1.5, '1.5'],
    ['maxWorkers', '2', '"2"'],
    ['offload', true, 'true'],
    ['workers', 2, '2'],
  ])('no %s of %o', (name, given, written) => {
    expect(() => new FutureAdapter({ [name]: given })).toThrow(
      expect.objectContaining({
        code: 'executor/bad-option',
        message: `FutureAdapter does not take the option "${name}" with ${written}.\n  → it takes: ${names}`,
      }),
    );
  });

  test.each([
    ['threadNamePrefix', ''],
    ['threadNamePrefix', 5],
    ['modules', []],
    ['modules', 'features.ts'],
    ['resultBuilder', 5],
    ['resultBuilder', null],
  ])('no %s of %o, in words about itself', (name, given) => {
    expect(() => new FutureAdapter({ [name]: given } as never)).toThrow(
      expect.objectContaining({
        code: 'executor/bad-option',
        message: expect.stringContaining(
          `FutureAdapter does not take the option "${name}"`,
        ) as string,
      }),
    );
  });

  test.each([5, null, 'nap', []])('no options of %o', (given) => {
    expect(() => new FutureAdapter(given as never)).toThrow(
      expect.objectContaining({ code: 'executor/bad-option' }),
    );
  });
});

describe('under FutureAdapter', () => {
  test('nodes that compute overlap in threads', async () => {
    const { bothBusy } = await driverWith().execute(['bothBusy']);
    const [a, b] = bothBusy as number[];
    expect(a).not.toBe(b);
    expect([a, b]).not.toContain(futures.here());
  });

  test('nodes that wait overlap in this thread, beside those in threads', async () => {
    const driver = driverWith({ maxWorkers: 1 });
    const { waitingA, waitingB, busy } = await driver.execute(['waitingA', 'waitingB', 'busy']);
    expect([waitingA, waitingB]).toEqual([futures.here(), futures.here()]);
    expect(busy).not.toBe(futures.here());
  });

  test('a node begins as soon as its inputs are there, whatever else is under way', async () => {
    // comes only where afterBusy does not wait for what waits for it
    const run = driverWith().execute(['waitsForAfterBusy', 'waitingA', 'waitingB', 'afterBusy']);
    expect(await run).toMatchObject({ waitsForAfterBusy: futures.here() });
  });

  test('local(fn) keeps a node here, and remote(fn) sends one that waits', async () => {
    const outputs = ['sent', 'kept', 'asynchronous', 'sentAsynchronous'];
    const places = await driverWith().execute(outputs);
    const isHere = outputs.map((name) => places[name] === futures.here());
    expect(isHere).toEqual([false, true, true, false]);
  });

  test('offload says which nodes go; those that wait are not asked about', async () => {
    const asked = new Set<string>();
    const driver = driverWith({
      offload: ({ name, role }) => {
        asked.add(`${role} ${name}`);
        return name !== 'sent';
      },
    });
    const { sent, sentToo, asynchronous } = await driver.execute([
      'sent',
      'sentToo',
      'asynchronous',
      'kept',
    ]);
    expect(sent).toBe(futures.here());
    expect(sentToo).toMatch(new RegExp(`^${futures.here()} [^0]`));
    expect(asynchronous).toBe(futures.here());
    expect([...asked].toSorted()).toEqual(['function sent', 'function sentToo']);
  });

  test('an offload that throws is the error of the request', async () => {
    const full = new RangeError('full');
    const driver = driverWith({
      offload: () => {
        throw full;
      },
    });
    const error = await rejectionOf(driver.execute(['sent']));
    expect(error).toMatchObject({ name: 'InputError', code: 'grouping/failed', cause: full });
    expect(error.message).toContain('FutureAdapter failed: RangeError: full');
  });

  test('parallel blocks run in threads, item by item, also in blocks and twice', async () => {
    const driver = driverWith();
    const outputs = ['doubles', 'itemPlace', 'sum', 'parts', 'share', 'waited'];
    const result = await driver.execute(outputs, { inputs: { count: 3 } });
    expect(result).toMatchObject({
      doubles: [0, 2, 4],
      sum: 6,
      parts: ['0a 0b', '2a 2b', '4a 4b'],
      share: ['0 of 6', '2 of 6', '4 of 6'],
      waited: [0, 2, 4].map((x) => `${x} at ${futures.here()}`),
    });
    const seen: unknown[] = [];
    for await (const each of driver.stream('double', { inputs: { count: Infinity } })) {
      if (seen.push(each) === 4) break;
    }
    expect(seen).toEqual([0, 2, 4, 6]);
  });

  test('the items of a block that never waits are all elsewhere', async () => {
    const { itemPlace } = await driverWith().execute(['itemPlace'], { inputs: { count: 5 } });
    expect(itemPlace).toHaveLength(5);
    expect(itemPlace).not.toContain(futures.here());
  });

  test('functions without a file stay here, without complaint', async () => {
    // oxlint-disable-next-line typescript/no-implied-eval -- the case
    const evaluated = new Function('here', 'return ({ sent }) => [sent, here()]') as (
      here: () => number,
    ) => () => unknown;
    const module = { evaluated: evaluated(futures.here) };
    const result = await driverWith({}, undefined, [futures, module]).execute([
      'evaluated',
      'sent',
    ]);
    expect(result['evaluated']).toEqual([result['sent'], futures.here()]);
    expect(result['sent']).not.toBe(futures.here());
  });

  test('functions of createModule stay here, without complaint', async () => {
    const loose = createModule({
      loose: ({ sent }: { sent: number }) => [sent, futures.here()],
      looseToo: async ({ loose }: { loose: number[] }) => loose.length,
    });
    const driver = driverWith({}, undefined, [futures, loose]);
    const result = await driver.execute(['loose', 'looseToo']);
    expect(result).toEqual({
      loose: [expect.any(Number), futures.here()],
      looseToo: 2,
    });
  });

  test('a module of loose functions alone runs here', async () => {
    const loose = createModule({ a: () => 1, b: ({ a }: { a: number }) => a + futures.here() });
    expect(await driverWith({}, undefined, [loose]).execute(['b'])).toEqual({
      b: 1 + futures.here(),
    });
  });

  test('modules says where functions are that nobody finds', async () => {
    const { sent, sentToo } = futures;
    const wrapped = { sent: () => sent(), sentToo };
    const modules = [new URL('./fixtures/futures.ts', import.meta.url)];
    const result = await driverWith({ modules }, undefined, [wrapped]).execute(['sent', 'sentToo']);
    expect(result['sent']).not.toBe(futures.here());
  });

  describe('threads are named', () => {
    test.each([
      [{}, /^future-[12]$/],
      [{ threadNamePrefix: 'nap' }, /^nap-[12]$/],
    ])('in hooks: %o', async (options, name) => {
      const told: (NodeCall & Ending)[] = [];
      const adapter: LifecycleAdapter = { afterNode: (event) => void told.push(event) };
      const driver = driverWith(options, (builder) => builder.withAdapters(adapter));
      await driver.execute(['sent', 'kept']);
      const of = (node: string) => told.filter((event) => event.node.name === node);
      expect(of('sent')).toHaveLength(1);
      expect(of('sent')[0]?.worker).toMatch(name);
      expect(of('kept')).toHaveLength(1);
      expect(of('kept')[0]).not.toHaveProperty('worker');
    });

    test('in the error of one that ends', async () => {
      const driver = driverWith({ threadNamePrefix: 'nap' });
      const error = await rejectionOf(driver.execute(['exiting'], { inputs: { x: 1 } }));
      expect(error).toBeInstanceOf(WorkerCrashError);
      expect(error.message).toMatch(/^The worker nap-[12] .+ while it ran "exiting"\./);
      // and the driver goes on
      expect(await driver.execute(['exiting'], { inputs: { x: 0 } })).toEqual({ exiting: 0 });
    });
  });

  test('an error of a node is that of anywhere', async () => {
    const error = await rejectionOf(driverWith().execute(['failing'], { inputs: { x: 7 } }));
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error).toMatchObject({ code: 'node/failed', node: 'failing' });
    expect(error.message).toMatch(/failed: RangeError: no 7\n {2}with x = 7/);
    expect(error.cause).toMatchObject({ name: 'RangeError', message: 'no 7' });
  });

  test('a value that several threads read is encoded once, and decoded once in each', async () => {
    const driver = driverWith();
    const { allRead } = await driver.execute(['allRead']);
    const workers = new Set((allRead as string[]).map((words) => words.replace('here ', '')));
    expect(workers.size).toBe(2);
    const entries = log();
    expect(entries.filter((entry) => entry.endsWith('encoded here'))).toEqual([
      `${futures.here()} encoded here`,
    ]);
    expect(entries.filter((entry) => entry.endsWith('decoded here')).toSorted()).toEqual(
      [...workers].map((thread) => `${thread} decoded here`).toSorted(),
    );
  });

  test('what only passes through is not decoded here', async () => {
    const driver = driverWith();
    expect(await driver.execute(['named'])).toEqual({ named: 'there' });
    const mine = (): readonly string[] =>
      log().filter((entry) => entry.startsWith(`${futures.here()} `));
    expect(mine()).toEqual([]);
    expect(await driver.execute(['namedHere'])).toEqual({ namedHere: 'there' });
    expect(mine()).toEqual([`${futures.here()} decoded there`]);
    const { passedOn } = await driver.execute(['passedOn']);
    expect(passedOn).toBeInstanceOf(futures.Counted);
    expect(mine()).toHaveLength(2);
  });

  test('many runs share the threads, one after the other and at once', async () => {
    const driver = driverWith();
    for (let i = 0; i < 20; i++) {
      expect(await driver.execute(['doubles'], { inputs: { count: i } })).toEqual({
        doubles: Array.from({ length: i }, (_, at) => 2 * at),
      });
    }
    const counts = [5, 0, 12, 3];
    const runs = counts.map((count) => driver.execute(['sum'], { inputs: { count } }));
    expect(await Promise.all(runs)).toEqual(counts.map((n) => ({ sum: n < 2 ? 0 : n * (n - 1) })));
  });

  test('close ends what is running, and execute is an error then', async () => {
    const driver = driverWith();
    const ended = rejectionOf(driver.execute(['waitsForAfterBusy', 'sent']));
    await driver.close();
    expect(await ended).toMatchObject({ code: 'driver/closed-while-running' });
    expect(await rejectionOf(driver.execute(['sent']))).toMatchObject({ code: 'driver/closed' });
    await driver.close();
  });

  test('one adapter serves several drivers, each with threads of its own', async () => {
    const adapter = new FutureAdapter({ maxWorkers: 1 });
    const make = () => {
      const driver = new Builder()
        .withModules(futures)
        .withAdapters(adapter)
        .withResultBuilder(new DictResult())
        .build();
      drivers.push(driver);
      return driver;
    };
    const [one, other] = [make(), make()];
    const a = await one.execute(['sent']);
    const b = await other.execute(['sent']);
    expect(a.sent).not.toBe(b.sent);
    await one.close();
    expect((await other.execute(['sent'])).sent).toBe(b.sent);
  });
});

describe('the result under FutureAdapter', () => {
  test("is the driver's without a builder of its own", async () => {
    const driver = new Builder().withModules(futures).withAdapters(new FutureAdapter()).build();
    drivers.push(driver);
    const frame = await driver.execute(['double', 'doubles'], { inputs: { count: 2 } });
    expect(frame.toRecords()).toEqual([
      { double: 0, doubles: 0 },
      { double: 2, doubles: 2 },
    ]);
  });

  test('is that of its own builder', async () => {
    const driver = new Builder()
      .withModules(futures)
      .withAdapters(new FutureAdapter({ resultBuilder: new MatrixResult() }))
      .build();
    drivers.push(driver);
    const matrix = await driver.execute(['double'], { inputs: { count: 2 } });
    expect(matrix).toMatchObject({ data: new Float64Array([0, 2]), names: ['double'] });
  });

  test("is that of a user's own builder", async () => {
    const resultBuilder = {
      buildResult: async (outputs: Record<string, unknown>) => Object.keys(outputs).join(),
    };
    expect(
      await driverWith({ resultBuilder }).execute(['kept', 'doubles'], { inputs: { count: 1 } }),
    ).toBe('kept,doubles');
  });
});

describe('a driver is refused that has FutureAdapter together with', () => {
  const two = (others: string): object => ({
    code: 'builder/two-places',
    message: `2 of the driver's parts decide where nodes run: FutureAdapter, ${others}.\n  → keep one of them`,
  });

  test('withRemoteExecutor', () => {
    for (const executor of [new MultiThreadingExecutor(), new SynchronousLocalTaskExecutor()]) {
      expect(
        problemsOf(() => driverWith({}, (builder) => builder.withRemoteExecutor(executor))),
      ).toEqual([two('withRemoteExecutor')]);
    }
  });

  test('withExecutionManager', () => {
    const executor = new SynchronousLocalTaskExecutor();
    const manager = { executors: [executor], executorFor: () => executor };
    expect(
      problemsOf(() => driverWith({}, (builder) => builder.withExecutionManager(manager))),
    ).toEqual([two('withExecutionManager')]);
  });

  test('another FutureAdapter', () => {
    expect(
      problemsOf(() => driverWith({}, (builder) => builder.withAdapters(new FutureAdapter()))),
    ).toEqual([two('FutureAdapter')]);
  });

  test('a second builder of results', () => {
    const settings: readonly [string, (builder: Builder) => unknown][] = [
      ['withResultBuilder', (builder) => builder.withResultBuilder(new DictResult())],
      ['SimpleGraphAdapter', (builder) => builder.withAdapters(new SimpleGraphAdapter())],
    ];
    for (const [name, settle] of settings) {
      const resultBuilder = new DictResult();
      const [problem, ...others] = problemsOf(() =>
        driverWith({ resultBuilder }, settle as (builder: Builder) => Builder),
      );
      expect(others).toEqual([]);
      expect(problem?.code).toBe('builder/two-result-builders');
      expect(problem?.message).toContain(name);
      expect(problem?.message).toContain('FutureAdapter');
    }
  });
});

describe('FutureAdapter goes together with', () => {
  test('a local executor, which runs what stays', async () => {
    const ran: string[] = [];
    const inner = new SynchronousLocalTaskExecutor();
    const driver = driverWith({}, (builder) =>
      builder.withLocalExecutor({
        name: 'mine',
        capacity: 4,
        open: async () => undefined,
        submit: (task) => {
          ran.push(...task.nodes);
          return inner.submit(task);
        },
        close: async () => undefined,
      }),
    );
    await driver.execute(['sent', 'kept', 'asynchronous']);
    expect(ran.toSorted()).toEqual(['asynchronous', 'kept']);
  });

  test('a grouping strategy, which decides then', async () => {
    const driver = driverWith({}, (builder) =>
      builder.withGroupingStrategy(new GroupNodesIndividually()),
    );
    const { asynchronous, kept } = await driver.execute(['asynchronous', 'kept']);
    expect(asynchronous).not.toBe(futures.here());
    expect(kept).toBe(futures.here());
  });

  test('nodes that are marked local and remote', async () => {
    expect(problemsOf(() => driverWith({}, undefined, [{ a: local(remote(() => 1)) }]))).toEqual([
      expect.objectContaining({ code: 'node/local-and-remote' }),
    ]);
  });
});
