/**
 * The main job in one go: 336,776 real flights become a table of features, a picture, a report on the data, and a bill.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import pl from 'nodejs-polars';
import { DictResult } from '../../../src/index.ts';
import { CostRecorder } from './costs.ts';
import { features, flightFeatures, readTables } from './dataflow.ts';

const folder = join(import.meta.dirname, '../../../out');
mkdirSync(folder, { recursive: true });
const files = {
  frame: join(folder, 'flight-features.parquet'),
  drawing: join(folder, 'flight-features.svg'),
  picture: join(folder, 'flight-features.png'),
};

const started = performance.now();
const inputs = readTables();
const readMs = performance.now() - started;
console.log(
  `Read ${inputs.flights.height.toLocaleString('en')} flights, ${inputs.weather.height.toLocaleString('en')} hours of weather, ` +
    `${inputs.planes.height.toLocaleString('en')} planes and ${inputs.airlines.height} airlines in ${readMs.toFixed(0)} ms.\n`,
);

const costs = new CostRecorder();
const driver = flightFeatures.withAdapters(costs).build();
const frame = await driver.execute(features, { inputs });

console.log(
  `${frame.width} columns for ${frame.height.toLocaleString('en')} flights; the first ones:`,
);
console.log(
  frame
    .select(...frame.columns.slice(0, 8))
    .head(5)
    .toString(),
);
console.log(
  frame
    .select(...frame.columns.slice(-8))
    .head(5)
    .toString(),
);

const late = driver
  .whatIsUpstreamOf(...features)
  .filter(({ tags }) => tags['known'] === 'afterwards');
console.log(
  `Known only when the flight is over, so no ground for a prediction: ${late.map(({ name }) => name).join(', ')}.`,
);

const { airportMonths, ...checked } = await flightFeatures
  .withResultBuilder(new DictResult())
  .build()
  .execute(['airportMonths', 'checkedWeather.checks', 'checkedTrips.checks'], { inputs });

console.log('\nThe latest months of carriers at each airport, against its own year:');
console.log(
  airportMonths
    .filter(pl.col('flights').gtEq(100))
    .filter(pl.col('flights').cumCount().over('origin').ltEq(2))
    .select('origin', 'carrier', 'month', 'flights', 'delay', 'relativeDelay')
    .toString(),
);

console.log('\nWhat was checked, and how many rows break it (only what fails would end the run):');
for (const { node, results } of Object.values(checked)) {
  for (const { passed, importance, rule, column = '', count = 0 } of results) {
    const verdict = passed ? 'holds' : `${importance}s ${count.toLocaleString('en').padStart(8)}`;
    console.log(`  ${node.padEnd(15)} ${column.padEnd(11)} ${rule.padEnd(16)} ${verdict}`);
  }
}

console.log('\nWhat the dearest nodes cost (calls, milliseconds):');
const bill = costs.dearestFirst();
for (const { node, calls, ms } of bill.slice(0, 20)) {
  const bar = '█'.repeat(Math.round((ms / costs.totalMs) * 50));
  const figures = `${String(calls).padStart(4)} ${ms.toFixed(2).padStart(8)}`;
  console.log(`  ${node.name.padEnd(17)} ${node.module.padEnd(14)} ${figures}  ${bar}`);
}
console.log(
  `\n${bill.length} nodes, ${costs.totalMs.toFixed(0)} ms. A generator and a reduce last as long as their items, which count again.`,
);

frame.writeParquet(files.frame, { compression: 'zstd' });
await driver.visualizeExecution(features, files.drawing, { inputs });
await driver.visualizeExecution(features, files.picture, { inputs });
await driver.close();
console.log('\nWritten:');
for (const file of Object.values(files)) console.log(`  ${relative(process.cwd(), file)}`);
