// Compiled, never run: nodes, edges, inputs and overrides.
import type { Series } from 'nodejs-polars';
import { expectTypeOf } from 'vitest';
import {
  Builder,
  DictResult,
  createModule,
  dependsOn,
  parameterize,
  source,
  type MarksOf,
  type NodesOf,
} from '../../src/index.ts';
import * as features from './features.ts';

declare const spend: Series;
declare const signups: Series;

const builder = new Builder().withModules(features).withResultBuilder(new DictResult());
const driver = builder.build();

// nodes: exported functions; not classes, constants, names that begin with an underscore
expectTypeOf<keyof NodesOf<typeof features>>().toEqualTypeOf<
  'spendMean' | 'spendPerSignup' | 'label'
>();
expectTypeOf<NodesOf<typeof features>['label']>().toEqualTypeOf<{
  out: string;
  deps: { spendMean: number; prefix?: string };
  expands: false;
  closes: false;
  bad: false;
}>();

// values: awaited, and only those that were asked for
const result = await driver.execute(['label', 'spendMean'], { inputs: { spend } });
expectTypeOf(result).toEqualTypeOf<{ label: string; spendMean: number }>();
// @ts-expect-error it was not asked for
void result.spendPerSignup;
const { prefix } = await driver.execute(['prefix'], { inputs: { prefix: 'p' } });
expectTypeOf(prefix).toEqualTypeOf<string>();
const asked = ['label', 'spendMean'] as const;
expectTypeOf(await driver.execute(asked, { inputs: { spend } })).toEqualTypeOf<{
  label: string;
  spendMean: number;
}>();

// outputs
// @ts-expect-error there is no such node
await driver.execute(['spendMeen'], { inputs: { spend } });
// @ts-expect-error one of the names is unknown
await driver.execute(['label', 'spendMeen'], { inputs: { spend } });
// @ts-expect-error a bare string is no list
await driver.execute('label', { inputs: { spend } });
// @ts-expect-error names that are only known at run time are for untyped()
await driver.execute(['label'] as string[], { inputs: { spend } });
// @ts-expect-error a helper is no node
await driver.execute(['_helper'], { inputs: { spend } });
// @ts-expect-error a constant is no node
await driver.execute(['alsoNotANode'], { inputs: { spend } });

// inputs: what the outputs need, and no more
await driver.execute(['spendPerSignup'], { inputs: { spend, signups } });
await driver.execute(['label'], { inputs: { spend, prefix: 'p' } });
await driver.execute(['label'], { inputs: { spend, signups } });
// @ts-expect-error a needed input is missing
await driver.execute(['spendPerSignup'], { inputs: { spend } });
// @ts-expect-error an input that is needed further up is missing
await driver.execute(['label'], { inputs: { prefix: 'p' } });
// @ts-expect-error no inputs at all
await driver.execute(['label'], {});
// @ts-expect-error no options at all
await driver.execute(['label']);
// @ts-expect-error an input that is asked for is needed, too
await driver.execute(['prefix']);
// @ts-expect-error an input of the wrong type
await driver.execute(['spendMean'], { inputs: { spend: 3 } });
// @ts-expect-error an optional input of the wrong type
await driver.execute(['label'], { inputs: { spend, prefix: 3 } });
// @ts-expect-error there is no such input
await driver.execute(['label'], { inputs: { spend, prefx: 'p' } });
// @ts-expect-error a node is no input
await driver.execute(['label'], { inputs: { spend, spendMean: 3 } });
// @ts-expect-error there is no such option
await driver.execute(['label'], { inputs: { spend }, override: {} });

