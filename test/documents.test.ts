import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'docs/guide.md',
  'docs/modifiers.md',
  'datasets/README.md',
  'notebooks/README.md',
  'test/bench/README.md',
];
const read = (document: string): string => readFileSync(join(root, document), 'utf8');

interface ProgramFile {
  readonly file: string;
  readonly code: string;
}

interface Program {
  /** The last one is run; those before it are the ones that it names. */
  readonly files: readonly ProgramFile[];
  /** What stands below it. */
  readonly output: string;
}

const codeBlocks = /```ts\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g;

/**
 * The programs of a document: blocks of code with a block of text that follows at once. One without is a file that
 * programs below name, to import it or have it imported; its first line names it: `// features.ts`.
 */
function programsIn(text: string): Program[] {
  const above = new Map<string, ProgramFile>();
  const programs: Program[] = [];
  for (const [, code = '', output] of text.matchAll(codeBlocks)) {
    const named = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1];
    const block = { file: named ?? 'main.ts', code: asProgram(code) };
    if (output !== undefined) {
      const beside = [...above.values()].filter(({ file }) => code.includes(`'./${file}'`));
      programs.push({ files: [...beside, block], output });
    } else if (named !== undefined) above.set(named, block);
    else throw new Error(`This prints nothing, and its first line names no file:\n${code}`);
  }
  return programs;
}

/** The package's subpaths, as its sources. */
const subpaths = { icosian: 'src/index.ts', 'icosian/executors': 'src/executors/index.ts' };

const asProgram = (code: string): string =>
  Object.entries(subpaths).reduce(
    (text, [name, file]) =>
      text.replaceAll(`'${name}'`, `'${pathToFileURL(join(root, file)).href}'`),
    code,
  );

/** What the last of these files prints when it runs beside the others. */
function printedBy(files: readonly ProgramFile[]): string {
  return inFolder(files, (folder) => {
    const main = join(folder, files.at(-1)?.file ?? '');
    // places in messages are shown as seen from there
    const settings = { cwd: folder, encoding: 'utf8', timeout: 25_000 } as const;
    return execFileSync(process.execPath, ['--no-warnings', main], settings);
  });
}

function inFolder<T>(files: readonly ProgramFile[], use: (folder: string) => T): T {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/documents-'));
  try {
    for (const { file, code } of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler says about these files, with the project's settings; empty: it ran and accepts them. */
function problemsOf(files: readonly ProgramFile[]): string {
  const settings = { extends: '../../tsconfig.json', include: ['**/*.ts'], exclude: [] };
  const withSettings = [...files, { file: 'tsconfig.json', code: JSON.stringify(settings) }];
  return inFolder(withSettings, (folder) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { error, status, stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', folder], {
      encoding: 'utf8',
    });
    if (error !== undefined) throw error;
    return status === 0 ? stdout : `${stdout}${stderr}tsc ended with ${status}`;
  });
}

const documentsWithPrograms = ['README.md', 'docs/guide.md', 'docs/modifiers.md'];

describe.each(documentsWithPrograms)('%s', (document) => {
  const programs = programsIn(read(document));

  test('has programs', () => {
    expect(programs.length).toBeGreaterThan(0);
  });

  test.each(programs)('prints what stands below: $output', ({ files, output }) => {
    expect(printedBy(files)).toBe(output);
  });
});

describe('programs in documents', () => {
  const textOf = (...blocks: readonly string[]): string => blocks.join('\n\n');
  const code = (...lines: readonly string[]): string => ['```ts', ...lines, '```'].join('\n');
  const output = (line: string): string => ['```text', line, '```', ''].join('\n');

  test('run beside the files above them that they name, of which the last one of a name counts', () => {
    const text = textOf(
      code('// one.ts', 'export const one = 0;'),
      code('// one.ts', 'export const one = 1;'),
      code('// two.ts', 'export const two = 2;'),
      code("import { one } from './one.ts';", 'console.log(one);'),
      output('1'),
      `${code('// one.ts', 'export const one = 2;')}\n`,
    );
    const programs = programsIn(text);
    expect(programs.map(({ files }) => files.map(({ file }) => file))).toEqual([
      ['one.ts', 'main.ts'],
    ]);
    expect(programs.map(({ files }) => printedBy(files))).toEqual(['1\n']);
  });

  test('that print nothing and are no file of another one are noticed', () => {
    expect(() => programsIn(`${code('console.log(1);')}\n`)).toThrow(
      'This prints nothing, and its first line names no file:\nconsole.log(1);',
    );
  });
});

interface Example {
  readonly file: string;
  readonly code: string;
  /** What each `// prints …` of the code says, one line each. */
  readonly output: string;
}

/** The examples in the doc comments of the sources. */
function examplesOf(file: string): Example[] {
  return examplesIn(file, readFileSync(join(root, 'src', file), 'utf8'));
}

function examplesIn(file: string, text: string): Example[] {
  // a comment of a method is indented
  const blocks = text.matchAll(/\* @example\n *\* ```ts\n([\s\S]*?) *\* ```/g);
  return [...blocks].map(([, block = '']) => {
    const code = block.replaceAll(/^ *\* ?/gm, '');
    const prints = [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, said = '']) => `${said}\n`);
    return { file, code: asProgram(code), output: prints.join('') };
  });
}

