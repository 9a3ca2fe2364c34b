// Compiled, never run: what resource, local and remote keep of a node's type, and what FutureAdapter gives.
import type { Table } from 'apache-arrow';
import type { DataFrame } from 'nodejs-polars';
import { expectTypeOf } from 'vitest';
import { FutureAdapter } from '../../src/executors/index.ts';
import {
  ArrowTableResult,
  Builder,
  DictResult,
  Driver,
  collect,
  createModule,
  local,
  parallelizable,
  parameterize,
  reduce,
  remote,
  resource,
  source,
  tag,
  value,
  type Collect,
  type MarksOf,
  type Parallelizable,
} from '../../src/index.ts';

const dict = new Builder().withResultBuilder(new DictResult());

class Client {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
  ask(x: number): number {
    return x;
  }
  close(): void {}
}

// a resource stays the node that it is
const open = ({ url, size = 1 }: { url: string; size?: number }): Client => new Client(url + size);
const client = resource(open, { dispose: (it) => it.close() });
expectTypeOf(client).toEqualTypeOf<typeof open>();
const later = resource(async ({ url }: { url: string }) => new Client(url), {
  // what it is told of is the value, not its promise
  dispose: async (it) => {
    expectTypeOf(it).toEqualTypeOf<Client>();
    it.close();
  },
});
resource(open, {});
// @ts-expect-error that is no client
resource(open, { dispose: (it: string) => it });
// @ts-expect-error there is no such option
resource(open, { close: (it: Client) => it.close() });
// @ts-expect-error options are an object
resource(open, (it: Client) => it.close());
// @ts-expect-error there is no function
resource(5);

// its inputs are those of its readers
const clients = createModule({
  client,
  later,
  answer: ({ client: it, x }: { client: Client; x: number }) => it.ask(x),
  both: ({ client: it, later: other }: { client: Client; later: Client }) => [it.url, other.url],
});
const driver = dict.withModules(clients).build();
expectTypeOf(await driver.execute(['answer'], { inputs: { url: 'u', x: 1 } })).toEqualTypeOf<{
  answer: number;
}>();
await driver.execute(['both'], { inputs: { url: 'u', size: 2 } });
// @ts-expect-error its url is missing
await driver.execute(['answer'], { inputs: { x: 1 } });
// @ts-expect-error its size is a number
await driver.execute(['both'], { inputs: { url: 'u', size: 'large' } });
// what overrides it is what it gives, and cuts off what it reads
await driver.execute(['answer'], { inputs: { x: 1 }, overrides: { client: new Client('u') } });
// @ts-expect-error that is no client
await driver.execute(['answer'], { inputs: { x: 1 }, overrides: { client: 'u' } });
// config gives it, too
await dict
  .withModules(clients)
  .withConfig({ url: 'u' })
  .build()
  .execute(['answer'], { inputs: { x: 1 } });
// @ts-expect-error its url is a string
dict.withModules(clients).withConfig({ url: 5 }).build();
const misread = createModule({ wrong: ({ client: it }: { client: string }) => it });
// @ts-expect-error a client is no string
dict.withModules(clients, misread).build();

// bound by parameterize
const { small } = parameterize(resource(open), { small: { size: value(1), url: source('home') } });
expectTypeOf<MarksOf<typeof small>['deps']>().toEqualTypeOf<{ home: string }>();
expectTypeOf<MarksOf<typeof small>['out']>().toEqualTypeOf<Client>();
const outside = resource(small, { dispose: (it) => expectTypeOf(it).toEqualTypeOf<Client>() });
expectTypeOf<MarksOf<typeof outside>>().toEqualTypeOf<MarksOf<typeof small>>();

// local and remote keep every mark
for (const place of [local, remote]) {
  const plain = place(({ a, b = 2 }: { a: number; b?: number }) => a + b);
  expectTypeOf<MarksOf<typeof plain>>().toEqualTypeOf<{
    out: number;
    deps: { a: number; b?: number };
    expands: false;
    closes: false;
    bad: false;
  }>();
  const blocks = createModule({
    item: place(function* ({ n }: { n: number }): Parallelizable<number> {
      yield n;
    }),
    list: place(parallelizable(async () => new Set(['x']))),
    text: place(tag({ owner: 'me' }, ({ item }: { item: number }) => `${item}`)),
    all: place(collect(({ text }: { text: Collect<string> }) => text.join())),
    inner: collect(place(({ text }: { text: Collect<string> }) => text.length)),
    sum: place(reduce(({ acc, item }: { acc: number; item: number }) => acc + item, 0)),
    ...parameterize(
      place(({ x, by }: { x: number; by: number }) => x * by),
      {
        triple: { x: source('item'), by: value(3) },
      },
    ),
  });
  const placed = dict.withModules(blocks).build();
  expectTypeOf(
    await placed.execute(['item', 'list', 'text', 'all', 'inner', 'sum', 'triple'], {
      inputs: { n: 1 },
    }),
  ).toEqualTypeOf<{
    item: number[];
    list: string[];
    text: string[];
    all: string;
    inner: number;
    sum: number;
    triple: number[];
  }>();
  for await (const each of placed.stream('text', { inputs: { n: 1 } })) {
    expectTypeOf(each).toEqualTypeOf<string>();
  }
  // @ts-expect-error what is outside of blocks is not streamed
  void placed.stream('all', { inputs: { n: 1 } });
}
// @ts-expect-error there is no function
local(5);
// @ts-expect-error nor here
remote({ fn: open });

// FutureAdapter: the result is the driver's, unless it has a builder of its own
const numbers = createModule({ a: (): number => 1, b: async ({ a }: { a: number }) => `${a}` });
const plain = new Builder().withModules(numbers).withAdapters(new FutureAdapter()).build();
expectTypeOf(await plain.execute(['b'])).toEqualTypeOf<DataFrame>();
const dicted = dict
  .withModules(numbers)
  .withAdapters(new FutureAdapter({ maxWorkers: 2 }))
  .build();
expectTypeOf(await dicted.execute(['a', 'b'])).toEqualTypeOf<{ a: number; b: string }>();
const own = new Builder()
  .withModules(numbers)
  .withAdapters(new FutureAdapter({ threadNamePrefix: 'nap', resultBuilder: new DictResult() }))
  .build();
expectTypeOf(await own.execute(['a', 'b'])).toEqualTypeOf<{ a: number; b: string }>();
const arrow = new Driver({
  modules: [numbers],
  adapter: new FutureAdapter({ resultBuilder: new ArrowTableResult() }),
});
expectTypeOf(await arrow.execute(['a'])).toEqualTypeOf<Table>();
const counted = new Builder()
  .withModules(numbers)
  .withAdapters(
    { beforeNode: () => undefined },
    new FutureAdapter({
      resultBuilder: {
        buildResult: (outputs: Record<string, unknown>) => Object.keys(outputs).length,
      },
      offload: ({ name, role }) => name !== 'a' && role === 'function',
    }),
  )
  .build();
expectTypeOf(await counted.execute(['a'])).toEqualTypeOf<number>();
// @ts-expect-error what builds no result is no result builder
void new FutureAdapter({ resultBuilder: { build: () => 1 } });
// @ts-expect-error a number of workers
void new FutureAdapter({ maxWorkers: '2' });
// @ts-expect-error there is no such option
void new FutureAdapter({ workers: 2 });
// @ts-expect-error it says yes or no
void new FutureAdapter({ offload: (node) => node.name });
