import { describe, expect, test } from 'vitest';
import { IcosianError } from '../../src/errors.ts';
import {
  FutureAdapter,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
} from '../../src/executors/index.ts';
import { thrownBy } from './fixtures/conversation.ts';

const common =
  'maxTasks (a whole number from 1), modules (a list of URLs), retries (a whole number from 0), timeout (milliseconds)';

const kinds = {
  MultiThreadingExecutor: {
    make: (options: unknown): unknown => new MultiThreadingExecutor(options as object),
    takes: `${common}, resourceLimits, threadNamePrefix`,
  },
  MultiProcessingExecutor: {
    make: (options: unknown): unknown => new MultiProcessingExecutor(options as object),
    takes: `${common}, env, execArgv, processNamePrefix`,
  },
  FutureAdapter: {
    make: (options: unknown): unknown => new FutureAdapter(options as object),
    takes: 'maxWorkers, threadNamePrefix, resultBuilder, offload, modules',
  },
};

const pools: readonly (readonly [name: string, value: unknown, written: string])[] = [
  ['maxTask', 2, '2'],
  ['maxTasks', 0, '0'],
  ['maxTasks', 1.5, '1.5'],
  ['maxTasks', '2', '"2"'],
  ['maxTasks', null, 'null'],
  ['modules', [], '[]'],
  ['modules', './a.ts', '"./a.ts"'],
  ['modules', [1], '[1]'],
  ['retries', -1, '-1'],
  ['retries', true, 'true'],
  ['timeout', 0, '0'],
  ['timeout', Infinity, 'null'],
  ['timeout', 2 ** 31, '2147483648'],
  ['toString', 1, '1'],
  ['__proto__', 1, '1'],
];

const bad: Readonly<Record<keyof typeof kinds, typeof pools>> = {
  MultiThreadingExecutor: [
    ...pools,
    ['resourceLimits', 24, '24'],
    ['threadNamePrefix', '', '""'],
    ['execArgv', [], '[]'],
    ['options', [], '[]'],
    ['options', 2, '2'],
    ['options', null, 'null'],
  ],
  MultiProcessingExecutor: [
    ...pools,
    ['env', { A: 1 }, '{"A":1}'],
    ['execArgv', '--a', '"--a"'],
    ['execArgv', [1], '[1]'],
    ['processNamePrefix', '', '""'],
    ['resourceLimits', {}, '{}'],
    ['options', 'a', '"a"'],
  ],
  FutureAdapter: [
    ['maxTasks', 2, '2'],
    ['maxWorkers', 0, '0'],
    ['maxWorkers', 'a', '"a"'],
    ['offload', true, 'true'],
    ['threadNamePrefix', '', '""'],
    ['modules', [], '[]'],
    ['resultBuilder', {}, '{}'],
    ['retries', 2, '2'],
    ['options', [], '[]'],
  ],
};

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', (kind) => {
  const { make, takes } = kinds[kind];

  test.each(bad[kind])('does not take %s: %j', (name, value, written) => {
    const options: unknown =
      name === 'options'
        ? value
        : Object.defineProperty({}, name, { value, enumerable: true, configurable: true });
    const failure = thrownBy(() => make(options));
    expect(failure).toBeInstanceOf(IcosianError);
    expect(failure).toMatchObject({
      code: 'executor/bad-option',
      message: `${kind} does not take the option "${name}" with ${written}.\n  → it takes: ${takes}`,
    });
  });

  test('takes none, and those that are undefined', () => {
    expect(() => make({})).not.toThrow();
    expect(() => make(undefined)).not.toThrow();
    expect(() => make({ modules: undefined })).not.toThrow();
  });
});
