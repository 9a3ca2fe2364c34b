/**
 * Parallel blocks against their definition: any dataflow, any request, whatever finishes first.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AbortError, collect, NodeExecutionError, reduce } from '../../src/index.ts';
import type { ItemReference } from '../../src/errors.ts';
import { requests, type Call, type Meaning } from './block-interpreter.ts';
import { blockSketches, shapesOf, type BlockSketch } from './block-sketches.ts';
import { quiet, type Loose } from './driver-of.ts';
import { finish, start, ways, World, type Run } from './ways-to-run.ts';

function expectMeaning({ outcome, world }: Run, meaning: Meaning): void {
  if (outcome !== undefined && 'error' in outcome) throw outcome.error;
  expect(outcome).toEqual({ values: meaning.values });
  const calls = meaning.calls.map(({ node, received }) => `${node} ${received}`);
  expect(world.calls.toSorted()).toEqual(calls.toSorted());
  expect({ ...noneOf(meaning.pulls), ...world.pulls }).toEqual(meaning.pulls);
  expect(world.overlaps).toBe(0);
  expect(world.closed).toBe(world.opened);
}

const noneOf = (pulls: Meaning['pulls']): Meaning['pulls'] =>
  Object.fromEntries(Object.keys(pulls).map((name) => [name, 0]));

function expectFailure(
  { outcome, world }: Run,
  nodes: readonly BlockSketch[],
  meaning: Meaning,
  failing: Call,
): void {
  expect(outcome).toEqual({ error: expect.any(NodeExecutionError) });
  const { error } = outcome as { error: NodeExecutionError };
  expect(error.node).toBe(failing.node);
  expect(error.cause).toMatchObject({ message: failing.node });
  const node = nodes.find(({ name }) => name === failing.node);
  // which item a function stands at that gives all of its items at once is not said
  if (node?.isGenerator && node.form.endsWith('list')) return;
  const items = meaning.calls
    .filter((call) => call.node === failing.node && call.received === failing.received)
    .map(({ item }) => item);
  const failed = items.map((item) =>
    node?.isGenerator ? `${item}/${node.name}:${world.failedAfter}`.replace(/^\//, '') : item,
  );
  expect(failed).toContain(itemPath(error.item));
}

const itemPath = (item: ItemReference | undefined): string => {
  if (item === undefined) return '';
  const own = `${item.block}:${item.index}`;
  return item.outer === undefined ? own : `${itemPath(item.outer)}/${own}`;
};

const plainRequests = requests({ maxLength: 0 });
const orders = fc.infiniteStream(fc.nat());

/** One after the other, in the order in which they wait. */
function* inTurn(): Generator<number> {
  for (;;) yield 0;
}

describe('the random dataflows', () => {
  test('are of many shapes', () => {
    const counts: Record<string, number> = {};
    for (const nodes of fc.sample(blockSketches(), { numRuns: 500, seed: 1 })) {
      for (const shape of shapesOf(nodes)) counts[shape] = (counts[shape] ?? 0) + 1;
    }
    const wanted = [
      'depth 2',
      'depth 3',
      'second pass',
      'crossed passes',
      'collects and yields',
      'reduce',
      'from',
      'closes two blocks',
      'inner close',
    ];
    expect(wanted.filter((shape) => (counts[shape] ?? 0) < 20)).toEqual([]);
  });
});

describe.each(ways)('any dataflow with blocks, run $name,', ({ build }) => {
  test('has the values of the definition, each instance called once, each item pulled once', () =>
    fc.assert(
      fc.asyncProperty(plainRequests, async ({ nodes, outputs, meaning }) => {
        const world = new World(nodes);
        world.isGated = false;
        const run = start(world, build(world.functions), outputs);
        await finish(run, inTurn());
        expectMeaning(run, meaning);
      }),
      { numRuns: 300 },
    ));

  test('has them whatever finishes first, and the steps of a reduce never overlap', () =>
    fc.assert(
      fc.asyncProperty(plainRequests, orders, async ({ nodes, outputs, meaning }, order) => {
        const world = new World(nodes);
        const run = start(world, build(world.functions), outputs);
        await finish(run, order);
        expectMeaning(run, meaning);
      }),
      { numRuns: 300 },
    ));

  test('has them with overrides: a value for every item, or the items', () =>
    fc.assert(
      fc.asyncProperty(
        requests({ minLength: 1, maxLength: 2 }),
        orders,
        async ({ nodes, outputs, overrides, meaning }, order) => {
          const world = new World(nodes);
          const run = start(world, build(world.functions), outputs, { overrides });
          await finish(run, order);
          expectMeaning(run, meaning);
        },
      ),
      { numRuns: 300 },
    ));

  test('fails with the node and the item of the one call that fails, closes its generators, and can run again', () =>
    fc.assert(
      fc.asyncProperty(
        plainRequests,
        fc.record({ call: fc.nat(), after: fc.nat(4) }),
        orders,
        async ({ nodes, outputs, meaning }, { call, after }, order) => {
          const failing = meaning.calls[call % meaning.calls.length] as Call;
          const world = new World(nodes);
          world.failure = { ...failing, after };
          const driver = build(world.functions);
          const run = start(world, driver, outputs);
          await finish(run, order);
          expectFailure(run, nodes, meaning, failing);
          expect(world.closed).toBe(world.opened);

          world.forget();
          const next = start(world, driver, outputs);
          await finish(next, order);
          expectMeaning(next, meaning);
        },
      ),
      { numRuns: 300 },
    ));

  test('ends when it is aborted: nothing starts any more, the generators are closed', () =>
    fc.assert(
      fc.asyncProperty(
        plainRequests,
        fc.nat(20),
        fc.boolean(),
        orders,
        async ({ nodes, outputs, meaning }, moment, isInside, order) => {
          const world = new World(nodes);
          const controller = new AbortController();
          let startedUntilThen: number | undefined;
          const abort = (): void => {
            startedUntilThen ??= world.started;
            controller.abort();
          };
          // by one of its own functions, or while they all wait
          if (isInside) world.onStart = (started) => started > moment && abort();
          const run = start(world, build(world.functions), outputs, { signal: controller.signal });
          await quiet();
          for (let i = 0; i < moment && run.outcome === undefined; i++) {
            if (world.waiting.length > 0) world.release(order.next().value as number);
            await quiet();
          }
          if (!isInside && run.outcome === undefined) abort();
          if (startedUntilThen === undefined) {
            await finish(run, order);
            if (startedUntilThen === undefined) return expectMeaning(run, meaning);
          }
          await quiet();
          // at once, whatever still waits
          expect(run.outcome).toEqual({ error: expect.any(AbortError) });
          await world.drain();
          expect(world.started).toBe(startedUntilThen);
          expect(world.closed).toBe(world.opened);
        },
      ),
      { numRuns: 300 },
    ));
});

