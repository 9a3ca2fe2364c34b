/**
 * The frames of a pass: what each begins with, and what its item puts into it.
 *
 * @module
 */
import type { BlockStep } from '../plan/plan.ts';
import type { BlockItems } from './block-items.ts';
import { itemAt, type Frame } from './frame.ts';

export class ItemFrames {
  /** What every frame begins with: the values from outside. */
  readonly template: Frame;
  readonly #step: BlockStep;
  /** The lists outside that hold what an earlier pass kept. */
  readonly #lists: readonly unknown[][];

  /** Takes what it reads at once: the frame outside may let go of that afterwards. */
  constructor(step: BlockStep, outer: Frame) {
    this.#step = step;
    const values: unknown[] = [];
    for (let slot = 0; slot < step.plan.slotCount; slot++) values.push(undefined);
    for (const { from, to } of step.imports) values[to] = outer.values[from];
    this.template = { values, step, outer, index: -1, key: undefined, lane: undefined };
    this.#lists = step.loads.map(({ from }) => outer.values[from] as unknown[]);
  }

  fresh(): Frame {
    return { ...this.template, values: [...this.template.values] };
  }

  /** Puts into a frame what its item begins with. */
  fill(frame: Frame, item: unknown, index: number, items: BlockItems): void {
    const { itemSlot, keySlot, referenceSlot, loads, streams } = this.#step;
    const { values, outer } = frame;
    frame.index = index;
    if (itemSlot >= 0) values[itemSlot] = item;
    for (let l = 0; l < loads.length; l++) {
      const list = this.#lists[l] as unknown[];
      const load = loads[l] as BlockStep['loads'][number];
      values[load.to] = list[index];
      if (load.isOnly) list[index] = undefined;
    }
    if (keySlot >= 0) {
      // the first pass makes the keys, a later one has loaded them
      frame.key = itemSlot >= 0 ? items.keyOf(item, index) : (values[keySlot] as string);
      values[keySlot] = frame.key;
    }
    if (referenceSlot >= 0) values[referenceSlot] = itemAt(this.#step, index, frame.key, outer);
    if (streams) frame.lane = outer?.lane?.open(index);
  }

  /** Lets go of what an item has left in a frame, so that the next one may use it. */
  clear({ values }: Frame): void {
    const { kept } = this.#step.plan;
    for (let k = 0; k < kept.length; k++) values[kept[k] as number] = undefined;
  }
}
