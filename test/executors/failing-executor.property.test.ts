/**
 * Whatever an executor does with its tasks, and whenever the run is aborted: the run ends, and the driver is as good as
 * new.
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
  type Task,
  type TaskOutcome,
} from '../../src/executors/index.ts';
import { collect, reduce } from '../../src/index.ts';
import { driverWith, quiet, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { executorWith, never } from './own.ts';

hearsEveryRejection();

//  region ─▶ month ─▶ size ─┬─▶ sizes ─┬─▶ share ─▶ shares ─▶ last      share: a second pass over the months
//                           └──────────┘                      │
//                    size ─▶ total ───────────────────────────┘
const functions: Loose = {
  region: function* () {
    yield* [1, 2, 3];
  },
  month: function* ({ region }) {
    for (let i = 0; i < region; i++) yield i;
  },
  size: async ({ month }) => month + 1,
  sizes: collect(({ size }: { size: number[] }) => size.length),
  share: ({ size, sizes }) => size / sizes,
  shares: collect(({ share }: { share: number[] }) => share.length),
  total: reduce(({ acc, size }: { acc: number; size: number }) => acc + size, 0),
  last: collect(({ shares, total }: { shares: number[]; total: number[] }) => [shares, total]),
};
const right = {
  last: [
    [1, 2, 3],
    [1, 3, 6],
  ],
};

const strategies = [
  new GroupByRepeatableBlocks(),
  new GroupByRepeatableBlocks({ level: 'inner' }),
  new GroupNodesIndividually(),
  new GroupNodesByLevel(),
  new GroupNodesAllAsOne(),
];

const behaviours = ['runs', 'waits', 'throws', 'rejects', 'fails later', 'lies', 'never'] as const;
type Behaviour = (typeof behaviours)[number];

const scenario = fc.record({
  strategy: fc.constantFrom(...strategies),
  capacity: fc.integer({ min: 1, max: 4 }),
  /** What the executor does with the first tasks; it runs or delays all others. */
  odd: fc.array(fc.tuple(fc.nat(12), fc.constantFrom<Behaviour>(...behaviours)), { maxLength: 2 }),
  isSlow: fc.array(fc.boolean(), { minLength: 30, maxLength: 30 }),
  /** In which order those that wait go on. */
  order: fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
  abortAfter: fc.option(fc.nat(12), { nil: undefined }),
});

test('a run ends, and the next one has the whole executor', () =>
  fc.assert(
    fc.asyncProperty(scenario, async ({ strategy, capacity, odd, isSlow, order, abortAfter }) => {
      let submitted = 0;
      let isOdd = true;
      const waiting: (() => void)[] = [];
      /** Of each run, its tasks under way. */
      const underWay = new Map<string, number>();
      let most = 0;
      const behave = async (task: Task, how: Behaviour): Promise<TaskOutcome> => {
        switch (how) {
          case 'runs':
            return task.run();
          case 'waits':
          case 'fails later':
            await new Promise<void>((resolve) => waiting.push(resolve));
            if (how === 'fails later') throw new Error('later');
            return task.run();
          case 'lies':
            return { values: [] as unknown[], more: 1 } as TaskOutcome;
          case 'never':
            return never();
          case 'rejects':
          case 'throws':
            throw new Error(how);
        }
      };
      const submit = (task: Task): Promise<TaskOutcome> => {
        const position = submitted++;
        const [, how] = odd.find(([at]) => isOdd && at === position) ?? [];
        if (how === 'throws') throw new Error('thrown');
        const count = (underWay.get(task.runId) ?? 0) + 1;
        underWay.set(task.runId, count);
        most = Math.max(most, count);
        const ended = (): unknown => underWay.set(task.runId, (underWay.get(task.runId) ?? 0) - 1);
        const slow = isSlow[position % isSlow.length] === true ? 'waits' : 'runs';
        return behave(task, how ?? slow).finally(ended);
      };
      const executor = executorWith({ capacity, submit });
      const driver = driverWith(functions, (builder) =>
        builder.withGroupingStrategy(strategy).withRemoteExecutor(executor),
      );
      const play = async (signal?: AbortController): Promise<PromiseSettledResult<unknown>> => {
        let outcome: PromiseSettledResult<unknown> | undefined;
        const options = signal === undefined ? {} : { signal: signal.signal };
        void Promise.allSettled([driver.execute(['last'], options)]).then(
          ([settled]) => (outcome = settled),
        );
        await quiet();
        for (let i = 0; outcome === undefined; i++) {
          if (i === abortAfter) signal?.abort();
          const [goOn] = waiting.splice((order[i % order.length] ?? 0) % waiting.length, 1);
          goOn?.();
          await quiet();
          // what never comes back ends with the signal only
          if (i > 200) signal?.abort();
          if (i > 400) throw new Error('the run is stuck');
        }
        return outcome;
      };
      const first = await play(new AbortController());
      const isHarmless = odd.every(([, how]) => how === 'runs' || how === 'waits');
      if (first.status === 'fulfilled') expect(first.value).toEqual(right);
      else expect(isHarmless && abortAfter === undefined).toBe(false);
      isOdd = false;
      waiting.splice(0).forEach((goOn) => goOn());
      await quiet();
      expect(await play()).toEqual({ status: 'fulfilled', value: right });
      expect(most).toBeLessThanOrEqual(capacity);
      await driver.close();
    }),
    { numRuns: 300 },
  ));
