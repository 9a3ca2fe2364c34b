/**
 * What the compiler does for a dataflow of many nodes: a whole `tsc` process, as a user would start it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const compiler = (...words: readonly string[]): string =>
  spawnSync(process.execPath, [tsc, ...words], { encoding: 'utf8' }).stdout;

/** What one compilation came to. */
export interface Compilation {
  readonly errors: readonly string[];
  /** Types that the compiler had to make: the same on every machine. */
  readonly instantiations: number;
  /** From the start of the process to its end, in milliseconds. */
  readonly ms: number;
}

export interface GraphCompiler {
  /** Type-checks a program that builds the nodes of `module` and executes `last` with typed inputs. */
  compile(module: string, last: string): Compilation;
  /** Removes its folder. */
  close(): void;
}

/** A folder with the declarations of the sources: users' compilers read declarations, and the sources cost twice. */
export function graphCompiler(): GraphCompiler {
  // inside the project, so that the compiler finds its dependencies
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/graphs-'));
  const project = join(root, 'tsconfig.build.json');
  const declarations = [
    '--noEmit',
    'false',
    '--emitDeclarationOnly',
    '--rootDir',
    join(root, 'src'),
  ];
  compiler('-p', project, ...declarations, '--outDir', join(folder, 'icosian'));
  const compilerOptions = {
    target: 'es2024',
    module: 'nodenext',
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    types: ['node'],
  };
  const config = join(folder, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  return {
    compile(module, last) {
      writeFileSync(join(folder, 'graph.ts'), module);
      writeFileSync(join(folder, 'use.ts'), userOf(last));
      const started = performance.now();
      const output = compiler('-p', config, '--extendedDiagnostics');
      const ms = performance.now() - started;
      const instantiations = Number(/^Instantiations: +(\d+)/m.exec(output)?.[1]);
      const errors = output.split('\n').filter((line) => line.includes('error TS'));
      return { errors, instantiations, ms };
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

const userOf = (last: string): string => `
  import { Builder, DictResult } from './icosian/index.js';
  import * as graph from './graph.js';
  const driver = new Builder().withModules(graph).withResultBuilder(new DictResult()).build();
  const result = await driver.execute(['${last}'], { inputs: { x: 1 } });
  export const value: number = result.${last};
  // @ts-expect-error the input is missing
  await driver.execute(['${last}'], {});`;

/** The text of a module in which each node reads the one before. */
export const chainOf = (count: number): string =>
  Array.from({ length: count }, (_, i) => {
    const read = i === 0 ? 'x' : `n${i - 1}`;
    return `export const n${i} = ({ ${read} }: { ${read}: number }): number => ${read};`;
  }).join('\n');
