import { describe, expect, test } from 'vitest';
import { AbortError, NodeExecutionError } from '../../src/index.ts';
import { mark, marked } from '../conformance/executor-values.ts';
import { quiet, rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, hanging, kinds } from './faults.ts';
import { childrenHere } from './fixtures/children.ts';

//  orders ─▶ order ─▶ done ─▶ all        an order says for what done waits
const { driverOf, failureOf, run, begun, directory, unheard } = faultStage();

describe.each(kinds)('with workers that are %s', (kind) => {
  describe('a run that is aborted', () => {
    test('tells the nodes under way by $signal, and their worker goes on', async () => {
      const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
      const pids = await run(driver, ['meet a', 'meet b']).then(() => run(driver, ['pid']));
      const controller = new AbortController();
      const failing = rejectionOf(run(driver, ['heed 1', 'heed 2'], controller.signal));
      await marked(directory(), 'heed 1', 'heed 2');
      const before = childrenHere();
      controller.abort('enough');
      const failure = await failing;
      expect(failure).toBeInstanceOf(AbortError);
      expect(failure).toMatchObject({
        code: 'run/aborted',
        message: 'The run was aborted through its signal.',
        cause: 'enough',
      });
      await marked(directory(), 'heard heed 1', 'heard heed 2');
      expect(pids).toHaveLength(1);
      expect(await run(driver, ['fine'])).toEqual(['fine']);
      expect(childrenHere()).toEqual(before);
    });

    test('ends the worker of a node that hears of nothing', async () => {
      const driver = driverOf(executorOf(kind));
      const controller = new AbortController();
      const failing = rejectionOf(run(driver, ['loop', 'fine 1'], controller.signal));
      await begins('loop: 1');
      controller.abort();
      expect(await failing).toMatchObject({ code: 'run/aborted' });
      // comes only where the loop has ended: there is one worker
      expect(await Promise.race([run(driver, ['fine 2']), hanging()])).toEqual(['fine 2']);
      // what waited never began
      expect(begun()).toEqual(['loop: 1', 'fine 2: 1']);
    });

    test('does not begin what waits in a worker behind the task of another run', async () => {
      const driver = driverOf(executorOf(kind));
      await run(driver, ['fine']);
      const other = run(driver, ['spin']);
      await marked(directory(), 'spinning');
      const controller = new AbortController();
      const failing = rejectionOf(run(driver, ['loop'], controller.signal));
      await quiet();
      controller.abort();
      expect(await failing).toMatchObject({ code: 'run/aborted' });
      mark(directory(), 'go');
      expect(await other).toEqual(['spun']);
      const again = run(driver, ['fine 2']);
      again.catch(() => undefined);
      expect(await Promise.race([again, hanging()])).toEqual(['fine 2']);
      expect(begun()).not.toContain('loop: 1');
    });

    test('before a worker was there takes nothing', async () => {
      const driver = driverOf(executorOf(kind));
      const signal = AbortSignal.abort('early');
      expect(await rejectionOf(run(driver, ['fine'], signal))).toMatchObject({
        code: 'run/aborted',
        cause: 'early',
      });
      expect(childrenHere()).toEqual([]);
      expect(begun()).toEqual([]);
    });

    test('while the workers open', async () => {
      const driver = driverOf(executorOf(kind));
      const controller = new AbortController();
      const failing = rejectionOf(run(driver, ['fine 1'], controller.signal));
      await quiet();
      controller.abort();
      expect(await failing).toMatchObject({ code: 'run/aborted' });
      expect(await run(driver, ['fine 2'])).toEqual(['fine 2']);
      expect(begun()).toEqual(['fine 2: 1']);
    });
  });

  describe('an item that fails', () => {
    test('aborts its siblings; what waits never begins', async () => {
      // new, so that tasks go one by one: in one message with the error, the other would wait for it for ever
      const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
      const waiting = Array.from({ length: 500 }, (_, i) => `fine ${i}`);
      const failure = await failureOf(driver, ['heed', 'an error', ...waiting]);
      expect(failure).toBeInstanceOf(NodeExecutionError);
      expect(failure).toMatchObject({ node: 'done', item: { index: 1, key: 'an error' } });
      if (begun().includes('heed: 1')) await marked(directory(), 'heard heed');
      // those that a worker had already
      expect(begun().length).toBeLessThan(100);
      const count = begun().length;
      expect(await run(driver, ['fine'])).toEqual(['fine']);
      expect(begun()).toHaveLength(count + 1);
    });

    test('in the middle of very many ends the run soon', async () => {
      const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
      let given = 0;
      const orders = {
        *[Symbol.iterator]() {
          for (; given < 1_000_000; given++) yield given === 5000 ? 'fails' : `fine ${given}`;
        },
      };
      const failure = await rejectionOf(driver.execute(['small'], { inputs: { orders } }));
      expect(failure).toMatchObject({
        code: 'node/failed',
        node: 'small',
        item: { index: 5000, key: 'fails', block: 'order' },
      });
      expect(given).toBeLessThan(20_000);
      expect(await run(driver, ['fine'])).toEqual(['fine']);
    });
  });

  describe('close', () => {
    test('aborts what runs, whether it hears of it or not', async () => {
      const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
      await run(driver, ['meet a', 'meet b']);
      const runs = [run(driver, ['heed']), run(driver, ['loop'])].map((each) => rejectionOf(each));
      await Promise.all([begins('heed: 1'), begins('loop: 1')]);
      await driver.close();
      for (const failure of await Promise.all(runs)) {
        expect(failure).toBeInstanceOf(AbortError);
        expect(failure).toMatchObject({
          code: 'driver/closed-while-running',
          message: 'The driver was closed while this was running.',
        });
      }
      expect(await failureOf(driver, ['fine'])).toMatchObject({ code: 'driver/closed' });
      expect(childrenHere()).toEqual([]);
    });

    test('while workers open', async () => {
      const driver = driverOf(executorOf(kind));
      const failing = failureOf(driver, ['fine']);
      await quiet();
      await driver.close();
      expect(await failing).toMatchObject({ code: 'driver/closed-while-running' });
      expect(begun()).toEqual([]);
    });

    test('of a driver whose worker died', async () => {
      const driver = driverOf(executorOf(kind));
      await failureOf(driver, ['exit 3']);
      await driver.close();
      await driver.close();
      expect(unheard).toEqual([]);
    });
  });

  test('who leaves a stream ends its tasks', async () => {
    const driver = driverOf(executorOf(kind, { maxTasks: 2 }));
    await run(driver, ['meet a', 'meet b']);
    const inputs = { orders: ['fine 1', 'heed', 'fine 2', 'fine 3'], directory: directory() };
    for await (const value of driver.stream('done', { inputs })) {
      expect(value).toBe('fine 1');
      await marked(directory(), 'heed');
      break;
    }
    await marked(directory(), 'heard heed');
    expect(await run(driver, ['fine'])).toEqual(['fine']);
  });
});

async function begins(line: string): Promise<void> {
  while (!begun().includes(line)) await new Promise((resolve) => setTimeout(resolve, 1));
}
