import pl, { type Series } from 'nodejs-polars';
import { extractColumns, tag } from '../../../src/index.ts';

/** What the tables say of the plane and its way: years, seats, miles, minutes; null where they do not know. */
export const { year, built, seats, distance, airTime, arrDelay } = extractColumns('trips', {
  year: 'year',
  built: 'built',
  seats: 'seats',
  distance: 'distance',
  airTime: 'air_time',
  arrDelay: 'arr_delay',
});

/** Years since the plane was built; null where the registry does not know it. */
export const planeAge = ({ year, built }: { year: Series; built: Series }): Series =>
  year.sub(built);

/** What the flight offers, in seat miles. */
export const seatMiles = ({ seats, distance }: { seats: Series; distance: Series }): Series =>
  seats.mul(distance);

/** Speed over the ground, in miles an hour. */
export const speed = tag(
  { known: 'afterwards' },
  ({ distance, airTime }: { distance: Series; airTime: Series }): Series =>
    distance.cast(pl.Float64).div(airTime.cast(pl.Float64)).mul(60),
);

/** Minutes made up in the air; negative where more were lost. */
export const madeUp = tag(
  { known: 'afterwards' },
  ({ depDelay, arrDelay }: { depDelay: Series; arrDelay: Series }): Series =>
    depDelay.sub(arrDelay),
);
