/**
 * What a stranger does with the package, as texts: they import it by its name, which only means something where it is
 * installed.
 *
 * @module
 */

const head = `
import assert from 'node:assert/strict';
import * as pl from 'nodejs-polars';
import * as icosian from 'icosian';
const { Builder, ArrowTableResult, createModule } = icosian;
const features = createModule({
  spendMean: ({ spend }) => spend.mean(),
  spendZeroMean: ({ spend, spendMean }) => spend.sub(spendMean),
}, 'features');
const builder = new Builder().withModules(features);
const inputs = { spend: pl.Series('spend', [10, 20, 30]) };
`;

/** Programs that run to their end, by what they show. `project` is the URL of the project's folder. */
export const programs = (project: string): Readonly<Record<string, string>> => ({
  'gives a DataFrame': `${head}
    const frame = await builder.build().execute(['spend', 'spendZeroMean'], { inputs });
    assert.deepEqual(frame.columns, ['spend', 'spendZeroMean']);
    assert.deepEqual(frame.getColumn('spendZeroMean').toArray(), [-10, 0, 10]);`,

  'gives an Arrow table': `${head}
    const { Table } = await import('apache-arrow');
    const driver = builder.withResultBuilder(new ArrowTableResult()).build();
    const table = await driver.execute(['spendZeroMean'], { inputs });
    assert(table instanceof Table);
    assert.deepEqual([...table.getChild('spendZeroMean')], [-10, 0, 10]);`,

  'runs parallel blocks, by tasks and without, and streams from them': `${head}
    const { GroupNodesIndividually, SynchronousLocalTaskExecutor } = await import('icosian/executors');
    const blocks = createModule({
      *row({ spend }) { yield* spend; },
      double: async ({ row }) => 2 * row,
      sum: icosian.reduce(({ acc, double }) => acc + double, 0),
    }, 'blocks');
    const dict = new Builder().withModules(blocks).withResultBuilder(new icosian.DictResult());
    const byTasks = dict
      .withGroupingStrategy(new GroupNodesIndividually())
      .withRemoteExecutor(new SynchronousLocalTaskExecutor({ maxTasks: 2 }));
    for (const driver of [dict.build(), byTasks.build()]) {
      assert.deepEqual(await driver.execute(['sum', 'double'], { inputs }), { sum: 120, double: [20, 40, 60] });
      assert.deepEqual(await Array.fromAsync(driver.stream('double', { inputs })), [20, 40, 60]);
      await driver.close();
    }`,

  'draws SVG': `${head}
    const { readFile } = await import('node:fs/promises');
    const svg = await builder.build().displayAllFunctions('picture.svg');
    assert.match(svg, /^<svg|^<\\?xml/);
    assert.match(svg, /spendZeroMean/);
    assert.equal(await readFile('picture.svg', 'utf8'), svg);`,

  'says what PNG needs': `${head}
    const { existsSync } = await import('node:fs');
    const error = await builder.build().displayAllFunctions('picture.png').catch((thrown) => thrown);
    assert(error instanceof icosian.IcosianError);
    assert.match(error.message, /npm install .*@resvg\\/resvg-js/);
    assert(!existsSync('picture.png'));`,

  'reads the documentation of functions in TypeScript files': `${head}
    const { writeFileSync } = await import('node:fs');
    writeFileSync('documented.ts', '/** Twice x. */\\nexport const twice = ({ x }: { x: number }): number => 2 * x;\\n');
    const module = await import('./documented.ts');
    const [, twice] = new Builder().withModules(module).build().listAvailableVariables();
    assert.equal(twice.name, 'twice');
    assert.equal(twice.documentation, 'Twice x.');
    assert.equal(twice.type, 'number');`,

  'recognises errors of the sources, and they its': `${head}
    const sources = await import('${project}src/index.ts');
    const failed = (kind) => new kind.Builder().withModules(features).build().execute(['spendMean']).catch((e) => e);
    for (const error of [await failed(icosian), await failed(sources)]) {
      assert(error instanceof icosian.InputError && error instanceof sources.InputError);
      assert(error instanceof icosian.IcosianError && error instanceof sources.IcosianError);
      assert(!(error instanceof icosian.GraphError) && !(error instanceof sources.GraphError));
    }
    assert.notEqual(icosian.InputError, sources.InputError);`,

  'understands modifiers of the sources': `${head}
    const sources = await import('${project}src/index.ts');
    const module = createModule({ ...sources.parameterize(({ x }) => x + 1, { y: { x: sources.value(2) } }) });
    const dict = new Builder().withModules(module).withResultBuilder(new icosian.DictResult()).build();
    assert.deepEqual(await dict.execute(['y']), { y: 3 });`,

  'loads what it needs, and no more': `
    import assert from 'node:assert/strict';
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    await import('icosian');
    const late = ['piscina', 'apache-arrow', '@hpcc-js/wasm-graphviz', '@resvg/', 'acorn-typescript', 'inspector'];
    assert.deepEqual(loaded.filter((url) => late.some((name) => url.includes(name))), []);
    assert(loaded.some((url) => url.includes('nodejs-polars')));
    assert(!process.moduleLoadList.includes('NativeModule inspector'));
    assert(loaded.filter((url) => url.includes('/icosian/')).every((url) => !url.includes('draw')));`,

  'lets the process end': `${head}
    await builder.build().execute(['spendMean'], { inputs });
    setTimeout(() => assert.fail('something keeps the process alive'), 5000).unref();`,
});