// overrides: what they cut off is not needed
await driver.execute(['label'], { overrides: { spendMean: 3 } });
await driver.execute(['label'], { inputs: { prefix: 'p' }, overrides: { spendMean: 3 } });
await driver.execute(['label'], { overrides: { label: 'x' } });
// @ts-expect-error an override of the wrong type
await driver.execute(['label'], { overrides: { spendMean: 'x' } });
// @ts-expect-error there is no such node
await driver.execute(['label'], { inputs: { spend }, overrides: { spendMeen: 3 } });
// @ts-expect-error an input is not overridden, it is given
await driver.execute(['label'], { inputs: {}, overrides: { spend } });
// @ts-expect-error the override does not cut off what the other output needs
await driver.execute(['label', 'spendPerSignup'], { overrides: { spendMean: 3 } });

await driver.execute(['label'], { inputs: { spend }, signal: new AbortController().signal });
// @ts-expect-error a controller is no signal
await driver.execute(['label'], { inputs: { spend }, signal: new AbortController() });

// the same checks where nothing runs
driver.validateExecution(['label'], { inputs: { spend } });
// @ts-expect-error a needed input is missing
driver.validateExecution(['label']);
// @ts-expect-error there is no such node
driver.exportExecution(['labl'], { inputs: { spend } });
driver.whatIsUpstreamOf('label', 'spend');
// @ts-expect-error there is no such node
driver.whatIsUpstreamOf('labl');
// @ts-expect-error there is no such node
driver.whatIsThePathBetween('spend', 'labl');
await driver.displayUpstreamOf(['label']);
// @ts-expect-error there is no such node
await driver.displayDownstreamOf('labl');
await driver.visualizeExecution(['label'], undefined, { inputs: { spend } });
// @ts-expect-error there is no such node
await driver.visualizeExecution(['labl']);

// edges
const shout = createModule({ shout: ({ spendMean }: { spendMean: string }) => spendMean });
// @ts-expect-error spendMean gives a number, shout needs a string
builder.withModules(shout).build();
const wide = createModule({
  a: () => 1 as const,
  b: ({ a }: { a: number | string }) => a,
  c: ({ a }: { a?: number }) => a ?? 0,
  d: ({ a }: { a: unknown }) => typeof a,
  e: ({ a }: { a: any }) => String(a),
});
new Builder().withModules(wide).build();
const narrow = createModule({
  a: (): number | undefined => 1,
  b: ({ a }: { a: number }) => a,
});
// @ts-expect-error a may give undefined
new Builder().withModules(narrow).build();
const config = createModule({ c: ({ cut }: { cut: string }) => cut });
new Builder().withModules(config).withConfig({ cut: 'x' }).build();

// config values suit their readers; what the compiler does not know, and lists that it takes for read-only, are let be
const settings = createModule({
  a: ({ cut, top = 1 }: { cut: 'x' | 'y'; top?: number }) => `${cut}${top}`,
  b: ({ list, deep }: { list: string[]; deep: { list: number[] } }) =>
    list.length + deep.list.length,
});
const withSettings = new Builder().withModules(settings);
withSettings.withConfig({ cut: 'x', top: 2, list: ['a'], deep: { list: [1] }, more: 1 }).build();
withSettings.withConfig({ cut: 'x' }).withConfig({ top: 2 }).build();
declare const given: { cut: any; top?: number; list: unknown };
withSettings.withConfig(given).build();
declare const settingsRead: Record<string, string | number>;
withSettings.withConfig(settingsRead).build();
withSettings.withConfig({ cut: Promise.resolve('x' as const) }).build();
// @ts-expect-error cut is x or y
withSettings.withConfig({ cut: 'z' }).build();
// @ts-expect-error top is a number, also where it may be left out
withSettings.withConfig({ top: '2' }).build();
// @ts-expect-error a string is no list
withSettings.withConfig({ list: 'a' }).build();
// @ts-expect-error nor is a list a number
withSettings.withConfig({ top: [2] }).build();

