/**
 * No process outlives this one.
 *
 * @module
 */
import type { ChildProcess } from 'node:child_process';

const left = new Set<ChildProcess>();

const killAll = (): void => {
  for (const child of left) child.kill('SIGKILL');
};

/** Kills it when this process exits, unless it has gone before. */
export function killAtExit(child: ChildProcess): void {
  if (left.size === 0) process.on('exit', killAll);
  left.add(child);
  child.once('exit', () => {
    left.delete(child);
    if (left.size === 0) process.off('exit', killAll);
  });
}
