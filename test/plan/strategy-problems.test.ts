import { describe, expect, test } from 'vitest';
import type { GroupingStrategy, NodeGroup } from '../../src/executors/index.ts';
import { InputError } from '../../src/index.ts';
import { driverWith, quiet, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { alone, cut, diamond, nested } from './sections.ts';

hearsEveryRejection();

describe('what a strategy may do wrong', () => {
  const cutting = (group: unknown, functions = diamond, outputs = ['d']): (() => unknown) => {
    const strategy = { name: 'mine', group: () => group } as GroupingStrategy;
    return () => cut(functions, strategy, { outputs });
  };
  const codesOf = (make: () => unknown): readonly string[] => {
    try {
      make();
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      return (error as InputError).errors.map(({ code }) => code);
    }
    return [];
  };

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a record', { members: ['a', 'b', 'c', 'd'] }],
    ['a promise', Promise.resolve([])],
    ['a map', new Map([['a', ['b']]])],
    ['a list of ids', ['a', 'b', 'c', 'd']],
    ['a list of lists', [['a', 'b', 'c', 'd']]],
    ['an empty group', [{ members: [] }, { members: ['a', 'b', 'c', 'd'] }]],
    ['a group of members, not of their ids', [{ members: [{ id: 'a' }] }]],
    ['a place that there is not', [{ members: ['a', 'b', 'c', 'd'], where: 'here' }]],
    ['a group with a hole', [undefined]],
  ])('%s is no list of groups', (_words, groups) => {
    expect(codesOf(cutting(groups))).toEqual(['grouping/no-groups']);
  });

  test('all that is wrong with the groups of a section is told at once', () => {
    const groups = [{ members: ['a', 'b'] }, { members: ['b', 'e', 'x'] }];
    expect(codesOf(cutting(groups))).toEqual([
      'grouping/member-twice',
      'grouping/unknown-member',
      'grouping/unknown-member',
      'grouping/member-left-out',
      'grouping/member-left-out',
    ]);
  });

  test('a member twice in one group is told, too', () => {
    expect(codesOf(cutting([{ members: ['a', 'a', 'b', 'c', 'd'] }]))).toEqual([
      'grouping/member-twice',
    ]);
  });

  test('no groups at all leave all members out', () => {
    expect(codesOf(cutting([]))).toEqual(
      Array.from({ length: 4 }, () => 'grouping/member-left-out'),
    );
  });

  test('groups that wait for each other are told, with the nodes', () => {
    // d waits for b, and b for a
    const make = cutting([{ members: ['a', 'd'] }, { members: ['b'] }, { members: ['c'] }]);
    expect(make).toThrow(
      'Mine cut "a", "b", "c", "d" into groups that wait for each other.\n  → a group runs as a whole: put what lies between two of its members into it, too',
    );
  });

  test('a node of another section is told, with the section', () => {
    const strategy: GroupingStrategy = {
      name: 'mine',
      expands: () => true,
      group: ({ members }) => [{ members: [...members.map(({ id }) => id), 'labels'] }],
    };
    expect(() => cut(nested, strategy, { outputs: ['label'] })).toThrow(
      'Mine put "labels" into a group, which is not in the section in "region" in "month".',
    );
  });

  test('what becomes of a promise that it gives is of no interest', async () => {
    const groups = Promise.reject(new RangeError('full'));
    expect(codesOf(cutting(groups))).toEqual(['grouping/no-groups']);
    await quiet();
  });

  test('what it throws is the cause', () => {
    const full = new RangeError('full');
    const throwing = (): never => {
      throw full;
    };
    for (const strategy of [{ group: throwing }, { expands: throwing, group: alone }]) {
      expect(() => cut(nested, strategy, { outputs: ['labels'] })).toThrow(
        expect.objectContaining({ code: 'grouping/failed', cause: full }) as Error,
      );
    }
  });

  test.each<[string, GroupingStrategy, string]>([
    ['its name', { name: 'mine', group: () => [] }, 'Mine left "a" out.'],
    [
      'its class',
      new (class Halves implements GroupingStrategy {
        group = (): readonly NodeGroup[] => [];
      })(),
      'Halves left "a" out.',
    ],
    ['what it is', { group: () => [] }, 'The grouping strategy left "a" out.'],
    [
      'what it is, without a prototype',
      Object.assign(Object.create(null) as object, { group: () => [] }),
      'The grouping strategy left "a" out.',
    ],
  ])('it is called by %s', (_words, strategy, sentence) => {
    expect(() => cut(diamond, strategy, { outputs: ['a'] })).toThrow(sentence);
  });

  test('a run rejects with it, nothing runs, and the next request may be right', async () => {
    const calls: string[] = [];
    const functions: Loose = { a: () => calls.push('a'), b: ({ a }) => a };
    const strategy: GroupingStrategy = {
      name: 'mine',
      group: (section) => (section.members.length > 1 ? [] : alone(section)),
    };
    const driver = driverWith(functions, (builder) => builder.withGroupingStrategy(strategy));
    const error = await rejectionOf<InputError>(driver.execute(['b']));
    expect(error).toBeInstanceOf(InputError);
    expect(error.errors.map(({ code }) => code)).toEqual([
      'grouping/member-left-out',
      'grouping/member-left-out',
    ]);
    expect(calls).toEqual([]);
    expect(await driver.execute(['a'])).toEqual({ a: 1 });
  });

  test('validateExecution finds what execute would reject with', () => {
    const strategy: GroupingStrategy = { name: 'mine', group: () => [] };
    const driver = driverWith(diamond, (builder) => builder.withGroupingStrategy(strategy));
    expect(() => driver.validateExecution(['a'], { inputs: { x: 1 } })).toThrow(
      'Mine left "a" out.',
    );
  });
});
