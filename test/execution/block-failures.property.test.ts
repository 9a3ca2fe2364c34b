/**
 * Whatever fails, is aborted or left in nested blocks, and whenever: the run ends, every generator is closed, every
 * beforeNode has its afterNode, and the driver can be used again.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect, parallelizable, reduce, type LifecycleAdapter } from '../../src/index.ts';
import { driverOf, type Loose } from './driver-of.ts';
import { hearsEveryRejection } from './unheard.ts';

hearsEveryRejection();

const names = ['outer', 'inner', 'leaf', 'size', 'total', 'share', 'all'] as const;
type Name = (typeof names)[number];

interface Scenario {
  readonly isAsync: Readonly<Record<Name, boolean>>;
  /** After so many calls, of whichever node, a call fails. */
  readonly failsAt: number;
  /** After so many calls the run is aborted, the driver closed, or neither. */
  readonly endsAt: number;
  readonly ending: 'abort' | 'close' | 'nothing';
  readonly hooks: 'none' | 'sync' | 'async';
  readonly isStreamed: boolean;
}

const scenario: fc.Arbitrary<Scenario> = fc.record({
  isAsync: fc.record(
    Object.fromEntries(names.map((name) => [name, fc.boolean()])) as Record<
      Name,
      fc.Arbitrary<boolean>
    >,
  ),
  failsAt: fc.nat(60),
  endsAt: fc.nat(60),
  ending: fc.constantFrom('abort', 'close', 'nothing', 'nothing'),
  hooks: fc.constantFrom('none', 'none', 'sync', 'async'),
  isStreamed: fc.boolean(),
});

async function wait(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

/** What happens in a run. */
interface Happening {
  calls: number;
  open: number;
  begun: number;
}

//  outer ─▶ inner ─▶ leaf ─┬─▶ size ──────────────▶ all
//                          └─▶ total ─▶ share (leaf's second pass)
function dataflowOf(scene: Scenario, seen: Happening, end: () => void): Loose {
  const answer = <T>(name: Name, value: T): T | Promise<T> => {
    const call = ++seen.calls;
    if (call === scene.endsAt) end();
    const fails = call === scene.failsAt;
    const give = (): T => {
      if (fails) throw new Error('boom');
      return value;
    };
    return scene.isAsync[name] ? wait(call % 3).then(give) : give();
  };
  const answerNow = (value: number): number => {
    if (++seen.calls === scene.endsAt) end();
    if (seen.calls === scene.failsAt) throw new Error('boom');
    return value;
  };
  const plain = function* (values: readonly number[]): Generator<number> {
    seen.open++;
    try {
      for (const value of values) yield answerNow(value);
    } finally {
      seen.open--;
    }
  };
  const slow = async function* (name: Name, values: readonly number[]): AsyncGenerator<number> {
    seen.open++;
    try {
      for (const value of values) yield await answer(name, value);
    } finally {
      await wait(1);
      seen.open--;
    }
  };
  const items = (name: Name, values: readonly number[]): Iterable<number> =>
    // asynchronous ones are taken as well
    (scene.isAsync[name] ? slow(name, values) : plain(values)) as Iterable<number>;
  return {
    outer: parallelizable(() => items('outer', [1, 2, 3])),
    inner: parallelizable(({ outer }: { outer: number }) => items('inner', [outer, outer])),
    leaf: ({ inner }) => answer('leaf', inner),
    size: collect(({ leaf }: { leaf: number[] }) => answer('size', leaf.length)),
    total: reduce(({ acc, leaf }: { acc: number; leaf: number }) => answer('total', acc + leaf), 0),
    share: ({ leaf, total }) => answer('share', leaf / total),
    all: collect(({ size, total }: { size: number[]; total: number[] }) =>
      answer('all', [...size, ...total]),
    ),
  };
}

test('a run over nested blocks ends cleanly however it ends', () =>
  fc.assert(
    fc.asyncProperty(scenario, async (scene) => {
      const seen: Happening = { calls: 0, open: 0, begun: 0 };
      const controller = new AbortController();
      const adapter: LifecycleAdapter = {
        beforeNode: () => (seen.begun++, scene.hooks === 'async' ? wait(1) : undefined),
        afterNode: () => (seen.begun--, scene.hooks === 'async' ? wait(1) : undefined),
      };
      const end = (): void => {
        if (scene.ending === 'abort') controller.abort();
        if (scene.ending === 'close') void driver.close();
      };
      const functions = dataflowOf(scene, seen, end);
      const driver = driverOf(functions, ...(scene.hooks === 'none' ? [] : [adapter]));
      const { signal } = controller;
      const shares: unknown[] = [];
      const work = async (): Promise<void> => {
        if (!scene.isStreamed) {
          shares.push(...((await driver.execute(['share', 'all'], { signal }))['share'] as []));
          return;
        }
        for await (const share of driver.stream('share', { signal })) {
          shares.push(share);
          if (shares.length === scene.endsAt % 10) break;
        }
      };
      const failure = await work().then(
        () => undefined,
        (error: { code: string }) => error.code,
      );
      expect([undefined, 'node/failed', 'run/aborted', 'driver/closed-while-running']).toContain(
        failure,
      );
      expect(seen.begun).toBe(0);
      await wait(10);
      expect(seen.open).toBe(0);
      if (failure === undefined && !scene.isStreamed) {
        expect(shares).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
      }
      if (scene.ending === 'close') return;
      seen.calls = 1000;
      const again = await driver.execute(['share', 'all']);
      expect(again['all']).toEqual([2, 2, 2, 2, 4, 6]);
    }),
    { numRuns: 300, timeout: 3000, endOnFailure: true },
  ));
