/**
 * The group-by in nodejs-polars alone: all forms in which one would write it.
 *
 * @module
 */
import { col, type DataFrame } from 'nodejs-polars';
import { concat } from '../../src/index.ts';
import {
  featureColumns,
  featureNames,
  statisticColumns,
  statisticsOfGroup,
} from './executors-groups-columns.ts';

/** What comes back: all rows with their features, or a row of statistics for each group. */
export type Variant = 'full' | 'agg';

export type Form = (data: DataFrame) => DataFrame | Promise<DataFrame>;

const key = col('key');

/** The forms that give all rows; in which order is theirs. */
const fullForms: Readonly<Record<string, Form>> = {
  'groupBy, agg, explode': (data) =>
    data
      .lazy()
      .groupBy('key')
      .agg(...featureColumns())
      .explode([...featureNames])
      .collect(),
  over: (data) =>
    data
      .lazy()
      .select(key, ...featureColumns().map((feature) => feature.over('key')))
      .collect(),
  'loop over partitionBy': (data) =>
    concat(data.partitionBy('key').map((group) => group.select(key, ...featureColumns()))),
  'lazy frames at once': async (data) =>
    concat(
      await Promise.all(
        data.partitionBy('key').map((group) =>
          group
            .lazy()
            .select(key, ...featureColumns())
            .collect(),
        ),
      ),
    ),
  'one lazy concat': (data) =>
    concat(
      data.partitionBy('key').map((group) => group.lazy().select(key, ...featureColumns())),
    ).collect(),
};

/** The forms that give a row for each group. */
const aggForms: Readonly<Record<string, Form>> = {
  'groupBy, agg': (data) =>
    data
      .lazy()
      .groupBy('key')
      .agg(...statisticsOfGroup())
      .collect(),
  'over, groupBy, agg': (data) =>
    data
      .lazy()
      .select(key, ...featureColumns().map((feature) => feature.over('key')))
      .groupBy('key')
      .agg(...statisticColumns())
      .collect(),
  'loop over partitionBy': (data) =>
    concat(
      data
        .partitionBy('key')
        .map((group) =>
          group.select(key, ...featureColumns()).select(key.first(), ...statisticColumns()),
        ),
    ),
  'lazy frames at once': async (data) =>
    concat(
      await Promise.all(
        data.partitionBy('key').map((group) =>
          group
            .lazy()
            .select(key, ...featureColumns())
            .select(key.first(), ...statisticColumns())
            .collect(),
        ),
      ),
    ),
  'one lazy concat': (data) =>
    concat(
      data.partitionBy('key').map((group) =>
        group
          .lazy()
          .select(key, ...featureColumns())
          .select(key.first(), ...statisticColumns()),
      ),
    ).collect(),
};

export const formsOf = (variant: Variant): Readonly<Record<string, Form>> =>
  variant === 'full' ? fullForms : aggForms;
