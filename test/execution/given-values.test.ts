import { describe, expect, test } from 'vitest';
import { Builder, DictResult, InputError, createModule } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from './driver-of.ts';

const driver = driverOf({
  sum: ({ x, y = 0 }) => x + y,
  twice: ({ sum }) => sum * 2,
  twin: () => 2,
});

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
      driver.execute(['sum', 'twin'], {
        inputs: { x: Promise.reject(one), y: Promise.reject(two) },
        overrides: { twin: Promise.reject(three) },
      }),
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error.errors.map(({ code, node }) => [code, node])).toEqual([
      ['input/rejected', 'x'],
      ['input/rejected', 'y'],
      ['input/rejected', 'twin'],
    ]);
    expect(error.errors.map(({ cause }) => cause)).toEqual([one, two, three]);
    expect(error.message).toBe(
      [
        'The request cannot run: 3 problems.',
        '  1. The promise given as input "x" was rejected: Error: one',
        '       → catch it before, or give another value',
        '  2. The promise given as input "y" was rejected: TypeError: two',
        '       → catch it before, or give another value',
        '  3. The promise given as override "twin" was rejected: "three"',
        '       → catch it before, or give another value',
      ].join('\n'),
    );
  });

  test('that give undefined count as not given', async () => {
    const inputs = { x: 1, y: Promise.resolve(undefined) };
    const strange = driverOf({ a: ({ x, y }) => [x, y], b: ({ x, y = 5 }) => [x, y] });
    expect(await strange.execute(['b'], { inputs })).toEqual({ b: [1, 5] });
    const error = await rejectionOf(strange.execute(['a'], { inputs }));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      'The input "y" is missing: needed by "a".\n  → the promise given for it gave undefined, which means not given; null is a value',
    );
    const free = strange.execute(['b', 'free'], { inputs: { x: 1, free: inputs.y } });
    expect(await rejectionOf(free)).toMatchObject({ code: 'request/unknown-output' });
  });

  test('that give undefined are told together with those that are rejected', async () => {
    const inputs = { x: Promise.resolve(undefined), y: Promise.reject(new Error('no')) };
    const error = await rejectionOf<InputError>(driver.execute(['sum'], { inputs }));
    expect(error.errors.map(({ code, node }) => [code, node])).toEqual([
      ['input/rejected', 'y'],
      ['input/missing', 'x'],
    ]);
  });

  test('that give undefined are an error of an override', async () => {
    const overrides = { sum: Promise.resolve(undefined) };
    const error = await rejectionOf(driver.execute(['twice'], { overrides }));
    expect(error).toMatchObject({ code: 'input/undefined', node: 'sum' });
  });

  test('that nothing needs are not waited for, and their rejections are heard', async () => {
    const inputs = {
      x: 1,
      later: new Promise<number>(() => undefined),
      wrong: Promise.reject(new Error('no')),
    };
    expect(await driver.execute(['sum'], { inputs })).toEqual({ sum: 1 });
    const overrides = { sum: 3 };
    const unread = { x: new Promise<number>(() => undefined) };
    expect(await driver.execute(['twice'], { inputs: unread, overrides })).toEqual({ twice: 6 });
    await quiet();
  });

  test('are called config keys where the config gave them', async () => {
    const module = createModule({ a: ({ region }: { region: string }) => region, b: () => 1 });
    const configured = new Builder()
      .withModules(module)
      .withConfig({ region: Promise.reject(new Error('no')) })
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    expect(await configured.execute(['b'])).toEqual({ b: 1 });
    await quiet();
    expect((await rejectionOf(configured.execute(['a']))).message).toContain(
      'The promise given as config key "region" was rejected: Error: no',
    );
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
