// Compiled, never run: parts of dataflows, frames with further columns, and chains of steps.
import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { expectTypeOf } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  configuration,
  createModule,
  group,
  mutate,
  parameterizeSubdag,
  pipeInput,
  pipeOutput,
  source,
  step,
  subdag,
  tag,
  value,
  when,
  withColumns,
  type Collect,
  type NodesOf,
  type Parallelizable,
} from '../../src/index.ts';

const dict = new Builder().withResultBuilder(new DictResult());

// a part: its nodes bear its name, and are typed
const regional = createModule(
  {
    revenue: ({ visits, factor }: { visits: number; factor: number }) => visits * factor,
    taxed: when({ taxed: true }, ({ revenue }: { revenue: number }) => revenue * 0.8).otherwise(
      ({ revenue }: { revenue: number }) => revenue,
    ),
    label: ({ taxed, unit = '' }: { taxed: number; unit?: string }) => `${taxed}${unit}`,
  },
  'regional',
);
const twoParts = createModule({
  visits: ({ day }: { day: string }) => day.length,
  us: subdag(
    { modules: [regional], inputs: { factor: value(2) }, config: { taxed: false } },
    ({ taxed }: { taxed: number }) => taxed,
  ),
  uk: subdag(
    { modules: [regional], inputs: { factor: source('ukFactor') }, config: { taxed: true } },
    ({ label }: { label: string }) => label,
  ),
  both: ({ us, uk }: { us: number; uk: string }) => `${us} ${uk}`,
});
expectTypeOf<keyof NodesOf<typeof twoParts>>().toEqualTypeOf<
  | 'visits'
  | 'us'
  | 'us.revenue'
  | 'us.taxed'
  | 'us.label'
  | 'uk'
  | 'uk.revenue'
  | 'uk.taxed'
  | 'uk.label'
  | 'both'
>();
const driver = dict.withModules(twoParts).build();
expectTypeOf(
  await driver.execute(['us', 'us.revenue', 'uk.label', 'both'], {
    inputs: { day: 'monday', ukFactor: 2 },
  }),
).toEqualTypeOf<{ us: number; 'us.revenue': number; 'uk.label': string; both: string }>();
// inputs: what the surroundings have to give, and no more
await driver.execute(['us.revenue'], { inputs: { day: 'monday' } });
await driver.execute(['us.label'], { inputs: { day: 'monday', unit: '$' } });
// @ts-expect-error ukFactor is missing
await driver.execute(['uk.revenue'], { inputs: { day: 'monday' } });
// @ts-expect-error factor is bound
await driver.execute(['us.revenue'], { inputs: { day: 'monday', factor: 3 } });
// @ts-expect-error day is missing
await driver.execute(['us.revenue']);
// @ts-expect-error ukFactor is a number
await driver.execute(['uk.revenue'], { inputs: { day: 'monday', ukFactor: '2' } });
// @ts-expect-error there is no such node
await driver.execute(['us.revenu'], { inputs: { day: 'monday' } });
// overrides of its nodes, typed, cut off what they read
await driver.execute(['us'], { overrides: { 'us.revenue': 3 } });
await driver.execute(['both'], { overrides: { us: 3, 'uk.taxed': 3 } });
// @ts-expect-error revenue is a number
await driver.execute(['us'], { overrides: { 'us.revenue': '3' } });
// edges across the border are checked
const wrong = createModule({
  us: subdag({ modules: [regional] }, ({ label }: { label: string }) => label),
  use: ({ us }: { us: number }) => us,
});
// @ts-expect-error us gives a string
dict.withModules(wrong).build();
const wrongPart = createModule({
  visits: () => 'many',
  us: subdag({ modules: [regional] }, ({ label }: { label: string }) => label),
});
// @ts-expect-error visits is to be a number
dict.withModules(wrongPart).build();
const wrongInside = createModule({
  us: subdag({ modules: [regional] }, ({ label }: { label: number }) => label),
});
// @ts-expect-error the part's label is a string
dict.withModules(wrongInside).build();

// the part's config is given
const configured = createModule({
  us: subdag({ modules: [regional], config: { factor: configuration('f') } }, () => 1),
});
await dict
  .withModules(configured)
  .build()
  .execute(['us.revenue'], { inputs: { visits: 1 } });

// parts in parts
const outer = createModule({
  visits: () => 3,
  eu: subdag(
    { modules: [twoParts], inputs: { ukFactor: value(3) } },
    ({ both }: { both: string }) => both.length,
  ),
});
const outerDriver = dict.withModules(outer).build();
expectTypeOf(
  await outerDriver.execute(['eu', 'eu.us.revenue', 'eu.uk.label'], { inputs: { day: 'monday' } }),
).toEqualTypeOf<{ eu: number; 'eu.us.revenue': number; 'eu.uk.label': string }>();

