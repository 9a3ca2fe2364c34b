import { describe, expect, test } from 'vitest';
import {
  collect,
  parallelizable,
  reduce,
  type LifecycleAdapter,
  type NodeCall,
} from '../../src/index.ts';
import { driverOf, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { boom, noting } from './note-items.ts';

hearsEveryRejection();

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
