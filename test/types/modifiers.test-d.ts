// Compiled, never run: bound parameters, alternatives, and what is taken out of nodes.
import type { DataFrame, Expr, LazyDataFrame, Series } from 'nodejs-polars';
import { expectTypeOf } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  configuration,
  createModule,
  extractColumns,
  extractFields,
  group,
  inject,
  parameterize,
  resolve,
  source,
  tag,
  unpack,
  value,
  when,
  whenNot,
  type Collect,
  type MarksOf,
  type Parallelizable,
} from '../../src/index.ts';

const dict = new Builder().withResultBuilder(new DictResult());

// inject: sources, constants and config keys; what is left out stays
const bound = createModule({
  a: () => 1,
  out: inject(
    { x: source('a'), y: source('b'), z: value(new Date()), k: configuration('key') },
    ({ x, y, z, k, w }: { x: number; y: string; z: Date; k: boolean; w: bigint }) => ({
      x,
      y,
      z,
      k,
      w,
    }),
  ),
});
const boundDriver = dict.withModules(bound).build();
expectTypeOf(await boundDriver.execute(['out'], { inputs: { b: 'b', w: 1n } })).toEqualTypeOf<{
  out: { x: number; y: string; z: Date; k: boolean; w: bigint };
}>();
// @ts-expect-error w is left out, and missing
await boundDriver.execute(['out'], { inputs: { b: 'b' } });
// @ts-expect-error y is bound to b
await boundDriver.execute(['out'], { inputs: { y: 'b', w: 1n } });
// @ts-expect-error what is bound to y has y's type
await boundDriver.execute(['out'], { inputs: { b: 1, w: 1n } });
const misbound = createModule({
  a: () => 'text',
  out: inject({ x: source('a') }, ({ x }: { x: number }) => x),
});
// @ts-expect-error a gives a string, x is a number
dict.withModules(misbound).build();
// @ts-expect-error a constant of the wrong type
inject({ x: value('x') }, ({ x }: { x: number }) => x);
// @ts-expect-error no such parameter
inject({ z: value(1) }, ({ x }: { x: number }) => x);
// @ts-expect-error a constant is wrapped
inject({ x: 1 }, ({ x }: { x: number }) => x);

// a default stays one
const optional = dict
  .withModules(
    createModule({
      out: inject({ x: source('a') }, ({ x = 1, y = 2 }: { x?: number; y?: number }) => x + y),
    }),
  )
  .build();
await optional.execute(['out']);
await optional.execute(['out'], { inputs: { a: 1, y: 2 } });
// @ts-expect-error it has a type nevertheless
await optional.execute(['out'], { inputs: { a: 'x' } });

// names that are only known at run time stay unknown, and do not widen the rest
const someName: string = 'a';
const loose = createModule({
  out: inject({ x: source(someName) }, ({ x, y }: { x: number; y: string }) => x + y.length),
});
await dict
  .withModules(loose)
  .build()
  .execute(['out'], { inputs: { y: 'y' } });
// @ts-expect-error y is known
await dict.withModules(loose).build().execute(['out']);

// a function counts with what it reads
const scale = ({ base }: { base: number }): number => 2 * base;
const byFunction = createModule({
  out: inject({ x: source(scale) }, ({ x, y }: { x: number; y: string }) => y.repeat(x)),
});
const functionDriver = dict.withModules(byFunction).build();
await functionDriver.execute(['out'], { inputs: { base: 1, y: 'y' } });
// @ts-expect-error base is read by the function
await functionDriver.execute(['out'], { inputs: { y: 'y' } });

// a group: a list, or a record
const grouped = createModule({
  a: () => 1,
  list: inject(
    { parts: group(source('a'), source('b'), value(3)) },
    ({ parts }: { parts: readonly number[] }) => parts.length,
  ),
  record: inject(
    { parts: group({ one: source('a'), two: source('zoo'), three: value(3) }) },
    ({ parts, more }: { parts: { one: number; two: string; three: number }; more: Date }) =>
      parts.one + parts.two.length + more.getTime(),
  ),
  optional: inject({ parts: group(source('b')) }, ({ parts = [] }: { parts?: number[] }) => parts),
});
const groupDriver = dict.withModules(grouped).build();
expectTypeOf(
  await groupDriver.execute(['list', 'record'], { inputs: { b: 2, zoo: 'x', more: new Date() } }),
).toEqualTypeOf<{ list: number; record: number }>();
// @ts-expect-error zoo is missing
await groupDriver.execute(['record'], { inputs: { more: new Date() } });
// @ts-expect-error zoo is a text
await groupDriver.execute(['record'], { inputs: { zoo: 1, more: new Date() } });
// @ts-expect-error b is a number
await groupDriver.execute(['list'], { inputs: { b: 'b' } });
// @ts-expect-error also where the whole list has a default
await groupDriver.execute(['optional'], { inputs: { b: 'b' } });
const misgrouped = createModule({
  a: () => 'text',
  list: inject({ parts: group(source('a')) }, ({ parts }: { parts: number[] }) => parts),
});
// @ts-expect-error a member is a number
dict.withModules(misgrouped).build();

