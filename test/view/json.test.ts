import { expect, test } from 'vitest';
import { jsonText } from '../../src/view/json.ts';
import { edge, marketing, node } from './pictures.ts';

test('JSON carries a version, nodes with all that is known, and edges', () => {
  const nodes = [
    node('spend', 'input'),
    node('mean', 'function', {
      type: 'Promise<number>',
      documentation: 'The mean. Of all.\n\n@returns it',
      tags: { team: 'growth', owners: ['ada', 'bo'] },
      scope: ['region'],
      marks: new Set(['path', 'output']),
    }),
  ];
  expect(jsonText({ title: 'Spend', nodes, edges: [edge('spend ?> mean')] })).toBe(`{
  "version": 1,
  "title": "Spend",
  "nodes": [
    {
      "name": "spend",
      "role": "input",
      "module": "",
      "scope": []
    },
    {
      "name": "mean",
      "role": "function",
      "module": "features",
      "type": "Promise<number>",
      "documentation": "The mean. Of all.\\n\\n@returns it",
      "tags": {
        "owners": [
          "ada",
          "bo"
        ],
        "team": "growth"
      },
      "scope": [
        "region"
      ],
      "marks": [
        "output",
        "path"
      ]
    }
  ],
  "edges": [
    {
      "from": "spend",
      "to": "mean",
      "optional": true,
      "collected": false
    }
  ]
}
`);
});

test('JSON does not depend on the order of keys, tags and marks', () => {
  const [a, b] = [
    { x: '1', y: '2' },
    { y: '2', x: '1' },
  ].map((tags, position) =>
    jsonText({
      nodes: [
        position === 0
          ? node('n', 'function', { tags, marks: new Set(['path', 'focus']) })
          : { ...node('n'), marks: new Set(['focus', 'path'] as const), tags },
      ],
      edges: [],
    }),
  );
  expect(a).toBe(b);
});

test('JSON leaves out empty tags and marks, and hidden inputs', () => {
  expect(
    JSON.parse(
      jsonText({ nodes: [node('n', 'function', { tags: {}, marks: new Set() })], edges: [] }),
    ),
  ).toEqual({
    version: 1,
    nodes: [{ name: 'n', role: 'function', module: 'features', scope: [] }],
    edges: [],
  });
  const { nodes, edges } = JSON.parse(jsonText(marketing, { hideInputs: true }));
  expect([nodes.length, edges.length]).toEqual([2, 1]);
});

test('JSON has columns in their order, and says which nodes are hidden', () => {
  const nodes = [node('n', 'function', { schema: { b: 'f64', a: 'str' }, isHidden: true })];
  const drawn = JSON.parse(jsonText({ nodes, edges: [] }, { hidden: true }));
  expect(drawn.nodes[0]).toMatchObject({ schema: { b: 'f64', a: 'str' }, isHidden: true });
  expect(Object.keys(drawn.nodes[0].schema)).toEqual(['b', 'a']);
  expect(JSON.parse(jsonText({ nodes, edges: [] })).nodes).toEqual([]);
});
