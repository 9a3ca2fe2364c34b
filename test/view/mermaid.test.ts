import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mermaidText } from '../../src/view/mermaid.ts';
import { mermaidIds, mermaidLabel } from '../../src/view/mermaid-text.ts';
import { blocks, edge, fan, marketing, node } from './pictures.ts';

describe('mermaidText', () => {
  test('writes nodes, then edges, then looks', () => {
    expect(mermaidText({ ...marketing, title: 'Spend: "all"' })).toBe(
      `---
title: "Spend: \\"all\\""
---
flowchart LR
  n_spend["<b>spend</b><br/><i>Series</i>"]
  n_scale[/"<b>scale</b>"/]
  n_spendMean("<b>spendMean</b><br/><i>number</i>")
  n_spendZeroMean("<b>spendZeroMean</b><br/><i>Series</i>")
  n_spend --> n_spendMean
  n_spend --> n_spendZeroMean
  n_spendMean --> n_spendZeroMean
  n_scale -.-> n_spendZeroMean
  classDef input fill:#ffffff,stroke:#8a97a5,color:#1f2933,stroke-dasharray:5 3
  class n_spend input
  classDef config fill:#f4efe6,stroke:#b3a488,color:#1f2933
  class n_scale config
  classDef function fill:#b4d8e4,stroke:#6ba3b8,color:#1f2933
  class n_spendMean function
  classDef function_output fill:#ffc857,stroke:#c99316,color:#1f2933
  class n_spendZeroMean function_output
`,
    );
  });

  test('lists columns with their types, twelve at most', () => {
    const lines = (schema: Record<string, string>, showTypes = true): string =>
      mermaidText({ nodes: [node('n', 'function', { schema })], edges: [] }, { showTypes });
    expect(lines({ amount: 'f64', 'a<b': 'str' })).toContain(
      'n_n("<b>n</b><br/>amount: <i>f64</i><br/>a#60;b: <i>str</i>")',
    );
    expect(lines({ amount: 'f64' }, false)).toContain('n_n("<b>n</b>")');
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`column${i}`, 'f64']));
    expect(lines(many)).toContain('column11: <i>f64</i><br/><i>… and 5 more</i>")');
  });

  test('draws a resource as a store', () => {
    const text = mermaidText({ nodes: [node('client', 'resource')], edges: [] });
    expect(text).toContain('n_client[("<b>client</b>")]');
  });

  test('draws blocks as subgraphs, inner ones within outer ones', () => {
    const text = mermaidText(blocks, { orient: 'TB', showTypes: false });
    expect(text).toMatch(/^flowchart TB\n/);
    expect(text).toContain(`  subgraph block_1["for each region"]
    n_rows("<b>rows</b>")
    n_store{{"<b>store</b>"}}
    n_best[["<b>best</b>"]]
    subgraph block_2["for each store"]
      n_revenue("<b>revenue</b>")
    end
  end
`);
    expect(text).toContain('  n_revenue ==> n_best\n');
    expect(text).toContain('  n_report[\\"<b>report</b>"/]\n');
  });

  test('lists inputs with many readers in boxes', () => {
    const text = mermaidText(fan(6), { showTypes: false });
    expect(text).toContain('  box_1["<b>flights</b>"]\n');
    expect(text).toContain('  box_1 --> n_f5\n');
    expect(text).not.toContain('n_flights');
  });

  test('draws a path in red', () => {
    const marks = new Set(['path'] as const);
    const nodes = [node('a', 'function', { marks }), node('b', 'function', { marks }), node('c')];
    const text = mermaidText({ nodes, edges: [edge('a -> c'), edge('a -> b')] });
    expect(text).toContain('  linkStyle 1 stroke:#d62828,stroke-width:2px\n');
  });

  test('takes colours from a style function only where Mermaid can read them', () => {
    const style = ({ name }: { name: string }): { fill: string; stroke: string } =>
      name === 'spend' ? { fill: '#ffeedd', stroke: 'red' } : { fill: 'a;b', stroke: 'c,d' };
    expect(mermaidText(marketing, { style }).match(/^ *style .*$/gm)).toEqual([
      '  style n_spend fill:#ffeedd,stroke:red',
    ]);
  });
});

describe('identifiers', () => {
  test('keep away from keywords and signs, and from each other', () => {
    const names = ['end', 'us.revenue', 'us-revenue', 'us_revenue', 'größe', ''];
    expect([...mermaidIds(names).values()]).toEqual([
      'n_end',
      'n_us_revenue',
      'n_us_revenue_2',
      'n_us_revenue_3',
      'n_gr__e',
      'n_',
    ]);
  });

  test('are safe and different for any names', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a_2', 'a', 'a.', 'a__2'));
    fc.assert(
      fc.property(fc.uniqueArray(name), (names) => {
        const ids = [...mermaidIds(names).values()];
        for (const id of ids) expect(id).toMatch(/^n_\w*$/);
        expect(new Set(ids).size).toBe(names.length);
      }),
    );
  });
});

describe('labels', () => {
  test.each([
    ['spend', 'spend'],
    ['us.revenue', 'us.revenue'],
    ['snake_case_name', 'snake_case_name'],
    ['_x_', '#95;x#95;'],
    ['a"b', 'a#34;b'],
    ['Map<string, number>', 'Map#60;string, number#62;'],
    ['#quot;', '#35;quot#59;'],
    ['`**b**`', '#96;#42;#42;b#42;#42;#96;'],
    ['$$x$$', '#36;#36;x#36;#36;'],
    ['1. first', '1#46; first'],
    ['- item', '#45; item'],
    ['größe 数', 'größe 数'],
    ['😀', '#128512;'],
    [' a  b ', '#160;a#160; b#160;'],
  ])('%j is written %j', (text, expected) => {
    expect(mermaidLabel(text)).toBe(expected);
  });

  test('never end the quotes, the line or an entity of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(mermaidLabel(text)).not.toMatch(/["`<>{}\n\r]|#(?!\d+;)/);
      }),
    );
  });
});
