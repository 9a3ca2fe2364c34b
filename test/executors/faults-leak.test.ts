import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { executorOf, faultStage, kinds } from './faults.ts';
import { childrenHere } from './fixtures/children.ts';

const { driverOf, failureOf, run, directory } = faultStage();

const threads = (): number => readdirSync('/proc/self/task').length;
const descriptors = (): number => readdirSync('/proc/self/fd').length;

describe.each(kinds)('with workers that are %s', (kind) => {
  test('opening and closing a driver leaves nothing behind', { timeout: 60_000 }, async () => {
    const round = async (i: number): Promise<void> => {
      const driver = driverOf(executorOf(kind));
      const order = i % 5 === 4 ? 'exit 3' : 'fine';
      if (order === 'fine') expect(await run(driver, [order])).toEqual([order]);
      else await failureOf(driver, [order]);
      await driver.close();
    };
    for (let i = 0; i < 5; i++) await round(i);
    const before = { threads: threads(), descriptors: descriptors() };
    for (let i = 0; i < 10; i++) await round(i);
    await vi.waitFor(
      () => {
        expect(childrenHere()).toEqual([]);
        expect(threads()).toBeLessThanOrEqual(before.threads);
        expect(descriptors()).toBeLessThanOrEqual(before.descriptors);
      },
      { timeout: 5000, interval: 20 },
    );
    expect(process.listenerCount('exit')).toBeLessThan(10);
  });
});

describe('a process', () => {
  const prlimit = '/usr/bin/prlimit';

  // only the worker is limited, not this process; elsewhere there is no such limit
  test.skipIf(!existsSync(prlimit))('that gets no more native memory has crashed', async () => {
    const node = process.execPath;
    const wrapper = join(directory(), 'node');
    writeFileSync(wrapper, `#!/bin/sh\nexec ${prlimit} --data=1500000000 '${node}' "$@"\n`);
    chmodSync(wrapper, 0o755);
    process.execPath = wrapper;
    onTestFinished(() => {
      process.execPath = node;
    });
    const driver = driverOf(executorOf('processes'));
    expect(await run(driver, ['fine'])).toEqual(['fine']);
    const failure = await failureOf(driver, ['native']);
    expect(failure).toMatchObject({
      name: 'WorkerCrashError',
      code: 'worker/crashed',
      node: 'done',
      item: { index: 0, key: 'native', block: 'order' },
    });
    expect(failure.message).toMatch(
      /^The worker worker-1 was killed by SIG(?:ABRT|TRAP|ILL), probably because it ran out of memory while it ran "done"/,
    );
    expect(await run(driver, ['fine'])).toEqual(['fine']);
  });
});
