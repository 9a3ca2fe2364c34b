/**
 * What is asked of the blocks, by name, and what must come out.
 *
 * @module
 */
import { Builder, DictResult } from '../../src/index.ts';
import * as example from './blocks-example.ts';

/** Three synchronous nodes an item, collected or folded; or one that waits for something else. */
export type BlocksWork = 'total' | 'folded' | 'resolvedCount' | 'turnedCount' | 'waitedCount';

export const expectedOf = (work: BlocksWork, count: number): number =>
  work === 'total' || work === 'folded' ? (3 * count * (count + 1)) / 2 : count;

/** A function that runs the dataflow for `work` over `count` items; each call gives the same driver's result. */
export function dataflowFor(work: BlocksWork, count: number): () => Promise<number> {
  const driver = new Builder().withModules(example).withResultBuilder(new DictResult()).build();
  const options = { inputs: { count } };
  return async () => (await driver.execute([work], options))[work];
}
