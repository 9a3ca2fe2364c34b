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
  'datasets/README.md',
  'notebooks/README.md',
  'test/bench/README.md',
];
const read = (document: string): string => readFileSync(join(root, document), 'utf8');

interface Program {
  /** The file that the first line names: `// features.ts`; else `main.ts`. */
  readonly file: string;
  readonly code: string;
  /** What stands below it; undefined: it prints nothing, or is imported by the next one. */
  readonly output: string | undefined;
}

/** The programs of a document, each with the block of text that follows at once. */
function programsOf(document: string): Program[] {
  const blocks = read(document).matchAll(/```ts\n([\s\S]*?)```\n(?:\n```text\n([\s\S]*?)```)?/g);
  return [...blocks].map(([, code = '', output]) => ({
    file: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? 'main.ts',
    code: asProgram(code),
    output,
  }));
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
    return execFileSync(process.execPath, ['--no-warnings', main], { encoding: 'utf8' });
  });
}

interface ProgramFile {
  readonly file: string;
  readonly code: string;
}

function inFolder<T>(files: readonly ProgramFile[], use: (folder: string) => T): T {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache/documents-'));
  try {
    for (const { file, code } of files) writeFileSync(join(folder, file), code);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the compiler says about these files, with the project's settings; empty: it ran and accepts them. */
function problemsOf(files: readonly ProgramFile[]): string {
  const settings = { extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] };
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

describe.each(['README.md', 'docs/guide.md'])('%s', (document) => {
  const programs = programsOf(document);

  test('has programs', () => {
    expect(programs.length).toBeGreaterThan(0);
  });

  test.each(programs.filter(({ output }) => output !== undefined))(
    'prints what stands below: $output',
    ({ file, code, output }) => {
      const imported = programs.filter((other) => other.output === undefined);
      expect(printedBy([...imported, { file, code }])).toBe(output);
    },
  );
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

test('all of these programs compile', () => {
  const programs = ['README.md', 'docs/guide.md'].flatMap(programsOf);
  const files = [...programs, ...sourceFiles.flatMap(examplesOf)].map(({ file, code }, i) => ({
    file: file === 'features.ts' ? file : `program-${i}.ts`,
    code,
  }));
  // the programs import the sources by URL, which the compiler does not follow
  const compiled = files.map(({ file, code }) => ({
    file,
    code: code.replaceAll(/'file:[^']*\/src\/([^']*)'/g, "'../../src/$1'"),
  }));
  expect(problemsOf(compiled)).toBe('');
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
