import pl, { type Series } from 'nodejs-polars';
import { extractColumns, mutate, step } from '../../../src/index.ts';

/** The sky over the airport in the hour of departure; visibility in miles, null where unknown. */
export const { temperature, wind, visibility, precipitation } = extractColumns('trips', {
  temperature: 'temp',
  wind: 'wind_speed',
  visibility: 'visib',
  precipitation: 'precip',
});

/** Degrees Celsius at the airport in the hour of departure. */
const celsius = ({ fahrenheit }: { fahrenheit: Series }): Series => fahrenheit.sub(32).mul(5 / 9);

/** Miles an hour; readings beyond 100 are broken and become null. */
const plausible = ({ readings }: { readings: Series }): Series => {
  const speed = pl.col(readings.name);
  const kept = pl.when(speed.ltEq(100)).then(speed).otherwise(pl.lit(null));
  return readings.toFrame().select(kept).getColumn(readings.name);
};

export const temperatureInCelsius = mutate('temperature', step(celsius));
export const plausibleWind = mutate('wind', step(plausible));

export const windMean = ({ wind }: { wind: Series }): number => wind.mean();

export const windStdDev = ({ wind }: { wind: Series }): number =>
  wind.toFrame().select(pl.col(wind.name).std()).getColumn(wind.name).get(0);

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

/** Whether it rains or snows: any precipitation in that hour. */
export const isWet = ({ precipitation }: { precipitation: Series }): Series => precipitation.gt(0);
