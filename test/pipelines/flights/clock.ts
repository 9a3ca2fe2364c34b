/**
 * When a flight leaves, so that midnight is near to midnight: columns over columns of the joined table.
 *
 * @module
 */
import pl, { type Expr } from 'nodejs-polars';

/** The scheduled hour, New York time, as an angle on the clock face; in radians. */
const onClock = (hour: Expr): Expr => hour.mul(pl.lit((2 * Math.PI) / 24));

/** The day of the year as an angle on the calendar; in radians. */
const onCalendar = (time: Expr): Expr =>
  time.dt
    .ordinalDay()
    .cast(pl.Float64)
    .mul(pl.lit((2 * Math.PI) / 365));

export const hourSin = ({ hour }: { hour: Expr }): Expr => onClock(hour).sin();
export const hourCos = ({ hour }: { hour: Expr }): Expr => onClock(hour).cos();
export const daySin = ({ hour_utc }: { hour_utc: Expr }): Expr => onCalendar(hour_utc).sin();
export const dayCos = ({ hour_utc }: { hour_utc: Expr }): Expr => onCalendar(hour_utc).cos();

/** 1 is Monday. */
export const weekday = ({ hour_utc }: { hour_utc: Expr }): Expr => hour_utc.dt.weekday();

export const isWeekend = ({ weekday }: { weekday: Expr }): Expr => weekday.gtEq(6);
