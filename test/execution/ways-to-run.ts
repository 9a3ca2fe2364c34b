/**
 * The ways in which a dataflow of loose functions can be run in this thread, and the functions of a random dataflow
 * that keep a record of their run. All ways give the same values.
 *
 * @module
 */
import { expect } from 'vitest';
import {
  collect,
  dependsOn,
  parallelizable,
  reduce,
  type Builder,
  type DictKind,
  type UntypedDriver,
} from '../../src/index.ts';
import { inputs, type Overrides } from './block-interpreter.ts';
import { isCollected, placesOf, type BlockSketch, type Place } from './block-sketches.ts';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  SynchronousLocalTaskExecutor,
  type GroupingStrategy,
  type NodeGroup,
  type TaskExecutor,
} from '../../src/executors/index.ts';
import { driverWith, quiet, type Loose } from './driver-of.ts';
import {
  initialOf,
  itemsOf,
  stepOf,
  textOf,
  valueOf,
  type Arguments,
  type Value,
} from './sketch-values.ts';

export interface Way {
  readonly name: string;
  /** Asynchronous items of one block that overlap at most. */
  readonly capacity: number;
  readonly build: (functions: Loose) => UntypedDriver<DictKind>;
}

const inThisThread = new SynchronousLocalTaskExecutor();
const some = (capacity: number): TaskExecutor =>
  new SynchronousLocalTaskExecutor({ maxTasks: capacity });

const way = (name: string, settle: (builder: Builder) => Builder, capacity = 64): Way => ({
  name,
  capacity,
  build: (functions) => driverWith(functions, settle),
});

export const ways: readonly Way[] = [
  way('by default', (builder) => builder),
  way('with few items at once', (builder) => builder.withLocalExecutor(some(3)), 3),
  way('inside hooks', (builder) => builder.withAdapters({ beforeNode: () => undefined })),
  way('inside hooks that wait', (builder) =>
    builder.withAdapters({ beforeNode: async () => {}, executeNode: async (_, next) => next() }),
  ),
  way('by tasks', (builder) => builder.enableDynamicExecution()),
  way(
    'by tasks of which few run at once',
    (builder) => builder.enableDynamicExecution().withLocalExecutor(some(3)),
    3,
  ),
  way('by tasks of inner items', (builder) =>
    builder.withGroupingStrategy(new GroupByRepeatableBlocks({ level: 'inner' })),
  ),
  way('node by node', (builder) => builder.withGroupingStrategy(new GroupNodesIndividually())),
  way(
    'node by node, one at a time',
    (builder) =>
      builder.withGroupingStrategy(new GroupNodesIndividually()).withLocalExecutor(some(1)),
    1,
  ),
  way('level by level', (builder) => builder.withGroupingStrategy(new GroupNodesByLevel())),
  way('all as one', (builder) => builder.withGroupingStrategy(new GroupNodesAllAsOne())),
  way('in groups of two', (builder) => builder.withGroupingStrategy(pairs)),
  way(
    'on two executors',
    (builder) => builder.withLocalExecutor(some(2)).withRemoteExecutor(some(4)),
    4,
  ),
  way('inside hooks of tasks that wait', (builder) =>
    builder.withAdapters({
      onItemsExpanded: async () => {},
      beforeTaskSubmit: async () => {},
      beforeTask: async () => {},
      executeTask: async (_, next) => next(),
      afterTask: async () => {},
      afterTaskReturn: async () => {},
    }),
  ),
  way('by tasks that a manager sends about', (builder) =>
    builder.withExecutionManager({
      executors: [inThisThread, late],
      executorFor: ({ scope }) => (scope.length === 0 ? inThisThread : late),
    }),
  ),
];

/** Neighbours run together; a strategy as a user may write it. */
export const pairs: GroupingStrategy = {
  name: 'pairs',
  expands: ({ scope }) => scope.length % 2 === 0,
  group: ({ members }) => {
    const groups: NodeGroup[] = [];
    for (let i = 0; i < members.length; i += 2) {
      const ids = members.slice(i, i + 2).map(({ id }) => id);
      groups.push({ members: ids, where: i % 4 === 0 ? 'remote' : 'local' });
    }
    return groups;
  },
};

