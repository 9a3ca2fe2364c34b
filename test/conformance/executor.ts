/**
 * What every executor does: call it from the test of each.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import { describeValues } from './executor-gives-values.ts';
import { describeLife } from './executor-opens-and-closes.ts';
import { describePlaces } from './executor-runs-elsewhere.ts';
import { executorSetting, type ExecutorFacts, type MakeExecutor } from './executor-setting.ts';
import { describeTasks } from './executor-takes-tasks.ts';
import { describeTelling } from './executor-tells.ts';

export type { ExecutorFacts } from './executor-setting.ts';

/** States the contract of executors for those that `make` gives, which run as many tasks at a time as they are told. */
export function describeExecutor(name: string, make: MakeExecutor, given: ExecutorFacts): void {
  describe(`${name} as an executor`, () => {
    const setting = executorSetting(make, given);
    const { facts } = setting;

    test('has a name, and the capacity that it is told', () => {
      expect(make().name).toMatch(/./);
      expect(make().capacity).toBeGreaterThanOrEqual(1);
      expect(make({ maxTasks: 3 }).capacity).toBe(3 * facts.tasksPerWorker);
    });

    test('says whether tasks leave this thread', () => {
      expect(make().isElsewhere ?? false).toBe(facts.isElsewhere);
    });

    describeValues(setting);
    describePlaces(setting);
    describeTasks(setting);
    describeTelling(setting);
    describeLife(setting);
  });
}
