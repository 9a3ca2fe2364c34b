/**
 * How many calls of a node, or of several nodes together, there may be: at once, and in a second.
 *
 * @module
 */
import type { FunctionNode, Limit } from '../nodes/node.ts';
import { after, now } from './behaviour.ts';

/**
 * Timers are whole milliseconds: what is due in less than one is due. Else a rate of more than a thousand a second could
 * not be had.
 */
const timerStep = 1;

/** One limit, and those who wait for room under it, first come first served. */
export class CallLimit {
  readonly #most: number;
  /** Milliseconds between two calls. */
  readonly #interval: number;
  readonly #waiting = new Set<() => void>();
  #underWay = 0;
  /** When the next call may begin. */
  #due = Number.NEGATIVE_INFINITY;
  #callOff: (() => void) | undefined;

  constructor({ concurrency = Infinity, perSecond = Infinity }: Limit) {
    this.#most = concurrency;
    this.#interval = 1000 / perSecond;
  }

  /**
   * Takes room for a call, now or when its turn comes: a promise where that has to be waited for, which rejects with the
   * signal's reason once it is aborted. Whoever has room gives it back by {@link leave}.
   */
  enter(signal: AbortSignal): void | Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.size === 0 && this.#hasRoom()) return this.#begin();
    return new Promise((resolve, reject) => {
      const admit = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(admit);
        if (this.#waiting.size === 0) this.#stopWaiting();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(admit);
      this.#admit();
    });
  }

  /** Gives the room of a call back. */
  leave(): void {
    this.#underWay--;
    this.#admit();
  }

  #hasRoom(): boolean {
    return this.#underWay < this.#most && this.#wait() <= 0;
  }

  /** Milliseconds until the next call may begin. */
  #wait(): number {
    const wait = this.#due - now();
    return wait < timerStep ? 0 : wait;
  }

  #begin(): void {
    this.#underWay++;
    if (this.#interval === 0) return;
    const at = now();
    // a timer that came a little late must not make the rest late, and a pause must not be caught up with
    const isLate = at - this.#due >= Math.max(this.#interval, timerStep);
    this.#due = (isLate ? at : this.#due) + this.#interval;
  }

  /** Lets those begin for whom there is room; for the next one, a timer is set where time alone is lacking. */
  #admit(): void {
    for (const admit of this.#waiting) {
      if (!this.#hasRoom()) break;
      this.#waiting.delete(admit);
      this.#begin();
      admit();
    }
    this.#stopWaiting();
    if (this.#waiting.size === 0 || this.#underWay >= this.#most) return;
    this.#callOff = after(Math.ceil(this.#wait()), () => this.#admit());
  }

  #stopWaiting(): void {
    this.#callOff?.();
    this.#callOff = undefined;
  }
}

/** Of each node, the limits that are its own. */
const own = new WeakMap<FunctionNode, Map<Limit, CallLimit>>();
/** Those with a name, by it and by their settings. */
const shared = new Map<string, CallLimit>();

/** The state of a limit of a node: that of its driver, or where it has a name that of the thread. */
export function callLimitOf(node: FunctionNode, limit: Limit): CallLimit {
  const { name, concurrency, perSecond } = limit;
  if (name !== undefined) {
    // another dataflow may mean something else by the name
    const key = JSON.stringify([name, concurrency, perSecond]);
    return known(shared, key, () => new CallLimit(limit));
  }
  const limits = known(own, node, () => new Map<Limit, CallLimit>());
  return known(limits, limit, () => new CallLimit(limit));
}

interface Store<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

/** What a store has under a key, made where it has nothing yet. */
function known<K, V>(store: Store<K, V>, key: K, make: () => V): V {
  const had = store.get(key);
  if (had !== undefined) return had;
  const made = make();
  store.set(key, made);
  return made;
}
