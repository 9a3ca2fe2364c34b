/**
 * Columns over columns of the joined table, of which Polars computes those of one subject together.
 *
 * @module
 */
import { withColumns } from '../../../src/index.ts';
import * as airportColumns from './airport.ts';
import * as clockColumns from './clock.ts';
import * as routeColumns from './route.ts';

/** When a flight leaves. */
export const clock = withColumns('trips', {
  modules: [clockColumns],
  as: 'expr',
  pass: ['hour', 'hour_utc'],
  select: ['hourSin', 'hourCos', 'daySin', 'dayCos', 'weekday', 'isWeekend'],
  keep: 'new',
});

/** What its route has been like lately. */
export const route = withColumns('trips', {
  modules: [routeColumns],
  as: 'expr',
  pass: ['dep_delay', 'flight'],
  select: ['previousDelay', 'meanDelay', 'delaySpread', 'flightsSoFar'],
  keep: 'new',
});

/** What its airport is like in that hour. */
export const airport = withColumns('trips', {
  modules: [airportColumns],
  as: 'expr',
  pass: ['dep_delay', 'flight'],
  select: ['congestion', 'delayZ', 'carrierShare'],
  keep: 'new',
});
