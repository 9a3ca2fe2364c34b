/**
 * Runs one measurement in a Node process of its own: no other's heap, no other's compiled code.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The checkout. */
export const root: string = join(import.meta.dirname, '../..');
/** Where generated modules are kept; not under version control. */
export const cacheFolder: string = join(root, '.cache/bench');

/**
 * Runs `program`, a file of this folder, with `task`; gives its answer.
 *
 * Rejects with what the program wrote to stderr where it fails.
 */
export function inFreshProcess<Answer>(program: string, task: object): Promise<Answer> {
  const words = ['--expose-gc', join(import.meta.dirname, program), JSON.stringify(task)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { cwd: root }, (error, stdout, stderr) => {
      if (error === null) resolve(JSON.parse(stdout) as Answer);
      else
        reject(
          new Error(
            `${program} failed for ${JSON.stringify(task)}.\n${stderr.trim() || error.message}`,
          ),
        );
    });
  });
}

/** In the program: what it has to do. */
export const givenTask = (): unknown => JSON.parse(process.argv[2] ?? '{}');

/** In the program: what came out, once. */
export const answer = (found: object): void => console.log(JSON.stringify(found));
