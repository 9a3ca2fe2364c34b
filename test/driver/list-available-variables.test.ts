import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  Builder,
  IcosianError,
  createModule,
  parameterize,
  source,
  type TagQuery,
} from '../../src/index.ts';
import { hidden } from '../../src/modifiers/metadata.ts';
import { driverOf } from '../execution/driver-of.ts';
import * as features from './features.ts';

const driver = new Builder().withModules(features).withConfig({ factor: 3 }).build();
const named = (name: string) => {
  const variable = driver.listAvailableVariables().find((each) => each.name === name);
  if (variable === undefined) throw new Error(`no variable ${name}`);
  return variable;
};
const tagged = (tags: TagQuery): string[] =>
  driver.listAvailableVariables({ tags }).map(({ name }) => name);

describe('driver.listAvailableVariables()', () => {
  test('gives every node, input and config key once, each after what it depends on', () => {
    const names = driver.listAvailableVariables().map(({ name }) => name);
    expect(names.toSorted()).toEqual([
      'costPerSignup',
      'factor',
      'label',
      'scaledCost',
      'signups',
      'spend',
      'unrelated',
    ]);
    for (const [before, after] of [
      ['spend', 'costPerSignup'],
      ['signups', 'costPerSignup'],
      ['costPerSignup', 'scaledCost'],
      ['factor', 'scaledCost'],
      ['scaledCost', 'label'],
    ] as const) {
      expect(names.indexOf(before)).toBeLessThan(names.indexOf(after));
    }
  });

  test('says of a function what its source says', () => {
    expect({ ...named('costPerSignup') }).toMatchObject({
      name: 'costPerSignup',
      kind: 'function',
      tags: {},
      scope: [],
      documentation: 'What one signup costs.',
      type: 'number',
      requiredDependencies: [
        { name: 'spend', type: 'number' },
        { name: 'signups', type: 'number' },
      ],
      optionalDependencies: [],
    });
  });

  test('says where it is defined, by file and line', () => {
    const { location } = named('costPerSignup');
    expect(location?.file).toMatch(/test\/driver\/features\.ts$/);
    expect(location?.line).toBe(9);
  });

  test('says of a modified function what its declaration says, its tags and defaults', () => {
    expect({ ...named('scaledCost') }).toMatchObject({
      tags: { owner: 'growth', unit: ['euro', 'cent'] },
      documentation: 'The cost, scaled.',
      type: 'number',
      requiredDependencies: [{ name: 'costPerSignup', type: 'number' }],
      optionalDependencies: [{ name: 'factor', type: 'number', default: '10' }],
      location: { line: 14 },
    });
    expect(named('label').type).toBe('Promise<string>');
  });

  test('says of an input its type as its reader writes it, and has no place for it', () => {
    expect({ ...named('spend') }).toEqual({
      name: 'spend',
      kind: 'input',
      module: '',
      tags: {},
      scope: [],
      requiredDependencies: [],
      optionalDependencies: [],
      documentation: undefined,
      type: 'number',
      location: undefined,
    });
  });

  test('names a dependency once that two parameters are bound to', () => {
    const both = new Builder()
      .withModules(
        createModule(
          parameterize(({ x, y = 0 }: { x: number; y?: number }) => x + y, {
            sum: { x: source('n'), y: source('n') },
          }),
        ),
      )
      .build();
    const sum = both.listAvailableVariables().find(({ name }) => name === 'sum');
    expect(sum?.requiredDependencies.map(({ name }) => name)).toEqual(['n']);
    expect(sum?.optionalDependencies).toEqual([]);
    const { nodes } = JSON.parse(both.untyped().exportExecution(['sum'], { inputs: { n: 1 } })) as {
      nodes: { requiredDependencies: string[] }[];
    };
    expect(nodes.map((node) => node.requiredDependencies)).toEqual([[], ['n']]);
  });

  test('tells config keys from inputs', () => {
    expect(named('factor').kind).toBe('config');
  });

  test('prints and travels as plain values', () => {
    expect(inspect(named('spend'))).toContain("type: 'number'");
    expect(inspect(named('costPerSignup'))).not.toContain('[Getter]');
    expect(JSON.parse(JSON.stringify(named('label')))).toMatchObject({ name: 'label' });
  });
});

describe('driver.listAvailableVariables({ tags })', () => {
  test('finds by a value, also one in a list', () => {
    expect(tagged({ owner: 'growth' })).toEqual(['scaledCost']);
    expect(tagged({ unit: 'cent' })).toEqual(['scaledCost']);
    expect(tagged({ owner: 'nobody' })).toEqual([]);
  });

  test('finds by any value of a list', () => {
    expect(tagged({ owner: ['growth', 'design'] })).toEqual(['scaledCost', 'label']);
  });

  test('finds by the presence of a tag: null', () => {
    expect(tagged({ owner: null })).toEqual(['scaledCost', 'label']);
    expect(tagged({ toString: null })).toEqual([]);
  });

  test('wants all keys to fit', () => {
    expect(tagged({ owner: null, unit: null })).toEqual(['scaledCost']);
    expect(tagged({ owner: 'design', unit: null })).toEqual([]);
  });

  test('of no keys gives all', () => {
    expect(tagged({})).toHaveLength(7);
  });

  test.each([
    [{ tag: {} }, 'There is no option "tag".\n  → did you mean "tags"?'],
    [{ owner: 'x' }, 'There is no option "owner".\n  → the options are tags, hidden'],
    [{ tags: 'x' }, 'The tag query is "x".\n  → write a record: { tags: { owner: \'sales\' } }'],
    [{ tags: ['x'] }, 'The tag query is Array(1) ["x"].'],
    [{ tags: null }, 'The tag query is null.'],
    ['x', 'The options are "x".\n  → pass a record: { tags: { owner: \'sales\' } }'],
    [null, 'The options are null.'],
  ])('refuses what is no option or no query: %j', (options, message) => {
    const list = (): unknown => driver.listAvailableVariables(options as never);
    expect(list).toThrow(IcosianError);
    expect(list).toThrow(message);
  });

  test.each([[5], [[]], [['a', 1]], [undefined], [{}]])('refuses the query %j', (value) => {
    const list = (): unknown => tagged({ owner: value } as never);
    expect(list).toThrow(IcosianError);
    expect(list).toThrow(
      /^The tag query for "owner" is .*\.\n {2}→ ask for a string, a list of strings \(any of them\), or null \(the tag is there\)$/,
    );
  });
});

describe('driver.listAvailableVariables({ hidden })', () => {
  //  x ─▶ (a) ─▶ b
  const partly = driverOf({ a: hidden(({ x }) => x), b: ({ a }) => a });

  test('leaves hidden nodes out, unless they are asked for', () => {
    const listed = (options?: { hidden: boolean }): unknown =>
      partly.listAvailableVariables(options).map(({ name, isHidden }) => [name, isHidden]);
    const seen = [
      ['x', undefined],
      ['b', undefined],
    ];
    expect(listed()).toEqual(seen);
    expect(listed({ hidden: false })).toEqual(seen);
    expect(listed({ hidden: true })).toEqual([['x', undefined], ['a', true], seen[1]]);
  });

  test('wants tags to fit, too', () => {
    expect(partly.listAvailableVariables({ hidden: true, tags: { owner: null } })).toEqual([]);
  });

  test('refuses what is neither true nor false, with all else that is wrong', () => {
    const list = (): unknown => partly.listAvailableVariables({ hidden: 1, tag: {} } as never);
    expect(list).toThrow('There is no option "tag".');
    expect(list).toThrow('The option "hidden" is 1.');
  });
});