/** An executor that takes its time. */
const late: TaskExecutor = {
  name: 'late',
  capacity: 64,
  open: async () => {},
  submit: async (task) => {
    await Promise.resolve();
    const outcome = await task.run();
    await Promise.resolve();
    return outcome;
  },
  close: async () => {},
};

type Given = Readonly<Record<string, unknown>>;

/** The one call that fails; of a generator, after so many items. */
export interface Failure {
  readonly node: string;
  readonly received: string;
  readonly after: number;
}

/** The functions of a dataflow, and what became of them. */
export class World {
  readonly functions: Loose;
  /** Every call, as its node and what it received. */
  calls: string[] = [];
  pulls: Record<string, number> = {};
  readonly waiting: PromiseWithResolvers<void>[] = [];
  /** Calls and pulls. */
  started = 0;
  opened = 0;
  closed = 0;
  /** Steps of one reduce that ran while another one did. */
  overlaps = 0;
  failure: Failure | undefined;
  /** After how many items the generator failed that had to. */
  failedAfter: number | undefined;
  /** What asynchronous functions wait for: the test, or nothing. */
  isGated = true;
  onStart: ((started: number) => void) | undefined;
  readonly #folds = new WeakMap<object, { isBusy: boolean }>();

  readonly #places: ReadonlyMap<string, Place>;

  constructor(nodes: readonly BlockSketch[]) {
    this.#places = placesOf(nodes);
    this.functions = Object.fromEntries(nodes.map((node) => [node.name, this.#functionOf(node)]));
  }

  /** Lets one of those who wait go on: the one that `pick` says. */
  release(pick: number): void {
    this.waiting.splice(pick % this.waiting.length, 1)[0]?.resolve();
  }

  /** Lets all go on, until nothing waits any more. */
  async drain(): Promise<void> {
    await quiet();
    while (this.waiting.length > 0) {
      for (const gate of this.waiting.splice(0)) gate.resolve();
      await quiet();
    }
  }

  /** Forgets what was, and what has to fail. */
  forget(): void {
    this.calls = [];
    this.pulls = {};
    this.failure = undefined;
  }

  #functionOf(node: BlockSketch): Loose[string] {
    const names = node.reads.map(({ name, isOptional }) => (isOptional ? `${name}?` : name));
    if (node.readsItem) names.push('$item?');
    if (node.kind === 'reduce') {
      const initial = node.makesInitial ? () => [...initialOf(node)] : initialOf(node);
      return reduce(dependsOn(['acc', ...names], this.#step(node)) as never, initial as never);
    }
    const fn = dependsOn(names, node.isGenerator ? this.#opening(node) : this.#calling(node));
    const closing =
      node.kind === 'collect'
        ? collect(fn, node.from === undefined ? {} : { from: node.from })
        : fn;
    return node.isGenerator && node.form.endsWith('list')
      ? parallelizable(closing as unknown as () => Value[])
      : closing;
  }

  readonly #calling =
    (node: BlockSketch) =>
    (given: Given): unknown => {
      const { received, fails } = this.#begin(node, given);
      return this.#given(node.isAsync, fails, () => valueOf(node, received));
    };

  readonly #step =
    (node: BlockSketch) =>
    (given: Given): unknown => {
      const { received, fails } = this.#begin(node, given);
      const fold = this.#folds.get(given['acc'] as object) ?? { isBusy: false };
      if (fold.isBusy) this.overlaps++;
      fold.isBusy = true;
      return this.#given(node.isAsync, fails, () => {
        const acc = stepOf(node, received);
        this.#folds.set(acc, fold);
        fold.isBusy = false;
        return acc;
      });
    };

  #opening(node: BlockSketch): (given: Given) => unknown {
    // eslint-disable-next-line no-this-alias -- generator functions have a `this` of their own
    const world = this;
    switch (node.form) {
      case 'generator':
        return function* (given: Given): Generator<Value> {
          const items = world.#open(node, given);
          try {
            for (const item of items) {
              world.started++;
              world.#pull(node, item);
              yield item.value;
            }
          } finally {
            world.closed++;
          }
        };
      case 'async generator':
        return async function* (given: Given): AsyncGenerator<Value> {
          const items = world.#open(node, given);
          try {
            for (const item of items) {
              world.started++;
              if (node.isAsync) await world.#gate();
              world.#pull(node, item);
              yield item.value;
            }
          } finally {
            world.closed++;
          }
        };
      case 'list':
      case 'promised list':
        return (given) => {
          const { received, fails } = this.#begin(node, given);
          return this.#given(node.form === 'promised list', fails, () => {
            const items = itemsOf(node, received);
            this.pulls[node.name] = (this.pulls[node.name] ?? 0) + items.length;
            return items;
          });
        };
    }
  }

