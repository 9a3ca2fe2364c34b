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
    if (!isRecord(options)) throw badOptions(`was given ${kindOf(options)} for its options`);
    const { maxTasks = 64, ...others }: LocalExecutorOptions = options;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw badOptions(`has no option "${unknown}"`);
    if (!Number.isSafeInteger(maxTasks) || maxTasks < 1) {
      const given = typeof maxTasks === 'number' ? String(maxTasks) : kindOf(maxTasks);
      throw badOptions(`was given ${given} for maxTasks`);
    }
    this.capacity = maxTasks;
  }

  async open(): Promise<void> {}

  submit(task: Task): Promise<TaskOutcome> {
    return task.run();
  }

  async close(): Promise<void> {}
}

const badOptions = (what: string): IcosianError =>
  new IcosianError('executor/bad-option', `SynchronousLocalTaskExecutor ${what}.`, {
    hint: 'it may be { maxTasks: 64 }: how many asynchronous tasks overlap, at least 1',
  });
