import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  configuration,
  createModule,
  extractFields,
  inject,
  source,
  subdag,
  value,
  type AnyFunction,
  type Collect,
} from '../../src/index.ts';
import { driverOf, driverWith, type Loose } from '../execution/driver-of.ts';

//  base, rate ─▶ inner.scaled ─▶ inner
const scaling = createModule(
  { scaled: ({ base, rate }: { base: number; rate: number }): number => base * rate },
  'scaling',
);
const scaled = ({ scaled }: { scaled: number }): number => scaled;

describe('a part in a part', () => {
  const inner = subdag(
    { modules: [scaling], inputs: { base: source('amount') }, config: { rate: 2 } },
    scaled,
  );
  const middle = createModule({ amount: (): number => 10, inner }, 'middle');
  const handed = ({ inner }: { inner: number }): number => inner;

  test('has the names of both before its own', async () => {
    const driver = driverOf({ outer: subdag({ modules: [middle] }, handed) });
    expect(
      await driver.execute(['outer', 'outer.inner', 'outer.inner.scaled', 'outer.amount']),
    ).toEqual({ outer: 20, 'outer.inner': 20, 'outer.inner.scaled': 20, 'outer.amount': 10 });
    expect(await driver.execute(['outer'], { overrides: { 'outer.inner.scaled': 1 } })).toEqual({
      outer: 1,
    });
  });

  test('reads its inputs from the part around it, whose inputs come first', async () => {
    const driver = driverOf({
      amount: () => 1000,
      own: subdag({ modules: [middle] }, handed),
      given: subdag({ modules: [middle], inputs: { amount: value(7) } }, handed),
    });
    expect(await driver.execute(['own', 'given'])).toEqual({ own: 20, given: 14 });
  });

  test('reads through all parts what none of them has', async () => {
    const open = createModule({ inner: subdag({ modules: [scaling] }, scaled) });
    const outer = subdag({ modules: [open], inputs: { rate: value(3) } }, handed);
    const driver = driverOf({ base: () => 5, outer });
    expect(await driver.execute(['outer'])).toEqual({ outer: 15 });
  });

  test('has the config of the part around it, overlaid by its own', async () => {
    const keys = createModule({ keys: ({ a, b, c }: Record<string, string>) => `${a}${b}${c}` });
    const keyed = createModule({
      inner: subdag({ modules: [keys], config: { c: 'inner' } }, ({ keys }) => keys),
    });
    const outer = subdag(
      { modules: [keyed], config: { b: 'outer ', c: 'outer' } },
      handed as never,
    );
    const driver = driverWith({ outer }, (builder) =>
      builder.withConfig<object>({ a: 'whole ', b: 'whole', c: 'whole' }),
    );
    expect(await driver.execute(['outer'])).toEqual({ outer: 'whole outer inner' });
  });

  test('takes config keys of the part around it under other names', async () => {
    const remapped = createModule({
      inner: subdag({ modules: [scaling], config: { rate: configuration('innerRate') } }, scaled),
    });
    const outer = subdag(
      { modules: [remapped], config: { innerRate: configuration('outerRate') } },
      handed,
    );
    const driver = driverWith({ base: () => 2, outer }, (builder) =>
      builder.withConfig<object>({ outerRate: 50 }),
    );
    expect(await driver.execute(['outer'])).toEqual({ outer: 100 });
  });

  test('may be used again by itself, under another name', async () => {
    const driver = driverOf({
      a: subdag({ modules: [middle] }, handed),
      b: subdag(
        { modules: [middle, createModule({ twice: inner })] },
        ({ inner, twice }) => inner + twice,
      ),
    });
    expect(await driver.execute(['a', 'b', 'b.twice.scaled'])).toEqual({
      a: 20,
      b: 40,
      'b.twice.scaled': 20,
    });
  });

  test('may overlay nodes of its modules with others where the builder allows it', async () => {
    const other = createModule({ scaled: (): number => 1 });
    const builder = new Builder().withModules(
      createModule({ p: subdag({ modules: [scaling, other] }, scaled as AnyFunction) }),
    );
    expect(() => builder.build()).toThrow('In "p": "scaled" is defined twice');
    const driver = builder.allowModuleOverrides().withResultBuilder(new DictResult()).build();
    expect(await driver.untyped().execute(['p'])).toEqual({ p: 1 });
  });
});

