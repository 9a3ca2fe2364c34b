/**
 * Every error that building a driver, asking it and running it can raise, provoked as a user would.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import pl, { type DataFrame } from 'nodejs-polars';
import {
  Builder,
  Driver,
  DictResult,
  check,
  collect,
  configuration,
  createModule,
  dependsOn,
  extractColumns,
  extractFields,
  group,
  inject,
  limit,
  local,
  mutate,
  parallelizable,
  parameterize,
  parameterizeSubdag,
  pipeInput,
  pipeOutput,
  reduce,
  remote,
  resolve,
  resource,
  retry,
  schema,
  source,
  step,
  subdag,
  tag,
  timeout,
  unpack,
  value,
  when,
  withColumns,
  type LifecycleAdapter,
  type UntypedDriver,
} from '../src/index.ts';
import {
  FutureAdapter,
  GroupByRepeatableBlocks,
  MultiProcessingExecutor,
  MultiThreadingExecutor,
  SynchronousLocalTaskExecutor,
  type ExecutionManager,
  type TaskExecutor,
  type ThreadingOptions,
} from '../src/executors/index.ts';
import { workerFile } from '../src/executors/pool/worker-file.ts';
import { WorkerPool } from '../src/executors/pool/worker-pool.ts';
import { HostedDataflow } from '../src/executors/worker/hosted-dataflow.ts';
import { threadPort } from '../src/executors/worker/thread-port.ts';
import { nodeSource } from '../src/nodes/node.ts';
import * as broken from './executors/fixtures/broken.ts';
import * as costs from './executors/fixtures/changed-costs.ts';
import * as errors from './executors/fixtures/errors.ts';
import * as exiting from './executors/fixtures/exiting.ts';

/** A way to an error. */
export type Provoke = () => unknown;

/** The driver of one module called `features`; what the compiler would refuse is let through. */
export function driverOf(
  functions: object,
  { config = {}, adapters = [] }: { config?: object; adapters?: readonly LifecycleAdapter[] } = {},
): UntypedDriver {
  return new Builder()
    .withModules(createModule(functions, 'features'))
    .withConfig(config)
    .withAdapters(...adapters)
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
}

const execute = (functions: object, outputs: unknown, options?: unknown): Promise<unknown> =>
  driverOf(functions).execute(outputs as string[], options as object);
/** What a modifier says when its node runs: the cause of the node's failure. */
const causeOf = (failing: Promise<unknown>): Promise<unknown> =>
  failing.catch((error: Error) => {
    throw error.cause;
  });
const causeIn = (functions: object, name: string): Promise<unknown> =>
  causeOf(execute(functions, [name]));
const newDriver = (settings: object): unknown => new Driver(settings);
const one = { a: (): number => 1 };
const add = ({ a, b }: { a: number; b: number }): number => a + b;
const item = function* item(): Generator<number> {
  yield 1;
};
const cost = ({ price }: { price: number }): number => price;
const table = (): DataFrame => pl.DataFrame({ prices: [1, 2], y: [3, 4] });

/** A frame with columns of `columns`. */
const widened = ({
  columns,
  as = 'series',
  ...functions
}: {
  readonly table: () => unknown;
  readonly columns: object;
  readonly as?: 'series' | 'expr';
}): Promise<unknown> =>
  execute({ ...functions, wide: withColumns('table', { modules: [columns], as }) }, ['wide']);
const other = function* other(): Generator<number> {
  yield 2;
};
const never = (): Promise<never> => new Promise(() => undefined);
const refuse = (says: object): object => ({ name: 'Judge', ...says });
const throwing = (): never => {
  throw new RangeError('full');
};

/** An executor that runs its tasks here, but for what `own` says. */
const executor = (own: object): TaskExecutor => ({
  name: 'mine',
  capacity: 1,
  open: async () => undefined,
  submit: (task) => task.run(),
  close: async () => undefined,
  ...own,
});

/** The driver of `functions` that runs by tasks, as `settings` say. */
const byTasks = (settings: object, functions: object = { item, size: sizeOf }): UntypedDriver =>
  new Driver({
    modules: [createModule(functions, 'features')],
    resultBuilder: new DictResult(),
    dynamicExecution: true,
    ...settings,
  }).untyped();
const sizeOf = ({ item: size }: { item: number }): number => size;
const chain = { a: () => 1, b: ({ a }: { a: number }) => a, c: ({ b }: { b: number }) => b };
const grouping = (group: unknown, functions: object = chain): Promise<unknown> =>
  byTasks(
    {
      groupingStrategy: { name: 'pairs', group: typeof group === 'function' ? group : () => group },
    },
    functions,
  ).execute([functions === chain ? 'c' : 'size']);

const fixture = (name: string): URL => new URL(`./executors/fixtures/${name}`, import.meta.url);
const threads = (options: ThreadingOptions = {}): MultiThreadingExecutor =>
  new MultiThreadingExecutor({ maxTasks: 1, ...options });

/** Runs `outputs` of a driver that sends tasks to a thread, unless `settings` say otherwise, and closes it. */
async function runElsewhere(
  outputs: readonly string[],
  settings: object = {},
  options: object = {},
): Promise<void> {
  const driver = new Driver({
    modules: [errors],
    resultBuilder: new DictResult(),
    ...('executionManager' in settings ? {} : { remoteExecutor: threads() }),
    ...settings,
  }).untyped();
  try {
    await driver.execute(outputs, options);
  } catch (error) {
    await driver.close().catch(() => undefined);
    throw error;
  }
  await driver.close();
}

const managed = (executor: TaskExecutor): ExecutionManager => ({
  executors: [executor],
  executorFor: () => executor,
});

/** Functions whose file nobody knows. */
const loose = createModule({
  item: parallelizable(() => [1]),
  size: ({ item }: { item: number }) => item,
});

