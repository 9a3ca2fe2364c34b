import { mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';
import { readModule } from '../../src/nodes/read-module.ts';
import { pathOf } from '../../src/sources/source-map.ts';
import { locationOf, sourceFacts, type SourceFacts } from '../../src/sources/source-facts.ts';
import * as forms from './fixtures/forms.ts';

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
const load = (file: string): object => createRequire(import.meta.url)(file) as object;

function factsIn(module: object): Record<string, SourceFacts & { location: string | undefined }> {
  const { nodes } = readModule(module, {}, 'places');
  return Object.fromEntries(
    nodes.map(({ name, origin }) => [
      name,
      { location: locationOf(origin, name), ...sourceFacts(origin, name) },
    ]),
  );
}

const parallel = new URL('../../src/nodes/parallel.ts', import.meta.url).href;
const written = `import { collect } from '${parallel}';

interface Wanted {
  spend: number[];
}

/** Total spend. */
export const total = ({ spend }: Wanted): number => spend.length;

/** All of it. */
export const report = collect(
  async ({ total }: { total: number[] }): Promise<number> => total.length,
);
`;

/** The JavaScript of a file that stands in `src`, without its comment, and its map. */
function built(name: string): { code: string; map: string } {
  const { outputText, sourceMapText = '' } = ts.transpileModule(written, {
    fileName: `../src/${name}.ts`,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2023,
      sourceMap: true,
      removeComments: true,
    },
  });
  const map = JSON.parse(sourceMapText) as object;
  return {
    code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ''),
    map: JSON.stringify({ ...map, sources: [`../src/${name}.ts`] }),
  };
}

function expectWritten(module: object, file: string): void {
  expect(factsIn(module)).toEqual({
    total: {
      file,
      line: 8,
      location: `${file}:8`,
      documentation: 'Total spend.',
      returnType: 'number',
      dependencyTypes: { spend: 'number[]' },
    },
    report: {
      file,
      line: 11,
      location: `${file}:11`,
      documentation: 'All of it.',
      returnType: 'Promise<number>',
      dependencyTypes: { total: 'number[]' },
    },
  });
}

describe('a built file', () => {
  test('with a map beside it leads to the file that was written', () => {
    const { code, map } = built('beside');
    const source = write('src/beside.ts', written);
    write('dist/beside.mjs.map', map);
    const file = write('dist/beside.mjs', `${code}//# sourceMappingURL=beside.mjs.map\n`);
    expectWritten(load(file), source);
  });

  test('with a map beside it that it does not mention leads there, too', () => {
    const { code, map } = built('unmentioned');
    const source = write('src/unmentioned.ts', written);
    write('dist/unmentioned.mjs.map', map);
    expectWritten(load(write('dist/unmentioned.mjs', code)), source);
  });

  test('with its map inside leads there, too', () => {
    const { code, map } = built('inside');
    const source = write('src/inside.ts', written);
    const data = `data:application/json;base64,${Buffer.from(map).toString('base64')}`;
    expectWritten(load(write('dist/inside.mjs', `${code}//# sourceMappingURL=${data}`)), source);
  });

  test('whose source is gone is described by itself', () => {
    const { code, map } = built('gone');
    write('dist/gone.mjs.map', map);
    const file = write('dist/gone.mjs', `${code}//# sourceMappingURL=gone.mjs.map\n`);
    expect(factsIn(load(file))).toEqual({
      total: { file, line: 2, location: `${file}:2`, dependencyTypes: {} },
      report: { file, line: 3, location: `${file}:3`, dependencyTypes: {} },
    });
  });

  test('whose map is broken is described by itself', () => {
    const { code } = built('broken');
    write('dist/broken.mjs.map', '{');
    const file = write('dist/broken.mjs', `${code}//# sourceMappingURL=broken.mjs.map\n`);
    expect(factsIn(load(file))['total']).toMatchObject({ file, line: 2 });
  });
});

