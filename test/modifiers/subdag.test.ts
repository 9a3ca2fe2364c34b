import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  createModule,
  extractFields,
  group,
  inject,
  parameterizeSubdag,
  pipeOutput,
  reduce,
  resolve,
  source,
  step,
  subdag,
  tag,
  value,
  type AnyFunction,
} from '../../src/index.ts';
import { check } from '../../src/modifiers/check.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';

const upstream = (functions: Loose, name: string): readonly string[] =>
  driverOf(functions)
    .whatIsUpstreamOf(name)
    .map((node) => node.name);

//  visits, price ─▶ revenue ─▶ taxed
const revenue = ({ visits, price }: { visits: number; price: number }): number => visits * price;
const regional = createModule(
  {
    revenue,
    taxed: ({ revenue, tax = 0 }: { revenue: number; tax?: number }): number => revenue * (1 - tax),
  },
  'regional',
);
const taxed = ({ taxed }: { taxed: number }): number => taxed;
const visits = (): number => 100;

describe('subdag', () => {
  test('gives the nodes of its modules under the name of its export, and itself', async () => {
    const driver = driverOf({
      visits,
      us: subdag({ modules: [regional], inputs: { price: value(2) } }, taxed),
    });
    expect(await driver.execute(['us', 'us.revenue', 'us.taxed', 'visits'])).toEqual({
      us: 200,
      'us.revenue': 200,
      'us.taxed': 200,
      visits: 100,
    });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['us', 'us.revenue', 'us.taxed', 'visits']),
    );
  });

  test('uses the same module twice, each with inputs and config of its own', async () => {
    const driver = driverOf({
      visits,
      us: subdag({ modules: [regional], inputs: { price: value(2) }, config: { tax: 0.5 } }, taxed),
      uk: subdag({ modules: [regional], inputs: { price: source('ukPrice') } }, taxed),
      both: ({ us, uk }) => us + uk,
    });
    expect(
      await driver.execute(['us', 'uk', 'both', 'us.revenue'], { inputs: { ukPrice: 3 } }),
    ).toEqual({ us: 100, uk: 300, both: 400, 'us.revenue': 200 });
  });

  test('shares what lies around: it runs once', async () => {
    let calls = 0;
    const driver = driverOf({
      visits: () => (calls++, 1),
      us: subdag({ modules: [regional], inputs: { price: value(2) } }, taxed),
      uk: subdag({ modules: [regional], inputs: { price: value(3) } }, taxed),
    });
    expect(await driver.execute(['us', 'uk'])).toEqual({ us: 2, uk: 3 });
    expect(calls).toBe(1);
  });

  test('stands beside its module used as it is', async () => {
    const driver = new Builder()
      .withModules(
        regional,
        createModule({
          half: subdag({ modules: [regional], inputs: { price: value(1) } }, taxed as AnyFunction),
        }),
      )
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    const inputs = { visits: 4, price: 10 };
    expect(await driver.execute(['taxed', 'half'], { inputs })).toEqual({ taxed: 40, half: 4 });
  });

  test('overrides a node of a part, and cuts off what is behind it', async () => {
    const driver = driverOf({ us: subdag({ modules: [regional] }, taxed) });
    expect(await driver.execute(['us'], { overrides: { 'us.revenue': 3 } })).toEqual({ us: 3 });
  });

  test('names inputs and nodes of parts in requests that do not fit', async () => {
    const driver = driverOf({ us: subdag({ modules: [regional] }, taxed) });
    expect((await rejectionOf(driver.execute(['us'], { inputs: { visits: 1 } }))).message).toBe(
      'The input "price" is missing: needed by "us.revenue".\n  → pass it: { inputs: { price: … } }',
    );
    expect((await rejectionOf(driver.execute(['us.revenu']))).message).toBe(
      'There is no node "us.revenu" to request.\n  → did you mean "us.revenue"?',
    );
    expect(
      (await rejectionOf(driver.execute(['us'], { inputs: { 'us.revenue': 1 } }))).message,
    ).toContain('The input "us.revenue" is named like a function of the dataflow.');
  });

  test('says the lineage across its border', () => {
    const functions = {
      visits,
      us: subdag({ modules: [regional], inputs: { price: source('usPrice') } }, taxed),
      report: ({ us }: { us: number }) => `${us}`,
    };
    expect(new Set(upstream(functions, 'report'))).toEqual(
      new Set(['visits', 'usPrice', 'us.revenue', 'tax', 'us.taxed', 'us', 'report']),
    );
    const downstream = driverOf(functions).whatIsDownstreamOf('us.revenue');
    expect(downstream.map(({ name }) => name)).toEqual(['us.revenue', 'us.taxed', 'us', 'report']);
  });

  test('keeps documentation, tags and the module of its nodes', () => {
    const parts = createModule({ a: tag({ owner: 'me' }, () => 1) }, 'parts');
    const driver = driverOf({ us: subdag({ modules: [parts] }, ({ a }) => a) });
    const found = driver.listAvailableVariables().find(({ name }) => name === 'us.a');
    expect(found).toMatchObject({ tags: { owner: 'me' }, module: 'parts' });
  });

  test('keeps the marks of its own function', async () => {
    const items = createModule({ half: ({ item }: { item: number }) => item / 2 });
    const functions = {
      *item() {
        yield* [2, 4];
      },
      halves: subdag(
        { modules: [items] },
        collect(({ half }: { half: number[] }) => half) as never,
      ),
      sum: subdag(
        { modules: [items] },
        reduce(({ acc, half }: { acc: number; half: number }) => acc + half, 0) as never,
      ),
      owned: tag({ owner: 'me' }, subdag({ modules: [regional] }, taxed)),
    };
    const driver = driverOf(functions);
    expect(await driver.execute(['halves', 'sum'])).toEqual({ halves: [1, 2], sum: 3 });
    expect(
      driver.listAvailableVariables({ tags: { owner: 'me' } }).map(({ name }) => name),
    ).toEqual(['owned']);
  });

  test('may be called like its function', () => {
    expect(subdag({ modules: [regional] }, taxed)({ taxed: 3 })).toBe(3);
  });
});

