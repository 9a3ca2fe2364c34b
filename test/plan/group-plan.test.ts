import { describe, expect, test } from 'vitest';
import type { BlockInfo, GroupingStrategy, NodeGroup, Section } from '../../src/executors/index.ts';
import { InputError, collect, reduce } from '../../src/index.ts';
import type { Plan, TaskStep } from '../../src/plan/plan.ts';
import { driverWith, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { hearsEveryRejection } from '../execution/unheard.ts';
import { cut, tasksOf } from './sections.ts';

hearsEveryRejection();

//  x ─▶ a ─┬─▶ b ─┬─▶ d
//          └─▶ c ─┘
const diamond: Loose = {
  a: ({ x }) => x,
  b: ({ a }) => a,
  c: ({ a }) => a,
  d: ({ b, c }) => [b, c],
};

//  region ─▶ name ─▶ month ─▶ size ─┬─▶ sizes ─▶ share ─▶ shares ─▶ label ─▶ labels
//                                   └──────────────┘           share: a second pass over the months
const nested: Loose = {
  region: function* () {
    yield 'EU';
  },
  name: ({ region }) => region,
  month: function* ({ name }) {
    yield name;
  },
  size: ({ month }) => month.length,
  sizes: collect(({ size }: { size: number[] }) => size),
  share: ({ size, sizes }) => [size, sizes],
  shares: collect(({ share }: { share: unknown[] }) => share),
  label: ({ region, shares }) => [region, shares],
  labels: collect(({ label }: { label: unknown[] }) => label),
};

const alone = ({ members }: Section): readonly NodeGroup[] =>
  members.map(({ id }) => ({ members: [id] }));

/** A strategy that notes what it is asked. */
const noting = (seen: unknown[], expands?: GroupingStrategy['expands']): GroupingStrategy => ({
  ...(expands === undefined ? {} : { expands }),
  group: (section) => (seen.push(section), alone(section)),
});

describe('a strategy is asked', () => {
  test('for each section: its members in topological order, with what they need of it', () => {
    const seen: Section[] = [];
    cut(diamond, noting(seen), { outputs: ['d'] });
    expect(seen).toEqual([
      {
        scope: [],
        members: [
          { id: 'a', nodes: ['a'], role: 'function', needs: [] },
          { id: 'b', nodes: ['b'], role: 'function', needs: ['a'] },
          { id: 'c', nodes: ['c'], role: 'function', needs: ['a'] },
          { id: 'd', nodes: ['d'], role: 'function', needs: ['b', 'c'] },
        ],
      },
    ]);
  });

  test('for the sections between barriers: before a block, in it, and after it', () => {
    const seen: Section[] = [];
    //  root ─▶ item ─▶ double ─┬─▶ all ─▶ last
    //                          └─▶ total ─▶ end      apart
    const functions: Loose = {
      root: () => 1,
      apart: () => 2,
      item: function* ({ root }) {
        yield root;
      },
      double: ({ item, apart }) => item * apart,
      all: collect(({ double }: { double: number[] }) => double),
      total: reduce(({ acc, double }: { acc: number; double: number }) => acc + double, 0),
      last: ({ all, root }) => [all, root],
      end: ({ total }) => total,
    };
    cut(functions, noting(seen), { outputs: ['last', 'end'] });
    const inWords = seen.map(({ scope, members }) => [
      scope.join(' > '),
      members.map(({ id, needs }) => `${id}(${needs.join(', ')})`).toSorted(),
    ]);
    expect(inWords).toHaveLength(3);
    expect(inWords).toEqual(
      expect.arrayContaining([
        ['', ['apart()', 'root()']],
        ['item', ['double()']],
        ['', ['all()', 'end()', 'last(all)']],
      ]),
    );
  });

  test('for each block whether its items are tasks; where it does not say, those of the outermost are', () => {
    const seen: Section[] = [];
    cut(nested, noting(seen), { outputs: ['labels'] });
    expect(seen.map(({ scope }) => scope)).toEqual([['region'], []]);
    const asked: BlockInfo[] = [];
    const expands = (block: BlockInfo): boolean => (asked.push(block), true);
    seen.length = 0;
    cut(nested, noting(seen, expands), { outputs: ['labels'] });
    expect(asked).toEqual(
      expect.arrayContaining([
        { generator: 'region', scope: [] },
        { generator: 'month', scope: ['region'] },
      ]),
    );
    expect(new Set(asked.map(({ generator }) => generator))).toEqual(new Set(['region', 'month']));
    expect(seen.map(({ scope }) => scope.join(' > ')).toSorted()).toEqual([
      '',
      'region',
      'region',
      'region',
      'region > month',
      'region > month',
    ]);
  });

  test('about a block that stays whole as one member; a further pass is another one', () => {
    const seen: Section[] = [];
    cut(nested, noting(seen), { outputs: ['labels'] });
    expect(seen[0]?.members).toEqual([
      { id: 'name', nodes: ['name'], role: 'function', needs: [] },
      { id: 'month', nodes: ['month', 'size'], role: 'generator', needs: ['name'] },
      { id: 'sizes', nodes: ['sizes'], role: 'collect', needs: ['month'] },
      { id: 'month#2', nodes: ['month', 'share'], role: 'generator', needs: ['month', 'sizes'] },
      { id: 'shares', nodes: ['shares'], role: 'collect', needs: ['month#2'] },
      { id: 'label', nodes: ['label'], role: 'function', needs: ['shares'] },
    ]);
  });

  test('about a fold of a block that stays whole as a part of it', () => {
    const seen: Section[] = [];
    const total = reduce(({ acc, size }: { acc: number; size: number }) => acc + size, 0);
    const end = ({ total: all }: { total: number }): number => all;
    cut({ ...nested, total, end }, noting(seen), { outputs: ['end'] });
    expect(seen[0]?.members).toEqual([
      { id: 'name', nodes: ['name'], role: 'function', needs: [] },
      { id: 'month', nodes: ['month', 'size', 'total'], role: 'generator', needs: ['name'] },
      { id: 'end', nodes: ['end'], role: 'function', needs: ['month'] },
    ]);
  });

  test('about nothing that is overridden', () => {
    const seen: Section[] = [];
    cut(diamond, noting(seen), { outputs: ['d'], overridden: ['b'] });
    expect(seen[0]?.members.map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  });

  test('once for each request that it has not seen', async () => {
    const seen: Section[] = [];
    const driver = driverWith(diamond, (builder) => builder.withGroupingStrategy(noting(seen)));
    for (const x of [1, 2]) await driver.execute(['d'], { inputs: { x } });
    expect(seen).toHaveLength(1);
    await driver.execute(['b'], { inputs: { x: 3 } });
    expect(seen).toHaveLength(2);
  });

  test('not about blocks whose values are streamed: they come item by item', () => {
    const seen: Section[] = [];
    const strategy = noting(seen, () => false);
    cut(nested, strategy, { outputs: [], streamed: 'size' });
    expect(seen.map(({ scope }) => scope.join(' > ')).toSorted()).toEqual([
      'region',
      'region > month',
    ]);
  });
});

describe('a group', () => {
  const pairs: GroupingStrategy = {
    group: () => [
      { members: ['d', 'c'], where: 'remote' },
      { members: ['b', 'a'], where: 'local' },
    ],
  };
  const tasks = ({ steps }: Plan): readonly TaskStep[] =>
    steps.filter((step) => step.kind === 'task');

  test('runs its nodes in topological order, after those that it waits for, however it is written', () => {
    expect(tasksOf(diamond, pairs, ['d'])).toEqual(['local: a, b', 'remote: c, d']);
  });

  test('stays where it does not say', () => {
    expect(tasksOf(diamond, { group: alone }, ['a'])).toEqual(['local: a']);
    const group = ({ members }: Section): readonly NodeGroup[] =>
      members.map(({ id }) => ({ members: [id], where: undefined as never }));
    expect(tasksOf(diamond, { group }, ['a'])).toEqual(['local: a']);
  });

  test('takes what it reads from outside, and gives what others read', () => {
    const plan = cut(diamond, pairs, { outputs: ['d'] });
    const [first, second] = tasks(plan);
    const calls = tasks(plan)
      .flatMap(({ plan: inside }) => inside.steps)
      .filter((step) => step.kind === 'call');
    const slotOf = (name: string): number | undefined =>
      calls.find(({ node }) => node.name === name)?.slot;
    expect(first?.slots).toEqual(plan.given.map(({ slot }) => slot));
    // c, in the other group, reads a; d reads b
    expect(first?.gives.toSorted()).toEqual([slotOf('a'), slotOf('b')].toSorted());
    expect(second?.slots.toSorted()).toEqual([slotOf('a'), slotOf('b')].toSorted());
    expect(second?.gives).toEqual([slotOf('d')]);
  });

  test('gives what was requested, too', () => {
    const plan = cut(
      diamond,
      { group: (s) => [{ members: s.members.map(({ id }) => id) }] },
      {
        outputs: ['b', 'd'],
      },
    );
    expect(tasks(plan)[0]?.gives).toHaveLength(2);
  });

  test('has an id of its own: its first node, and how many others there are', () => {
    const one = cut(diamond, pairs, { outputs: ['d'] });
    expect(one.groups?.map(({ id }) => id)).toEqual(['a+1', 'c+1']);
    const whole = cut(nested, { group: alone }, { outputs: ['labels'] });
    expect(whole.groups?.map(({ id }) => id)).toEqual([
      'name',
      'month+1',
      'sizes',
      'month+1#2',
      'shares',
      'label',
      'labels',
    ]);
  });

  test('knows the blocks around it', () => {
    const groups = cut(
      nested,
      { expands: () => true, group: alone },
      { outputs: ['labels'] },
    ).groups;
    expect(groups).toHaveLength(7);
    expect(new Map(groups?.map(({ id, scope }) => [id, scope.join(' > ')]))).toEqual(
      new Map([
        ['name', 'region'],
        ['size', 'region > month'],
        ['sizes', 'region'],
        ['share', 'region > month'],
        ['shares', 'region'],
        ['label', 'region'],
        ['labels', ''],
      ]),
    );
  });
});

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
