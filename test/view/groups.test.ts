import { Graphviz } from '@hpcc-js/wasm-graphviz';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText } from '../../src/view/dot.ts';
import { jsonText, type PictureJson } from '../../src/view/json.ts';
import { mermaidText } from '../../src/view/mermaid.ts';
import type { Picture } from '../../src/view/picture.ts';
import { svgOf } from '../../src/view/svg.ts';
import { edge, node } from './pictures.ts';
import { all, groups, parseXml, textOf } from './xml.ts';

//  sales ─▶ us.item ─▶ [ us.revenue ] ═▶ us
const subdag: Picture = {
  nodes: [
    node('sales', 'input'),
    node('us.item', 'generator'),
    node('us.revenue', 'function', { scope: ['us.item'] }),
    node('us', 'collect'),
  ],
  edges: ['sales -> us.item', 'us.item -> us.revenue', 'us.revenue => us'].map(edge),
};

describe('a group of names is a frame', () => {
  test('in DOT, where labels leave out what it says and identifiers and tooltips do not', () => {
    const text = dotText(subdag, { legend: false });
    expect(text.match(/^ *(?:subgraph .*|"[\w.]+" \[label=\S+|\})/gm)).toEqual([
      '  "sales" [label=<<B>sales</B>>,',
      '  subgraph "cluster 1" {',
      '    "us.item" [label=<<B>item</B>>,',
      '    "us" [label=<<B>us</B>>,',
      '    subgraph "cluster 2" {',
      '      "us.revenue" [label=<<B>revenue</B>>,',
      '    }',
      '  }',
      '}',
    ]);
    expect(text).toContain('label=<<B>us</B>>, labelloc=t');
    expect(text).toContain('class=group, tooltip=us]');
    expect(text).toContain('label=<for each <B>item</B>>');
    expect(text).toContain('tooltip="for each us.item"');
    expect(text).toContain('tooltip="us.revenue"');
    expect(text).toContain('tooltip="us.revenue → us (collected)"');
  });

  test('in Mermaid', () => {
    expect(mermaidText(subdag)).toContain(`  subgraph group_1["us"]
    n_us_item{{"<b>item</b>"}}
    n_us[["<b>us</b>"]]
    subgraph block_2["for each item"]
      n_us_revenue("<b>revenue</b>")
    end
  end
`);
  });

  test('in SVG', async () => {
    const svg = parseXml(await svgOf(subdag));
    const [frame] = groups(svg, 'group');
    expect([textOf(all(frame ?? svg, 'title')[0]), textOf(all(frame ?? svg, 'text')[0])]).toEqual([
      'us',
      'us',
    ]);
    expect(groups(svg, 'node').map((each) => textOf(all(each, 'title')[0]))).toContain(
      'us.revenue',
    );
  });

  test('in JSON a field of its nodes, which keep their names', () => {
    const { nodes } = JSON.parse(jsonText(subdag)) as PictureJson;
    expect(nodes.map(({ name, groups: around }) => [name, around])).toEqual([
      ['sales', undefined],
      ['us.item', ['us']],
      ['us.revenue', ['us']],
      ['us', ['us']],
    ]);
  });

  test('that has the boxes of inputs beside their readers, with whole names', () => {
    const drawn = { nodes: [node('us.rate', 'input'), node('us.a'), node('us')] };
    const edges = ['us.rate -> us.a', 'us.a -> us'].map(edge);
    expect(dotText({ ...drawn, edges }, { inputBoxes: 'grouped' })).toMatch(
      /subgraph "cluster 1" \{[^}]*"input box 1" \[label=<[^\n]*<B>us\.rate<\/B>/,
    );
  });
});

test(
  'every format is whole, and has each node once, whatever the names',
  { timeout: 60_000 },
  async () => {
    const part = fc.oneof(
      fc.constantFrom('a', 'b', 'us', 'end', 'node', '', ' ', '"', '<b>', '&', '\\', '\n', 'größe'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
    const engine = await Graphviz.load();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(5), { maxLength: 3 }),
        fc.boolean(),
        async (names, inBlock, groupByModule) => {
          const [first = ''] = names;
          const nodes = names.map((each, position) =>
            node(each, position === 1 ? 'input' : 'function', {
              scope: inBlock.includes(position) && position > 1 ? [first] : [],
              schema: { [each]: each },
              ...(position > 4 ? { isHidden: true } : {}),
            }),
          );
          const edges = names.slice(1).map((to) => ({ ...edge('a -> b'), from: first, to }));
          const count = Math.min(names.length, 5);
          const [picture, options] = [{ nodes, edges }, { groupByModule }];
          expect(groups(parseXml(await svgOf(picture, options)), 'node')).toHaveLength(count);
          const dot = engine.dot(dotText(picture, options), 'plain');
          expect(dot.match(/^node /gm)).toHaveLength(count);
          expect((JSON.parse(jsonText(picture, options)) as PictureJson).nodes).toHaveLength(count);
          const lines = mermaidText(picture, options).split('\n');
          const opened = lines.filter((line) => /^ *subgraph /.test(line));
          expect(lines.filter((line) => /^ *end$/.test(line))).toHaveLength(opened.length);
          const ids = lines.flatMap((line) => /^ *(n_\w*)[[({]/.exec(line)?.[1] ?? []);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids).toHaveLength(count);
        },
      ),
      { numRuns: 100 },
    );
  },
);
