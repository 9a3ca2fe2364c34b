/**
 * The main job in one go: 336,776 real flights become a table of features, a picture, and a bill.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
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

console.log('\nWhat each node cost, the dearest first (milliseconds):');
for (const { node, ms } of costs.dearestFirst()) {
  const bar = '█'.repeat(Math.round((ms / costs.totalMs) * 50));
  const figure = ms.toFixed(2).padStart(8);
  console.log(`  ${node.name.padEnd(16)} ${node.module.padEnd(10)} ${figure}  ${bar}`);
}
const spentMs = costs.costs.reduce((sum, { ms }) => sum + ms, 0);
console.log(
  `\n${costs.costs.length} nodes took ${spentMs.toFixed(0)} ms, the whole run ${costs.totalMs.toFixed(0)} ms.`,
);

frame.writeParquet(files.frame, { compression: 'zstd' });
await driver.visualizeExecution(features, files.drawing, { inputs });
await driver.visualizeExecution(features, files.picture, { inputs });
await driver.close();
console.log('\nWritten:');
for (const file of Object.values(files)) console.log(`  ${relative(process.cwd(), file)}`);
