/**
 * The engine against the simplest thing that could work: a function that calls itself for every dependency.
 */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dependsOn, NodeExecutionError } from '../../src/index.ts';
import { driverOf, quiet, type Loose } from './driver-of.ts';

/** Node i reads some of the nodes before it, and is synchronous, asynchronous, or fails in one of the two ways. */
interface NodeSpec {
  readonly reads: readonly number[];
  readonly kind: 'sync' | 'async' | 'throws' | 'rejects';
}

const nodeSpec = (i: number, kinds: readonly NodeSpec['kind'][]): fc.Arbitrary<NodeSpec> =>
  fc.record({
    reads: i === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(i - 1), { maxLength: 3 }),
    kind: fc.constantFrom(...kinds),
  });

const graphs = (...kinds: readonly NodeSpec['kind'][]): fc.Arbitrary<readonly NodeSpec[]> =>
  fc
    .integer({ min: 1, max: 14 })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, i) => nodeSpec(i, kinds))));

/** Which of the nodes are asked for: each number picks one. */
const picks = fc.array(fc.nat(), { minLength: 1, maxLength: 4 });
const picked = (nodes: readonly NodeSpec[], numbers: readonly number[]): string[] => [
  ...new Set(numbers.map((number) => `n${number % nodes.length}`)),
];

/** What node i computes from the values that it reads. */
const compute = (i: number, values: readonly number[]): number =>
  values.reduce((sum, value) => (sum * 31 + value) % 1_000_003, i + 1);

/** The value of node i, by calling itself; every dependency anew. */
const naive = (nodes: readonly NodeSpec[], i: number): number =>
  compute(
    i,
    (nodes[i]?.reads ?? []).map((read) => naive(nodes, read)),
  );

const upstream = (nodes: readonly NodeSpec[], i: number): Set<number> =>
  new Set([i, ...(nodes[i]?.reads ?? []).flatMap((read) => [...upstream(nodes, read)])]);

/** The functions of a graph, and what became of them. */
class World {
  readonly started: number[] = [];
  readonly waiting = new Map<number, PromiseWithResolvers<number>>();
  readonly functions: Loose;
  readonly #nodes: readonly NodeSpec[];

  constructor(nodes: readonly NodeSpec[]) {
    this.#nodes = nodes;
    this.functions = Object.fromEntries(
      nodes.map(({ reads }, i) => {
        const names = reads.map((read) => `n${read}`);
        const fn = (values: Record<string, number>): unknown =>
          this.#run(
            i,
            names.map((name) => values[name] ?? NaN),
          );
        return [`n${i}`, dependsOn(names, fn)];
      }),
    );
  }

  #run(i: number, values: readonly number[]): unknown {
    this.started.push(i);
    const value = compute(i, values);
    switch (this.#nodes[i]?.kind) {
      case 'throws':
        throw new Error(`n${i}`);
      case 'async':
      case 'rejects': {
        const gate = Promise.withResolvers<number>();
        this.waiting.set(i, gate);
        return gate.promise.then(() => value);
      }
      default:
        return value;
    }
  }

  /** Lets one of those who wait go on: the one that `pick` says. */
  settle(pick: number): number {
    const i = [...this.waiting.keys()][pick % this.waiting.size] ?? -1;
    const gate = this.waiting.get(i);
    this.waiting.delete(i);
    if (this.#nodes[i]?.kind === 'rejects') gate?.reject(new Error(`n${i}`));
    else gate?.resolve(0);
    return i;
  }
}

type Outcome = { values: Record<string, number> } | { error: unknown };

const outcomeOf = (run: Promise<unknown>): { outcome?: Outcome } => {
  const state: { outcome?: Outcome } = {};
  run.then(
    (values) => (state.outcome = { values: values as Record<string, number> }),
    (error: unknown) => (state.outcome = { error }),
  );
  return state;
};

describe('any graph of synchronous and asynchronous nodes', () => {
  test('has the values of the naive interpreter, each node called once and after what it reads', () =>
    fc.assert(
      fc.asyncProperty(
        graphs('sync', 'sync', 'async'),
        picks,
        fc.infiniteStream(fc.nat()),
        async (nodes, numbers, order) => {
          const world = new World(nodes);
          const outputs = picked(nodes, numbers);
          const wanted = new Set(
            outputs.flatMap((name) => [...upstream(nodes, Number(name.slice(1)))]),
          );
          const state = outcomeOf(driverOf(world.functions).execute(outputs));
          await quiet();
          const done = new Set<number>();
          while (world.waiting.size > 0) {
            // all that can run has been started: nobody waits for another that it does not read
            for (const i of wanted) {
              const isReady = (nodes[i]?.reads ?? []).every((read) => isDone(read));
              if (isReady) expect(world.started).toContain(i);
            }
            done.add(world.settle(order.next().value as number));
            await quiet();
          }
          function isDone(i: number): boolean {
            const spec = nodes[i];
            if (spec === undefined) return false;
            return spec.kind === 'async' ? done.has(i) : spec.reads.every((read) => isDone(read));
          }
          expect(state.outcome).toEqual({
            values: Object.fromEntries(
              outputs.map((name) => [name, naive(nodes, Number(name.slice(1)))]),
            ),
          });
          expect(world.started.toSorted((a, b) => a - b)).toEqual(
            [...wanted].toSorted((a, b) => a - b),
          );
          const position = new Map(world.started.map((i, at) => [i, at]));
          for (const i of world.started) {
            for (const read of nodes[i]?.reads ?? []) {
              expect(position.get(read)).toBeLessThan(position.get(i) ?? -1);
            }
          }
        },
      ),
      { numRuns: 150 },
    ));
});

describe('any graph with nodes that fail', () => {
  test('fails with the first failure, and starts nothing after it', () =>
    fc.assert(
      fc.asyncProperty(
        graphs('sync', 'async', 'async', 'throws', 'rejects'),
        picks,
        fc.infiniteStream(fc.nat()),
        async (nodes, numbers, order) => {
          const world = new World(nodes);
          const outputs = picked(nodes, numbers);
          const state = outcomeOf(driverOf(world.functions).execute(outputs));
          let firstFailure: number | undefined;
          let startedUntilThen = 0;
          const look = (settled?: number): void => {
            if (firstFailure !== undefined) return;
            const thrown = world.started.find((i) => nodes[i]?.kind === 'throws');
            if (settled !== undefined && nodes[settled]?.kind === 'rejects') firstFailure = settled;
            else firstFailure = thrown;
            startedUntilThen = world.started.length;
          };
          await quiet();
          look();
          while (world.waiting.size > 0) {
            const settled = world.settle(order.next().value as number);
            await quiet();
            look(settled);
          }
          expect(new Set(world.started).size).toBe(world.started.length);
          if (firstFailure === undefined) {
            expect(state.outcome).toHaveProperty('values');
            return;
          }
          expect(world.started).toHaveLength(startedUntilThen);
          const error = (state.outcome as { error: NodeExecutionError }).error;
          expect(error).toBeInstanceOf(NodeExecutionError);
          expect(error.node).toBe(`n${firstFailure}`);
          expect(error.cause).toMatchObject({ message: `n${firstFailure}` });
        },
      ),
      { numRuns: 150 },
    ));
});
