import pl, { type DataFrame, type Expr } from 'nodejs-polars';

/** The delay of the flight before on the same route: what is known when this one leaves. Minutes. */
export const previousDelay = (): Expr => pl.col('dep_delay').shift(1).over('origin', 'dest');

/** Mean delay of the last flights on the route, this one left out. Minutes. */
export const rollingDelay = ({
  previousDelay,
  routeWindow = 20,
}: {
  previousDelay: Expr;
  routeWindow?: number;
}): Expr =>
  previousDelay.rollingMean({ windowSize: routeWindow, minPeriods: 5 }).over('origin', 'dest');

/** How much these delays differ. Minutes. */
export const rollingSpread = ({
  previousDelay,
  routeWindow = 20,
}: {
  previousDelay: Expr;
  routeWindow?: number;
}): Expr =>
  previousDelay.rollingStd({ windowSize: routeWindow, minPeriods: 5 }).over('origin', 'dest');

/** What a route has been like lately. */
export const route = ({
  trips,
  previousDelay,
  rollingDelay,
  rollingSpread,
}: {
  trips: DataFrame;
  previousDelay: Expr;
  rollingDelay: Expr;
  rollingSpread: Expr;
}): DataFrame =>
  trips.select(
    previousDelay.alias('previousDelay'),
    rollingDelay.alias('meanDelay'),
    rollingSpread.alias('delaySpread'),
    pl.col('flight').cumCount().over('origin', 'dest').alias('flightsSoFar'),
  );
