import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { WorkerCrashError } from '../../src/index.ts';
import { mark, marked } from '../conformance/executor-values.ts';
import { executorOf, faultStage, kinds, sentenceOf } from './faults.ts';
import { childrenHere } from './fixtures/children.ts';

//  orders ─▶ order ─▶ done ─▶ all        an order says how done ends its worker
const { driverOf, failureOf, run, begun, directory } = faultStage();

const again =
  'where its tasks may be run twice, have them tried again: { retries: 2 } for the executor';
const killed =
  'perhaps the system killed it because memory ran out: use fewer workers, or send them less at a time';

describe.each(kinds)('with workers that are %s', (kind) => {
  const exited = (code: number): string =>
    kind === 'threads' ? `called process.exit(${code})` : `exited with code ${code}`;
  const ways: readonly (readonly [order: string, how: string, hint: string])[] = [
    ['exit 0', exited(0), again],
    ['exit 3', exited(3), again],
    ['exit later', exited(3), again],
    ...(kind === 'threads'
      ? []
      : [
          ['SIGKILL', 'was killed by SIGKILL', killed] as const,
          ['SIGTERM', 'was killed by SIGTERM', again] as const,
          ['SIGSEGV', 'was killed by SIGSEGV', again] as const,
        ]),
  ];

  test.each(ways)('a node that ends its worker: %s', async (order, how, hint) => {
    const driver = driverOf(executorOf(kind));
    const failure = await failureOf(driver, ['fine', order]);
    expect(failure).toBeInstanceOf(WorkerCrashError);
    expect(failure).toMatchObject({
      name: 'WorkerCrashError',
      code: 'worker/crashed',
      hint,
      node: 'done',
      item: { index: 1, key: order, block: 'order' },
    });
    expect('cause' in failure).toBe(false);
    expect(sentenceOf(failure)).toBe(
      `The worker worker-1 ${how} while it ran "done" at item 1 ("${order}") of "order".\n  → ${hint}`,
    );
    expect(await run(driver, ['fine', 'attempt'])).toEqual(['fine', 1]);
  });

  test('a node that fills the JavaScript heap', async () => {
    const options =
      kind === 'threads'
        ? { resourceLimits: { maxOldGenerationSizeMb: 24 } }
        : { execArgv: ['--max-old-space-size=32'] };
    const driver = driverOf(executorOf(kind, options));
    const failure = await failureOf(driver, ['fine', 'heap']);
    expect(failure).toMatchObject({
      name: 'WorkerCrashError',
      code: 'worker/crashed',
      node: 'done',
      item: { index: 1, key: 'heap', block: 'order' },
    });
    expect(sentenceOf(failure)).toBe(
      kind === 'threads'
        ? 'The worker worker-1 ran out of memory while it ran "done" at item 1 ("heap") of "order".\n  → give it more with resourceLimits: { maxOldGenerationSizeMb: 4096 }, or use MultiProcessingExecutor, whose workers have memory of their own'
        : 'The worker worker-1 was killed by SIGABRT, probably because it ran out of memory while it ran "done" at item 1 ("heap") of "order".\n  → give it more with execArgv: [\'--max-old-space-size=4096\'], or send it less at a time',
    );
    expect(await run(driver, ['fine'])).toEqual(['fine']);
  });

  test('of two workers, the other one goes on', async () => {
    const driver = driverOf(executorOf(kind, { maxTasks: 2, retries: 1 }));
    const waits = run(driver, ['wait here']);
    while (!begun().includes('wait here: 1')) await pause(1);
    expect(await failureOf(driver, ['die'])).toBeInstanceOf(WorkerCrashError);
    expect(await run(driver, ['fine'])).toEqual(['fine']);
    // it was begun once
    expect(begun().filter((line) => line.startsWith('wait'))).toEqual(['wait here: 1']);
    mark(directory(), 'go');
    expect(await waits).toEqual(['wait here']);
  });

  describe('a task whose worker died is tried again', () => {
    test('as often as the executor says', async () => {
      const driver = driverOf(executorOf(kind, { retries: 2 }));
      expect(await run(driver, ['dies once'])).toEqual([2]);
      expect(await run(driver, ['dies twice'])).toEqual([3]);
      const tries = ['dies once: 1', 'dies once: 2'];
      expect(begun()).toEqual([...tries, 'dies twice: 1', 'dies twice: 2', 'dies twice: 3']);
      // several at once: they may be in one message
      const orders = ['fine', 'dies once', 'dies twice', 'fine'];
      expect(await run(driver, orders)).toEqual(['fine', 2, 3, 'fine']);
    });

    test('and no more often', async () => {
      const driver = driverOf(executorOf(kind, { retries: 2 }));
      const failure = await failureOf(driver, ['exit 3']);
      expect(failure).toBeInstanceOf(WorkerCrashError);
      expect(failure).toMatchObject({ node: 'done', item: { index: 0, key: 'exit 3' } });
      expect(sentenceOf(failure)).toBe(
        `The worker worker-3 ${exited(3)} while it ran "done" at item 0 ("exit 3") of "order". This was attempt 3.\n  → it died of it each time: see what it does there`,
      );
      expect(begun()).toEqual(['exit 3: 1', 'exit 3: 2', 'exit 3: 3']);
      expect(await run(driver, ['fine'])).toEqual(['fine']);
    });

    test('not where the executor does not say so', async () => {
      const driver = driverOf(executorOf(kind));
      expect(await failureOf(driver, ['dies once'])).toBeInstanceOf(WorkerCrashError);
      expect(begun()).toEqual(['dies once: 1']);
    });
  });

  describe('a task in a message with others', () => {
    const fine = (count: number): string[] => Array.from({ length: count }, (_, i) => `fine ${i}`);
    const small = async (driver: ReturnType<typeof driverOf>, orders: string[]): Promise<unknown> =>
      (await driver.execute(['small'], { inputs: { orders } }))['small'];

    test('takes none of them along where it may be tried again', async () => {
      const driver = driverOf(executorOf(kind, { maxTasks: 2, retries: 2 }));
      const orders = [...fine(500), 'dies once, here', ...fine(500), 'dies once, there'];
      const expected: unknown[] = [...orders];
      expected[500] = 2;
      expected[1001] = 2;
      expect(await small(driver, orders)).toEqual(expected);
    });

    test('is named where its worker dies every time', async () => {
      const driver = driverOf(executorOf(kind, { maxTasks: 2, retries: 2 }));
      const failure = await small(driver, [...fine(700), 'dies', ...fine(700)]).then(
        () => undefined,
        (error: unknown) => error as WorkerCrashError,
      );
      expect(failure).toBeInstanceOf(WorkerCrashError);
      expect(failure).toMatchObject({
        node: 'small',
        item: { index: 700, key: 'dies', block: 'order' },
      });
      expect(failure?.message).toMatch(
        /^The worker worker-\d+ .* while it ran "small" at item 700 \("dies"\) of "order"\. This was attempt 3\.\n/,
      );
      expect(await small(driver, fine(20))).toEqual(fine(20));
    });

    test('is one of several suspects where nothing is tried again', async () => {
      const driver = driverOf(executorOf(kind));
      await small(driver, fine(500));
      const failure = await small(driver, [...fine(1000), 'dies', ...fine(1000)]).then(
        () => undefined,
        (error: unknown) => error as WorkerCrashError,
      );
      expect(failure?.message).toMatch(
        /^The worker worker-1 .* while it ran "small" at item \d+ \(".*"\) of "order"(?:, or at (?:the other one|one of \d+ others) in the same message)?\.\n/,
      );
    });
  });
});