describe('modified functions in a part', () => {
  const place = (): { lat: number; lon: number } => ({ lat: 1, lon: 2 });
  const scale = ({ x, by }: { x: number; by: number }): number => x * by;

  test('become nodes, and parts of nodes, under its name', async () => {
    const part = createModule({
      place,
      ...extractFields(place, ['lat', 'lon']),
      chosen: resolve(({ names }: { names: string[] }) =>
        inject({ all: group(...names.map((name) => source(name))) }, ({ all }: { all: number[] }) =>
          all.join(),
        ),
      ),
      checked: check({ range: [0, 5] }, ({ lat }: { lat: number }) => lat),
      piped: pipeOutput(
        ({ lon }: { lon: number }) => lon,
        step(scale, { by: source('lat') }).named('twice'),
        step(scale, { by: value(10) }),
      ),
    });
    const driver = driverOf({
      p: subdag(
        { modules: [part], config: { names: ['lat', 'lon'] } },
        ({ chosen, checked, piped }) => [chosen, checked, piped],
      ),
    });
    expect(
      await driver.execute(['p', 'p.lat', 'p.checked.raw', 'p.piped.raw', 'p.piped.twice']),
    ).toEqual({
      p: ['1,2', 1, 20],
      'p.lat': 1,
      'p.checked.raw': 1,
      'p.piped.raw': 2,
      'p.piped.twice': 2,
    });
    expect(
      await driver.execute(['p.piped'], { overrides: { 'p.lat': 3, 'p.piped.raw': 7 } }),
    ).toEqual({ 'p.piped': 210 });
  });
});

describe('parameterizeSubdag', () => {
  test('makes a part for each key, with what all have and what is its own', async () => {
    const { us, uk } = parameterizeSubdag(
      { modules: [regional], inputs: { price: value(2) }, config: { tax: 0 } },
      taxed,
      { us: { config: { tax: 0.5 } }, uk: { inputs: { price: source('ukPrice') } } },
    );
    const driver = driverOf({ visits, us, uk });
    expect(await driver.execute(['us', 'uk', 'uk.revenue'], { inputs: { ukPrice: 7 } })).toEqual({
      us: 100,
      uk: 700,
      'uk.revenue': 700,
    });
  });

  test('takes the name of the export, not of the key', async () => {
    const { us } = parameterizeSubdag({ modules: [regional] }, taxed, { us: {} });
    const inputs = { visits: 1, price: 2 };
    expect(await driverOf({ america: us }).execute(['america.revenue'], { inputs })).toEqual({
      'america.revenue': 2,
    });
  });

  test('makes nothing of an empty record', () => {
    expect(parameterizeSubdag({ modules: [regional] }, taxed, {})).toEqual({});
  });
});
