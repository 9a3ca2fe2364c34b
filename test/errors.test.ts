import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import * as icosian from '../src/index.ts';
import * as errors from '../src/errors.ts';
import { driverOf, provocations, type Provoke } from './error-cases.ts';
import { sentences } from './error-sentences.ts';

/** The error of a provocation. */
async function errorOf(provoke: Provoke): Promise<unknown> {
  try {
    await provoke();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('every error has its exact sentence', () => {
  test.each(Object.entries(sentences))('%s', async (name, sentence) => {
    const error = await errorOf(provocations[name as keyof typeof provocations]);
    expect(error).toBeInstanceOf(icosian.IcosianError);
    expect((error as errors.IcosianError).code).toBe(name.split(' ')[0]);
    const words = String(error)
      .replaceAll(pathToFileURL(`${process.cwd()}/`).href, 'ROOT/')
      .replaceAll(`${process.cwd()}${sep}`, 'ROOT/')
      .replaceAll(/test[\\/][\w.\\/-]+\.ts:\d+/g, 'PLACE');
    expect(words).toBe(sentence);
  });
});

describe('every code', () => {
  const folders = [
    'nodes',
    'modifiers',
    'graph',
    'plan',
    'execution',
    'executors',
    'executors/pool',
    'executors/worker',
  ];
  const files = [
    'errors',
    'settings',
    'task-settings',
    'task-problems',
    'build-checks',
    'builder',
    'driver',
    'columns/take-column',
    'tag-query',
    'sources/worker-modules',
  ];
  const sources = [
    ...files.map((file) => `${file}.ts`),
    ...folders.flatMap((folder) =>
      readdirSync(new URL(`../src/${folder}`, import.meta.url))
        .filter((file) => file.endsWith('.ts'))
        .map((file) => `${folder}/${file}`),
    ),
  ];
  const codes = sources.flatMap((file) => {
    const text = readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8');
    // doc comments name codes, too; media types look like codes; what cannot travel is refused by the columns
    return [...text.matchAll(/^(?!\s*\*).*'([a-z]+\/[a-z-]+)'/gm)]
      .map(([, code]) => code as string)
      .filter((code) => !/^(text|image|codec)\//.test(code));
  });
  const provoked = new Set(Object.keys(provocations).map((name) => name.split(' ')[0] as string));

  test('that these layers raise is provoked above', () => {
    expect([...new Set(codes)].filter((code) => !provoked.has(code))).toEqual([]);
  });

  test('that is provoked above is raised by these layers', () => {
    expect([...provoked].filter((code) => !codes.includes(code))).toEqual([]);
  });
});

describe('an error', () => {
  const details = {
    hint: 'turn it off and on',
    node: 'a',
    item: { index: 3, key: 'DE', block: 'region' },
  };
  const { IcosianError, GraphError, InputError, InvalidNodeError, AbortError } = errors;

  test('has a code, and a message that ends with the hint', () => {
    const error = new IcosianError('area/slug', 'It broke.', { ...details, location: 'a.ts:7' });
    expect(error.message).toBe('It broke.\n  at a.ts:7\n  → turn it off and on');
    expect(error).toMatchObject({ code: 'area/slug', ...details, location: 'a.ts:7' });
    expect(error.stack).toContain('IcosianError: It broke.');
  });

  test('has the name of its kind', () => {
    for (const [name, kind] of Object.entries(icosian)) {
      if (!name.endsWith('Error')) continue;
      const made = new (kind as typeof IcosianError)('area/slug', 'It broke.');
      expect(made.name).toBe(name);
      expect(String(made)).toBe(`${name}: It broke.`);
      expect(made).toBeInstanceOf(Error);
      expect(made).toBeInstanceOf(IcosianError);
    }
  });

  test('keeps its cause as it is, also where that is undefined', () => {
    const cause = new TypeError('theirs');
    expect(new IcosianError('a/b', 'x', { cause }).cause).toBe(cause);
    expect('cause' in new IcosianError('a/b', 'x', { cause: undefined })).toBe(true);
    expect('cause' in new IcosianError('a/b', 'x')).toBe(false);
  });

  test('lists only what its message does not say', () => {
    expect(Object.keys(new IcosianError('a/b', 'x'))).toEqual(['code']);
    expect(Object.keys(new IcosianError('a/b', 'x', { hint: 'do', location: 'a.ts:7' }))).toEqual([
      'code',
    ]);
    expect(Object.keys(new IcosianError('a/b', 'x', details))).toEqual(['code', 'node', 'item']);
  });

  test('is short where console.log prints it', () => {
    const printed = (error: Error): readonly string[] =>
      inspect(error)
        .split('\n')
        .filter((line) => !line.startsWith('    at '));
    expect(printed(new IcosianError('a/b', 'x', details))).toEqual([
      'IcosianError: x',
      '  → turn it off and on',
      "  code: 'a/b',",
      "  node: 'a',",
      "  item: { index: 3, key: 'DE', block: 'region' }",
      '}',
    ]);
    const list = [new IcosianError('a/b', 'x', details), new InvalidNodeError('c/d', 'y')];
    expect(printed(new GraphError('graph/invalid', 'No', { errors: list }))).toEqual([
      'GraphError: No: 2 problems.',
      '  1. x',
      '       → turn it off and on',
      '  2. y',
      "  code: 'graph/invalid'",
      '}',
    ]);
  });

  test('of one problem is that problem, under its own kind', () => {
    const cause = new TypeError('theirs');
    const only = new InvalidNodeError('c/d', 'y', { ...details, cause, location: 'a.ts:7' });
    const list = new GraphError('graph/invalid', 'No', { errors: [only] });
    expect(list).toMatchObject({
      name: 'GraphError',
      code: 'c/d',
      message: only.message,
      ...details,
      cause,
      location: 'a.ts:7',
    });
    expect(list.errors).toEqual([only]);
  });

  test('of no problems stands for itself', () => {
    const error = new InputError('input/invalid', 'No');
    expect(error.errors).toEqual([error]);
    expect(error.message).toBe('No');
  });

  test('of several problems lists them, each indented as a whole', () => {
    const inner = [new IcosianError('a/b', 'x', { hint: 'h' }), new IcosianError('c/d', 'y\nz')];
    expect(new InputError('input/invalid', 'No', { errors: inner }).message).toBe(
      'No: 2 problems.\n  1. x\n       → h\n  2. y\n     z',
    );
  });

  test('can be told its place once', () => {
    const error = new InvalidNodeError('a/b', 'x', { ...details, cause: 1 });
    const placed = error.at('a.ts:7');
    expect(placed).not.toBe(error);
    expect(placed).toBeInstanceOf(InvalidNodeError);
    expect(placed).toMatchObject({ ...details, code: 'a/b', cause: 1, location: 'a.ts:7' });
    expect(placed.message).toBe('x\n  at a.ts:7\n  → turn it off and on');
    expect(placed.at('b.ts:8')).toBe(placed);
    expect(error.at(undefined)).toBe(error);
    expect(new IcosianError('a/b', 'x').at('a.ts:7').message).toBe('x\n  at a.ts:7');
  });

  test('has a name that AbortError shares with those of the platform', () => {
    expect(new AbortError('run/aborted', 'x').name).toBe(new DOMException('x', 'AbortError').name);
  });
});

describe('kinds are recognised by a brand', () => {
  const { IcosianError, GraphError, InputError, InvalidNodeError } = errors;
  const copied: string = '../src/errors.ts?another-copy';
  const otherCopy = async (): Promise<typeof errors> =>
    (await import(/* @vite-ignore */ copied)) as typeof errors;

  test('across two copies of icosian in one process', async () => {
    const copy = await otherCopy();
    expect(copy.GraphError).not.toBe(GraphError);
    const theirs = new copy.GraphError('a/b', 'x');
    expect(theirs).toBeInstanceOf(GraphError);
    expect(theirs).toBeInstanceOf(IcosianError);
    expect(theirs).not.toBeInstanceOf(InputError);
    expect(theirs).not.toBeInstanceOf(InvalidNodeError);
    expect(new IcosianError('a/b', 'x')).toBeInstanceOf(copy.IcosianError);
    expect(new IcosianError('a/b', 'x')).not.toBeInstanceOf(copy.GraphError);
  });

  test("and a user's own kinds by their class", async () => {
    const copy = await otherCopy();
    class Mine extends InvalidNodeError {}
    class Named extends Mine {
      static override readonly kind: string = 'Named';
    }
    expect(new Mine('a/b', 'x')).toBeInstanceOf(Mine);
    expect(new Mine('a/b', 'x')).toBeInstanceOf(copy.InvalidNodeError);
    expect(new InvalidNodeError('a/b', 'x')).not.toBeInstanceOf(Mine);
    expect(new Named('a/b', 'x')).toBeInstanceOf(Mine);
    expect(new Named('a/b', 'x').name).toBe('Named');
    expect(new Mine('a/b', 'x')).not.toBeInstanceOf(Named);
    expect(new Mine('a/b', 'x').name).toBe('InvalidNodeError');
  });

  test.each([undefined, null, 1, 'x', {}, [], new Error('x'), () => 1, Object.create(null)])(
    'and %o is none of them',
    (value) => {
      expect(value instanceof IcosianError).toBe(false);
      expect(value instanceof GraphError).toBe(false);
    },
  );

  test('also where a driver of one copy fails', async () => {
    const copy = await otherCopy();
    const error = await errorOf(() => driverOf({ a: (x: number, y: number) => x + y }));
    expect(error).toBeInstanceOf(copy.GraphError);
    expect((error as errors.GraphError).errors[0]).toBeInstanceOf(copy.InvalidNodeError);
  });
});
