import { describe, expect, test } from 'vitest';
import { shown, visible } from '../../src/view/shown.ts';
import { edge, fan, marketing, node } from './pictures.ts';

const names = (nodes: readonly { readonly name: string }[]): string[] =>
  nodes.map((each) => each.name);

describe('inputs', () => {
  test('stand for themselves where each has at most five readers', () => {
    const { nodes, boxes } = shown(fan(5), {});
    expect(names(nodes)).toContain('flights');
    expect(boxes).toEqual([]);
  });

  test('are listed beside their readers where one has more', () => {
    const { nodes, edges, boxes } = shown(fan(6), {});
    expect(names(nodes)).not.toContain('flights');
    expect(edges).toEqual([]);
    expect(boxes).toHaveLength(1);
    expect(boxes[0]?.readers).toEqual(['f0', 'f1', 'f2', 'f3', 'f4', 'f5']);
  });

  test('can be asked for in either way', () => {
    expect(shown(fan(6), { inputBoxes: 'each' }).boxes).toEqual([]);
    expect(shown(fan(1), { inputBoxes: 'grouped' }).boxes).toHaveLength(1);
  });

  //  [x, y] ─▶ a ─▶ b ◀─ [x, y]     a and b stand in different columns
  test('share a box only for readers of the same inputs in the same column', () => {
    const nodes = [node('x', 'input'), node('y', 'input'), node('a'), node('a2'), node('b')];
    const edges = ['x -> a', 'y -> a', 'y -> a2', 'x -> a2', 'a -> b', 'x -> b', 'y -> b'];
    const { boxes } = shown({ nodes, edges: edges.map(edge) }, { inputBoxes: 'grouped' });
    expect(boxes.map((box) => [names(box.inputs).toSorted(), box.readers])).toEqual([
      [
        ['x', 'y'],
        ['a', 'a2'],
      ],
      [['x', 'y'], ['b']],
    ]);
  });

  test('and config keys have boxes of their own', () => {
    const { boxes } = shown(marketing, { inputBoxes: 'grouped' });
    expect(boxes.map((box) => [box.role, names(box.inputs), box.readers, box.isOptional])).toEqual([
      ['input', ['spend'], ['spendMean'], false],
      ['input', ['spend'], ['spendZeroMean'], false],
      ['config', ['scale'], ['spendZeroMean'], true],
    ]);
  });

  test('that are marked, or that nothing reads, are never listed', () => {
    const nodes = [
      node('asked', 'input', { marks: new Set(['output']) }),
      node('alone', 'input'),
      node('listed', 'input'),
      node('a'),
    ];
    const edges = [edge('asked -> a'), edge('listed -> a')];
    const drawn = shown({ nodes, edges }, { inputBoxes: 'grouped' });
    expect(names(drawn.nodes)).toEqual(['asked', 'alone', 'a']);
    expect(drawn.edges).toEqual([edge('asked -> a')]);
  });
});

describe('hideInputs', () => {
  test('leaves out inputs and config keys with their edges', () => {
    const { nodes, edges } = visible(marketing, { hideInputs: true });
    expect(names(nodes)).toEqual(['spendMean', 'spendZeroMean']);
    expect(edges).toEqual([edge('spendMean -> spendZeroMean')]);
  });

  test('keeps inputs that are marked', () => {
    const nodes = [node('x', 'input', { marks: new Set(['path']) }), node('y', 'input')];
    expect(names(visible({ nodes, edges: [] }, { hideInputs: true }).nodes)).toEqual(['x']);
  });
});

test('edges to nodes that the picture does not have are not drawn', () => {
  expect(visible({ nodes: [node('a')], edges: [edge('gone -> a')] }, {}).edges).toEqual([]);
});
