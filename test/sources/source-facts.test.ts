import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createModule } from '../../src/nodes/create-module.ts';
import { dependsOn } from '../../src/nodes/depends-on.ts';
import { collect } from '../../src/nodes/parallel.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { sourceFacts } from '../../src/sources/source-facts.ts';
import * as barrel from './fixtures/barrel.ts';
import { factsOf } from './fixtures/facts-of.ts';
import * as forms from './fixtures/forms.ts';
import { loose, others } from './fixtures/object.ts';

/** The line, from 1, on which a fixture has `code`, which it has once. */
function lineOf(file: string, code: string): number {
  const lines = readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8').split('\n');
  expect(lines.filter((line) => line.includes(code))).toHaveLength(1);
  return lines.findIndex((line) => line.includes(code)) + 1;
}

type Row = [
  name: string,
  code: string,
  documentation: string | undefined,
  returnType: string | undefined,
  dependencyTypes: Record<string, string>,
];

function expectFacts(facts: ReturnType<typeof factsOf>, file: string, row: Row): void {
  const [name, code, documentation, returnType, dependencyTypes] = row;
  const { location: _, ...told } = facts[name] ?? { location: undefined, dependencyTypes: {} };
  expect(told).toEqual({
    file,
    line: lineOf(file, code),
    ...(documentation === undefined ? {} : { documentation }),
    ...(returnType === undefined ? {} : { returnType }),
    dependencyTypes,
  });
}

describe('a plain function', () => {
  const facts = factsOf(forms);
  test.each<Row>([
    [
      'arrow',
      'const arrow',
      'An arrow function.',
      'number',
      { spend: 'number[]', window: 'number' },
    ],
    [
      'asyncArrow',
      'const asyncArrow',
      'An asynchronous arrow function.',
      'Promise<number>',
      { a: 'number' },
    ],
    [
      'genericArrow',
      'const genericArrow',
      'A generic arrow function.',
      'T | undefined',
      { a: 'T[]' },
    ],
    [
      'genericAsyncArrow',
      'const genericAsyncArrow',
      'A generic asynchronous arrow function.',
      'Promise<T>',
      { a: 'T' },
    ],
    ['declared', 'function declared', 'A function.', 'number', { a: 'number' }],
    ['expression', 'const expression', 'A function expression.', 'number', { a: 'number' }],
    [
      'ownName',
      'const ownName',
      'A function expression with a name of its own.',
      'number',
      { a: 'number' },
    ],
    [
      'asyncDeclared',
      'function asyncDeclared',
      'An asynchronous function.',
      'Promise<number>',
      { a: 'number' },
    ],
    [
      'generator',
      'function* generator',
      'A generator.',
      'Generator<number, void, undefined>',
      { n: 'number' },
    ],
    [
      'asyncGenerator',
      'function* asyncGenerator',
      'An asynchronous generator.',
      'AsyncGenerator<number>',
      { n: 'number' },
    ],
    ['satisfying', 'const satisfying', 'Satisfies a type.', 'number', { a: 'number' }],
    ['bare', 'const bare', undefined, undefined, {}],
    ['first', 'const first', 'The first of two.', '1', { a: '1' }],
    ['second', '  second =', 'The second of two.', '2', { b: '2' }],
    ['third', '  third =', undefined, '3', {}],
    ['renamed', 'const local =', 'Renamed on the way out.', 'bigint', { a: 'bigint' }],
    [
      'overloaded',
      'overloaded({ a }',
      "The implementation's types.",
      'string | number',
      { a: 'string | number' },
    ],
  ])('has the facts of its declaration: %s', (...row) => expectFacts(facts, 'forms.ts', row));

  test('that another function made has the documentation of the call', () => {
    expectFacts(facts, 'forms.ts', [
      'made',
      'const made',
      'Made by a factory.',
      'number',
      { a: 'number' },
    ]);
  });
});

