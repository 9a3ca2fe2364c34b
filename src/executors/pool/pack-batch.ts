/**
 * Tasks become a message for one worker.
 *
 * @module
 */
import type { EncodeOptions } from '../../columns/codec.ts';
import { EncodedValue } from '../../columns/encoded-value.ts';
import { eachSoon, isPrimitive, Packer } from '../../columns/parcel.ts';
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
    const packed = eachSoon(values, (value, i) => {
      if (i === program.signal || i === program.attempt) return null;
      return this.#pack(value, isShared[i] === true, () => aboutValue(task, i));
    });
    const add = (all: readonly TaskValue[]): void =>
      addTask(this.tasks, { number, item, values: all });
    return packed instanceof Promise ? packed.then(add) : add(packed);
  }

  /** What the resources of a run read. */
  given(values: ReadonlyMap<string, unknown>): Given | Promise<Given> {
    const names = [...values.keys()];
    const packed = eachSoon(names, (path) => this.#pack(values.get(path), true, () => ({ path })));
    const named = (all: readonly TaskValue[]): Given =>
      names.map((name, i) => [name, all[i]] as const);
    return packed instanceof Promise ? packed.then(named) : named(packed);
  }

  #pack(
    value: unknown,
    isShared: boolean,
    about: () => EncodeOptions,
  ): TaskValue | Promise<TaskValue> {
    if (typeof value === 'string' && isShared && value.length > longText) {
      return this.#refer(this.#values.ofText(value, about()));
    }
    if (isPrimitive(value)) return this.packer.packPrimitive(value);
    if (isShared && typeof value === 'object') {
      const shared = this.#values.of(plainList(value), about());
      return shared instanceof Promise
        ? shared.then((made) => this.#refer(made))
        : this.#refer(shared);
    }
    if (value instanceof EncodedValue) {
      const { encoded } = value;
      if (encoded !== undefined) return this.packer.packEncoded(copied(encoded));
    }
    return this.packer.pack(plain(value), about());
  }

  #refer(shared: SharedValue): TaskValue {
    this.shared.set(shared.number, shared);
    return { shared: shared.number };
  }
}

/** What errors say about a value that a task reads. */
function aboutValue({ program, dataflow, item }: Task, position: number): EncodeOptions {
  const path = program.takes[position] ?? 'value';
  const role = dataflow.graph.nodes.get(path)?.role;
  return role === 'input' || role === 'config' ? { path, item } : { path, item, node: path };
}

/** A list that the engine has gathered has to be read for that; other values stay as they are. */
const plainList = (value: object): object =>
  value instanceof EncodedValue ? value : (plain(value) as object);
