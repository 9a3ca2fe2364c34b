import pl, { type DataFrame, type Series } from 'nodejs-polars';

/** Degrees Celsius at the airport in the hour of departure. */
export const temperature = ({ trips }: { trips: DataFrame }): Series =>
  trips
    .getColumn('temp')
    .sub(32)
    .mul(5 / 9);

/** Miles an hour; readings beyond 100 are broken and become null. */
export const wind = ({ trips }: { trips: DataFrame }): Series =>
  trips
    .select(
      pl.when(pl.col('wind_speed').ltEq(100)).then(pl.col('wind_speed')).otherwise(pl.lit(null)),
    )
    .getColumn('wind_speed');

export const windMean = ({ wind }: { wind: Series }): number => wind.mean();

export const windStdDev = ({ wind }: { wind: Series }): number =>
  wind.toFrame().select(pl.col('wind_speed').std()).getColumn('wind_speed').get(0);

/** How unusual the wind is, in standard deviations of the year. */
export const windZ = ({
  wind,
  windMean,
  windStdDev,
}: {
  wind: Series;
  windMean: number;
  windStdDev: number;
}): Series => wind.sub(windMean).div(windStdDev);

/** Miles. */
export const visibility = ({ trips }: { trips: DataFrame }): Series => trips.getColumn('visib');

/** Whether it rains or snows: any precipitation in that hour. */
export const isWet = ({ trips }: { trips: DataFrame }): Series => trips.getColumn('precip').gt(0);
