import { expect, onTestFinished, test } from 'vitest';
import { DictResult } from '../../../src/index.ts';
import { flightFeatures, readTables } from './dataflow.ts';

const inputs = readTables();
const driver = flightFeatures.withResultBuilder(new DictResult()).build();

test('what must be true of the tables is; what is only hoped for says where it is not', async () => {
  const reports = await driver.execute(['checkedWeather.checks', 'checkedTrips.checks'], {
    inputs,
  });
  const broken = Object.values(reports)
    .flatMap(({ results }) => results)
    .filter(({ passed }) => !passed)
    .map(({ importance, column, rule, count }) => [importance, column, rule, count]);
  expect(broken).toEqual([
    ['warn', 'wind_speed', 'range', 1],
    ['warn', 'dep_delay', 'maxNullFraction', 8_255],
    ['warn', 'built', 'maxNullFraction', 57_912],
  ]);
});

test('the features are computed without the checks, and without a warning', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const { features } = await import('./features.ts');
  const names = driver.whatIsUpstreamOf(...features).map(({ name }) => name);
  expect(names.filter((name) => name.startsWith('checked'))).toEqual([]);
  await driver.execute(features, { inputs });
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});
