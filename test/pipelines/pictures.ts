/**
 * The pictures in the documents: drawn from the examples, so that they show what is.
 *
 * `node test/pipelines/pictures.ts --write` draws them anew.
 *
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Builder } from '../../src/index.ts';
import * as airports from './flights/airports.ts';
import * as carrierMonths from './flights/carrier-months.ts';
import { features, flightFeatures, readTables } from './flights/dataflow.ts';
import * as spend from './spend/features.ts';

export const folder = join(import.meta.dirname, '../../docs/pictures');

/** Each picture by its file name, as SVG text. */
export async function drawPictures(): Promise<Record<string, string>> {
  const small = new Builder().withModules(spend).build();
  const flights = flightFeatures.build();
  const inputs = readTables();
  const departures = inputs.flights;
  const parts = new Builder().withModules(airports).build();
  const block = new Builder().withModules(carrierMonths).build();
  return {
    'spend.svg': await small.displayAllFunctions(),
    'flights.svg': await flights.visualizeExecution(features, undefined, { inputs }),
    'carrier-months.svg': await block.displayAllFunctions(),
    'airports.svg': await parts.visualizeExecution(['airportMonths'], undefined, {
      inputs: { departures },
    }),
    'wind.svg': await flights.visualizePathBetween('weather', 'windZ', undefined, { strict: true }),
  };
}

if (process.argv.includes('--write')) {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of Object.entries(await drawPictures())) {
    writeFileSync(join(folder, name), svg);
    console.log(`docs/pictures/${name}`);
  }
}
