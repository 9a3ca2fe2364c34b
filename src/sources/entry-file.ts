/**
 * The file with which the program started.
 *
 * @module
 */
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { attempt } from './attempt.ts';
import { pathOf } from './source-map.ts';

/**
 * Whether a file is the one that Node was told to run: importing it in a worker would run the program again. In a
 * worker thread, the one that the thread was told to run.
 */
export function isEntryFile(url: string): boolean {
  const entry = entryFile();
  const file = entry === undefined ? undefined : attempt(() => pathOf(url));
  return file !== undefined && realPath(file) === entry;
}

let known: { readonly argument: string | undefined; readonly file: string | undefined } | undefined;

function entryFile(): string | undefined {
  const argument = process.argv[1];
  if (known?.argument !== argument || known === undefined) {
    known = { argument, file: resolved(argument) };
  }
  return known.file;
}

/** Node makes the path of what it runs absolute; what follows `--eval` or a hyphen stays as it was given. */
function resolved(argument: string | undefined): string | undefined {
  if (argument === undefined || !isAbsolute(argument) || isEvaluated()) return undefined;
  // a folder, a file without its ending: as Node found it
  const found = attempt(() => createRequire(import.meta.url).resolve(argument));
  return realPath(found ?? argument);
}

// an absolute path behind the code is an argument of the program's own
const isEvaluated = (): boolean =>
  isMainThread &&
  process.execArgv.some((option) => /^(?:-e|-p|-pe|(?:--eval|--print)(?:=.*)?)$/s.test(option));

const realPath = (file: string): string => attempt(() => realpathSync.native(file)) ?? file;
