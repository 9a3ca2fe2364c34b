/**
 * The errors for workers that end, or never answer.
 *
 * @module
 */
import {
  SerializationError,
  TaskError,
  TimeoutError,
  WorkerCrashError,
  itemWords,
} from '../../errors.ts';
import type { Task } from '../executor.ts';
import type { Batch, Entry } from './entry.ts';
import type { LinkEnding } from './link.ts';

/** A worker died while it had these tasks, of which it was at one. */
export function crashed(
  worker: string,
  { how, error, hint }: LinkEnding,
  entry: Entry,
  batch: Batch,
): WorkerCrashError {
  const { task, attempt } = entry;
  const tries = attempt > 1 ? ` This was attempt ${attempt}.` : '';
  return new WorkerCrashError(
    'worker/crashed',
    `The worker ${worker} ${how} ${whileRunning(task, batch)}.${tries}`,
    {
      ...about(task),
      ...(error === undefined ? {} : { cause: error }),
      hint:
        hint ??
        (attempt > 1
          ? 'it died of it each time: see what it does there'
          : 'where its tasks may be run twice, have them tried again: { retries: 2 } for the executor'),
    },
  );
}

/** A worker took longer than the executor allows. */
export const timedOut = (
  worker: string,
  limit: number,
  { task }: Entry,
  batch: Batch,
): TimeoutError =>
  new TimeoutError(
    'worker/timeout',
    `The worker ${worker} gave no answer for ${limit} ms ${whileRunning(task, batch)}; it was ended.`,
    {
      ...about(task),
      hint: 'give the executor a longer timeout, or have the node wait for less: it hears of the end of a run by $signal',
    },
  );

function whileRunning({ nodes, item }: Task, { count, waiting }: Batch): string {
  const names = nodes.map((name) => `"${name}"`).join(', ');
  const where = item === undefined ? '' : ` at ${itemWords(item)}`;
  const others = waiting.size - 1;
  const doubt =
    count > 1 && others > 0
      ? `, or at ${others === 1 ? 'the other one' : `one of ${others} others`} in the same message`
      : '';
  return `while it ran ${names}${where}${doubt}`;
}

const about = ({ nodes, item }: Task): { readonly node?: string; readonly item: Task['item'] } => ({
  item,
  // of several, nobody knows which
  ...(nodes.length === 1 ? { node: nodes[0] as string } : {}),
});

/** A worker died before it had opened the dataflow. */
export const notOpened = (worker: string, { how, error, hint }: LinkEnding): TaskError =>
  new TaskError('worker/not-opened', `The worker ${worker} ${how} while it opened the modules.`, {
    ...(error === undefined ? {} : { cause: error }),
    hint: hint ?? 'every worker imports them once more: see that they can be imported on their own',
  });

/** A worker was closed and did not answer. */
export const notClosed = (worker: string, limit: number): TaskError =>
  new TaskError(
    'worker/not-closed',
    `The worker ${worker} did not close within ${limit} ms; it was ended.`,
    { hint: 'does the dispose of a resource wait for something that never comes?' },
  );

/** A worker did not let go of the resources of a run. */
export const notLetGo = (worker: string, limit: number): TaskError =>
  new TaskError(
    'worker/not-let-go',
    `The worker ${worker} did not let go of the resources of a run within ${limit} ms.`,
    { hint: 'does the dispose of a resource wait for something that never comes?' },
  );

/** A task cannot be sent: the error, with the task where it says of none. */
export function refusedTask(task: Task, error: unknown): unknown {
  if (!(error instanceof SerializationError) || error.item !== undefined) return error;
  const { code, message, hint, cause } = error;
  const sentence = hint === undefined ? message : message.slice(0, -`\n  → ${hint}`.length);
  const names = task.nodes.map((name) => `"${name}"`).join(', ');
  const where = task.item === undefined ? '' : ` at ${itemWords(task.item)}`;
  const details = { ...about(task), hint, ...(cause === undefined ? {} : { cause }) };
  return new SerializationError(code, `${sentence} (to ${names}${where})`, details);
}