describe('types', () => {
  const facts = factsOf(forms);
  const types = (name: string) => facts[name]?.dependencyTypes;

  test('are found in an interface of the same file, its bases included, for what is taken only', () => {
    expect(types('byInterface')).toEqual({
      spend: 'readonly number[]',
      window: 'number',
      shared: 'Map<string, number>',
    });
  });
  test('are found through aliases, intersections and Readonly', () => {
    expect(types('byAlias')).toEqual({ a: 'string', b: `'x  y' | "it's, {b}"` });
  });
  test('of a generic interface are left out', () => expect(types('byGeneric')).toEqual({}));
  test('are found on the variable where the function has none', () => {
    expect(types('byVariable')).toEqual({ a: 'number', b: 'string' });
    expect(facts['byVariable']?.returnType).toBe('Promise<string>');
  });
  test('over several lines are put on one, without comments, strings untouched', () => {
    expect(types('multiLine')).toEqual({
      'us.revenue': 'ReadonlyMap<string, { a: number; b: [1, 2] }>',
      record: "{ x: number; y: Map<string, { z: 'a;  b' }> }",
      callback: '(first: number, second: () => void, third: { a: [] }) => void',
    });
    expect(facts['multiLine']?.returnType).toBe(
      "Array<{ x: number }> | { y: 'a name that is long enough to break the line' } | undefined",
    );
  });
});

describe('a modified function', () => {
  const facts = factsOf(forms);
  test.each<Row>([
    ['report', 'const report', 'Collected.', 'number', { parts: 'number[]' }],
    ['tagged', 'const tagged', 'Tagged and collected.', 'Promise<number>', { parts: 'number[]' }],
    ['items', 'const items', 'Marked as parallelizable.', 'number[]', { n: 'number' }],
    ['folded', 'const folded', 'Folded.', 'number', { acc: 'number', x: 'number' }],
    [
      'renamedReport',
      'const localReport',
      'Renamed and modified.',
      'number',
      { parts: 'string[]' },
    ],
    ['roll3', 'rollWeek }', 'Rolled twice.', 'number', { series: 'number[]', window: 'number' }],
    ['rollWeek', 'rollWeek }', 'Rolled twice.', 'number', { series: 'number[]', window: 'number' }],
  ])('has the documentation of the export, the types of the function inside: %s', (...row) =>
    expectFacts(facts, 'forms.ts', row),
  );
  test.each<Row>([
    [
      'modifiedImport',
      'const modifiedImport',
      'Documented here, written elsewhere.',
      'number',
      { parts: 'Set<number>' },
    ],
    [
      'undocumentedImport',
      'const undocumentedImport',
      'Written in another file.',
      'number',
      { parts: 'Set<number>' },
    ],
    ['quietImport', 'const quietImport', undefined, 'symbol', { q: 'symbol' }],
  ])('that was imported stands where it is exported: %s', (...row) =>
    expectFacts(facts, 'forms.ts', row),
  );

  test("that went through a wrapper of the user's own stands where it is exported", () => {
    const row: Row = [
      'wrapped',
      'const wrapped',
      "Through a wrapper of the user's own.",
      'boolean',
      { a: 'boolean' },
    ];
    expectFacts(facts, 'forms.ts', row);
    expect(facts['wrapped']?.location).toMatch(
      new RegExp(`forms\\.ts:${lineOf('forms.ts', row[1])}$`),
    );
  });
});

describe('functions of an object', () => {
  const facts = factsOf(loose);
  test.each<Row>([
    ['a', 'a: () => 1', 'One.', undefined, {}],
    ['b', '  b({ a }', 'A method.', 'number', { a: 'number' }],
    ['item', '*item', 'A generator method.', 'Generator<number>', { b: 'number' }],
    [
      'later',
      '*later',
      'An asynchronous generator method.',
      'AsyncGenerator<number>',
      { b: 'number' },
    ],
    ['us.revenue', 'us.revenue', 'A quoted name.', 'number', { a: 'number' }],
    ['total', 'total:', 'A modified property.', 'number', { item: 'number[]' }],
    ['bare', 'bare:', undefined, 'void', {}],
  ])('have the facts of the property: %s', (...row) => expectFacts(facts, 'object.ts', row));

  test('are told from those of another object that bear the same name', () => {
    expectFacts(factsOf(others), 'object.ts', ['a', 'a: (): 2', undefined, '2', {}]);
  });
});

