/**
 * A task as executors get it.
 *
 * @module
 */
import type { ItemReference } from '../errors.ts';
import type { DataflowSource, Task, TaskOutcome, TaskProgram } from '../executors/executor.ts';
import type { TaskStep } from '../plan/plan.ts';
import { plain } from './held-values.ts';
import { programOf } from '../plan/program.ts';

/** What the tasks of a run share. */
export interface TaskOrigin {
  readonly runId: string;
  readonly executors: { readonly source: DataflowSource };
  readonly given: ReadonlyMap<string, unknown>;
}

// a class, because one is made for every item: what is rarely asked for is made when it is
export class PlannedTask implements Task {
  readonly values: readonly unknown[];
  readonly #step: TaskStep;
  readonly #item: ItemReference | undefined;
  readonly #origin: TaskOrigin;
  readonly #run: (task: Task) => Promise<TaskOutcome>;

  constructor(
    step: TaskStep,
    values: readonly unknown[],
    item: ItemReference | undefined,
    origin: TaskOrigin,
    run: (task: Task) => Promise<TaskOutcome>,
  ) {
    this.#step = step;
    this.values = values;
    this.#item = item;
    this.#origin = origin;
    this.#run = run;
  }

  get id(): string {
    return taskId(this.#step.group.id, this.#item);
  }

  get dataflow(): DataflowSource {
    return this.#origin.executors.source;
  }

  get runId(): string {
    return this.#origin.runId;
  }

  get nodes(): readonly string[] {
    return this.#step.group.nodes;
  }

  get where(): 'local' | 'remote' {
    return this.#step.group.where;
  }

  get scope(): readonly string[] {
    return this.#step.group.scope;
  }

  get item(): ItemReference | undefined {
    return this.#item;
  }

  get program(): TaskProgram {
    return programOf(this.#step);
  }

  get isShared(): readonly boolean[] {
    return this.#step.isShared;
  }

  get given(): ReadonlyMap<string, unknown> {
    return this.#origin.given;
  }

  valueAt(position: number): unknown {
    return plain(this.values[position]);
  }

  run(): Promise<TaskOutcome> {
    return this.#run(this);
  }
}

/** The id of a task: that of its group, and inside blocks the item's position. */
export const taskId = (group: string, item: ItemReference | undefined): string =>
  item === undefined ? group : `${group}[${positionsOf(item).join(',')}]`;

/** The positions of an item and of those around it, outermost first. */
function positionsOf({ index, outer }: ItemReference): readonly number[] {
  return outer === undefined ? [index] : [...positionsOf(outer), index];
}
