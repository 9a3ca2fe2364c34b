/**
 * A block that never ends, to be left or aborted.
 *
 * @module
 */
import { quiet, type Loose } from '../execution/driver-of.ts';

interface Endless {
  readonly functions: Loose;
  /** 'closed', once the generator is. */
  readonly seen: unknown[];
  /** How many items it was asked for. */
  readonly pulled: () => number;
}

/** `item ─▶ value ─▶ later`, for ever; notes what becomes of the generator. */
export function endless(): Endless {
  const seen: unknown[] = [];
  let pulled = 0;
  const functions: Loose = {
    item: function* () {
      try {
        for (;;) yield pulled++;
      } finally {
        seen.push('closed');
      }
    },
    value: ({ item }) => item,
    later: async ({ item }) => (await quiet(), item),
  };
  return { functions, seen, pulled: () => pulled };
}
