import { threadId } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { MultiThreadingExecutor } from '../../src/executors/index.ts';
import { Builder, DictResult, TimeoutError } from '../../src/index.ts';
import { rejectionOf } from './driver-of.ts';
import * as triedItems from './fixtures/tried-items.ts';

//  outer ─▶ inner ─▶ inners        the inner block is sent whole, its generator runs in the worker
const driver = new Builder()
  .withModules(triedItems)
  .withRemoteExecutor(new MultiThreadingExecutor({ maxTasks: 1 }))
  .withResultBuilder(new DictResult())
  .build()
  .untyped();
afterAll(() => driver.close());

test('a generator in a worker begins again there until it has an item', async () => {
  const { inners } = await driver.execute(['inners']);
  const [[a, threadOfA], [b, threadOfB]] = inners as [[string, number], [string, number]];
  expect([a, b]).toEqual(['a3', 'b3']);
  expect(threadOfA).not.toBe(threadId);
  expect(threadOfB).toBe(threadOfA);
});

test('a generator in a worker that takes too long says at which item', async () => {
  const error = await rejectionOf<TimeoutError>(driver.execute(['slows']));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({
    code: 'node/timeout',
    node: 'slow',
    item: { index: 1, block: 'slow', outer: { block: 'outer' } },
  });
  expect(error.message).toContain('"slow" took longer than 20 ms at its item 1, in item ');
});
