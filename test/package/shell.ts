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
export function node(cwd: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`.trim());
  return stdout;
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
