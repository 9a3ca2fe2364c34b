import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { Builder, InputError, createModule, parameterize, source } from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as features from './features.ts';
import { edgesIn, Folder, marksIn, namesIn } from './pictures.ts';

//  spend ───┬▶ costPerSignup ─▶ scaledCost ─▶ label      unrelated
//  signups ─┘       factor ────────┘
const driver = new Builder().withModules(features).build();
const folder = new Folder();
afterAll(() => folder.remove());

describe('driver.displayAllFunctions(file, options)', () => {
  test('gives SVG text with every node, and writes nothing where no file is named', async () => {
    const svg = await driver.displayAllFunctions();
    expect(svg).toMatch(/^<\?xml|^<svg/);
    for (const name of ['spend', 'costPerSignup', 'scaledCost', 'label', 'unrelated']) {
      expect(svg).toContain(name);
    }
  });

  test.each([
    ['svg', /<svg/],
    ['dot', /^digraph/],
    ['mmd', /flowchart|graph/],
    ['json', /^\{/],
  ])('writes a file by its suffix: .%s', async (suffix, looks) => {
    const svg = await driver.displayAllFunctions(await folder.file(`all.${suffix}`));
    expect(svg).toContain('<svg');
    expect(await folder.text(`all.${suffix}`)).toMatch(looks);
  });

  test('writes a .png', async () => {
    await driver.displayAllFunctions(await folder.file('all.png'));
    expect((await folder.text('all.png')).slice(1, 4)).toBe('PNG');
  });

  test('takes a file as a URL, too', async () => {
    await driver.displayAllFunctions(pathToFileURL(await folder.file('url.json')));
    const picture = await folder.json('url.json');
    expect(namesIn(picture)).toEqual([
      'costPerSignup',
      'factor',
      'label',
      'scaledCost',
      'signups',
      'spend',
      'unrelated',
    ]);
    expect(marksIn(picture)).toEqual({});
  });

  test('says of each node what the list says', async () => {
    await driver.displayAllFunctions(await folder.file('facts.json'));
    const { nodes, edges } = await folder.json('facts.json');
    expect(nodes.find(({ name }) => name === 'scaledCost')).toMatchObject({
      role: 'function',
      type: 'number',
      documentation: 'The cost, scaled.',
      tags: { owner: 'growth', unit: ['euro', 'cent'] },
      scope: [],
    });
    expect(edges.find(({ from }) => from === 'factor')).toEqual({
      from: 'factor',
      to: 'scaledCost',
      optional: true,
      collected: false,
    });
  });

  test('takes options: hideInputs', async () => {
    await driver.displayAllFunctions(await folder.file('bare.json'), { hideInputs: true });
    expect(namesIn(await folder.json('bare.json'))).toEqual([
      'costPerSignup',
      'label',
      'scaledCost',
      'unrelated',
    ]);
  });

  test.each([
    [{ orientt: 'LR' }, 'There is no option "orientt".\n  → did you mean "orient"?'],
    [{ orient: 'RL' }, 'The option "orient" is "RL".\n  → say \'LR\' or \'TB\''],
    [{ inputBoxes: true }, "The option \"inputBoxes\" is true.\n  → say 'grouped' or 'each'"],
    [{ scale: 0 }, 'The option "scale" is 0.\n  → give a number above 0'],
    [{ scale: '2' }, 'The option "scale" is "2".\n  → give a number above 0'],
    [
      { style: {} },
      'The option "style" is {}.\n  → give a function: (node) => ({ fill: \'#b4d8e4\' })',
    ],
    [{ hidden: 'yes' }, 'The option "hidden" is "yes".\n  → say true or false'],
    [{ hideInputs: 'yes' }, 'The option "hideInputs" is "yes".\n  → say true or false'],
    [{ fontFiles: 'a.ttf' }, 'The option "fontFiles" is "a.ttf".\n  → give a list of paths'],
    [null, "The options are null.\n  → pass a record, or leave them out: { orient: 'TB' }"],
  ])('rejects options that are none: %j', async (options, message) => {
    const error = await rejectionOf(driver.displayAllFunctions(undefined, options as object));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(message);
  });

  test('says all that is wrong with its options at once', async () => {
    const run = driver.displayAllFunctions(null as never, { orient: 'RL', colour: 1 } as never);
    const { errors } = await rejectionOf<InputError>(run);
    expect(errors.map(({ message }) => message.split('\n')[0])).toEqual([
      'The file is null.',
      'There is no option "colour".',
      'The option "orient" is "RL".',
    ]);
  });

  test('says where the options stand, if they come first', async () => {
    const run = driver.displayAllFunctions({ orient: 'LR' } as never);
    expect((await rejectionOf(run)).message).toBe(
      'The options stand in the place of the file.\n  → the file comes first, then the options: (undefined, { orient: … })',
    );
  });

  test('takes a file that is null, or no path, for a mistake', async () => {
    for (const [file, words] of [
      [null, 'null'],
      [5, '5'],
    ]) {
      const run = driver.displayAllFunctions(file as never);
      expect((await rejectionOf(run)).message).toBe(
        `The file is ${words}.\n  → give a path or a URL; to write none, undefined`,
      );
    }
  });

  test('draws one edge where two parameters are bound to one node', async () => {
    const module = createModule(
      parameterize(({ x, y = 0 }: { x: number; y?: number }) => x + y, {
        sum: { x: source('n'), y: source('n') },
      }),
    );
    const both = new Builder().withModules(module).build();
    await both.displayAllFunctions(await folder.file('once.json'));
    expect((await folder.json('once.json')).edges).toEqual([
      { from: 'n', to: 'sum', optional: false, collected: false },
    ]);
  });

  test('rejects for a suffix that it does not know', async () => {
    const error = await rejectionOf(driver.displayAllFunctions(await folder.file('all.pdf')));
    expect(error.message).toContain('.pdf');
  });
});

describe('driver.displayUpstreamOf(names, file, options)', () => {
  test('draws one node or several with all that they depend on, and marks them', async () => {
    await driver.displayUpstreamOf('scaledCost', await folder.file('up.json'));
    const picture = await folder.json('up.json');
    expect(namesIn(picture)).toEqual(['costPerSignup', 'factor', 'scaledCost', 'signups', 'spend']);
    expect(marksIn(picture)).toEqual({ scaledCost: ['focus'] });
    await driver.displayUpstreamOf(['costPerSignup', 'unrelated'], await folder.file('two.json'));
    expect(marksIn(await folder.json('two.json'))).toEqual({
      costPerSignup: ['focus'],
      unrelated: ['focus'],
    });
  });

  test('rejects what is no name', async () => {
    const run = driver.untyped().displayUpstreamOf(undefined as never);
    expect((await rejectionOf(run)).message).toContain('A name is undefined.');
  });

  test('rejects for names that are unknown', async () => {
    const run = driver.untyped().displayUpstreamOf('zzz');
    expect(await rejectionOf(run)).toBeInstanceOf(InputError);
  });
});

describe('driver.displayDownstreamOf(names, file, options)', () => {
  test('draws the nodes with all that depends on them, and marks them', async () => {
    await driver.displayDownstreamOf('costPerSignup', await folder.file('down.json'));
    const picture = await folder.json('down.json');
    expect(namesIn(picture)).toEqual(['costPerSignup', 'label', 'scaledCost']);
    expect(edgesIn(picture)).toEqual(['costPerSignup>scaledCost', 'scaledCost>label']);
    expect(marksIn(picture)).toEqual({ costPerSignup: ['focus'] });
  });
});

describe('driver.visualizePathBetween(from, to, file, options)', () => {
  test('marks the path in the lineage of both ends', async () => {
    await driver.visualizePathBetween('costPerSignup', 'label', await folder.file('path.json'));
    const picture = await folder.json('path.json');
    expect(namesIn(picture)).toEqual([
      'costPerSignup',
      'factor',
      'label',
      'scaledCost',
      'signups',
      'spend',
    ]);
    expect(marksIn(picture)).toEqual({
      costPerSignup: ['path'],
      scaledCost: ['path'],
      label: ['path'],
    });
  });

  test('draws the path alone when told to be strict', async () => {
    const file = await folder.file('strict.json');
    await driver.visualizePathBetween('costPerSignup', 'label', file, { strict: true });
    expect(namesIn(await folder.json('strict.json'))).toEqual([
      'costPerSignup',
      'label',
      'scaledCost',
    ]);
  });

  test('rejects where there is no path', async () => {
    const error = await rejectionOf(driver.visualizePathBetween('label', 'spend'));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      'No path leads from "label" to "spend".\n  → driver.whatIsUpstreamOf(\'spend\') tells what does lead there',
    );
  });
});

describe('a driver', () => {
  test('shows itself in a notebook as a drawing and as text', async () => {
    const display = (driver as unknown as Record<symbol, () => Promise<Record<string, string>>>)[
      Symbol.for('Jupyter.display')
    ];
    const shown = await display?.call(driver);
    expect(Object.keys(shown ?? {})).toEqual(['image/svg+xml', 'text/plain']);
    expect(shown?.['image/svg+xml']).toContain('<svg');
    expect(shown?.['text/plain']).toBe('Driver { 4 nodes, 3 inputs }');
  });

  test('prints how large it is', () => {
    expect(inspect(driver)).toBe('Driver { 4 nodes, 3 inputs }');
  });
});
