import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect, dependsOn, local, reduce, remote, resource } from '../../src/index.ts';
import type { GroupingStrategy, NodeGroup, Section, Where } from '../../src/plan/grouping.ts';
import type { TaskStep } from '../../src/plan/plan.ts';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
} from '../../src/plan/strategies.ts';
import type { Loose } from '../execution/driver-of.ts';
import { bare, inputNames, wirings, type Wiring } from './random-requests.ts';
import { cut, tasksOf } from './sections.ts';

const usual = new GroupByRepeatableBlocks();

//  x ─▶ a ─▶ b ─▶ c ─▶ d
const chain = (places: Readonly<Record<string, typeof local>> = {}): Loose => {
  const placed = (name: string, fn: Loose[string]): Loose[string] => places[name]?.(fn) ?? fn;
  return {
    a: placed('a', ({ x }) => x),
    b: placed('b', ({ a }) => a),
    c: placed('c', ({ b }) => b),
    d: placed('d', ({ c }) => c),
  };
};

//  item ─▶ a ─▶ b ─▶ c ─▶ all          item ─▶ e ─▶ all
const block = (places: Readonly<Record<string, typeof local>>): Loose => ({
  item: function* () {
    yield 1;
  },
  ...chain(places),
  a: (places['a'] ?? ((fn: Loose[string]) => fn))(({ item }) => item),
  e: ({ item }) => item,
  all: collect(({ d, e }: { d: unknown; e: unknown }) => [d, e]),
});

describe('by default', () => {
  test('a remote node outside of blocks is sent, its neighbours stay', () => {
    expect(tasksOf(chain({ b: remote }), usual, ['d'])).toEqual([
      'local: a',
      'remote: b',
      'local: c',
      'local: d',
    ]);
  });

  test('a local node there changes nothing', () => {
    expect(tasksOf(chain({ b: local }), usual, ['d'])).toEqual(tasksOf(chain(), usual, ['d']));
  });

  test('a local node in a block splits the task of its item', () => {
    expect(tasksOf(block({ b: local }), usual, ['all'])).toEqual([
      { 'for each item': ['remote: a, e', 'local: b', 'remote: c, d'] },
      'local: all',
    ]);
  });

  test('a local node at the beginning, or the end, of an item makes two of it', () => {
    expect(tasksOf(block({ a: local }), usual, ['all'])).toEqual([
      { 'for each item': ['local: a', 'remote: b, c, d, e'] },
      'local: all',
    ]);
    expect(tasksOf(block({ d: local }), usual, ['all'])).toEqual([
      { 'for each item': ['remote: a, b, c, e', 'local: d'] },
      'local: all',
    ]);
  });

  test('local nodes that follow each other stay together', () => {
    expect(tasksOf(block({ b: local, c: local }), usual, ['all'])).toEqual([
      { 'for each item': ['remote: a, e', 'local: b, c', 'remote: d'] },
      'local: all',
    ]);
  });

  test('a remote node in a block is where it is anyway', () => {
    expect(tasksOf(block({ b: remote }), usual, ['all'])).toEqual([
      { 'for each item': ['remote: a, b, c, d, e'] },
      'local: all',
    ]);
  });

  test('a remote collect is sent, a local one stays', () => {
    const functions = block({});
    const { all } = functions;
    expect(tasksOf({ ...functions, all: remote(all as never) }, usual, ['all']).at(-1)).toBe(
      'remote: all',
    );
    expect(tasksOf({ ...functions, all: local(all as never) }, usual, ['all']).at(-1)).toBe(
      'local: all',
    );
  });

  //  item ─▶ part ─▶ size ─▶ sizes ─▶ last
  const inner = (place: (fn: Loose[string]) => Loose[string]): Loose => ({
    item: function* () {
      yield 1;
    },
    before: ({ item }) => item,
    part: function* ({ before }) {
      yield before;
    },
    size: place(({ part }) => part),
    sizes: collect(({ size }: { size: unknown }) => size),
    last: ({ sizes }) => sizes,
  });

  test('a local node in an inner block keeps that whole block here', () => {
    expect(tasksOf(inner(local), usual, ['last'])).toEqual([
      { 'for each item': ['remote: before', 'local: part, size', 'remote: sizes, last'] },
    ]);
  });

  test('where inner items are tasks, it is that node alone', () => {
    const strategy = new GroupByRepeatableBlocks({ level: 'inner' });
    expect(tasksOf(inner(local), strategy, ['last'])).toEqual([
      {
        'for each item': [
          'remote: before',
          { 'for each part': ['local: size'] },
          'remote: sizes, last',
        ],
      },
    ]);
  });

  test('a resource is in every task that needs it, here and there', () => {
    const functions: Loose = {
      client: resource(() => ({})),
      item: function* () {
        yield 1;
      },
      here: local(({ item, client }: { item: number; client: object }) => [item, client]),
      there: ({ here, client }) => [here, client],
    };
    const plan = cut(functions, usual, { outputs: ['there'] });
    const [inside] = plan.steps.flatMap((step) => (step.kind === 'block' ? [step.plan] : []));
    const tasks = (inside?.steps ?? []).filter((step): step is TaskStep => step.kind === 'task');
    expect(
      tasks.map(({ group, plan: own }) => [
        `${group.where}: ${group.nodes.join(', ')}`,
        own.steps.map((step) => step.kind === 'resource' && step.node.name).filter(Boolean),
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['local: here', ['client']],
        ['remote: there', ['client']],
      ]),
    );
  });
});