describe('a function named by itself', () => {
  const place = (): { lat: number; lon: number } => ({ lat: 1, lon: 2 });
  const listed = (functions: Loose): readonly string[] =>
    driverOf(functions)
      .listAvailableVariables()
      .map(({ name }) => name);

  test('in a part is the node that the part exports it as', async () => {
    const part = createModule({ location: place, ...extractFields(place, ['lat']) });
    const functions = { place, p: subdag({ modules: [part] }, ({ lat }) => lat) };
    const driver = driverOf(functions);
    expect(await driver.execute(['p'], { overrides: { 'p.location': { lat: 5 } } })).toEqual({
      p: 5,
    });
    expect(await driver.execute(['p'], { overrides: { place: { lat: 5 } } })).toEqual({ p: 1 });
  });

  test('in a part is the node of the surroundings, where the part does not export it', async () => {
    const part = createModule({ ...extractFields(place, ['lat']) });
    const functions = { location: place, p: subdag({ modules: [part] }, ({ lat }) => lat) };
    expect(
      await driverOf(functions).execute(['p'], { overrides: { location: { lat: 5 } } }),
    ).toEqual({ p: 5 });
    expect(listed(functions)).toEqual(['location', 'p.lat', 'p']);
  });

  test('in a part is a hidden node of the part, where nobody exports it', async () => {
    const part = createModule({ ...extractFields(place, ['lat']) });
    const functions = { p: subdag({ modules: [part] }, ({ lat }) => lat) };
    expect(await driverOf(functions).execute(['p'])).toEqual({ p: 1 });
    expect(listed(functions)).toEqual(['p.lat', 'p']);
  });

  test('in a part of a part is looked for outwards, from part to part', async () => {
    const deepest = createModule({ ...extractFields(place, ['lat']) });
    const inner = subdag({ modules: [deepest] }, ({ lat }) => lat);
    const middle = createModule({ location: place, inner });
    const functions = { place, p: subdag({ modules: [middle] }, ({ inner }) => inner) };
    expect(
      await driverOf(functions).execute(['p'], { overrides: { 'p.location': { lat: 5 } } }),
    ).toEqual({ p: 5 });
  });

  test('as an input of a part is a node of the surroundings', async () => {
    const part = createModule({ place, seen: ({ x }: { x: { lat: number } }) => x.lat });
    const options = { modules: [part], inputs: { x: source(place) } };
    const functions = { location: place, p: subdag(options, ({ seen }) => seen) };
    const driver = driverOf(functions);
    expect(await driver.execute(['p'], { overrides: { location: { lat: 5 } } })).toEqual({ p: 5 });
    expect(await driver.execute(['p'], { overrides: { 'p.place': { lat: 5 } } })).toEqual({ p: 1 });
  });

  test('by the function of a part is the node of the part', async () => {
    const part = createModule({ location: place });
    const fn = inject({ x: source(place) }, ({ x }: { x: { lat: number } }) => x.lat);
    const functions = { p: subdag({ modules: [part] }, fn) };
    const driver = driverOf(functions);
    expect(await driver.execute(['p'], { overrides: { 'p.location': { lat: 5 } } })).toEqual({
      p: 5,
    });
    expect(listed(functions)).toEqual(['p.location', 'p']);
  });
});

