/**
 * The slots on which a plan runs: one frame for the request, one for each item of a parallel block.
 *
 * @module
 */
import type { ItemReference } from '../errors.ts';
import type { BlockStep } from '../plan/plan.ts';
import type { Lane } from './lanes.ts';

export interface Frame {
  readonly values: unknown[];
  /** The pass whose item it holds; undefined: the frame of the request. */
  readonly step: BlockStep | undefined;
  readonly outer: Frame | undefined;
  /** The item's position. A frame is used again for the next item, as long as items are synchronous. */
  index: number;
  /** Where streamed values of this item go; undefined: nowhere. */
  lane: Lane | undefined;
}

/** The frame of a request. */
export const rootFrame = (values: unknown[], lane?: Lane): Frame => ({
  values,
  step: undefined,
  outer: undefined,
  index: -1,
  lane,
});

/** The item whose frame this is; undefined outside of blocks. */
export function itemOf(frame: Frame | undefined): ItemReference | undefined {
  if (frame?.step === undefined) return undefined;
  const { step, values, index, outer } = frame;
  return itemAt(step, index, step.keySlot < 0 ? undefined : values[step.keySlot], outer);
}

/** The item at a position, which need not have a frame yet. */
export function itemAt(
  { node }: BlockStep,
  index: number,
  key: unknown,
  outer: Frame | undefined,
): ItemReference {
  const around = itemOf(outer);
  return {
    index,
    key: typeof key === 'string' ? key : String(index),
    block: node.name,
    ...(around === undefined ? {} : { outer: around }),
  };
}
