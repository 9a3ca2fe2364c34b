/**
 * Where the code of the workers lies.
 *
 * @module
 */
import { TaskError } from '../../errors.ts';

/**
 * The file that a worker runs: as written where icosian runs from its sources, else in the built package.
 *
 * Throws `worker/no-file` where this code has become part of another program. `from` is the URL of this module.
 */
export function workerFile(name: 'thread' | 'process', from: string = import.meta.url): URL {
  // the bundler may put this module anywhere below dist
  const [, root, folder] = /^(file:.*\/)(src|dist)\//.exec(from) ?? [];
  if (root === undefined || folder === undefined) {
    throw new TaskError(
      'worker/no-file',
      `The file of the workers is not there: icosian runs from ${from}, outside of its package.`,
      {
        hint: 'a bundler took it into your program: keep icosian external in the bundle, as a package beside it',
      },
    );
  }
  return new URL(`executors/worker/${name}.${folder === 'src' ? 'ts' : 'js'}`, root + folder + '/');
}
