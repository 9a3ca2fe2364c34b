/**
 * What a worker has to import to have the nodes of a dataflow.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { IcosianError } from '../errors.ts';
import type { AnyFunction } from '../nodes/node.ts';
import { isMutation } from '../nodes/check-function.ts';
import { isLooseModule } from '../nodes/create-module.ts';
import { nodeExports } from '../nodes/read-module.ts';
import { attempt } from './attempt.ts';
import { isEntryFile } from './entry-file.ts';
import { fromHere } from './from-here.ts';
import { filesOfExports } from './module-file.ts';
import { pathOf } from './source-map.ts';

/** What a worker imports, and which exports it takes from where. */
export interface WorkerModule {
  /** A `file:` URL. */
  readonly url: string;
  readonly exports: readonly string[];
}

export interface WorkerModules {
  /** Each URL once. Where the user gave them: in the order given, each with all exports, and the last one wins. */
  readonly modules: readonly WorkerModule[];
  /** What is wrong with others, all at once. */
  readonly refused: readonly RefusedModule[];
  /** The exports whose file nobody knows: evaluated code, and what `createModule` made a module of. */
  readonly withoutFile: readonly string[];
}

/** A file that a worker cannot import. */
export interface RefusedModule {
  readonly error: IcosianError;
  readonly exports: readonly string[];
}

/**
 * Finds the files from which a worker imports the nodes of `modules`.
 *
 * Of two exports with one name the later module's counts. `wanted` names the nodes that may run in a worker
 * (`undefined`: all); the nodes `name.part` come with the export `name`. `explicit` are URLs or absolute paths that the
 * user gave: then nothing is searched, and the worker looks for every export in all of them.
 */
export function workerModules(
  modules: readonly object[],
  wanted: ReadonlySet<string> | undefined,
  explicit: readonly string[] | undefined,
): WorkerModules {
  const needed = neededExports(modules, wanted);
  const isGiven = explicit !== undefined && explicit.length > 0;
  const { found, withoutFile } = isGiven
    ? {
        found: givenModules(explicit, [...new Set(needed.map(({ name }) => name))]),
        withoutFile: [],
      }
    : foundModules(needed);
  const usable: WorkerModule[] = [];
  const refused: RefusedModule[] = [];
  for (const module of found) {
    const error = problemWith(module.url);
    if (error === undefined) usable.push(module);
    else refused.push({ error, exports: module.exports });
  }
  return { modules: usable, refused, withoutFile };
}

interface NeededExport {
  readonly name: string;
  readonly fn: AnyFunction;
  /** Whether it belongs to no file's module. */
  readonly isLoose: boolean;
}

function neededExports(
  modules: readonly object[],
  wanted: ReadonlySet<string> | undefined,
): readonly NeededExport[] {
  const names = wanted && new Set([...wanted].flatMap(exportsGiving));
  const needed = new Map<string | AnyFunction, NeededExport>();
  for (const module of modules) {
    const isLoose = isLooseModule(module);
    for (const [name, fn] of nodeExports(module)) {
      // two that change nodes may bear one name
      const key = isMutation(fn) ? fn : name;
      if (names === undefined || names.has(name)) needed.set(key, { name, fn, isLoose });
    }
  }
  return [...needed.values()];
}

/** The exports that can give a node: of `us.revenue.sum`, that one, `us.revenue` and `us`. */
export function exportsGiving(node: string): readonly string[] {
  const names = [node];
  for (let dot = node.lastIndexOf('.'); dot > 0; dot = node.lastIndexOf('.', dot - 1)) {
    names.push(node.slice(0, dot));
  }
  return names;
}

function givenModules(
  explicit: readonly string[],
  exports: readonly string[],
): readonly WorkerModule[] {
  const given = explicit.map((url) => (isAbsolute(url) ? pathToFileURL(url).href : url));
  // what is given twice counts where it stands last
  const urls = given.filter((url, i) => !given.includes(url, i + 1));
  return urls.map((url) => ({ url, exports }));
}

function foundModules(needed: readonly NeededExport[]): {
  readonly found: readonly WorkerModule[];
  readonly withoutFile: readonly string[];
} {
  const inFiles = needed.filter(({ isLoose }) => !isLoose);
  const files = filesOfExports(inFiles.map(({ fn }) => fn));
  const exportsByFile = new Map<string, string[]>();
  const withoutFile = needed.flatMap(({ name, isLoose }) => (isLoose ? [name] : []));
  inFiles.forEach(({ name }, i) => {
    const file = files[i];
    if (file === undefined) return void withoutFile.push(name);
    const exports = exportsByFile.get(file);
    if (exports === undefined) exportsByFile.set(file, [name]);
    else exports.push(name);
  });
  const found = [...exportsByFile].map(([url, exports]) => ({ url, exports }));
  return { found, withoutFile };
}

function problemWith(url: string): IcosianError | undefined {
  if (!url.startsWith('file:') || !URL.canParse(url)) return notAFileUrl(url);
  const file = attempt(() => pathOf(url));
  if (file === undefined) return missing(url);
  if (attempt(() => statSync(file).isFile()) !== true) return notAFile(file);
  return isEntryFile(url) ? entryFile(file) : undefined;
}

const entryFile = (file: string): IcosianError =>
  new IcosianError(
    'executor/entry-file',
    `${fromHere(file)} is the program's entry file: a worker that imports it would run the program again.`,
    { hint: 'move the functions to a file of their own' },
  );

const notAFileUrl = (given: string): IcosianError =>
  new IcosianError(
    'executor/bad-module',
    `"${given}" is no file: URL and no absolute path: a worker cannot import it.`,
    { hint: "write modules: [new URL('./features.ts', import.meta.url)]" },
  );

const missing = (url: string): IcosianError =>
  new IcosianError(
    'executor/bad-module',
    `There is no file ${fromHere(attempt(() => fileURLToPath(url)) ?? url)}: a worker cannot import it.`,
    { hint: 'give the file that runs: of a built program, the built one' },
  );

const notAFile = (folder: string): IcosianError =>
  new IcosianError(
    'executor/bad-module',
    `${fromHere(folder)} is a folder: a worker cannot import it.`,
    { hint: 'give the file in it' },
  );
