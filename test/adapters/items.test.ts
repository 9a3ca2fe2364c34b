import { describe, expect, test } from 'vitest';
import {
  collect,
  parallelizable,
  reduce,
  type Ending,
  type ItemReference,
  type LifecycleAdapter,
  type NodeCall,
} from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';

hearsEveryRejection();

type Event = NodeCall & Partial<Ending>;

/** `name`, or `name[1]`, `name[1.0]` in blocks: outermost item first. */
const placeOf = ({ node, item }: NodeCall): string => {
  const indices = (at: ItemReference): string =>
    at.outer === undefined ? String(at.index) : `${indices(at.outer)}.${at.index}`;
  return item === undefined ? node.name : `${node.name}[${indices(item)}]`;
};

/** An adapter that notes what it is told as `>name[item]` and `<name[item]`. */
const noting = (seen: string[], wait?: () => Promise<void>): LifecycleAdapter => ({
  beforeNode: (event) => (seen.push(`>${placeOf(event)}`), wait?.()),
  afterNode: (event) => (
    seen.push(`<${placeOf(event)}${event.error === undefined ? '' : ' failed'}`),
    wait?.()
  ),
});

/** An adapter that keeps all events of the node called `name`. */
const keeping = (events: Event[], name: string): LifecycleAdapter => ({
  beforeNode: (event) => void (event.node.name === name && events.push(event)),
  afterNode: (event) => void (event.node.name === name && events.push(event)),
});

const boom = (): never => {
  throw new RangeError('boom');
};

//  item ─▶ double ─▶ all        2 items
const block: Loose = {
  item: function* () {
    yield* [1, 2];
  },
  double: ({ item }) => item * 2,
  all: collect(({ double }: { double: number[] }) => double),
};

describe('the hooks of a node in a block', () => {
  const inOrder = [
    '>item',
    '>double[0]',
    '<double[0]',
    '>double[1]',
    '<double[1]',
    '<item',
    '>all',
    '<all',
  ];

  test('come once for each item, inside those of the generator; a collect is one call', async () => {
    const seen: string[] = [];
    await driverOf(block, noting(seen)).execute(['all']);
    expect(seen).toEqual(inOrder);
  });

  test('are waited for', async () => {
    const seen: string[] = [];
    let underWay = 0;
    const waits = async (): Promise<void> => {
      underWay++;
      await quiet();
      underWay--;
    };
    const { all } = await driverOf(
      {
        ...block,
        double: ({ item }) => (expect(underWay).toBeLessThanOrEqual(1), item * 2),
      },
      noting(seen, waits),
    ).execute(['all']);
    expect(all).toEqual([2, 4]);
    expect(seen.toSorted()).toEqual(inOrder.toSorted());
    expect(seen.indexOf('<item')).toBeLessThan(seen.indexOf('>all'));
  });

  test('are told the item: index, key, block, and the item around it', async () => {
    const events: Event[] = [];
    const functions: Loose = {
      region: parallelizable(() => ['EU'], { key: (region) => region }),
      month: function* ({ region }) {
        yield region;
      },
      size: ({ month }) => month.length,
    };
    await driverOf(functions, keeping(events, 'size')).execute(['size']);
    expect(events).toHaveLength(2);
    for (const event of events) {
      expect(event.item).toEqual({
        index: 0,
        key: '0',
        block: 'month',
        outer: { index: 0, key: 'EU', block: 'region' },
      });
      expect(event.node.scope).toEqual(['region', 'month']);
      expect(event.inputs).toEqual({ month: 'EU' });
    }
    expect(events[1]).toMatchObject({ result: 2 });
  });

  test('keep their item where items overlap and finish out of order', async () => {
    const events: Event[] = [];
    const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
    const driver = driverOf(
      { ...block, double: ({ item }) => gates[item - 1]?.promise },
      keeping(events, 'double'),
    );
    const run = driver.execute(['double']);
    await quiet();
    gates[1]?.resolve(20);
    await quiet();
    gates[0]?.resolve(10);
    expect(await run).toEqual({ double: [10, 20] });
    expect(events.map(({ item, result }) => [item?.index, result])).toEqual([
      [0, undefined],
      [1, undefined],
      [1, 20],
      [0, 10],
    ]);
  });

  test('come for nested generators once for each outer item', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        outer: parallelizable(() => [1, 2]),
        inner: function* ({ outer }) {
          yield outer;
        },
        leaf: ({ inner }) => inner,
        all: collect(({ leaf }: { leaf: number[] }) => leaf),
      },
      noting(seen),
    );
    await driver.execute(['all']);
    expect(seen).toEqual([
      '>outer',
      ...[0, 1].flatMap((i) => [
        `>inner[${i}]`,
        `>leaf[${i}.0]`,
        `<leaf[${i}.0]`,
        `<inner[${i}]`,
        `>all[${i}]`,
        `<all[${i}]`,
      ]),
      '<outer',
    ]);
  });

  test('come for a second pass without the generator, which is not called again', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        item: parallelizable(() => [1, 2]),
        total: collect(({ item }: { item: number[] }) => item.length),
        share: ({ item, total }) => item / total,
      },
      noting(seen),
    );
    await driver.execute(['share']);
    expect(seen).toEqual([
      '>item',
      '<item',
      '>total',
      '<total',
      '>share[0]',
      '<share[0]',
      '>share[1]',
      '<share[1]',
    ]);
  });

  test('do not come for what is overridden, nor for the generator that is', async () => {
    const seen: string[] = [];
    const driver = driverOf(block, noting(seen));
    await driver.execute(['all'], { overrides: { double: 1 } });
    expect(seen).toEqual(['>item', '<item', '>all', '<all']);
    seen.length = 0;
    await driver.execute(['double'], { overrides: { item: [5] } });
    expect(seen).toEqual(['>double[0]', '<double[0]']);
  });

  test('come for a stream as they do for a run', async () => {
    const seen: string[] = [];
    for await (const value of driverOf(block, noting(seen)).stream('double')) {
      seen.push(`taken ${String(value)}`);
    }
    expect(seen).toEqual([
      '>item',
      '>double[0]',
      '<double[0]',
      'taken 2',
      '>double[1]',
      '<double[1]',
      'taken 4',
      '<item',
    ]);
  });
});

