import { describe, expect, test } from 'vitest';
import {
  IcosianError,
  NodeExecutionError,
  type LifecycleAdapter,
  type NodeCall,
} from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';

const wrapping = (mark: string): LifecycleAdapter => ({
  executeNode: (_call, next) => `${mark}(${String(next())})`,
});

const passing: LifecycleAdapter = { executeNode: (_call, next) => next() };

describe('executeNode', () => {
  test('stacks: the first given is the outermost', async () => {
    const driver = driverOf({ a: () => 'x' }, wrapping('f'), wrapping('g'));
    expect(await driver.execute(['a'])).toEqual({ a: 'f(g(x))' });
  });

  test('stacks around asynchronous nodes, synchronous or not itself', async () => {
    const later: LifecycleAdapter = {
      executeNode: async (_call, next) => `h(${String(await next())})`,
    };
    const driver = driverOf({ a: async () => 'x', b: ({ a }) => `b${a}` }, later, later);
    expect(await driver.execute(['b'])).toEqual({ b: 'h(h(bh(h(x))))' });
  });

  test('gets the call: run, node and the values that the function gets', async () => {
    const calls: NodeCall[] = [];
    const driver = driverOf(
      { a: ({ x }) => x },
      {
        executeNode: (call, next) => {
          calls.push(call);
          return next();
        },
      },
    );
    await driver.execute(['a'], { inputs: { x: 5 } });
    expect(calls).toEqual([{ runId: calls[0]?.runId, node: calls[0]?.node, inputs: { x: 5 } }]);
    expect(calls[0]?.node.name).toBe('a');
  });

  test('lies inside the hooks', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      { a: () => (seen.push('function'), 1) },
      {
        beforeNode: () => seen.push('before'),
        afterNode: () => seen.push('after'),
        executeNode: (_call, next) => {
          seen.push('in');
          const value = next();
          seen.push('out');
          return value;
        },
      },
    );
    await driver.execute(['a']);
    expect(seen).toEqual(['before', 'in', 'function', 'out', 'after']);
  });

  test('that does not call next gives the value itself; the function is not called', async () => {
    let calls = 0;
    const results: unknown[] = [];
    const driver = driverOf(
      { a: () => ++calls, b: ({ a }) => a },
      {
        executeNode: ({ node }, next) => (node.name === 'a' ? 42 : next()),
        afterNode: ({ result }) => results.push(result),
      },
    );
    expect(await driver.execute(['b'])).toEqual({ b: 42 });
    expect(calls).toBe(0);
    expect(results).toEqual([42, 42]);
  });

  test('that calls next twice calls the function twice', async () => {
    let calls = 0;
    const again: LifecycleAdapter = {
      executeNode: (_call, next) => {
        next();
        return next();
      },
    };
    expect(await driverOf({ a: () => ++calls }, again).execute(['a'])).toEqual({ a: 2 });
  });

  test('may try again after a failure', async () => {
    let calls = 0;
    const retrying: LifecycleAdapter = {
      executeNode: async (_call, next) => {
        try {
          return await next();
        } catch {
          return await next();
        }
      },
    };
    const flaky = async (): Promise<number> => {
      if (++calls === 1) throw new Error('once');
      return calls;
    };
    expect(await driverOf({ a: flaky }, retrying).execute(['a'])).toEqual({ a: 2 });
  });

  test('sees what the function threw itself, and may give a value in its place', async () => {
    const caught: unknown[] = [];
    const cause = new RangeError('no');
    const graceful: LifecycleAdapter = {
      executeNode: (_call, next) => {
        try {
          return next();
        } catch (error) {
          caught.push(error);
          return null;
        }
      },
    };
    const functions = {
      a: () => {
        throw cause;
      },
    };
    expect(await driverOf(functions, graceful).execute(['a'])).toEqual({ a: null });
    expect(caught[0] === cause).toBe(true);
  });

  test('that passes a failure on keeps it the failure of the function', async () => {
    const cause = new RangeError('no');
    const seen: unknown[] = [];
    const rethrowing: LifecycleAdapter = {
      executeNode: async (_call, next) => {
        try {
          return await next();
        } catch (error) {
          seen.push(error);
          throw error;
        }
      },
    };
    const error = await rejectionOf(
      driverOf(
        {
          a: () => {
            throw cause;
          },
        },
        rethrowing,
        passing,
      ).execute(['a']),
    );
    expect(seen).toEqual([cause]);
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error.cause === cause).toBe(true);
  });

  test.each([false, true])('that throws of its own is named; asynchronous: %s', async (isAsync) => {
    const cause = new TypeError('boom');
    const fail = (): never => {
      throw cause;
    };
    const adapter = { name: 'Breaker', executeNode: isAsync ? async () => fail() : fail };
    const error = await rejectionOf<IcosianError>(
      driverOf({ a: () => 1 }, passing, adapter, passing).execute(['a']),
    );
    expect(error).toMatchObject({ code: 'lifecycle/middleware-failed', node: 'a' });
    expect(error).not.toBeInstanceOf(NodeExecutionError);
    expect(error.message).toBe(
      'The middleware executeNode of Breaker failed at "a": TypeError: boom',
    );
    expect(error.cause === cause).toBe(true);
  });

  test('that throws one of the errors of icosian throws it as it is', async () => {
    const own = new IcosianError('cache/gone', 'The cache is gone.');
    const adapter: LifecycleAdapter = {
      executeNode: () => {
        throw own;
      },
    };
    const error = await rejectionOf(driverOf({ a: () => 1 }, adapter).execute(['a']));
    expect(error === own).toBe(true);
  });

  test.each<[string, LifecycleAdapter['executeNode']]>([
    ['at once', () => undefined],
    ['without returning what it got', (_call, next) => void next()],
    ['later', async (_call, next) => void (await next())],
  ])('that gives undefined %s is named, and not the function', async (_how, executeNode) => {
    const adapter = { name: 'Forgetful', executeNode } as LifecycleAdapter;
    const driver = driverOf({ a: () => 1 }, passing, adapter, passing);
    const error = await rejectionOf<IcosianError>(driver.execute(['a']));
    expect(error).toMatchObject({ code: 'lifecycle/middleware-returned-undefined', node: 'a' });
    expect(error.message).toBe(
      'The middleware executeNode of Forgetful returned undefined for "a".\n  → return the value: return next()',
    );
  });

  test('that passes on undefined leaves it the mistake of the function', async () => {
    const driver = driverOf({ a: () => undefined }, passing);
    const error = await rejectionOf(driver.execute(['a']));
    expect(error).toMatchObject({ code: 'node/returned-undefined' });
  });

  test('may give a value where the function gave none', async () => {
    const filling: LifecycleAdapter = { executeNode: (_call, next) => next() ?? null };
    expect(await driverOf({ a: () => undefined }, filling).execute(['a'])).toEqual({ a: null });
  });

  test('that waits before next() does not call the function once the run is over', async () => {
    const calls: string[] = [];
    const gate = Promise.withResolvers<void>();
    const adapter: LifecycleAdapter = {
      executeNode: async ({ node }, next) => {
        if (node.name === 'held') await gate.promise;
        return next();
      },
    };
    const run = driverOf(
      {
        fails: async () => {
          throw new Error('no');
        },
        held: () => calls.push('held'),
        both: ({ fails, held }) => [fails, held],
      },
      adapter,
    ).execute(['both']);
    expect(await rejectionOf(run)).toMatchObject({ node: 'fails' });
    gate.resolve();
    await quiet();
    expect(calls).toEqual([]);
  });
});