// an input that several nodes read has to suit them all
const readers = createModule({
  a: ({ x }: { x: number | string }) => String(x),
  b: ({ x }: { x: number | Date }) => Number(x),
});
const both = new Builder().withModules(readers).build();
await both.execute(['a'], { inputs: { x: 3 } });
// @ts-expect-error b does not take a string
await both.execute(['a'], { inputs: { x: 'x' } });
const narrower = createModule({
  a: ({ x, y }: { x: string; y: boolean }) => `${x}${y}`,
  b: ({ x, y }: { x?: string | number; y: boolean | string }) => `${x}${y}`,
  c: ({ x, y }: { x: any; y: unknown }) => `${x}${String(y)}`,
});
const narrowed = new Builder().withModules(narrower).withResultBuilder(new DictResult()).build();
expectTypeOf(
  await narrowed.execute(['x', 'y', 'a'], { inputs: { x: 'x', y: true } }),
).toEqualTypeOf<{ x: string; y: boolean; a: string }>();
// @ts-expect-error a takes strings only
await narrowed.execute(['b'], { inputs: { x: 1, y: true } });
const disagreeing = new Builder()
  .withModules(
    createModule({ a: ({ x }: { x: number }) => x, b: ({ x }: { x?: string }) => x ?? '' }),
  )
  .build();
// @ts-expect-error no value is a number for a and a string for b
await disagreeing.execute(['a'], { inputs: { x: 1 } });
// @ts-expect-error whichever is asked for
await disagreeing.execute(['b'], { inputs: { x: 'x' } });
// @ts-expect-error nor is what a promise gives
await disagreeing.execute(['a'], { inputs: { x: Promise.resolve(1) } });

// promises are awaited, among inputs and overrides
await driver.execute(['label'], { inputs: { spend: Promise.resolve(spend) } });
await driver.execute(['label'], { inputs: { spend, prefix: Promise.resolve('p') } });
await driver.execute(['label'], { overrides: { spendMean: Promise.resolve(3) } });
// @ts-expect-error a promise of the wrong type
await driver.execute(['label'], { inputs: { spend: Promise.resolve(3) } });
// @ts-expect-error also for an optional input
await driver.execute(['label'], { inputs: { spend, prefix: Promise.resolve(3) } });
// @ts-expect-error and for an override
await driver.execute(['label'], { overrides: { spendMean: Promise.resolve('x') } });

// a dataflow without inputs takes none, unless functions read names that nobody knows
const closed = new Builder().withModules(createModule({ f: () => 1 })).build();
await closed.execute(['f'], { inputs: {} });
// @ts-expect-error there is no such input
await closed.execute(['f'], { inputs: { bogus: 1 } });
const untypedRead = createModule({ f: ({ a }: any) => String(a), g: () => 1 });
await new Builder()
  .withModules(untypedRead)
  .build()
  .execute(['f'], { inputs: { a: 1 } });
await new Builder()
  .withModules(createModule(parameterize(({ a }: any) => String(a), { p: { a: source('b') } })))
  .build()
  .execute(['p'], { inputs: { b: 1 } });

// positional parameters
const byPosition = createModule({ add: (x: string) => x });
// @ts-expect-error a parameter that is not destructured
new Builder().withModules(byPosition).build();
const byPositions = createModule({ add: (x: { a: number }, y: { b: number }) => x.a + y.b });
// @ts-expect-error two parameters
new Builder().withModules(byPositions).build();
// a parameter with a default is read like one without
const defaulted = createModule({
  required: ({ a } = {} as { a: number }) => a,
  optional: ({ b = 1 }: { b?: number } = {}) => b,
  named: dependsOn(['a', 'b?'], ({ a, b } = {} as { a: number; b?: number }) => a + (b ?? 0)),
});
expectTypeOf<MarksOf<(typeof defaulted)['required']>['deps']>().toEqualTypeOf<{ a: number }>();
expectTypeOf<MarksOf<(typeof defaulted)['optional']>['deps']>().toEqualTypeOf<{ b?: number }>();
const withDefaults = new Builder().withModules(defaulted).build();
await withDefaults.execute(['required', 'named'], { inputs: { a: 1 } });
await withDefaults.execute(['optional']);
await withDefaults.execute(['optional'], { inputs: { b: 2 } });
// @ts-expect-error a is needed
await withDefaults.execute(['required']);
// @ts-expect-error a is a number
await withDefaults.execute(['named'], { inputs: { a: 'x' } });
// @ts-expect-error b is a number
await withDefaults.execute(['optional'], { inputs: { b: 'x' } });
const givesText = createModule({ a: () => 'x' });
// @ts-expect-error required needs a number
new Builder().withModules(defaulted, givesText).build();
const byDefault = createModule({ add: (x = 1) => x });
// @ts-expect-error a number is not destructured, with a default or without
new Builder().withModules(byDefault).build();
const noDependencies = createModule({ one: () => 1, two: async () => 2 });
await new Builder().withModules(noDependencies).build().execute(['one', 'two']);

