/** The module that the type tests are about. */
import type { Series } from 'nodejs-polars';

export const spendMean = ({ spend }: { spend: Series }): number => spend.mean();

export function spendPerSignup({ spend, signups }: { spend: Series; signups: Series }): Series {
  return spend.div(signups);
}

export const label = async ({
  spendMean,
  prefix = 'mean',
}: {
  spendMean: number;
  prefix?: string;
}): Promise<string> => `${prefix} ${spendMean}`;

export class NotANode {
  name = 'not a node';
}
export const _helper = (): string => 'not a node';
export const alsoNotANode = 3;
