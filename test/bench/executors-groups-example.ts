/**
 * The group-by as a dataflow: rows are split by key, five features made of each group, and all rows or a summary of
 * each group come together again.
 *
 * @module
 */
import { col, type DataFrame } from 'nodejs-polars';
import { collect, concat, type Collect, type Parallelizable } from '../../src/index.ts';
import { featureColumns, statisticColumns } from './executors-groups-columns.ts';

export function* group({ data }: { data: DataFrame }): Parallelizable<DataFrame> {
  yield* data.partitionBy('key');
}

export const features = ({ group }: { group: DataFrame }): DataFrame =>
  group.select(col('key'), ...featureColumns());
export const allFeatures = collect(({ features }: { features: Collect<DataFrame> }): DataFrame =>
  concat(features),
);

export const summary = ({ features }: { features: DataFrame }): DataFrame =>
  features.select(col('key').first(), ...statisticColumns());
export const allSummaries = collect(({ summary }: { summary: Collect<DataFrame> }): DataFrame =>
  concat(summary),
);

export const lazyFeatures = async ({ group }: { group: DataFrame }): Promise<DataFrame> =>
  await group
    .lazy()
    .select(col('key'), ...featureColumns())
    .collect();
export const allLazyFeatures = collect(
  ({ lazyFeatures }: { lazyFeatures: Collect<DataFrame> }): DataFrame => concat(lazyFeatures),
);

export const lazySummary = async ({ group }: { group: DataFrame }): Promise<DataFrame> =>
  await group
    .lazy()
    .select(col('key'), ...featureColumns())
    .select(col('key').first(), ...statisticColumns())
    .collect();
export const allLazySummaries = collect(
  ({ lazySummary }: { lazySummary: Collect<DataFrame> }): DataFrame => concat(lazySummary),
);
