import { afterAll, describe, expect, test } from 'vitest';
import { hidden, schema } from '../../src/modifiers/metadata.ts';
import { modified, plainNode } from '../../src/nodes/node-source.ts';
import { driverOf } from '../execution/driver-of.ts';
import { edgesIn, Folder, namesIn } from './pictures.ts';

const folder = new Folder();
afterAll(() => folder.remove());

//  x ─▶ (a) ─▶ b ─▶ (c)
describe('hidden nodes', () => {
  const partly = driverOf({
    a: hidden(({ x }) => x),
    b: ({ a }) => a,
    c: hidden(({ b }) => b),
  });
  const drawn = async (draw: (file: string) => Promise<string>): Promise<[string[], string[]]> => {
    await draw(await folder.file('partly.json'));
    const picture = await folder.json('partly.json');
    return [namesIn(picture), edgesIn(picture)];
  };

  test('are left out of drawings, and edges go through them', async () => {
    expect(await drawn((file) => partly.displayAllFunctions(file))).toEqual([['b', 'x'], ['x>b']]);
  });

  test('are drawn on request', async () => {
    const options = { hidden: true };
    expect(await drawn((file) => partly.displayAllFunctions(file, options))).toEqual([
      ['a', 'b', 'c', 'x'],
      ['a>b', 'b>c', 'x>a'],
    ]);
  });

  test('are drawn where they are named', async () => {
    const inputs = { x: 1 };
    expect(await drawn((file) => partly.visualizeExecution(['c'], file, { inputs }))).toEqual([
      ['b', 'c', 'x'],
      ['b>c', 'x>b'],
    ]);
    const overrides = { a: 1 };
    expect(await drawn((file) => partly.visualizeExecution(['b'], file, { overrides }))).toEqual([
      ['a', 'b'],
      ['a>b'],
    ]);
    expect(await drawn((file) => partly.displayUpstreamOf('a', file))).toEqual([
      ['a', 'x'],
      ['x>a'],
    ]);
    expect(await drawn((file) => partly.visualizePathBetween('x', 'c', file))).toEqual([
      ['b', 'c', 'x'],
      ['b>c', 'x>b'],
    ]);
  });
});

test('a drawing frames the parts of a function, and lists the columns that are said', async () => {
  const ratio = modified(({ a }: { a: number }) => a, {
    toNodes: (name) => [
      plainNode(`${name}.raw`, ({ a }) => a),
      { ...plainNode(name, () => 1), reads: [{ name: `${name}.raw`, as: 'raw', optional: false }] },
    ],
  });
  const parts = driverOf({ ratio: schema({ amount: 'f64' }, ratio) });
  await parts.displayAllFunctions(await folder.file('parts.json'));
  const { nodes } = await folder.json('parts.json');
  expect(nodes.map(({ name, groups, schema: columns }) => [name, groups, columns])).toEqual([
    ['a', undefined, undefined],
    ['ratio.raw', ['ratio'], undefined],
    ['ratio', ['ratio'], { amount: 'f64' }],
  ]);
  await parts.displayAllFunctions(await folder.file('parts.dot'));
  expect(await folder.text('parts.dot')).toMatch(/"ratio\.raw" \[label=<<B>raw<\/B>/);
});
