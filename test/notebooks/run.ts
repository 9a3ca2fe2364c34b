/**
 * Executes every notebook and checks what it shows.
 *
 *   npm run test:notebooks                what is wrong, if anything; writes nothing
 *   npm run test:notebooks -- --write     stores what the cells show now
 *
 * @module
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { changes, drawingsWithoutNamespace, failures, mentionsOf } from './check-outputs.ts';
import { typeProblems } from './check-types.ts';
import { CannotCheck, checkout, execute, makeEnvironment, notebooksFolder } from './environment.ts';
import { cleaned, codeCellsOf, readNotebook, writeNotebook, type Notebook } from './notebook.ts';

const largestBytes = 1_500_000;
const counts = { passed: 0, failed: 0 };

/** Prints a line for the check, and one for each problem. */
function report(sentence: string, problems: readonly string[]): void {
  const hasPassed = problems.length === 0;
  counts[hasPassed ? 'passed' : 'failed'] += 1;
  console.log(`${hasPassed ? 'ok    ' : 'FAILED'}  ${sentence}`);
  for (const problem of problems)
    console.log(`          ${problem.replaceAll('\n', '\n          ')}`);
}

function checkNotebook(name: string, scratch: string, shallWrite: boolean): void {
  const failedBefore = counts.failed;
  const path = join(notebooksFolder, name);
  const stored = readNotebook(path);
  report(`${name}: the cells compile`, typeProblems(path, stored));

  const started = performance.now();
  const cells = `${name}: ${codeCellsOf(stored).length} cells run`;
  let executed: Notebook;
  try {
    const copy = join(scratch, name);
    execute(path, copy, scratch);
    executed = cleaned(readNotebook(copy));
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    report(cells, [error.message]);
    return;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const failed = failures(executed);
  report(`${cells} (${seconds} s)`, failed);
  // what stands after a cell that failed was not executed
  if (failed.length > 0) return;
  report(`${name}: every drawing has its namespace`, drawingsWithoutNamespace(executed));
  report(
    `${name}: nothing names a folder of this machine`,
    mentionsOf([checkout, homedir()], executed),
  );

  if (shallWrite) {
    // a notebook that fails is not stored
    if (counts.failed > failedBefore) return;
    writeNotebook(path, executed);
    console.log(`wrote   notebooks/${name}`);
  } else {
    const differing = changes(stored, executed);
    const hint = 'look at it, then store it with: npm run test:notebooks -- --write';
    report(
      `${name}: the cells show what is stored`,
      differing.length === 0 ? [] : [...differing, hint],
    );
    report(
      `${name}: nothing is stored beside cells and outputs`,
      isDeepStrictEqual(cleaned(stored), stored)
        ? []
        : ['there is other metadata; --write leaves it out'],
    );
  }
  const { size } = statSync(path);
  report(
    `${name}: ${Math.ceil(size / 1000)} kB`,
    size <= largestBytes
      ? []
      : [`more than ${largestBytes / 1000} kB: show less, or draw it smaller`],
  );
}

function main(): void {
  const { values: options } = parseArgs({
    options: { write: { type: 'boolean', default: false } },
  });
  makeEnvironment();
  const scratch = mkdtempSync(join(tmpdir(), 'icosian-notebooks-'));
  try {
    const names = readdirSync(notebooksFolder).filter((name) => name.endsWith('.ipynb'));
    if (names.length === 0) throw new CannotCheck('There is no notebook in notebooks/.');
    for (const name of names.toSorted()) checkNotebook(name, scratch, options.write);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  if (counts.failed > 0) process.exitCode = 1;
}

/** Whether parseArgs threw it. */
const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');

try {
  main();
} catch (error) {
  if (!isUsageError(error) && !(error instanceof CannotCheck)) throw error;
  console.error(error.message);
  process.exitCode = isUsageError(error) ? 2 : 1;
}
