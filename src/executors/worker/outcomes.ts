/**
 * What came of tasks, sent several at a time: at the latest some milliseconds after the first, or with enough bytes.
 *
 * @module
 */
import { Packer } from '../../columns/parcel.ts';
import { now } from '../../execution/behaviour.ts';
import { countNative } from '../../execution/prompt-collection.ts';
import type { FromWorker } from './protocol.ts';
import { addOutcome, emptyOutcomeList, type SentOutcome } from './task-list.ts';

/** Milliseconds for which an outcome may wait for others. */
const longestWait = 20;
/** Bytes that are sent at once. */
const mostBytes = 2 ** 20;

type Send = (message: FromWorker, packer: Packer) => void | Promise<void>;

export class Outcomes {
  readonly #send: Send;
  #outcomes = emptyOutcomeList();
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Takes the values of the outcomes that are sent next. */
  packer: Packer = new Packer();

  constructor(send: Send) {
    this.#send = send;
  }

  /** Adds an outcome whose values are in the packer; a promise where it had to be sent. */
  add(outcome: SentOutcome): void | Promise<void> {
    if (this.#outcomes.numbers.length === 0) this.#since = now();
    addOutcome(this.#outcomes, outcome);
    const isDue = this.packer.bytes > mostBytes || now() - this.#since > longestWait;
    if (isDue) return this.flush();
    // the next task may wait for something, and never end
    this.#timer ??= setTimeout(() => void this.flush(), longestWait);
  }

  flush(): void | Promise<void> {
    if (this.#outcomes.numbers.length === 0) return undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const outcomes = this.#outcomes;
    const { packer } = this;
    this.#outcomes = emptyOutcomeList();
    this.packer = new Packer();
    countNative(packer.bytes);
    try {
      return this.#send({ kind: 'done', outcomes }, packer);
    } catch (error) {
      // something that only structured clone saw; in which of the values is not known
      const refused = new Packer();
      const failed = emptyOutcomeList();
      outcomes.numbers.forEach((number, i) => {
        const failure = refused.packThrown({ error, reports: [] });
        addOutcome(failed, { number, durationMs: outcomes.durations[i] as number, failure });
      });
      return this.#send({ kind: 'done', outcomes: failed }, refused);
    }
  }
}
