import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import { resource, type DictKind, type UntypedDriver } from '../../src/index.ts';
import { mark, marked } from '../conformance/executor-values.ts';
import { driverOf as driverHere, rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, hanging, kinds } from './faults.ts';
import * as neverImported from './fixtures/never-imported.ts';
import * as onceImported from './fixtures/once-imported.ts';
import * as regressions from './fixtures/regressions.ts';

const { driverOf, directory } = faultStage();

const individually = (
  executor: ReturnType<typeof executorOf>,
  module: object = regressions,
): UntypedDriver<DictKind> =>
  driverOf(executor, (builder) =>
    builder.withModules(module).withGroupingStrategy(new GroupNodesIndividually()),
  );

describe('workers that cannot be had', () => {
  test('are not started for ever where they died: the run fails', async () => {
    process.env['ICOSIAN_TEST_DIRECTORY'] = directory();
    onTestFinished(() => {
      delete process.env['ICOSIAN_TEST_DIRECTORY'];
    });
    const executor = executorOf('threads', { maxTasks: 2, retries: 3 });
    const driver = driverOf(executor, (builder) => builder.withModules<[object]>(onceImported));
    const error = await rejectionOf(Promise.race([driver.execute(['all']), hanging()]));
    expect(error).toMatchObject({ name: 'TaskError', code: 'worker/module-failed' });
    await driver.close();
    // two that worked, and few that did not
    expect(readFileSync(join(directory(), 'imports'), 'utf8').length).toBeLessThanOrEqual(8);
  });

  test('that the system does not start have the run fail', async () => {
    const env = { LARGE: 'a'.repeat(4e6) };
    const driver = individually(executorOf('processes', { maxTasks: 2, env }));
    const inputs = { order: 'stay', directory: directory() };
    const run = driver.execute(['exits'], { inputs });
    const error = await rejectionOf(Promise.race([run, hanging()]));
    expect(error).toMatchObject({ name: 'TaskError', code: 'worker/not-opened' });
    expect(error.message).toMatch(/^The worker worker-\d could not be started: .*E2BIG/);
  });

  test('are not opened for nodes that run here', async () => {
    const driver = individually(executorOf('threads'), neverImported);
    expect(await driver.execute(['here'], { inputs: { x: 1 } })).toEqual({ here: 1 });
    const elsewhere = driver.execute(['elsewhere'], { inputs: { x: 1 } });
    expect(await rejectionOf(elsewhere)).toMatchObject({ code: 'worker/module-failed' });
  });
});

describe.each(kinds)('the timeout of %s', (kind) => {
  test('does not end a worker that answered while this thread was busy', async () => {
    const driver = individually(executorOf(kind, { timeout: 1000 }));
    const inputs = { directory: directory(), ms: 2000, order: 'stay' };
    await driver.execute(['exits'], { inputs });
    expect(await driver.execute(['answers', 'busy'], { inputs })).toEqual({
      answers: 2000,
      busy: true,
    });
  });

  test('names the task that hangs, of many in one message', async () => {
    const driver = driverOf(executorOf(kind, { timeout: 1000 }), (builder) =>
      builder.withModules<[object]>(regressions),
    );
    const run = (bad: number): Promise<unknown> =>
      driver.execute(['allAnswered'], { inputs: { count: 3000, bad } });
    expect(await run(-1)).toEqual({ allAnswered: 3000 });
    expect(await rejectionOf(run(2000))).toMatchObject({
      name: 'TimeoutError',
      node: 'hangsAt',
      item: { index: 2000, block: 'item' },
    });
  });
});

describe.each(kinds)('a run with resources of its own in %s', (kind) => {
  test('ends though a task of another run waits in the same worker', async () => {
    const driver = individually(executorOf(kind));
    const inputs = { directory: directory() };
    const greeting = driver.execute(['heard'], { inputs: { ...inputs, tag: 'ann' } });
    await marked(directory(), 'heard');
    const long = driver.execute(['keepsWaiting'], { inputs });
    expect(await Promise.race([greeting, long, hanging()])).toEqual({ heard: 'by ann' });
    mark(directory(), 'go');
    expect(await long).toEqual({ keepsWaiting: 'waited' });
  });

  test('ends when it is aborted though a task of another run keeps the same worker busy', async () => {
    const driver = individually(executorOf(kind));
    const inputs = { directory: directory() };
    const controller = new AbortController();
    const { signal } = controller;
    const given = { ...inputs, tag: 'ann' };
    const greeting = driver.execute(['waitsHere'], { inputs: given, signal });
    await marked(directory(), 'heard');
    const long = driver.execute(['keepsSpinning'], { inputs });
    await marked(directory(), 'holds');
    controller.abort();
    const ended = await rejectionOf(Promise.race([greeting, long, hanging()]));
    expect(ended).toMatchObject({ code: 'run/aborted' });
    mark(directory(), 'go');
    expect(await long).toEqual({ keepsSpinning: 'spun' });
  });
});

describe('a resource', () => {
  test('whose making never ends does not hold up close() for ever', async () => {
    const driver = driverHere({
      client: resource(() => new Promise<object>(() => {})),
      size: ({ client }: { client: object }) => Object.keys(client).length,
    });
    const controller = new AbortController();
    const run = rejectionOf(driver.execute(['size'], { signal: controller.signal }));
    controller.abort();
    expect(await run).toMatchObject({ code: 'run/aborted' });
    expect(await Promise.race([driver.close(), hanging(20_000)])).toBeUndefined();
  });
});
