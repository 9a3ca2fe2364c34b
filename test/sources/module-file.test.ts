import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import { transformSync } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { tag } from '../../src/modifiers/metadata.ts';
import { createModule } from '../../src/nodes/create-module.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import { nodeSource, type AnyFunction } from '../../src/nodes/node.ts';
import { collect } from '../../src/nodes/parallel.ts';
import { nodeExports } from '../../src/nodes/read-module.ts';
import { fileOfExport, filesOfExports } from '../../src/sources/module-file.ts';
import { scriptPlaceOf, scriptUrlsOf } from '../../src/sources/script-place.ts';
import * as barrel from './fixtures/barrel.ts';
import { filesOf } from './fixtures/files-of.ts';
import * as forms from './fixtures/forms.ts';
import { imported } from './fixtures/imported.ts';

const nodes = (process.env['ICOSIAN_TEST_NODES'] ?? process.execPath).split(delimiter);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'icosian-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file, under a path relative to the temporary folder; gives its path. */
function write(path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

// not by `import`: the test runner would transform the file
const load = (file: string): Record<string, AnyFunction> =>
  createRequire(import.meta.url)(file) as Record<string, AnyFunction>;

const here = import.meta.url.replace(/\?.*/s, '');
const formsFile = new URL('./fixtures/forms.ts', here).href;
const importedFile = new URL('./fixtures/imported.ts', here).href;
const src = (path: string): string => new URL(`../../src/${path}`, here).href;

/** What a program prints, run by Node itself. */
function printed(
  node: string,
  file: string,
  options: readonly string[],
  ...given: string[]
): unknown {
  const output = execFileSync(node, [...options, file, ...given], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '', NODE_NO_WARNINGS: '1' },
  });
  return JSON.parse(output) as unknown;
}

describe('the file of an export is', () => {
  test.each([
    ['an arrow function', forms.arrow],
    ['an asynchronous arrow function', forms.asyncArrow],
    ['a declared function', forms.declared],
    ['a function expression', forms.expression],
    ['an asynchronous function', forms.asyncDeclared],
    ['a generator function', forms.generator],
    ['an asynchronous generator function', forms.asyncGenerator],
    ['an expression with satisfies', forms.satisfying],
    ['an export under another name', forms.renamed],
  ])('that in which its code stands, without query: %s', (_, fn: AnyFunction) => {
    expect(fileOfExport(fn)).toBe(formsFile);
  });

  test('that of the function, not that of the barrel which exports it again', () => {
    expect(filesOf(barrel)).toEqual({
      imported: 'imported.ts',
      importedQuietly: 'imported.ts',
      renamedArrow: 'forms.ts',
      renamedCollect: 'forms.ts',
      renamedRoll: 'forms.ts',
    });
  });

  test("that of the outermost modifier's call, wherever the function stands", () => {
    expect(fileOfExport(imported)).toBe(importedFile);
    for (const fn of [forms.modifiedImport, forms.quietImport, forms.roll3, forms.tagged]) {
      expect(fileOfExport(fn as AnyFunction)).toBe(formsFile);
    }
    expect(fileOfExport(tag({ owner: 'a' }, forms.modifiedImport))).toBe(here);
  });

  test("that of the export, where a wrapper of the user's own calls the modifier", () => {
    expect(fileOfExport(forms.wrapped)).toBe(formsFile);
  });

  test('that of each function of a loose module', () => {
    const loose = createModule({ own: ({ a }: { a: number }) => a, imported });
    expect(nodeExports(loose).map(([, fn]) => fileOfExport(fn))).toEqual([here, importedFile]);
  });

  test('that of the function behind a bound or proxied one', () => {
    expect(fileOfExport(imported.bind(undefined))).toBe(importedFile);
    expect(fileOfExport(new Proxy(imported, {}))).toBe(importedFile);
    expect(fileOfExport(dependsOn(['parts'], imported.bind(undefined)) as AnyFunction)).toBe(here);
  });

  test('that of the function, where a recipe does not say where it was made', () => {
    const fn = Object.assign((): number => 1, {
      [nodeSource]: { origin: { function: imported }, toNodes: () => [] },
    });
    expect(fileOfExport(fn)).toBe(importedFile);
    const bare = Object.assign((): number => 1, { [nodeSource]: { toNodes: () => [] } });
    expect(fileOfExport(bare)).toBe(here);
  });
});

describe('there is no file', () => {
  test('of native and evaluated functions', () => {
    const evaluated = [
      Math.max,
      Math.max.bind(null),
      // oxlint-disable-next-line no-new-func, typescript/no-implied-eval -- the case
      new Function('return 1') as AnyFunction,
      // oxlint-disable-next-line no-eval -- the case
      (0, eval)('({ a }) => a') as AnyFunction,
      vm.runInThisContext('({ a }) => a') as AnyFunction,
      vm.runInThisContext('({ a }) => a', { filename: 'REPL1' }) as AnyFunction,
    ];
    expect(filesOfExports(evaluated)).toEqual(evaluated.map(() => undefined));
  });

  test.each([
    'vscode-notebook-cell:/home/a/b.ipynb#W0sZmlsZQ%3D%3D',
    'vscode-notebook:/home/a/b.ipynb',
    pathToFileURL(join(folder, 'repl')).href,
    'data:text/javascript,export const a = 1',
    'blob:nodedata:1-2',
    'https://a.b/features.js',
    join(folder, 'gone.mjs'),
  ])('of a cell, and of what is no file: %s', (filename) => {
    expect(fileOfExport(vm.runInThisContext('({ a }) => a', { filename }) as AnyFunction)).toBe(
      undefined,
    );
    const make = vm.runInThisContext('(tag, fn) => [0].map(() => tag({ a: "b" }, fn))[0]', {
      filename,
    }) as (modifier: typeof tag, fn: AnyFunction) => AnyFunction;
    expect(fileOfExport(make(tag, imported))).toBe(undefined);
  });

  test('of a modifier whose stack was cut', () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    const cut = tag({ a: 'b' }, imported);
    Error.stackTraceLimit = limit;
    expect(fileOfExport(cut)).toBe(undefined);
  });
});

