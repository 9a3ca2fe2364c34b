import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Packed } from '../../src/columns/parcel.ts';
import type { ItemReference } from '../../src/errors.ts';
import {
  addOutcome,
  addTask,
  emptyOutcomeList,
  emptyTaskList,
  outcomesIn,
  tasksIn,
  type OutcomeList,
  type SentOutcome,
  type SentTask,
  type TaskList,
  type TaskValue,
} from '../../src/executors/worker/task-list.ts';

const listOf = (tasks: readonly SentTask[]): TaskList => {
  const list = emptyTaskList();
  for (const task of tasks) addTask(list, task);
  return list;
};
const outcomeListOf = (outcomes: readonly SentOutcome[]): OutcomeList => {
  const list = emptyOutcomeList();
  for (const outcome of outcomes) addOutcome(list, outcome);
  return list;
};

const packed: fc.Arbitrary<Packed> = fc.oneof(
  fc.string(),
  fc.double(),
  fc.bigInt(),
  fc.constantFrom(null, undefined, true),
  fc.record({ message: fc.string(), first: fc.nat(9), count: fc.nat(3) }),
);
const value: fc.Arbitrary<TaskValue> = fc.oneof(packed, fc.record({ shared: fc.nat() }));

/** Keys of their own for all, for some, or for none. */
const indexAndKey = fc
  .tuple(fc.nat(5000), fc.option(fc.string()))
  .map(([index, key]) => ({ index, key: key ?? String(index) }));
const outer: fc.Arbitrary<ItemReference> = indexAndKey.map((own) => ({ ...own, block: 'outer' }));

/** The tasks of one program: as many values for each, and all in the same blocks. */
const tasks: fc.Arbitrary<readonly SentTask[]> = fc
  .record({
    width: fc.nat(4),
    depth: fc.integer({ min: 0, max: 2 }),
    block: fc.string({ minLength: 1 }),
  })
  .chain(({ width, depth, block }) =>
    fc
      .uniqueArray(
        fc.record({
          number: fc.nat(),
          own: indexAndKey,
          around: outer,
          values: fc.array(value, { minLength: width, maxLength: width }),
        }),
        { selector: ({ number }) => number, minLength: 1 },
      )
      .map((all) =>
        all.map(({ number, own, around, values }) => {
          const item = { ...own, block, ...(depth === 2 ? { outer: around } : {}) };
          return { number, values, item: depth === 0 ? undefined : item };
        }),
      ),
  );

const outcomes: fc.Arbitrary<readonly SentOutcome[]> = fc.nat(3).chain((width) =>
  fc
    .uniqueArray(
      fc.record({
        number: fc.nat(),
        durationMs: fc.double({ min: 0, noNaN: true }),
        values: fc.array(packed, { minLength: width, maxLength: width }),
        failure: fc.option(fc.record({ message: fc.string(), first: fc.nat(), count: fc.nat() })),
        reports: fc.option(packed.filter((own) => own !== undefined)),
      }),
      { selector: ({ number }) => number },
    )
    .map((all) =>
      all.map(({ number, durationMs, values, failure, reports }): SentOutcome => {
        // a failure has its reports in itself
        if (failure !== null) return { number, durationMs, failure };
        return { number, durationMs, values, ...(reports === null ? {} : { reports }) };
      }),
    ),
);

describe('a list of tasks', () => {
  test('gives the tasks again that went into it, in order', () => {
    fc.assert(
      fc.property(tasks, (all) => {
        expect(tasksIn(listOf(all))).toEqual(all);
      }),
    );
  });

  test('travels: it is plain data', () => {
    fc.assert(
      fc.property(tasks, (all) => {
        expect(tasksIn(structuredClone(listOf(all)))).toEqual(all);
      }),
    );
  });

  test('has no keys where items have none of their own, and no items outside of blocks', () => {
    const item = (index: number): ItemReference => ({ index, key: String(index), block: 'day' });
    const task = (number: number, own?: ItemReference): SentTask => ({
      number,
      item: own,
      values: [number],
    });
    expect(listOf([task(1), task(2)])).toEqual({ numbers: [1, 2], values: [1, 2] });
    expect(listOf([task(1, item(7)), task(2, item(8))])).toEqual({
      numbers: [1, 2],
      values: [1, 2],
      indices: [7, 8],
      block: 'day',
    });
    const monday = { ...item(9), key: 'Monday' };
    expect(listOf([task(1, item(7)), task(2, monday), task(3, item(8))]).keys).toEqual([
      '7',
      'Monday',
      '8',
    ]);
  });

  test('may be empty', () => {
    expect(tasksIn(emptyTaskList())).toEqual([]);
  });
});

describe('a list of outcomes', () => {
  test('gives the outcomes again that went into it, in order, failures and reports with their tasks', () => {
    fc.assert(
      fc.property(outcomes, (all) => {
        expect(outcomesIn(outcomeListOf(all))).toEqual(all);
      }),
    );
  });

  test('may be of failures only', () => {
    const failure = { message: 'no', first: 0, count: 0 };
    const all = [1, 2].map((number) => ({ number, durationMs: 0, failure }));
    expect(outcomesIn(outcomeListOf(all))).toEqual(all);
  });

  test('travels: it is plain data', () => {
    fc.assert(
      fc.property(outcomes, (all) => {
        expect(outcomesIn(structuredClone(outcomeListOf(all)))).toEqual(all);
      }),
    );
  });
});
