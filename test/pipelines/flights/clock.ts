import pl, { type DataFrame, type Expr } from 'nodejs-polars';

/** The scheduled hour, New York time, as an angle on the clock face; in radians. */
export const hourAngle = (): Expr => pl.col('hour').mul(pl.lit((2 * Math.PI) / 24));

/** The day of the year as an angle on the calendar; in radians. */
export const dayAngle = (): Expr =>
  pl
    .col('hour_utc')
    .dt.ordinalDay()
    .cast(pl.Float64)
    .mul(pl.lit((2 * Math.PI) / 365));

/** 1 is Monday. */
export const weekday = (): Expr => pl.col('hour_utc').dt.weekday();

/** When a flight leaves, so that midnight is near to midnight. */
export const clock = ({
  trips,
  hourAngle,
  dayAngle,
  weekday,
}: {
  trips: DataFrame;
  hourAngle: Expr;
  dayAngle: Expr;
  weekday: Expr;
}): DataFrame =>
  trips.select(
    hourAngle.sin().alias('hourSin'),
    hourAngle.cos().alias('hourCos'),
    dayAngle.sin().alias('daySin'),
    dayAngle.cos().alias('dayCos'),
    weekday.alias('weekday'),
    weekday.gtEq(6).alias('isWeekend'),
  );
