import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { parameterize, source, value } from '../../../src/index.ts';

/** All flights in the order in which they were scheduled to leave. */
export const departures = ({ flights }: { flights: DataFrame }): DataFrame =>
  flights
    .withColumns(
      pl.col('dep_delay').cast(pl.Float64),
      pl.col('arr_delay').cast(pl.Float64),
      pl.col('time_hour').str.strptime(pl.Datetime, '%Y-%m-%dT%H:%M:%SZ').alias('hour_utc'),
    )
    .sort(['time_hour', 'sched_dep_time', 'origin', 'carrier', 'flight']);

/** Every departure with the weather of its hour, its plane and the airline's name; null where unknown. */
export const trips = ({
  departures,
  weather,
  planes,
  airlines,
}: {
  departures: DataFrame;
  weather: DataFrame;
  planes: DataFrame;
  airlines: DataFrame;
}): DataFrame =>
  departures
    .join(weather.select('origin', 'time_hour', 'temp', 'wind_speed', 'precip', 'visib'), {
      on: ['origin', 'time_hour'],
      how: 'left',
    })
    .join(planes.select(pl.col('tailnum'), pl.col('year').alias('built'), pl.col('seats')), {
      on: 'tailnum',
      how: 'left',
    })
    .join(airlines.rename({ name: 'airline' }), { on: 'carrier', how: 'left' });

/** Single columns of the joined table. */
export const { origin, destination, airline, depDelay, arrDelay, distance, airTime } = parameterize(
  ({ table, column }: { table: DataFrame; column: string }): Series => table.getColumn(column),
  {
    origin: { table: source('trips'), column: value('origin') },
    destination: { table: source('trips'), column: value('dest') },
    airline: { table: source('trips'), column: value('airline') },
    depDelay: { table: source('trips'), column: value('dep_delay') },
    arrDelay: { table: source('trips'), column: value('arr_delay') },
    distance: { table: source('trips'), column: value('distance') },
    airTime: { table: source('trips'), column: value('air_time') },
  },
);
