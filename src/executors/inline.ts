/**
 * The executor that runs tasks in this thread.
 *
 * @module
 */
import { IcosianError } from '../errors.ts';
import { isRecord, kindOf } from '../nodes/given.ts';
import type { Task, TaskExecutor, TaskOutcome } from './executor.ts';

/** What {@link SynchronousLocalTaskExecutor} may be told. */
export interface LocalExecutorOptions {
  /** Asynchronous tasks that overlap, at least 1. @default 64 */
  readonly maxTasks?: number;
}

/** Runs tasks in this thread: synchronous work one after another, up to `maxTasks` asynchronous tasks overlap. */
export class SynchronousLocalTaskExecutor implements TaskExecutor {
  readonly name: string = 'SynchronousLocalTaskExecutor';
  readonly capacity: number;

  /** Throws `executor/bad-option` for anything but a whole number of tasks, at least 1. */
  constructor(options: LocalExecutorOptions = {}) {
    const { maxTasks = 64, ...others } = isRecord(options) ? options : { options };
    const [wrong] = Object.entries(others);
    if (wrong !== undefined) throw badOption(...wrong);
    if (!Number.isSafeInteger(maxTasks) || (maxTasks as number) < 1)
      throw badOption('maxTasks', maxTasks);
    this.capacity = maxTasks as number;
  }

  async open(): Promise<void> {}

  submit(task: Task): Promise<TaskOutcome> {
    return task.run();
  }

  async close(): Promise<void> {}
}

const badOption = (name: string, value: unknown): IcosianError =>
  new IcosianError(
    'executor/bad-option',
    `SynchronousLocalTaskExecutor does not take the option "${name}" with ${typeof value === 'number' ? String(value) : kindOf(value)}.`,
    { hint: 'it may be { maxTasks: 64 }: how many asynchronous tasks overlap, at least 1' },
  );
