import { describe, expect, test, vi } from 'vitest';
import { NodeExecutionError, WorkerCrashError } from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { executorOf, faultStage, kinds, sentenceOf } from './faults.ts';
import { thrown } from './fixtures/thrown.ts';

//  orders ─▶ order ─▶ done ─▶ all        an order says what done throws
const { driverOf, failureOf, run, begun, directory, warnings } = faultStage();

/** What the sentence says of it. */
const words: Readonly<Record<keyof typeof thrown, string>> = {
  'an error': 'RangeError: full',
  'an error, later': 'RangeError: full',
  'an error of an own class': 'RegionError: too far',
  'an error with a cause': 'RangeError: full',
  'an error with properties': 'Error: full',
  'an error with a socket': 'Error: full',
  'several errors': 'AggregateError: both',
  'a frozen error': 'RangeError: full',
  'a text': '"a text"',
  'a number': '7',
  'a record': '{ reason }',
  null: 'null',
  undefined: 'undefined',
  'a function': 'function',
  'an error that cannot be read': 'an error that cannot be read',
};

/** What is the cause then; of errors, what they have besides their stack. */
const causes: Readonly<Record<keyof typeof thrown, unknown>> = {
  'an error': { name: 'RangeError', message: 'full' },
  'an error, later': { name: 'RangeError', message: 'full' },
  'an error of an own class': { name: 'RegionError', message: 'too far', region: 'EU' },
  'an error with a cause': {
    name: 'RangeError',
    message: 'full',
    cause: { name: 'TypeError', message: 'no map', cause: 'the rain' },
  },
  'an error with properties': {
    name: 'Error',
    message: 'full',
    code: 'FULL',
    details: { tried: [1, 2], at: new Date(0) },
  },
  'an error with a socket': {
    name: 'Error',
    message: 'full',
    code: 'FULL',
    socket: 'Socket {…}',
    self: 'function self',
  },
  'several errors': {
    name: 'AggregateError',
    message: 'both',
    errors: [
      { name: 'Error', message: 'a' },
      { name: 'TypeError', message: 'b' },
    ],
  },
  'a frozen error': { name: 'RangeError', message: 'full' },
  'a text': 'a text',
  'a number': 7,
  'a record': { reason: 'full' },
  null: null,
  undefined: undefined,
  'a function': 'function',
  'an error that cannot be read': 'an object that cannot be read',
};

/** An error as a record, so that it can be compared as a whole. */
function told(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(told);
  if (!(value instanceof Error)) return value;
  const keys = Object.getOwnPropertyNames(value).filter((key) => key !== 'stack');
  const own = keys.map((key) => [key, told((value as unknown as Record<string, unknown>)[key])]);
  return { name: value.name, ...Object.fromEntries(own) };
}

describe.each(kinds)('with workers that are %s', (kind) => {
  describe('a node that throws', () => {
    const names = Object.keys(thrown) as (keyof typeof thrown)[];
    test('fails with what it threw, whatever that is; its worker goes on', async () => {
      const driver = driverOf(executorOf(kind, { retries: 2 }));
      const [pid] = (await run(driver, ['pid'])) as [number];
      for (const name of names) {
        const failure = await failureOf(driver, ['fine', name]);
        expect(failure, name).toBeInstanceOf(NodeExecutionError);
        expect(failure, name).toMatchObject({
          name: 'NodeExecutionError',
          code: 'node/failed',
          node: 'done',
          item: { index: 1, key: name, block: 'order' },
        });
        expect(sentenceOf(failure)).toBe(
          `"done" (faulty.ts) failed at item 1 ("${name}") of "order": ${words[name]}\n  with order = "${name}", directory = …`,
        );
        expect(told(failure.cause), name).toEqual(causes[name]);
        expect('cause' in failure, name).toBe(true);
      }
      expect(await run(driver, ['pid', 'fine'])).toEqual([pid, 'fine']);
      // what threw is not tried again
      const orders = names.flatMap((name) => ['fine: 1', `${name}: 1`]);
      expect(begun()).toEqual(['pid: 1', ...orders, 'pid: 1', 'fine: 1']);
    });

    test('gives an error of the nearest class that this thread has, with its stack', async () => {
      const driver = driverOf(executorOf(kind));
      const { cause } = await failureOf(driver, ['an error of an own class']);
      expect(cause).toBeInstanceOf(RangeError);
      expect((cause as Error).stack).toMatch(/^RegionError: too far\n.*\/fixtures\/thrown\.ts:\d+/);
      expect((await failureOf(driver, ['several errors'])).cause).toBeInstanceOf(AggregateError);
    });
  });

  describe('what nobody catches in a worker', () => {
    const item = (key: string): object => ({ index: 1, key, block: 'order' });
    const sentence = (how: string, key: string): string =>
      `The worker worker-1 ${how} while it ran "done" at item 1 ("${key}") of "order".\n  → where its tasks may be run twice, have them tried again: { retries: 2 } for the executor`;

    test.each([
      [
        'throw in a timer',
        'died of an uncaught RegionError: too far',
        {
          name: 'RegionError',
          message: 'too far',
          region: 'EU',
          cause: { name: 'TypeError', message: 'no map' },
        },
      ],
      ['throw text in a timer', 'died of an uncaught "a text"', 'a text'],
      [
        'reject unheard',
        'died of an uncaught RegionError: too late',
        { name: 'RegionError', message: 'too late', region: 'EU' },
      ],
    ])('ends it: %s', async (order, how, cause) => {
      const driver = driverOf(executorOf(kind));
      const failure = await failureOf(driver, ['fine', order]);
      expect(failure).toBeInstanceOf(WorkerCrashError);
      expect(failure).toMatchObject({ code: 'worker/crashed', node: 'done', item: item(order) });
      expect(sentenceOf(failure)).toBe(sentence(how, order));
      expect(told(failure.cause)).toEqual(cause);
      expect(await run(driver, ['fine'])).toEqual(['fine']);
    });

    test.each([
      ['throw when idle', 'died of an uncaught RegionError: too far'],
      ['reject when idle', 'died of an uncaught RegionError: too late'],
      ['exit when idle', kind === 'threads' ? 'called process.exit(3)' : 'exited with code 3'],
    ])('ends one that is idle, with a warning; the next run works: %s', async (order, how) => {
      const driver = driverOf(executorOf(kind));
      expect(await run(driver, [order])).toEqual(['fine']);
      mark(directory(), 'idle');
      await vi.waitFor(() => expect(warnings).toEqual([`The idle worker worker-1 ${how}.`]), {
        timeout: 10_000,
      });
      expect(await run(driver, ['fine', 'fine'])).toEqual(['fine', 'fine']);
    });
  });
});
