import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clustersOf, type Cluster } from '../../src/view/clusters.ts';
import { nameGroups } from '../../src/view/name-groups.ts';
import type { PictureNode } from '../../src/view/picture.ts';
import { node } from './pictures.ts';

const framed = (nodes: readonly PictureNode[], groupByModule = false): Cluster<PictureNode> => {
  const { around } = nameGroups(nodes.map(({ name }) => name));
  return clustersOf(nodes, { groupByModule, groupsAround: ({ name }) => around(name) });
};
/** `kind label [ nodes, frames ]`. */
const drawn = ({ kind, label, nodes, clusters }: Cluster<PictureNode>): string => {
  const inside = [...nodes.map(({ name }) => name), ...clusters.map(drawn)].join(' ');
  return kind === 'all' ? inside : `${kind} ${label} [${inside}]`;
};
const at = (name: string, scope: readonly string[] = [], module = 'features'): PictureNode =>
  node(name, 'function', { scope, module });

describe('the frame of a group', () => {
  test('is around its nodes, the result too, and around the frames of groups within', () => {
    const names = ['sales', 'eu.north.a', 'eu.north', 'eu.b', 'eu'];
    expect(drawn(framed(names.map((name) => at(name))))).toBe(
      'sales group eu [eu.b eu group north [eu.north.a eu.north]]',
    );
  });

  //  day ─▶ [ us.a ─▶ us ]
  test('lies in a block where all its nodes do, even if they are all of the block', () => {
    expect(drawn(framed([at('day'), at('us.a', ['day']), at('us', ['day'])]))).toBe(
      'day block day [group us [us.a us]]',
    );
    expect(
      drawn(framed([at('day'), at('us.a', ['day']), at('us', ['day']), at('x', ['day'])])),
    ).toBe('day block day [x group us [us.a us]]');
  });

  //  us.item ─▶ [ us.a ─▶ us.b ] ═▶ us
  test('is around a block whose generator is one of its nodes', () => {
    const inner = [at('us.a', ['us.item']), at('us.b', ['us.item'])];
    expect(drawn(framed([at('us.item'), ...inner, at('us')]))).toBe(
      'group us [us.item us block item [us.a us.b]]',
    );
    expect(drawn(framed(inner))).toBe('group us [block item [us.a us.b]]');
  });

  //  day ─▶ [ us.item ─▶ [ us.a ] ═▶ us ]
  test('lies between two blocks where it is in one and around the other', () => {
    const nodes = [at('day'), at('us.item', ['day']), at('us.a', ['day', 'us.item'])];
    expect(drawn(framed([...nodes, at('us', ['day'])]))).toBe(
      'day block day [group us [us.item us block item [us.a]]]',
    );
  });

  test('is around a whole block of which it has more than that', () => {
    expect(drawn(framed([at('day'), at('us.a', ['day']), at('us')]))).toBe(
      'day group us [us block day [us.a]]',
    );
  });

  test('is split by a block that has other nodes, too', () => {
    expect(drawn(framed([at('us.a'), at('us.b', ['day']), at('x', ['day'])]))).toBe(
      'group us [us.a] block day [x group us [us.b]]',
    );
  });

  test('lies in the frame of a module where all its nodes are from there, else around them', () => {
    const one = [at('x', [], 'main'), at('us.a', [], 'main'), at('us', [], 'main')];
    expect(drawn(framed(one, true))).toBe('module main [x group us [us.a us]]');
    const two = [at('us.a', [], 'shop'), at('us.b', [], 'shop'), at('us', [], 'main')];
    expect(drawn(framed(two, true))).toBe('group us [module shop [us.a us.b] module main [us]]');
  });
});

test('every node lies in exactly one place, with all its blocks, groups and its module around it', () => {
  const name = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 });
  const anyNode = fc.record({
    name: name.map((parts) => parts.join('.')),
    scope: fc.uniqueArray(fc.constantFrom('a', 'b', 'a.b', 'a.b.c', 'x'), { maxLength: 3 }),
    module: fc.constantFrom('', 'm', 'n'),
  });
  const nodes = fc.uniqueArray(anyNode, { selector: (each) => each.name, maxLength: 12 });
  fc.assert(
    fc.property(nodes, fc.boolean(), (given, groupByModule) => {
      const all = given.map(({ name, scope, module }) => at(name, scope, module));
      const { around } = nameGroups(all.map((each) => each.name));
      const seen: string[] = [];
      const blocks = new Set<string>();
      const walk = (cluster: Cluster<PictureNode>, path: readonly Cluster<PictureNode>[]): void => {
        const of = (kind: string): string[] =>
          path.filter((frame) => frame.kind === kind).map((frame) => frame.name);
        for (const each of cluster.nodes) {
          seen.push(each.name);
          expect(of('block')).toEqual(each.scope);
          expect(of('group')).toEqual(around(each.name));
          expect(of('module')).toEqual(groupByModule && each.module !== '' ? [each.module] : []);
        }
        if (cluster.kind === 'block') {
          const scope = JSON.stringify(of('block'));
          // a block that groups alone surround or fill is never split
          if (!groupByModule) expect(blocks).not.toContain(scope);
          blocks.add(scope);
        }
        for (const inner of cluster.clusters) walk(inner, [...path, inner]);
      };
      walk(framed(all, groupByModule), []);
      expect(seen.toSorted()).toEqual(all.map((each) => each.name).toSorted());
    }),
  );
});
