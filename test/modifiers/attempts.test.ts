import { describe, expect, test } from 'vitest';
import {
  GraphError,
  InvalidNodeError,
  local,
  parameterize,
  remote,
  tag,
  value,
} from '../../src/index.ts';
import { limit, retry, timeout } from '../../src/modifiers/attempts.ts';
import { sourceOf } from '../../src/nodes/node-source.ts';
import type { AnyFunction, FunctionNode } from '../../src/nodes/node.ts';
import { signatureOf } from '../../src/nodes/signature.ts';
import { driverOf } from '../execution/driver-of.ts';

const one = (): number => 1;

const thrownBy = (provoke: () => unknown): unknown => {
  try {
    provoke();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

/** The one node that a function becomes. */
function nodeOf(fn: AnyFunction): FunctionNode {
  const reading = {
    readModules: () => ({ nodes: [], absent: [], problems: [] }),
    nameGivers: () => ({ nodes: [], absent: [], problems: [] }),
  };
  const [node] = sourceOf(fn).toNodes('a', {}, reading);
  if (node?.kind !== 'function') throw new Error('it became no function');
  return node;
}

describe('retry, timeout and limit', () => {
  test('are kept in the order in which they were written, the innermost first', () => {
    const fn = limit({ concurrency: 2 }, timeout(50, retry({ times: 3, backoff: 10 }, one)));
    expect(nodeOf(fn).behaviours).toEqual([
      { kind: 'retry', times: 3, backoff: 10, factor: 2 },
      { kind: 'timeout', ms: 50 },
      { kind: 'limit', concurrency: 2 },
    ]);
  });

  test('keep what is said besides', () => {
    const on = (error: unknown): boolean => error instanceof TypeError;
    const settings = { times: 3, backoff: 10, factor: 3, maxBackoff: 100, jitter: true, on };
    expect(nodeOf(retry(settings, one)).behaviours).toEqual([{ kind: 'retry', ...settings }]);
    const limits = { concurrency: 2, perSecond: 0.5, name: 'api' };
    expect(nodeOf(limit(limits, one)).behaviours).toEqual([{ kind: 'limit', ...limits }]);
  });

  test('leave the function itself as it is', () => {
    expect(retry({ times: 3, backoff: 1 }, one)()).toBe(1);
    expect(nodeOf(one).behaviours).toBeUndefined();
  });

  test('go with other modifiers, inside and outside', async () => {
    const { two } = parameterize(
      retry({ times: 3, backoff: 1 }, ({ x }: { x: number }) => x + 1),
      { two: { x: value(1) } },
    );
    const driver = driverOf({ two, a: tag({ owner: 'me' }, timeout(1000, one)) });
    expect(await driver.execute(['two', 'a'])).toEqual({ two: 2, a: 1 });
  });

  test('stand in the signature by which workers compare their nodes', () => {
    const fn = limit({ concurrency: 2 }, timeout(50, retry({ times: 3, backoff: 10 }, one)));
    expect(signatureOf(nodeOf(fn))).toBe('() retry 3 timeout 50 limit');
    expect(signatureOf(nodeOf(one))).toBe('()');
  });
});

describe('what they are told', () => {
  const retryHint = 'write retry({ times: 3, backoff: 100 }, fn)';
  const limitHint = "write limit({ concurrency: 4, perSecond: 10, name: 'rates' }, fn)";
  const ofMilliseconds = 'milliseconds, more than 0 and at most 2147483647 as "ms"';

  test.each<[string, () => unknown, string, string]>([
    [
      'no tries',
      () => retry({ times: 0, backoff: 1 }, one),
      'retry(…) takes a whole number of at least 1 as "times", got 0.',
      retryHint,
    ],
    [
      'half a try',
      () => retry({ times: 1.5, backoff: 1 }, one),
      'retry(…) takes a whole number of at least 1 as "times", got 1.5.',
      retryHint,
    ],
    [
      'no times',
      () => retry({ backoff: 1 } as never, one),
      'retry(…) takes a whole number of at least 1 as "times", got undefined.',
      retryHint,
    ],
    [
      'a negative wait',
      () => retry({ times: 2, backoff: -1 }, one),
      'retry(…) takes milliseconds, at least 0 and at most 2147483647 as "backoff", got -1.',
      retryHint,
    ],
    [
      'a wait that is a text',
      () => retry({ times: 2, backoff: '1s' as never }, one),
      'retry(…) takes milliseconds, at least 0 and at most 2147483647 as "backoff", got a string.',
      retryHint,
    ],
    [
      'a factor that shrinks',
      () => retry({ times: 2, backoff: 1, factor: 0.5 }, one),
      'retry(…) takes a number of at least 1 as "factor", got 0.5.',
      retryHint,
    ],
    [
      'an endless longest wait',
      () => retry({ times: 2, backoff: 1, maxBackoff: Infinity }, one),
      'retry(…) takes milliseconds, at least 0 and at most 2147483647 as "maxBackoff", got Infinity.',
      retryHint,
    ],
    [
      'jitter in milliseconds',
      () => retry({ times: 2, backoff: 1, jitter: 5 as never }, one),
      'retry(…) does not take the option "jitter" with a number.',
      retryHint,
    ],
    [
      'a list of errors',
      () => retry({ times: 2, backoff: 1, on: [TypeError] as never }, one),
      'retry(…) does not take the option "on" with a list.',
      retryHint,
    ],
    [
      'an unknown option',
      () => retry({ times: 2, backoff: 1, delay: 1 } as never, one),
      'retry(…) does not take the option "delay" with a number.',
      retryHint,
    ],
    [
      'no time',
      () => timeout(0, one),
      `timeout(…) takes ${ofMilliseconds}, got 0.`,
      'write timeout(1000, fn)',
    ],
    [
      'more than a timer can wait',
      () => timeout(2 ** 31, one),
      `timeout(…) takes ${ofMilliseconds}, got 2147483648.`,
      'write timeout(1000, fn)',
    ],
    [
      'no number',
      () => timeout(Number.NaN, one),
      `timeout(…) takes ${ofMilliseconds}, got NaN.`,
      'write timeout(1000, fn)',
    ],
    [
      'the function first',
      () => timeout(one as never, 50 as never),
      `timeout(…) takes ${ofMilliseconds}, got a function.`,
      'write timeout(1000, fn)',
    ],
    [
      'no room at all',
      () => limit({ concurrency: 0 }, one),
      'limit(…) takes a whole number of at least 1 as "concurrency", got 0.',
      limitHint,
    ],
    [
      'no rate',
      () => limit({ perSecond: 0 }, one),
      'limit(…) takes a number of more than 0 as "perSecond", got 0.',
      limitHint,
    ],
    ['no limit', () => limit({ name: 'api' }, one), 'limit(…) says no limit.', limitHint],
    [
      'an empty name',
      () => limit({ concurrency: 1, name: '' }, one),
      'limit(…) does not take the option "name" with a string.',
      limitHint,
    ],
  ])('is refused where it is %s', (_, provoke, sentence, hint) => {
    const error = thrownBy(provoke) as InvalidNodeError;
    expect(error).toBeInstanceOf(InvalidNodeError);
    expect(error.code).toBe('node/bad-option');
    expect(error.message).toBe(`${sentence}\n  → ${hint}`);
  });

  test.each<[string, () => unknown]>([
    ['retry', () => retry({ times: 1, backoff: 0 }, 5 as never)],
    ['timeout', () => timeout(1, undefined as never)],
    ['limit', () => limit({ concurrency: 1 }, Map as never)],
  ])('is a function, for %s', (modifier, provoke) => {
    const error = thrownBy(provoke) as InvalidNodeError;
    expect(error.code).toBe('node/not-a-function');
    expect(error.message).toContain(`${modifier}(…) takes a function, got `);
  });
});

describe('limit', () => {
  test('keeps its node in this thread', () => {
    expect(nodeOf(limit({ concurrency: 1 }, one)).where).toBe('local');
    expect(nodeOf(local(limit({ concurrency: 1 }, local(one)))).where).toBe('local');
  });

  test('is refused on a node that is marked remote', () => {
    const error = thrownBy(() => driverOf({ a: limit({ concurrency: 1 }, remote(one)) }));
    expect(error).toBeInstanceOf(GraphError);
    expect((error as GraphError).code).toBe('node/limit-remote');
    expect((error as GraphError).message).toContain(
      '"a" has a limit and is marked remote, but a limit holds within one thread.',
    );
  });
});
