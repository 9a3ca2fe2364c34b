/**
 * The packed tarball, used as a stranger would: `npm run test:package`, after a build.
 *
 * One line for each check, then `N passed, N failed`. Packages come through npm; all that is written lies in a
 * temporary folder, which is removed.
 *
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { consumer, programs } from './programs.ts';
import { check, node, npm, summary } from './shell.ts';
import { checkWorkers, workerTools } from './workers.ts';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'icosian-package-'));
const tools = join(root, 'node_modules');

const compilers = ['5.9.3', '6.0.3', '7.0.2'];
/** Both ends of the range in peerDependencies. */
const polarsVersions = ['0.25.2', '0.26.1'] as const;
/** Bytes: little more than today, so that a dependency bundled by accident does not pass. */
const greatestSize = { packed: 245_000, unpacked: 900_000 };

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/** An empty project in which these packages are installed. */
function projectWith(name: string, ...packages: readonly string[]): string {
  const project = join(folder, name);
  mkdirSync(project, { recursive: true });
  const manifest = { name: 'stranger', private: true, type: 'module' };
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
  npm(project, 'install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages);
  return project;
}

const compilerIn = (project: string, version: string): string =>
  join(project, `node_modules/typescript-${version}/bin/tsc`);

function checkPack(packed: Packed): void {
  check('the tarball holds dist and the documents, nothing else', () => {
    const documents = ['CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'package.json'];
    const paths = packed.files.map(({ path }) => path);
    const missing = [
      ...documents,
      'dist/index.js',
      'dist/index.d.ts',
      'dist/executors/index.js',
    ].filter((path) => !paths.includes(path));
    const others = paths.filter(
      (path) => !documents.includes(path) && !/^dist\/[\w/-]+\.(js|d\.ts)$/.test(path),
    );
    if (missing.length > 0) throw new Error(`missing: ${missing.join(', ')}`);
    if (others.length > 0) throw new Error(`should not be there: ${others.join(', ')}`);
    return `${paths.length} files`;
  });
  check('the tarball is small', () => {
    const { size, unpackedSize } = packed;
    const sizes = `${Math.round(size / 1000)} kB, ${Math.round(unpackedSize / 1000)} kB unpacked`;
    if (size > greatestSize.packed || unpackedSize > greatestSize.unpacked) throw new Error(sizes);
    return sizes;
  });
}

function checkTools(tarball: string): void {
  check('publint finds nothing', () => {
    node(root, join(tools, 'publint/src/cli.js'), tarball, '--strict');
  });
  check('attw finds the types', () => {
    const cli = join(tools, '@arethetypeswrong/cli/dist/index.js');
    node(root, cli, tarball, '--profile', 'esm-only');
  });
}

function checkRunning(project: string, polars: string): void {
  const entries = Object.entries(programs(pathToFileURL(`${root}/`).href));
  for (const [position, [name, program]] of entries.entries()) {
    check(`nodejs-polars ${polars}: ${name}`, () => {
      writeFileSync(join(project, `program-${position}.mjs`), program);
      node(project, `program-${position}.mjs`);
    });
  }
}

/** Type-checks with every compiler, as each kind of resolution sees the package; declarations are checked, too. */
function checkTypes(project: string): void {
  writeFileSync(join(project, 'consumer.ts'), consumer);
  for (const version of compilers) {
    for (const resolution of ['nodenext', 'bundler']) {
      check(`TypeScript ${version}, ${resolution}: a program and the declarations`, () => {
        const compilerOptions = {
          target: 'es2024',
          module: resolution === 'bundler' ? 'esnext' : 'nodenext',
          moduleResolution: resolution,
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: false,
          types: ['node'],
        };
        const config = { compilerOptions, files: ['consumer.ts'] };
        writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
        node(project, compilerIn(project, version), '-p', 'tsconfig.json');
      });
    }
  }
}

/** The sources stay clean under the compilers before and after the project's own. */
function checkSources(project: string): void {
  const config = join(folder, 'tsconfig.sources.json');
  const extended = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { typeRoots: [join(tools, '@types')] },
    include: [join(root, 'src'), join(root, 'test/types')],
    exclude: [],
  };
  writeFileSync(config, JSON.stringify(extended));
  for (const version of compilers) {
    check(`TypeScript ${version}: the project's own sources`, () => {
      node(root, compilerIn(project, version), '-p', config);
    });
  }
}

try {
  const output = JSON.parse(
    npm(root, 'pack', '--json', '--ignore-scripts', '--pack-destination', folder),
  ) as readonly Packed[] | Readonly<Record<string, Packed>>;
  const [packed] = Object.values(output);
  if (packed === undefined) throw new Error('npm pack made nothing');
  const tarball = join(folder, packed.filename);
  checkPack(packed);
  checkTools(tarball);

  const [oldest, newest] = polarsVersions;
  const first = projectWith('oldest', tarball, `nodejs-polars@${oldest}`, ...workerTools);
  checkRunning(first, oldest);
  checkWorkers(first, oldest);
  const second = projectWith(
    'newest',
    tarball,
    `nodejs-polars@${newest}`,
    // those for Node 22.18 do not compile themselves under TypeScript 6
    '@types/node@24',
    ...workerTools,
    ...compilers.map((version) => `typescript-${version}@npm:typescript@${version}`),
  );
  checkRunning(second, newest);
  checkWorkers(second, newest);
  checkTypes(second);
  checkSources(second);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
summary();
