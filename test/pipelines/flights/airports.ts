/**
 * The months of carriers once more, of each airport by itself: held against the year of that airport.
 *
 * @module
 */
import pl, { type DataFrame } from 'nodejs-polars';
import {
  concat,
  createModule,
  group,
  inject,
  parameterizeSubdag,
  source,
} from '../../../src/index.ts';
import * as carrierMonths from './carrier-months.ts';

const oneAirport = createModule(
  {
    departures: ({ everywhere, airport }: { everywhere: DataFrame; airport: string }): DataFrame =>
      everywhere.filter(pl.col('origin').eq(pl.lit(airport))),
  },
  'oneAirport',
);

/** A row for each carrier and month of the airport, the latest against its year first. */
export const { newark, kennedy, laGuardia } = parameterizeSubdag(
  { modules: [oneAirport, carrierMonths], inputs: { everywhere: source('departures') } },
  ({ carrierMonthStats, airport }: { carrierMonthStats: DataFrame; airport: string }): DataFrame =>
    carrierMonthStats.select(pl.lit(airport).alias('origin'), pl.all()).sort('relativeDelay', true),
  {
    newark: { config: { airport: 'EWR' } },
    kennedy: { config: { airport: 'JFK' } },
    laGuardia: { config: { airport: 'LGA' } },
  },
);

/** All of them. */
export const airportMonths = inject(
  { airports: group(source('newark'), source('kennedy'), source('laGuardia')) },
  ({ airports }: { airports: readonly DataFrame[] }): DataFrame => concat(airports),
);
