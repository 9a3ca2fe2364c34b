/**
 * What must be true of the tables, and what is only to be hoped for. No feature reads these: who does not ask, does not pay.
 *
 * @module
 */
import type { DataFrame } from 'nodejs-polars';
import { check } from '../../../src/index.ts';

/** The hours of weather; `checkedWeather.checks` is what came of each rule. */
export const checkedWeather = check(
  {
    importance: 'fail',
    unique: ['origin', 'time_hour'],
    columns: {
      visib: { range: [0, 10] },
      temp: { range: [-30, 120] },
      wind_speed: { range: [0, 100], importance: 'warn' },
    },
  },
  ({ weather }: { weather: DataFrame }): DataFrame => weather,
);

/** The joined table; `checkedTrips.checks` is what came of each rule. */
export const checkedTrips = check(
  {
    importance: 'fail',
    unique: ['origin', 'time_hour', 'carrier', 'flight'],
    columns: {
      origin: { valuesIn: ['EWR', 'JFK', 'LGA'] },
      airline: { maxNullFraction: 0 },
      distance: { range: [1, 5_000] },
      temp: { maxNullFraction: 0.01, importance: 'warn' },
      dep_delay: { maxNullFraction: 0.02, importance: 'warn' },
      built: { range: [1950, 2013], maxNullFraction: 0.1, importance: 'warn' },
    },
  },
  ({ trips }: { trips: DataFrame }): DataFrame => trips,
);
