/**
 * What the processes of a pool are started with.
 *
 * @module
 */

/** Flags that make a process do something else than run a file, or a second time what only one can do. */
const notShared =
  /^(?:-[ceip]|-pe|--check|--eval|--input-type|--interactive|--print|--run|--debug-port|--(?:inspect|test|watch)(?:-.*)?)(?:=|$)/;
const isEval = /^(?:-[ep]|-pe|--eval|--print)$/;

/** The flags of this process that its workers have, too: `--import tsx`, but not those of the inspector, which has one port. */
export function sharedFlags(execArgv: readonly string[]): string[] {
  let isDropped = false;
  return execArgv.filter((word, index) => {
    // what is no flag is the value of the one before; code may look like a flag
    const isValue = !word.startsWith('-') || isEval.test(execArgv[index - 1] ?? '');
    if (!isValue) isDropped = notShared.test(word);
    return !isDropped;
  });
}

/** All that stands before the worker's file. `execArgv` is the user's; it comes last, so that it holds. */
export function processArguments(execArgv: readonly string[]): string[] {
  return 'deno' in process.versions
    ? ['run', '-A', ...execArgv]
    : [...sharedFlags(process.execArgv), ...execArgv];
}
