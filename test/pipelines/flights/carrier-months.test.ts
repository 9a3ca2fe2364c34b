import pl, { type DataFrame } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { Builder, DictResult } from '../../../src/index.ts';
import * as carrierMonths from './carrier-months.ts';
import { features, flightFeatures, flightwise, readTables } from './dataflow.ts';
import { departures as departuresOf } from './tables.ts';

//  departures ─▶ carrierMonth ─▶ monthStatistics ─▶ yearFlights ─▶ againstYear ─▶ monthInYear ─▶ carrierMonthStats
//                                             └───▶ yearDelay ────┘
const tables = readTables();
const departures = departuresOf(tables);
const driver = new Builder().withModules(carrierMonths).build();
const dict = new Builder().withModules(carrierMonths).withResultBuilder(new DictResult()).build();
const inputs = { departures };
const keys = ['carrier', 'month'];

/** The same by one groupBy, without its columns of the year. */
const grouped: DataFrame = departures
  .groupBy('carrier', 'month')
  .agg(
    pl.col('flight').count().alias('flights'),
    pl.col('dep_delay').count().alias('departed'),
    pl.col('dep_delay').mean().alias('delay'),
    pl.col('dep_delay').nullCount().alias('cancelled'),
  )
  .sort(['carrier', 'month']);
const yearDelay = departures.getColumn('dep_delay').mean();

const numbersOf = (frame: DataFrame, column: string): (number | null)[] =>
  frame.getColumn(column).toArray() as (number | null)[];

function expectClose(found: readonly (number | null)[], right: readonly (number | null)[]): void {
  expect(found.length).toBe(right.length);
  found.forEach((value, row) => {
    const other = right[row] ?? null;
    if (value === null || other === null) expect(value).toBe(other);
    else expect(value).toBeCloseTo(other, 9);
  });
}

describe('the flights by carrier and month', () => {
  test('have the statistics that one groupBy gives', async () => {
    const stats = (await driver.execute(['carrierMonthStats'], { inputs })).sort([
      'carrier',
      'month',
    ]);
    expect(stats.height).toBe(185);
    for (const column of [...keys, 'flights', 'departed']) {
      expect(stats.getColumn(column).toArray()).toEqual(grouped.getColumn(column).toArray());
    }
    expectClose(numbersOf(stats, 'delay'), numbersOf(grouped, 'delay'));
    const cancelled = numbersOf(grouped, 'cancelled');
    const flights = numbersOf(grouped, 'flights');
    expectClose(
      numbersOf(stats, 'cancelledShare'),
      cancelled.map((count, row) => Number(count) / Number(flights[row])),
    );
  });

  test('are held against the year in a second pass', async () => {
    const stats = (await driver.execute(['carrierMonthStats'], { inputs })).sort([
      'carrier',
      'month',
    ]);
    expectClose(
      numbersOf(stats, 'shareOfYear'),
      numbersOf(grouped, 'flights').map((flights) => Number(flights) / departures.height),
    );
    expectClose(
      numbersOf(stats, 'relativeDelay'),
      numbersOf(grouped, 'delay').map((delay) => (delay === null ? null : delay - yearDelay)),
    );
    expect(stats.getColumn('shareOfYear').sum()).toBeCloseTo(1, 12);
  });

  test('come in the order of their first flights, each once', async () => {
    const stats = await driver.execute(['carrierMonthStats'], { inputs });
    const first = departures.unique({ subset: keys, keep: 'first', maintainOrder: true });
    for (const key of keys) {
      expect(stats.getColumn(key).toArray()).toEqual(first.getColumn(key).toArray());
    }
  });

  test('add up to the year', async () => {
    const year = await dict.execute(['yearFlights', 'yearDelay'], { inputs });
    expect(year.yearFlights).toBe(departures.height);
    expect(year.yearDelay).toBeCloseTo(yearDelay, 9);
  });

  test('give every flight its row, in the order of the flights', async () => {
    const { carrier, carrierMonthStats } = await dict.execute(['carrier', 'carrierMonthStats'], {
      inputs,
    });
    const rows = new Map(
      carrierMonthStats
        .toRecords()
        .map((row) => [`${String(row['carrier'])} ${row['month']}`, row]),
    );
    const carriers = departures.getColumn('carrier').toArray() as string[];
    const months = departures.getColumn('month').toArray() as number[];
    for (const column of ['shareOfYear', 'relativeDelay', 'cancelledShare']) {
      const right = carriers.map((name, row) => rows.get(`${name} ${months[row]}`)?.[column]);
      expect(carrier.getColumn(column).toArray(), column).toEqual(right);
    }
  });
});

describe('the flights example', () => {
  test('has the columns of the carrier behind all others, which they leave as they are', async () => {
    const all = await flightFeatures.build().execute(features, { inputs: tables });
    const others = await flightFeatures.build().execute(flightwise, { inputs: tables });
    const added = ['shareOfYear', 'relativeDelay', 'cancelledShare'].map(
      (name) => `carrier.${name}`,
    );
    expect(all.columns).toEqual([...others.columns, ...added]);
    expect(all.select(...others.columns).frameEqual(others, true)).toBe(true);
  });
});
