import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import type { Graph } from '../../src/graph/graph.ts';
import { parameterize } from '../../src/modifiers/parameterize.ts';
import { source, value } from '../../src/modifiers/dependency.ts';
import { planOf } from '../../src/plan/compile.ts';
import { needsOf, type Needs } from '../../src/plan/needs.ts';
import type { CallStep, Plan, Step } from '../../src/plan/plan.ts';
import {
  bare,
  graphOf,
  requests,
  told,
  wirings,
  type RandomRequest,
  type Wiring,
} from './random-requests.ts';

const needs = (
  graph: Graph,
  outputs: readonly string[],
  overridden: readonly string[] = [],
  given: readonly string[] = [],
): Needs => needsOf(graph, outputs, new Set(overridden), new Set(given));
const inWords = ({ nodes, missing }: Needs): Record<'nodes' | 'missing', readonly string[]> => ({
  nodes: nodes.map(({ node }) => node.name),
  missing: missing.map(({ node }) => node.name),
});

//  x ─▶ a ─▶ b ─▶ d        window is optional to c
//       ╰──▶ c ──╯ ◀─ window
const graph = graphOf({ a: ['x'], b: ['a'], c: ['a', 'window?'], d: ['b', 'c'], apart: ['y'] });

describe('a request needs', () => {
  test('what is upstream of its outputs, in topological order', () => {
    expect(inWords(needs(graph, ['d'], [], ['x']))).toEqual({
      nodes: ['x', 'a', 'b', 'c', 'd'],
      missing: [],
    });
    expect(inWords(needs(graph, ['b'], [], ['x', 'y']))).toEqual({
      nodes: ['x', 'a', 'b'],
      missing: [],
    });
    expect(inWords(needs(graph, ['c', 'x'], [], ['x']))).toEqual({
      nodes: ['x', 'a', 'c'],
      missing: [],
    });
  });
  test('an optional input where it is given', () => {
    expect(inWords(needs(graph, ['c'], [], ['x', 'window']))).toEqual({
      nodes: ['x', 'a', 'window', 'c'],
      missing: [],
    });
  });
  test('nothing above an override', () => {
    expect(inWords(needs(graph, ['d'], ['a']))).toEqual({
      nodes: ['a', 'b', 'c', 'd'],
      missing: [],
    });
    expect(inWords(needs(graph, ['d'], ['d']))).toEqual({ nodes: ['d'], missing: [] });
    expect(inWords(needs(graph, ['d'], ['b', 'c']))).toEqual({
      nodes: ['b', 'c', 'd'],
      missing: [],
    });
  });
  test('an override that nothing asks for changes nothing', () => {
    expect(inWords(needs(graph, ['b'], ['c', 'apart'], ['x']))).toEqual({
      nodes: ['x', 'a', 'b'],
      missing: [],
    });
  });
  test('an input may be overridden, too', () => {
    expect(inWords(needs(graph, ['a'], ['x']))).toEqual({ nodes: ['x', 'a'], missing: [] });
  });
  test('every required input: those that nobody gives are missing', () => {
    expect(inWords(needs(graph, ['d', 'apart']))).toEqual({
      nodes: ['a', 'b', 'c', 'd', 'apart'],
      missing: ['x', 'y'],
    });
  });
  test('an optional input that is an output itself', () => {
    expect(inWords(needs(graph, ['window']))).toEqual({ nodes: [], missing: ['window'] });
  });
  test('nothing for no outputs', () => {
    expect(inWords(needs(graph, []))).toEqual({ nodes: [], missing: [] });
  });

  test('what its definition says, in every graph', () => {
    fc.assert(
      fc.property(wirings(7), requests(7), (wiring, request) => {
        const made = graphOf(wiring);
        const outputs = request.outputs.filter((name) => made.byName.has(name));
        const cut = Object.keys(request.overrides);
        const given = new Set([...Object.keys(request.inputs), ...cut]);
        const [visited, required] = [new Set<string>(), new Set(outputs)];
        const visit = (name: string): void => {
          visited.add(name);
          for (const read of cut.includes(name) ? [] : (wiring[name] ?? [])) {
            if (!read.endsWith('?')) required.add(read);
            visit(bare(read));
          }
        };
        outputs.forEach(visit);
        const isAbsent = (name: string): boolean => !(name in wiring) && !given.has(name);
        const all = made.nodes.map(({ node }) => node.name);
        expect(inWords(needs(made, outputs, cut, Object.keys(request.inputs)))).toEqual({
          nodes: all.filter((name) => visited.has(name) && !isAbsent(name)),
          missing: all.filter((name) => visited.has(name) && isAbsent(name) && required.has(name)),
        });
      }),
      { numRuns: 1000 },
    );
  });
});

const callsOf = ({ steps }: { readonly steps: readonly Step[] }): readonly CallStep[] =>
  steps.flatMap((step) => (step.kind === 'call' ? [step] : []));

