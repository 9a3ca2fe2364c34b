import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  GraphError,
  InvalidNodeError,
  collect,
  createModule,
  local,
  parallelizable,
  parameterize,
  reduce,
  remote,
  resource,
  source,
  tag,
  value,
  type Parallelizable,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf, driverWith, rejectionOf, type Loose } from '../execution/driver-of.ts';

const thrownBy = (provoke: () => unknown): unknown => {
  try {
    provoke();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

/** The problems at build, as their codes and sentences. */
function problemsOf(functions: Loose): readonly (readonly [code: string, sentence: string])[] {
  const error = thrownBy(() => driverOf(functions));
  expect(error).toBeInstanceOf(GraphError);
  return (error as GraphError).errors.map(({ code, message }) => [
    code,
    message.split('\n')[0] ?? '',
  ]);
}

const one = (): number => 1;

describe('resource(fn, { dispose })', () => {
  test('is a node like any other for those that read it', async () => {
    const driver = driverOf({
      client: resource(() => ({ ask: (x: number) => x + 1 })),
      answer: ({ client, x }) => client.ask(x),
    });
    expect(await driver.execute(['answer'], { inputs: { x: 1 } })).toEqual({ answer: 2 });
    const client = driver.listAvailableVariables().find(({ name }) => name === 'client');
    expect(client).toMatchObject({ name: 'client', kind: 'resource' });
  });

  test('may be told nothing', () => {
    expect(typeof resource(one)).toBe('function');
    expect(typeof resource(one, {})).toBe('function');
  });

  test.each([
    ['no function', () => resource(5 as never), 'resource(…) takes a function, got number.'],
    ['a class', () => resource(Map as never), 'resource(…) takes a function, got a class.'],
    [
      'a dispose that is no function',
      () => resource(one, { dispose: 'close' } as never),
      'resource(…) does not take the option "dispose" with a string.',
    ],
    [
      'an unknown option',
      () => resource(one, { close: () => undefined } as never),
      'resource(…) does not take the option "close" with a function.',
    ],
    ['options that are none', () => resource(one, null as never), 'resource(…)'],
    ['a function for its options', () => resource(one, (() => undefined) as never), 'resource(…)'],
  ])('refuses %s', (_, provoke, sentence) => {
    const error = thrownBy(provoke);
    expect(error).toBeInstanceOf(InvalidNodeError);
    expect((error as Error).message).toContain(sentence);
  });

  test('keeps tags, and is kept by them', async () => {
    const driver = driverOf({
      inner: resource(tag({ owner: 'me' }, one)),
      outer: tag({ owner: 'me' }, resource(one)),
      sum: ({ inner, outer }) => inner + outer,
    });
    expect(driver.listAvailableVariables({ tags: { owner: 'me' } })).toHaveLength(2);
    for (const name of ['inner', 'outer']) {
      expect(await rejectionOf(driver.execute([name]))).toMatchObject({
        code: 'request/resource-output',
      });
    }
  });

  test('is bound by parameterize, inside and outside, each node a resource of its own', async () => {
    const made: string[] = [];
    const open = ({ url, region }: { url: string; region: string }): { name: string } => {
      made.push(`${url} ${region}`);
      return { name: `${url} ${region}` };
    };
    const inside = parameterize(resource(open), {
      a: { url: value('a'), region: source('place') },
      b: { url: value('b') },
    });
    const outside = resource(parameterize(open, { c: { url: value('c') } }).c);
    const driver = driverOf({
      ...inside,
      c: outside,
      names: ({ a, b, c }) => [a.name, b.name, c.name],
    });
    const inputs = { place: 'EU', region: 'US' };
    expect(await driver.execute(['names'], { inputs })).toEqual({
      names: ['a EU', 'b US', 'c US'],
    });
    expect(made).toEqual(['a EU', 'b US', 'c US']);
    for (const name of ['a', 'b', 'c']) {
      expect(await rejectionOf(driver.execute([name], { inputs }))).toMatchObject({
        code: 'request/resource-output',
      });
    }
  });

  describe('is refused at build where it', () => {
    test('reads a node', () => {
      expect(problemsOf({ a: one, client: resource(({ a }: { a: number }) => a) })).toEqual([
        [
          'graph/resource-reads-node',
          'The resource "client" reads "a", which is computed by a node.',
        ],
      ]);
    });

    test('reads a node where there is one, also as something optional', () => {
      const client = resource(({ a = 2 }: { a?: number }) => a);
      expect(problemsOf({ a: one, client })).toEqual([
        [
          'graph/resource-reads-node',
          'The resource "client" reads "a", which is computed by a node.',
        ],
      ]);
    });

    test.each(['$item', '$signal', '$attempt'])('reads %s', (name) => {
      const { client } = parameterize(
        resource(({ given }: { given: unknown }) => ({ given })),
        { client: { given: source(name) } },
      );
      const read = ({ client }: { client: unknown }): unknown => client;
      expect(problemsOf({ client, read })).toContainEqual([
        'graph/resource-reads-node',
        `The resource "client" reads "${name}", which is given by the engine.`,
      ]);
    });

    test('reads a generator', () => {
      const item = function* (): Generator<number> {
        yield 1;
      };
      expect(problemsOf({ item, client: resource(({ item }: { item: number }) => item) })).toEqual([
        [
          'graph/resource-reads-node',
          'The resource "client" reads "item", which is computed by a node.',
        ],
      ]);
    });

    test('opens or closes a block', () => {
      const item = function* (): Parallelizable<number> {
        yield 1;
      };
      const list = ({ item }: { item: number }): number => item;
      const sum = ({ acc, item }: { acc: number; item: number }): number => acc + item;
      expect(
        problemsOf({
          item,
          generator: resource(item),
          wrapped: parallelizable(resource(() => [1])),
          all: resource(collect(list)),
          collected: collect(resource(list)),
          sum: resource(reduce(sum, 0)),
        }).map(([code, sentence]) => [code, sentence]),
      ).toEqual(
        ['generator', 'wrapped', 'all', 'collected', 'sum'].map((name) => [
          'graph/resource-in-blocks',
          `The resource "${name}" opens or closes a parallel block.`,
        ]),
      );
    });
  });

  test('may read config, inputs and other resources', () => {
    const driver = driverWith(
      {
        pool: resource(({ url }: { url: string }) => url),
        client: resource(({ pool, user }: { pool: string; user: string }) => pool + user),
        answer: ({ client }) => client,
      },
      (builder) => builder.withConfig<object>({ url: 'u' }),
    );
    expect(driver.whatIsUpstreamOf('answer').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['url', 'user', 'pool', 'client', 'answer']),
    );
  });

  test('has its inputs checked like any node', async () => {
    const driver = driverOf({
      client: resource(({ url }: { url: string }) => url),
      answer: ({ client }) => client,
    });
    const error = await rejectionOf(driver.execute(['answer']));
    expect(error.message).toContain('The input "url" is missing: needed by "client".');
  });
});

describe('a request', () => {
  const functions: Loose = {
    item: function* () {
      yield 1;
    },
    pool: resource(() => ({ size: 1 })),
    client: resource(({ pool }: { pool: object }) => ({ pool })),
    answer: ({ client }) => Object.keys(client),
    perItem: ({ item, client }) => [item, client],
  };

  test('for a resource is an error that says what reads it', async () => {
    const driver = driverOf(functions);
    const error = await rejectionOf(driver.execute(['client', 'answer']));
    expect(error).toMatchObject({
      name: 'InputError',
      code: 'request/resource-output',
      node: 'client',
      message:
        '"client" is a resource, which never leaves the thread that made it.\n' +
        "  → request a node that reads it: ['answer']",
    });
    expect(() => driver.validateExecution(['client'])).toThrow(error.message);
  });

  test('for a resource that only resources read, or nothing, names no node', async () => {
    const { pool } = functions;
    for (const driver of [driverOf(functions), driverOf({ pool: pool as never })]) {
      expect((await rejectionOf(driver.execute(['pool']))).message).toBe(
        '"pool" is a resource, which never leaves the thread that made it.\n' +
          '  → request a node that reads it',
      );
    }
  });

  test('for a resource is an error also where that is overridden', async () => {
    const overrides = { client: {} };
    expect(await rejectionOf(driverOf(functions).execute(['client'], { overrides }))).toMatchObject(
      { code: 'request/resource-output' },
    );
  });

  test('names it beside all its other problems', async () => {
    const error = await rejectionOf<GraphError>(
      driverOf(functions).execute(['client', 'colour', 'pool']),
    );
    expect(error.errors.map(({ code }) => code)).toEqual([
      'request/resource-output',
      'request/unknown-output',
      'request/resource-output',
    ]);
  });

  test('to stream a resource says the same, and nothing else', async () => {
    const error = await rejectionOf<GraphError>(driverOf(functions).stream('client').next());
    expect(error.errors.map(({ code }) => code)).toEqual(['request/resource-output']);
  });
});

describe('local(fn) and remote(fn)', () => {
  test('contradict each other, whichever is outside', () => {
    const problem = (name: string): readonly [string, string] => [
      'node/local-and-remote',
      `"${name}" is marked local and remote.`,
    ];
    expect(problemsOf({ a: local(remote(one)), b: remote(local(one)) })).toEqual([
      problem('a'),
      problem('b'),
    ]);
  });

  test('may be said twice', async () => {
    const driver = driverOf({ a: local(local(one)), b: remote(remote(one)) });
    expect(await driver.execute(['a', 'b'])).toEqual({ a: 1, b: 1 });
  });

  test('take functions', () => {
    expect(thrownBy(() => local(3 as never))).toMatchObject({
      code: 'node/not-a-function',
      message: expect.stringContaining('local(…) takes a function, got number.') as string,
    });
    expect(thrownBy(() => remote(Date as never))).toMatchObject({
      code: 'node/not-a-function',
      message: expect.stringContaining('remote(…) takes a function, got a class.') as string,
    });
  });

  test('change nothing about what a node computes, inside and outside of other modifiers', async () => {
    for (const place of [local, remote]) {
      // the items of the outermost block are pulled here
      const pulled = (place === local ? local : (fn: AnyFunction) => fn) as typeof local;
      const driver = driverOf({
        item: pulled(function* (): Parallelizable<number> {
          yield* [1, 2];
        }),
        listed: pulled(parallelizable(() => [3, 4])),
        double: place(({ item }: { item: number }) => 2 * item),
        ...parameterize(
          place(({ x, by }: { x: number; by: number }) => x * by),
          {
            triple: { x: source('listed'), by: value(3) },
          },
        ),
        all: place(collect(({ double }: { double: unknown }) => double)),
        others: collect(place(({ triple }: { triple: unknown }) => triple)),
        sum: pulled(reduce(({ acc, double }: { acc: number; double: number }) => acc + double, 0)),
      });
      expect(await driver.execute(['all', 'others', 'sum'])).toEqual({
        all: [2, 4],
        others: [9, 12],
        sum: 6,
      });
    }
  });

  test('are for the typed driver what the function is', async () => {
    const module = createModule({
      a: local(() => 1),
      b: remote(async ({ a }: { a: number }) => a + 1),
    });
    const driver = new Builder().withModules(module).withResultBuilder(new DictResult()).build();
    const { b }: { b: number } = await driver.execute(['b']);
    expect(b).toBe(2);
  });
});
