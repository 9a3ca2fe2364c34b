/**
 * The main job in one go: 336,776 real flights become a table of features, a picture, and a bill.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import pl from 'nodejs-polars';
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

const months = await flightFeatures.build().execute(['carrierMonthStats'], { inputs });
console.log(`\nThe latest of ${months.height} months of carriers, against the year:`);
console.log(
  months.filter(pl.col('flights').gtEq(100)).sort('relativeDelay', true).head(5).toString(),
);

console.log('\nWhat each node cost, the dearest first (calls, milliseconds):');
const bill = costs.dearestFirst();
for (const { node, calls, ms } of bill) {
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
