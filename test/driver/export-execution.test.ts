import { Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { Builder, InputError, createModule, parameterize, value } from '../../src/index.ts';
import { driverOf, type Loose } from '../execution/driver-of.ts';
import * as features from './features.ts';

interface Exported {
  readonly format: number;
  readonly nodes: readonly (Record<string, unknown> & { name: string; version: string | null })[];
}
const inputs = { spend: 1, signups: 1 };
const read = (json: string): Exported => JSON.parse(json) as Exported;

describe('driver.exportExecution(outputs, options)', () => {
  const driver = new Builder().withModules(features).build();

  test('gives JSON of the nodes that the request needs, sorted by name', () => {
    const { format, nodes } = read(driver.exportExecution(['scaledCost'], { inputs }));
    expect(format).toBe(1);
    expect(nodes.map(({ name }) => name)).toEqual([
      'costPerSignup',
      'scaledCost',
      'signups',
      'spend',
    ]);
    expect(nodes[1]).toEqual({
      name: 'scaledCost',
      kind: 'function',
      module: 'features',
      type: 'number',
      documentation: 'The cost, scaled.',
      tags: { owner: 'growth', unit: ['euro', 'cent'] },
      scope: [],
      requiredDependencies: ['costPerSignup'],
      optionalDependencies: ['factor'],
      version: nodes[1]?.version,
    });
    expect(nodes[1]?.version).toMatch(/^[0-9a-f]{64}$/);
    expect(nodes[2]).toMatchObject({ name: 'signups', kind: 'input', version: null });
  });

  test('sorts by code unit, whatever the language of the machine', () => {
    const odd = driverOf({ b: () => 1, a: () => 1, B: () => 1, ä: () => 1, a1: () => 1 });
    const { nodes } = read(odd.exportExecution(['ä', 'b', 'a1', 'B', 'a']));
    expect(nodes.map(({ name }) => name)).toEqual(['B', 'a', 'a1', 'b', 'ä']);
  });

  test('is the same text each time, for the same request in any order', () => {
    const text = driver.exportExecution(['label', 'unrelated'], { inputs });
    expect(driver.exportExecution(['unrelated', 'label'], { inputs })).toBe(text);
    expect(
      new Builder()
        .withModules(features)
        .build()
        .exportExecution(['label', 'unrelated'], { inputs }),
    ).toBe(text);
  });

  test('leaves out what overrides cut off', () => {
    const { nodes } = read(driver.exportExecution(['label'], { overrides: { scaledCost: 1 } }));
    expect(nodes.map(({ name }) => name)).toEqual(['label', 'scaledCost']);
  });

  test('throws like validateExecution where the request is wrong', () => {
    expect(() => driver.untyped().exportExecution(['label'])).toThrow(InputError);
  });
});

describe('the version of a node', () => {
  const versionOf = (fn: Loose[string]): string | null | undefined =>
    read(driverOf({ a: fn }).exportExecution(['a'], { inputs: { x: 1 } })).nodes[0]?.version;
  const written = (text: string): ReturnType<typeof versionOf> =>
    // oxlint-disable-next-line no-implied-eval -- texts that differ in white space alone
    versionOf(new Function(`return ${text}`)() as Loose[string]);

  test('is not changed by comments and white space', () => {
    const version = written('({ x }) => x + 1');
    expect(written('({x})=>x+1')).toBe(version);
    expect(written('({ x }) => /* plus one */ x + 1 // done\n')).toBe(version);
    expect(written('({\n  x,\n}) => x + 1')).not.toBe(undefined);
  });

  test('is changed by code, also inside strings and regular expressions', () => {
    const texts = [
      '({ x }) => x + 1',
      '({ x }) => x + 2',
      '({ x }) => `${x} 1`',
      '({ x }) => `${x}  1`',
      '({ x }) => /a b/.test(x)',
      '({ x }) => /a  b/.test(x)',
      'async ({ x }) => x + 1',
    ];
    expect(new Set(texts.map(written)).size).toBe(texts.length);
  });

  const bound = (constant: unknown): string | null | undefined => {
    const module = createModule(
      parameterize(({ x }: { x: unknown }) => x, { p: { x: value<unknown>(constant) } }),
    );
    return read(new Builder().withModules(module).build().exportExecution(['p'])).nodes[0]?.version;
  };

  test('is changed by bound constants, by their type as well', () => {
    const circular: unknown[] = [1];
    circular.push(circular);
    const constants: unknown[] = [
      1,
      2,
      -0,
      0,
      NaN,
      Infinity,
      -Infinity,
      1n,
      '1',
      '',
      true,
      'true',
      null,
      'null',
      [],
      {},
      [1],
      ['1'],
      { a: 1 },
      { a: 2 },
      { b: 1 },
      { a: [1] },
      { a: { b: 1 } },
      new Date(0),
      new Date(1),
      'Date 0',
      new Map([[1, 2]]),
      new Map([[1, 3]]),
      new Set([1]),
      new Set([2]),
      new Uint8Array([1]),
      new Uint8Array([2]),
      new Int8Array([1]),
      /a/,
      /a/g,
      Symbol('a'),
      () => 1,
      () => 2,
      Series('a', [1]),
      Series('a', [2]),
      Series('b', [1]),
      circular,
      [1, [1]],
    ];
    const versions = constants.map(bound);
    for (const [i, version] of versions.entries()) {
      expect(versions.indexOf(version), String(constants[i])).toBe(i);
    }
  });

  test('is the same for equal constants, whatever the order of their keys', () => {
    const pairs: readonly (readonly [unknown, unknown])[] = [
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [new Date(5), new Date(5)],
      [new Set([1, 2]), new Set([1, 2])],
      [Series('a', [1, 2]), Series('a', [1, 2])],
      // oxlint-disable-next-line prettier/prettier -- the white space differs
      [(x: number) => x + 1, (x: number) => x + 1],
    ];
    for (const [one, other] of pairs) expect(bound(one)).toBe(bound(other));
  });

  test('of an input is null', () => {
    const { nodes } = read(
      driverOf({ a: ({ x }) => x }).exportExecution(['x'], { inputs: { x: 1 } }),
    );
    expect(nodes).toMatchObject([{ name: 'x', version: null }]);
  });
});

describe('the version of a node', () => {
  test('is null where a constant cannot be told from others of its kind', () => {
    const versions = [new URL('http://a.example'), new Error('a'), new ArrayBuffer(1), [1]].map(
      (constant) => {
        const nodes = parameterize(({ x }: { x: unknown }) => x, { a: { x: value(constant) } });
        const json = driverOf(nodes as Loose).exportExecution(['a']);
        return read(json).nodes[0]?.version === null;
      },
    );
    expect(versions).toEqual([true, true, true, false]);
  });
});
