/**
 * No process outlives the one that started it, not even in a loop that never returns.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';

/** Where process ids of the dead stay, as on Windows, the parent is asked for by a signal that does nothing. */
const code = `
  const { workerData: parent } = require('node:worker_threads');
  const isGone = () => {
    if (process.ppid !== parent) return true;
    try {
      process.kill(parent, 0);
    } catch (error) {
      return error.code === 'ESRCH';
    }
  };
  setInterval(() => isGone() && process.kill(process.pid, 'SIGKILL'), 1000);
`;

/** Kills this process when it has another parent than that, within a second or so. */
export function watchParent(parent: number): void {
  // a thread of its own sees it while this one is busy; it needs nothing of what the user's code has
  const options = { eval: true, name: 'watch parent', workerData: parent, env: {}, execArgv: [] };
  const watch = new Worker(code, options);
  watch.unref();
  // the process does without
  watch.on('error', () => {});
}