/** Compiled, never run. */
export const consumer = `
import type { Table } from 'apache-arrow';
import { Series, type DataFrame } from 'nodejs-polars';
import {
  ArrowTableResult, Builder, DictResult, Driver, collect, createModule, parameterize, reduce, source, tag, value,
  type Collect, type Parallelizable,
} from 'icosian';
import { GroupNodesIndividually, type TaskExecutor } from 'icosian/executors';

const features = createModule({
  *region({ regions }: { regions: readonly string[] }): Parallelizable<string> { yield* regions; },
  size: ({ region }: { region: string }): number => region.length,
  all: tag({ owner: 'a' }, collect(({ size }: { size: Collect<number> }): number => size.length)),
  sum: reduce(({ acc, size }: { acc: number; size: number }) => acc + size, 0),
  mean: ({ spend }: { spend: Series }): number => spend.mean(),
  ...parameterize(({ spend, by }: { spend: Series; by: number }): Series => spend.mul(by), {
    twice: { by: value(2) },
    scaled: { by: source('mean') },
  }),
});
const spend = Series('spend', [1, 2]);
const builder = new Builder().withModules(features);
const driver = builder.withConfig({ regions: ['a'] }).withResultBuilder(new DictResult()).build();
const result = await driver.execute(['all', 'sum', 'size', 'scaled'], { inputs: { spend } });
export const all: number = result.all;
export const sum: number = result.sum;
export const sizes: number[] = result.size;
export const scaled: Series = result.scaled;
export const frame: DataFrame = await builder.build().execute(['twice'], { inputs: { spend } });
export const table: Table = await new Driver({ modules: [features], resultBuilder: new ArrowTableResult() })
  .execute(['twice'], { inputs: { spend } });
const own: TaskExecutor = {
  name: 'own', capacity: 1, open: async () => {}, submit: (task) => task.run(), close: async () => {},
};
const byTasks = builder.withGroupingStrategy(new GroupNodesIndividually()).withRemoteExecutor(own).build();
for await (const size of byTasks.stream('size', { inputs: { regions: ['a'] } })) {
  size satisfies number;
}
// @ts-expect-error it was not asked for
result.twice;
// @ts-expect-error an input is missing
await driver.execute(['mean']);
// @ts-expect-error there is no such output
await driver.execute(['men'], { inputs: { spend } });
const shout = createModule({ shout: ({ mean }: { mean: string }) => mean });
// @ts-expect-error mean gives a number
builder.withModules(shout).build();
await driver.close();
`;