// a part keeps the marks of its function, and blocks inside and around
const blocks = createModule({
  *item({ count }: { count: number }): Parallelizable<number> {
    yield count;
  },
  sum: collect(({ item }: { item: Collect<number> }) => item.length),
});
const held = createModule({
  p: subdag({ modules: [blocks], inputs: { count: value(3) } }, ({ sum }: { sum: number }) => sum),
});
expectTypeOf(await dict.withModules(held).build().execute(['p', 'p.item'])).toEqualTypeOf<{
  p: number;
  'p.item': number[];
}>();
const around = createModule({
  *part(): Parallelizable<number> {
    yield 1;
  },
  p: subdag(
    { modules: [regional], inputs: { visits: source('part'), factor: value(1) } },
    ({ revenue }: { revenue: number }) => revenue,
  ),
  all: collect(({ p }: { p: Collect<number> }) => p.length),
});
expectTypeOf(
  await dict.withModules(around).build().execute(['p', 'p.revenue', 'all']),
).toEqualTypeOf<{
  p: number[];
  'p.revenue': number[];
  all: number;
}>();

// several parts at once
const several = parameterizeSubdag(
  { modules: [regional], inputs: { factor: value(2) } },
  ({ label }: { label: string }) => label,
  { us: {}, uk: { inputs: { factor: source('ukFactor') } } },
);
const severalDriver = dict.withModules(createModule(several)).build();
expectTypeOf(
  await severalDriver.execute(['us', 'uk.revenue'], { inputs: { visits: 1, ukFactor: 2 } }),
).toEqualTypeOf<{ us: string; 'uk.revenue': number }>();
await severalDriver.execute(['us'], { inputs: { visits: 1 } });
// @ts-expect-error ukFactor is missing
await severalDriver.execute(['uk'], { inputs: { visits: 1 } });

// what is no part
// @ts-expect-error there are no modules
subdag({}, () => 1);
// @ts-expect-error there is no such option
subdag({ modules: [regional], input: {} }, () => 1);
// @ts-expect-error an input is bound by source, value or configuration
subdag({ modules: [regional], inputs: { factor: 2 } }, () => 1);

// column functions over Series, and over expressions
const table = ({ rows }: { rows: number }): DataFrame => pl.DataFrame({ x: [rows], y: [rows] });
const lazy = (): LazyDataFrame => pl.DataFrame({ x: [1] }).lazy();
const seriesColumns = createModule({
  sum: ({ x, y }: { x: Series; y: Series }): Series => x.add(y),
  scaled: ({ sum, factor }: { sum: Series; factor: number }): Series => sum.mul(factor),
});
const exprColumns = createModule({ double: ({ x }: { x: Expr }): Expr => x.mul(pl.lit(2)) });
const frames = createModule({
  table,
  lazy,
  wide: withColumns('table', { modules: [seriesColumns], pass: ['x', 'y'], select: ['scaled'] }),
  free: withColumns(table, { modules: [seriesColumns] }),
  lazier: withColumns(lazy, { modules: [exprColumns], as: 'expr' }),
  height: ({ wide }: { wide: DataFrame }) => wide.height,
});
const framesDriver = dict.withModules(frames).build();
expectTypeOf(
  await framesDriver.execute(['wide', 'wide.sum', 'height'], { inputs: { rows: 1, factor: 2 } }),
).toEqualTypeOf<{ wide: DataFrame; 'wide.sum': Series; height: number }>();
expectTypeOf(await framesDriver.execute(['lazier', 'lazier.double'])).toEqualTypeOf<{
  lazier: LazyDataFrame;
  'lazier.double': Expr;
}>();
// @ts-expect-error factor is missing, as only x and y are columns
await framesDriver.execute(['wide'], { inputs: { rows: 1 } });
// nobody says which names are columns
await framesDriver.execute(['free'], { inputs: { rows: 1 } });
await framesDriver.execute(['free'], { inputs: { rows: 1, factor: 2 } });
// @ts-expect-error rows is missing, which the frame reads
await framesDriver.execute(['free']);
await framesDriver.execute(['wide'], {
  inputs: { factor: 1 },
  overrides: { table: table({ rows: 1 }) },
});
// @ts-expect-error there is no such form
withColumns('table', { modules: [seriesColumns], as: 'frame' });
// @ts-expect-error there are no modules
withColumns('table', {});
// @ts-expect-error a frame is named by a string or its function
withColumns(5, { modules: [seriesColumns] });

