import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** The table of ARCHITECTURE.md, from the bottom to the top. The first layer that holds a file is its own. */
interface Layer {
  /** A file, a folder (`nodes/`), or `*`: the files that stand in `src` itself. */
  readonly holds: string;
  /** What it may import beside itself, in the same notation; also packages, and `node:`. */
  readonly imports: readonly string[];
  /** The same, by `import type` only. */
  readonly types?: readonly string[];
}

const contracts = [
  'adapters/adapter.ts',
  'results/result-builder.ts',
  'results/block-values.ts',
  'executors/executor.ts',
];
const zero = ['errors.ts', 'suggest.ts', ...contracts];
const toThree = [...zero, 'nodes/', 'columns/', 'graph/', 'plan/'];
const toFour = [...toThree, 'modifiers/', 'execution/', 'sources/'];
const toFive = [...toFour, 'results/', 'view/', 'adapters/', 'executors/'];
const native = ['nodejs-polars', 'apache-arrow'];
const engines = ['@hpcc-js/wasm-graphviz', '@resvg/resvg-js'];
const parsers = ['acorn', '@sveltejs/acorn-typescript'];
const pure = ['nodes/', 'modifiers/', 'graph/', 'plan/'];

const layers: readonly Layer[] = [
  { holds: 'errors.ts', imports: [] },
  { holds: 'suggest.ts', imports: [] },
  { holds: 'adapters/adapter.ts', imports: [], types: ['errors.ts', 'nodes/node.ts'] },
  { holds: 'results/result-builder.ts', imports: [], types: native },
  { holds: 'results/block-values.ts', imports: [] },
  {
    holds: 'executors/executor.ts',
    imports: [],
    types: ['errors.ts', 'nodes/node.ts', 'adapters/adapter.ts'],
  },
  { holds: 'nodes/', imports: [...zero, 'acorn'] },
  { holds: 'columns/', imports: [...zero, ...native, 'node:'] },
  { holds: 'modifiers/', imports: [...zero, 'nodes/', 'columns/'] },
  { holds: 'graph/', imports: [...zero, 'nodes/'] },
  { holds: 'plan/', imports: [...zero, 'nodes/', 'graph/'] },
  { holds: 'execution/', imports: [...toThree, 'node:'] },
  { holds: 'sources/', imports: [...toThree, ...parsers, 'node:'] },
  { holds: 'results/', imports: [...toFour, 'node:'], types: native },
  { holds: 'view/', imports: [...toFour, ...engines, 'node:'] },
  { holds: 'adapters/', imports: [...toFour, 'results/', 'node:'] },
  { holds: 'executors/future.ts', imports: [...toFour, 'executors/', 'results/'] },
  { holds: 'executors/', imports: [...toFour, 'node:'] },
  { holds: 'index.ts', imports: [...toFive, '*'] },
  { holds: '*', imports: [...toFive, 'node:'] },
];

const includes = (place: string, target: string): boolean =>
  place === target ||
  (/[/:]$/.test(place) && target.startsWith(place)) ||
  (place === '*' && !target.includes('/') && target.endsWith('.ts') && target !== 'index.ts');

/** One import of a file: `target` is a path below `src`, or a package. */
interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

/** Why an import is against the table, as a sentence; undefined where it is not. */
function refusal({ file, target, typeOnly }: Import): string | undefined {
  const layer = layers.find(({ holds }) => includes(holds, file));
  if (layer === undefined) return `src/${file} belongs to no layer: give it one.`;
  const { holds, imports, types = [] } = layer;
  if ([holds, ...imports].some((place) => includes(place, target))) return undefined;
  const asType = types.some((place) => includes(place, target));
  if (asType && typeOnly) return undefined;
  return asType
    ? `src/${file} imports ${target} as a value: only its types may be imported there.`
    : `src/${file} imports ${target}: the layer ${holds} must not.`;
}

const sourceFiles = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** The lines of a source that are no comments. */
const codeOf = (file: string): string =>
  readFileSync(join(src, file), 'utf8').replaceAll(/^\s*(?:\*|\/\*|\/\/).*$/gm, '');