/** By the error's code; what follows it tells apart the sentences of one code. */
export const provocations = {
  // what is given to modifiers
  'node/bad-option collect': () => collect(add, { form: ['a'] } as never),
  'node/bad-option collect (a name)': () => collect(add, { from: 'a' } as never),
  'node/bad-option parallelizable': () => parallelizable(() => [1], { key: 5 } as never),
  'node/no-initial': () => reduce(({ acc }: { acc: number }) => acc, undefined as never),
  'node/not-a-function dependsOn': () => dependsOn(['a'], Map as never),
  'node/modifier-failed': () =>
    driverOf({
      a: Object.defineProperty(() => 1, nodeSource, { value: { toNodes: throwing } }),
    }),
  'module/not-a-record': () => createModule(null as never),
  'module/not-a-record (a name)': () => createModule({}, 5 as never),
  // modules and settings
  'builder/unreadable-export': () =>
    new Builder()
      .withModules(Object.defineProperty({}, 'a', { get: throwing, enumerable: true }))
      .build(),
  'builder/not-a-module (an instance)': () =>
    new Builder().withModules(new Map([['a', () => 1]]) as never).build(),
  'builder/bad-config (an instance)': () => newDriver({ config: new Map() }),
  'builder/bad-config (of the builder)': () =>
    new Builder()
      .withConfig([1] as object)
      .withConfig({ a: 1 })
      .build(),
  'graph/nothing-to-collect (a reduce without items)': () =>
    driverOf({ a: reduce(({ acc, x = 1 }: { acc: number; x?: number }) => acc + x, 0) }),
  'graph/duplicate-node (the same function)': () => new Builder().withModules(one, one).build(),
  'node/reserved-name (of every object)': () =>
    driverOf({ a: dependsOn(['__proto__'], add as never) }),
  // settings
  'builder/unknown-setting': () => newDriver({ module: [] }),
  'builder/unknown-setting (nothing near)': () => newDriver({ colour: 1 }),
  'builder/not-a-list modules': () => newDriver({ modules: one }),
  'builder/not-a-list adapters': () => newDriver({ adapters: null }),
  'builder/not-a-module (a path)': () => newDriver({ modules: ['./features.ts'] }),
  'builder/not-a-module (a promise)': () => newDriver({ modules: [Promise.resolve(one)] }),
  'builder/not-a-module (a list)': () => newDriver({ modules: [[one]] }),
  'builder/not-a-module (null)': () => newDriver({ modules: [one, null] }),
  'builder/not-a-module (a function)': () => newDriver({ modules: [one.a] }),
  'builder/bad-config': () => newDriver({ config: 'US' }),
  'builder/bad-config (a list)': () => newDriver({ config: [] }),
  'builder/bad-adapter (a class)': () => newDriver({ adapter: DictResult }),
  'builder/bad-adapter (no object)': () => newDriver({ adapter: 'PrintLn' }),
  'builder/bad-adapter (a typo)': () => newDriver({ adapter: { beforNode: () => undefined } }),
  'builder/bad-adapter (nothing near)': () => newDriver({ adapter: { name: 'Mine' } }),
  'builder/bad-result-builder': () => newDriver({ resultBuilder: DictResult }),
  'builder/two-result-builders': () =>
    newDriver({
      resultBuilder: new DictResult(),
      adapter: { name: 'Mine', buildResult: () => 1 },
    }),

  // functions
  'node/positional-parameters': () => driverOf({ a: (x: number, y: number) => x + y }),
  'node/parameter-not-destructured': () => driverOf({ a: (all: object) => all }),
  'node/parameter-not-destructured (rest)': () => driverOf({ a: (...all: object[]) => all }),
  'node/rest-element': () => driverOf({ a: ({ x, ...rest }: { x: number }) => [x, rest] }),
  'node/computed-key': () => driverOf({ a: ({ ['x' + 1]: x }: Record<string, number>) => x }),
  'node/unreadable (bound)': () => driverOf({ a: add.bind(null) }),
  'node/unreadable (hands on)': () =>
    driverOf({
      a(this: unknown) {
        return Reflect.apply(add, this, arguments);
      },
    }),
  'node/not-a-function tag (a class)': () => tag({}, Driver as never),
  'node/lowered': () =>
    driverOf({
      a(_0: object) {
        const __async = (...all: unknown[]): unknown => all;
        return __async(this, [_0], function* ({ x }: { x: number }): Generator<number> {
          yield x;
        });
      },
    }),
  'node/lowered (minified)': () =>
    driverOf({
      a(r: object) {
        const t = (...all: unknown[]): unknown => all;
        return t(this, [r], function* ({ x }: { x: number }): Generator<number> {
          yield x;
        });
      },
    }),
  'node/reserved-name': () => driverOf({ $item: () => 1 }),
  'node/returned-undefined': () => execute({ a: () => undefined }, ['a']),
  'node/returned-generator': () => execute({ a: () => item() }, ['a']),
  'node/failed': () => execute({ a: () => 41, b: ({ a }: { a: number }) => throwing() + a }, ['b']),
  'node/failed (without inputs)': () => execute({ a: throwing }, ['a']),

  // modifiers
  'node/not-a-function': () => collect(3 as never),
  'node/not-a-function (null)': () => tag({ owner: 'me' }, null as never),
  'node/dependency-names': () => dependsOn(['a', 'a?'], add),
  'node/dependency-names (no list)': () => dependsOn('a' as never, add),
  'node/depends-on-modified': () => dependsOn(['a'], collect(add)),
  'node/no-accumulator': () => driverOf({ sum: reduce(add as never, 0) }),
  'node/closes-twice': () => driverOf({ sum: collect(collect(add)) }),
  'node/closes-twice (collect over reduce)': () =>
    driverOf({ sum: collect(reduce(({ acc, a }: { acc: number; a: number }) => acc + a, 0)) }),
  'node/unknown-parameter': () => driverOf(parameterize(add, { sum: { c: value(1) } as never })),
  'node/bad-binding (neither)': () => driverOf(parameterize(add, { sum: { a: 3 as never } })),
  'node/bad-binding (no record)': () => parameterize(add, [] as never),
  'node/bad-binding (no bindings)': () => parameterize(add, { sum: undefined as never }),
  'node/bad-binding (source of no name)': () => source(3 as never),
  'node/bad-binding (value of undefined)': () => value(undefined),
  'node/bad-binding (no key)': () => configuration(add as never),
  'node/bad-binding (group of nothing)': () => group(),
  'node/bad-binding (group of groups)': () => group(group(value(1)) as never),
  'node/bad-binding (inject)': () => driverOf({ sum: inject('a' as never, add) }),
  'node/unknown-parameter (a typo)': () =>
    driverOf({
      a: inject({ windwo: value(1) } as never, ({ window }: { window: number }) => window),
    }),
  'node/missing-config': () => driverOf({ sum: inject({ a: configuration('region') }, add) }),
  'node/missing-config (a typo)': () =>
    driverOf({ sum: inject({ a: configuration('region') }, add) }, { config: { regoin: 'US' } }),
  'node/missing-config (resolve)': () =>
    driverOf({ a: resolve((config: { names: string[] }) => config.names.map(() => 1) as never) }),
  'node/bad-condition': () => when({}, one.a),
  'node/bad-condition (one of them)': () => when({ region: { not: 'US' } as never }, one.a),
  'node/undecided': () => (when({ region: 'US' }, one.a) as () => unknown)(),
  'node/undecided (resolve)': () => resolve(() => one.a)(),
  'node/resolve-failed': () => driverOf({ a: resolve(throwing) }),
  'node/resolve-failed (no function)': () => driverOf({ a: resolve(() => 3 as never) }),
  'node/bad-node': () => extractColumns({} as never, ['a']),
  'node/bad-names': () => extractFields('place', ['lat', 'lat']),
  'node/exported-twice': () =>
    driverOf({ first: one.a, second: one.a, sum: inject({ a: source(one.a) }, add) }),
  'column/not-a-frame': () => causeIn({ ...one, ...extractColumns('a', ['x']) }, 'x'),
  'column/missing': () =>
    causeIn(
      { table: () => pl.DataFrame({ spend: [1] }), ...extractColumns('table', ['spned']) },
      'spned',
    ),
  'column/lazy-series': () =>
    causeOf(widened({ table: () => table().lazy(), columns: { a: () => [1, 2] } })),
  'column/not-an-expression': () =>
    causeOf(widened({ table, columns: { a: () => [1, 2] }, as: 'expr' })),
  'column/not-a-series': () => causeOf(widened({ table, columns: { a: () => 5 } })),
  'column/other-height': () => causeOf(widened({ table, columns: { a: () => [1] } })),
  'field/not-a-record': () => causeIn({ ...one, ...extractFields('a', ['x']) }, 'x'),
  'field/missing': () =>
    causeIn({ place: () => ({ lat: 1, lon: 2 }), ...extractFields('place', ['lot']) }, 'lot'),
  'field/missing (a position)': () =>
    causeIn({ bounds: () => [0], ...unpack('bounds', ['low', 'high']) }, 'high'),
  'field/not-a-list': () => causeIn({ ...one, ...unpack('a', ['x']) }, 'x'),
  'request/absent-node': () => execute({ vat: when({ region: 'UK' }, one.a) }, ['vat']),
  'request/absent-node (an override)': () =>
    execute({ ...one, vat: when({ region: ['UK', 'IE'], year: 2026 }, one.a) }, ['a'], {
      overrides: { vat: 1 },
    }),
  'input/missing (an absent node)': () =>
    execute({ vat: when({ region: 'UK' }, one.a), price: ({ vat }: { vat: number }) => 1 + vat }, [
      'price',
    ]),
  'node/bad-tag': () => driverOf({ a: tag({ owner: 3 as never }, one.a) }),
  'node/bad-tag (no record)': () => tag('me' as never, one.a),

  // graph
  'graph/duplicate-node': () =>
    new Builder()
      .withModules(createModule(one, 'first'), createModule({ a: () => 2 }, 'second') as object)
      .build(),
  'graph/config-is-node': () => driverOf(one, { config: { a: 1 } }),
  'graph/reserved-config': () => driverOf(one, { config: { $item: 1 } }),
  'graph/cycle': () =>
    driverOf({
      a: ({ c }: { c: number }) => c,
      b: ({ a }: { a: number }) => a,
      c: ({ b }: { b: number }) => b,
    }),
  'graph/cycle (of one)': () => driverOf({ self: ({ self }: { self: number }) => self }),
  'graph/invalid': () =>
    driverOf({ a: (x: number, y: number) => x + y, self: ({ self }: { self: number }) => self }),
  'graph/mixed-blocks': () =>
    driverOf({
      item,
      other,
      sum: ({ item: a, other: b }: { item: number; other: number }) => a + b,
    }),
  'graph/nothing-to-collect': () =>
    driverOf({ ...one, all: collect(({ a, x }: { a: number; x: number }) => [a, x]) }),
  'graph/nothing-to-collect (of one)': () =>
    driverOf({ ...one, all: reduce(({ acc, a }: { acc: number; a: number }) => acc + a, 0) }),
  'graph/nothing-to-collect (of none)': () => driverOf({ all: collect(() => 1) }),
  'graph/nothing-to-collect (from none)': () =>
    driverOf({ item, all: collect(({ item: i }: { item: number }) => i, { from: [] }) }),
  'graph/unknown-collected': () =>
    driverOf({
      item,
      all: collect(({ item: i }: { item: number }) => i, { from: ['itme' as never] }),
    }),
  'graph/unknown-collected (nothing near)': () =>
    driverOf({
      item,
      all: collect(({ item: i }: { item: number }) => i, { from: ['x' as never] }),
    }),
  'graph/reduce-over-two-blocks': () =>
    driverOf({
      item,
      other,
      sum: reduce(
        ({ acc, item: a, other: b }: { acc: number; item: number; other: number }) => acc + a + b,
        0,
      ),
    }),
  'graph/item-outside-block': () => driverOf({ a: ({ $item }: { $item: object }) => $item }),
  'graph/refused': () =>
    driverOf(one, { adapters: [refuse({ validateGraph: () => 'too small' })] }),
  'graph/refused-edge': () =>
    driverOf(
      { ...one, b: ({ a }: { a: number }) => a },
      { adapters: [refuse({ checkEdge: () => ['not that'] })] },
    ),
  'node/refused': () => driverOf(one, { adapters: [refuse({ validateNode: () => 'no owner' })] }),

  // requests
  'request/outputs-not-a-list': () => execute(one, 'a'),
  'request/outputs-not-a-list (a record)': () => execute(one, new Map()),
  'request/bad-output': () => execute(one, [one.a]),
  'request/output-twice': () => execute(one, ['a', 'a']),
  'request/unknown-output': () => execute({ spendMean: () => 1 }, ['spendMaen']),
  'request/unknown-output (nothing near)': () => execute(one, ['colour']),
  'request/unknown-option': () => execute(one, ['a'], { input: {} }),
  'request/unknown-option (nothing near)': () => execute(one, ['a'], { cache: true }),
  'request/bad-options': () => execute(one, ['a'], [1]),
  'request/bad-options (one of them)': () => execute(one, ['a'], { inputs: new Map() }),
  'request/bad-signal': () => execute(one, ['a'], { signal: new AbortController() }),
  'node/not-iterable': () => execute({ region: parallelizable(() => 5 as never) }, ['region']),
  'node/not-iterable (one thing)': () =>
    execute({ region: parallelizable(() => 'EU') }, ['region']),
  'node/generator-returned': () =>
    execute(
      {
        region: function* (): Generator<string, string[]> {
          yield 'EU';
          return ['US'];
        },
      },
      ['region'],
    ),
  'node/generator-step': () =>
    driverOf({
      item,
      sum: reduce(
        function* ({ acc, item }: { acc: unknown; item: unknown }) {
          yield [acc, item];
        } as never,
        0,
      ),
    }),
  'node/initial-failed': () =>
    execute(
      { item, sum: reduce(({ acc, item }: { acc: number; item: number }) => acc + item, throwing) },
      ['sum'],
    ),
  'override/undefined-item': () =>
    execute({ item }, ['item'], { overrides: { item: [1, undefined] } }),
  'override/failed': () =>
    execute({ item }, ['item'], { overrides: { item: { [Symbol.iterator]: throwing } } }),
  'request/unknown-option (of a stream)': () => execute({ item }, ['item'], { ordered: false }),
  'grouping/bad-option': () => new GroupByRepeatableBlocks({ level: 'innner' as never }),
  'graph/nothing-to-collect (misspelt)': () =>
    driverOf({ item, all: collect(({ itme }: { itme: unknown }) => itme) }),
  'node/not-a-function (a class)': () => collect(Date as never),
  'node/yielded-undefined': () =>
    execute({ region: parallelizable(() => [1, undefined]) }, ['region']),
  'node/key-failed': () =>
    execute({ region: parallelizable(() => [1], { key: throwing }) }, ['region']),
  'node/key-no-string': () =>
    execute({ region: parallelizable(() => ['EU', 'US'], { key: () => 5 as never }) }, ['region']),
  'node/failed (an item)': () =>
    execute(
      {
        region: parallelizable(() => ['EU', 'US'], { key: String }),
        *month({ region }: { region: string }): Generator<string> {
          yield `${region} 1`;
        },
        size: ({ month }: { month: string }) => (month === 'US 1' ? throwing() : 1),
      },
      ['size'],
    ),
  'node/failed (a generator)': () =>
    execute(
      {
        *region(): Generator<number> {
          yield 1;
          throwing();
        },
      },
      ['region'],
    ),
  'node/returned-undefined (an item)': () =>
    execute({ item, size: ({ item }: { item: number }) => void item }, ['size']),
  'request/not-in-block': () => driverOf(one).stream('a').next(),
  'request/bad-order': () =>
    driverOf({ item })
      .stream('item', { ordered: 1 as never })
      .next(),
  'override/not-iterable': () => execute({ item }, ['item'], { overrides: { item: 5 } }),
  'override/async-items': () =>
    execute(
      {
        item,
        *part({ item }: { item: number }) {
          yield item;
        },
      },
      ['part'],
      {
        overrides: {
          part: (async function* () {
            yield 1;
          })(),
        },
      },
    ),
  'request/unknown-node': () => driverOf({ spendMean: () => 1 }).whatIsUpstreamOf('spendMaen'),
  'request/unknown-node (nothing near)': () => driverOf(one).whatIsDownstreamOf('colour'),
  'request/no-path': () => driverOf({ ...one, b: () => 1 }).visualizePathBetween('a', 'b'),
  'request/no-name': () => driverOf(one).whatIsThePathBetween('a', undefined as never),
  'request/no-name (a list)': () => driverOf(one).whatIsUpstreamOf(['a'] as never),
  'request/bad-tag-query (no record)': () =>
    driverOf(one).listAvailableVariables({ tags: 'owner' as never }),
  'request/bad-tag-query': () =>
    driverOf(one).listAvailableVariables({ tags: { owner: [] as string[] } }),
  'request/bad-tag-query (undefined)': () =>
    driverOf(one).listAvailableVariables({ tags: { owner: undefined as never } }),
  'input/missing (for the items of an override)': () =>
    execute(
      {
        *item({ n }: { n: number }) {
          yield n;
        },
        size: ({ item }: { item: number }) => item,
      },
      ['size'],
      { overrides: { size: 1 } },
    ),
  'input/missing': () =>
    execute({ sum: add, twice: ({ a }: { a: number }) => a }, ['sum', 'twice'], {
      inputs: { b: 1 },
    }),
  'input/missing (a typo)': () =>
    execute({ mean: ({ spend }: { spend: number }) => spend }, ['mean'], { inputs: { spned: 1 } }),
  'input/missing (an output)': () =>
    execute({ mean: ({ spend }: { spend: number }) => spend }, ['spend']),
  'input/missing (its promise gave undefined)': () =>
    execute({ sum: add }, ['sum'], { inputs: { a: 1, b: Promise.resolve(undefined) } }),
  'input/invalid': () => execute({ sum: add }, ['sum', 'sum']),
  'input/unknown': () =>
    execute({ a: ({ window = 3 }: { window?: number }) => window }, ['a'], {
      inputs: { windw: 4 },
    }),
  'input/in-config': () =>
    driverOf(one, { config: { region: 'US' } }).execute(['a'], { inputs: { region: 'UK' } }),
  'input/is-node': () => execute(one, ['a'], { inputs: { a: 2 } }),
  'input/reserved': () => execute(one, ['a'], { inputs: { $signal: 1 } }),
  'input/reserved ($item)': () => execute(one, ['a'], { inputs: { $item: 1 } }),
  'input/rejected': () =>
    execute({ sum: add }, ['sum'], { inputs: { a: 1, b: Promise.reject(new RangeError('full')) } }),
  'input/rejected (an override)': () =>
    execute(one, ['a'], { overrides: { a: Promise.reject(new RangeError('full')) } }),
  'input/undefined': () => execute(one, ['a'], { overrides: { a: Promise.resolve(undefined) } }),
  'input/refused': () =>
    driverOf(
      { mean: ({ spend }: { spend: number }) => spend },
      {
        adapters: [refuse({ validateInput: () => 'not a frame' })],
      },
    ).execute(['mean'], { inputs: { spend: 1 } }),
  'override/unknown': () =>
    execute({ spendMean: () => 1 }, ['spendMean'], { overrides: { spendMaen: 1 } }),
  'override/unknown (nothing near)': () => execute(one, ['a'], { overrides: { colour: 1 } }),
  'override/undefined': () => execute(one, ['a'], { overrides: { a: undefined } }),

  // runs
  'run/aborted': () => execute({ a: never }, ['a'], { signal: AbortSignal.abort('enough') }),
  'run/over': async () => {
    let told: unknown;
    const adapter: LifecycleAdapter = {
      afterNode: ({ node, error }) => {
        if (node.name === 'a') told = error;
      },
    };
    const driver = driverOf({ a: never, b: throwing }, { adapters: [adapter] });
    await driver.execute(['a', 'b']).catch(() => undefined);
    throw told;
  },
  'stream/left': async () => {
    const told = Promise.withResolvers<never>();
    const stream = driverOf({
      item,
      size: ({ item: size, $signal }: { item: number; $signal: AbortSignal }) => {
        $signal.addEventListener('abort', () => told.reject($signal.reason));
        return size;
      },
    }).stream('size');
    await stream.next();
    await stream.return?.();
    return told.promise;
  },
  'driver/closed': async () => {
    const driver = driverOf(one);
    await driver.close();
    return driver.execute(['a']);
  },
  'driver/closed-while-running': async () => {
    const driver = driverOf({ a: never });
    const run = driver.execute(['a']);
    await Promise.all([driver.close(), run]);
  },
  'lifecycle/hook-failed': () =>
    driverOf(one, { adapters: [refuse({ beforeNode: throwing })] }).execute(['a']),
  'lifecycle/hook-failed (at build)': () =>
    driverOf(one, { adapters: [refuse({ onGraphConstructed: throwing })] }),
  'lifecycle/hook-failed (a verdict)': () =>
    driverOf(one, { adapters: [refuse({ validateGraph: throwing })] }),
  'lifecycle/middleware-failed': () =>
    driverOf(one, { adapters: [refuse({ executeNode: throwing })] }).execute(['a']),
  'lifecycle/middleware-returned-undefined': () =>
    driverOf(one, { adapters: [refuse({ executeNode: () => undefined })] }).execute(['a']),
  'lifecycle/bad-verdict': () => driverOf(one, { adapters: [refuse({ validateGraph: () => 3 })] }),
  // tasks: who runs them
  'builder/bad-strategy': () => newDriver({ groupingStrategy: { name: 'pairs' } }),
  'builder/bad-strategy (a class)': () => newDriver({ groupingStrategy: Map }),
  'builder/manager-and-executor': () =>
    newDriver({
      remoteExecutor: executor({}),
      executionManager: { executors: [executor({})], executorFor: () => executor({}) },
    }),
  'builder/manager-and-executor (both)': () =>
    newDriver({
      localExecutor: executor({}),
      remoteExecutor: executor({}),
      executionManager: { executors: [executor({})], executorFor: () => executor({}) },
    }),
  'builder/bad-executor': () => newDriver({ localExecutor: { name: 'mine', submit: throwing } }),
  'builder/bad-executor (a class)': () =>
    newDriver({ remoteExecutor: SynchronousLocalTaskExecutor }),
  'builder/bad-executor (a name)': () => newDriver({ remoteExecutor: 'threads' }),
  'builder/bad-executor (null)': () => newDriver({ remoteExecutor: null }),
  'builder/bad-executor (without a name)': () =>
    newDriver({ localExecutor: executor({ name: undefined }) }),
  'builder/bad-executor (without capacity)': () =>
    newDriver({ localExecutor: executor({ capacity: undefined }) }),
  'builder/bad-executor (no tasks at once)': () =>
    newDriver({ localExecutor: executor({ capacity: 0 }) }),
  'builder/bad-executor (of a manager)': () =>
    newDriver({
      executionManager: { executors: [executor({}), null], executorFor: throwing },
    }),
  'builder/bad-manager': () => newDriver({ executionManager: { executorFor: throwing } }),
  'builder/bad-manager (without executors)': () =>
    newDriver({ executionManager: { executors: [], executorFor: throwing } }),
  'executor/bad-option': () => new SynchronousLocalTaskExecutor({ maxTasks: 0 }),
  'executor/bad-option (no number)': () =>
    new SynchronousLocalTaskExecutor({ maxTasks: 'all' as never }),
  'executor/bad-option (another one)': () =>
    new SynchronousLocalTaskExecutor({ workers: 2 } as never),
  // tasks: how they are cut
  'grouping/failed': () => grouping(throwing),
  'grouping/failed (with no error)': () =>
    grouping(() => {
      // oxlint-disable-next-line no-throw-literal, only-throw-error -- a user may
      throw 'full';
    }),
  'grouping/no-groups': () => grouping('a'),
  'grouping/no-groups (a list)': () => grouping([['a', 'b', 'c']]),
  'grouping/unknown-member': () => grouping([{ members: ['a', 'b', 'c', 'colour'] }]),
  'grouping/unknown-member (a typo)': () =>
    grouping(
      ({ members, scope }: { members: { id: string }[]; scope: string[] }) => [
        { members: [...members.map(({ id }) => id), ...(scope.length === 0 ? [] : ['sise'])] },
      ],
      { item, size: sizeOf },
    ),
  'grouping/member-twice': () => grouping([{ members: ['a', 'b'] }, { members: ['c', 'b'] }]),
  'grouping/member-left-out': () => grouping([{ members: ['a', 'b'] }]),
  'grouping/circle': () => grouping([{ members: ['a', 'c'] }, { members: ['b'] }]),
  // tasks: how they run
  'task/open-failed': () =>
    byTasks({ remoteExecutor: executor({ open: throwing }) }).execute(['size']),
  'task/close-failed': async () => {
    const driver = byTasks({ remoteExecutor: executor({ close: throwing }) });
    await driver.execute(['size']);
    return driver.close();
  },
  'task/manager-failed': () =>
    byTasks({
      executionManager: { executors: [executor({})], executorFor: throwing },
    }).execute(['size']),
  'task/unknown-executor': () =>
    byTasks({
      executionManager: { executors: [executor({})], executorFor: () => executor({}) },
    }).execute(['size']),
  'task/executor-failed': () =>
    byTasks({ remoteExecutor: executor({ submit: throwing }) }).execute(['size']),
  'task/bad-outcome': () =>
    byTasks({ remoteExecutor: executor({ submit: async () => 1 }) }).execute(['size']),
  'run/over (a task)': async () => {
    let told: unknown;
    const adapter: LifecycleAdapter = {
      afterTaskReturn: ({ task, error }) => {
        if (task.id === 'a') told = error;
      },
    };
    const driver = byTasks({ adapter }, { a: never, b: throwing });
    await driver.execute(['a', 'b']).catch(() => undefined);
    throw told;
  },
  'lifecycle/bad-outcome': () =>
    byTasks({ adapter: refuse({ executeTask: () => 3 }) }).execute(['size']),
  'lifecycle/hook-failed (of a task)': () =>
    byTasks({ adapter: refuse({ beforeTask: throwing }) }).execute(['size']),
  'lifecycle/middleware-failed (of a task)': () =>
    byTasks({ adapter: refuse({ executeTask: throwing }) }).execute(['size']),
  // resources, and where nodes run
  'node/bad-option resource': () => resource(one.a, { dispose: 'close' } as never),
  'node/not-a-function local': () => local(Driver as never),
  'node/bad-option retry': () => retry({ times: 0, backoff: 1 }, one.a),
  'node/bad-option retry (unknown)': () =>
    retry({ times: 2, backoff: 1, delay: 1 } as never, one.a),
  'node/bad-option timeout': () => timeout(0, one.a),
  'node/bad-option limit': () => limit({ concurrency: 0.5 }, one.a),
  'node/bad-option limit (none)': () => limit({}, one.a),
  'node/limit-remote': () => driverOf({ a: limit({ concurrency: 1 }, remote(one.a)) }),
  'node/limit-remote (remote around it)': () =>
    driverOf({ a: remote(limit({ concurrency: 1 }, one.a)) }),
  'node/failed (after tries)': () =>
    execute({ a: retry({ times: 2, backoff: 0 }, throwing) }, ['a']),
  'node/timeout': () =>
    execute({ a: timeout(1, () => new Promise<never>(() => undefined)) }, ['a']),
  'node/timeout (an item, at its last try)': () =>
    execute(
      {
        item,
        size: retry(
          { times: 2, backoff: 0 },
          timeout(
            1,
            ({ item, $signal }: { item: number; $signal: AbortSignal }) =>
              new Promise<number>(() => [item, $signal]),
          ),
        ),
      },
      ['size'],
    ),
  'node/timeout (synchronous)': () =>
    execute(
      {
        a: timeout(0.001, () => {
          for (const end = performance.now() + 1; performance.now() < end;);
          return 1;
        }),
      },
      ['a'],
    ),
  'node/timeout (of a generator)': () =>
    execute(
      {
        item: timeout(1, async function* () {
          yield 0;
          await new Promise<never>(() => undefined);
        }),
      },
      ['item'],
    ),
  'graph/limited-generator': () => driverOf({ item: limit({ concurrency: 2 }, item) }),
  'graph/behaviour-on-reduce': () =>
    driverOf({
      item,
      total: timeout(
        50,
        reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0),
      ),
    }),
  'graph/limited-resource': () => driverOf({ client: resource(limit({ concurrency: 1 }, one.a)) }),
  'graph/limit-differs': () =>
    driverOf({
      a: limit({ concurrency: 1, name: 'api' }, one.a),
      b: limit({ concurrency: 2, name: 'api' }, one.a),
    }),
  'node/bound-accumulator': () =>
    driverOf({
      total: reduce(
        inject(
          { acc: source('other') },
          ({ acc, item }: { acc: number; item: number }) => acc + item,
        ) as never,
        0,
      ),
    }),
  'node/resource-of-parts': () =>
    driverOf({ client: resource(check({ custom: () => true }, one.a)) }),
  'node/bad-check': () => check({ rnage: [0, 1] } as never, one.a),
  'check/failed': () =>
    execute({ a: check({ range: [0, 1], importance: 'fail' }, () => 5) }, ['a']),
  'check/not-a-report': () =>
    causeOf(
      execute({ a: check({ range: [0, 1] }, () => 5) }, ['a'], {
        overrides: { 'a.checks': { passed: true } },
      }),
    ),
  'node/bad-schema': () => driverOf({ a: schema({ amount: 3 as never }, one.a) }),
  'node/bad-schema (no record)': () => schema('amount' as never, one.a),
  'node/local-and-remote': () => driverOf({ a: remote(local(one.a)) }),
  // parts, chains, and frames with further columns
  'node/bad-subdag': () => subdag({} as never, one.a),
  'node/bad-option subdag (no modules)': () => subdag({ modules: [] }, one.a),
  'node/bad-subdag (a source in its config)': () =>
    driverOf({ p: subdag({ modules: [one], config: { k: source('k') } }, one.a) }),
  'node/bad-subdag (no parts)': () => parameterizeSubdag({ modules: [one] }, one.a, [] as never),
  'node/bad-option subdag': () => subdag({ modules: [one], input: {} } as never, one.a),
  'node/unknown-subdag-input': () =>
    driverOf({ p: subdag({ modules: [{ cost }], inputs: { prise: value(1) } }, one.a) }),
  'node/missing-config (of a part in a part)': () => {
    const inner = subdag({ modules: [{ cost }], config: { price: configuration('gone') } }, one.a);
    return driverOf({ outer: subdag({ modules: [{ inner }] }, one.a) });
  },
  'node/bad-tag (in a part)': () =>
    driverOf({ p: subdag({ modules: [{ a: tag({ owner: 3 as never }, one.a) }] }, one.a) }),
  'node/exported-twice (in a part)': () =>
    driverOf({
      p: subdag({ modules: [{ x: one.a, y: one.a }] }, inject({ price: source(one.a) }, cost)),
    }),
  'node/bad-columns': () => withColumns('table', { modules: [] }),
  'node/bad-columns (nothing selected)': () =>
    driverOf({ wide: withColumns('table', { modules: [one], select: [] }) }),
  'node/bad-columns (nothing there)': () =>
    driverOf({ wide: withColumns('table', { modules: [{}] }) }),
  'node/bad-columns (unknown)': () =>
    driverOf({ wide: withColumns('table', { modules: [{ cost }], select: ['coast'] }) }),
  'node/bad-columns (not read)': () =>
    driverOf({ wide: withColumns('table', { modules: [{ cost }], pass: ['colour'] }) }),
  'node/bad-option withColumns': () =>
    withColumns('table', { modules: [one], as: 'frame' as never }),
  'node/bad-node mutate': () => mutate(5 as never, step(cost)),
  'node/undecided withColumns': () => (withColumns('table', { modules: [one] }) as () => unknown)(),
  'node/undecided mutate': () => (mutate('a', step(cost)) as unknown as () => unknown)(),
  'node/bad-step': () => pipeOutput(one.a, add as never),
  'node/bad-step (none)': () => pipeOutput(one.a),
  'node/bad-step (no record)': () => pipeInput(cost, [step(cost)] as never),
  'node/bad-step (its name)': () => step(cost).named('a.b'),
  'node/bad-step (two are open)': () => driverOf({ a: pipeOutput(one.a, step(add)) }),
  'node/bad-step (none is open)': () =>
    driverOf({
      a: pipeOutput(
        one.a,
        step(() => 1),
      ),
    }),
  'node/unknown-parameter step': () =>
    driverOf({ a: pipeOutput(one.a, step(cost, { prise: value(1) } as never)) }),
  'node/unknown-parameter pipeInput': () =>
    driverOf({ a: pipeInput(cost, { prise: [step(cost)] } as never) }),
  'node/bad-binding step': () => driverOf({ a: pipeOutput(one.a, step(add, { b: 3 as never })) }),
  'node/mutates-nothing': () => driverOf({ cost, b: mutate('coast', step(cost)) }),
  'node/mutates-nothing (a function)': () => driverOf({ cost, b: mutate(add, step(cost)) }),
  'node/mutates-nothing (exported twice)': () =>
    driverOf({ ...one, b: one.a, c: mutate(one.a, step(cost)) }),
  'node/failed (column/missing)': () => widened({ table, columns: { cost } }),
  'node/failed (column/missing, of expressions)': () =>
    widened({ table, columns: { a: ({ x }: { x: unknown }) => x }, as: 'expr' }),
  'node/failed (column/not-a-frame)': () => widened({ table: () => 5, columns: { cost } }),
  'node/failed (column/lazy-series)': () =>
    widened({ table: () => table().lazy(), columns: { a: () => [1, 2] } }),
  'node/failed (column/not-an-expression)': () =>
    widened({ table, columns: { a: () => [1, 2] }, as: 'expr' }),
  'node/failed (column/not-a-series)': () => widened({ table, columns: { a: () => 5 } }),
  'node/failed (column/not-a-series, an expression)': () =>
    widened({ table, columns: { a: () => pl.col('x') } }),
  'node/failed (column/other-height)': () => widened({ table, columns: { a: () => [1] } }),
  'graph/resource-reads-node': () =>
    driverOf({ ...one, client: resource(({ a }: { a: number }) => a) }),
  'graph/resource-reads-node (of the engine)': () =>
    driverOf({ client: resource(({ $signal }: { $signal: AbortSignal }) => $signal) }),
  'graph/resource-in-blocks': () => driverOf({ item: resource(item) }),
  'graph/placed-resource': () => driverOf({ client: remote(resource(one.a)) }),
  'graph/placed-resource (local)': () => driverOf({ client: local(resource(one.a)) }),
  'graph/remote-here': () => driverOf({ item: remote(parallelizable(() => [1])) }),
  'graph/remote-here (a reduce)': () =>
    driverOf({
      item,
      total: remote(reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0)),
    }),
  'resource/dispose-failed': async () => {
    const driver = driverOf({
      client: resource(() => ({}), { dispose: throwing }),
      a: ({ client }: { client: object }) => Object.keys(client),
    });
    await driver.execute(['a']);
    return driver.close();
  },
  'resource/dispose-slow': async () => {
    const driver = driverOf({
      client: resource(() => ({}), { dispose: never }),
      a: ({ client }: { client: object }) => Object.keys(client),
    });
    await driver.execute(['a']);
    return driver.close();
  },
  'request/resource-output': () =>
    execute({ client: resource(one.a), b: ({ client }: { client: number }) => client }, ['client']),
  'request/resource-output (that nobody reads)': () =>
    execute({ client: resource(one.a) }, ['client']),
  'override/resource-elsewhere': () =>
    runElsewhere(['readsStuck'], {}, { overrides: { stuck: {} } }),
  // adapters and executors that do not go together
  'builder/bad-adapter (null)': () => newDriver({ adapters: [null] }),
  'builder/two-places': () =>
    newDriver({ remoteExecutor: executor({}), adapter: new FutureAdapter() }),
  'builder/adapter-stays': () =>
    newDriver({ remoteExecutor: threads(), adapter: refuse({ executeNode: throwing }) }),
  'builder/adapter-stays (of tasks, under FutureAdapter)': () =>
    newDriver({
      adapters: [new FutureAdapter(), refuse({ executeNode: throwing, executeTask: throwing })],
    }),
  'executor/bad-option (of threads)': () => new MultiThreadingExecutor({ threadNamePrefix: '' }),
  'executor/bad-option (of processes)': () => new MultiProcessingExecutor({ retries: -1 }),
  'executor/bad-option (of futures)': () => new FutureAdapter({ workers: 2 } as never),
  'executor/bad-module': () =>
    newDriver({ modules: [errors], remoteExecutor: threads({ modules: ['features.ts'] }) }),
  'executor/bad-module (a file that is not there)': () =>
    newDriver({ modules: [errors], remoteExecutor: threads({ modules: [fixture('none.ts')] }) }),
  'executor/bad-module (a folder)': () =>
    newDriver({ modules: [errors], remoteExecutor: threads({ modules: [fixture('')] }) }),
  'executor/entry-file': () => {
    const [, entry] = process.argv;
    process.argv[1] = fileURLToPath(fixture('errors.ts'));
    try {
      newDriver({ modules: [errors], remoteExecutor: threads() });
    } finally {
      process.argv[1] = entry as string;
    }
  },
  'executor/no-file': () => newDriver({ modules: [loose], remoteExecutor: threads() }),
  // workers
  'worker/no-module': () =>
    runElsewhere(['size'], {
      modules: [loose],
      executionManager: managed(threads()),
    }),
  'worker/unknown-node': () => {
    const opening = { executor: 'MultiThreadingExecutor', infos: [] };
    const opened = { nodes: new Map(), config: {}, adapters: [] };
    const data = { data: { plan: { steps: [{ kind: 'call', node: 'size' }] } } };
    new HostedDataflow(opening as never, opened).learn({ program: 1, data } as never);
  },
  'worker/no-file': () => workerFile('thread', 'file:///app/bundle.js'),
  'worker/no-pool': () => threadPort(),
  'worker/not-open': () => {
    const inner = threads();
    return runElsewhere(['size'], {
      remoteExecutor: executor({ submit: inner.submit.bind(inner) }),
    });
  },
  'worker/closed': async () => {
    const pool = new WorkerPool({ workers: 1, timeout: undefined } as never);
    await pool.close();
    return pool.submit({} as never, new AbortController().signal);
  },
  'run/closed': () => {
    const inner = threads();
    return runElsewhere(['size'], {
      remoteExecutor: executor({
        accept: inner.accept.bind(inner),
        open: inner.open.bind(inner),
        submit: async (task: Parameters<TaskExecutor['submit']>[0]) => {
          const outcome = inner.submit(task, new AbortController().signal);
          const [closed] = await Promise.allSettled([outcome, inner.close(task.dataflow)]);
          if (closed.status === 'rejected') throw closed.reason;
          return closed.value;
        },
      }),
    });
  },
  'worker/module-failed': () =>
    runElsewhere(['broken'], {
      modules: [broken],
      adapter: new FutureAdapter(),
      remoteExecutor: undefined,
    }),
  'worker/not-opened': () =>
    runElsewhere(['exiting'], {
      modules: [exiting],
      adapter: new FutureAdapter({ maxWorkers: 1 }),
      remoteExecutor: undefined,
    }),
  'worker/other-dataflow': () =>
    runElsewhere(['size'], {
      modules: [createModule({ item: errors.item, size: errors.size, waits: errors.waits })],
      remoteExecutor: threads({ modules: [fixture('other-errors.ts')] }),
    }),
  'worker/config-stays': () =>
    runElsewhere(['viaFunction'], {
      modules: [createModule({ item: parallelizable(() => [1]) }), costs],
      config: { fn: (item: number) => item },
    }),
  'worker/bad-adapter': () =>
    runElsewhere(['size'], {
      adapter: { worker: { module: fixture('no-adapter.ts') }, beforeNode: () => undefined },
    }),
  'worker/bad-adapter (that fails)': () =>
    runElsewhere(['size'], {
      adapter: { worker: { module: fixture('failing-adapter.ts') }, beforeNode: () => undefined },
    }),
  'worker/crashed': () => runElsewhere(['exits']),
  'worker/crashed (a process, twice)': () =>
    runElsewhere(['exits'], {
      remoteExecutor: new MultiProcessingExecutor({ maxTasks: 1, retries: 1 }),
    }),
  'worker/timeout': () =>
    runElsewhere(['waits'], { remoteExecutor: threads({ timeout: 20, threadNamePrefix: 'slow' }) }),
  'worker/not-closed': () => runElsewhere(['readsStuck']),
  'worker/not-let-go': () => runElsewhere(['readsStuckInRun'], {}, { inputs: { user: 'ann' } }),
  'task/end-failed': () =>
    byTasks({ remoteExecutor: executor({ endRun: throwing }) }).execute(['size']),
  'result/invalid': () =>
    new Builder()
      .withModules(createModule({ x: () => ({ a: 1 }), y: () => ({ b: 1 }) }))
      .build()
      .untyped()
      .execute(['x', 'y']),
} satisfies Readonly<Record<string, Provoke>>;
