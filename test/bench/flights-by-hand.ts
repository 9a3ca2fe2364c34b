/**
 * The flights example without a dataflow: the same operations on the same tables, in one function.
 *
 * @module
 */
import pl, { type DataFrame } from 'nodejs-polars';
import type { readTables } from '../pipelines/flights/dataflow.ts';

export type FlightTables = ReturnType<typeof readTables>;

/** The frame that the flights example gives for all its features, row for row. */
export function flightsByHand({ flights, weather, planes, airlines }: FlightTables): DataFrame {
  const departures = flights
    .withColumns(
      pl.col('dep_delay').cast(pl.Float64),
      pl.col('arr_delay').cast(pl.Float64),
      pl.col('time_hour').str.strptime(pl.Datetime, '%Y-%m-%dT%H:%M:%SZ').alias('hour_utc'),
    )
    .sort(['time_hour', 'sched_dep_time', 'origin', 'carrier', 'flight']);
  const trips = departures
    .join(weather.select('origin', 'time_hour', 'temp', 'wind_speed', 'precip', 'visib'), {
      on: ['origin', 'time_hour'],
      how: 'left',
    })
    .join(planes.select(pl.col('tailnum'), pl.col('year').alias('built'), pl.col('seats')), {
      on: 'tailnum',
      how: 'left',
    })
    .join(airlines.rename({ name: 'airline' }), { on: 'carrier', how: 'left' });

  const depDelay = trips.getColumn('dep_delay');
  const arrDelay = trips.getColumn('arr_delay');
  const distance = trips.getColumn('distance');
  const airTime = trips.getColumn('air_time');
  const seats = trips.getColumn('seats');
  const planeAge = trips.getColumn('year').sub(trips.getColumn('built'));
  const seatMiles = seats.mul(distance);
  const speed = distance.cast(pl.Float64).div(airTime.cast(pl.Float64)).mul(60);
  const madeUp = depDelay.sub(arrDelay);

  const temperature = trips
    .getColumn('temp')
    .sub(32)
    .mul(5 / 9);
  const wind = trips
    .select(
      pl.when(pl.col('wind_speed').ltEq(100)).then(pl.col('wind_speed')).otherwise(pl.lit(null)),
    )
    .getColumn('wind_speed');
  const windStdDev: number = wind
    .toFrame()
    .select(pl.col('wind_speed').std())
    .getColumn('wind_speed')
    .get(0);
  const windZ = wind.sub(wind.mean()).div(windStdDev);
  const isWet = trips.getColumn('precip').gt(0);

  const hourAngle = pl.col('hour').mul(pl.lit((2 * Math.PI) / 24));
  const dayAngle = pl
    .col('hour_utc')
    .dt.ordinalDay()
    .cast(pl.Float64)
    .mul(pl.lit((2 * Math.PI) / 365));
  const weekday = pl.col('hour_utc').dt.weekday();
  const clock = trips.select(
    hourAngle.sin().alias('clock.hourSin'),
    hourAngle.cos().alias('clock.hourCos'),
    dayAngle.sin().alias('clock.daySin'),
    dayAngle.cos().alias('clock.dayCos'),
    weekday.alias('clock.weekday'),
    weekday.gtEq(6).alias('clock.isWeekend'),
  );

  const previousDelay = pl.col('dep_delay').shift(1).over('origin', 'dest');
  const window = { windowSize: 20, minPeriods: 5 };
  const route = trips.select(
    previousDelay.alias('route.previousDelay'),
    previousDelay.rollingMean(window).over('origin', 'dest').alias('route.meanDelay'),
    previousDelay.rollingStd(window).over('origin', 'dest').alias('route.delaySpread'),
    pl.col('flight').cumCount().over('origin', 'dest').alias('route.flightsSoFar'),
  );

  const delay = pl.col('dep_delay');
  const flightCount = pl.col('flight').count();
  const airport = trips.select(
    flightCount.over('origin', 'time_hour').alias('airport.congestion'),
    delay.sub(delay.mean().over('origin')).div(delay.std().over('origin')).alias('airport.delayZ'),
    flightCount
      .over('origin', 'carrier')
      .cast(pl.Float64)
      .div(flightCount.over('origin').cast(pl.Float64))
      .alias('airport.carrierShare'),
  );

  return pl
    .DataFrame({
      origin: trips.getColumn('origin'),
      destination: trips.getColumn('dest'),
      airline: trips.getColumn('airline'),
      depDelay,
      distance,
      planeAge,
      seats,
      seatMiles,
      speed,
      madeUp,
      temperature,
      wind,
      windZ,
      visibility: trips.getColumn('visib'),
      isWet,
    })
    .hstack(clock)
    .hstack(route)
    .hstack(airport);
}
