// Compiled, never run: what execute gives, and which values a result builder takes.
import type { Table } from 'apache-arrow';
import type { DataFrame, LazyDataFrame, Series } from 'nodejs-polars';
import { expectTypeOf } from 'vitest';
import {
  ArrowTableResult,
  Builder,
  DataFrameGraphAdapter,
  DataFrameResult,
  DefaultAdapter,
  DictResult,
  Driver,
  LazyFrameResult,
  MatrixResult,
  SimpleGraphAdapter,
  createModule,
  type Matrix,
  type Parallelizable,
} from '../../src/index.ts';
import * as features from './features.ts';

declare const spend: Series;
const inputs = { spend };
const builder = new Builder().withModules(features);
const given = { inputs };

expectTypeOf(await builder.build().execute(['label'], given)).toEqualTypeOf<DataFrame>();
const frame = builder.withResultBuilder(new DataFrameResult()).build();
expectTypeOf(await frame.execute(['label'], given)).toEqualTypeOf<DataFrame>();
const dict = builder.withResultBuilder(new DictResult()).build();
expectTypeOf(await dict.execute(['label'], given)).toEqualTypeOf<{ label: string }>();
const lazy = builder.withResultBuilder(new LazyFrameResult()).build();
expectTypeOf(await lazy.execute(['label'], given)).toEqualTypeOf<LazyDataFrame>();
const arrow = builder.withResultBuilder(new ArrowTableResult()).build();
expectTypeOf(await arrow.execute(['label'], given)).toEqualTypeOf<Table>();
const matrix = builder.withResultBuilder(new MatrixResult()).build();
expectTypeOf(await matrix.execute(['spendMean'], given)).toEqualTypeOf<Matrix>();

// what a builder does not take
const objects = createModule({ record: () => ({ a: 1 }), call: () => () => 1 });
const withObjects = builder.withModules(objects);
await withObjects.withResultBuilder(new DictResult()).build().execute(['record', 'call']);
// @ts-expect-error a plain object is no column
await withObjects.build().execute(['record']);
// @ts-expect-error nor is a function
await withObjects.build().execute(['spendMean', 'call'], given);
// @ts-expect-error the matrix has numbers only
await matrix.execute(['label'], given);
// @ts-expect-error the same where nothing runs
matrix.validateExecution(['label'], given);
const unknownValue = createModule({ u: (): unknown => 1, a: (): any => 1 });
await new Builder().withModules(unknownValue).build().execute(['u', 'a']);
const perItem = createModule({
  *item(): Parallelizable<{ a: number }> {
    yield { a: 1 };
  },
});
await new Builder().withModules(perItem).build().execute(['item']);

// builders of one's own, synchronous and not
const counting = { buildResult: (outputs: Record<string, unknown>) => Object.keys(outputs).length };
expectTypeOf(
  await builder.withResultBuilder(counting).build().execute(['label'], given),
).toEqualTypeOf<number>();
class Text {
  async buildResult(outputs: Readonly<Record<string, unknown>>): Promise<string> {
    return Object.keys(outputs).join();
  }
  inputTypes() {
    return ['number', 'string'] as const;
  }
  outputType() {
    return 'string' as const;
  }
}
const text = builder.withModules(objects).withResultBuilder(new Text()).build();
expectTypeOf(await text.execute(['label', 'spendMean'], given)).toEqualTypeOf<string>();
// @ts-expect-error it says that it takes numbers and strings
await text.execute(['record']);
// @ts-expect-error what builds no result is no result builder
builder.withResultBuilder({ build: () => 1 });

// the kind follows the adapter that builds results
const adapted = builder.withAdapters({ name: 'watcher', beforeNode: () => undefined });
expectTypeOf(await adapted.build().execute(['label'], given)).toEqualTypeOf<DataFrame>();
const simple = builder.withAdapters(new SimpleGraphAdapter()).build();
expectTypeOf(await simple.execute(['label'], given)).toEqualTypeOf<{ label: string }>();
const simpleArrow = builder.withAdapters(new SimpleGraphAdapter(new ArrowTableResult())).build();
expectTypeOf(await simpleArrow.execute(['label'], given)).toEqualTypeOf<Table>();
const standard = builder
  .withAdapters({ beforeNode: () => undefined }, new DefaultAdapter())
  .build();
expectTypeOf(await standard.execute(['label'], given)).toEqualTypeOf<{ label: string }>();
const frames = builder.withAdapters(new DataFrameGraphAdapter()).build();
expectTypeOf(await frames.execute(['label'], given)).toEqualTypeOf<DataFrame>();

// config keys are given
const configured = builder.withConfig({ spend }).withConfig({ prefix: 'p' });
const fromConfig = configured.withResultBuilder(new DictResult()).build();
expectTypeOf(await fromConfig.execute(['label'])).toEqualTypeOf<{ label: string }>();
// @ts-expect-error signups is still missing
await fromConfig.execute(['spendPerSignup']);

// new Driver({ … }): the same settings, the same types
const made = new Driver({
  modules: [features],
  config: { prefix: 'p' },
  adapter: new DefaultAdapter(),
});
expectTypeOf(await made.execute(['label'], given)).toEqualTypeOf<{ label: string }>();
const madeFrame = new Driver({ modules: [features] });
expectTypeOf(await madeFrame.execute(['label'], given)).toEqualTypeOf<DataFrame>();
const madeArrow = new Driver({ modules: [features], resultBuilder: new ArrowTableResult() });
expectTypeOf(await madeArrow.execute(['label'], given)).toEqualTypeOf<Table>();
// @ts-expect-error a needed input is missing
await made.execute(['label']);
const wrong = createModule({ shout: ({ spendMean }: { spendMean: string }) => spendMean });
// @ts-expect-error spendMean gives a number, shout needs a string
void new Driver({ modules: [features, wrong] });
// @ts-expect-error there is no such setting
void new Driver({ module: [features] });

// names that are only known at run time
declare const names: string[];
declare const dynamic: Record<string, unknown>;
const untyped = dict.untyped();
expectTypeOf(await untyped.execute(names, { inputs: dynamic })).toEqualTypeOf<
  Record<string, any>
>();
expectTypeOf(await builder.build().untyped().execute(names)).toEqualTypeOf<DataFrame>();
untyped.whatIsUpstreamOf(...names);

// a builder of which nothing is known
declare const anything: Builder<any>;
const anyDriver = anything.build();
expectTypeOf(
  await anyDriver.execute(['whatever'], { inputs: { x: 1 } }),
).toEqualTypeOf<DataFrame>();
