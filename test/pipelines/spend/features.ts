import type { Series } from 'nodejs-polars';

/** Marketing spend averaged over the last three weeks. */
export const avg3wkSpend = ({ spend }: { spend: Series }): Series =>
  spend.rollingMean({ windowSize: 3 });

/** What one signup costs. */
export const spendPerSignup = ({ spend, signups }: { spend: Series; signups: Series }): Series =>
  spend.div(signups);

export const spendMean = ({ spend }: { spend: Series }): number => spend.mean();

/** Spend above or below its mean. */
export const spendZeroMean = ({ spend, spendMean }: { spend: Series; spendMean: number }): Series =>
  spend.sub(spendMean);