// inject twice: the outer one knows the parameter by the name to which it is bound
const twice = createModule({
  out: inject(
    { a: value(3) },
    inject({ x: source('a') }, ({ x, y }: { x: number; y: string }) => x + y),
  ),
});
expectTypeOf(
  await dict
    .withModules(twice)
    .build()
    .execute(['out'], { inputs: { y: 'y' } }),
).toEqualTypeOf<{ out: string }>();
expectTypeOf<keyof MarksOf<(typeof twice)['out']>['deps']>().toEqualTypeOf<'y'>();
inject(
  // @ts-expect-error a constant of the wrong type
  { a: value('3') },
  inject({ x: source('a') }, ({ x }: { x: number }) => x),
);

// parameterize of an injected function
const many = createModule(
  parameterize(
    inject({ by: value(2) }, ({ x, by }: { x: number; by: number }) => x * by),
    { p: { x: source('a') }, q: { x: value(3) } },
  ),
);
expectTypeOf(
  await dict
    .withModules(many)
    .build()
    .execute(['p', 'q'], { inputs: { a: 1 } }),
).toEqualTypeOf<{ p: number; q: number }>();
// @ts-expect-error p reads a
await dict.withModules(many).build().execute(['p']);

// collect around a group over a block, with and without names
const blocks = createModule({
  *item(): Parallelizable<number> {
    yield 1;
  },
  text: ({ item }: { item: number }) => `${item}`,
});
const collects = createModule({
  ...blocks,
  whole: collect(
    inject(
      { parts: group({ n: source('item'), t: source('text') }) },
      ({ parts }: { parts: { n: Collect<number>; t: Collect<string> } }) => parts.n.length,
    ),
  ),
  named: collect(
    inject({ list: source('text') }, ({ list }: { list: Collect<string> }) => list.length),
    { from: ['text'] },
  ),
  inside: inject(
    { list: source('text') },
    collect(({ list }: { list: Collect<string> }) => list.length, { from: ['list'] }),
  ),
});
const collectDriver = dict.withModules(collects).build();
// none of the three lies in the block: they have one value
expectTypeOf(await collectDriver.execute(['whole', 'named', 'inside'])).toEqualTypeOf<{
  whole: number;
  named: number;
  inside: number;
}>();
collect(
  inject({ list: source('text') }, ({ list }: { list: Collect<string> }) => list),
  {
    // @ts-expect-error it goes by the name of what it reads
    from: ['list'],
  },
);

// when: what only some alternatives read is optional
const alternatives = createModule({
  price: when({ region: 'US' }, () => 1)
    .when({ region: 'UK' }, ({ vat }: { vat: number }) => 1 + vat)
    .whenNot({ region: undefined }, async () => null)
    .otherwise(() => 'free'),
  shown: ({ price }: { price: number | string | null }) => String(price),
  both: when({ k: 1 }, ({ n }: { n: number }) => n).otherwise(
    ({ n, m }: { n: number; m: string }) => m.repeat(n),
  ),
  maybe: whenNot({ k: [1, 2, null, true] }, ({ n }: { n: number }) => n),
});
const alternativeDriver = dict.withModules(alternatives).build();
expectTypeOf(await alternativeDriver.execute(['price', 'shown'])).toEqualTypeOf<{
  price: number | string | null;
  shown: string;
}>();
await alternativeDriver.execute(['price'], { inputs: { vat: 3 } });
// @ts-expect-error vat is a number
await alternativeDriver.execute(['price'], { inputs: { vat: 'x' } });
// @ts-expect-error both read n
await alternativeDriver.execute(['both'], { inputs: { m: 'm' } });
await alternativeDriver.execute(['both'], { inputs: { n: 1 } });
expectTypeOf(await alternativeDriver.execute(['maybe'], { inputs: { n: 1 } })).toEqualTypeOf<{
  maybe: number;
}>();
const narrow = createModule({
  ...alternatives,
  length: ({ price }: { price: string }) => price.length,
});
// @ts-expect-error a price may be a number
dict.withModules(narrow).build();
// @ts-expect-error a condition is a plain value
when({ region: { not: 'US' } }, () => 1);
const decided = when({ k: 1 }, () => 1).otherwise(() => 2);
// @ts-expect-error otherwise is the last one
decided.when({ k: 2 }, () => 3);