describe('a file that changed after it was loaded', () => {
  const code = '/** Twice. */\nexport const twice = ({ a }: { a: number }): number => a * 2;\n';
  function loadThenWrite(name: string, text: string): [SourceFacts | undefined, string] {
    const file = write(`${name}.mts`, code);
    const module = load(file);
    writeFileSync(file, text);
    // whatever the clock's resolution is: the file is newer
    utimesSync(file, new Date(), new Date(Date.now() + 5000));
    return [factsIn(module)['twice'], file];
  }

  test('is searched for the name: the declaration may have moved', () => {
    const [facts, file] = loadThenWrite('moved', `// one\n// more\n\n${code}`);
    expect(facts).toMatchObject({ file, line: 5, documentation: 'Twice.', location: `${file}:5` });
  });
  test.each([
    ['renamed', 'twice', 'doubled'],
    ['changed', '{ a }', '{ b }'],
  ])('gives the place only, where another function took it: %s', (name, before, after) => {
    const [facts, file] = loadThenWrite(name, code.replace(before, after));
    expect(facts).toEqual({ file, line: 2, location: `${file}:2`, dependencyTypes: {} });
  });
  test('gives the place only, where it can no longer be parsed, and nothing where it is gone', () => {
    const [facts] = loadThenWrite('unparsed', 'export const = ;\n');
    expect(facts).toMatchObject({ line: 2, dependencyTypes: {} });
    const file = write('deleted.mts', code);
    const module = load(file);
    rmSync(file);
    expect(factsIn(module)).toEqual({ twice: { location: undefined, dependencyTypes: {} } });
  });
});

describe('the forms of files', () => {
  const code = '/** Twice. */\nexport const twice = ({ a }) => a * 2;\n';
  test.each(['js.mjs', 'typed.mts', 'with space é%20#.mjs'])('are read: %s', (name) => {
    const file = write(name, code);
    expect(factsIn(load(file))['twice']).toMatchObject({ file, line: 2, documentation: 'Twice.' });
  });
  test('may start with a byte order mark or a hashbang, and break lines in any way', () => {
    const marked = write('marked.mjs', `\uFEFF${code.replaceAll('\n', '\r\n')}`);
    expect(factsIn(load(marked))['twice']).toMatchObject({ line: 2, documentation: 'Twice.' });
    const script = write('script.mjs', `#!/usr/bin/env node\n${code}`);
    expect(factsIn(load(script))['twice']).toMatchObject({ line: 3, documentation: 'Twice.' });
  });
});

describe('the name of a script', () => {
  test('may be a URL or a path, with a query or without', () => {
    const file = write('named.mjs', '');
    const url = pathToFileURL(file).href;
    // the last one is what the inspector makes of a path with a query
    for (const name of [file, `${file}?v=1`, url, `${url}?v=1#x`, `${url}%3Fnamespace=1`])
      expect(pathOf(name)).toBe(file);
  });
  test('that stands for no file is none', () => {
    const file = write('none.mjs', '');
    const names = [
      '',
      'node:fs',
      `${file}x`,
      'none.mjs',
      'https://a.b/c.js',
      'webpack:///./none.mjs',
      'evalmachine.<anonymous>',
    ];
    for (const name of names) expect(pathOf(name)).toBeUndefined();
  });
});

describe('a location', () => {
  test('is relative to the current directory inside of it, else absolute', () => {
    const location = locationOf({ function: forms.arrow }, 'arrow');
    const here = relative(process.cwd(), join(import.meta.dirname, 'fixtures', 'forms.ts'));
    expect(location).toMatch(`${here}:`);
    expect(location?.startsWith(`test${sep}`)).toBe(true);
    const file = write('outside.mjs', 'export const a = () => 1;\n');
    expect(factsIn(load(file))['a']?.location).toBe(`${file}:1`);
  });
  test('is absent where it is unknown', () => {
    expect(locationOf({ function: Math.max }, 'max')).toBeUndefined();
  });
});
