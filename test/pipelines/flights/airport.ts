import pl, { type DataFrame, type Expr } from 'nodejs-polars';

/** How many flights leave the airport in the same hour. */
export const congestion = (): Expr => pl.col('flight').count().over('origin', 'time_hour');

/** How unusual the delay is for the airport, in its standard deviations. */
export const delayZ = (): Expr => {
  const delay = pl.col('dep_delay');
  return delay.sub(delay.mean().over('origin')).div(delay.std().over('origin'));
};

/** The part of the airport's flights that the carrier flies, from 0 to 1. */
export const carrierShare = (): Expr =>
  pl
    .col('flight')
    .count()
    .over('origin', 'carrier')
    .cast(pl.Float64)
    .div(pl.col('flight').count().over('origin').cast(pl.Float64));

/** What the airport is like in that hour. */
export const airport = ({
  trips,
  congestion,
  delayZ,
  carrierShare,
}: {
  trips: DataFrame;
  congestion: Expr;
  delayZ: Expr;
  carrierShare: Expr;
}): DataFrame =>
  trips.select(
    congestion.alias('congestion'),
    delayZ.alias('delayZ'),
    carrierShare.alias('carrierShare'),
  );