describe('the names of files', () => {
  const code = `import { tag } from '${src('modifiers/metadata.ts')}';
    export const plain = ({ a }) => a;
    export const tagged = tag({ a: 'b' }, plain);`;

  test.each([
    'with space.mjs',
    'with (brackets).mjs',
    'hash#.mjs',
    'per%20cent.mjs',
    'question?.mjs',
    'Grüße é.mjs',
    'folder #1/ä %/x.mts',
  ])('are encoded as Node does: %s', (name) => {
    const file = write(name, code);
    const { plain = Math.max, tagged = Math.max } = load(file);
    const expected = pathToFileURL(file).href;
    expect(filesOfExports([plain, tagged])).toEqual([expected, expected]);
  });

  test('go without queries and hashes', () => {
    const file = write('queried.mjs', '');
    for (const suffix of ['?t=123', '?namespace=a', '?v=1#x']) {
      for (const name of [file, pathToFileURL(file).href]) {
        const filename = name + suffix;
        const fn = vm.runInThisContext('() => 1', { filename }) as AnyFunction;
        expect(fileOfExport(fn)).toBe(pathToFileURL(file).href);
      }
    }
  });
});

describe('reading a call site', () => {
  test("leaves the user's way of formatting stacks alone, and uses it", () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
    const made = tag({ a: 'b' }, imported);
    const own = (_: unknown, frames: readonly unknown[]): string => `own ${frames.length > 0}`;
    Error.prepareStackTrace = own;
    try {
      expect(fileOfExport(made)).toBe(here);
      expect(Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value).toBe(own);
      expect(stackOf(made)).toBe('own true');
    } finally {
      Object.defineProperty(Error, 'prepareStackTrace', before ?? { value: undefined });
    }
  });

  test('finds the file in a stack that somebody has read before', () => {
    const made = collect(({ a }: { a: number[] }) => a);
    expect(stackOf(made)).toContain('module-file.test.ts');
    expect(fileOfExport(made)).toBe(here);
  });
});

const stackOf = (fn: AnyFunction): unknown =>
  (fn as unknown as { [nodeSource]: { origin: { site: { stack: string } } } })[nodeSource].origin
    .site.stack;

describe('many functions at once', () => {
  test('have the files that they have one by one', () => {
    const fns = [...nodeExports(forms), ...nodeExports(barrel)].map(([, fn]) => fn);
    fns.push(Math.max, imported.bind(undefined));
    expect(scriptUrlsOf(fns)).toEqual(fns.map((fn) => scriptPlaceOf(fn)?.url));
    expect(filesOfExports(fns)).toEqual(fns.map(fileOfExport));
    expect(filesOfExports([])).toEqual([]);
  });
});

describe.each(nodes)('under %s', (node) => {
  const program = fileURLToPath(new URL('./fixtures/print-files.ts', here));

  test.each([[[]], [['--enable-source-maps']]])(
    'the files are those that the test runner finds, with options %j',
    (options) => {
      const expected = { forms: filesOf(forms), barrel: filesOf(barrel) };
      expect(printed(node, program, options)).toEqual(expected);
      expect(printed(node, program, options, 'thread')).toEqual(expected);
    },
  );

  // src/features.ts ─build─▶ dist/features.mjs, with a map
  describe.each([[[]], [['--enable-source-maps']]])('with options %j', (options) => {
    const text = `import { tag } from '${src('modifiers/metadata.ts')}';
      interface Wanted { a: number }


      export const plain = ({ a }: Wanted): number => a;
      export const tagged = tag({ owner: 'a' }, ({ a }: Wanted): number => a);
      export const taggedImport = tag({ owner: 'a' }, Math.max);`;
    const { code } = transformSync(text, {
      loader: 'ts',
      sourcemap: 'inline',
      sourcefile: '../src/features.ts',
    });

    test.each([false, true])(
      'a built file is the one that runs, stacks read before: %s',
      (read) => {
        write('src/features.ts', text);
        const built = write('dist/features.mjs', code);
        const main = write(
          'dist/main.mjs',
          `import * as features from './features.mjs';
        import { fileOfExport } from '${src('sources/module-file.ts')}';
        const names = ['plain', 'tagged'${read ? '' : ", 'taggedImport'"}];
        const site = (fn) => fn[Symbol.for('icosian.nodeSource')]?.origin.site.stack;
        if (${read}) names.forEach((name) => site(features[name]));
        const files = names.map((name) => fileOfExport(features[name]));
        process.stdout.write(JSON.stringify([...new Set(files)]));`,
        );
        expect(printed(node, main, options)).toEqual([pathToFileURL(built).href]);
      },
    );
  });

  test('asking does not disturb who counts calls', () => {
    const main = write(
      'counting.mjs',
      `import { Session } from 'node:inspector';
      import { filesOfExports } from '${src('sources/module-file.ts')}';
      const session = new Session();
      session.connect();
      session.post('Profiler.enable');
      session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
      function counted() { return 1; }
      counted(); counted();
      filesOfExports([counted]);
      counted();
      session.post('Profiler.takePreciseCoverage', (_, { result }) => {
        const script = result.find(({ url }) => url.endsWith('/counting.mjs'));
        const { ranges } = script.functions.find((each) => each.functionName === 'counted');
        process.stdout.write(JSON.stringify(ranges[0].count));
      });`,
    );
    expect(printed(node, main, [])).toBe(3);
  });
});
