import { describe, expect, test } from 'vitest';
import { TimeoutError } from '../../src/index.ts';
import { mark } from '../conformance/executor-values.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, hanging, kinds, sentenceOf } from './faults.ts';

//  orders ─▶ order ─▶ done ─▶ all        an order says how done never ends
const { driverOf, failureOf, run, begun, directory } = faultStage();

const hint =
  'give the executor a longer timeout, or have the node wait for less: it hears of the end of a run by $signal';

describe.each(kinds)('with workers that are %s', (kind) => {
  test.each(['loop', 'never'])('a worker that never answers is ended: %s', async (order) => {
    const driver = driverOf(executorOf(kind, { timeout: 1000, retries: 2 }));
    const failure = await failureOf(driver, ['fine', order]);
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({
      name: 'TimeoutError',
      code: 'worker/timeout',
      hint,
      node: 'done',
      item: { index: 1, key: order, block: 'order' },
    });
    expect('cause' in failure).toBe(false);
    expect(sentenceOf(failure)).toBe(
      `The worker worker-1 gave no answer for 1000 ms while it ran "done" at item 1 ("${order}") of "order"; it was ended.\n  → ${hint}`,
    );
    expect(await run(driver, ['fine'])).toEqual(['fine']);
    // it is not tried again
    expect(begun()).toEqual(['fine: 1', `${order}: 1`, 'fine: 1']);
  });

  test('a worker with several tasks in a message: who is named is one of them', async () => {
    const driver = driverOf(executorOf(kind, { timeout: 1000 }));
    const fine = Array.from({ length: 200 }, (_, i) => `fine ${i}`);
    const small = (orders: readonly string[]): Promise<unknown> =>
      driver.execute(['small'], { inputs: { orders } });
    await small(fine);
    const failure = await rejectionOf(small([...fine, 'loops', ...fine]));
    expect(failure).toBeInstanceOf(TimeoutError);
    expect(failure).toMatchObject({ code: 'worker/timeout', node: 'small' });
    expect(failure.message).toMatch(
      /^The worker worker-1 gave no answer for 1000 ms while it ran "small" at item \d+ \(".*"\) of "order"(?:, or at (?:the other one|one of \d+ others) in the same message)?; it was ended\.\n/,
    );
    expect(await small(['fine 1'])).toEqual({ small: ['fine 1'] });
  });

  test('tasks in one message that together take longer than a worker may do not count as one', async () => {
    const driver = driverOf(executorOf(kind, { timeout: 1000 }));
    const orders = Array.from({ length: 500 }, (_, i) => `busy ${i}`);
    // 500 times 3 ms and more
    expect(await driver.execute(['small'], { inputs: { orders } })).toEqual({ small: orders });
  });

  test('the other runs of a driver go on', async () => {
    const driver = driverOf(executorOf(kind, { timeout: 1000 }));
    await run(driver, ['fine']);
    const failing = failureOf(driver, ['loop']);
    const other = run(driver, ['fine', 'fine 2', 'fine 3']);
    expect(await failing).toBeInstanceOf(TimeoutError);
    expect(await other).toEqual(['fine', 'fine 2', 'fine 3']);
  });

  test('nothing waits behind a task that is not known to be short, while another worker has nothing to do', async () => {
    const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
    const waits = run(driver, ['wait']);
    await begins('wait: 1');
    const orders = ['fine 1', 'fine 2', 'fine 3', 'fine 4'];
    const others = driver
      .execute(['small'], { inputs: { orders } })
      .then((values) => values.small as unknown);
    others.catch(() => undefined);
    waits.catch(() => undefined);
    expect(await Promise.race([others, hanging()])).toEqual(orders);
    mark(directory(), 'go');
    expect(await waits).toEqual(['wait']);
  });
});

async function begins(line: string): Promise<void> {
  while (!begun().includes(line)) await new Promise((resolve) => setTimeout(resolve, 1));
}
