/**
 * What an array is made of, found in one quick pass.
 *
 * @module
 */

/**
 * - `primitives`: nothing in it needs a look;
 * - `dense`: an entry at every index and no other properties;
 * - `sparse`: it has holes, or properties besides its entries.
 */
export type ArrayShape = 'primitives' | 'dense' | 'sparse';

/** Listing the keys of a long array takes longer than reading it, so those of primitives are not listed. */
const short = 64;
/** So many empty entries make it worth knowing whether they are there at all. */
const manyEmpty = 1024;

/** The shape of an array. A long one of primitives may have other properties, too. */
export function arrayShapeOf(values: readonly unknown[]): ArrayShape {
  const { length } = values;
  let empty = 0;
  let isPrimitive = true;
  for (let index = 0; index < length && isPrimitive; index++) {
    const value = values[index];
    if (value === undefined) {
      empty++;
      // a thousand million holes would take seconds to read
      if (empty === manyEmpty && Object.keys(values).length < length) return 'sparse';
    } else isPrimitive = value === null || !needsLook(value);
  }
  if (isPrimitive && length > short) return 'primitives';
  const keys = Object.keys(values);
  const isDense = keys.length === length && (length === 0 || keys[length - 1] === `${length - 1}`);
  if (!isDense) return 'sparse';
  return isPrimitive ? 'primitives' : 'dense';
}

const needsLook = (value: unknown): boolean =>
  typeof value === 'object' || typeof value === 'function' || typeof value === 'symbol';
