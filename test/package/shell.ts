/**
 * Runs commands and counts checks.
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process';

/** Runs npm from the path; gives what it prints. Throws with what it complained of. */
export function npm(cwd: string, ...words: readonly string[]): string {
  const onWindows = process.platform === 'win32';
  return execFileSync(onWindows ? 'npm.cmd' : 'npm', words, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: onWindows,
  });
}

/** Runs a script with this Node. Throws with all that it printed where it fails. */
export const node = (cwd: string, ...words: readonly string[]): string =>
  nodeWith({}, cwd, ...words);

/** The same, with further variables of the environment. What takes two minutes hangs. */
export function nodeWith(
  variables: NodeJS.ProcessEnv,
  cwd: string,
  ...words: readonly string[]
): string {
  const env = { ...process.env, ...variables };
  const run = spawnSync(process.execPath, words, { cwd, encoding: 'utf8', env, timeout: 120_000 });
  if (run.status !== 0) {
    throw new Error(`${run.stdout}${run.stderr}${run.error?.message ?? ''}`.trim());
  }
  return run.stdout;
}

const counts = { passed: 0, failed: 0 };

/** One line for one check; what it throws is printed below it. */
export function check(name: string, work: () => string | void): void {
  try {
    const remark = work();
    counts.passed += 1;
    console.log(`ok      ${name}${remark === undefined ? '' : ` (${remark})`}`);
  } catch (error) {
    counts.failed += 1;
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`FAILED  ${name}\n${reason.replaceAll(/^/gm, '        ')}`);
  }
}

/** The last line, and the exit code. */
export function summary(): void {
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}
