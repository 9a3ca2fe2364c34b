/**
 * Runs one measurement in a Node process of its own: no other's heap, no other's compiled code.
 *
 * @module
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The checkout. */
export const root: string = join(import.meta.dirname, '../..');
/** Where generated modules are kept; not under version control. */
export const cacheFolder: string = join(root, '.cache/bench');

/**
 * Runs `program`, a file of this folder, with `task`; gives its answer.
 *
 * Rejects with what the program wrote to stderr where it fails.
 */
export async function inFreshProcess<Answer>(program: string, task: object): Promise<Answer> {
  const file = join(import.meta.dirname, program);
  const { stdout } = await run(process.execPath, [file, JSON.stringify(task)], { cwd: root });
  return JSON.parse(stdout) as Answer;
}

/** In the program: what it has to do. */
export const givenTask = <Task>(): Task => JSON.parse(process.argv[2] ?? '{}') as Task;

/** In the program: what came out, once. */
export const answer = (found: object): void => console.log(JSON.stringify(found));