function importsOf(file: string, code: string): (Import & { readonly dynamic: boolean })[] {
  const heads = [
    ...code.matchAll(/^(?:import|export)\s+(type\s)?(?:[^;'"`=]*?\sfrom\s+)?'([^']+)'/gm),
  ];
  // a double-quoted sentence may quote an import
  const calls = [...code.replaceAll(/"[^"\n]*"/g, '').matchAll(/\bimport\(\s*'([^']+)'/g)];
  const targetOf = (specifier: string): string =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
  return [
    ...heads.map(([, type, specifier = '']) => ({
      file,
      target: targetOf(specifier),
      typeOnly: type !== undefined,
      dynamic: false,
    })),
    ...calls.map(([, specifier = '']) => ({
      file,
      target: targetOf(specifier),
      typeOnly: false,
      dynamic: true,
    })),
  ];
}

describe('the sources', () => {
  const imports = sourceFiles.flatMap((file) => importsOf(file, codeOf(file)));

  test('import only what the table allows', () => {
    expect(imports.length).toBeGreaterThan(sourceFiles.length);
    expect(imports.map(refusal).filter((sentence) => sentence !== undefined)).toEqual([]);
  });

  test('load Arrow and the drawing engines on first use, never with the package', () => {
    const heavy = ['apache-arrow', ...engines];
    const early = imports.filter(
      ({ target, typeOnly, dynamic }) => heavy.includes(target) && !typeOnly && !dynamic,
    );
    expect(early).toEqual([]);
  });

  test('wait for nothing where they are pure', () => {
    const files = sourceFiles.filter((file) => pure.some((folder) => file.startsWith(folder)));
    expect(files.filter((file) => /\bawait\b/.test(codeOf(file)))).toEqual([]);
  });

  test('are named in ARCHITECTURE.md: each folder, and each file of src itself', () => {
    const table = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    const names = readdirSync(src).map((name) => basename(name, '.ts'));
    expect(names.filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('a violation', () => {
  test.each([
    [
      { file: 'plan/plan.ts', target: 'driver.ts', typeOnly: true },
      'src/plan/plan.ts imports driver.ts: the layer plan/ must not.',
    ],
    [
      { file: 'results/matrix.ts', target: 'apache-arrow', typeOnly: false },
      'src/results/matrix.ts imports apache-arrow as a value: only its types may be imported there.',
    ],
    [
      { file: 'cache/store.ts', target: 'errors.ts', typeOnly: false },
      'src/cache/store.ts belongs to no layer: give it one.',
    ],
  ])('%o is said in a sentence', (violation, sentence) => {
    expect(refusal(violation)).toBe(sentence);
  });

  test('is found in every form that an import has', () => {
    const code = [
      "import a from '../a.ts';",
      "import type {\n  B,\n} from '../b.ts';",
      "export * from './c.ts';",
      "import 'd';",
      "const e = await import('./../e.ts');",
    ].join('\n');
    expect(importsOf('plan/x.ts', code).map(({ target }) => target)).toEqual([
      'a.ts',
      'b.ts',
      'plan/c.ts',
      'd',
      'e.ts',
    ]);
  });
});

describe('oxlint, with the settings of the project,', () => {
  const folder = mkdtempSync(join(tmpdir(), 'layers-'));
  const packages = [...native, ...engines, ...parsers, 'elsewhere'];
  const builtins = ['node:fs', 'node:fs/promises', 'fs', 'fs/promises', 'path', 'crypto'];
  // one file for each layer: its own path, or a new file among the others
  const probes = layers.map(({ holds }) => holds.replace(/\/$/, '/probe.ts').replace('*', 'x.ts'));
  let problems: readonly Problem[] = [];

  beforeAll(() => {
    write('.oxlintrc.json', readFileSync(join(root, '.oxlintrc.json'), 'utf8'));
    for (const probe of probes) {
      write(join('src', probe), importsFor(probe).map(statementOf).join('\n'));
    }
    for (const file of [
      'src/plan/clock.ts',
      'src/execution/clock.ts',
      'src/execution/behaviour.ts',
    ])
      write(file, clocks.join('\n'));
    problems = lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };

  /** Every import that a file could have: each source, package and builtin, as a value and as a type. */
  function importsFor(file: string): Import[] {
    const targets = [...sourceFiles.filter((other) => other !== file), ...packages, ...builtins];
    return targets.flatMap((target) =>
      [false, true].map((typeOnly) => ({ file, target, typeOnly })),
    );
  }

  function statementOf({ file, target, typeOnly }: Import): string {
    const path = relative(join(src, dirname(file)), join(src, target)).replaceAll('\\', '/');
    const specifier = target.endsWith('.ts') ? path.replace(/^(?!\.)/, './') : target;
    const name = target.replaceAll(/\W/g, '_');
    return `import ${typeOnly ? `type { ${name} as T_${name} }` : `{ ${name} }`} from '${specifier}';`;
  }

  test.each(probes)('refuses in src/%s what the table refuses, and nothing else', (probe) => {
    const refused = problems
      .filter(({ file, rule }) => file === `src/${probe}` && rule === 'no-restricted-imports')
      .map(({ line }) => line);
    const statements = importsFor(probe).map(statementOf);
    const expected = importsFor(probe).filter((one) => refusal(one) !== undefined);
    expect(new Set(refused.map((line) => statements[line - 1]))).toEqual(
      new Set(expected.map(statementOf)),
    );
  });

  const clocks = [
    'performance.now();',
    'Date.now();',
    'Math.random();',
    'setTimeout(a);',
    'setImmediate(a);',
    'queueMicrotask(a);',
    "process.getBuiltinModule('node:fs');",
  ];
  test.each([
    ['src/plan/clock.ts', clocks],
    ['src/execution/clock.ts', clocks.slice(0, 2)],
    ['src/execution/behaviour.ts', []],
  ])('refuses in %s the clock and randomness', (path, refused) => {
    const found = problems.filter(
      ({ file, rule }) => file === path && /^no-restricted-(globals|properties)$/.test(rule),
    );
    expect(new Set(found.map(({ line }) => clocks[line - 1]))).toEqual(new Set(refused));
  });
});

interface Problem {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

function lint(folder: string): Problem[] {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint');
  const { stdout, error } = spawnSync(process.execPath, [oxlint, '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw error;
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ filename, code, labels }) => ({
    file: filename.replaceAll('\\', '/'),
    line: labels[0]?.span.line ?? 0,
    rule: /\((.*)\)/.exec(code)?.[1] ?? code,
  }));
}

interface Diagnostic {
  readonly filename: string;
  readonly code: string;
  readonly labels: readonly { readonly span: { readonly line: number } }[];
}
