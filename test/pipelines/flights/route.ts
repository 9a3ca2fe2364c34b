/**
 * What a route has been like lately: columns over columns of the joined table.
 *
 * @module
 */
import type { Expr } from 'nodejs-polars';
import { parameterize, value } from '../../../src/index.ts';

/** The delay of the flight before on the same route: what is known when this one leaves. Minutes. */
export const previousDelay = ({ dep_delay }: { dep_delay: Expr }): Expr =>
  dep_delay.shift(1).over('origin', 'dest');

/** What the delays of the last flights on the route were, and how much they differed; this one left out. Minutes. */
export const { meanDelay, delaySpread } = parameterize(
  ({
    previousDelay,
    rolling,
    routeWindow = 20,
  }: {
    previousDelay: Expr;
    rolling: 'rollingMean' | 'rollingStd';
    routeWindow?: number;
  }): Expr =>
    previousDelay[rolling]({ windowSize: routeWindow, minPeriods: 5 }).over('origin', 'dest'),
  { meanDelay: { rolling: value('rollingMean') }, delaySpread: { rolling: value('rollingStd') } },
);

export const flightsSoFar = ({ flight }: { flight: Expr }): Expr =>
  flight.cumCount().over('origin', 'dest');
