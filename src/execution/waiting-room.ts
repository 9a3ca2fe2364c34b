/**
 * Those who wait for room, in the order in which they came.
 *
 * @module
 */
export class WaitingRoom {
  readonly #waiting = new Set<() => void>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /** Calls `resume` once when there is room; who waits already keeps the place. */
  enter(resume: () => void): void {
    this.#waiting.add(resume);
  }

  /** Has them go on, one after the other, as long as there is room. */
  wake(hasRoom: () => boolean): void {
    // whoever cannot use the room enters again, and is not asked a second time
    const asked = Array.from(this.#waiting);
    for (const resume of asked) {
      if (!hasRoom()) return;
      this.#waiting.delete(resume);
      resume();
    }
  }
}
