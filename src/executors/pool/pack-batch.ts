/**
 * Tasks become a message for one worker.
 *
 * @module
 */
import { EncodedValue } from '../../columns/encoded-value.ts';
import { Packer, type Packed } from '../../columns/parcel.ts';
import { plain } from '../../execution/held-values.ts';
import type { Task } from '../executor.ts';
import type { BatchMessage } from '../worker/protocol.ts';
import { addTask, emptyTaskList, type TaskList, type TaskValue } from '../worker/task-list.ts';
import type { Entry } from './entry.ts';
import { copied, type SharedValue, type SharedValues } from './shared-values.ts';

/** Bytes that are sent at once, unless one task has more. */
const mostBytes = 2 ** 20;

/** A text that is longer is worth sending once. */
const longText = 1024;

/** What becomes of tasks that are not packed. */
export interface Unpacked {
  /** What a task reads cannot travel. */
  readonly refused: (entry: Entry, error: unknown) => void;
  /** The message is full. */
  readonly left: (entries: readonly Entry[]) => void;
}

type Given = BatchMessage['given'];

/** Packs task after task; one that cannot travel fails alone. */
export class BatchPacker {
  readonly packer: Packer = new Packer();
  readonly tasks: TaskList = emptyTaskList();
  readonly shared: Map<number, SharedValue> = new Map();
  readonly #values: SharedValues;

  constructor(values: SharedValues) {
    this.#values = values;
  }

  /** Adds tasks, as many as fit; a promise where a value has to be computed first. Never fails. */
  addAll(entries: readonly Entry[], { refused, left }: Unpacked): void | Promise<void> {
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i] as Entry;
      if (this.packer.bytes > mostBytes) {
        left(entries.slice(i));
        return;
      }
      try {
        const adding = this.#add(entry);
        if (adding === undefined) continue;
        const others = entries.slice(i + 1);
        return adding
          .catch((error: unknown) => refused(entry, error))
          .then(() => this.addAll(others, { refused, left }));
      } catch (error) {
        refused(entry, error);
      }
    }
  }

  /** Adds a task. Fails with `SerializationError`, and adds nothing. */
  #add({ number, task }: Entry): void | Promise<void> {
    const { program, values, isShared, item } = task;
    const packed: (TaskValue | Promise<TaskValue>)[] = [];
    let mustWait = false;
    for (let i = 0; i < values.length; i++) {
      if (i === program.signal || i === program.attempt) {
        packed.push(null);
        continue;
      }
      const path = program.takes[i] ?? 'value';
      const node = task.dataflow.graph.nodes.get(path)?.role;
      const about =
        node === 'input' || node === 'config' ? { path, item } : { path, item, node: path };
      const value = this.#pack(values[i], isShared[i] === true, about);
      if (value instanceof Promise) {
        mustWait = true;
        // a later one may be refused before anybody waits for it
        value.catch(() => undefined);
      }
      packed.push(value);
    }
    const add = (all: readonly TaskValue[]): void =>
      addTask(this.tasks, { number, item, values: all });
    return mustWait
      ? Promise.all(packed.map(async (value) => value)).then(add)
      : add(packed as TaskValue[]);
  }

  /** What the resources of a run read. */
  given(values: ReadonlyMap<string, unknown>): Given | Promise<Given> {
    const packed = [...values].map(([name, value]) => {
      const own = this.#pack(value, true, { path: name, item: undefined });
      if (own instanceof Promise) own.catch(() => undefined);
      return [name, own] as const;
    });
    const isReady = packed.every(([, value]) => !(value instanceof Promise));
    if (isReady) return packed as (readonly [string, TaskValue])[];
    return Promise.all(packed.map(async ([name, value]) => [name, await value] as const));
  }

  #pack(
    value: unknown,
    isShared: boolean,
    about: { readonly path: string; readonly item: Task['item']; readonly node?: string },
  ): TaskValue | Promise<TaskValue> {
    if (typeof value === 'string' && isShared && value.length > longText) {
      return this.#refer(this.#values.ofText(value, about));
    }
    if (typeof value !== 'object' || value === null) return this.packer.pack(value, about);
    if (isShared) {
      const shared = this.#values.of(plainList(value), about);
      return shared instanceof Promise
        ? shared.then((made) => this.#refer(made))
        : this.#refer(shared);
    }
    if (value instanceof EncodedValue) {
      const { encoded } = value;
      if (encoded !== undefined) return this.packer.packEncoded(copied(encoded));
    }
    return this.packer.pack(plain(value), about) satisfies Packed | Promise<Packed>;
  }

  #refer(shared: SharedValue): TaskValue {
    this.shared.set(shared.number, shared);
    return { shared: shared.number };
  }
}

/** A list that the engine has gathered has to be read for that; other values stay as they are. */
const plainList = (value: object): object =>
  value instanceof EncodedValue ? value : (plain(value) as object);
