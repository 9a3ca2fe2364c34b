import { describe, expect, test } from 'vitest';
import { Builder, DictResult, InputError, type RequestOptions } from '../../src/index.ts';
import { rejectionOf } from '../execution/driver-of.ts';
import * as features from './features.ts';

const typed = new Builder().withModules(features).withResultBuilder(new DictResult()).build();
const driver = typed.untyped();
const configured = new Builder()
  .withModules(features)
  .withConfig({ factor: 2, region: 'US' })
  .withResultBuilder(new DictResult())
  .build()
  .untyped();

const problemOf = (outputs: unknown, options?: unknown): Promise<InputError> =>
  rejectionOf<InputError>(driver.execute(outputs as string[], options as RequestOptions));

describe('driver.execute(outputs, options)', () => {
  test('computes the outputs from the inputs', async () => {
    const inputs = { spend: 100, signups: 4 };
    expect(await typed.execute(['costPerSignup', 'label'], { inputs })).toEqual({
      costPerSignup: 25,
      label: 'costs 250',
    });
  });

  test('takes config keys as dependencies and as outputs', async () => {
    const inputs = { spend: 100, signups: 4 };
    expect(await configured.execute(['scaledCost', 'factor', 'region'], { inputs })).toEqual({
      scaledCost: 50,
      factor: 2,
      region: 'US',
    });
  });

  test('needs no options where nothing is required', async () => {
    expect(await typed.execute(['unrelated'])).toEqual({ unrelated: 'alone' });
  });

  test('lets go of the lists that it was given: the next request is checked anew', async () => {
    const outputs = ['unrelated'];
    await driver.execute(outputs);
    outputs.push('zzz');
    expect(await problemOf(outputs)).toBeInstanceOf(InputError);
    const inputs: Record<string, number> = { spend: 1, signups: 1 };
    await driver.execute(['costPerSignup'], { inputs });
    delete inputs['spend'];
    expect(await problemOf(['costPerSignup'], { inputs })).toBeInstanceOf(InputError);
  });

  test('keeps no value of an earlier run with the same names', async () => {
    for (const spend of [10, 20]) {
      const inputs = { spend, signups: 1 };
      expect(await driver.execute(['costPerSignup'], { inputs })).toEqual({ costPerSignup: spend });
    }
  });
});

describe('driver.execute rejects with an InputError', () => {
  test('for missing inputs: all of them, with who needs them', async () => {
    const error = await problemOf(['label', 'signups']);
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe(
      [
        'The request cannot run: 2 problems.',
        '  1. The input "spend" is missing: needed by "costPerSignup".',
        '       → pass it: { inputs: { spend: … } }',
        '  2. The input "signups" is missing: needed by "costPerSignup" and requested as an output.',
        '       → pass it: { inputs: { signups: … } }',
      ].join('\n'),
    );
  });

  test('for undefined inputs, which are not given', async () => {
    const error = await problemOf(['costPerSignup'], { inputs: { spend: undefined, signups: 1 } });
    expect(error).toMatchObject({ code: 'input/missing', node: 'spend' });
  });

  test.each<[string, unknown, unknown, string, string]>([
    [
      'a bare string of outputs',
      'label',
      {},
      'request/outputs-not-a-list',
      'The outputs are "label", not a list of names.\n  → write a list: [\'label\']',
    ],
    [
      'no outputs',
      undefined,
      {},
      'request/outputs-not-a-list',
      "The outputs are undefined, not a list of names.\n  → write a list: ['name']",
    ],
    [
      'an output that is no name',
      [5],
      {},
      'request/bad-output',
      "An output is a number, not a name.\n  → name each output by a string: ['spendMean']",
    ],
    [
      'an output twice',
      ['unrelated', 'unrelated'],
      {},
      'request/output-twice',
      'The output "unrelated" is requested twice.\n  → request it once',
    ],
    [
      'a typo in an output',
      ['unrelatd'],
      {},
      'request/unknown-output',
      'There is no node "unrelatd" to request.\n  → did you mean "unrelated"?',
    ],
    [
      'an unknown output',
      ['xyz'],
      {},
      'request/unknown-output',
      'There is no node "xyz" to request.\n  → driver.listAvailableVariables() lists them all',
    ],
    [
      'an input that is a function',
      ['unrelated'],
      { inputs: { label: 'x' } },
      'input/is-node',
      'The input "label" is named like a function of the dataflow.\n  → to replace the function\'s value, use overrides: { overrides: { label: … } }',
    ],
    [
      'an unknown override',
      ['unrelated'],
      { overrides: { lable: 'x' } },
      'override/unknown',
      'There is no node "lable" to override.\n  → did you mean "label"?',
    ],
    [
      'an undefined override',
      ['unrelated'],
      { overrides: { label: undefined } },
      'override/undefined',
      'The override of "label" is undefined.\n  → give a value, or leave the override out; null is a value',
    ],
    [
      'an unknown option',
      ['unrelated'],
      { input: {} },
      'request/unknown-option',
      'There is no option "input".\n  → did you mean "inputs"?',
    ],
    [
      'options that are no record',
      ['unrelated'],
      5,
      'request/bad-options',
      'The options are a number.\n  → pass a record: { inputs: { … }, overrides: { … }, signal }',
    ],
    [
      'inputs that are a Map',
      ['unrelated'],
      { inputs: new Map() },
      'request/bad-options',
      'The option "inputs" is an object (Map).\n  → pass a record of values by name: { inputs: { spend: … } }',
    ],
    [
      'a signal that is none',
      ['unrelated'],
      { signal: new AbortController() },
      'request/bad-signal',
      'The option "signal" is an object (AbortController).\n  → pass an AbortSignal: new AbortController().signal, AbortSignal.timeout(ms)',
    ],
    [
      'a misspelt optional input',
      ['label'],
      { inputs: { spend: 1, signups: 1, factr: 2 } },
      'input/unknown',
      'The input "factr" was given, but nothing reads it.\n  → did you mean "factor"?',
    ],
  ])('for %s', async (_words, outputs, options, code, message) => {
    const error = await problemOf(outputs, options);
    expect(error).toBeInstanceOf(InputError);
    expect(error.code).toBe(code);
    expect(error.message).toBe(message);
  });

  test('for a name in config and inputs', async () => {
    const run = configured.execute(['unrelated'], { inputs: { factor: 1 } });
    const error = await rejectionOf<InputError>(run);
    expect(error.code).toBe('input/in-config');
    expect(error.message).toBe(
      '"factor" is given twice: in the config and in the inputs.\n  → give it in one of the two; the config is fixed when the driver is built',
    );
  });

  test('for everything at once', async () => {
    const error = await problemOf(['zzz', 'label', 'label'], {
      inputs: { unrelated: 1 },
      overrides: { qqq: 1 },
      extra: true,
    });
    expect(error.errors.map(({ code }) => code).toSorted()).toEqual([
      'input/is-node',
      'input/missing',
      'input/missing',
      'override/unknown',
      'request/output-twice',
      'request/unknown-option',
      'request/unknown-output',
    ]);
    expect(error.code).toBe('input/invalid');
  });
});