// resolve: what it gives counts
const resolved = createModule({
  out: tag(
    { owner: 'me' },
    resolve((config: { names: readonly string[] }) =>
      inject(
        { all: group(...config.names.map((name) => source(name))) },
        ({ all, factor }: { all: readonly number[]; factor: number }) => all.length * factor,
      ),
    ),
  ),
});
expectTypeOf(
  await dict
    .withModules(resolved)
    .build()
    .execute(['out'], { inputs: { factor: 2 } }),
).toEqualTypeOf<{ out: number }>();
// @ts-expect-error factor is missing
await dict.withModules(resolved).build().execute(['out']);
// @ts-expect-error it gives a function
resolve(() => 3);

// extractColumns: Series, or expressions of a lazy frame
declare const frame: (dependencies: { n: number }) => DataFrame;
declare const lazy: () => Promise<LazyDataFrame>;
const columns = createModule({
  frame,
  lazy,
  ...extractColumns(frame, ['x', 'y']),
  ...extractColumns('frame', { why: 'y' }),
  ...extractColumns(lazy, ['e']),
  total: ({ x, y, e }: { x: Series; y: Series; e: Expr }) => x.sum() + y.sum() + String(e).length,
});
const columnDriver = dict.withModules(columns).build();
expectTypeOf(
  await columnDriver.execute(['x', 'why', 'e', 'total'], { inputs: { n: 1 } }),
).toEqualTypeOf<{ x: Series; why: Series; e: Expr; total: number }>();
// @ts-expect-error n is missing
await columnDriver.execute(['x']);
// @ts-expect-error and here
await columnDriver.execute(['why']);
await columnDriver.execute(['e']);
const miscolumn = createModule({
  frame,
  ...extractColumns(frame, ['x']),
  out: ({ x }: { x: Expr }) => x,
});
// @ts-expect-error of an eager frame, a column is a Series
dict.withModules(miscolumn).build();

// extractFields: the fields and their types
const point = (): { lat: number; lon: string } => ({ lat: 1.5, lon: 'east' });
const fields = createModule({
  point,
  ...extractFields(point, ['lat', 'lon']),
  ...extractFields(point, { latitude: 'lat' }),
  out: ({ lon }: { lon: string }) => lon.length,
});
expectTypeOf(
  await dict.withModules(fields).build().execute(['lat', 'lon', 'latitude', 'out']),
).toEqualTypeOf<{ lat: number; lon: string; latitude: number; out: number }>();
// @ts-expect-error no such field
extractFields(point, ['lot']);
// @ts-expect-error no such field
extractFields(point, { lot: 'lot' });
const misfield = createModule({
  point,
  ...extractFields(point, ['lat']),
  out: ({ lat }: { lat: string }) => lat,
});
// @ts-expect-error lat is a number
dict.withModules(misfield).build();
// named by a string, nothing is known of its fields
const unknownFields = createModule({
  ...extractFields('place', ['a']),
  out: ({ a }: { a: Date }) => a,
});
await dict
  .withModules(unknownFields)
  .build()
  .execute(['out'], { inputs: { place: { a: new Date() } } });

// unpack: the positions and their types
const bounds = (): [number, string] => [0, 'a'];
const list = (): boolean[] => [true];
const positions = createModule({
  bounds,
  list,
  ...unpack(bounds, ['low', 'high']),
  ...unpack(list, ['first', 'second']),
});
expectTypeOf(
  await dict.withModules(positions).build().execute(['low', 'high', 'first', 'second']),
).toEqualTypeOf<{ low: number; high: string; first: boolean; second: boolean }>();
const misposition = createModule({ ...positions, out: ({ high }: { high: number }) => high });
// @ts-expect-error high is a string
dict.withModules(misposition).build();

// in a block: what is taken out of an item's value lies there, too
const taken = createModule({
  *region(): Parallelizable<{ sales: number }> {
    yield { sales: 1 };
  },
  ...extractFields('region', ['sales']),
  total: collect(({ sales }: { sales: Collect<number> }) => sales.length),
});
expectTypeOf(await dict.withModules(taken).build().execute(['total'])).toEqualTypeOf<{
  total: number;
}>();
