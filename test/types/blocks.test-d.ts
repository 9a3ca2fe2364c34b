// Compiled, never run: generators, collect, reduce, and what modifiers keep.
import { expectTypeOf } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  createModule,
  parallelizable,
  parameterize,
  reduce,
  source,
  tag,
  value,
  type AsyncParallelizable,
  type Collect,
  type MarksOf,
  type Parallelizable,
} from '../../src/index.ts';

const dict = new Builder().withResultBuilder(new DictResult());

//  n ─▶ item ─▶ text ─▶ all
const blocks = createModule({
  *item({ n }: { n: number }): Parallelizable<number> {
    yield n;
  },
  text: ({ item }: { item: number }) => `${item}`,
  all: collect(({ text }: { text: Collect<string> }) => text.join()),
});
const driver = dict.withModules(blocks).build();
expectTypeOf(await driver.execute(['all'], { inputs: { n: 3 } })).toEqualTypeOf<{ all: string }>();
// the values of a node inside a block are a list
expectTypeOf(await driver.execute(['item', 'text'], { inputs: { n: 3 } })).toEqualTypeOf<{
  item: number[];
  text: string[];
}>();
// @ts-expect-error the generator's input is missing
await driver.execute(['all']);

// overrides: of a generator, the items; of a node inside, the value for each of them
await driver.execute(['all'], { overrides: { item: [1, 2] } });
await driver.execute(['all'], { overrides: { item: new Set([1]) } });
await driver.execute(['all'], { overrides: { item: Promise.resolve([1, 2]) } });
await driver.execute(['all'], { inputs: { n: 1 }, overrides: { text: 'x' } });
// @ts-expect-error one item is no list of items
await driver.execute(['all'], { overrides: { item: 1 } });
// @ts-expect-error items of the wrong type
await driver.execute(['all'], { overrides: { item: ['x'] } });

// a Collect parameter: what it may collect, and that it needs collect(…)
const misread = createModule({
  sum: collect(({ text }: { text: Collect<number> }) => text.length),
});
// @ts-expect-error the items of text are strings
dict.withModules(blocks, misread).build();
const forgotten = createModule({ sum: ({ text }: { text: Collect<string> }) => text.length });
// @ts-expect-error a Collect parameter without collect(…)
dict.withModules(blocks, forgotten).build();
const forgottenTag = createModule({
  sum: tag({ owner: 'a' }, ({ text }: { text: Collect<string> }) => text.length),
});
// @ts-expect-error a tag is no collect
dict.withModules(blocks, forgottenTag).build();
const asItem = createModule({ upper: collect(({ text }: { text: string }) => text) });
// @ts-expect-error a list arrives, not one item
dict.withModules(blocks, asItem).build();
const optional = createModule({
  lengths: collect(({ text = [] as never }: { text?: Collect<string> }) => text.length),
});
dict.withModules(blocks, optional).build();
// a list given from outside
const fromOutside = dict.withModules(createModule({ all: blocks.all })).build();
await fromOutside.execute(['all'], { inputs: { text: ['a', 'b'] } });
// @ts-expect-error a list of the wrong type
await fromOutside.execute(['all'], { inputs: { text: [1] } });

// blocks in blocks: collect closes one level
const nested = createModule({
  *outer(): Parallelizable<number> {
    yield 1;
  },
  *inner({ outer }: { outer: number }): Parallelizable<string> {
    yield `${outer}`;
  },
  leaf: ({ inner, outer }: { inner: string; outer: number }) => inner.length + outer,
  perOuter: collect(
    ({ leaf, outer }: { leaf: Collect<number>; outer: number }) => leaf.length > outer,
  ),
  total: collect(({ perOuter }: { perOuter: Collect<boolean> }) => perOuter.length),
  after: ({ total }: { total: number }) => new Date(total),
});
expectTypeOf(
  await dict.withModules(nested).build().execute(['leaf', 'perOuter', 'total', 'after']),
).toEqualTypeOf<{ leaf: number[]; perOuter: boolean[]; total: number; after: Date }>();

// a node that collects and yields; a second pass; an asynchronous generator
const passes = createModule({
  async *first(): AsyncParallelizable<number> {
    yield 1;
  },
  second: collect(function* ({ first }: { first: Collect<number> }): Parallelizable<string> {
    yield* first.map(String);
  }),
  sum: collect(({ first }: { first: Collect<number> }) => first.length),
  share: ({ first, sum }: { first: number; sum: number }) => first / sum,
  texts: collect(({ second }: { second: Collect<string> }) => second.length),
});
expectTypeOf(
  await dict.withModules(passes).build().execute(['second', 'share', 'sum', 'texts']),
).toEqualTypeOf<{ second: string[]; share: number[]; sum: number; texts: number }>();

