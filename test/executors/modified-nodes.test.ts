import { threadId } from 'node:worker_threads';
import type { DataFrame } from 'nodejs-polars';
import { afterEach, describe, expect, test } from 'vitest';
import {
  FutureAdapter,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
} from '../../src/executors/index.ts';
import {
  Builder,
  DictResult,
  inject,
  createModule,
  source,
  type DictKind,
  type IcosianError,
  type UntypedDriver,
} from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as base from './fixtures/modified-base.ts';
import * as modified from './fixtures/modified.ts';

const drivers: UntypedDriver<DictKind>[] = [];
afterEach(async () => {
  await Promise.all(drivers.splice(0).map((driver) => driver.close()));
});

const config = { scale: 3, mode: 'square', metrics: ['injected', 'chosen'] };
function driverWith(
  settle: (builder: Builder) => Builder,
  overlay: object = {},
): UntypedDriver<DictKind> {
  const builder = settle(new Builder())
    .withModules(base, modified)
    .withConfig({ ...config, ...overlay }) as never as Builder;
  const driver = builder.withResultBuilder(new DictResult()).build().untyped();
  drivers.push(driver);
  return driver;
}

const here = (builder: Builder): Builder => builder;
const elsewhere: readonly [string, (builder: Builder) => Builder][] = [
  ['threads', (builder) => builder.withRemoteExecutor(new MultiThreadingExecutor({ maxTasks: 2 }))],
  [
    'processes',
    (builder) => builder.withRemoteExecutor(new MultiProcessingExecutor({ maxTasks: 1 })),
  ],
  ['futures', (builder) => builder.withAdapters(new FutureAdapter({ maxWorkers: 1 }))],
];
const outputs = ['all', 'widths', 'x', 'lowest', 'grouped'];
const summaryOf = (item: number, more: object = {}): object => ({
  injected: 3 * item,
  shifted: 11 * item,
  rated: 300 * item,
  grouped: { item, tenfold: 10 * item, scale: 3 },
  chosen: item * item,
  resolved: 3 * item + item * item,
  x: [item, item + 1],
  text: ['a', 'b'],
  none: [0],
  lowest: -item,
  highest: item,
  width: 2 * item,
  ...more,
});

test('modified nodes inside a block, in this thread', async () => {
  const { all, widths } = await driverWith(here).execute(['all', 'widths'], {
    inputs: { count: 3 },
  });
  expect(all).toEqual([1, 2, 3].map((item) => summaryOf(item)));
  expect(widths).toEqual([
    [2, 4, 6],
    [1, 4, 9],
  ]);
});

describe.each(elsewhere)('with %s', (_, settle) => {
  const plain = (values: Record<string, unknown>): unknown =>
    JSON.parse(JSON.stringify(values)) as unknown;

  test('modified nodes give what they give in this thread', async () => {
    const driver = driverWith(settle);
    const inputs = { count: 3 };
    const found = await driver.execute([...outputs, 'places'], { inputs });
    expect((found['places'] as string[]).includes(`${process.pid}/${threadId}`)).toBe(false);
    delete (found as Record<string, unknown>)['places'];
    expect(plain(found)).toEqual(plain(await driverWith(here).execute(outputs, { inputs })));
  });

  test('the config chooses there as it does here', async () => {
    const overlay = { mode: 'cube', scale: 5, metrics: ['tenfold'] };
    const { all } = await driverWith(settle, overlay).execute(['all'], { inputs: { count: 2 } });
    expect(all).toEqual(
      [1, 2].map((item) =>
        summaryOf(item, {
          injected: 5 * item,
          rated: 500 * item,
          grouped: { item, tenfold: 10 * item, scale: 5 },
          chosen: item ** 3,
          resolved: 10 * item,
        }),
      ),
    );
  });

  test('what is overridden is so there, also a node that is not shown', async () => {
    const driver = driverWith(settle);
    const hidden = 'highest.bounds';
    const found = await driver.execute(['lowest', 'highest', 'width'], {
      inputs: { count: 2 },
      overrides: { [hidden]: [1, 5] },
    });
    expect(found).toEqual({ lowest: [1, 1], highest: [5, 5], width: [4, 4] });
  });

  test('a failure names the node as it is called here', async () => {
    const running = driverWith(settle).execute(['width'], {
      inputs: { count: 1 },
      overrides: { 'width.source': 3 },
    });
    const error = await rejectionOf<IcosianError>(running);
    expect(error).toMatchObject({ code: 'node/failed', node: 'width', item: { index: 0 } });
    expect((error.cause as Error).message).toBe(
      '"the function" gives a number, not a record.\n  → fields are taken from objects and Maps',
    );
  });
});

test('a worker that lacks a reader of a node without a name says which one', async () => {
  const { _hiddenFrame } = modified;
  const extra = createModule({
    aab: inject({ table: source(_hiddenFrame) }, ({ table }: { table: DataFrame }) => table.height),
  });
  const builder = new Builder().withModules(base, modified, extra as object).withConfig(config);
  const executor = new MultiThreadingExecutor({
    maxTasks: 1,
    modules: ['modified', 'modified-base'].map(
      (name) => new URL(`./fixtures/${name}.ts`, import.meta.url),
    ),
  });
  const driver = builder
    .withRemoteExecutor(executor)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  drivers.push(driver);
  const error = await rejectionOf<IcosianError>(
    driver.execute(['lowest'], { inputs: { count: 2 } }),
  );
  expect(error.code).toBe('worker/other-dataflow');
  expect(error.message).toContain('"aab" is in none of the modules');
  expect(error.message).toContain(
    '"low" is (whole = high.source) with fill, part here, and (whole = aab.source) with fill, part in the driver',
  );
});
