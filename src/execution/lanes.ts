/**
 * Streamed values on their way to whoever takes them, in item order.
 *
 * Each item writes to a lane of its own. That of the oldest unfinished item leads through to the outside; the others
 * keep what is written until it is their turn.
 *
 * @module
 */

import { WaitingRoom } from './waiting-room.ts';

/** Values that were taken are dropped in one go, this many at most. */
const mostTaken = 1024;

/** Where streamed values wait until they are taken. */
export class StreamSink {
  readonly isOrdered: boolean;
  /** Values that were written and not taken. */
  written = 0;
  /** Whether items are waited for, so that it pays to run ahead of whoever takes their values. */
  isAhead = false;
  readonly #values: unknown[] = [];
  #taken = 0;
  readonly #onArrival: () => void;
  readonly #waiting = new WaitingRoom();

  /** `onArrival` is called when there is something to take. */
  constructor(isOrdered: boolean, onArrival: () => void) {
    this.isOrdered = isOrdered;
    this.#onArrival = onArrival;
  }

  get isEmpty(): boolean {
    return this.#taken === this.#values.length;
  }

  push(value: unknown): void {
    this.#values.push(value);
    this.#onArrival();
  }

  /** The next value; only where it is not empty. */
  take(): unknown {
    const value = this.#values[this.#taken];
    this.#values[this.#taken++] = undefined;
    // where something always waits, what was taken must not pile up before it
    if (this.#taken > mostTaken || this.isEmpty) {
      this.#values.splice(0, this.#taken);
      this.#taken = 0;
    }
    this.written--;
    return value;
  }

  /** Drops what nobody will take. */
  clear(): void {
    this.#values.length = 0;
    this.#taken = 0;
    this.written = 0;
  }

  /** Calls `resume` once, when a value was taken. */
  whenRoom(resume: () => void): void {
    this.#waiting.enter(resume);
  }

  /** Says that another item leads: it may have been refused room, and nobody takes anything that could wake it. */
  leadChanged(): void {
    if (this.isEmpty && !this.#waiting.isEmpty) queueMicrotask(() => this.resume());
  }

  /** Has those go on who wait for room. */
  resume(): void {
    // each of them asks itself
    this.#waiting.wake(() => true);
  }
}

/** The way of one item's values to the sink. */
export class Lane {
  readonly #sink: StreamSink;
  readonly #outer: Lane | undefined;
  readonly #index: number;
  /** The lanes of the items inside that are not at their turn or not done, by index. */
  readonly #inner = new Map<number, Lane>();
  #turn = 0;
  #waiting: unknown[] = [];
  #isClosed = false;

  constructor(sink: StreamSink, outer?: Lane, index = 0) {
    this.#sink = sink;
    this.#outer = outer;
    this.#index = index;
  }

  /** The lane of the item at `index` inside this one. */
  open(index: number): Lane {
    if (!this.#sink.isOrdered) return this;
    const lane = new Lane(this.#sink, this, index);
    this.#inner.set(index, lane);
    return lane;
  }

  write(value: unknown): void {
    this.#sink.written++;
    this.#pass(value);
  }

  /** Says that nothing more will be written. */
  close(): void {
    if (!this.#sink.isOrdered) return;
    this.#isClosed = true;
    this.#outer?.advance();
  }

  /** Whether what is written here goes right through to the outside. */
  leads(): boolean {
    if (this.#outer === undefined || !this.#sink.isOrdered) return true;
    return this.#outer.#turn === this.#index && this.#outer.leads();
  }

  /** Lets the next items have their turn, as far as the ones before them are done. */
  advance(): void {
    for (;;) {
      const lane = this.#inner.get(this.#turn);
      if (lane === undefined) return;
      const waiting = lane.#waiting;
      lane.#waiting = [];
      for (const value of waiting) this.#pass(value);
      if (!lane.#isClosed) return;
      this.#inner.delete(this.#turn);
      this.#turn++;
      this.#sink.leadChanged();
    }
  }

  #pass(value: unknown): void {
    if (this.#outer === undefined || !this.#sink.isOrdered) this.#sink.push(value);
    else if (this.#outer.#turn === this.#index) this.#outer.#pass(value);
    else this.#waiting.push(value);
  }
}
