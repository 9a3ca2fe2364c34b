/**
 * When the event loop gets its turn, while synchronous nodes hold the thread.
 *
 * @module
 */
import { now, turn, turnEveryMs } from './behaviour.ts';

// between two looks at the clock, synchronous nodes run at most this many times: a look costs as much as a small node
const mostCallsPerLook = 64;

/** One for each run: all its blocks keep the same time. */
export class Pace {
  #lastTurn = now();
  // slow nodes are looked at each, quick ones rarely
  #callsPerLook = 1;
  #untilLook = 1;
  #isDue = false;
  #turning: Promise<void> | undefined;

  /** Counts a call; where its value is native, such as a frame, the call was slow enough for a look at the clock. */
  count(isNative: boolean): void {
    if (!isNative && --this.#untilLook > 0) return;
    if (now() - this.#lastTurn > turnEveryMs) {
      this.#isDue = true;
      this.#callsPerLook = 1;
    } else if (!isNative && this.#callsPerLook < mostCallsPerLook) this.#callsPerLook *= 2;
    this.#untilLook = this.#callsPerLook;
  }

  /** Has the event loop turn before anything else, however short the time. */
  demand(): void {
    this.#isDue = true;
  }

  isDue(): boolean {
    return this.#isDue;
  }

  /** Lets the event loop turn once; whoever asks meanwhile waits for the same turn. */
  turn(): Promise<void> {
    this.#turning ??= turn().then(() => {
      this.#turning = undefined;
      this.#isDue = false;
      this.#lastTurn = now();
    });
    return this.#turning;
  }
}
