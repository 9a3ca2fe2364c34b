import { Graphviz } from '@hpcc-js/wasm-graphviz';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dotText } from '../../src/view/dot.ts';
import { id } from '../../src/view/dot-text.ts';
import { blocks, edge, fan, marketing, node } from './pictures.ts';

const type = (text: string): string =>
  `<BR/><FONT POINT-SIZE="10" COLOR="#5b6673"><I>${text}</I></FONT>`;

describe('dotText', () => {
  test('writes a statement for each node and edge', () => {
    expect(dotText(marketing, { legend: false })).toBe(
      `digraph dataflow {
  graph [rankdir=LR, bgcolor=white, pad=0.2, nodesep=0.2, ranksep=0.55, fontname=Arial];
  node [shape=box, style="filled,rounded", fillcolor="#b4d8e4", color="#6ba3b8", fontcolor="#1f2933", penwidth=1, peripheries=1, margin="0.14,0.07", fontname=Arial, fontsize=13, height=0.42];
  edge [color="#7b8794", arrowsize=0.65, penwidth=1.1];
  "spend" [label=<<B>spend</B>${type('Series')}>, style="filled,rounded,dashed", fillcolor="#ffffff", color="#8a97a5", class=input, tooltip="spend: Series"];
  "scale" [label=<<B>scale</B>>, shape=note, style=filled, fillcolor="#f4efe6", color="#b3a488", class=config, tooltip=scale];
  "spendMean" [label=<<B>spendMean</B>${type('number')}>, class=function, tooltip="spendMean: number\\nThe mean of all weeks."];
  "spendZeroMean" [label=<<B>spendZeroMean</B>${type('Series')}>, fillcolor="#ffc857", color="#c99316", class="function output", tooltip="spendZeroMean: Series"];
  "spend" -> "spendMean" [tooltip="spend → spendMean"];
  "spend" -> "spendZeroMean" [tooltip="spend → spendZeroMean"];
  "spendMean" -> "spendZeroMean" [tooltip="spendMean → spendZeroMean"];
  "scale" -> "spendZeroMean" [style=dashed, tooltip="scale → spendZeroMean (optional)"];
}
`,
    );
  });

  test('draws a resource as a store', () => {
    const text = dotText({ nodes: [node('client', 'resource')], edges: [] });
    expect(text).toContain('"client" [label=<<B>client</B>>, shape=cylinder, style=filled,');
  });

  test('lists columns with their types', () => {
    const frame = node('frame', 'function', {
      type: 'DataFrame',
      schema: { amount: 'f64', 'a<b': 'list[str]' },
    });
    const text = dotText({ nodes: [frame], edges: [] }, { legend: false });
    const row = (name: string, its: string): string =>
      `<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="10">${name}</FONT></TD><TD ALIGN="RIGHT"><FONT POINT-SIZE="10" COLOR="#5b6673">${its}</FONT></TD></TR>`;
    expect(text).toContain(
      `<TR><TD COLSPAN="2" ALIGN="CENTER"><B>frame</B>${type('DataFrame')}</TD></TR><HR/>${row('amount', 'f64')}${row('a&lt;b', 'list[str]')}</TABLE>>, class="function columns", tooltip="frame: DataFrame"]`,
    );
    expect(dotText({ nodes: [frame], edges: [] }, { showTypes: false })).toContain(
      '"frame" [label=<<B>frame</B>>, class=function,',
    );
  });

  test('lists twelve columns at most, and says how many more there are', () => {
    const columns = (count: number): string =>
      dotText({
        nodes: [
          node('frame', 'function', {
            schema: Object.fromEntries(
              Array.from({ length: count }, (_, i) => [`column${i}`, 'f64']),
            ),
          }),
        ],
        edges: [],
      });
    expect(columns(12)).toContain('>column11<');
    expect(columns(12)).not.toContain('more<');
    expect(columns(17)).not.toContain('>column12<');
    expect(columns(17)).toContain('>… and 5 more<');
  });

  test('leaves types out on request', () => {
    expect(dotText(marketing, { showTypes: false })).toContain('"spend" [label=<<B>spend</B>>,');
  });

  test('runs from top to bottom on request', () => {
    expect(dotText(marketing, { orient: 'TB' })).toContain('rankdir=TB');
  });

  test('draws collected edges as two lines', () => {
    expect(dotText(blocks)).toContain(
      '"revenue" -> "best" [color="#8566b0:invis:#8566b0", tooltip="revenue → best (collected)"];',
    );
  });

  test('nests blocks', () => {
    const frames = dotText(blocks, { legend: false }).match(/^ *(?:subgraph .*|"\w+" \[|\})/gm);
    expect(frames).toEqual([
      '  "sales" [',
      '  "region" [',
      '  "report" [',
      '  subgraph "cluster 1" {',
      '    "rows" [',
      '    "store" [',
      '    "best" [',
      '    subgraph "cluster 2" {',
      '      "revenue" [',
      '    }',
      '  }',
      '}',
    ]);
  });

  test('gives boxes of inputs identifiers that no node has', () => {
    const { nodes, edges } = fan(7);
    const text = dotText({ nodes: [...nodes, node('input box 1')], edges });
    expect(text).toContain('"input box 1_" -> "f0"');
  });

  test('marks single inputs of a box as optional', () => {
    const nodes = [node('x', 'input'), node('y', 'input'), node('a')];
    const text = dotText(
      { nodes, edges: [edge('x -> a'), edge('y ?> a')] },
      { inputBoxes: 'grouped' },
    );
    expect(text).toContain('<B>x</B>');
    expect(text).toContain('<B>y?</B>');
  });

  test('escapes what a style function gives', async () => {
    const engine = await Graphviz.load();
    const style = (): { fill: string; stroke: string; shape: string; label: string } => ({
      fill: 'a"\\',
      stroke: '<b>',
      shape: 'no\nshape\\',
      label: '"<&>\\',
    });
    expect(() => engine.dot(dotText(marketing, { style }))).not.toThrow();
  });
});

describe('identifiers', () => {
  test.each([
    ['spend', '"spend"'],
    ['us.revenue', '"us.revenue"'],
    ['node', '"node"'],
    ['$item', '"$item"'],
    ['größe', '"größe"'],
    ['a"b', '"a\\"b"'],
    ['a\\', '"a\\\\"'],
    ['a\nb', '"a\\u{a}b"'],
    ['\ud800', '"\\u{d800}"'],
    ['', '""'],
  ])('%j is written %s', (name, expected) => {
    expect(id(name)).toBe(expected);
  });

  test('differ for different names, also once the engine has read them', async () => {
    const engine = await Graphviz.load();
    const units = fc
      .array(fc.oneof(fc.constantFrom(0, 10, 34, 92, 97, 117, 123), fc.nat(0xffff)), {
        maxLength: 6,
      })
      .map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.uniqueArray(units, { minLength: 1, maxLength: 8 }), (names) => {
        const read = engine.dot(
          `digraph { ${names.map((name) => `${id(name)};`).join(' ')} }`,
          'plain',
        );
        expect(read.match(/^node /gm)).toHaveLength(names.length);
      }),
      { numRuns: 60 },
    );
  });
});
