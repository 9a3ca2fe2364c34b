import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { PlanMemory } from '../../src/plan/plan-memory.ts';
import { graphOf, requests, wirings } from './random-requests.ts';

type Asked = readonly [outputs: unknown, options?: unknown];

/** The plan that a memory gives, or the message of its refusal. */
function answer(memory: PlanMemory, [outputs, options]: Asked): unknown {
  try {
    const { request, plan } = memory.plan(outputs as string[], options as object);
    const { needs, ...rest } = request;
    return { ...rest, needs: needs.nodes.map(({ index }) => index), plan };
  } catch (error) {
    return (error as Error).message;
  }
}

const expectSame = (graph: Graph, sequence: readonly Asked[]): void => {
  const memory = new PlanMemory(graph);
  for (const asked of sequence) {
    expect(answer(memory, asked)).toEqual(answer(new PlanMemory(graph), asked));
  }
};

const oddOptions = fc.constantFrom<unknown>(
  undefined,
  {},
  { signal: undefined },
  { signal: new AbortController().signal },
  { signal: 1 },
  { inputs: undefined },
  { inputs: { x: undefined } },
  { overrides: { n0: undefined } },
  { overrides: { nope: 1 } },
  { inputs: [] },
  { inputs: new Map() },
  { unknown: 1 },
  null,
  'x',
  { inputs: { n0: 1 } },
  { inputs: { xx: 1 } },
);
const oddOutputs = fc.constantFrom<unknown>(
  'n0',
  ['n0', 'n0'],
  ['nope'],
  [1],
  undefined,
  ['n0', undefined],
  [],
);

describe('a memory of plans', () => {
  test('gives the plan that planning anew would give, whatever was asked before', () => {
    const asked = fc.oneof(
      {
        weight: 6,
        arbitrary: requests(4).map(({ outputs, ...options }): Asked => [outputs, options]),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(requests(4), oddOptions)
          .map(([{ outputs }, options]): Asked => [outputs, options]),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(oddOutputs, requests(4))
          .map(([outputs, { inputs }]): Asked => [outputs, { inputs }]),
      },
    );
    // few different requests, many times
    const sequences = fc
      .array(asked, { minLength: 1, maxLength: 12 })
      .chain((few) => fc.array(fc.constantFrom(...few), { maxLength: 30 }));
    fc.assert(
      fc.property(wirings(4), sequences, (wiring, sequence) =>
        expectSame(graphOf(wiring), sequence),
      ),
      { numRuns: 300 },
    );
  });

  const graph = graphOf({ a: ['x', 'y?'], b: ['a'] });

  test('gives the same plan for the same names, with the new values', () => {
    const memory = new PlanMemory(graph);
    const first = memory.plan(['b'], { inputs: { x: 1 } });
    const second = memory.plan(['b'], { inputs: { x: 2, y: undefined } });
    expect(second.plan).toBe(first.plan);
    expect(second.request.inputs.get('x')).toBe(2);
    expect(memory.plan(['b'], { inputs: { x: 2, y: 3 } }).plan).not.toBe(first.plan);
  });

  test('does not remember what it refused', () => {
    const memory = new PlanMemory(graph);
    for (let i = 0; i < 2; i++) {
      expect(() => memory.plan(['b'])).toThrow('The input "x" is missing');
      expect(() => memory.plan(['a'], { overrides: { a: undefined } })).toThrow('is undefined');
    }
  });

  test('does not mix up a value and a promise to refuse one', () => {
    const memory = new PlanMemory(graph);
    memory.plan(['b'], { overrides: { a: 1 } });
    expect(() => memory.plan(['b'], { overrides: { a: undefined } })).toThrow('is undefined');
    expect(() => memory.plan(['b'], { overrides: { a: 1 }, signal: 'now' as never })).toThrow(
      '"signal"',
    );
  });

  test('does not follow later changes of the list of outputs', () => {
    const memory = new PlanMemory(graph);
    const outputs = ['a'];
    memory.plan(outputs, { inputs: { x: 1 } });
    outputs[0] = 'b';
    expect(memory.plan(outputs, { inputs: { x: 1 } }).plan.outputs.map(({ name }) => name)).toEqual(
      ['b'],
    );
    expect(memory.plan(['a'], { inputs: { x: 1 } }).plan.outputs.map(({ name }) => name)).toEqual([
      'a',
    ]);
  });

  test('forgets the oldest of many', () => {
    const memory = new PlanMemory(graph);
    const first = memory.plan(['a'], { inputs: { x: 1 } });
    for (let i = 0; i < 8; i++) memory.plan(['a'], { inputs: { x: 1, [`more${i}`]: 1 } });
    const again = memory.plan(['a'], { inputs: { x: 1 } });
    expect(again.plan).not.toBe(first.plan);
    expect(again.plan).toEqual(first.plan);
  });
});