const sourceFiles = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts'),
);

describe('examples in doc comments', () => {
  const examples = sourceFiles.flatMap(examplesOf);

  test('are there', () => {
    expect(examples.length).toBeGreaterThan(1);
  });

  test('are found in the indented comment of a method too', () => {
    const text = [
      'class A {',
      '  /**',
      '   * @example',
      '   * ```ts',
      '   * if (true) {',
      '   *   console.log(1); // prints 1',
      '   * }',
      '   * ```',
      '   */',
      '}',
    ].join('\n');
    expect(examplesIn('a.ts', text)).toEqual([
      { file: 'a.ts', code: 'if (true) {\n  console.log(1); // prints 1\n}\n', output: '1\n' },
    ]);
  });

  test.each(examples)('$file prints what it says', ({ code, output }) => {
    expect(printedBy([{ file: 'main.ts', code }])).toBe(output);
  });
});

test('a program that does not compile is noticed', () => {
  const problems = problemsOf([{ file: 'main.ts', code: "const a: number = 'b';" }]);
  expect(problems).toContain("Type 'string' is not assignable to type 'number'.");
});

// one compiler for all, which takes its time where the machine is busy
test('all of these programs compile', { timeout: 120_000 }, () => {
  const programs = [
    ...documentsWithPrograms.flatMap((document) => programsIn(read(document))),
    ...sourceFiles.flatMap(examplesOf).map(({ code }) => ({ files: [{ file: 'main.ts', code }] })),
  ];
  const files = programs.flatMap((program, i) =>
    program.files.map(({ file, code }) => ({
      file: `program-${i}/${file}`,
      // the programs import the sources by URL, which the compiler does not follow
      code: code.replaceAll(/'file:[^']*\/src\/([^']*)'/g, "'../../../src/$1'"),
    })),
  );
  expect(problemsOf(files)).toBe('');
});

describe('documents', () => {
  test.each(documents)('%s: its links lead somewhere', (document) => {
    const links = [...read(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(
      ([, link = '']) => link,
    );
    const files = links.filter((link) => !/^[a-z]+:/.test(link));
    const missing = files.filter((link) => !existsSync(join(root, dirname(document), link)));
    expect(missing).toEqual([]);
  });

  test('README.md has the two commands that a newcomer types, and continuous integration runs them', () => {
    const commands = [
      "npx -y -p node@26 -c 'npm install && npm run demo'",
      "npx -y -p node@26 -c 'npm install && npm test'",
    ];
    for (const command of commands) {
      expect(read('README.md')).toContain(command);
      expect(read('.ci/run')).toContain(command);
    }
  });

  test('the package says what the README says: licence and the floor of Node', () => {
    const { license, engines } = JSON.parse(read('package.json')) as {
      license: string;
      engines: { node: string };
    };
    expect([license, engines.node]).toEqual(['Apache-2.0', '>=22.18']);
    expect(read('README.md')).toContain('22.18 the floor');
  });
});
