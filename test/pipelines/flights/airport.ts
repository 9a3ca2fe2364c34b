/**
 * What an airport is like: columns over columns of the joined table.
 *
 * @module
 */
import pl, { type Expr } from 'nodejs-polars';
import { tag, when } from '../../../src/index.ts';

/** How many flights leave the airport in the same hour. */
export const congestion = ({ flight }: { flight: Expr }): Expr =>
  flight.count().over('origin', 'time_hour');

/** The delay from the airport's mean, in its standard deviations. */
const fromMean = ({ dep_delay }: { dep_delay: Expr }): Expr =>
  dep_delay.sub(dep_delay.mean().over('origin')).div(dep_delay.std().over('origin'));

/** The delay from the airport's median, in its interquartile ranges, which few very late flights do not widen. */
const fromMedian = ({ dep_delay }: { dep_delay: Expr }): Expr => {
  const quantile = (part: number): Expr => dep_delay.quantile(part).over('origin');
  return dep_delay.sub(quantile(0.5)).div(quantile(0.75).sub(quantile(0.25)));
};

/** How unusual the delay is for the airport. */
export const delayZ = tag(
  { known: 'afterwards' },
  when({ delays: 'robust' }, fromMedian).otherwise(fromMean),
);

/** The part of the airport's flights that the carrier flies, from 0 to 1. */
export const carrierShare = ({ flight }: { flight: Expr }): Expr =>
  flight
    .count()
    .over('origin', 'carrier')
    .cast(pl.Float64)
    .div(flight.count().over('origin').cast(pl.Float64));
