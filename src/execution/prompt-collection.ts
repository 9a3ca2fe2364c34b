/**
 * V8 does not know the size of native frames, so it collects late: where much of it has gone through, it is prompted.
 *
 * @module
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes of native memory that may wait for a collection. */
const mostBytes = 128 * 2 ** 20;

let bytes = 0;
let collect: (() => void) | undefined;

/** Counts native memory that was made and will not be needed for long; collects where it has become much. */
export function countNative(more: number): void {
  bytes += more;
  if (bytes < mostBytes) return;
  bytes = 0;
  collect ??= collector();
  collect();
}

/** The collection of V8; where there is none to be had, nothing. */
function collector(): () => void {
  try {
    setFlagsFromString('--expose-gc');
    const gc: unknown = runInNewContext('gc');
    return typeof gc === 'function' ? (gc as () => void) : () => undefined;
  } catch {
    return () => undefined;
  }
}
