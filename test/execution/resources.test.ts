import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import {
  IcosianError,
  InvalidNodeError,
  NodeExecutionError,
  collect,
  parameterize,
  resource,
  source,
  value,
  type Builder,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from './driver-of.ts';

/** How drivers run in this thread. */
const ways: Readonly<Record<string, (builder: Builder) => Builder>> = {
  'without tasks': (builder) => builder,
  'by tasks': (builder) => builder.enableDynamicExecution(),
  'each node a task': (builder) => builder.withGroupingStrategy(new GroupNodesIndividually()),
  'with somebody watching': (builder) => builder.withAdapters({ beforeNode: () => undefined }),
};

const drivers: UntypedDriver<DictKind>[] = [];
afterEach(async () => {
  await Promise.allSettled(drivers.splice(0).map((driver) => driver.close()));
});

describe.each(Object.entries(ways))('a resource in this thread, %s,', (_, way) => {
  const log: string[] = [];
  beforeEach(() => {
    log.length = 0;
  });
  const driverOf = (functions: Loose, config: object = {}): UntypedDriver<DictKind> => {
    const driver = driverWith(functions, (builder) => way(builder).withConfig(config));
    drivers.push(driver);
    return driver;
  };
  /** Made of what it reads, in words; lets go of itself with a word. */
  const noted = (name: string, words: string = name): unknown => {
    log.push(`made ${words}`);
    return { name, words };
  };
  const dispose = ({ words }: { words: string }): unknown => log.push(`disposed ${words}`);

  //  item ─▶ asked      client ─▶ asked, answer
  const clients: Loose = {
    item: function* ({ count = 3 }: { count?: number }) {
      for (let i = 0; i < count; i++) yield i;
    },
    client: resource((): unknown => noted('client'), { dispose } as never),
    asked: ({ item, client }) => `${client.name} ${item}`,
    answer: ({ client }) => client.name,
    other: () => 1,
  };

  test('is made once, for all nodes, items and runs, when it is first needed', async () => {
    const driver = driverOf(clients);
    await driver.execute(['other', 'item']);
    expect(log).toEqual([]);
    expect(await driver.execute(['asked', 'answer'])).toEqual({
      asked: ['client 0', 'client 1', 'client 2'],
      answer: 'client',
    });
    await Promise.all([driver.execute(['answer']), driver.execute(['asked'])]);
    expect(log).toEqual(['made client']);
    await driver.close();
    expect(log).toEqual(['made client', 'disposed client']);
  });

  test('is not made where its readers are overridden, or there are no items', async () => {
    const driver = driverOf(clients);
    await driver.execute(['answer'], { overrides: { answer: 5 } });
    expect(await driver.execute(['asked'], { inputs: { count: 0 } })).toEqual({ asked: [] });
    await driver.close();
    expect(log.filter((entry) => entry !== 'made client' && entry !== 'disposed client')).toEqual(
      [],
    );
  });

  test('of config alone lives until the driver is closed; each driver has its own', async () => {
    const functions: Loose = {
      client: resource(({ url }: { url: string }) => noted('client', url), { dispose } as never),
      answer: ({ client }) => client.words,
    };
    const [a, b] = [driverOf(functions, { url: 'a' }), driverOf(functions, { url: 'b' })];
    for (const driver of [a, b, a, b]) await driver.execute(['answer']);
    expect(log).toEqual(['made a', 'made b']);
    await a.close();
    expect(log).toEqual(['made a', 'made b', 'disposed a']);
    expect(await b.execute(['answer'])).toEqual({ answer: 'b' });
    await b.close();
    await b.close();
    expect(log).toEqual(['made a', 'made b', 'disposed a', 'disposed b']);
  });

  test('on inputs lives for the run, which waits for its end', async () => {
    const functions: Loose = {
      session: resource(({ user }: { user: string }) => noted('session', user), {
        dispose: async ({ words }: { words: string }) => {
          await quiet();
          log.push(`disposed ${words}`);
        },
      } as never),
      greeting: ({ session }) => {
        log.push(`greets ${session.words}`);
        return session.words;
      },
    };
    const driver = driverOf(functions);
    await driver.execute(['greeting'], { inputs: { user: 'ann' } });
    expect(log).toEqual(['made ann', 'greets ann', 'disposed ann']);
    await driver.execute(['greeting'], { inputs: { user: 'bob' } });
    await driver.close();
    expect(log.slice(3)).toEqual(['made bob', 'greets bob', 'disposed bob']);
  });

  test('of another one lives as long as the shorter of both; the last made goes first', async () => {
    const functions: Loose = {
      pool: resource(({ url }: { url: string }) => noted('pool', `pool ${url}`), {
        dispose,
      } as never),
      client: resource(
        ({ pool }: { pool: { words: string } }) => noted('client', `client of ${pool.words}`),
        { dispose } as never,
      ),
      session: resource(
        ({ client, user }: { client: { words: string }; user: string }) =>
          noted('session', `session of ${client.words} for ${user}`),
        { dispose } as never,
      ),
      cursor: resource(
        ({ session }: { session: { words: string } }) =>
          noted('cursor', `cursor of ${session.words}`),
        { dispose } as never,
      ),
      row: ({ cursor }) => cursor.words,
      ping: ({ client }) => client.words,
    };
    const driver = driverOf(functions, { url: 'u' });
    await driver.execute(['row'], { inputs: { user: 'ann' } });
    expect(log).toEqual([
      'made pool u',
      'made client of pool u',
      'made session of client of pool u for ann',
      'made cursor of session of client of pool u for ann',
      'disposed cursor of session of client of pool u for ann',
      'disposed session of client of pool u for ann',
    ]);
    log.length = 0;
    await driver.execute(['ping']);
    await driver.execute(['row', 'ping'], { inputs: { user: 'bob' } });
    expect(log.filter((entry) => entry.startsWith('made'))).toHaveLength(2);
    log.length = 0;
    await driver.close();
    expect(log).toEqual(['disposed client of pool u', 'disposed pool u']);
  });

  test('of runs at the same time is one for each', async () => {
    const driver = driverOf({
      session: resource(async ({ user }: { user: string }) => noted('session', user), {
        dispose,
      } as never),
      greeting: ({ session }) => session.words,
    });
    const users = ['ann', 'bob', 'cy'];
    const results = await Promise.all(
      users.map((user) => driver.execute(['greeting'], { inputs: { user } })),
    );
    expect(results.map(({ greeting }) => greeting as string)).toEqual(users);
    expect(log.toSorted()).toEqual([
      ...users.map((user) => `disposed ${user}`),
      ...users.map((user) => `made ${user}`),
    ]);
  });

  test('that is asynchronous is made once though many items ask at once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const driver = driverOf({
      ...clients,
      client: resource(
        async () => {
          await promise;
          return noted('client');
        },
        { dispose } as never,
      ),
      asked: async ({ item, client }) => `${client.name} ${item}`,
    });
    const run = driver.execute(['asked', 'answer'], { inputs: { count: 20 } });
    await quiet();
    expect(log).toEqual([]);
    resolve();
    expect((await run)['asked']).toHaveLength(20);
    expect(log).toEqual(['made client']);
  });

  test('is let go of by Symbol.asyncDispose, else Symbol.dispose, where no dispose is given', async () => {
    const functions: Loose = {
      both: resource(() => ({
        [Symbol.asyncDispose]: async () => {
          await quiet();
          log.push('async');
        },
        [Symbol.dispose]: () => log.push('never'),
      })),
      sync: resource(() => ({ [Symbol.dispose]: () => log.push('sync') })),
      told: resource(() => ({ [Symbol.dispose]: () => log.push('never') }), {
        dispose: () => log.push('told'),
      }),
      none: resource(() => 5),
      nothing: resource(() => null),
      all: ({ both, sync, told, none, nothing }) => [both, sync, told, none, nothing].length,
    };
    const driver = driverOf(functions);
    await driver.execute(['all']);
    await driver.close();
    expect(log.toSorted()).toEqual(['async', 'sync', 'told']);
  });

  test('knows itself while it is let go of', async () => {
    class Connection {
      isOpen = true;
      [Symbol.dispose](): void {
        this.isOpen = false;
      }
    }
    const connection = new Connection();
    const driver = driverOf({
      connection: resource(() => connection),
      state: ({ connection: own }) => own.isOpen,
    });
    expect(await driver.execute(['state'])).toEqual({ state: true });
    await driver.close();
    expect(connection.isOpen).toBe(false);
  });

  describe('that cannot be let go of', () => {
    const stuck = new RangeError('stuck');
    const failing = {
      dispose: () => {
        throw stuck;
      },
    };
    const sentence = (name: string): string =>
      `The resource "${name}" could not be let go of: RangeError: stuck`;

    test('has close reject, naming it; the others are let go of all the same', async () => {
      const driver = driverOf({
        first: resource(() => noted('first'), { dispose } as never),
        bad: resource(({ first }: { first: unknown }) => ({ first }), failing),
        worse: resource(({ bad }: { bad: unknown }) => ({ bad }), {
          dispose: async () => Promise.reject(stuck),
        }),
        last: resource(({ worse }: { worse: unknown }) => noted('last', String(worse)), {
          dispose,
        } as never),
        answer: ({ last }) => last.name,
      });
      await driver.execute(['answer']);
      const error = await rejectionOf<IcosianError>(driver.close());
      expect(error).toBeInstanceOf(IcosianError);
      expect(error).toMatchObject({
        code: 'resource/dispose-failed',
        node: 'worse',
        message: sentence('worse'),
      });
      expect(error.cause).toBe(stuck);
      expect(log).toEqual([
        'made first',
        'made [object Object]',
        'disposed [object Object]',
        'disposed first',
      ]);
    });

    test('has the run reject whose it is', async () => {
      const driver = driverOf({
        session: resource(({ user }: { user: string }) => ({ user }), failing),
        greeting: ({ session }) => session.user,
      });
      const inputs = { user: 'ann' };
      for (let i = 0; i < 2; i++) {
        const error = await rejectionOf(driver.execute(['greeting'], { inputs }));
        expect(error).toMatchObject({
          name: 'IcosianError',
          code: 'resource/dispose-failed',
          node: 'session',
          message: sentence('session'),
        });
        expect(error.cause).toBe(stuck);
      }
      await driver.close();
    });

    test('never hides why a run failed', async () => {
      const driver = driverOf({
        session: resource(({ user }: { user: string }) => ({ user }), failing),
        greeting: ({ session }) => {
          throw new TypeError(`no ${session.user}`);
        },
      });
      const inputs = { user: 'ann' };
      expect(await rejectionOf(driver.execute(['greeting'], { inputs }))).toMatchObject({
        code: 'node/failed',
        node: 'greeting',
      });
    });
  });

  test('is let go of where the run fails, before the run has ended', async () => {
    const driver = driverOf({
      session: resource(({ user }: { user: string }) => noted('session', user), {
        dispose: async ({ words }: { words: string }) => {
          await quiet();
          log.push(`disposed ${words}`);
        },
      } as never),
      greeting: ({ session }) => {
        throw new TypeError(`no ${session.words}`);
      },
    });
    await rejectionOf(driver.execute(['greeting'], { inputs: { user: 'ann' } }));
    expect(log).toEqual(['made ann', 'disposed ann']);
  });

  test('is let go of where the run is aborted while it is being made', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const driver = driverOf({
      session: resource(
        async ({ user }: { user: string }) => {
          begun.resolve();
          await promise;
          return noted('session', user);
        },
        { dispose } as never,
      ),
      greeting: ({ session }) => session.words,
    });
    const controller = new AbortController();
    const run = driver.execute(['greeting'], {
      inputs: { user: 'ann' },
      signal: controller.signal,
    });
    await begun.promise;
    controller.abort();
    resolve();
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
    await driver.close();
    await vi.waitFor(() => expect(log).toEqual(['made ann', 'disposed ann']));
  });

  describe('that fails', () => {
    test.each([
      [
        'at once',
        () => {
          throw new RangeError('refused');
        },
      ],
      ['later', async () => Promise.reject(new RangeError('refused'))],
    ])(
      '%s has the run fail with its name and inputs, and is tried again by the next run',
      async (_kind, fail) => {
        let attempts = 0;
        const driver = driverOf(
          {
            client: resource(({ url }: { url: string }) => {
              attempts++;
              return attempts < 3 ? fail() : noted('client', url);
            }),
            answer: ({ client }) => client.words,
          },
          { url: 'u' },
        );
        for (let i = 0; i < 2; i++) {
          const error = await rejectionOf(driver.execute(['answer']));
          expect(error).toBeInstanceOf(NodeExecutionError);
          expect(error).toMatchObject({ code: 'node/failed', node: 'client' });
          expect(error.message).toMatch(
            /^"client" \(.+\) failed: RangeError: refused\n {2}with url = "u"$/,
          );
          expect(error.cause).toMatchObject({ message: 'refused' });
        }
        expect(await driver.execute(['answer'])).toEqual({ answer: 'u' });
        expect(attempts).toBe(3);
      },
    );

    test('is named where a resource of it is what a node reads', async () => {
      const driver = driverOf({
        pool: resource(async () => Promise.reject(new RangeError('refused'))),
        client: resource(({ pool }: { pool: unknown }) => ({ pool })),
        answer: ({ client }) => client,
      });
      expect(await rejectionOf(driver.execute(['answer']))).toMatchObject({
        code: 'node/failed',
        node: 'pool',
      });
    });

    test('leaves nothing unheard beside others that fail', async () => {
      const unheard: unknown[] = [];
      const listen = (reason: unknown): unknown => unheard.push(reason);
      process.on('unhandledRejection', listen);
      try {
        const driver = driverOf({
          slow: resource(async () => Promise.reject(new RangeError('refused'))),
          quick: resource(() => {
            throw new RangeError('refused');
          }),
          client: resource(({ slow, quick }: { slow: unknown; quick: unknown }) => [slow, quick]),
          answer: ({ client }) => client,
        });
        expect(await rejectionOf(driver.execute(['answer']))).toMatchObject({
          code: 'node/failed',
        });
        await quiet();
        expect(unheard).toEqual([]);
      } finally {
        process.off('unhandledRejection', listen);
      }
    });

    test('because it gave undefined says so', async () => {
      const driver = driverOf({
        client: resource(() => undefined),
        answer: ({ client }) => client,
      });
      const error = await rejectionOf(driver.execute(['answer']));
      expect(error).toBeInstanceOf(InvalidNodeError);
      expect(error).toMatchObject({ code: 'node/returned-undefined', node: 'client' });
    });
  });

  describe('reads', () => {
    test('what is optional, with its default, and lives for the run only where it is given', async () => {
      const driver = driverOf({
        session: resource(
          ({
            user = 'nobody',
            mode: { deep = 1 } = {},
          }: {
            user?: string;
            mode?: { deep?: number };
          }) => noted('session', `${user} ${deep}`),
          { dispose } as never,
        ),
        greeting: ({ session }) => session.words,
      });
      expect(await driver.execute(['greeting'])).toEqual({ greeting: 'nobody 1' });
      await driver.execute(['greeting']);
      const inputs = { user: 'ann' };
      expect(await driver.execute(['greeting'], { inputs })).toEqual({ greeting: 'ann 1' });
      expect(await driver.execute(['greeting'])).toEqual({ greeting: 'nobody 1' });
      expect(log).toEqual(['made nobody 1', 'made ann 1', 'disposed ann 1']);
    });

    test('config, under other names and as constants', async () => {
      const nodes = parameterize(
        resource(({ url, size }: { url: string; size: number }) =>
          noted('client', `${url} ${size}`),
        ),
        {
          small: { url: source('address'), size: value(1) },
          large: { url: source('address'), size: source('big') },
        },
      );
      const driver = driverOf(
        { ...nodes, both: ({ small, large }) => [small.words, large.words] },
        { address: 'u', big: 9 },
      );
      expect(await driver.execute(['both'])).toEqual({ both: ['u 1', 'u 9'] });
    });

    test('inputs that are promises, and null', async () => {
      const driver = driverOf({
        session: resource(({ user, mode }: { user: string; mode: null }) =>
          noted('session', `${user} ${mode}`),
        ),
        greeting: ({ session }) => session.words,
      });
      const inputs = { user: Promise.resolve('ann'), mode: null };
      expect(await driver.execute(['greeting'], { inputs })).toEqual({ greeting: 'ann null' });
    });

    test('an input that a node reads, too', async () => {
      const driver = driverOf({
        session: resource(({ user }: { user: string }) => noted('session', user)),
        greeting: ({ session, user }) => [session.words, user],
      });
      const inputs = { user: 'ann' };
      expect(await driver.execute(['greeting', 'user'], { inputs })).toEqual({
        greeting: ['ann', 'ann'],
        user: 'ann',
      });
    });
  });

  describe('that is overridden', () => {
    test('is not made, and its override is not let go of', async () => {
      const driver = driverOf(clients);
      const overrides = { client: { name: 'mine', words: 'mine' } };
      expect(await driver.execute(['asked', 'answer'], { overrides })).toEqual({
        asked: ['mine 0', 'mine 1', 'mine 2'],
        answer: 'mine',
      });
      expect(await driver.execute(['answer'])).toEqual({ answer: 'client' });
      await driver.close();
      expect(log).toEqual(['made client', 'disposed client']);
    });

    test('is what resources of it are made of, for the run', async () => {
      const driver = driverOf({
        pool: resource(() => noted('pool'), { dispose } as never),
        client: resource(
          ({ pool }: { pool: { words: string } }) => noted('client', `client of ${pool.words}`),
          { dispose } as never,
        ),
        answer: ({ client }) => client.words,
      });
      const overrides = { pool: { words: 'mine' } };
      expect(await driver.execute(['answer'], { overrides })).toEqual({ answer: 'client of mine' });
      expect(log).toEqual(['made client of mine', 'disposed client of mine']);
      expect(await driver.execute(['answer'])).toEqual({ answer: 'client of pool' });
    });
  });

  test('is read by generators, collects and inner blocks, too', async () => {
    const driver = driverOf({
      client: resource(() => noted('client')),
      item: function* ({ client }: { client: { name: string } }) {
        yield* [`${client.name} 0`, `${client.name} 1`];
      },
      part: function* ({ item, client }: { item: string; client: { name: string } }) {
        yield `${item} of ${client.name}`;
      },
      named: ({ part, client }) => `${part}, ${client.name}`,
      ofItem: collect(({ named, client }: { named: string[]; client: { name: string } }) => [
        ...named,
        client.name,
      ]),
      ofAll: collect(({ ofItem, client }: { ofItem: string[]; client: { name: string } }) => [
        ofItem.length,
        client.name,
      ]),
      again: ({ item, ofAll, client }) => [item, ofAll, client.name],
    });
    const result = await driver.execute(['ofAll', 'named', 'again']);
    expect(result).toMatchObject({
      ofAll: [2, 'client'],
      named: ['client 0 of client, client', 'client 1 of client, client'],
    });
    expect(log).toEqual(['made client']);
  });

  test('is there for what is streamed', async () => {
    const driver = driverOf(clients);
    const seen: unknown[] = [];
    for await (const each of driver.stream('asked')) seen.push(each);
    expect(seen).toEqual(['client 0', 'client 1', 'client 2']);
    expect(log).toEqual(['made client']);
  });
});
