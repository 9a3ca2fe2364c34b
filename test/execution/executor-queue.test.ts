import { describe, expect, test } from 'vitest';
import { ExecutorQueue, type SubmittedTask } from '../../src/execution/executor-queue.ts';
import type { Task, TaskExecutor, TaskOutcome } from '../../src/executors/executor.ts';

type Program = Task['program'];

const programOf = (id: string): Program => ({
  data: undefined,
  id,
  scope: [],
  nodes: [],
  takes: [],
  gives: [],
  resources: [],
});
const large = programOf('large');
const small = programOf('small');

/** A queue for an executor that keeps its tasks for ever; `batches` says how many of a program it takes for one. */
function queueOf(capacity: number, batches?: ReadonlyMap<Program, number>) {
  const begun: string[] = [];
  const executor: TaskExecutor = {
    name: 'fake',
    capacity,
    ...(batches && { batchOf: (program: Program) => batches.get(program) ?? 1 }),
    open: async () => undefined,
    submit: (task) => {
      begun.push(task.program.id);
      return new Promise<TaskOutcome>(() => undefined);
    },
    close: async () => undefined,
  };
  let released = 0;
  const queue = new ExecutorQueue(executor, () => {
    released++;
  });
  const submit = (
    program: Program,
    count = 1,
    { run = queue, isUrgent = false }: { run?: object; isUrgent?: boolean } = {},
  ): readonly SubmittedTask[] =>
    Array.from({ length: count }, () =>
      queue.submit(run, { program } as Task, new AbortController().signal, isUrgent),
    );
  /** How many of each program were begun since one asked last. */
  const newlyBegun = (): object => {
    const counts = { large: 0, small: 0 };
    for (const id of begun.splice(0)) counts[id as keyof typeof counts]++;
    return counts;
  };
  return { queue, submit, newlyBegun, released: () => released };
}

describe('an executor gets', () => {
  test('as many tasks as it takes, the others when one is released', () => {
    const { queue, submit, newlyBegun, released } = queueOf(2);
    const [first] = submit(large, 5);
    expect(newlyBegun()).toEqual({ large: 2, small: 0 });
    expect([queue.waiting, queue.hasRoom]).toEqual([3, false]);
    first?.release();
    first?.release();
    expect(newlyBegun()).toEqual({ large: 1, small: 0 });
    expect([queue.waiting, released()]).toEqual([2, 1]);
  });

  test('one by one where it does not say that tasks are small', () => {
    expect(queueOf(3).queue.most(small)).toBe(3);
  });

  test('many tasks of a small program, and no more of a large one than its capacity', () => {
    const { queue, submit, newlyBegun } = queueOf(2, new Map([[small, 4]]));
    expect([queue.most(small), queue.most(large)]).toEqual([8, 2]);
    const smallOnes = submit(small, 20);
    expect(newlyBegun()).toEqual({ large: 0, small: 8 });
    // twelve small ones stand before it
    submit(large, 5);
    smallOnes.forEach(({ release }) => release());
    expect(newlyBegun()).toEqual({ large: 2, small: 12 });
    expect(queue.waiting).toBe(3);
  });

  test('small tasks in the room that large ones leave', () => {
    const { queue, submit, newlyBegun } = queueOf(2, new Map([[small, 4]]));
    submit(large);
    expect(queue.hasRoom).toBe(true);
    submit(small, 10);
    expect(newlyBegun()).toEqual({ large: 1, small: 4 });
    expect(queue.hasRoom).toBe(false);
  });

  test('an urgent task at once; it takes up room nevertheless', () => {
    const { queue, submit, newlyBegun } = queueOf(1);
    submit(large);
    const [urgent] = submit(large, 1, { isUrgent: true });
    expect(newlyBegun()).toEqual({ large: 2, small: 0 });
    submit(large);
    urgent?.release();
    expect(newlyBegun()).toEqual({ large: 0, small: 0 });
    expect([queue.waiting, queue.hasRoom]).toEqual([1, false]);
  });
});

describe('room is free again', () => {
  test.each(Array.from({ length: 64 }, (_, i) => [4 * i + 1, 1 + (i % 5)]))(
    'all of it, however %i parts of each of %i rooms add up',
    (batch, capacity) => {
      const { submit, newlyBegun } = queueOf(capacity, new Map([[small, batch]]));
      const tasks = submit(small, 2 * batch * capacity);
      expect(newlyBegun()).toEqual({ large: 0, small: batch * capacity });
      // the next one each time
      tasks.slice(0, batch * capacity).forEach(({ release }) => release());
      expect(newlyBegun()).toEqual({ large: 0, small: batch * capacity });
      tasks.forEach(({ release }) => release());
      submit(large, capacity + 1);
      expect(newlyBegun()).toEqual({ large: capacity, small: 0 });
    },
  );

  test('as it was taken up, where a program turns out to be smaller meanwhile', () => {
    const batches = new Map<Program, number>();
    const { queue, submit, newlyBegun } = queueOf(2, batches);
    const tasks = submit(small, 2);
    batches.set(small, 10);
    tasks.forEach(({ release }) => release());
    expect(queue.hasRoom).toBe(true);
    submit(small, 40);
    expect(newlyBegun()).toEqual({ large: 0, small: 22 });
  });

  test('when a run is over, whose waiting tasks never begin', () => {
    const { queue, submit, newlyBegun } = queueOf(2);
    const [over, other] = [{}, {}];
    submit(large, 4, { run: over });
    submit(small, 3, { run: other });
    queue.drop(over);
    expect(newlyBegun()).toEqual({ large: 2, small: 2 });
    expect(queue.waiting).toBe(1);
  });
});
