/**
 * Large graphs. Work is counted, not timed: what touches each node more than a few times shows in the count.
 */
import { describe, expect, test } from 'vitest';
import { controlRun } from '../../src/execution/run-control.ts';
import { rootFrame } from '../../src/execution/frame.ts';
import { WaitingRoom } from '../../src/execution/waiting-room.ts';
import { Resources } from '../../src/execution/resources.ts';
import { openRun } from '../../src/execution/open-run.ts';
import { runSteps } from '../../src/execution/run-steps.ts';
import { plainRunner } from '../../src/execution/runners.ts';
import { dependsOn } from '../../src/index.ts';
import type { FunctionNode } from '../../src/nodes/node.ts';
import type { CallStep, Plan } from '../../src/plan/plan.ts';
import { driverOf, type Loose } from './driver-of.ts';

const noResources = new Resources({
  nodeNamed: () => undefined,
  config: {},
  locate: () => undefined,
});

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);

/** Node i reads node i - 1. */
const chainOf = (count: number, next: (before: number) => unknown): Loose =>
  Object.fromEntries(
    names(count).map((name, i) => [
      name,
      i === 0
        ? () => next(0)
        : dependsOn([`n${i - 1}`], (values: Record<string, number>) =>
            next(values[`n${i - 1}`] ?? NaN),
          ),
    ]),
  );

describe('a chain of 100,000 synchronous nodes', () => {
  test('runs, each node once', async () => {
    const count = 100_000;
    let calls = 0;
    const driver = driverOf(
      chainOf(count, (before) => {
        calls++;
        return before + 1;
      }),
    );
    const last = `n${count - 1}`;
    expect(await driver.execute([last])).toEqual({ [last]: count });
    expect(calls).toBe(count);
  });
});

describe('10,000 asynchronous nodes', () => {
  const count = 10_000;

  test('in a chain run one after the other', async () => {
    const last = `n${count - 1}`;
    const driver = driverOf(chainOf(count, async (before) => before + 1));
    expect(await driver.execute([last])).toEqual({ [last]: count });
  });

  test('that are independent are all under way at once, whatever order they end in', async () => {
    const gates: PromiseWithResolvers<number>[] = [];
    const leaves = names(count);
    const all = Promise.withResolvers<void>();
    const driver = driverOf({
      ...Object.fromEntries(
        leaves.map((name) => [
          name,
          () => {
            const gate = Promise.withResolvers<number>();
            if (gates.push(gate) === count) all.resolve();
            return gate.promise;
          },
        ]),
      ),
      sum: dependsOn(leaves, (values: Record<string, number>) =>
        Object.values(values).reduce((a, b) => a + b, 0),
      ),
    });
    const run = driver.execute(['sum']);
    // comes only where nobody waits for another
    await all.promise;
    gates.toReversed().forEach((gate) => gate.resolve(1));
    expect(await run).toEqual({ sum: count });
  });

  //  root ─▶ leaf 0, leaf 1, … ─▶ sum      every value comes later
  test('cost the same for each node, however many there are', async () => {
    const touches = async (leafCount: number): Promise<number> => {
      let count = 0;
      const counted = <T extends object>(target: T): T =>
        new Proxy(target, {
          get: (inner, key) => (count++, Reflect.get(inner, key) as unknown),
          set: (inner, key, value) => (count++, Reflect.set(inner, key, value)),
        });
      const step = (slot: number, slots: readonly number[]): CallStep =>
        counted<CallStep>({
          kind: 'call',
          node: node(`n${slot}`),
          slot,
          parameters: slots.map((read) => `n${read}`),
          slots: counted(slots),
          constants: undefined,
        });
      const leaves = Array.from({ length: leafCount }, (_, i) => step(i + 1, [0]));
      const sum = leafCount + 1;
      const steps = [
        step(0, []),
        ...leaves,
        step(
          sum,
          leaves.map(({ slot }) => slot),
        ),
      ];
      const plan: Plan = {
        steps,
        given: [],
        outputs: [{ name: 'sum', slot: sum, depth: 0 }],
        kept: [sum],
        imported: [],
        resources: [],
        slotCount: sum + 1,
        releasedAfter: steps.map(() => []),
      };
      count = 0;
      const values = counted<unknown[]>(Array.from({ length: sum + 1 }));
      const runner = plainRunner(controlRun(undefined), () => undefined);
      await runSteps(
        plan,
        rootFrame(values),
        openRun(
          runner,
          { most: 64, items: 0, waiting: new WaitingRoom(), closings: new Set() },
          { resources: noResources },
        ),
      );
      expect(values[sum]).toBe(1);
      return count / leafCount;
    };
    const [few, many] = [await touches(100), await touches(count)];
    expect(many).toBeLessThan(few * 1.1);
  });
});

const node = (name: string): FunctionNode => ({
  kind: 'function',
  name,
  reads: [],
  call: async () => 1,
  origin: { function: () => 1 },
  module: '',
});
