/**
 * A small block that fails on demand, and says what became of its generator.
 *
 * @module
 */
import { collect, type DictKind, type UntypedDriver } from '../../src/index.ts';
import { driverOf, type Loose } from './driver-of.ts';

export const boom: RangeError = new RangeError('boom');

export const never = (): Promise<never> => new Promise(() => undefined);

/** `count` numbers from 0; notes when it is asked for each, and how it ended. */
export function counting(seen: unknown[], count = 3): () => Generator<number> {
  return function* item() {
    try {
      for (let i = 0; i < count; i++) {
        seen.push(i);
        yield i;
      }
      seen.push('end');
    } finally {
      seen.push('closed');
    }
  };
}

/** `item ─▶ size ─▶ sizes` */
export const blockOf = (
  item: () => unknown,
  size: NonNullable<Loose[string]>,
): UntypedDriver<DictKind> =>
  driverOf({ item, size, sizes: collect(({ size: sizes }: { size: unknown }) => sizes) });