/** How the items of a block of 400 are used, where the first of them is the last to be done. */
type Use = 'a list' | 'a second pass' | 'a fold';

//  items ─▶ work ─▶ total          (─▶ share ─▶ shares)        400 items
class Queue {
  pulled = 0;
  readonly inWork = new Map<number, PromiseWithResolvers<void>>();
  readonly done = new Set<number>();
  mostInWork = 0;
  /** Items pulled and not done: by number, and from the oldest on. */
  mostOpen = 0;
  longestOpen = 0;
  readonly functions: Loose;

  constructor(use: Use, isAsync: boolean) {
    const total = ({ work }: { work: readonly number[] }): number =>
      work.reduce((sum, value) => sum + value, 0);
    const pull = (): void => this.#pull();
    function* items(): Generator<number> {
      for (let i = 0; i < 400; i++) {
        pull();
        yield i;
      }
    }
    async function* asyncItems(): AsyncGenerator<number> {
      yield* items();
    }
    this.functions = {
      items: isAsync ? asyncItems : items,
      work: ({ items }: { items: number }) => this.#work(items),
      ...(use === 'a fold'
        ? { total: reduce(({ acc, work }: { acc: number; work: number }) => acc + work, 0) }
        : { total: collect(total) }),
      share: ({ work, total }: { work: number; total: number }) => [work, total],
      shares: collect(({ share }: { share: unknown[] }) => share.length),
    };
  }

  get oldest(): number {
    let index = 0;
    while (this.done.has(index)) index++;
    return index;
  }

  #pull(): void {
    this.pulled++;
    this.mostOpen = Math.max(this.mostOpen, this.pulled - this.done.size);
    this.longestOpen = Math.max(this.longestOpen, this.pulled - this.oldest);
  }

  async #work(i: number): Promise<number> {
    const gate = Promise.withResolvers<void>();
    this.inWork.set(i, gate);
    this.mostInWork = Math.max(this.mostInWork, this.inWork.size);
    await gate.promise;
    this.inWork.delete(i);
    this.done.add(i);
    return i;
  }
}

describe.each(ways)('a block of 400 items, run $name,', ({ build, capacity }) => {
  test('has so many in work as there is room for, however slow the first one is', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom<Use[]>('a list', 'a second pass', 'a fold'),
        fc.boolean(),
        orders,
        async (use, isAsync, order) => {
          const queue = new Queue(use, isAsync);
          const outputs = use === 'a second pass' ? ['total', 'shares'] : ['total'];
          let outcome: unknown;
          build(queue.functions)
            .execute(outputs)
            .then(
              (values) => (outcome = values),
              (error: unknown) => (outcome = error),
            );
          await quiet();
          while (queue.inWork.size > 0) {
            const others = [...queue.inWork.keys()].filter((i) => i > 0);
            // some of them, in any order; the first one when nothing else is left
            const some = others.filter(() => (order.next().value as number) % 2 > 0);
            for (const i of some.length > 0 ? some : [others[0] ?? 0]) {
              queue.inWork.get(i)?.resolve();
            }
            await quiet();
          }
          const total = (400 * 399) / 2;
          expect(outcome).toEqual(use === 'a second pass' ? { total, shares: 400 } : { total });
          expect(queue.mostInWork).toBe(capacity);
          expect(queue.mostOpen).toBeLessThanOrEqual(use === 'a fold' ? 2 * capacity : capacity);
          if (use === 'a fold') expect(queue.longestOpen).toBeLessThanOrEqual(2 * capacity);
        },
      ),
      { numRuns: 20 },
    ));
});