// what the engine gives is never an input
const reserved = createModule({
  a: ({ $signal, $attempt }: { $signal: AbortSignal; $attempt: number }) =>
    $signal.aborted ? 0 : $attempt,
});
const withReserved = new Builder().withModules(reserved, features).build();
await withReserved.execute(['a']);
// @ts-expect-error it cannot be given
await withReserved.execute(['a'], { inputs: { $attempt: 1 } });
// @ts-expect-error nor asked for
await withReserved.execute(['$signal']);

// modules: the later one wins, also for the types; names known at run time do not widen the rest
const first = createModule({ a: (): number => 1, b: ({ a }: { a: string }) => a });
const second = createModule({ a: (): string => 'x' });
// @ts-expect-error the first module alone does not fit together
new Builder().withModules(first).build();
const layered = new Builder()
  .withModules(first, second)
  .allowModuleOverrides()
  .withResultBuilder(new DictResult())
  .build();
expectTypeOf(await layered.execute(['a', 'b'])).toEqualTypeOf<{ a: string; b: string }>();
new Builder().withModules(first).withModules(second).allowModuleOverrides().build();
declare const loose: Record<string, (dependencies: { spendMean: number }) => number>;
const mixed = builder.withModules(loose).build();
expectTypeOf(await mixed.execute(['spendMean'], { inputs: { spend } })).toEqualTypeOf<{
  spendMean: number;
}>();
// @ts-expect-error names from a record are not known to the compiler
await mixed.execute(['whatever'], { inputs: { spend } });
// @ts-expect-error and do not hide what is missing
await mixed.execute(['spendMean']);
declare const list: readonly (typeof features)[];
await new Builder()
  .withModules(...list)
  .build()
  .execute(['spendMean'], { inputs: { spend } });

// dependsOn: the names as given, their types from the function
function lengthOf(given: { a: string }): number {
  return given.a.length;
}
const foreign = createModule({
  a: dependsOn(['x', 'y?'], (given: { x: number; y?: string }) => `${given.x}${given.y}`),
  b: dependsOn(['a'], lengthOf.bind(null)),
});
expectTypeOf<MarksOf<(typeof foreign)['a']>['out']>().toEqualTypeOf<string>();
const named = new Builder().withModules(foreign).withResultBuilder(new DictResult()).build();
expectTypeOf(await named.execute(['b'], { inputs: { x: 1 } })).toEqualTypeOf<{ b: number }>();
// @ts-expect-error x is needed
await named.execute(['b']);
// @ts-expect-error x is a number
await named.execute(['b'], { inputs: { x: 'x' } });
// @ts-expect-error y is a string
await named.execute(['b'], { inputs: { x: 1, y: 1 } });
const wrongName = createModule({
  a: () => 1,
  b: dependsOn(['a'], (given: { a: string }) => given.a),
});
// @ts-expect-error a gives a number
new Builder().withModules(wrongName).build();

// what a function of createModule gives is its type, not its literal: an override may be another number
void new Builder()
  .withModules(noDependencies)
  .build()
  .execute(['one'], { overrides: { one: 2 } });
