/**
 * Runs the benchmarks that are asked for and prints what they found.
 *
 * Fails only where a result is wrong: what is over its target is marked, and left to the reader.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { measureBlocks } from './blocks.ts';
import { measureBuild } from './build.ts';
import { measureChecks } from './checks.ts';
import { measureExecute } from './execute.ts';
import { measureExecutors } from './executors.ts';
import { measureFlights } from './flights.ts';
import { measureImport } from './import.ts';
import { machineText, thisMachine } from './machine.ts';
import type { Request } from './measure-cells.ts';
import { readOptions, type Benchmark } from './options.ts';
import { preparePeer } from './peers.ts';
import { reportText, type Report } from './report.ts';
import { measureTypes } from './types.ts';
import { measureWithColumns } from './with-columns.ts';

const measure: Record<Benchmark, (request: Request) => Promise<Report | Report[]>> = {
  build: measureBuild,
  execute: measureExecute,
  blocks: measureBlocks,
  executors: measureExecutors,
  checks: measureChecks,
  'with-columns': measureWithColumns,
  flights: measureFlights,
  import: measureImport,
  types: measureTypes,
};

const { benchmarks, hasPeers, isQuick, json } = readOptions(process.argv.slice(2));
const machine = thisMachine();
console.log(machineText(machine));
const peer = hasPeers ? await preparePeer() : undefined;
if (typeof peer === 'string') console.log(`\n${peer}`);
const request: Request = { isQuick, peer: typeof peer === 'string' ? undefined : peer };

const reports = new Map<Benchmark, readonly Report[]>();
for (const benchmark of benchmarks) {
  const found = [await measure[benchmark](request)].flat();
  reports.set(benchmark, found);
  for (const report of found) console.log(`\n${reportText(report)}`);
}

const found = [...reports.values()].flat();
const over = found.flatMap(({ verdicts }) => verdicts).filter(({ isOver }) => isOver);
const sentences = over.map(
  ({ figure, value, limit }) => `  ${figure}: ${value.toFixed(2)} > ${limit}`,
);
console.log(
  over.length === 0 ? '\nAll targets are met.' : `\nOver the target:\n${sentences.join('\n')}`,
);
if (json !== undefined) {
  const figures = [...reports].map(([name, of]) => [
    name,
    {
      rows: of.flatMap(({ rows }) => rows),
      verdicts: of.flatMap(({ verdicts }) => verdicts),
      wrong: of.flatMap(({ wrong }) => wrong),
    },
  ]);
  writeFileSync(
    json,
    `${JSON.stringify({ machine, isQuick, ...Object.fromEntries(figures) }, null, 2)}\n`,
  );
}
if (found.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
