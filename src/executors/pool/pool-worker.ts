/**
 * One worker of a pool: what it is at, and what it has been sent.
 *
 * @module
 */
import type { Bytes } from '../../columns/message.ts';
import { unpack, type Packed, type Packer } from '../../columns/parcel.ts';
import { now } from '../../execution/behaviour.ts';
import type { TaskProgram } from '../executor.ts';
import type { BatchMessage, FromWorker, OpenMessage, ToWorker } from '../worker/protocol.ts';
import type { OutcomeList } from '../worker/task-list.ts';
import type { Batch } from './entry.ts';
import type { LinkEnding, Parcel, StartWorker, WorkerLink } from './link.ts';
import type { BatchPacker } from './pack-batch.ts';
import type { SharedValue } from './shared-values.ts';

/** Bytes of shared values that a worker keeps, beside those that its last message needs. */
const mostSharedBytes = 256 * 2 ** 20;
/** Shared values that a worker keeps. */
const mostShared = 1000;
/** Programs that a worker keeps. */
const mostPrograms = 256;

/** What a pool wants to know of a worker. */
export interface PoolWorkerEvents {
  readonly done: (outcomes: OutcomeList, buffers: readonly Bytes[]) => void;
  /** Once; whatever it was at is in `batches`. */
  readonly ended: (ending: LinkEnding) => void;
}

