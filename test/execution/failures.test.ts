import { Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { NodeExecutionError, type IcosianError } from '../../src/index.ts';
import { driverOf, rejectionOf, type Loose } from './driver-of.ts';

const failureOf = (functions: Loose, output: string, inputs = {}): Promise<IcosianError> =>
  rejectionOf<IcosianError>(driverOf(functions).execute([output], { inputs }));

describe('the error of a node that throws', () => {
  test('says which node, where, what it threw and with which inputs', async () => {
    const error = await failureOf(
      {
        ratio: ({ spend, signups, label }) => {
          throw new RangeError(`no ${label} in ${spend.length - signups}`);
        },
      },
      'ratio',
      { spend: Series('spend', [1, 2, 3]), signups: 2, label: 'text' },
    );
    expect(error).toBeInstanceOf(NodeExecutionError);
    expect(error).toMatchObject({ name: 'NodeExecutionError', code: 'node/failed', node: 'ratio' });
    expect(error.message).toMatch(
      /^"ratio" \(.*failures\.test\.ts:\d+\) failed: RangeError: no text in 1\n {2}with spend = Series f64\[3\], signups = 2, label = "text"$/,
    );
  });

  test('says nothing of inputs where there are none', async () => {
    const error = await failureOf(
      {
        a: () => {
          throw new Error('no');
        },
      },
      'a',
    );
    expect(error.message).toMatch(/^"a" \(.*\) failed: Error: no$/);
  });

  test('shows twelve inputs and counts the others', async () => {
    const names = Array.from({ length: 15 }, (_, i) => `x${i}`);
    const inputs = Object.fromEntries(names.map((name, i) => [name, i]));
    const error = await failureOf(
      {
        a: ({ x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14 }) => {
          throw new Error(
            `${x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11 + x12 + x13 + x14}`,
          );
        },
      },
      'a',
      inputs,
    );
    expect(error.message).toContain('x11 = 11, … and 3 more');
    expect(error.message).not.toContain('x12');
  });

  test('is the same for an async function, with the inputs as they were when it was called', async () => {
    const error = await failureOf(
      {
        list: () => [1, 2],
        a: async ({ list }) => {
          list.push(3);
          await Promise.resolve();
          list.push(4);
          throw new TypeError('late');
        },
      },
      'a',
    );
    expect(error.message).toMatch(
      /failed: TypeError: late\n {2}with list = Array\(3\) \[1, 2, 3\]$/,
    );
  });

  test.each([false, true])('keeps the cause untouched; async: %s', async (isAsync) => {
    const cause = new TypeError('mine', { cause: 'deeper' });
    const { stack } = cause;
    Object.freeze(cause);
    const fail = (): never => {
      throw cause;
    };
    const error = await failureOf({ a: isAsync ? async () => fail() : () => fail() }, 'a');
    expect(error.cause === cause).toBe(true);
    expect(cause.stack === stack).toBe(true);
    expect(cause.message).toBe('mine');
  });

  test.each([
    ['a string', 'plain text', '"plain text"'],
    ['null', null, 'null'],
    ['undefined', undefined, 'undefined'],
    ['a number', 404, '404'],
    ['a record', { code: 1 }, '{ code }'],
    ['an object without prototype', Object.create(null), '{}'],
  ])('holds %s that was thrown as its cause', async (_words, thrown: unknown, words) => {
    for (const a of [
      () => {
        throw thrown;
      },
      async () => {
        throw thrown;
      },
    ]) {
      const error = await failureOf({ a }, 'a');
      expect(error).toBeInstanceOf(NodeExecutionError);
      expect(error.message).toMatch(/^"a" \(.*\) failed: /);
      expect(error.message.slice(error.message.indexOf('failed: ') + 8)).toBe(words);
      expect('cause' in error).toBe(true);
      expect(error.cause === thrown).toBe(true);
    }
  });

  test('is made also where the error resists being read', async () => {
    const cause = Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('hidden');
      },
    });
    const error = await failureOf(
      {
        a: () => {
          throw cause;
        },
      },
      'a',
    );
    expect(error.message).toMatch(/^"a" \(.*\) failed: an error that cannot be read$/);
    expect(error.cause === cause).toBe(true);
  });

  test('wraps an error of icosian that a function threw: a driver inside a driver', async () => {
    const inner = driverOf({
      x: () => {
        throw new Error('deep');
      },
    });
    const error = await failureOf({ outer: async () => inner.execute(['x']) }, 'outer');
    expect(error).toMatchObject({ code: 'node/failed', node: 'outer' });
    expect(error.cause).toBeInstanceOf(NodeExecutionError);
    expect(error.cause).toMatchObject({ node: 'x' });
    expect((error.cause as Error).cause).toMatchObject({ message: 'deep' });
  });

  test('wraps an AbortError that a function threw of its own', async () => {
    const error = await failureOf({ a: async () => AbortSignal.abort().throwIfAborted() }, 'a');
    expect(error).toMatchObject({ code: 'node/failed', cause: { name: 'AbortError' } });
  });
});

describe('after a failure', () => {
  //  fails ─┐
  //  other ─┴▶ both       other ─▶ next
  test('nothing else starts, and what was under way ends unheard', async () => {
    const seen: string[] = [];
    const [fails, other] = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const run = driverOf({
      fails: () => fails.promise,
      other: () => other.promise,
      next: ({ other: x }) => (seen.push('next'), x),
      both: ({ fails: x, next }) => x + next,
    }).execute(['both']);
    fails.reject(new Error('no'));
    await rejectionOf(run);
    other.resolve(1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen).toEqual([]);
  });

  test('the next run is not touched by it', async () => {
    const driver = driverOf({
      a: ({ x }) => {
        if (x === 0) throw new Error('no');
        return x;
      },
    });
    await rejectionOf(driver.execute(['a'], { inputs: { x: 0 } }));
    expect(await driver.execute(['a'], { inputs: { x: 1 } })).toEqual({ a: 1 });
  });

  test('siblings are told by their $signal, at once and with the failure as the reason', async () => {
    const gate = Promise.withResolvers<number>();
    const reasons: unknown[] = [];
    const run = driverOf({
      fails: () => gate.promise,
      sibling: ({ $signal }) =>
        new Promise((resolve) => {
          $signal.addEventListener('abort', () => {
            reasons.push($signal.reason);
            resolve(1);
          });
        }),
      both: ({ fails, sibling }) => fails + sibling,
    }).execute(['both']);
    gate.reject(new Error('no'));
    const error = await rejectionOf(run);
    expect(reasons).toEqual([error]);
    expect(reasons[0] === error).toBe(true);
  });

  test('a synchronous failure, too, aborts the $signal that earlier nodes kept', async () => {
    let kept: AbortSignal | undefined;
    const error = await failureOf(
      {
        starter: ({ $signal }) => {
          kept = $signal;
          return 1;
        },
        fails: ({ starter }) => {
          throw new Error(`no ${starter}`);
        },
      },
      'fails',
    );
    expect(kept?.aborted).toBe(true);
    expect(kept?.reason === error).toBe(true);
  });
});