describe('parts and blocks', () => {
  //  n ─▶ item ─▶ p.scaled ─▶ p        in the block of item
  const item = function* item({ n = 3 }: { n?: number }): Generator<number> {
    for (let i = 1; i <= n; i++) yield i;
  };
  const ofItem = subdag(
    { modules: [scaling], inputs: { base: source('item'), rate: value(10) } },
    scaled,
  );

  test('a part that reads an item lies in its block', async () => {
    const driver = driverOf({ item, p: ofItem, all: collect(({ p }: { p: number[] }) => p) });
    expect(await driver.execute(['all', 'p.scaled'])).toEqual({
      all: [10, 20, 30],
      'p.scaled': [10, 20, 30],
    });
  });

  test('what a part reads from outside alone lies outside', async () => {
    let calls = 0;
    const part = createModule({
      once: () => (calls++, 2),
      each: ({ item, once }: { item: number; once: number }) => item * once,
    });
    const driver = driverOf({ item, p: subdag({ modules: [part] }, ({ each }) => each) });
    expect(await driver.execute(['p'])).toEqual({ p: [2, 4, 6] });
    expect(calls).toBe(1);
  });

  test('a part may hold a whole block', async () => {
    const block = createModule({
      item,
      square: ({ item }: { item: number }) => item ** 2,
      sum: collect(({ square }: { square: Collect<number> }) => square.reduce((a, b) => a + b, 0)),
    });
    const driver = driverOf({
      three: subdag({ modules: [block] }, ({ sum }) => sum),
      four: subdag({ modules: [block], inputs: { n: value(4) } }, ({ sum }) => sum),
    });
    expect(await driver.execute(['three', 'four', 'four.square'])).toEqual({
      three: 14,
      four: 30,
      'four.square': [1, 4, 9, 16],
    });
  });

  test('a part may open a block, and another close it', async () => {
    const open = createModule({ item });
    const close = createModule({ all: collect(({ items }: { items: Collect<number> }) => items) });
    const driver = driverOf({
      opened: subdag({ modules: [open] }, ({ item }) => item + 1),
      closed: subdag({ modules: [close], inputs: { items: source('opened') } }, ({ all }) => all),
    });
    expect(await driver.execute(['closed', 'opened.item'])).toEqual({
      closed: [2, 3, 4],
      'opened.item': [1, 2, 3],
    });
  });

  test('a function of a part may itself be a generator', async () => {
    const part = createModule({ count: () => 2 });
    const driver = driverOf({
      i: subdag({ modules: [part] }, function* ({ count }: { count: number }) {
        for (let i = 0; i < count; i++) yield i;
      }),
      next: ({ i }) => i + 1,
    });
    expect(await driver.execute(['next'])).toEqual({ next: [1, 2] });
  });

  test('a collect in a part closes the block of the surroundings', async () => {
    const part = createModule({
      half: ({ item }: { item: number }) => item / 2,
      sum: collect(({ half }: { half: Collect<number> }) => half.reduce((a, b) => a + b, 0), {
        from: ['half'],
      }),
    });
    const driver = driverOf({ item, p: subdag({ modules: [part] }, ({ sum }) => sum) });
    expect(await driver.execute(['p'])).toEqual({ p: 3 });
  });

  test('a block of a part in a block of the surroundings is a block in a block', async () => {
    const block = createModule({
      *inner({ n }: { n: number }) {
        for (let i = 1; i <= n; i++) yield i;
      },
      sum: collect(({ inner }: { inner: Collect<number> }) => inner.reduce((a, b) => a + b, 0)),
    });
    const p = subdag({ modules: [block], inputs: { n: source('item') } }, ({ sum }) => sum);
    const driver = driverOf({ item, p, all: collect(({ p }: { p: number[] }) => p) });
    expect(await driver.execute(['all', 'p.inner'])).toEqual({
      all: [1, 3, 6],
      'p.inner': [1, 1, 2, 1, 2, 3],
    });
    const streamed: unknown[] = [];
    for await (const value of driver.stream('p.sum')) streamed.push(value);
    expect(streamed).toEqual([1, 3, 6]);
  });
});
