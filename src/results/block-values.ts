/**
 * The values of a node inside a parallel block, as the engine hands them to result builders.
 *
 * A plain list would not do: a node may return lists itself, and a list of frames is not a frame.
 *
 * @module
 */
const brand: unique symbol = Symbol.for('icosian.blockValues') as never;

/** One value for each item, in item order; blocks in blocks are flat. */
export interface BlockValues {
  readonly [brand]: true;
  readonly items: readonly unknown[];
}

export const blockValues = (items: readonly unknown[]): BlockValues =>
  Object.freeze({ [brand]: true as const, items });

/** Whether a value stands for the values of a block; made by any copy of icosian. */
export function isBlockValues(value: unknown): value is BlockValues {
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (value as Partial<BlockValues>)[brand] === true;
  } catch {
    return false; // a proxy that throws
  }
}

/** What users see of it: a plain list. Other values are given back. */
export const withoutBlocks = (value: unknown): unknown =>
  isBlockValues(value) ? [...value.items] : value;

/**
 * Marks a builder that reads {@link BlockValues} and checks its `inputTypes` itself, with the way out in each refusal.
 * All others get plain lists, and are checked for them.
 */
export const readsBlocks: unique symbol = Symbol.for('icosian.readsBlocks') as never;