// chains: the last step gives the value, raw is what the function gives
const plus = ({ x, by }: { x: number; by: number }): number => x + by;
const written = ({ x, unit = '' }: { x: number; unit?: string }): string => `${x}${unit}`;
const chains = createModule({
  one: pipeOutput(
    ({ n }: { n: number }) => n,
    step(plus, { by: source('more') }),
    step(written, { unit: value('€') }),
  ),
  fed: pipeInput(({ text, n }: { text: string; n: number }) => text.length + n, {
    text: [step(({ date }: { date: Date }) => date.toISOString())],
  }),
  summed: pipeOutput(
    () => 1,
    step(({ x, all }: { x: number; all: readonly number[] }) => x + all.length, {
      all: group(source('p'), value(2)),
    }),
  ),
  tagged: tag(
    { owner: 'me' },
    pipeOutput(() => 1, step(written)),
  ),
});
const chainsDriver = dict.withModules(chains).build();
expectTypeOf(
  await chainsDriver.execute(['one', 'one.raw', 'summed', 'tagged'], {
    inputs: { n: 1, more: 2, p: 3 },
  }),
).toEqualTypeOf<{ one: string; 'one.raw': number; summed: number; tagged: string }>();
// what only steps read may be left out: they may not take part
await chainsDriver.execute(['one'], { inputs: { n: 1 } });
// @ts-expect-error n is missing
await chainsDriver.execute(['one']);
// @ts-expect-error more is a number
await chainsDriver.execute(['one'], { inputs: { n: 1, more: '2' } });
await chainsDriver.execute(['one'], { inputs: { n: 1 }, overrides: { 'one.raw': 3 } });
await chainsDriver.untyped().execute(['one'], { overrides: { 'one.raw': 3 } });
// @ts-expect-error what the function reads counts as the chain's own, also where its value is overridden
await chainsDriver.execute(['one'], { overrides: { 'one.raw': 3 } });
// @ts-expect-error what the function gives is a number
await chainsDriver.execute(['one'], { inputs: { n: 1 }, overrides: { 'one.raw': '3' } });
// a dependency that goes through steps is what the first step takes
await chainsDriver.execute(['fed'], { inputs: { text: new Date(), n: 1 } });
// @ts-expect-error text is a date now
await chainsDriver.execute(['fed'], { inputs: { text: 'x', n: 1 } });
// @ts-expect-error n is missing
await chainsDriver.execute(['fed'], { inputs: { text: new Date() } });
const misread = createModule({ ...chains, use: ({ one }: { one: number }) => one });
// @ts-expect-error one is a string now
dict.withModules(misread).build();
// a chain of items is one of each
const itemChain = createModule({
  item: pipeOutput(function* item(): Generator<number> {
    yield 1;
  }, step(written)),
  all: collect(({ item }: { item: Collect<string> }) => item.join()),
});
expectTypeOf(await dict.withModules(itemChain).build().execute(['item', 'all'])).toEqualTypeOf<{
  item: string[];
  all: string;
}>();

// steps: bindings of their function's dependencies
// @ts-expect-error there is no such dependency
step(plus, { bye: value(1) });
// @ts-expect-error by is a number
step(plus, { by: value('1') });
// @ts-expect-error by is bound by source, value, configuration or group
step(plus, { by: 1 });
// @ts-expect-error steps, not functions
pipeOutput(() => 1, plus);
// @ts-expect-error a list of steps
pipeInput(plus, { x: step(plus, { by: value(1) }) });
// @ts-expect-error there is no such dependency
pipeInput(plus, { y: [step(plus, { by: value(1) })] });
step(plus, { by: value(1) })
  .when({ mode: ['a', 'b'] })
  .whenNot({ other: null })
  .named('more');
// @ts-expect-error conditions are plain values
step(plus, { by: value(1) }).when({ mode: {} });

// a mutation is no node, and its node keeps its type
const mutated = createModule({
  price: (): number => 1,
  changed: mutate('price', step(plus, { by: value(1) })),
});
expectTypeOf<keyof NodesOf<typeof mutated>>().toEqualTypeOf<'price'>();
const mutatedDriver = dict.withModules(mutated).build();
expectTypeOf(await mutatedDriver.execute(['price'])).toEqualTypeOf<{ price: number }>();
// @ts-expect-error it is no node
await mutatedDriver.execute(['changed']);
// @ts-expect-error a node is named by a string or its function
mutate(5, step(plus, { by: value(1) }));