describe('under the other strategies, what a node asks for wins', () => {
  const places = { b: local, d: remote };

  test('GroupNodesIndividually', () => {
    expect(tasksOf(chain(places), new GroupNodesIndividually(), ['d'])).toEqual([
      'remote: a',
      'local: b',
      'remote: c',
      'remote: d',
    ]);
  });

  test('GroupNodesByLevel', () => {
    expect(tasksOf(chain(places), new GroupNodesByLevel(), ['d'])).toEqual([
      'remote: a',
      'local: b',
      'remote: c',
      'remote: d',
    ]);
    const wide: Loose = {
      a: local(() => 1),
      b: () => 2,
      c: local(() => 3),
      d: ({ a, b, c }) => [a, b, c],
    };
    expect(tasksOf(wide, new GroupNodesByLevel(), ['d'])).toEqual([
      'local: a, c',
      'remote: b',
      'remote: d',
    ]);
  });

  test('GroupNodesAllAsOne', () => {
    expect(tasksOf(chain(places), new GroupNodesAllAsOne(), ['d'])).toEqual([
      'remote: a',
      'local: b',
      'remote: c, d',
    ]);
  });

  test("a user's, which is told what they ask for", () => {
    const seen: unknown[] = [];
    const strategy: GroupingStrategy = {
      group: ({ members }) => {
        seen.push(...members.map(({ id, where }) => [id, where]));
        return [{ members: members.map(({ id }) => id), where: 'local' }];
      },
    };
    expect(tasksOf(chain(places), strategy, ['d'])).toEqual(['local: a, b, c', 'remote: d']);
    expect(seen).toEqual([
      ['a', undefined],
      ['b', 'local'],
      ['c', undefined],
      ['d', 'remote'],
    ]);
  });

  test('and a reduce is folded in this thread', () => {
    const functions: Loose = {
      ...block({}),
      sum: reduce(({ acc, d }: { acc: number; d: number }) => acc + d, 0),
    };
    expect(tasksOf(functions, new GroupNodesAllAsOne(), ['sum'])).toEqual([
      { 'for each item': ['remote: a, b, c, d'] },
    ]);
  });
});

describe('whatever is asked for', () => {
  const names = Array.from({ length: 9 }, (_, i) => `n${i}`);
  const places = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.constantFrom<Where | undefined>(undefined, undefined, 'local', 'remote'),
      ]),
    ),
  );
  /** Cuts what it gets, in order, after so many members each; the places go round. */
  const slices = fc
    .record({
      sizes: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 }),
      wheres: fc.array(fc.constantFrom<Where>('local', 'remote'), { minLength: 1, maxLength: 3 }),
    })
    .map(({ sizes, wheres }): GroupingStrategy => ({
      name: `slices of ${sizes.join()}, ${wheres.join()}`,
      group: ({ members }: Section) => {
        const groups: NodeGroup[] = [];
        for (let at = 0, i = 0; at < members.length; i++) {
          const size = sizes[i % sizes.length] ?? 1;
          const ids = members.slice(at, at + size).map(({ id }) => id);
          groups.push({ members: ids, where: wheres[i % wheres.length] ?? 'local' });
          at += size;
        }
        return groups;
      },
    }));
  const strategies = fc.oneof(
    slices,
    fc.constantFrom(
      usual,
      new GroupNodesIndividually(),
      new GroupNodesByLevel(),
      new GroupNodesAllAsOne(),
    ),
  );

  const functionsOf = (
    wiring: Wiring,
    asked: Readonly<Record<string, Where | undefined>>,
    inBlock: boolean,
  ): Loose => ({
    ...(inBlock
      ? {
          item: function* () {
            yield 1;
          },
        }
      : {}),
    ...Object.fromEntries(
      Object.entries(wiring).map(([name, reads]) => {
        const place = asked[name];
        const fn = dependsOn(inBlock ? [...reads, 'item'] : reads, () => 1);
        if (place === undefined) return [name, fn];
        return [name, place === 'local' ? local(fn) : remote(fn)];
      }),
    ),
  });

  test('each node is in one group of one place, which is what it asked for, and after what it needs', () => {
    fc.assert(
      fc.property(
        wirings(names.length),
        places,
        strategies,
        fc.boolean(),
        (wiring, asked, strategy, inBlock) => {
          const sections: { section: Section; groups: readonly NodeGroup[] }[] = [];
          const noting: GroupingStrategy = {
            group: (section) => {
              const groups = strategy.group(section);
              sections.push({ section, groups });
              return groups;
            },
          };
          const plan = cut(functionsOf(wiring, asked, inBlock), noting, { outputs: names });
          const steps = inBlock
            ? plan.steps.flatMap((step) => (step.kind === 'block' ? step.plan.steps : []))
            : plan.steps;
          const tasks = steps.filter((step): step is TaskStep => step.kind === 'task');
          expect(tasks).toHaveLength(steps.length);
          const groups = tasks.map(({ group }) => group);
          expect(groups.flatMap(({ nodes }) => nodes).toSorted()).toEqual(names);
          expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
          const before = new Set<string>(inputNames);
          for (const { nodes, where } of groups) {
            for (const name of nodes) {
              expect(asked[name] ?? where).toBe(where);
              before.add(name);
              for (const read of wiring[name] ?? []) expect(before).toContain(bare(read));
            }
          }
          // no part holds members of two groups; a group whose members agree is one part
          const own = sections.flatMap((each) => each.groups);
          for (const { nodes } of groups) {
            expect(own.some(({ members }) => nodes.every((id) => members.includes(id)))).toBe(true);
          }
          for (const { members, where = 'local' } of own) {
            if (!members.every((id) => (asked[id] ?? where) === where)) continue;
            expect(groups.map(({ nodes }) => nodes.length)).toContain(members.length);
            const [first = ''] = members;
            const part = groups.find(({ nodes }) => nodes.includes(first));
            expect(part).toMatchObject({ where });
            expect(part?.nodes.toSorted()).toEqual(members.toSorted());
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