describe('static members of a class', () => {
  const facts = (name: 'method' | 'property') =>
    sourceFacts({ function: forms.Functions[name] }, name);

  test('have the facts of the member', () => {
    expect(facts('method')).toMatchObject({
      documentation: 'A static method.',
      returnType: 'number',
      line: lineOf('forms.ts', 'static method('),
    });
    expect(facts('property')).toMatchObject({
      documentation: 'A static property.',
      returnType: 'Promise<number>',
      dependencyTypes: { a: 'number' },
    });
  });
});

test('an export under another name, from another file, has the facts of where it is written', () => {
  const facts = factsOf(barrel);
  const written = factsOf(forms);
  expect(facts['renamedArrow']).toEqual(written['arrow']);
  expect(facts['renamedCollect']).toEqual(written['report']);
  expect(facts['renamedRoll']).toEqual(written['roll3']);
  expect(facts['imported']).toMatchObject({
    file: 'imported.ts',
    documentation: 'Written in another file.',
  });
});

test('a function of a test, inside of other functions, is found, too', () => {
  const module = createModule({
    /** Local. */
    local: ({ a }: { a: 1 }): 2 => (a + 1) as 2,
    /** Local and modified. */
    closing: collect(({ a }: { a: 3 }): 4 => (a + 1) as 4),
  });
  expect(factsOf(module)).toMatchObject({
    local: { documentation: 'Local.', returnType: '2', dependencyTypes: { a: '1' } },
    closing: { documentation: 'Local and modified.', returnType: '4', dependencyTypes: { a: '3' } },
  });
});

test('a bound or proxied function has the facts of the function behind it', () => {
  const { arrow } = forms;
  const expected = { documentation: 'An arrow function.', returnType: 'number' };
  expect(sourceFacts({ function: arrow.bind(null).bind(null) }, 'x')).toMatchObject(expected);
  expect(sourceFacts({ function: new Proxy(arrow, {}) }, 'x')).toMatchObject(expected);
  const { bound } = factsOf({ bound: dependsOn(['spend', 'window?'], arrow.bind(null)) });
  expect(bound).toMatchObject({ returnType: 'number', dependencyTypes: { spend: 'number[]' } });
});

test('the part of a whole has its own documentation, not that of the whole', () => {
  /** About the whole. */
  const whole = collect(forms.arrow);
  const [node] = readModule({ whole }, {}, 'test').nodes;
  expect(node && sourceFacts(node.origin, 'whole').documentation).toBe('About the whole.');
  expect(node && sourceFacts(node.origin, 'whole.part').documentation).toBe('An arrow function.');
});

test('a native function and evaluated code have no facts', () => {
  const none = { dependencyTypes: {} };
  expect(sourceFacts({ function: Math.max }, 'max')).toEqual(none);
  const evaluated = runInThisContext('({ a }) => a') as () => unknown;
  const site = { stack: 'Error\n    at nowhere\n    at eval (eval at x (y), <anonymous>:1:2)' };
  expect(sourceFacts({ function: evaluated, site }, 'a')).toEqual(none);
});

test('a stack that cannot be formatted costs what it would have told, and no more', () => {
  const site = {
    get stack(): string {
      throw new Error('no stack');
    },
  };
  const origin = { function: forms.arrow, site };
  expect(sourceFacts(origin, 'arrow')).toEqual(sourceFacts({ function: forms.arrow }, 'arrow'));
  expect(sourceFacts({ function: Math.max, site }, 'max')).toEqual({ dependencyTypes: {} });
});

test('facts are read once: the same function and name give the same object', () => {
  const origin = { function: forms.arrow };
  expect(sourceFacts({ ...origin }, 'arrow')).toBe(sourceFacts({ ...origin }, 'arrow'));
});
