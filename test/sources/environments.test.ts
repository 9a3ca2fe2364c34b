import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as barrel from './fixtures/barrel.ts';
import * as comments from './fixtures/comments.ts';
import { factsOf, type Told } from './fixtures/facts-of.ts';
import * as forms from './fixtures/forms.ts';
import { loose } from './fixtures/object.ts';

/** The programs to run: further versions of Node, separated as in PATH, may be given. */
const nodes = (process.env['ICOSIAN_TEST_NODES'] ?? process.execPath).split(delimiter);

/** What a fixture prints, run by Node itself. */
function printed(
  node: string,
  fixture: string,
  options: readonly string[] = [],
  env = {},
): unknown {
  const file = fileURLToPath(new URL(`./fixtures/${fixture}.ts`, import.meta.url));
  const output = execFileSync(node, [...options, file], {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: '', NODE_NO_WARNINGS: '1', ...env },
  });
  return output === '' ? undefined : JSON.parse(output);
}

const arrow = {
  file: 'forms.ts',
  documentation: 'An arrow function.',
  returnType: 'number',
  dependencyTypes: { spend: 'number[]', window: 'number' },
};

// a map may lead to the line above a function's parameters
const withoutLocation = (told: Record<string, Told>): object =>
  Object.fromEntries(
    Object.entries(told).map(([name, facts]) => [name, { ...facts, location: '' }]),
  );

describe.each(nodes)('under %s', (node) => {
  const modules = { forms, loose, barrel, comments };

  test.each([[[]], [['--enable-source-maps']]])(
    'the facts are those that the test runner finds, with options %j',
    (options) => {
      const plain = printed(node, 'print-facts', options) as Record<string, Record<string, Told>>;
      for (const [name, module] of Object.entries(modules)) {
        const told = plain[name] ?? {};
        expect(withoutLocation(told)).toEqual(withoutLocation(factsOf(module)));
        for (const each of Object.values(told)) expect(each.location).toBeDefined();
      }
    },
  );

  test('a worker thread finds them, too', () => {
    expect(printed(node, 'in-worker')).toMatchObject(arrow);
  });

  test('without an inspector the stack of a modifier still leads to its facts', () => {
    expect(printed(node, 'no-inspector')).toEqual({
      arrow: { dependencyTypes: {} },
      report: expect.objectContaining({
        documentation: 'Collected.',
        returnType: 'number',
        dependencyTypes: { parts: 'number[]' },
      }),
    });
  });

  test('inspector and type parser are loaded by the first question, not before', () => {
    expect(printed(node, 'lazy')).toEqual({
      before: { inspector: false, plugIn: false },
      documentation: arrow.documentation,
      after: { inspector: true, plugIn: true },
    });
  });

  test('a debugger that is attached still stops, and a coverage session still counts', () => {
    expect(printed(node, 'attached')).toEqual({
      documentation: arrow.documentation,
      pauses: 1,
      calls: 7,
      left: 0,
    });
  });

  test("Node's own coverage counts every call", () => {
    const folder = mkdtempSync(join(tmpdir(), 'icosian-'));
    try {
      printed(node, 'covered', [], { NODE_V8_COVERAGE: folder });
      const [file = ''] = readdirSync(folder);
      const { result } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Coverage;
      const script = result.find(({ url }) => url.endsWith('/forms.ts'));
      const counted = script?.functions.find(({ functionName }) => functionName === 'arrow');
      expect(counted?.ranges[0]?.count).toBe(7);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
}
