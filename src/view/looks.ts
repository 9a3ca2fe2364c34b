/**
 * The visual vocabulary: what colour, border and shape says about a node, and the legend's words for it.
 *
 * Colours follow Hamilton's pictures where it has them, so that its users feel at home.
 *
 * @module
 */
import type { NodeRole } from '../adapters/adapter.ts';
import type { Mark, NodeStyle, PictureNode } from './picture.ts';

/** How a node is drawn. Colours are as Graphviz and CSS write them, widths in points. */
export interface Look {
  readonly fill: string;
  readonly stroke: string;
  /** A shape of Graphviz. */
  readonly shape: string;
  readonly borders: 1 | 2;
  readonly width: number;
  readonly dashed: boolean;
  readonly rounded: boolean;
  /** Diagonal lines across it. */
  readonly hatched: boolean;
  /** Stands back, so that others stand out. */
  readonly faded: boolean;
}

/** Ink, and colours of what is no node. */
export const ink = {
  name: '#1f2933',
  type: '#5b6673',
  faded: '#9aa5b1',
  edge: '#7b8794',
  fadedEdge: '#cbd2d9',
  collected: '#8566b0',
  path: '#d62828',
  focus: '#1f2933',
  block: '#6fae68',
  blockName: '#4c7f46',
  blockFill: '#6fae681c',
  module: '#cbd2d9',
  moduleFill: '#f5f7fa',
  group: '#a3bfca',
  groupName: '#41697a',
  groupFill: '#6ba3b814',
} as const;

const plain: Look = {
  fill: '#ffffff',
  stroke: '#8a97a5',
  shape: 'box',
  borders: 1,
  width: 1,
  dashed: false,
  rounded: true,
  hatched: false,
  faded: false,
};

/** The look of each role. */
export const looks: Readonly<Record<NodeRole, Look>> = {
  input: { ...plain, dashed: true },
  config: { ...plain, fill: '#f4efe6', stroke: '#b3a488', shape: 'note', rounded: false },
  function: { ...plain, fill: '#b4d8e4', stroke: '#6ba3b8' },
  generator: { ...plain, fill: '#cbe8c4', stroke: '#6fae68', shape: 'hexagon', rounded: false },
  collect: { ...plain, fill: '#ddd0ef', stroke: '#9a7fc2', borders: 2 },
  reduce: { ...plain, fill: '#f6d3df', stroke: '#c77f9b', shape: 'octagon', rounded: false },
  resource: { ...plain, fill: '#e4e7eb', stroke: '#7b8794', shape: 'cylinder', rounded: false },
};

/** What the legend says about each role, and its tooltip. */
export const roleWords: Readonly<Record<NodeRole, readonly [word: string, meaning: string]>> = {
  input: ['input', 'given when the dataflow runs'],
  config: ['config', 'fixed when the driver is built'],
  function: ['function', 'computed by a function'],
  generator: ['generator', 'yields the items of a block'],
  collect: ['collect', 'gets the items of a block as a list'],
  reduce: ['reduce', 'folds the items of a block, one by one'],
  resource: ['resource', 'made once in every thread that needs it'],
};

/** What marks change, and what the legend says about them; later ones win. */
export const markLooks: readonly (readonly [Mark, Partial<Look>, word: string, meaning: string])[] =
  [
    ['output', { fill: '#ffc857', stroke: '#c99316' }, 'output', 'requested as a result'],
    [
      'overridden',
      { hatched: true, stroke: '#52606d' },
      'overridden',
      'its value is given, nothing is computed for it',
    ],
    [
      'focus',
      { stroke: ink.focus, width: 2.4 },
      'asked about',
      'the node that the picture is about',
    ],
    ['path', { stroke: ink.path, width: 2.2 }, 'path', 'on a path between the nodes asked for'],
  ];

/** The look of a node: its role's, then what the user's style says, then what its marks say. */
export function lookOf(node: PictureNode, style: NodeStyle | undefined, hasPath: boolean): Look {
  const own: Partial<Look> = {
    ...(style?.fill === undefined ? {} : { fill: style.fill }),
    ...(style?.stroke === undefined ? {} : { stroke: style.stroke }),
    ...(style?.shape === undefined ? {} : { shape: style.shape, rounded: style.shape === 'box' }),
  };
  const marked = markLooks.filter(([mark]) => node.marks?.has(mark));
  return Object.assign(
    { ...looks[node.role], ...own },
    ...marked.map(([, changes]) => changes),
    hasPath && marked.length === 0 ? { faded: true } : {},
  ) as Look;
}

/** One entry of the legend. */
export interface LegendEntry {
  readonly word: string;
  readonly meaning: string;
  /** A node to show, or a line. */
  readonly sample: Look | 'optional' | 'collected';
}

/** The legend of what occurs: roles, marks, the user's own kinds, lines; in this order. */
export function legendOf(
  nodes: readonly PictureNode[],
  edges: readonly { readonly optional: boolean; readonly collected: boolean }[],
  styleOf: (node: PictureNode) => NodeStyle | undefined,
): LegendEntry[] {
  const styled = nodes.map((node) => ({ node, style: styleOf(node) }));
  const roles = (Object.keys(looks) as NodeRole[]).flatMap((role): LegendEntry[] => {
    // a role that only shows under the user's own label has no look of its own here
    const isSeen = styled.some(({ node, style }) => node.role === role && !style?.label);
    const [word, meaning] = roleWords[role];
    return isSeen ? [{ word, meaning, sample: looks[role] }] : [];
  });
  const marks = markLooks.flatMap(([mark, changes, word, meaning]): LegendEntry[] =>
    nodes.some((node) => node.marks?.has(mark))
      ? [{ word, meaning, sample: { ...plain, ...changes } }]
      : [],
  );
  const own = new Map<string, LegendEntry>();
  for (const { node, style } of styled) {
    if (!style?.label || own.has(style.label)) continue;
    const sample = lookOf({ ...node, marks: new Set() }, style, false);
    own.set(style.label, { word: style.label, meaning: style.label, sample });
  }
  const lines: LegendEntry[] = [];
  if (edges.some((edge) => edge.optional)) {
    lines.push({ word: 'optional', meaning: 'the reader has a default', sample: 'optional' });
  }
  if (edges.some((edge) => edge.collected)) {
    lines.push({ word: 'collected', meaning: 'all items of a block', sample: 'collected' });
  }
  return [...roles, ...own.values(), ...marks, ...lines];
}
