/** Pictures that several tests draw, and short ways to write them. */
import type { NodeRole } from '../../src/adapters/adapter.ts';
import type { Picture, PictureEdge, PictureNode } from '../../src/view/picture.ts';

export function node(
  name: string,
  role: NodeRole = 'function',
  rest: Partial<PictureNode> = {},
): PictureNode {
  const module = role === 'input' || role === 'config' ? '' : 'features';
  return { name, role, module, scope: [], ...rest };
}

/** `a -> b`, `a ?> b` (optional), `a => b` (collected). */
export function edge(text: string): PictureEdge {
  const [from = '', arrow, to = ''] = text.split(' ');
  return { from, to, optional: arrow === '?>', collected: arrow === '=>' };
}

//  spend ─▶ spendMean ─▶ spendZeroMean
//    └───────────────────────▲   ▲╌╌ scale
export const marketing: Picture = {
  nodes: [
    node('spend', 'input', { type: 'Series' }),
    node('scale', 'config'),
    node('spendMean', 'function', {
      type: 'Promise<number>',
      documentation: 'The mean of all weeks. Weeks without spend count.',
      tags: { team: 'growth', owners: ['ada', 'bo'] },
    }),
    node('spendZeroMean', 'function', { type: 'Series', marks: new Set(['output']) }),
  ],
  edges: [
    edge('spend -> spendMean'),
    edge('spend -> spendZeroMean'),
    edge('spendMean -> spendZeroMean'),
    edge('scale ?> spendZeroMean'),
  ],
};

//  sales ─▶ region ─▶ [ rows ─▶ store ─▶ [ revenue ] ═▶ best ] ═▶ report
export const blocks: Picture = {
  nodes: [
    node('sales', 'input', { type: 'DataFrame' }),
    node('region', 'generator', { type: 'Parallelizable<DataFrame>' }),
    node('rows', 'function', { type: 'DataFrame', scope: ['region'], module: 'clean' }),
    node('store', 'generator', { type: 'Parallelizable<DataFrame>', scope: ['region'] }),
    node('revenue', 'function', { type: 'number', scope: ['region', 'store'] }),
    node('best', 'collect', { type: 'number', scope: ['region'] }),
    node('report', 'reduce', { type: 'number' }),
  ],
  edges: [
    edge('sales -> region'),
    edge('region -> rows'),
    edge('rows -> store'),
    edge('store -> revenue'),
    edge('revenue => best'),
    edge('best => report'),
  ],
};

/** One input that feeds `readers` functions. */
export const fan = (readers: number): Picture => ({
  nodes: [
    node('flights', 'input', { type: 'DataFrame' }),
    ...Array.from({ length: readers }, (_, position) => node(`f${position}`)),
  ],
  edges: Array.from({ length: readers }, (_, position) => edge(`flights -> f${position}`)),
});