// parallelizable: the items of what the function returns, also of a promise of it
const marked = createModule({
  a: parallelizable(() => [1, 2], { key: (item) => item.toFixed() }),
  b: ({ a }: { a: number }) => a,
  c: parallelizable(async () => new Set(['x'])),
});
expectTypeOf(await dict.withModules(marked).build().execute(['a', 'b', 'c'])).toEqualTypeOf<{
  a: number[];
  b: number[];
  c: string[];
}>();
// @ts-expect-error an item is a number
parallelizable(() => [1, 2], { key: (item: string) => item });
const listRead = createModule({ a: parallelizable(() => [1]), b: ({ a }: { a: number[] }) => a });
// @ts-expect-error a gives one item at a time
dict.withModules(listRead).build();

// reduce: the accumulator is no dependency
const folded = createModule({
  ...blocks,
  total: reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
  later: reduce(
    async ({ acc, text }: { acc: string[]; text: string }) => [...acc, text],
    () => [],
  ),
});
const folds = dict.withModules(folded).build();
expectTypeOf(await folds.execute(['total', 'later'], { inputs: { n: 3 } })).toEqualTypeOf<{
  total: number;
  later: string[];
}>();
// @ts-expect-error acc is no input
await folds.execute(['total'], { inputs: { n: 3, acc: 1 } });
// @ts-expect-error the first accumulator has to be one
reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 'x');
// @ts-expect-error and so has each next one
reduce(({ acc, item }: { acc: number; item: number }) => `${acc}${item}`, 0);
// @ts-expect-error it takes an accumulator
reduce(({ item }: { item: number }) => item, 0);
const foldsWrong = createModule({
  ...blocks,
  total: reduce(({ acc, text }: { acc: number; text: number }) => acc + text, 0),
});
// @ts-expect-error text gives strings
dict.withModules(foldsWrong).build();

// tag keeps all marks
const tagged = createModule({
  *item({ n }: { n: number }): Parallelizable<number> {
    yield n;
  },
  all: tag(
    { owner: 'a' },
    collect(({ item }: { item: Collect<number> }) => item.length),
  ),
});
expectTypeOf<MarksOf<(typeof tagged)['all']>['closes']>().toEqualTypeOf<true>();
expectTypeOf(
  await dict
    .withModules(tagged)
    .build()
    .execute(['all', 'item'], { inputs: { n: 3 } }),
).toEqualTypeOf<{ all: number; item: number[] }>();
// @ts-expect-error a tag is a string, or a list of strings
tag({ owner: 3 }, () => 1);

// parameterize: names bound to nodes, to constants, or left as they are
const parameterized = createModule({
  ...parameterize(({ x, y, z }: { x: number; y: string; z: Date }) => `${x}${y}${z.getTime()}`, {
    p: { x: source('a'), y: value('y') },
    q: { x: value(3), y: source('b') },
  }),
});
const p = dict.withModules(parameterized).build();
expectTypeOf(
  await p.execute(['p', 'q'], { inputs: { a: 1, b: 'b', z: new Date() } }),
).toEqualTypeOf<{ p: string; q: string }>();
await p.execute(['p'], { inputs: { a: 1, z: new Date() } });
// @ts-expect-error q reads b
await p.execute(['q'], { inputs: { a: 1, z: new Date() } });
// @ts-expect-error what is bound to x has x's type
await p.execute(['p'], { inputs: { a: 'x', z: new Date() } });
const boundWrong = createModule({ ...parameterized, a: () => 'x' });
// @ts-expect-error p reads a as a number
dict.withModules(boundWrong).build();
// @ts-expect-error a constant of the wrong type
parameterize(({ x }: { x: number }) => x, { p: { x: value('x') } });

// a collect stays one inside parameterize, and takes what it needs from the node that it is bound to
const collects = createModule({
  ...blocks,
  ...parameterize(
    collect(({ list, mark }: { list: Collect<string>; mark: string }) => list.join(mark)),
    { dotted: { list: source('text'), mark: value('.') } },
  ),
});
expectTypeOf(
  await dict
    .withModules(collects)
    .build()
    .execute(['dotted'], { inputs: { n: 3 } }),
).toEqualTypeOf<{ dotted: string }>();
const collectsWrong = createModule({
  ...blocks,
  ...parameterize(
    collect(({ list }: { list: Collect<Date> }) => list.length),
    {
      dates: { list: source('text') },
    },
  ),
});
// @ts-expect-error the items of text are strings
dict.withModules(collectsWrong).build();
