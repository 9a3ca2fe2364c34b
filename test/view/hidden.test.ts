import { describe, expect, test } from 'vitest';
import { withoutHidden } from '../../src/view/hidden.ts';
import type { Picture } from '../../src/view/picture.ts';
import { svgOf } from '../../src/view/svg.ts';
import { edge, node } from './pictures.ts';

/** Names in capitals are hidden. */
const picture = (edges: string, ...asked: string[]): Picture => {
  const drawn = edges.split(', ').map(edge);
  const names = new Set(drawn.flatMap(({ from, to }) => [from, to]).toSorted());
  return {
    nodes: [...names].map((name) =>
      node(name, 'function', /[A-Z]/.test(name) ? { isHidden: true } : {}),
    ),
    edges: drawn,
    asked: new Set(asked),
  };
};
const left = (given: Picture, hidden = false): string => {
  const { nodes, edges } = withoutHidden(given, { hidden });
  const arrows = edges.map(({ from, to, optional, collected }) =>
    [from, collected ? '=>' : optional ? '?>' : '->', to].join(' '),
  );
  return `${nodes.map(({ name }) => name).join(' ')}: ${arrows.join(', ')}`;
};

describe('a hidden node', () => {
  test('is left out, and its readers are joined to what it reads', () => {
    expect(left(picture('a -> H, b -> H, H -> x, H -> y'))).toBe(
      'a b x y: a -> x, b -> x, a -> y, b -> y',
    );
  });

  test('may read others: edges go through all of them', () => {
    expect(left(picture('a -> F, F -> G, G -> H, H -> x'))).toBe('a x: a -> x');
  });

  test('gives no edge twice', () => {
    expect(left(picture('a -> H, a -> x, a -> I, H -> x, I -> x'))).toBe('a x: a -> x');
  });

  test('leaves an edge optional where no way through is required, and collected where one is', () => {
    expect(left(picture('a ?> H, H -> x'))).toBe('a x: a ?> x');
    expect(left(picture('a ?> H, a -> x, H -> x'))).toBe('a x: a -> x');
    expect(left(picture('a => H, a -> x, H -> x'))).toBe('a x: a => x');
  });

  test('that reads nothing, or that nothing reads, leaves nothing behind', () => {
    expect(left(picture('H -> x, a -> I'))).toBe('a x: ');
  });

  test('is drawn where it is asked for by name, and where all are', () => {
    expect(left(picture('a -> G, G -> H, H -> x', 'H'))).toBe('H a x: a -> H, H -> x');
    expect(left(picture('a -> H, H -> x'), true)).toBe('H a x: a -> H, H -> x');
  });

  test('does not count in the title', async () => {
    expect(await svgOf(picture('a -> H, H -> x'))).toContain('<title>Dataflow of 2 nodes</title>');
  });
});
