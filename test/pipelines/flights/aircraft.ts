import pl, { type DataFrame, type Series } from 'nodejs-polars';

/** Years since the plane was built; null where the registry does not know it. */
export const planeAge = ({ trips }: { trips: DataFrame }): Series =>
  trips.getColumn('year').sub(trips.getColumn('built'));

/** Seats of the plane; null where the registry does not know it. */
export const seats = ({ trips }: { trips: DataFrame }): Series => trips.getColumn('seats');

/** What the flight offers, in seat miles. */
export const seatMiles = ({ seats, distance }: { seats: Series; distance: Series }): Series =>
  seats.mul(distance);

/** Speed over the ground, in miles an hour. */
export const speed = ({ distance, airTime }: { distance: Series; airTime: Series }): Series =>
  distance.cast(pl.Float64).div(airTime.cast(pl.Float64)).mul(60);

/** Minutes made up in the air; negative where more were lost. */
export const madeUp = ({ depDelay, arrDelay }: { depDelay: Series; arrDelay: Series }): Series =>
  depDelay.sub(arrDelay);
