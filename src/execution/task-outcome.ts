/**
 * What comes of a task: what executors and middleware gave for it is checked, and what they threw is told apart.
 *
 * @module
 */
import type { LifecycleAdapter } from '../adapters/adapter.ts';
import { IcosianError, TaskError } from '../errors.ts';
import type { Task, TaskOutcome } from '../executors/executor.ts';
import type { TaskStep } from '../plan/plan.ts';
import { plain } from './held-values.ts';
import { adapterName } from './lifecycle.ts';
import { thrownWords } from './thrown.ts';

/** The values of a task, by the names of the nodes that it calls itself. */
export function byNode(step: TaskStep, { values }: TaskOutcome): Record<string, unknown> {
  const names = new Map(
    step.plan.steps.flatMap((inner) =>
      inner.kind === 'call' ? [[inner.slot, inner.node.name] as const] : [],
    ),
  );
  return Object.fromEntries(
    step.given.flatMap((slot, i) => {
      const name = names.get(slot);
      return name === undefined ? [] : [[name, plain(values[i])] as const];
    }),
  );
}

const isOutcome = (outcome: unknown, step: TaskStep): outcome is TaskOutcome => {
  const { values, failure } = Object(outcome) as Partial<TaskOutcome>;
  if (failure !== undefined && Object(failure) === failure) return true;
  return (
    Array.isArray(values) && values.length === step.gives.length && !values.includes(undefined)
  );
};

/** The outcome that an executor gave. Throws `TaskError` where it is none. */
export function checkedOutcome(
  outcome: unknown,
  step: TaskStep,
  task: Task,
  executor: string,
): TaskOutcome {
  if (isOutcome(outcome, step)) return outcome;
  throw new TaskError(
    'task/bad-outcome',
    `The executor ${executor} gave no outcome for the task "${task.id}".`,
    { item: task.item, hint: 'give back what task.run() gives: { values: […] }' },
  );
}

/** The outcome that middleware gave. */
export function middlewareOutcome(
  outcome: unknown,
  step: TaskStep,
  task: Pick<Task, 'id' | 'item'>,
  adapters: readonly LifecycleAdapter[],
): TaskOutcome {
  if (isOutcome(outcome, step)) return outcome;
  const names = adapters.filter((adapter) => adapter.executeTask !== undefined).map(adapterName);
  throw new IcosianError(
    'lifecycle/bad-outcome',
    `The middleware executeTask of ${names.join(', ')} gave no outcome for the task "${task.id}".`,
    { item: task.item, hint: 'return what next() gives: return next()' },
  );
}

/** What went wrong with a task: its own error, or that of its executor. */
export const taskFailure = (task: Task, executor: string, error: unknown): unknown =>
  error instanceof IcosianError
    ? error
    : new TaskError(
        'task/executor-failed',
        `The executor ${executor} failed at the task "${task.id}": ${thrownWords(error)}`,
        { cause: error, item: task.item },
      );
