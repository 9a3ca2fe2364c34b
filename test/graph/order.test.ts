import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { topologicalOrder } from '../../src/graph/order.ts';

type Reads = readonly (readonly number[])[];

const anyReads = (size: number): fc.Arbitrary<Reads> =>
  fc.integer({ min: 0, max: size }).chain((n) =>
    fc.array(fc.array(fc.integer({ min: -1, max: Math.max(0, n - 1) }), { maxLength: 3 }), {
      minLength: n,
      maxLength: n,
    }),
  );

/** Numbers in a random order of definition, each reading only from those that stand before it in another one. */
const acyclicReads = (size: number): fc.Arbitrary<Reads> =>
  fc.integer({ min: 0, max: size }).chain((n) =>
    fc
      .tuple(
        fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i),
          { minLength: n },
        ),
        fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: n, maxLength: n }),
      )
      .map(([rank, picks]) => {
        const reads: number[][] = Array.from({ length: n }, () => []);
        rank.forEach((own, at) => {
          reads[own] = at === 0 ? [] : (picks[at] ?? []).map((pick) => rank[pick % at] as number);
        });
        return reads;
      }),
  );

/** Whether each number reaches each other one by reading. */
function reachable(reads: Reads): readonly (readonly boolean[])[] {
  const reach = reads.map((targets) => reads.map((_, j) => targets.includes(j)));
  reads.forEach((_, k) => {
    for (const row of reach)
      row.forEach((_known, j) => (row[j] ||= row[k] === true && reach[k]?.[j] === true));
  });
  return reach;
}

describe('topological order', () => {
  test('of nothing is empty', () => {
    expect(topologicalOrder([])).toEqual({ order: [], cycles: [] });
  });

  test('puts everything after what it reads', () => {
    fc.assert(
      fc.property(acyclicReads(12), (reads) => {
        const { order, cycles } = topologicalOrder(reads);
        expect(cycles).toEqual([]);
        expect(order.toSorted((a, b) => a - b)).toEqual(reads.map((_, i) => i));
        const position = new Map(order.map((i, at) => [i, at]));
        reads.forEach((targets, i) =>
          targets.forEach((target) =>
            expect(position.get(target)).toBeLessThan(position.get(i) ?? -1),
          ),
        );
      }),
      { numRuns: 500 },
    );
  });

  test('keeps the own order of what is in order already', () => {
    const ordered = acyclicReads(12).map((reads) =>
      reads.map((targets, i) => targets.filter((t) => t < i)),
    );
    fc.assert(
      fc.property(ordered, (reads) => {
        expect(topologicalOrder(reads).order).toEqual(reads.map((_, i) => i));
      }),
    );
  });

  test('moves something ahead only where something before it needs it', () => {
    fc.assert(
      fc.property(acyclicReads(10), (reads) => {
        const { order } = topologicalOrder(reads);
        const reach = reachable(reads);
        order.forEach((later, at) => {
          for (const earlier of order.slice(at + 1)) {
            if (earlier > later) continue;
            const isNeeded = reads.some(
              (_, reader) => reader <= earlier && reach[reader]?.[later] === true,
            );
            expect(isNeeded).toBe(true);
          }
        });
      }),
      { numRuns: 500 },
    );
  });

  test('passes over what the engine gives', () => {
    expect(topologicalOrder([[-1, 1, -1], [-1]])).toEqual({ order: [1, 0], cycles: [] });
  });

  test('of a chain of any length, either way round', () => {
    const length = 200_000;
    const up = Array.from({ length }, (_, i) => (i === 0 ? [] : [i - 1]));
    const down = Array.from({ length }, (_, i) => (i === length - 1 ? [] : [i + 1]));
    expect(topologicalOrder(up).order[length - 1]).toBe(length - 1);
    expect(topologicalOrder(down).order[0]).toBe(length - 1);
  });
});

describe('cycles', () => {
  test('of one, two and three members', () => {
    expect(topologicalOrder([[0]]).cycles).toEqual([[0]]);
    expect(topologicalOrder([[1], [0]]).cycles).toEqual([[0, 1]]);
    expect(topologicalOrder([[1], [2], [0]]).cycles).toEqual([[0, 1, 2]]);
  });

  test('leave out what only leads to them', () => {
    //  3 ─▶ 0 ─▶ 1 ⇄ 2        read against the arrows
    expect(topologicalOrder([[1], [2], [1], [0]]).cycles).toEqual([[1, 2]]);
  });

  test('that are reported are cycles', () => {
    fc.assert(
      fc.property(anyReads(8), (reads) => {
        for (const cycle of topologicalOrder(reads).cycles) {
          expect(new Set(cycle).size).toBe(cycle.length);
          cycle.forEach((member, at) => {
            expect(reads[member]).toContain(cycle[(at + 1) % cycle.length]);
          });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('are reported for every knot of things that read each other', () => {
    fc.assert(
      fc.property(anyReads(8), (reads) => {
        const reach = reachable(reads);
        const { cycles } = topologicalOrder(reads);
        const knotOf = (i: number): string =>
          reads.flatMap((_, j) => (reach[i]?.[j] && reach[j]?.[i] ? [j] : [])).join();
        const knots = new Set(reads.flatMap((_, i) => (reach[i]?.[i] ? [knotOf(i)] : [])));
        expect(new Set(cycles.map(([first]) => knotOf(first ?? -1)))).toEqual(knots);
      }),
      { numRuns: 1000 },
    );
  });

  test('do not keep the rest from being ordered', () => {
    fc.assert(
      fc.property(anyReads(8), (reads) => {
        const { order, cycles } = topologicalOrder(reads);
        expect(order.toSorted((a, b) => a - b)).toEqual(reads.map((_, i) => i));
        const closing = new Set(cycles.map((cycle) => `${cycle.at(-1)}→${cycle[0]}`));
        const position = new Map(order.map((i, at) => [i, at]));
        reads.forEach((targets, i) =>
          targets.forEach((target) => {
            if (target < 0 || closing.has(`${i}→${target}`)) return;
            expect(position.get(target)).toBeLessThan(position.get(i) ?? -1);
          }),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
