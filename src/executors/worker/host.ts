/**
 * The worker host: opens a dataflow and runs its tasks, whatever the messages come through.
 *
 * @module
 */
import { decode, loadFor } from '../../columns/codec.ts';
import { byteLengthOf, type Bytes } from '../../columns/message.ts';
import { encodedIn, Packer, unpack, type Packed } from '../../columns/parcel.ts';
import { turn } from '../../execution/behaviour.ts';
import { countNative } from '../../execution/prompt-collection.ts';
import type { HostPort, Parcel } from '../pool/link.ts';
import { HostedDataflow } from './hosted-dataflow.ts';
import { openDataflow } from './open-dataflow.ts';
import { Outcomes } from './outcomes.ts';
import type { BatchMessage, FromWorker, OpenMessage, ToWorker } from './protocol.ts';
import { tasksIn, type SentOutcome, type SentTask, type TaskValue } from './task-list.ts';

/** Serves a pool until that closes it. */
export function serve(port: HostPort): void {
  const host = new Host(port);
  port.listen((parcel) => host.receive(parcel));
}

class Host {
  readonly #port: HostPort;
  readonly #outcomes: Outcomes;
  #dataflow: HostedDataflow | undefined;
  /** Values that several tasks read. */
  readonly #shared = new Map<number, () => unknown>();
  readonly #underWay = new Map<string, number>();
  /** What is to be done, in order: one thing at a time. */
  #last: Promise<void> = Promise.resolve();

  constructor(port: HostPort) {
    this.#port = port;
    this.#outcomes = new Outcomes((message, packer) => this.#send(message, packer));
  }

  receive({ message, buffers }: Parcel): void {
    const asked = message as ToWorker;
    // at once: a task that is under way has to hear of it
    if (asked.kind === 'end' && asked.isAborted) this.#dataflow?.stop(asked.run);
    if (asked.kind === 'run') this.#count(asked.run, 1);
    // need not wait for the tasks of others
    if (asked.kind === 'end' && !this.#underWay.has(asked.run)) void this.#do(asked, buffers);
    else this.#last = this.#last.then(async () => this.#do(asked, buffers));
  }

  /** Counts the messages of a run that are not done. */
  #count(run: string, more: 1 | -1): void {
    const count = (this.#underWay.get(run) ?? 0) + more;
    if (count === 0) this.#underWay.delete(run);
    else this.#underWay.set(run, count);
  }

  #do(asked: ToWorker, buffers: readonly Bytes[]): Promise<void> | void {
    switch (asked.kind) {
      case 'open':
        return this.#open(asked, buffers);
      case 'run':
        return this.#run(asked, buffers);
      case 'end':
        for (const number of asked.forget) this.#shared.delete(number);
        return this.#end(asked.run);
      case 'close':
        return this.#close();
    }
  }

  async #open(message: OpenMessage, buffers: readonly Bytes[]): Promise<void> {
    try {
      const { config, adapters } = message;
      const packed = [
        ...config.map(([, value]) => value),
        ...adapters.map(({ options }) => options),
      ];
      await loadAll(packed, buffers);
      this.#dataflow = new HostedDataflow(message, await openDataflow(message, buffers));
    } catch (error) {
      const packer = new Packer();
      await this.#send({ kind: 'refused', error: packer.packThrown(error) }, packer);
      return;
    }
    await this.#send({ kind: 'opened' });
  }

  async #run(batch: BatchMessage, buffers: readonly Bytes[]): Promise<void> {
    // what has come meanwhile is heard first: perhaps nobody wants this any more
    await turn();
    const outcomes = this.#outcomes;
    const tasks = tasksIn(batch.tasks);
    let done = 0;
    try {
      const run = await this.#prepared(batch, buffers);
      for (const task of tasks) {
        const outcome = await run(task);
        // a program that has its result may end
        const printed = this.#port.printed();
        if (printed !== undefined) await printed;
        const sent = outcomes.add(outcome);
        done++;
        if (sent !== undefined) await sent;
      }
    } catch (error) {
      // whatever it is, somebody waits for each of them
      for (const { number } of tasks.slice(done)) {
        const failure = outcomes.packer.packThrown({ error, reports: [] });
        await outcomes.add({ number, failure, durationMs: 0 });
      }
    }
    this.#count(batch.run, -1);
    await outcomes.flush();
  }

  /** Takes in all that comes with a batch, and gives the function that runs its tasks. */
  async #prepared(
    batch: BatchMessage,
    buffers: readonly Bytes[],
  ): Promise<(task: SentTask) => Promise<SentOutcome>> {
    const dataflow = this.#dataflow;
    if (dataflow === undefined) throw new Error('a task came before its dataflow');
    // first, because the pool counts on it, whatever else fails
    for (const number of batch.forget) this.#shared.delete(number);
    for (const [number, value] of batch.shared) this.#share(number, value, buffers);
    dataflow.learn(batch);
    const packed = [...batch.shared, ...batch.given].map(([, value]) => value);
    const loading = loadAll([...packed, ...batch.tasks.values], buffers);
    if (loading !== undefined) await loading;
    const valueOf = (value: TaskValue): unknown => {
      if (!isReference(value)) return unpack(value, buffers);
      const shared = this.#shared.get(value.shared);
      if (shared === undefined) throw new Error(`a worker lacks the shared value ${value.shared}`);
      return shared();
    };
    const given = (): ReadonlyMap<string, unknown> =>
      new Map(batch.given.map(([name, value]) => [name, valueOf(value)]));
    countNative(byteLengthOf(buffers));
    return (task) => dataflow.run(batch, task, valueOf, given, this.#outcomes);
  }

  /** Keeps a value that several tasks read; it is decoded when the first one does. */
  #share(number: number, packed: Packed, buffers: readonly Bytes[]): void {
    // not the message: it holds what others read
    let encoded = encodedIn(packed, buffers);
    let value: unknown = packed;
    this.#shared.set(number, () => {
      if (encoded !== undefined) value = decode(encoded);
      encoded = undefined;
      return value;
    });
  }

  async #end(run: string): Promise<void> {
    const packer = new Packer();
    try {
      await this.#dataflow?.end(run);
      await this.#send({ kind: 'ended', run });
    } catch (error) {
      await this.#send({ kind: 'ended', run, failure: packer.packThrown(error) }, packer);
    }
  }

  async #close(): Promise<void> {
    const packer = new Packer();
    try {
      await this.#dataflow?.close();
      await this.#send({ kind: 'closed' });
    } catch (error) {
      await this.#send({ kind: 'closed', failure: packer.packThrown(error) }, packer);
    }
    this.#port.exit();
  }

  #send(message: FromWorker, packer?: Packer): void | Promise<void> {
    return this.#port.send({ message, buffers: packer?.buffers ?? [] });
  }
}

const isReference = (value: TaskValue): value is Extract<TaskValue, { shared: number }> =>
  typeof value === 'object' && value !== null && 'shared' in value;

/** Loads what is needed to read these values; undefined: nothing is. */
function loadAll(
  values: readonly TaskValue[],
  buffers: readonly Bytes[],
): Promise<unknown> | undefined {
  for (const value of values) {
    const encoded = isReference(value) ? undefined : encodedIn(value, buffers);
    const loading = encoded && loadFor(encoded);
    if (loading !== undefined) return loading;
  }
  return undefined;
}
