/**
 * A small dataflow for the tests of the driver: two inputs, an optional one, tags and doc comments.
 *
 * @module
 */
import { tag } from '../../src/index.ts';

/** What one signup costs. */
export function costPerSignup({ spend, signups }: { spend: number; signups: number }): number {
  return spend / signups;
}

/** The cost, scaled. */
export const scaledCost = tag(
  { owner: 'growth', unit: ['euro', 'cent'] },
  ({ costPerSignup, factor = 10 }: { costPerSignup: number; factor?: number }): number =>
    costPerSignup * factor,
);

export const label = tag(
  { owner: 'design' },
  async ({ scaledCost }: { scaledCost: number }): Promise<string> => `costs ${scaledCost}`,
);

export const unrelated = (): string => 'alone';