const planFor = (made: Graph, { outputs, inputs, overrides }: RandomRequest): Plan => {
  const cut = Object.keys(overrides);
  return planOf(made, needs(made, outputs, cut, Object.keys(inputs)), outputs, new Set(cut));
};

describe('a plan', () => {
  test('has a slot for every value, and a step for every call', () => {
    const plan = planFor(graph, { outputs: ['d', 'a'], inputs: { x: '1' }, overrides: { c: '2' } });
    expect(plan).toMatchObject({
      slotCount: 5,
      given: [
        { name: 'x', slot: 0 },
        { name: 'c', slot: 1 },
      ],
      outputs: [
        { name: 'd', slot: 4, depth: 0 },
        { name: 'a', slot: 2, depth: 0 },
      ],
      releasedAfter: [[0], [], [3, 1]],
    });
    expect(
      callsOf(plan).map(({ node, slot, parameters, slots }) => [
        node.name,
        slot,
        parameters,
        slots,
      ]),
    ).toEqual([
      ['a', 2, ['x'], [0]],
      ['b', 3, ['a'], [2]],
      ['d', 4, ['b', 'c'], [3, 1]],
    ]);
  });

  test('hands constants over beside what is read', () => {
    const fn = ({ x, by }: { x: number; by: number }): number => x * by;
    const made = buildGraph([parameterize(fn, { y: { x: source('in'), by: value(3) } })], {});
    const plan = planFor(made, { outputs: ['y'], inputs: { in: '1' }, overrides: {} });
    expect(plan.steps).toMatchObject([{ parameters: ['x'], slots: [0], constants: { by: 3 } }]);
  });

  test('takes what the engine gives from outside, once', () => {
    const fn = ({ $signal }: { $signal: AbortSignal }): boolean => $signal.aborted;
    const made = buildGraph(
      [{ a: fn, b: fn, c: ({ $attempt }: { $attempt: number }) => $attempt }],
      {},
    );
    const { given } = planFor(made, { outputs: ['a', 'b', 'c'], inputs: {}, overrides: {} });
    expect(given.map(({ name }) => name)).toEqual(['$signal', '$attempt']);
  });

  test('leaves out what is absent', () => {
    const plan = planFor(graph, { outputs: ['c'], inputs: { x: '1' }, overrides: {} });
    expect(callsOf(plan).at(-1)?.parameters).toEqual(['a']);
  });

  test('takes an output that is only given from outside', () => {
    const plan = planOf(graph, needs(graph, []), ['region'], new Set());
    expect(plan).toMatchObject({
      steps: [],
      given: [{ name: 'region', slot: 0 }],
      outputs: [{ name: 'region', slot: 0 }],
    });
  });
});

/** The value of a node by its definition. */
function naiveValue(
  wiring: Wiring,
  { inputs, overrides }: RandomRequest,
  name: string,
): string | undefined {
  if (name in overrides) return overrides[name];
  const reads = wiring[name];
  if (reads === undefined) return inputs[name];
  const given: Record<string, string> = {};
  for (const read of reads.map(bare)) {
    const found = naiveValue(wiring, { outputs: [], inputs, overrides }, read);
    if (found !== undefined) given[read] = found;
  }
  return told(name, given);
}

describe('running the steps of a plan one after the other', () => {
  test('computes the outputs; every other value is released, none before its last reader', () => {
    fc.assert(
      fc.property(wirings(8), requests(8), (wiring, request) => {
        const made = graphOf(wiring);
        const outputs = request.outputs.filter((name) => made.byName.has(name));
        const asked = { ...request, outputs };
        fc.pre(
          needs(made, outputs, Object.keys(request.overrides), Object.keys(request.inputs)).missing
            .length === 0,
        );
        const plan = planFor(made, asked);
        const values: (string | undefined)[] = Array.from({ length: plan.slotCount });
        for (const { name, slot } of plan.given)
          values[slot] = request.overrides[name] ?? request.inputs[name];
        const written = new Set(plan.given.map(({ slot }) => slot));
        callsOf(plan).forEach(({ node, slot, parameters, slots }, i) => {
          // a released value would tell on itself here
          const given = Object.fromEntries(
            parameters.map((parameter, p) => [parameter, values[slots[p] ?? -1]]),
          );
          values[slot] = told(node.name, given);
          expect(written.has(slot)).toBe(false);
          written.add(slot);
          for (const released of plan.releasedAfter[i] ?? []) {
            expect(values[released]).toBeDefined();
            values[released] = undefined;
          }
        });
        const kept = new Set(plan.outputs.map(({ slot }) => slot));
        expect(plan.outputs.map(({ slot }) => values[slot])).toEqual(
          outputs.map((name) => naiveValue(wiring, asked, name)),
        );
        expect(values.filter((held, slot) => held !== undefined && !kept.has(slot))).toEqual([]);
        expect(written.size).toBe(plan.slotCount);
      }),
      { numRuns: 1000 },
    );
  });
});
