/**
 * The way from a value down to one inside it, and how it is written: `region.client`, `region[3]`, `region.get("x")`.
 *
 * @module
 */
import { summaryOf } from './summary.ts';

/** How one value lies in another: a property, an index, or a place in a Map or a Set. */
export type Key =
  | string
  | number
  | { readonly keyOf: number }
  | { readonly entryOf: unknown }
  | { readonly memberOf: number };

/** An object on the way, with the way to it. */
export interface Trail {
  readonly up: Trail | undefined;
  readonly key: Key;
  readonly value: object;
  /** Objects on the way, this one included. */
  readonly depth: number;
  /** The nearest instance of a registered class on the way, this one included. */
  readonly instance: object | undefined;
}

export const depthOf = (trail: Trail | undefined): number => trail?.depth ?? 0;

/** The path of the object at the trail's end; with a key, of what lies in it under this key. */
export function pathOf(root: string, trail: Trail | undefined, key?: Key): string {
  const words: string[] = key === undefined ? [] : [wordsOf(key)];
  for (let at = trail; at?.up !== undefined; at = at.up) words.push(wordsOf(at.key));
  return root + words.toReversed().join('');
}

function wordsOf(key: Key): string {
  // what a codec gives stands for the instance itself
  if (key === '') return '';
  if (typeof key === 'string') {
    return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  }
  if (typeof key === 'number') return `[${key}]`;
  if ('keyOf' in key) return `.keys()[${key.keyOf}]`;
  if ('memberOf' in key) return `.values()[${key.memberOf}]`;
  return `.get(${summaryOf(key.entryOf)})`;
}
