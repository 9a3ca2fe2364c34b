import { Resvg } from '@resvg/resvg-js';
import * as fc from 'fast-check';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import type { Picture, PictureNode } from '../../src/view/picture.ts';
import { svgOf } from '../../src/view/svg.ts';
import { nameShown } from '../../src/view/words.ts';
import { blocks, edge, fan, marketing, node } from './pictures.ts';
import { all, groups, parseXml, textOf, type Element } from './xml.ts';

const titles = (elements: Element[]): string[] =>
  elements.map((element) => textOf(all(element, 'title')[0]));
const legend = (svg: Element): string[] =>
  groups(svg, 'legend').map((entry) => textOf(all(entry, 'text')[0]).trim());

/** Any text at all: control characters, halves of surrogate pairs, what DOT, HTML and XML read as signs. */
const anyName = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom('node', 'edge', 'digraph', 'strict', 'us.revenue', '$item', 'a"b', 'a\\', '\\N'),
  fc.constantFrom('&lt;', '&amp;', '<b>', ']]>', '-->', '<!--', '\n', '', '  ', ' a  b ', '\u0000'),
);

describe('svgOf', () => {
  test('gives a well-formed, accessible SVG that stands for itself', async () => {
    const svg = parseXml(await svgOf({ ...marketing, title: 'Spend & signups' }));
    expect(svg.name).toBe('svg');
    expect(svg.attributes).toMatchObject({
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'font-family': 'Arial, Helvetica, Liberation Sans, Arimo, sans-serif',
    });
    expect(textOf(all(svg, 'title')[0])).toBe('Spend & signups');
    expect(all(svg, 'text').map(textOf)).toContain('Spend & signups');
    expect(all(svg, 'rect')[0]?.attributes).toMatchObject({ width: '100%', fill: '#ffffff' });
  });

  test('is called after its number of nodes where there is no title', async () => {
    expect(titles([parseXml(await svgOf(marketing))])).toEqual(['Dataflow of 4 nodes']);
    expect(titles([parseXml(await svgOf({ nodes: [node('a')], edges: [] }))])).toEqual([
      'Dataflow of 1 node',
    ]);
  });

  test('of no nodes at all is a picture, too', async () => {
    expect(groups(parseXml(await svgOf({ nodes: [], edges: [] })), 'node')).toEqual([]);
  });

  test('shows type and first sentence when one points at a node', async () => {
    const svg = parseXml(await svgOf(marketing));
    expect(titles(groups(svg, 'node'))).toEqual([
      'spend: Series',
      'spendMean: number\nThe mean of all weeks.',
      'spendZeroMean: Series',
      'scale',
    ]);
    expect(titles(groups(svg, 'edge'))).toContain('scale → spendZeroMean (optional)');
    expect(titles(groups(parseXml(await svgOf(blocks)), 'edge'))).toContain(
      'best → report (collected)',
    );
  });

  test('names neither engine nor version, and no links or ids but the hatch', async () => {
    const overridden = node('a', 'function', { marks: new Set(['overridden']) });
    const svg = await svgOf({ nodes: [overridden], edges: [] });
    expect(svg).not.toMatch(/graphviz|<!--|xlink|<a[ >]|DOCTYPE/i);
    expect([...svg.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)).toEqual(['icosian-hatch']);
  });

  test('gives the same bytes for the same picture, whatever was drawn in between', async () => {
    const first = await svgOf(blocks);
    await svgOf(marketing);
    const [second, third] = await Promise.all([svgOf(blocks), svgOf(blocks)]);
    expect(second).toBe(first);
    expect(third).toBe(first);
  });

  test('accepts every name and shows it', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyName, { minLength: 1, maxLength: 4 }), async (names) => {
        const nodes = names.map((name): PictureNode =>
          node(name, 'function', { type: name, documentation: name, module: name, scope: [name] }),
        );
        const edges = names.map((name) => ({
          from: names[0] ?? '',
          to: name,
          optional: false,
          collected: false,
        }));
        const svg = parseXml(
          await svgOf({ title: names[0] ?? '', nodes, edges }, { groupByModule: true }),
        );
        // Graphviz writes the second of two spaces as one that does not break
        const shown = all(svg, 'text').map((text) => textOf(text).replaceAll('\u00a0', ' '));
        for (const name of names) {
          expect(shown).toContain(nameShown(name).replaceAll('\u00a0', ' '));
        }
        expect(groups(svg, 'node')).toHaveLength(names.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the legend', () => {
  test('has the kinds of nodes that occur, and no others', async () => {
    expect(legend(parseXml(await svgOf(marketing)))).toEqual([
      'input',
      'config',
      'function',
      'output',
    ]);
    expect(legend(parseXml(await svgOf(blocks)))).toEqual([
      'input',
      'function',
      'generator',
      'collect',
      'reduce',
    ]);
  });

  test('explains dashed and double lines where there are any', async () => {
    const words = async (text: string): Promise<string[]> =>
      all(parseXml(await svgOf({ nodes: [node('a'), node('b')], edges: [edge(text)] })), 'text')
        .map((each) => textOf(each).trim())
        .filter((word) => ['optional', 'collected'].includes(word));
    expect(await words('a -> b')).toEqual([]);
    expect(await words('a ?> b')).toEqual(['optional']);
    expect(await words('a => b')).toEqual(['collected']);
  });

  test('has the kinds that a style function names', async () => {
    const style = (each: PictureNode): { fill: string; label: string } | undefined =>
      each.name === 'spendMean' ? { fill: '#ffeedd', label: 'cached' } : undefined;
    const svg = parseXml(await svgOf(marketing, { style }));
    expect(legend(svg)).toEqual(['input', 'config', 'function', 'cached', 'output']);
    const drawn = groups(svg, 'node').find((each) => textOf(all(each, 'text')[0]) === 'spendMean');
    expect(drawn && all(drawn, 'path')[0]?.attributes['fill']).toBe('#ffeedd');
  });

  test('can be left out', async () => {
    expect(legend(parseXml(await svgOf(blocks, { legend: false })))).toEqual([]);
  });
});

describe('frames', () => {
  test('stand around blocks, the inner ones within the outer ones', async () => {
    const frames = groups(parseXml(await svgOf(blocks)), 'cluster');
    expect(titles(frames)).toEqual(['for each region', 'for each store']);
    const [outer, inner] = frames.map((frame) => bounds(all(frame, 'path')[0]));
    expect(outer && inner && isWithin(inner, outer)).toBe(true);
  });

  test('hold the nodes of their block and no others', async () => {
    const svg = parseXml(await svgOf(blocks));
    const [region, store] = groups(svg, 'cluster').map((frame) => bounds(all(frame, 'path')[0]));
    const inside = (frame: Bounds | undefined): string[] =>
      groups(svg, 'node')
        .filter((each) => frame && isWithin(bounds(outlineOf(each)), frame))
        .map((each) => textOf(all(each, 'text')[0]));
    expect(inside(region)).toEqual(['rows', 'store', 'revenue', 'best']);
    expect(inside(store)).toEqual(['revenue']);
  });

  test('stand around modules on request: a block over two modules holds a part of each', async () => {
    const frames = groups(parseXml(await svgOf(blocks, { groupByModule: true })), 'cluster');
    expect(titles(frames)).toEqual([
      'module features',
      'for each region',
      'module clean',
      'module features',
      'for each store',
    ]);
  });
});

describe('marks', () => {
  test('an overridden node is hatched', async () => {
    const nodes = [node('a', 'function', { marks: new Set(['overridden']) }), node('b')];
    const svg = parseXml(await svgOf({ nodes, edges: [] }, { legend: false }));
    const hatched = all(svg, 'path').filter((path) => path.attributes['fill']?.startsWith('url('));
    expect(hatched).toHaveLength(1);
    expect(groups(svg, 'overridden')).toHaveLength(1);
  });

  test('a path is red from node to node, and all else stands back', async () => {
    const marks = new Set(['path'] as const);
    const nodes = [node('a', 'function', { marks }), node('b', 'function', { marks }), node('c')];
    const edges = [edge('a -> b'), edge('a -> c')];
    const svg = parseXml(await svgOf({ nodes, edges }));
    const strokes = (kind: string): (string | undefined)[] =>
      groups(svg, kind).map((each) => all(each, 'path')[0]?.attributes['stroke']);
    expect(strokes('edge')).toEqual(['#d62828', '#cbd2d9']);
    expect(strokes('node')).toEqual(['#d62828', '#d62828', '#cbd2d9']);
  });
});

test.each([
  ['a small one', marketing, {}],
  ['one with blocks', blocks, {}],
  ['one with boxes of inputs', fan(9), {}],
  ['one from top to bottom', blocks, { orient: 'TB' as const }],
  ['one with wide letters', lettersOf(false), {}],
  ['one with boxes of wide letters', lettersOf(true), { inputBoxes: 'grouped' as const }],
])('every text of a picture fits its box: %s', async (_, picture, options) => {
  const svg = parseXml(await svgOf(picture, options));
  const boxes = [...groups(svg, 'node'), ...groups(svg, 'legend')];
  expect(boxes.length).toBeGreaterThan(2);
  for (const box of boxes) {
    const { left, right } = bounds(outlineOf(box));
    for (const text of all(box, 'text')) {
      const width = widthOf(text);
      const isCentred = text.attributes['text-anchor'] === 'middle';
      const start = Number(text.attributes['x']) - (isCentred ? width / 2 : 0);
      expect(start).toBeGreaterThan(left);
      expect(start + width).toBeLessThan(right);
    }
  }
});

/** Names that Graphviz takes for narrower than they are. */
function lettersOf(areInputs: boolean): Picture {
  const names = ['MMMMMMWWWW', 'ШЩЖЮМШЩЖЮМШЩЖЮМ', 'ΩΨΦΜΩΨΦΜΩΨΦΜ', 'ÖÄÜÆŒÅÖÄÜÆŒÅ', 'größenmaßÆÆÆÆ'];
  const nodes = names.map((name) => node(name, areInputs ? 'input' : 'function', { type: 'Ж<Щ>' }));
  return areInputs
    ? {
        nodes: [...nodes, node('reader')],
        edges: names.map((name) => edge(`${name} -> reader`)),
      }
    : { nodes, edges: [] };
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const outlineOf = (group: Element): Element | undefined =>
  all(group, 'path')[0] ?? all(group, 'polygon')[0];

function bounds(shape: Element | undefined): Bounds {
  const numbers = (shape?.attributes['d'] ?? shape?.attributes['points'] ?? '').match(/-?[\d.]+/g);
  const values = (numbers ?? []).map(Number);
  const xs = values.filter((_, position) => position % 2 === 0);
  const ys = values.filter((_, position) => position % 2 === 1);
  return {
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

const isWithin = (inner: Bounds, outer: Bounds): boolean =>
  inner.left > outer.left &&
  inner.right < outer.right &&
  inner.top > outer.top &&
  inner.bottom < outer.bottom;

/** The width of a text as Arimo, which is as wide as Arial. */
function widthOf(text: Element): number {
  const { resolve } = createRequire(import.meta.url);
  const faces = [
    '400Regular/Arimo_400Regular',
    '400Regular_Italic/Arimo_400Regular_Italic',
    '700Bold/Arimo_700Bold',
  ];
  const style = ['font-size', 'font-weight', 'font-style']
    .map((key) => (text.attributes[key] === undefined ? '' : `${key}="${text.attributes[key]}"`))
    .join(' ');
  const content = textOf(text).trim().replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="40"><text x="10" y="25" font-family="Arimo" ${style}>${content}</text></svg>`;
  const drawn = new Resvg(svg, {
    font: {
      loadSystemFonts: false,
      fontFiles: faces.map((face) => resolve(`@expo-google-fonts/arimo/${face}.ttf`)),
    },
  });
  return drawn.getBBox()?.width ?? 0;
}