  /** The items of a generator, and where it fails. */
  #open(node: BlockSketch, given: Given): readonly { value: Value; fails: boolean }[] {
    this.opened++;
    const { received, fails } = this.#begin(node, given);
    const items = itemsOf(node, received).map((value) => ({ value, fails: false }));
    const after = (this.failure?.after ?? 0) % (items.length + 1);
    if (!fails) return items;
    this.failedAfter = after;
    return [...items.slice(0, after), { value: 0, fails }];
  }

  #pull(node: BlockSketch, { fails }: { fails: boolean }): void {
    if (fails) throw new Error(node.name);
    this.pulls[node.name] = (this.pulls[node.name] ?? 0) + 1;
    this.onStart?.(this.started);
  }

  #begin(node: BlockSketch, given: Given): { received: Arguments; fails: boolean } {
    const received: Record<string, Value> = {};
    for (const [name, value] of Object.entries(given)) {
      if (name !== '$item') received[name] = value as Value;
      else if (value !== undefined) received[name] = indexIn(value);
    }
    if (node.emptiesLists) this.#emptyLists(node, received, given);
    const text = textOf(received);
    this.calls.push(`${node.name} ${text}`);
    this.started++;
    // a generator goes on to its first item
    if (!node.isGenerator) this.onStart?.(this.started);
    const fails = this.failure?.node === node.name && this.failure.received === text;
    return { received, fails };
  }

  /** The lists that a collect receives are its own: it keeps what is in them, and leaves them empty. */
  #emptyLists(node: BlockSketch, received: Record<string, Value>, given: Given): void {
    for (const { name } of node.reads) {
      if (!isCollected(node, name, this.#places)) continue;
      received[name] = [...(received[name] as readonly Value[])];
      (given[name] as Value[]).length = 0;
    }
  }

  #given(isAsync: boolean, fails: boolean, compute: () => unknown): unknown {
    const give = (): unknown => {
      if (fails) throw new Error(this.failure?.node);
      return compute();
    };
    return isAsync ? this.#gate().then(give) : give();
  }

  #gate(): Promise<void> {
    if (!this.isGated) return Promise.resolve();
    const gate = Promise.withResolvers<void>();
    this.waiting.push(gate);
    return gate.promise;
  }
}

const indexIn = (item: unknown): number => {
  const { index, key } = item as { index: number; key: string };
  expect(key).toBe(String(index));
  return index;
};

/** A run that is under way, and its end. */
export interface Run {
  readonly world: World;
  outcome?: { readonly values: unknown } | { readonly error: unknown };
}

export function start(
  world: World,
  driver: UntypedDriver<DictKind>,
  outputs: readonly string[],
  options: { overrides?: Overrides; signal?: AbortSignal } = {},
): Run {
  const run: Run = { world };
  driver.execute([...outputs], { inputs, ...options }).then(
    (values) => (run.outcome = { values }),
    (error: unknown) => (run.outcome = { error }),
  );
  return run;
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets one after the other go on, as `order` says, until the run has ended. */
export async function finish(run: Run, order: Iterator<number>): Promise<void> {
  for (let idle = 0; run.outcome === undefined; idle++) {
    if (idle > 2000) throw new Error(`the run is stuck after ${run.world.calls.join('; ')}`);
    const pick = order.next().value as number;
    if (run.world.waiting.length > 0) {
      run.world.release(pick);
      idle = 0;
    }
    // some go on at the same time
    if (pick % 3 < 2) await turn();
  }
  await run.world.drain();
}
