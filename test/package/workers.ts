/**
 * Worker threads and processes wherever a stranger may run them.
 *
 * @module
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildSync, type BuildOptions } from 'esbuild';
import { check, node, nodeWith } from './shell.ts';
import { failing, features, main, testFile, untranslated } from './worker-programs.ts';

const root = join(import.meta.dirname, '../..');
const tools = join(root, 'node_modules');
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly devDependencies: { readonly vitest: string };
};

/** What a project needs for {@link checkWorkers}, beside icosian and Polars. */
export const workerTools: readonly string[] = ['tsx@4.23.15', `vitest@${devDependencies.vitest}`];

/** Runs threads, processes and futures by every runtime, loader, test runner and bundle; `polars` is the version there. */
export function checkWorkers(project: string, polars: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text);
  };
  const runs = (name: string, work: () => string | void): void =>
    check(`nodejs-polars ${polars}: threads and processes, ${name}`, work);
  const build = (from: string, to: string, options: BuildOptions): void =>
    void buildSync({
      entryPoints: [from],
      outfile: to,
      absWorkingDir: project,
      format: 'esm',
      logLevel: 'silent',
      ...options,
    });
  const deno = (...words: readonly string[]): void =>
    void nodeWith(
      { DENO_DIR: join(project, '.deno'), DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' },
      project,
      join(tools, 'deno/bin.cjs'),
      'run',
      '-A',
      ...words,
    );

  write('features.ts', features);
  write('main.ts', main('./features.ts'));
  runs('from TypeScript', () => void node(project, 'main.ts', 'features.ts'));

  runs('from built files with a source map', () => {
    write('dist/main.js', main('./features.js'));
    build('features.ts', 'dist/features.js', { sourcemap: true });
    node(project, 'dist/main.js', 'features.js');
    node(project, '--enable-source-maps', 'dist/main.js', 'features.js');
  });

  // before Node 24 tsx translates for processes, but not in threads: these import what Node runs by itself
  const isTranslated = Number.parseInt(process.versions.node, 10) >= 24;
  runs(isTranslated ? 'by tsx, which translates for the workers, too' : 'by tsx', () => {
    write('by-tsx/features.ts', isTranslated ? untranslated : features);
    write('by-tsx/main.ts', main('./features'));
    node(project, 'node_modules/tsx/dist/cli.mjs', 'by-tsx/main.ts', 'features.ts');
  });

  // it does not tell where functions stand
  runs('by Deno, which must be given modules', () => {
    deno('main.ts', 'features.ts', './features.ts');
    write('without.ts', failing('./features.ts', 'executor/no-file'));
    deno('without.ts');
  });

  write('workers.test.ts', testFile('./features.ts'));
  for (const pool of ['forks', 'threads']) {
    runs(`inside vitest, pool ${pool}`, () => {
      node(project, 'node_modules/vitest/vitest.mjs', 'run', '--pool', pool);
    });
  }

  const bundle = (from: string, to: string, ...external: string[]): void =>
    build(from, to, { bundle: true, platform: 'node', external });
  runs('from a bundle beside icosian, which must be given modules', () => {
    bundle('main.ts', 'bundle/main.mjs', 'icosian', 'nodejs-polars');
    bundle('features.ts', 'bundle/features.mjs', 'icosian', 'nodejs-polars');
    node(project, 'bundle/main.mjs', 'features.mjs', './features.mjs');
    write('entry.ts', failing('./features.ts', 'executor/entry-file'));
    bundle('entry.ts', 'bundle/entry.mjs', 'icosian', 'nodejs-polars');
    node(project, 'bundle/entry.mjs');
  });
  runs('from a bundle with icosian in it: an error says what to do', () => {
    write('inside.ts', failing('./features.ts', 'worker/no-file'));
    const external = ['nodejs-polars', 'apache-arrow', '@resvg/*', '@hpcc-js/*'];
    bundle('inside.ts', 'bundle/inside.mjs', ...external);
    node(project, 'bundle/inside.mjs', 'features.mjs', './features.mjs');
  });
}
