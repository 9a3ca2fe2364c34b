import pl from 'nodejs-polars';
import { expect, test } from 'vitest';
import { DictResult } from '../../../src/index.ts';
import { flightFeatures, readTables } from './dataflow.ts';

const inputs = readTables();
const driver = flightFeatures.withResultBuilder(new DictResult()).build();

//  departures ─▶ newark.departures ─▶ newark.carrierMonth ─▶ … ─▶ newark ─▶ airportMonths
test('the months of carriers at an airport are held against the year of that airport', async () => {
  const { airportMonths, ...years } = await driver.execute(
    ['airportMonths', 'newark.yearDelay', 'kennedy.yearDelay', 'laGuardia.yearDelay'],
    { inputs },
  );
  const byAirport = inputs.flights
    .groupBy('origin')
    .agg(pl.col('dep_delay').mean().alias('delay'), pl.col('flight').count().alias('flights'))
    .sort('origin');
  const delays = byAirport.getColumn('delay').toArray() as number[];
  Object.values(years).forEach((year, airport) => expect(year).toBeCloseTo(delays[airport] ?? 0));
  const found = airportMonths
    .groupBy('origin')
    .agg(pl.col('flights').sum(), pl.col('shareOfYear').sum())
    .sort('origin');
  expect(found.getColumn('origin').toArray()).toEqual(['EWR', 'JFK', 'LGA']);
  expect(found.getColumn('flights').toArray()).toEqual(byAirport.getColumn('flights').toArray());
  for (const whole of found.getColumn('shareOfYear').toArray()) expect(whole).toBeCloseTo(1);
});

test('few very late flights do not tell how unusual a delay is, where the config says so', async () => {
  const robust = flightFeatures.withConfig({ delays: 'robust' }).build();
  const { delayZ } = (await robust.execute(['airport'], { inputs })).toObject();
  const values = pl.Series('delayZ', delayZ as number[]).dropNulls();
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => values.quantile(part));
  expect(middle).toBeCloseTo(0, 12);
  // flights of three airports: each has a range of one, all of them nearly
  expect(Number(high) - Number(low)).toBeCloseTo(1, 0);
});
