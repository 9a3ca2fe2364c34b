import pl, { type DataFrame } from 'nodejs-polars';
import { extractColumns } from '../../../src/index.ts';

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
export const { origin, destination, airline, depDelay } = extractColumns('trips', {
  origin: 'origin',
  destination: 'dest',
  airline: 'airline',
  depDelay: 'dep_delay',
});
