import { describe, expect, test } from 'vitest';
import { buildGraph } from '../../src/graph/build-graph.ts';
import { collect, dependsOn, reduce } from '../../src/index.ts';
import { planOf } from '../../src/plan/compile.ts';
import { groupPlan } from '../../src/plan/group-plan.ts';
import type { BlockInfo, GroupingStrategy, NodeGroup, Section } from '../../src/plan/grouping.ts';
import { needsOf } from '../../src/plan/needs.ts';
import type { Plan, Step, TaskStep } from '../../src/plan/plan.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';
import { alone, cut, diamond, nested, tasksOf } from './sections.ts';

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
    // a task has slots of its own: each stands for one outside
    const slotOf = (name: string): number | undefined =>
      tasks(plan).flatMap(({ plan: inside, given, gives }) =>
        inside.steps.flatMap((step) =>
          step.kind === 'call' && step.node.name === name ? [gives[given.indexOf(step.slot)]] : [],
        ),
      )[0];
    expect(first?.slots).toEqual(plan.given.map(({ slot }) => slot));
    // c, in the other group, reads a; d reads b
    expect(new Set(first?.gives)).toEqual(new Set([slotOf('a'), slotOf('b')]));
    expect(new Set(second?.slots)).toEqual(new Set([slotOf('a'), slotOf('b')]));
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

describe('cutting costs no more than the edges', () => {
  /** How often the steps of a plan are touched, for each of them. */
  const touches = (functions: Loose, outputs: readonly string[]): number => {
    const graph = buildGraph([functions], {});
    const plan = planOf(graph, needsOf(graph, outputs, new Set(), new Set()), outputs, new Set());
    let count = 0;
    const steps = plan.steps.map(
      (step): Step =>
        new Proxy(step, { get: (inner, key) => (count++, Reflect.get(inner, key) as unknown) }),
    );
    groupPlan(graph, { ...plan, steps }, { group: alone });
    return count / steps.length;
  };
  const names = (size: number): readonly string[] =>
    Array.from({ length: size }, (_, i) => `n${i}`);

  test.each<[string, (size: number) => Loose]>([
    [
      'a chain',
      (size) =>
        Object.fromEntries(
          names(size).map((name, i) => [name, dependsOn(i === 0 ? [] : [`n${i - 1}`], () => 1)]),
        ),
    ],
    ['independent nodes', (size) => Object.fromEntries(names(size).map((name) => [name, () => 1]))],
  ])('%s, each node alone', (_words, functions) => {
    const [few, many] = [100, 1000].map((size) => touches(functions(size), names(size)));
    expect(few).toBeGreaterThan(1);
    expect(many).toBeLessThan((few as number) * 1.1);
  });
});
