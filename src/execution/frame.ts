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
  /** The item's key, where it has one of its own. */
  key: string | undefined;
  /** Where streamed values of this item go; undefined: nowhere. */
  lane: Lane | undefined;
  /** The item for which it is, where its block runs elsewhere. */
  readonly reference?: ItemReference | undefined;
}

/** The frame of a request. */
export const rootFrame = (values: unknown[], lane?: Lane): Frame => ({
  values,
  step: undefined,
  outer: undefined,
  index: -1,
  key: undefined,
  lane,
});

/** The frame of a task whose block, if any, runs in another thread. */
export const taskFrame = (values: unknown[], reference: ItemReference | undefined): Frame => ({
  ...rootFrame(values),
  reference,
});

/** The item whose frame this is; undefined outside of blocks. */
export function itemOf(frame: Frame | undefined): ItemReference | undefined {
  if (frame?.step === undefined) return frame?.reference;
  const { step, index, key, outer } = frame;
  return itemAt(step, index, key, outer);
}

/** The item at a position, which need not have a frame yet. */
export function itemAt(
  { node }: BlockStep,
  index: number,
  key: string | undefined,
  outer: Frame | undefined,
): ItemReference {
  const around = itemOf(outer);
  return {
    index,
    key: key ?? String(index),
    block: node.name,
    ...(around === undefined ? {} : { outer: around }),
  };
}
