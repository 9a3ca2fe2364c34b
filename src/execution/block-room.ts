/**
 * How far a block may run ahead: of its items, and of whoever takes the values of a stream.
 *
 * @module
 */
import type { BlockStep } from '../plan/plan.ts';
import type { Frame } from './frame.ts';
import type { Run } from './run.ts';

export class BlockRoom {
  readonly #step: BlockStep;
  readonly #outer: Frame;
  readonly #run: Run;
  readonly #resume: () => void;

  /** `resume` is called when there may be room where there was none. */
  constructor(step: BlockStep, outer: Frame, run: Run, resume: () => void) {
    this.#step = step;
    this.#outer = outer;
    this.#run = run;
    this.#resume = resume;
  }

  /**
   * Whether the block may ask for a further item, where `inFlight` of its items are under way, and it has asked for
   * `ahead` more than are folded.
   */
  forItem(inFlight: number, ahead: number): boolean {
    const { load, tasks } = this.#run;
    const makesTasks = this.#step.makesTasks === true;
    const most = makesTasks ? (tasks?.capacityFor(this.#step) ?? load.most) : load.most;
    if (inFlight > 0) {
      const hasRoom = makesTasks
        ? tasks?.hasRoom(this.#step, this.#resume)
        : load.hasRoom(this.#resume);
      if (hasRoom !== true) return false;
    }
    return ahead < 2 * most && this.#hasTakers(inFlight, most);
  }

  /** Whether values may be streamed before those are taken that wait. */
  #hasTakers(inFlight: number, most: number): boolean {
    const { sink } = this.#run;
    const { streams, makesTasks } = this.#step;
    if (sink === undefined || !streams) return true;
    const room = sink.isAhead || makesTasks === true ? most : 1;
    if (sink.written + inFlight < room) return true;
    // whoever leads must go on while there is nothing to take, or the others' values would never have their turn
    if (sink.isEmpty && inFlight === 0 && this.#outer.lane?.leads() !== false) return true;
    sink.whenRoom(this.#resume);
    return false;
  }
}