/** What a worker was asked to do, and will say when it has. */
interface Asked {
  readonly what: 'opened' | 'closed' | `ended ${string}`;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class PoolWorker {
  readonly name: string;
  /** The messages that it was sent and has not answered, in order: it is at the first one. */
  readonly batches: Batch[] = [];
  /** Messages for it that are being packed. */
  readonly packing: Set<Batch> = new Set();
  /** The runs of which it got tasks. */
  readonly runs: Set<string> = new Set();
  isOpen = false;
  /** Whether the pool has decided to end it, so that its end is no surprise. */
  isCondemned = false;
  readonly #link: WorkerLink;
  readonly #events: PoolWorkerEvents;
  readonly #asked = new Set<Asked>();
  readonly #programs = new Map<TaskProgram, number>();
  /** The shared values that it has, the oldest first. */
  readonly #shared = new Map<number, { readonly run: string; readonly bytes: number }>();
  #ending: LinkEnding | undefined;

  constructor(name: string, start: StartWorker, events: PoolWorkerEvents) {
    this.name = name;
    this.#events = events;
    this.#link = start(name, {
      received: (parcel) => this.#received(parcel),
      ended: (ending) => this.#ended(ending),
    });
  }

  get hasEnded(): boolean {
    return this.#ending !== undefined;
  }

  /** Has it open a dataflow; rejects where it cannot, or ends before. */
  async open(message: OpenMessage, packer: Packer): Promise<void> {
    const opened = this.#ask('opened');
    this.#send(message, packer);
    await opened;
    this.isOpen = true;
  }

  /** Has it run the tasks of a batch. Throws `SerializationError` where they cannot be sent, and nothing has changed. */
  run(batch: Batch, program: TaskProgram, packed: BatchPacker, given: BatchMessage['given']): void {
    const { packer, tasks } = packed;
    const known = this.#programs.get(program);
    const forgetPrograms = known === undefined && this.#programs.size >= mostPrograms;
    const number = known ?? (forgetPrograms ? 0 : this.#programs.size);
    const fresh = [...packed.shared.values()].filter((value) => !this.#shared.has(value.number));
    const shared = fresh.map((value): [number, Packed] => [
      value.number,
      packer.packEncoded(value.encoded),
    ]);
    const forget = this.#overflow(packed.shared, fresh);
    this.#send(
      {
        kind: 'run',
        run: batch.run,
        program: number,
        ...(known === undefined ? { data: program } : {}),
        shared,
        forget,
        forgetPrograms,
        given,
        attempt: batch.attempt,
        tasks,
      },
      packer,
    );
    if (forgetPrograms) this.#programs.clear();
    this.#programs.set(program, number);
    for (const each of forget) this.#shared.delete(each);
    for (const { number: own, bytes } of fresh) this.#shared.set(own, { run: batch.run, bytes });
    this.runs.add(batch.run);
    batch.since = now();
    this.batches.push(batch);
    this.hold();
  }

  /** Says that a run is over; done when it has let go of what it kept for it, or has ended. */
  endRun(run: string, isAborted: boolean): Promise<void> {
    if (!this.runs.delete(run) || this.hasEnded) return Promise.resolve();
    const forget = [...this.#shared].flatMap(([number, value]) =>
      value.run === run ? [number] : [],
    );
    for (const number of forget) this.#shared.delete(number);
    const ended = this.#ask(`ended ${run}`);
    this.#send({ kind: 'end', run, isAborted, forget });
    return ended;
  }

  /** Has it close and end in good order; rejects with what failed then. */
  close(): Promise<void> {
    if (this.hasEnded) return Promise.resolve();
    this.isCondemned = true;
    const closed = this.#ask('closed');
    this.#send({ kind: 'close' });
    return closed;
  }

  /** Ends it, whatever it does. */
  kill(): Promise<void> {
    this.isCondemned = true;
    return this.#link.end();
  }

  /** Says whether this process has to wait for it. */
  hold(): void {
    const isAtWork = this.batches.length > 0 || this.packing.size > 0;
    this.#link.hold(isAtWork || this.#asked.size > 0);
  }

  #ask(what: Asked['what']): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // who asked may have stopped to care
    promise.catch(() => undefined);
    // one that has ended answers nothing; what it kept has gone with it
    if (this.#ending !== undefined) {
      if (what === 'opened') reject(this.#ending);
      else resolve();
      return promise;
    }
    this.#asked.add({ what, resolve, reject });
    this.hold();
    return promise;
  }

  #answer(what: Asked['what'], failure: { readonly error: unknown } | undefined): void {
    for (const asked of this.#asked) {
      if (asked.what !== what) continue;
      this.#asked.delete(asked);
      if (failure === undefined) asked.resolve();
      else asked.reject(failure.error);
    }
    this.hold();
  }

  #received({ message, buffers }: Parcel): void {
    const said = message as FromWorker;
    const failureIn = (packed: Packed | undefined): { readonly error: unknown } | undefined =>
      packed === undefined ? undefined : { error: unpack(packed, buffers) };
    switch (said.kind) {
      case 'opened':
        return this.#answer('opened', undefined);
      case 'refused':
        return this.#answer('opened', failureIn(said.error));
      case 'done':
        this.#events.done(said.outcomes, buffers);
        return this.hold();
      case 'ended':
        return this.#answer(`ended ${said.run}`, failureIn(said.failure));
      case 'closed':
        return this.#answer('closed', failureIn(said.failure));
    }
  }

  #ended(ending: LinkEnding): void {
    this.#ending = ending;
    for (const { what, resolve, reject } of this.#asked) {
      // what it kept has gone with it
      if (what === 'opened') reject(ending);
      else resolve();
    }
    this.#asked.clear();
    this.#events.ended(ending);
  }

  /** The oldest shared values, where they are too many; never those that are needed now. */
  #overflow(
    needed: ReadonlyMap<number, unknown>,
    fresh: readonly SharedValue[],
  ): readonly number[] {
    let bytes = 0;
    for (const value of this.#shared.values()) bytes += value.bytes;
    for (const value of fresh) bytes += value.bytes;
    let count = this.#shared.size + fresh.length;
    const forget: number[] = [];
    for (const [number, value] of this.#shared) {
      if (bytes <= mostSharedBytes && count <= mostShared) break;
      if (needed.has(number)) continue;
      forget.push(number);
      bytes -= value.bytes;
      count--;
    }
    return forget;
  }

  #send(message: ToWorker, packer?: Packer): void {
    this.#link.send({ message, buffers: packer?.buffers ?? [] });
  }
}
