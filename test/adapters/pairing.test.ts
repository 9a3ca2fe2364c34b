/**
 * Whatever fails or is aborted, and whenever: every beforeNode has exactly one afterNode, before afterExecute.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LifecycleAdapter } from '../../src/index.ts';
import { driverOf, quiet } from '../execution/driver-of.ts';

type Behaviour = 'sync' | 'async' | 'throws' | 'rejects';
const behaviour = fc.constantFrom<Behaviour>('sync', 'sync', 'async', 'async', 'throws', 'rejects');
const hookBehaviour = fc.constantFrom<Behaviour>(
  'sync',
  'sync',
  'sync',
  'async',
  'async',
  'async',
  'throws',
  'rejects',
);

interface Scenario {
  /** Of the functions a, b, c, d. */
  readonly nodes: readonly Behaviour[];
  /** Of two adapters, their hooks: beforeExecute, afterExecute, beforeNode, afterNode. */
  readonly hooks: readonly (readonly Behaviour[])[];
  readonly hasMiddleware: boolean;
  /** In which order those who wait go on. */
  readonly order: readonly number[];
  /** After how many of them the run is aborted. */
  readonly abortAfter: number | undefined;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  nodes: fc.array(behaviour, { minLength: 4, maxLength: 4 }),
  hooks: fc.array(fc.array(hookBehaviour, { minLength: 4, maxLength: 4 }), {
    minLength: 2,
    maxLength: 2,
  }),
  hasMiddleware: fc.boolean(),
  order: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  abortAfter: fc.option(fc.nat(10), { nil: undefined }),
});

//  a ─┬─▶ c ─┐
//     │      ├─▶ d
//  b ─┴──────┘
test('every beforeNode has exactly one afterNode before afterExecute', () =>
  fc.assert(
    fc.asyncProperty(scenario, async ({ nodes, hooks, hasMiddleware, order, abortAfter }) => {
      const waiting: (() => void)[] = [];
      const behave = (how: Behaviour | undefined): unknown => {
        if (how === 'throws') throw new Error('thrown');
        if (how === 'sync' || how === undefined) return 1;
        return new Promise((resolve, reject) => {
          waiting.push(() => (how === 'rejects' ? reject(new Error('rejected')) : resolve(1)));
        });
      };
      const logs: string[][] = [[], []];
      const adapters = hooks.map((each, i): LifecycleAdapter => {
        const log = (entry: string): number => (logs[i] as string[]).push(entry);
        return {
          beforeExecute: () => (log('>run'), behave(each[0])),
          afterExecute: () => (log('<run'), behave(each[1])),
          beforeNode: ({ node }) => (log(`>${node.name}`), behave(each[2])),
          afterNode: ({ node }) => (log(`<${node.name}`), behave(each[3])),
          ...(hasMiddleware ? { executeNode: async (_call, next) => await next() } : {}),
        };
      });
      const functions = {
        a: () => behave(nodes[0]),
        b: () => behave(nodes[1]),
        c: ({ a, b }: Record<string, unknown>) => (a && b ? behave(nodes[2]) : 0),
        d: ({ b, c }: Record<string, unknown>) => (b && c ? behave(nodes[3]) : 0),
      };
      const controller = new AbortController();
      let isOver = false;
      const run = driverOf(functions, ...adapters)
        .execute(['d'], { signal: controller.signal })
        .catch(() => undefined)
        .finally(() => (isOver = true));
      await quiet();
      for (let i = 0; waiting.length > 0; i++) {
        if (i === abortAfter) controller.abort();
        const [goOn] = waiting.splice((order[i % order.length] ?? 0) % waiting.length, 1);
        goOn?.();
        await quiet();
      }
      await run;
      expect(isOver).toBe(true);
      for (const log of logs) {
        if (log.length === 0) continue;
        expect(log[0]).toBe('>run');
        expect(log.at(-1)).toBe('<run');
        expect(log.filter((entry) => entry.endsWith('run'))).toHaveLength(2);
        for (const name of ['a', 'b', 'c', 'd']) {
          const own = log.filter((entry) => entry.endsWith(name));
          expect([[], [`>${name}`, `<${name}`]]).toContainEqual(own);
        }
      }
    }),
    {
      numRuns: 1000,
      // a hook fails for a node that is given up while another node's hook is under way
      examples: [
        [
          {
            nodes: ['sync', 'rejects', 'sync', 'sync'],
            hooks: [
              ['sync', 'sync', 'async', 'sync'],
              ['sync', 'sync', 'sync', 'throws'],
            ],
            hasMiddleware: true,
            order: [0, 0, 1, 0],
            abortAfter: 1,
          },
        ],
        [
          {
            nodes: ['sync', 'rejects', 'sync', 'sync'],
            hooks: [
              ['sync', 'sync', 'async', 'sync'],
              ['sync', 'sync', 'sync', 'throws'],
            ],
            hasMiddleware: true,
            order: [1, 1, 0, 0],
            abortAfter: 1,
          },
        ],
      ],
    },
  ));
