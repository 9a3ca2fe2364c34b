/**
 * The features of a group and their statistics, as expressions: the dataflow and all forms by hand use the same.
 *
 * @module
 */
import { col, type Expr } from 'nodejs-polars';

export const featureNames: readonly string[] = ['roll', 'zscore', 'log1p', 'rank', 'cumsum'];

const x1 = col('x1');
const x2 = col('x2');
const features: readonly Expr[] = [
  x1.rollingMean(100).alias('roll'),
  x2.sub(x2.mean()).div(x2.std()).alias('zscore'),
  col('x3').log1p().alias('log1p'),
  x1.rank('average').alias('rank'),
  x2.cumSum().alias('cumsum'),
];

/** The five features of all rows of a group. */
export const featureColumns = (): readonly Expr[] => features;

const statistics: readonly Expr[] = features.flatMap((_, index) =>
  statisticsOf(col(featureNames[index] as string), featureNames[index] as string),
);

/** Four statistics of each feature, from columns that have their names. */
export const statisticColumns = (): readonly Expr[] => statistics;

/** The same straight from the columns of a group. */
export const statisticsOfGroup = (): readonly Expr[] =>
  features.flatMap((feature, index) => statisticsOf(feature, featureNames[index] as string));

function statisticsOf(of: Expr, name: string): readonly Expr[] {
  return [
    of.mean().alias(`${name}_mean`),
    of.std().alias(`${name}_std`),
    of.min().alias(`${name}_min`),
    of.max().alias(`${name}_max`),
  ];
}