describe('the hooks of a generator', () => {
  test('come before it is called, and when it has given its last item; it has no result', async () => {
    const seen: string[] = [];
    const events: Event[] = [];
    const item = function* (): Generator<number> {
      seen.push('called');
      yield 1;
      seen.push('ends');
    };
    await driverOf({ item }, noting(seen), keeping(events, 'item')).execute(['item']);
    expect(seen).toEqual(['>item', 'called', 'ends', '<item']);
    expect(events[1]).not.toHaveProperty('error');
    expect(events[1]).not.toHaveProperty('result');
    expect(events[1]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  test('that waits to be asked again come in the same order', async () => {
    const seen: string[] = [];
    const item = async function* (): AsyncGenerator<number> {
      yield 1;
      await quiet();
      seen.push('ends');
    };
    await driverOf({ item }, noting(seen)).execute(['item']);
    expect(seen).toEqual(['>item', 'ends', '<item']);
  });

  test.each<[string, () => unknown]>([
    [
      'is called',
      parallelizable(() => {
        throw new RangeError('boom');
      }),
    ],
    [
      'gives its first item',
      function* () {
        yield boom();
      },
    ],
    [
      'gives a later one',
      function* () {
        yield 1;
        boom();
      },
    ],
    [
      'gives a later one, asynchronously',
      async function* () {
        yield 1;
        boom();
      },
    ],
  ])("that fails when it %s tell the user's error", async (_words, item) => {
    const events: Event[] = [];
    await rejectionOf(driverOf({ item }, keeping(events, 'item')).execute(['item']));
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toEqual(new RangeError('boom'));
  });

  test('that is abandoned, because an item failed, tell that the run is over', async () => {
    const events: Event[] = [];
    const driver = driverOf(
      { ...block, double: ({ item }) => boom() + item },
      keeping(events, 'item'),
    );
    await rejectionOf(driver.execute(['all']));
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toMatchObject({ code: 'run/over', node: 'item' });
  });

  test('of a stream that is left tell that the run is over', async () => {
    const events: Event[] = [];
    for await (const _ of driverOf(block, keeping(events, 'item')).stream('double')) break;
    expect(events).toHaveLength(2);
    expect(events[1]?.error).toMatchObject({ code: 'run/over', node: 'item' });
  });
});

describe('the hooks of a reduce', () => {
  //  item ─▶ double ─▶ total
  const folding: Loose = {
    ...block,
    total: reduce(({ acc, double }: { acc: number; double: number }) => acc + double, 0),
  };

  test('are one call, from before its first step to its last', async () => {
    const seen: string[] = [];
    const total = reduce(({ acc, double }: { acc: number; double: number }) => {
      seen.push(`fold ${double}`);
      return acc + double;
    }, 0);
    await driverOf({ ...block, total }, noting(seen)).execute(['total']);
    expect(seen.filter((entry) => !/item|double/.test(entry))).toEqual([
      '>total',
      'fold 2',
      'fold 4',
      '<total',
    ]);
  });

  test('tell its last value, and what it reads besides the items', async () => {
    const events: Event[] = [];
    const total = reduce(
      ({ acc, double, factor }: { acc: number; double: number; factor: number }) =>
        acc + double * factor,
      1,
    );
    const driver = driverOf({ ...block, total }, keeping(events, 'total'));
    await driver.execute(['total'], { inputs: { factor: 10 } });
    expect(events).toHaveLength(2);
    expect(events[0]?.inputs).toEqual({ factor: 10 });
    expect(events[0]).not.toHaveProperty('item');
    expect(events[1]?.result).toBe(61);
  });

  test('come for no items, too', async () => {
    const events: Event[] = [];
    const driver = driverOf(folding, keeping(events, 'total'));
    await driver.execute(['total'], { overrides: { item: [] } });
    expect(events).toHaveLength(2);
    expect(events[1]?.result).toBe(0);
  });

  test('tell the error of a step that failed', async () => {
    for (const isAsync of [false, true]) {
      const events: Event[] = [];
      const total = reduce(({ acc, double }: { acc: number; double: number }) => {
        if (double === 4) return isAsync ? Promise.reject(new RangeError('boom')) : boom();
        return acc;
      }, 0);
      const driver = driverOf({ ...block, total }, keeping(events, 'total'));
      const error = await rejectionOf(driver.execute(['total']));
      expect(error).toMatchObject({ node: 'total', item: { index: 1 } });
      expect(events).toHaveLength(2);
      expect(events[1]?.error).toEqual(new RangeError('boom'));
    }
  });

  test('in an outer block come once for each outer item', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      {
        outer: parallelizable(() => [1, 2]),
        inner: function* ({ outer }) {
          yield* [outer, outer];
        },
        total: reduce(({ acc, inner }: { acc: number; inner: number }) => acc + inner, 0),
      },
      noting(seen),
    );
    expect(await driver.execute(['total'])).toEqual({ total: [2, 4] });
    const [first, second] = [0, 1].map((i) =>
      seen.filter((entry) => entry.endsWith(`total[${i}]`)),
    );
    expect([first, second]).toEqual([
      ['>total[0]', '<total[0]'],
      ['>total[1]', '<total[1]'],
    ]);
  });
});

describe('middleware', () => {
  const around = (name: string, work: LifecycleAdapter['executeNode']): LifecycleAdapter => ({
    executeNode: (call, next) => (call.node.name === name ? work?.(call, next) : next()),
  });

  test('of a node in a block runs for each item, and may change its value', async () => {
    for (const isAsync of [false, true]) {
      const adapter = around('double', ({ item }, next) => {
        const value = [item?.index, next()];
        return isAsync ? Promise.resolve(value) : value;
      });
      expect(await driverOf(block, adapter).execute(['all'])).toEqual({
        all: [
          [0, 2],
          [1, 4],
        ],
      });
    }
  });

  test('of a generator gets its iterator, and may wrap it', async () => {
    const adapter = around('item', (_call, next) => {
      const items = next() as Iterable<number>;
      return (function* () {
        for (const item of items) if (item > 1) yield item * 10;
      })();
    });
    expect(await driverOf(block, adapter).execute(['all'])).toEqual({ all: [40] });
  });

  test('of a generator may give items without calling it', async () => {
    const seen: string[] = [];
    const functions: Loose = {
      ...block,
      item: function* () {
        seen.push('called');
        yield 1;
      },
    };
    for (const items of [[7], Promise.resolve([7]), new Set([7])]) {
      const adapter = around('item', () => items);
      expect(await driverOf(functions, adapter).execute(['all'])).toEqual({ all: [14] });
    }
    expect(seen).toEqual([]);
  });

  test('of a generator that wraps it has the wrapped one closed', async () => {
    const seen: string[] = [];
    const adapter = around('item', (_call, next) => {
      const items = next() as Iterable<number>;
      return (function* () {
        try {
          yield* items;
        } finally {
          seen.push('wrapper closed');
        }
      })();
    });
    const functions: Loose = {
      item: function* () {
        try {
          yield* [1, 2];
        } finally {
          seen.push('closed');
        }
      },
      double: ({ item }) => boom() + item,
    };
    await rejectionOf(driverOf(functions, adapter).execute(['double']));
    expect(seen).toEqual(['closed', 'wrapper closed']);
  });

  const total = (seen: number[]): Loose => ({
    ...block,
    total: reduce(
      ({ acc, double }: { acc: number; double: number }) => (seen.push(double), acc + double),
      0,
    ),
  });

  test('of a reduce may change its value', async () => {
    const adapter = around('total', async (_call, next) => `${String(await next())}!`);
    expect(await driverOf(total([]), adapter).execute(['total'])).toEqual({ total: '6!' });
  });

  test('of a reduce may give its value without having it fold', async () => {
    for (const value of [5, Promise.resolve(5)]) {
      const seen: number[] = [];
      const adapter = around('total', () => value);
      expect(await driverOf(total(seen), adapter).execute(['total'])).toEqual({ total: 5 });
      expect(seen).toEqual([]);
    }
  });

  test('of a reduce may take its time before it has it fold', async () => {
    const seen: number[] = [];
    const adapter = around('total', async (_call, next) => (await quiet(), await next()));
    expect(await driverOf(total(seen), adapter).execute(['total'])).toEqual({ total: 6 });
    expect(seen).toEqual([2, 4]);
  });

  test('of a reduce that fails fails the run, whether it has folded or not', async () => {
    for (const hasFolded of [false, true]) {
      const adapter: LifecycleAdapter = {
        name: 'Judge',
        ...around('total', async (_call, next) => {
          if (hasFolded) await next();
          boom();
        }),
      };
      expect(await rejectionOf(driverOf(total([]), adapter).execute(['total']))).toMatchObject({
        code: 'lifecycle/middleware-failed',
        node: 'total',
      });
    }
  });

  test('of an item that gives undefined is told so', async () => {
    const adapter = around('double', () => undefined);
    expect(await rejectionOf(driverOf(block, adapter).execute(['all']))).toMatchObject({
      code: 'lifecycle/middleware-returned-undefined',
      node: 'double',
    });
  });
});

describe('whatever ends the run', () => {
  /** Every `>` has exactly one `<`. */
  const assertPaired = (seen: readonly string[]): void => {
    const begun = seen.filter((entry) => entry.startsWith('>')).map((entry) => entry.slice(1));
    const ended = seen.filter((entry) => entry.startsWith('<')).map((entry) => entry.slice(1));
    expect(begun.length).toBeGreaterThan(0);
    expect(ended.map((entry) => entry.replace(' failed', '')).toSorted()).toEqual(begun.toSorted());
  };
  //  outer ─▶ inner ─▶ value ─┬─▶ all
  //                           └─▶ total        value waits for the test
  const waiting = (gates: PromiseWithResolvers<number>[]): Loose => ({
    outer: parallelizable(() => [0, 1]),
    inner: function* ({ outer }) {
      yield* [outer, outer];
    },
    value: ({ inner }) => {
      const gate = Promise.withResolvers<number>();
      gates.push(gate);
      return gate.promise.then((value) => value + inner);
    },
    all: collect(({ value }: { value: number[] }) => value),
    total: reduce(({ acc, value }: { acc: number; value: number }) => acc + value, 0),
    last: collect(({ all, total }: { all: number[][]; total: number[] }) => [all, total]),
  });

  test.each(['sync', 'async'])('%s hooks are paired when an item fails', async (kind) => {
    const gates: PromiseWithResolvers<number>[] = [];
    const seen: string[] = [];
    const driver = driverOf(waiting(gates), noting(seen, kind === 'async' ? quiet : undefined));
    const run = driver.execute(['last']);
    for (let i = 0; i < 20; i++) await quiet();
    expect(gates).toHaveLength(4);
    gates[2]?.reject(new RangeError('boom'));
    await rejectionOf(run);
    assertPaired(seen);
  });

  test.each(['sync', 'async'])('%s hooks are paired when it is aborted', async (kind) => {
    for (const settled of [0, 1, 2, 3, 4]) {
      const gates: PromiseWithResolvers<number>[] = [];
      const seen: string[] = [];
      const controller = new AbortController();
      const driver = driverOf(waiting(gates), noting(seen, kind === 'async' ? quiet : undefined));
      const run = driver
        .execute(['last'], { signal: controller.signal })
        .catch((error: unknown) => error);
      for (let i = 0; i < 20; i++) await quiet();
      for (const gate of gates.slice(0, settled)) gate.resolve(1);
      if (settled < 4) await quiet();
      controller.abort();
      await run;
      assertPaired(seen);
    }
  });

  test('hooks are paired when a stream is left', async () => {
    const seen: string[] = [];
    const driver = driverOf(
      { ...waiting([]), value: async ({ inner }) => inner },
      noting(seen, quiet),
    );
    for await (const _ of driver.stream('value')) break;
    assertPaired(seen);
  });

  const hooks = (['beforeNode', 'afterNode'] as const).flatMap((hook) =>
    ['outer', 'inner', 'value', 'all', 'total', 'last'].map((name) => [hook, name] as const),
  );
  test.each(hooks)(
    'hooks are paired when %s of "%s" fails',
    async (hook, name) => {
      for (const value of [
        ({ inner }: { inner: number }) => inner,
        async ({ inner }: { inner: number }) => inner,
      ]) {
        const seen: string[] = [];
        const failing: LifecycleAdapter = {
          [hook]: ({ node }: NodeCall) => {
            if (node.name === name) boom();
          },
        };
        const run = driverOf({ ...waiting([]), value }, noting(seen), failing).execute(['last']);
        expect(await rejectionOf(run)).toMatchObject({ code: 'lifecycle/hook-failed' });
        assertPaired(seen);
      }
    },
    2000,
  );
});
