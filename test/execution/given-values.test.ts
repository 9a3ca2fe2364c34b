import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/index.ts';
import { driverOf, rejectionOf } from './driver-of.ts';

const driver = driverOf({ sum: ({ x, y = 0 }) => x + y, twice: ({ sum }) => sum * 2 });

describe('promises among the given values', () => {
  test('are awaited in inputs', async () => {
    const inputs = { x: Promise.resolve(1), y: Promise.resolve(2) };
    expect(await driver.execute(['sum'], { inputs })).toEqual({ sum: 3 });
  });

  test('are awaited in overrides', async () => {
    const overrides = { sum: Promise.resolve(5) };
    expect(await driver.execute(['twice'], { overrides })).toEqual({ twice: 10 });
  });

  test('may resolve to null', async () => {
    const inputs = { x: Promise.resolve(null) };
    expect(await driver.execute(['sum'], { inputs })).toEqual({ sum: 0 });
  });

  test('that are rejected are all named at once, in the order given, with their causes', async () => {
    const [one, two, three] = [new Error('one'), new TypeError('two'), 'three'];
    const error = await rejectionOf<InputError>(
      driver.execute(['twice'], {
        inputs: { x: Promise.reject(one), y: Promise.reject(two) },
        overrides: { sum: Promise.reject(three) },
      }),
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.errors.map(({ code, node }) => [code, node])).toEqual([
      ['input/rejected', 'x'],
      ['input/rejected', 'y'],
      ['input/rejected', 'sum'],
    ]);
    expect(error.errors.map(({ cause }) => cause)).toEqual([one, two, three]);
    expect(error.message).toBe(
      [
        'The request cannot run: 3 problems.',
        '  1. The promise given as input "x" was rejected: Error: one',
        '       → catch it before, or give another value',
        '  2. The promise given as input "y" was rejected: TypeError: two',
        '       → catch it before, or give another value',
        '  3. The promise given as override "sum" was rejected: "three"',
        '       → catch it before, or give another value',
      ].join('\n'),
    );
  });

  test('that give undefined are an error, because the request was checked without them', async () => {
    const inputs = { x: Promise.resolve(undefined), y: Promise.reject(new Error('no')) };
    const error = await rejectionOf<InputError>(driver.execute(['sum'], { inputs }));
    expect(error.errors.map(({ code, node }) => [code, node])).toEqual([
      ['input/undefined', 'x'],
      ['input/rejected', 'y'],
    ]);
  });

  test('are not waited for once the run is aborted', async () => {
    const controller = new AbortController();
    const inputs = { x: new Promise<number>(() => undefined) };
    const run = driver.execute(['sum'], { inputs, signal: controller.signal });
    controller.abort();
    expect(await rejectionOf(run)).toMatchObject({ code: 'run/aborted' });
  });
});

describe('validateInput', () => {
  test('is asked once for each value that the request reads, promises when they are there', async () => {
    const seen: unknown[] = [];
    const judged = driverOf(
      { sum: ({ x, y = 0 }) => x + y, other: ({ z }) => z },
      {
        validateInput: ({ name, value, neededBy }) => {
          seen.push([name, value, neededBy.map((reader) => reader.name)]);
        },
      },
    );
    await judged.execute(['sum'], { inputs: { x: 1, y: Promise.resolve(2), z: 3 } });
    expect(seen).toEqual([
      ['x', 1, ['sum']],
      ['y', 2, ['sum']],
    ]);
  });

  test('sees the override of an input, also where that is null', async () => {
    const seen: unknown[] = [];
    const judged = driverOf(
      { a: ({ x }) => String(x) },
      {
        validateInput: ({ value }) => {
          seen.push(value);
        },
      },
    );
    await judged.execute(['a'], { inputs: { x: 1 }, overrides: { x: null } });
    expect(seen).toEqual([null]);
  });

  test('is not told of readers that an override replaces', async () => {
    const seen: unknown[] = [];
    const judged = driverOf(
      { a: ({ x }) => x, b: ({ x, a }) => x + a },
      {
        validateInput: ({ neededBy }) => {
          seen.push(neededBy.map(({ name }) => name));
        },
      },
    );
    await judged.execute(['b'], { inputs: { x: 1 }, overrides: { a: 2 } });
    expect(seen).toEqual([['b']]);
  });

  test('refuses in words, several adapters and several inputs in one error', async () => {
    const never = { name: 'Strict', validateInput: ({ name }: { name: string }) => `no ${name}` };
    class Lenient {
      validateInput({ value }: { value: unknown }): string[] | undefined {
        return value === 1 ? ['too small', 'too odd'] : undefined;
      }
    }
    const judged = driverOf({ sum: ({ x, y }) => x + y }, never, new Lenient());
    const error = await rejectionOf<InputError>(
      judged.execute(['sum'], { inputs: { x: 1, y: 2 } }),
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.errors.map(({ message }) => message)).toEqual([
      'Strict refuses the input "x": no x',
      'Lenient refuses the input "x": too small',
      'Lenient refuses the input "x": too odd',
      'Strict refuses the input "y": no y',
    ]);
    expect(error.errors.every(({ code }) => code === 'input/refused')).toBe(true);
    expect(() => judged.validateExecution(['sum'], { inputs: { x: 1, y: 2 } })).toThrow(
      'Strict refuses the input "y": no y',
    );
  });

  test('is asked of an input that is only an output', async () => {
    const judged = driverOf({ a: () => 1 }, { validateInput: ({ name }) => `no ${name}` });
    const run = judged.execute(['free'], { inputs: { free: 1 } });
    expect((await rejectionOf(run)).message).toBe('An adapter refuses the input "free": no free');
  });
});
