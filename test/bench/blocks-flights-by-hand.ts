/**
 * The flights by carrier and month without a dataflow: two loops over the partitions, with the same operations.
 *
 * @module
 */
import pl, { type DataFrame } from 'nodejs-polars';
import { concat } from '../../src/index.ts';

/**
 * The frame that the example gives for `carrierMonthStats`, row for row.
 *
 * Frames are joined by the library's `concat`: that of nodejs-polars takes longer for many small ones, which would
 * flatter the dataflow.
 */
export function carrierMonthsByHand(departures: DataFrame): DataFrame {
  const statistics = [
    pl.col('carrier').first(),
    pl.col('month').first(),
    pl.col('carrier').count().alias('flights'),
    pl.col('dep_delay').count().alias('departed'),
    pl.col('dep_delay').mean().alias('delay'),
    pl.col('dep_delay').isNull().mean().alias('cancelledShare'),
  ];
  const rows: DataFrame[] = [];
  let yearFlights = 0;
  const parts = departures
    .select('carrier', 'month', 'dep_delay')
    .partitionBy(['carrier', 'month'], true);
  for (const part of parts) {
    const row = part.select(...statistics);
    yearFlights += row.getColumn('flights').sum();
    rows.push(row);
  }
  const months = concat(rows);
  const departed = months.getColumn('departed');
  const yearDelay = months.getColumn('delay').mul(departed).sum() / departed.sum();

  const againstYear = [
    pl.col('flights').cast(pl.Float64).div(pl.lit(yearFlights)).alias('shareOfYear'),
    pl.col('delay').sub(pl.lit(yearDelay)).alias('relativeDelay'),
  ];
  return concat(rows.map((row) => row.withColumns(...againstYear)));
}
