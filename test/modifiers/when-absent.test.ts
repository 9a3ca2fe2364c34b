import { describe, expect, test } from 'vitest';
import {
  collect,
  extractFields,
  inject,
  parameterize,
  resolve,
  source,
  tag,
  value,
  when,
  type InvalidNodeError,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverWith, rejectionOf, type Loose } from '../execution/driver-of.ts';

const driverOf = (functions: Loose, config: object = {}) =>
  driverWith(functions, (builder) => builder.withConfig(config) as never);
const one = (): number => 1;

describe('a node that is absent under this config', () => {
  const price = when({ region: 'US' }, one).when({ region: ['UK', 'IE'], year: 2026n }, one);
  const why =
    '"price" does not exist under this config: region is "FR", year is missing; its alternatives: when({ region: "US" }), when({ region: ["UK", "IE"], year: 2026n })';
  const hint = 'add .otherwise(fn), or give the config that one of them asks for';
  const driver = driverOf({ price, shown: ({ price: p }) => `${p}` }, { region: 'FR' });

  test('is not listed', () => {
    expect(driver.listAvailableVariables().map(({ name, kind }) => [name, kind])).toEqual([
      ['price', 'input'],
      ['shown', 'function'],
    ]);
    expect(
      driverOf({ price, a: one })
        .listAvailableVariables()
        .map(({ name }) => name),
    ).toEqual(['a']);
  });

  test('cannot be requested', async () => {
    const { message } = await rejectionOf(driverOf({ price }, { region: 'FR' }).execute(['price']));
    expect(message).toBe(`There is nothing to request: ${why}.\n  → ${hint}`);
  });

  test('cannot be overridden where nobody reads it', async () => {
    const running = driverOf({ price, a: one }, { region: 'FR' }).execute(['a'], {
      overrides: { price: 1 },
    });
    const { message } = await rejectionOf(running);
    expect(message).toBe(`There is nothing to override: ${why}.\n  → ${hint}`);
  });

  test('is a missing input for those that read it, which says why', async () => {
    const { message, code } = await rejectionOf<InvalidNodeError>(driver.execute(['shown']));
    expect(code).toBe('input/missing');
    expect(message).toBe(
      `${why}; it is needed by "shown".\n  → ${hint}, or pass it: { inputs: { price: … } }`,
    );
  });

  test('may be given as an input, or by the config', async () => {
    expect(await driver.execute(['shown'], { inputs: { price: 3 } })).toEqual({ shown: '3' });
    const shown = ({ price: p }: { price: number }): string => `${p}`;
    const configured = driverOf({ price, shown }, { region: 'FR', price: 4 });
    expect(await configured.execute(['shown'])).toEqual({ shown: '4' });
  });

  test('is its default for those that have one', async () => {
    const shown = ({ price: p = 7 }: { price?: number }): string => `${p}`;
    expect(await driverOf({ price, shown }).execute(['shown'])).toEqual({ shown: '7' });
  });

  test('says what the config has, whatever it is', async () => {
    const fn = when({ a: undefined, b: [true, undefined] }, one).whenNot({ c: Number.NaN }, one);
    const config = { a: null, b: undefined, c: Number.NaN };
    const { message } = await rejectionOf(driverOf({ fn }, config).execute(['fn']));
    expect(message).toContain(
      '"fn" does not exist under this config: a is null, b is undefined, c is NaN; its alternatives: when({ a: undefined, b: [true, undefined] }), whenNot({ c: NaN })',
    );
  });

  test('stays absent under other modifiers', () => {
    const { nodes, absent, problems } = readModule(
      {
        tagged: tag({ owner: 'me' }, price),
        bound: inject({ x: value(1) } as never, price as never),
        ...parameterize(price, { many: {} }),
        resolved: resolve(() => price),
        collected: collect(price),
        inner: when({ region: 'FR' }, price),
      },
      { region: 'FR' },
      '',
    );
    expect(nodes).toEqual([]);
    expect(problems).toEqual([]);
    expect(absent.map(({ name }) => name)).toEqual([
      'tagged',
      'bound',
      'many',
      'resolved',
      'collected',
      'inner',
    ]);
  });

  test('takes what is read from it with it: the readers exist', async () => {
    const place = when({ known: true }, () => ({ lat: 1 }));
    const module = { place, ...extractFields(place, ['lat']) };
    expect(await driverOf(module, { known: true }).execute(['lat'])).toEqual({ lat: 1 });
    const { message } = await rejectionOf(driverOf(module).execute(['lat']));
    expect(message).toContain('"place" does not exist under this config: known is missing');
  });

  test('says why, also where it has no name of its own', async () => {
    const out = inject({ x: source(when({ k: 1 }, one)) }, ({ x }: { x: number }) => x);
    const { message } = await rejectionOf(driverOf({ out }).execute(['out']));
    expect(message).toContain(
      '"out.one" does not exist under this config: k is missing; its alternatives: when({ k: 1 }); it is needed by "out".',
    );
  });
});
