import { describe, expect, test } from 'vitest';
import { InputError, type IcosianError } from '../../src/index.ts';
import { driverOf, quiet, rejectionOf } from '../execution/driver-of.ts';

const calls: string[] = [];
const driver = driverOf({ a: ({ x }) => (calls.push('a'), x), b: ({ a }) => (calls.push('b'), a) });

const thrownBy = (work: () => unknown): IcosianError => {
  try {
    work();
  } catch (error) {
    return error as IcosianError;
  }
  throw new Error('nothing was thrown');
};

describe('driver.validateExecution(outputs, options)', () => {
  test('gives nothing and runs nothing where the request is right', () => {
    expect(driver.validateExecution(['b'], { inputs: { x: 1 } })).toBeUndefined();
    expect(driver.validateExecution(['b'], { overrides: { a: 1 } })).toBeUndefined();
    expect(calls).toEqual([]);
  });

  test.each([
    [['b'], {}],
    [['zzz', 'b', 'b'], { inputs: { a: 1 } }],
    [['b'], { inputs: { x: 1 }, overrides: { c: 1 } }],
  ])('throws what execute rejects with: %j %j', async (outputs, options) => {
    const thrown = thrownBy(() => driver.validateExecution(outputs, options));
    const rejected = await rejectionOf(driver.execute(outputs, options));
    expect(thrown).toBeInstanceOf(InputError);
    expect(thrown.message).toBe(rejected.message);
    expect(calls).toEqual([]);
  });

  test('passes over promises, which are awaited only when the request runs', () => {
    const inputs = { x: new Promise<number>(() => undefined) };
    expect(driver.validateExecution(['b'], { inputs })).toBeUndefined();
  });

  test('hears the promises among the inputs: a rejection does not end the process', async () => {
    const unheard: unknown[] = [];
    const listen = (reason: unknown): number => unheard.push(reason);
    process.on('unhandledRejection', listen);
    const rejecting = (): object => ({ inputs: { x: Promise.reject(new Error('no')) } });
    driver.validateExecution(['b'], rejecting());
    driver.exportExecution(['b'], rejecting());
    await driver.visualizeExecution(['b'], undefined, rejecting());
    await quiet();
    process.off('unhandledRejection', listen);
    expect(unheard).toEqual([]);
  });
});
