import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { IcosianError } from '../../src/errors.ts';
import { tag } from '../../src/modifiers/metadata.ts';
import { createModule } from '../../src/nodes/create-module.ts';
import { nodeExports, readModule } from '../../src/nodes/read-module.ts';
import { isEntryFile } from '../../src/sources/entry-file.ts';
import { workerModules } from '../../src/sources/worker-modules.ts';
import * as barrel from './fixtures/barrel.ts';
import * as forms from './fixtures/forms.ts';
import * as imported from './fixtures/imported.ts';

const nodes = (process.env['ICOSIAN_TEST_NODES'] ?? process.execPath).split(delimiter);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'icosian-')));
afterAll(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const here = import.meta.url.replace(/\?.*/s, '');
const formsFile = new URL('./fixtures/forms.ts', here).href;
const importedFile = new URL('./fixtures/imported.ts', here).href;
const entryModule = new URL('../../src/sources/entry-file.ts', here).href;
const workerModule = new URL('../../src/sources/worker-modules.ts', here).href;

describe('the exports that are nodes', () => {
  test('are those that readModule reads, in its order', () => {
    for (const module of [forms, barrel, createModule({ b: () => 1, a: () => 2 })]) {
      const { nodes: read } = readModule(module, {}, 'module 1');
      expect(nodeExports(module).map(([name]) => name)).toEqual(read.map(({ name }) => name));
    }
  });

  test('leave out what is no node and what cannot be read', () => {
    class Class {
      x = 1;
    }
    const a = (): number => 1;
    const module = { _a: a, default: a, Class, n: 1, a };
    const broken = (): never => {
      throw new RangeError('full');
    };
    Object.defineProperty(module, 'broken', { get: broken, enumerable: true });
    expect(nodeExports(module)).toEqual([['a', a]]);
  });
});

describe('a worker imports', () => {
  test('each file once, and takes from it the exports that it declares', () => {
    expect(workerModules([barrel], undefined, undefined)).toEqual({
      modules: [
        { url: importedFile, exports: ['imported', 'importedQuietly'] },
        { url: formsFile, exports: ['renamedArrow', 'renamedCollect', 'renamedRoll'] },
      ],
      refused: [],
      withoutFile: [],
    });
  });

  test('only what may run there', () => {
    const { modules } = workerModules([forms, imported], new Set(['arrow', 'other']), undefined);
    expect(modules).toEqual([{ url: formsFile, exports: ['arrow'] }]);
    expect(workerModules([forms], new Set(), undefined).modules).toEqual([]);
  });

  test('the export whose parts are wanted', () => {
    const module = { ...imported, us: forms.arrow, u: forms.first };
    const wanted = (...names: string[]): unknown =>
      workerModules([module], new Set(names), undefined).modules;
    const us = [{ url: formsFile, exports: ['us'] }];
    expect(wanted('us.revenue')).toEqual(us);
    expect(wanted('us.revenue.sum', 'us')).toEqual(us);
    expect(wanted('usa.revenue', '.us')).toEqual([]);
  });

  test("the later module's export of two with one name", () => {
    const first = { a: forms.arrow, b: forms.first };
    const later = { a: imported.imported };
    expect(workerModules([first, later], undefined, undefined).modules).toEqual([
      { url: importedFile, exports: ['a'] },
      { url: formsFile, exports: ['b'] },
    ]);
    expect(workerModules([later, first], undefined, undefined).modules).toEqual([
      { url: formsFile, exports: ['a', 'b'] },
    ]);
  });

  test('nothing for what has no file, and says so', () => {
    const module = {
      native: Math.max,
      tagged: tag({ a: 'b' }, imported.imported),
      // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the case
      evaluated: new Function('return 1') as () => unknown,
    };
    const found = workerModules([module], undefined, undefined);
    expect(found.modules).toEqual([{ url: here, exports: ['tagged'] }]);
    expect(found.withoutFile).toEqual(['native', 'evaluated']);
    expect(workerModules([module], new Set(['tagged']), undefined).withoutFile).toEqual([]);
  });
});

test('what createModule made a module of has no file, wherever its functions stand', () => {
  const loose = createModule({ arrow: forms.arrow, first: forms.first });
  expect(workerModules([loose], undefined, undefined)).toEqual({
    modules: [],
    refused: [],
    withoutFile: ['arrow', 'first'],
  });
  // of two exports with one name the later one counts, here as everywhere
  expect(workerModules([loose, forms], new Set(['arrow']), undefined)).toEqual({
    modules: [{ url: formsFile, exports: ['arrow'] }],
    refused: [],
    withoutFile: [],
  });
});

describe('what the user gives', () => {
  const loose = createModule({ a: Math.max, b: () => 1, c: () => 2 });

  test('is looked through for every export, in the order given, the last place of each counting', () => {
    const path = fileURLToPath(importedFile);
    const given = [importedFile, formsFile, path];
    expect(workerModules([loose], new Set(['a', 'b']), given)).toEqual({
      modules: [
        { url: formsFile, exports: ['a', 'b'] },
        { url: importedFile, exports: ['a', 'b'] },
      ],
      refused: [],
      withoutFile: [],
    });
  });

  test('may be nothing: then the files are searched', () => {
    expect(workerModules([imported], undefined, []).modules).toEqual([
      { url: importedFile, exports: ['imported', 'importedQuietly'] },
    ]);
  });

  test('as a path becomes a URL that Node reads', () => {
    const file = write('with space #1%20/fähig.mjs', '');
    const { modules, refused } = workerModules([loose], undefined, [file]);
    expect(refused).toEqual([]);
    expect(modules.map(({ url }) => url)).toEqual([pathToFileURL(file).href]);
  });

  test('is refused where no worker can import it, all at once', () => {
    const gone = join(folder, 'gone file.mjs');
    const given = [
      './features.ts',
      'https://a.b/c.js',
      pathToFileURL(gone).href,
      folder,
      formsFile,
    ];
    const { modules, refused } = workerModules([loose], undefined, given);
    const problems = refused.map(({ error }) => error);
    expect(modules.map(({ url }) => url)).toEqual([formsFile]);
    for (const problem of problems) {
      expect(problem).toBeInstanceOf(IcosianError);
      expect(problem.code).toBe('executor/bad-module');
    }
    const hint = "\n  → write modules: [new URL('./features.ts', import.meta.url)]";
    expect(problems.map(({ message }) => message)).toEqual([
      `"./features.ts" is no file: URL and no absolute path: a worker cannot import it.${hint}`,
      `"https://a.b/c.js" is no file: URL and no absolute path: a worker cannot import it.${hint}`,
      `There is no file ${gone}: a worker cannot import it.\n  → give the file that runs: of a built program, the built one`,
      `${folder} is a folder: a worker cannot import it.\n  → give the file in it`,
    ]);
  });
});

test('a file of the test runner is no entry file, and what is no file is none', () => {
  for (const url of [here, formsFile, 'data:text/javascript,1', 'file://%', 'file:///a%2Fb', '']) {
    expect(isEntryFile(url)).toBe(false);
  }
});

describe.each(nodes)('under %s', (node) => {
  const run = (options: readonly string[], input = ''): string =>
    execFileSync(node, options, {
      encoding: 'utf8',
      cwd: folder,
      input,
      env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '', NODE_NO_WARNINGS: '1' },
    });
  const other = write('other.mjs', 'export const a = () => 1;\n');
  const text = `import { isEntryFile } from '${entryModule}';
    import { pathToFileURL } from 'node:url';
    const other = pathToFileURL(${JSON.stringify(other)});
    console.log(isEntryFile(import.meta.url), isEntryFile(other.href));\n`;
  write('main.mts', text);
  write('ending.js', text);
  write('with index/index.js', text);
  write('with index/package.json', '{ "type": "module" }');
  write('with main/lib/start.js', text);
  write('with main/package.json', '{ "type": "module", "main": "lib/start.js" }');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  const link = join(folder, 'node_modules/.bin/program');
  rmSync(link, { force: true });
  symlinkSync('../../with main/lib/start.js', link);

  test.each([
    ['a file', ['main.mts']],
    ['a file without its ending', ['ending']],
    ['a folder with an index', ['with index']],
    ['a folder with a package', ['with main']],
    ['a link', [link]],
    ['a link that is kept', ['--preserve-symlinks-main', '--preserve-symlinks', link]],
    ['a file with arguments', ['main.mts', other]],
    ['the test runner of Node', ['--test', '--test-reporter=tap', 'main.mts']],
  ])('the entry file is the one that was named: %s', (_, options) => {
    expect(run(options)).toContain('true false\n');
  });

  test('a worker thread has an entry file of its own', () => {
    const url = JSON.stringify(pathToFileURL(join(folder, 'main.mts')).href);
    const file = write(
      'starts.mjs',
      `new (await import('node:worker_threads')).Worker(new URL(${url}))`,
    );
    expect(run([file])).toBe('true false\n');
  });

  test.each([
    [
      'evaluated',
      ['--input-type=module', '--eval', text.replace('import.meta.url', '"file:///a"'), other],
    ],
    [
      'printed',
      [
        '-p',
        `import('${entryModule}').then((m) => console.log(m.isEntryFile('file:///a'), m.isEntryFile(require('node:url').pathToFileURL(process.argv[1]).href))); ''`,
        other,
      ],
    ],
  ])('there is none where the code is %s, whatever follows', (_, options) => {
    expect(run(options)).toContain('false false\n');
  });

  test('there is none where the code comes by standard input', () => {
    const code = text.replace('import.meta.url', '"file:///a"');
    expect(run(['--input-type=module', '-', other], code)).toBe('false false\n');
    expect(run(['--input-type=module'], code)).toBe('false false\n');
  });

  test('functions of the entry file are refused, found or given', () => {
    const file = write(
      'features.ts',
      `import { workerModules } from '${workerModule}';
      export const a = (): number => 1;
      for (const given of [undefined, [import.meta.url]]) {
        const { modules, refused } = workerModules([{ a }], undefined, given);
        console.log(modules.length, ...refused.map(({ error }) => error.code + ': ' + error.message));
      }`,
    );
    const refusal = `0 executor/entry-file: features.ts is the program's entry file: a worker that imports it would run the program again.\n  → move the functions to a file of their own\n`;
    expect(run([file])).toBe(refusal + refusal);
  });
});