describe('a process', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGSEGV'] as const)(
    'that somebody else ends with %s',
    async (signal) => {
      const driver = driverOf(executorOf('processes'));
      const [pid] = (await run(driver, ['pid'])) as [number];
      expect(childrenHere()).toEqual([pid]);
      const failing = failureOf(driver, ['waits for a signal']);
      await marked(directory(), `pid ${pid}`);
      process.kill(pid, signal);
      const failure = await failing;
      expect(failure).toMatchObject({
        name: 'WorkerCrashError',
        code: 'worker/crashed',
        node: 'done',
        item: { index: 0, key: 'waits for a signal', block: 'order' },
      });
      expect(sentenceOf(failure)).toBe(
        `The worker worker-1 was killed by ${signal} while it ran "done" at item 0 ("waits for a signal") of "order".\n  → ${signal === 'SIGKILL' ? killed : again}`,
      );
      const [other] = (await run(driver, ['pid'])) as [number];
      expect(other).not.toBe(pid);
      expect(childrenHere()).toEqual([other]);
    },
  );

  test('that is stopped gives no answer, and is ended', async () => {
    const driver = driverOf(executorOf('processes', { timeout: 1000 }));
    const [pid] = (await run(driver, ['pid'])) as [number];
    const failing = failureOf(driver, ['waits for a signal']);
    await marked(directory(), `pid ${pid}`);
    process.kill(pid, 'SIGSTOP');
    expect(await failing).toMatchObject({ name: 'TimeoutError', code: 'worker/timeout' });
    expect(await run(driver, ['fine'])).toEqual(['fine']);
  });
});
