import { afterAll, describe, expect, test } from 'vitest';
import { Builder, InputError } from '../../src/index.ts';
import { driverOf, rejectionOf } from '../execution/driver-of.ts';
import * as features from './features.ts';
import { edgesIn, Folder, marksIn, namesIn } from './pictures.ts';

const driver = new Builder().withModules(features).build();
const folder = new Folder();
afterAll(() => folder.remove());
const inputs = { spend: 1, signups: 1 };

describe('driver.visualizeExecution(outputs, file, options)', () => {
  test('draws what the request would run, with its outputs marked', async () => {
    const svg = await driver.visualizeExecution(['scaledCost', 'costPerSignup'], undefined, {
      inputs,
    });
    expect(svg).toContain('<svg');
    const file = await folder.file('run.json');
    await driver.visualizeExecution(['scaledCost', 'costPerSignup'], file, { inputs });
    const picture = await folder.json('run.json');
    // the optional input that nobody gives takes no part
    expect(namesIn(picture)).toEqual(['costPerSignup', 'scaledCost', 'signups', 'spend']);
    expect(marksIn(picture)).toEqual({ costPerSignup: ['output'], scaledCost: ['output'] });
  });

  test('marks overrides, and leaves out what they cut off', async () => {
    const file = await folder.file('overridden.json');
    await driver.visualizeExecution(['label'], file, { overrides: { costPerSignup: 1 } });
    const picture = await folder.json('overridden.json');
    expect(namesIn(picture)).toEqual(['costPerSignup', 'label', 'scaledCost']);
    expect(edgesIn(picture)).toEqual(['costPerSignup>scaledCost', 'scaledCost>label']);
    expect(marksIn(picture)).toEqual({ costPerSignup: ['overridden'], label: ['output'] });
  });

  test('marks an overridden output as both', async () => {
    const file = await folder.file('both.json');
    await driver.visualizeExecution(['costPerSignup'], file, { overrides: { costPerSignup: 1 } });
    const picture = await folder.json('both.json');
    expect(namesIn(picture)).toEqual(['costPerSignup']);
    expect(marksIn(picture)).toEqual({ costPerSignup: ['output', 'overridden'] });
  });

  test('rejects like validateExecution where the request is wrong', async () => {
    const error = await rejectionOf(driver.visualizeExecution(['label']));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('The input "spend" is missing: needed by "costPerSignup".');
    expect(error.message).toContain('The input "signups" is missing: needed by "costPerSignup".');
  });

  test('rejects what validateInput refuses', async () => {
    const strict = driverOf({ a: ({ x }) => x }, { validateInput: ({ name }) => `no ${name}` });
    const error = await rejectionOf(
      strict.visualizeExecution(['a'], undefined, { inputs: { x: 1 } }),
    );
    expect(error.message).toBe('An adapter refuses the input "x": no x');
  });

  test('takes the signal of the request, which it has no use for', async () => {
    const options = { inputs, signal: new AbortController().signal };
    expect(await driver.visualizeExecution(['label'], undefined, options)).toContain('<svg');
  });

  test.each([
    [{ imputs: {} }, 'There is no option "imputs".\n  → did you mean "inputs"?'],
    [{ orientt: 'LR' }, 'There is no option "orientt".\n  → did you mean "orient"?'],
    [{ bypassValidation: 1 }, 'The option "bypassValidation" is 1.\n  → say true or false'],
  ])('rejects options that it does not know: %j', async (options, message) => {
    const run = driver.untyped().visualizeExecution(['label'], undefined, {
      inputs,
      ...options,
    } as object);
    const error = await rejectionOf(run);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(message);
  });

  test('says where the options stand, if they come first', async () => {
    const run = driver.untyped().visualizeExecution(['label'], { inputs } as never);
    expect((await rejectionOf(run)).message).toBe(
      'The options stand in the place of the file.\n  → the file comes after the outputs, then the options: (outputs, undefined, { inputs: … })',
    );
  });

  test('draws without the inputs when validation is bypassed', async () => {
    const file = await folder.file('bypassed.json');
    await driver.visualizeExecution(['costPerSignup'], file, { bypassValidation: true });
    expect(namesIn(await folder.json('bypassed.json'))).toEqual([
      'costPerSignup',
      'signups',
      'spend',
    ]);
  });

  test('takes the options of a drawing, too', async () => {
    const file = await folder.file('hidden.json');
    await driver.visualizeExecution(['costPerSignup'], file, { inputs, hideInputs: true });
    expect(namesIn(await folder.json('hidden.json'))).toEqual(['costPerSignup']);
  });
});
