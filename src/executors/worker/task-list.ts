/**
 * Tasks and outcomes in messages: lists of plain values, because what costs in a message are its objects.
 *
 * @module
 */
import type { Packed } from '../../columns/parcel.ts';
import type { ItemReference } from '../../errors.ts';

/** A value that was sent before, or comes along: several tasks read it. */
export interface SharedReference {
  readonly shared: number;
}

export type TaskValue = Packed | SharedReference;

/** A task as it is sent. */
export interface SentTask {
  readonly number: number;
  readonly item: ItemReference | undefined;
  readonly values: readonly TaskValue[];
}

/** Tasks of one program; where that lies in blocks, each has an item. */
export interface TaskList {
  readonly numbers: number[];
  /** Those of all tasks, one after the other. */
  readonly values: TaskValue[];
  /** The positions of the items, and the block; absent outside of blocks. */
  indices?: number[];
  block?: string;
  /** The keys of the items; absent: they have none of their own. */
  keys?: string[];
  /** The items around them; absent: there are none. */
  outers?: ItemReference[];
}

export const emptyTaskList = (): TaskList => ({ numbers: [], values: [] });

export function addTask(list: TaskList, { number, item, values }: SentTask): void {
  const position = list.numbers.push(number) - 1;
  for (const value of values) list.values.push(value);
  if (item === undefined) return;
  const { index, key, block, outer } = item;
  (list.indices ??= []).push(index);
  list.block = block;
  if (outer !== undefined) (list.outers ??= []).push(outer);
  if (list.keys === undefined && key === String(index)) return;
  // those before it have none of their own
  list.keys ??= list.indices.slice(0, position).map(String);
  list.keys.push(key);
}

/** The tasks of a list, in order. */
export function tasksIn(list: TaskList): readonly SentTask[] {
  const { numbers, values } = list;
  const width = values.length / numbers.length;
  return numbers.map((number, i) => ({
    number,
    item: itemIn(list, i),
    values: values.slice(i * width, (i + 1) * width),
  }));
}

function itemIn(
  { indices, block = '', keys, outers }: TaskList,
  i: number,
): ItemReference | undefined {
  const index = indices?.[i];
  if (index === undefined) return undefined;
  const outer = outers?.[i];
  const key = keys?.[i] ?? String(index);
  return { index, key, block, ...(outer === undefined ? {} : { outer }) };
}

/** What came of a task, as it is sent. */
export interface SentOutcome {
  readonly number: number;
  readonly durationMs: number;
  /** Absent: it failed. */
  readonly values?: readonly Packed[];
  /** A record: `{ error, reports }`. */
  readonly failure?: Packed;
  readonly reports?: Packed;
}

/** Outcomes of tasks of one program. */
export interface OutcomeList {
  readonly numbers: number[];
  readonly durations: number[];
  /** Those of all that did not fail, one after the other. */
  readonly values: Packed[];
  /** By number. */
  readonly failures: (readonly [number: number, failure: Packed])[];
  readonly reports: (readonly [number: number, reports: Packed])[];
}

export const emptyOutcomeList = (): OutcomeList => ({
  numbers: [],
  durations: [],
  values: [],
  failures: [],
  reports: [],
});

export function addOutcome(list: OutcomeList, outcome: SentOutcome): void {
  const { number, durationMs, values, failure, reports } = outcome;
  list.numbers.push(number);
  list.durations.push(durationMs);
  if (failure !== undefined) list.failures.push([number, failure]);
  else for (const value of values ?? []) list.values.push(value);
  if (reports !== undefined) list.reports.push([number, reports]);
}

/** The outcomes of a list, in order. */
export function outcomesIn(list: OutcomeList): readonly SentOutcome[] {
  const { numbers, durations, values } = list;
  const failures = new Map(list.failures);
  const reports = new Map(list.reports);
  const width = values.length / (numbers.length - failures.size);
  let at = 0;
  return numbers.map((number, i): SentOutcome => {
    const durationMs = durations[i] as number;
    const failure = failures.get(number);
    if (failure !== undefined) return { number, durationMs, failure };
    const told = reports.get(number);
    const own = values.slice(at, at + width);
    at += width;
    return { number, durationMs, values: own, ...(told === undefined ? {} : { reports: told }) };
  });
}
