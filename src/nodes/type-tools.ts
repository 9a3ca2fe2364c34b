/**
 * What types are made with.
 *
 * @module
 */

/** All of these types at once. */
export type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (
  one: infer I,
) => void
  ? I
  : never;

/** One object type in the compiler's messages, not an intersection of several. */
export type OneObject<T> = { [P in keyof T]: T[P] };
