/**
 * What each carrier did in each month, held against the whole year: a parallel block that is gone through twice.
 *
 * One item is the flights of one carrier in one month, 185 of them. The first pass turns an item into a row of
 * statistics, from which the totals of the year are collected; the second sets each row against these totals.
 *
 * The month of a flight has the flight itself in it, so these figures describe a year that is over. A prediction would
 * read those of the month before.
 *
 * @module
 */
import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import {
  collect,
  concat,
  parallelizable,
  reduce,
  schema,
  tag,
  type Collect,
  type Parallelizable,
} from '../../../src/index.ts';

/** The flights of one carrier in one month, in the order of `departures`; its key is like `UA 3`. */
export const carrierMonth = parallelizable(
  function* ({ departures }: { departures: DataFrame }): Parallelizable<DataFrame> {
    yield* departures
      .select('carrier', 'month', 'dep_delay')
      .partitionBy(['carrier', 'month'], true);
  },
  { key: (flights) => flights.row(0).slice(0, 2).join(' ') },
);

// Made once: an expression costs more than what it computes on a thousand rows.
const statistics: Expr[] = [
  pl.col('carrier').first(),
  pl.col('month').first(),
  pl.col('carrier').count().alias('flights'),
  pl.col('dep_delay').count().alias('departed'),
  pl.col('dep_delay').mean().alias('delay'),
  pl.col('dep_delay').isNull().mean().alias('cancelledShare'),
];

/**
 * One row: the flights that were scheduled and those that left, their mean delay in minutes (null where none left),
 * and the part that did not leave, from 0 to 1.
 */
export const monthStatistics = ({ carrierMonth }: { carrierMonth: DataFrame }): DataFrame =>
  carrierMonth.select(...statistics);

/** All flights that were scheduled. */
export const yearFlights = reduce(
  ({ acc, monthStatistics }: { acc: number; monthStatistics: DataFrame }): number =>
    acc + monthStatistics.getColumn('flights').sum(),
  0,
);

/** Mean delay of all flights that left. Minutes. */
export const yearDelay = collect(
  ({ monthStatistics }: { monthStatistics: Collect<DataFrame> }): number => {
    const months = concat(monthStatistics);
    const departed = months.getColumn('departed');
    return months.getColumn('delay').mul(departed).sum() / departed.sum();
  },
);

/** What sets a month against the year; as expressions, made once and not for each item. */
export const againstYear = ({
  yearFlights,
  yearDelay,
}: {
  yearFlights: number;
  yearDelay: number;
}): Expr[] => [
  pl.col('flights').cast(pl.Float64).div(pl.lit(yearFlights)).alias('shareOfYear'),
  pl.col('delay').sub(pl.lit(yearDelay)).alias('relativeDelay'),
];

/** The row of a month with its part of the year's flights, from 0 to 1, and its delay less the year's; in minutes. */
export const monthInYear = ({
  monthStatistics,
  againstYear,
}: {
  monthStatistics: DataFrame;
  againstYear: Expr[];
}): DataFrame => monthStatistics.withColumns(...againstYear);

/** A row for each carrier and month, in the order of their first flights. */
export const carrierMonthStats = collect(
  ({ monthInYear }: { monthInYear: Collect<DataFrame> }): DataFrame => concat(monthInYear),
);

/** What the carrier is like in the month of the flight; rows as in `departures`. */
export const carrier = tag(
  { known: 'afterwards' },
  schema(
    { shareOfYear: '0 to 1', relativeDelay: 'minutes', cancelledShare: '0 to 1' },
    ({
      departures,
      carrierMonthStats,
    }: {
      departures: DataFrame;
      carrierMonthStats: DataFrame;
    }): DataFrame =>
      departures
        .select('carrier', 'month')
        .join(carrierMonthStats, { on: ['carrier', 'month'], how: 'left' })
        .select('shareOfYear', 'relativeDelay', 'cancelledShare'),
  ),
);
