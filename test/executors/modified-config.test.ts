import { afterAll, describe, expect, test } from 'vitest';
import { Builder, DictResult, createModule, parallelizable } from '../../src/index.ts';
import { MultiThreadingExecutor } from '../../src/executors/index.ts';
import * as costs from './fixtures/changed-costs.ts';
import * as prices from './fixtures/changed-prices.ts';

const items = createModule({ item: parallelizable(() => [1, 2, 3]) });
const { viaFunction, ...others } = costs;
const driver = new Builder()
  .withModules(items, prices, others)
  .withRemoteExecutor(new MultiThreadingExecutor({ maxTasks: 1 }))
  .withResultBuilder(new DictResult())
  .build()
  .untyped();
const withFunction = new Builder()
  .withModules(items, prices, costs)
  .withConfig({ fn: (item: number) => item + 100 })
  .withRemoteExecutor(new MultiThreadingExecutor({ maxTasks: 1 }))
  .withResultBuilder(new DictResult())
  .build()
  .untyped();
afterAll(async () => {
  await driver.close();
  await withFunction.close();
});

test('nodes of two modules are changed in a worker, whatever the changes are called', async () => {
  expect(await driver.execute(['price', 'cost'])).toEqual({
    price: [11, 21, 31],
    cost: [9, 16, 23],
  });
});

describe('a config value that cannot travel', () => {
  test('is named where a modifier needs it in a worker', async () => {
    expect(viaFunction).toBeTypeOf('function');
    await expect(withFunction.execute(['viaFunction'])).rejects.toMatchObject({
      code: 'worker/config-stays',
      message: expect.stringContaining('has "fn", which cannot travel') as string,
    });
  });
});
