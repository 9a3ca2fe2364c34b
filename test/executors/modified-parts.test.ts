import pl from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { GroupNodesIndividually } from '../../src/executors/index.ts';
import { Builder, DictResult, type DictKind, type UntypedDriver } from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import { executorOf, faultStage, kinds } from './faults.ts';
import * as parts from './fixtures/modified-parts.ts';

const { driverOf } = faultStage();
const config: object = { rate: 2.6, shift: 10 };
const inputs = { count: 3 };
const here = (): UntypedDriver<DictKind> =>
  new Builder()
    .withModules<[object]>(parts)
    .withConfig(config)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
const settled = (builder: Builder): Builder =>
  builder.withModules<[object]>(parts).withConfig(config);
const outputs = [
  'all',
  'inside.scaled',
  'held.square',
  'whole',
  'whole.square',
  'piped.raw',
  'piped.plus',
  'fed.item.times',
  'mutated.raw.raw',
];

test('in this thread they give what they say', async () => {
  expect(await here().execute(outputs, { inputs })).toEqual({
    all: {
      inside: [3, 5, 8],
      held: [1, 5, 14],
      wider: [
        { x: 10, y: 1, double: 0, above: false },
        { x: 10, y: 2, double: 0, above: false },
        { x: 11, y: 2, double: 2, above: true },
        { x: 10, y: 3, double: 0, above: false },
        { x: 11, y: 3, double: 2, above: false },
        { x: 12, y: 3, double: 4, above: true },
      ],
      piped: [2, 3, 4].map((n) => n * 2.6),
      fed: [2, 3, 4].map((n, i) => [(i + 1) * n * 2.6, 14]),
      mutated: [303, 510, 824],
      isSomewhere: true,
    },
    'inside.scaled': [2.6, 5.2, 3 * 2.6],
    'held.square': [1, 1, 4, 1, 4, 9],
    whole: 14,
    'whole.square': [1, 4, 9],
    'piped.raw': [1, 2, 3],
    'piped.plus': [2, 3, 4],
    'fed.item.times': [2, 3, 4].map((n, i) => (i + 1) * n * 2.6),
    'mutated.raw.raw': [1, 2, 3],
  });
});

describe.each(kinds)('with %s', (kind) => {
  test('blocks of modified functions give the same as in this thread', async () => {
    const driver = driverOf(executorOf(kind, { maxTasks: 2 }), settled);
    expect(await driver.execute(outputs, { inputs })).toEqual(
      await here().execute(outputs, { inputs }),
    );
  });

  test('modified functions give the same one by one', async () => {
    const driver = driverOf(executorOf(kind, { maxTasks: 2 }), (builder) =>
      settled(builder).withGroupingStrategy(new GroupNodesIndividually()),
    );
    expect(await driver.execute(outputs, { inputs })).toEqual(
      await here().execute(outputs, { inputs }),
    );
    const { where } = await driver.execute(['where']);
    expect(where).not.toBe(parts.where());
  });

  test('parts of parts can be overridden', async () => {
    const driver = driverOf(executorOf(kind), settled);
    const overrides = { 'inside.scaled': 7.4, 'mutated.raw': 2, item: [1, 2] };
    expect(await driver.execute(['mutated'], { overrides })).toEqual({ mutated: [14, 14] });
  });

  test('a column that is missing is told with those that there are', async () => {
    const driver = driverOf(executorOf(kind), settled);
    const overrides = { item: [1], table: pl.DataFrame({ y: [1], z: [2] }) };
    const error = await rejectionOf(driver.execute(['wide'], { overrides }));
    expect(`${error.message}\n${String(error.cause)}`).toContain(
      'There is no column "x" in "table", which has y, z; it is read by "wide.double", "wide.x".',
    );
  });
});
