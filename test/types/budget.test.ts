// A dataflow of a thousand nodes compiles while its author still looks at the line.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sourceOf } from '../bench/graph-shapes.ts';

const root = join(import.meta.dirname, '../..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
let folder: string;

beforeAll(() => {
  // inside the project, so that the compiler finds its dependencies
  mkdirSync(join(root, '.cache'), { recursive: true });
  folder = mkdtempSync(join(root, '.cache/budget-'));
  // users' compilers read declarations; reading the sources would count twice what they take
  const project = join(root, 'tsconfig.build.json');
  const declarations = [
    '--noEmit',
    'false',
    '--emitDeclarationOnly',
    '--rootDir',
    join(root, 'src'),
  ];
  compiler('-p', project, ...declarations, '--outDir', join(folder, 'icosian'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Prints the seconds of CPU time that a process spent in its own code, all threads together. */
const reportCpu =
  "data:text/javascript,process.on('exit',()=>console.log(`CPU: ${process.cpuUsage().user/1e6}`))";

const compiler = (...words: readonly string[]): string =>
  spawnSync(process.execPath, ['--import', reportCpu, tsc, ...words], { encoding: 'utf8' }).stdout;

interface Work {
  readonly errors: readonly string[];
  /** Types that the compiler had to make: the same on every machine. */
  readonly instantiations: number;
  readonly cpuSeconds: number;
}

/** Type-checks a program that builds the nodes of `module` and executes the last one with typed inputs. */
function compileGraph(module: string, last: string): Work {
  writeFileSync(join(folder, 'graph.ts'), module);
  writeFileSync(
    join(folder, 'use.ts'),
    `import { Builder, DictResult } from './icosian/index.js';
    import * as graph from './graph.js';
    const driver = new Builder().withModules(graph).withResultBuilder(new DictResult()).build();
    const result = await driver.execute(['${last}'], { inputs: { x: 1 } });
    export const value: number = result.${last};
    // @ts-expect-error the input is missing
    await driver.execute(['${last}'], {});`,
  );
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
  const output = compiler('-p', config, '--extendedDiagnostics');
  const figure = (label: string): number =>
    Number(new RegExp(`^${label}: +([\\d.]+)`, 'm').exec(output)?.[1]);
  return {
    errors: output.split('\n').filter((line) => line.includes('error TS')),
    instantiations: figure('Instantiations'),
    cpuSeconds: figure('CPU'),
  };
}

const chain = (count: number): string =>
  Array.from({ length: count }, (_, i) => {
    const read = i === 0 ? 'x' : `n${i - 1}`;
    return `export const n${i} = ({ ${read} }: { ${read}: number }): number => ${read};`;
  }).join('\n');

describe('the compiler', () => {
  // a tenth above what it takes today
  test.each([
    { shape: 'deep', instantiations: 290_000 },
    { shape: 'wide', instantiations: 215_000 },
  ] as const)('takes a $shape graph of 1,000 nodes in its stride', ({ shape, instantiations }) => {
    const work = compileGraph(sourceOf(1000, shape), 'n999');
    expect(work.errors).toEqual([]);
    expect(work.instantiations).toBeLessThan(instantiations);
    expect(work.cpuSeconds).toBeLessThan(4);
  });

  test('takes a chain of 3,000 nodes', () => {
    const work = compileGraph(chain(3000), 'n2999');
    expect(work.errors).toEqual([]);
    expect(work.instantiations).toBeLessThan(810_000);
  }, 120_000);
});
