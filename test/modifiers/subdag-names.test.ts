import { describe, expect, test } from 'vitest';
import {
  configuration,
  createModule,
  group,
  source,
  subdag,
  value,
  when,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf, driverWith, rejectionOf, type Loose } from '../execution/driver-of.ts';

describe('a name inside of a part', () => {
  const seen = ({ x }: { x: string }): string => x;
  const part = createModule({ seen });
  const own = createModule({ x: () => 'own module', seen });
  const fn = ({ seen }: { seen: string }): string => seen;
  const run = async (us: AnyFunction, around: Loose = {}, config: object = {}): Promise<unknown> =>
    (await driverWith({ us, ...around }, (builder) => builder.withConfig(config)).execute(['us']))[
      'us'
    ];

  test('is its input before all else', async () => {
    const options = { modules: [own], inputs: { x: value('input') }, config: { x: 'config' } };
    expect(await run(subdag(options, fn), {}, {})).toBe('input');
  });

  test('is the node of its own modules before its config and the surroundings', async () => {
    expect(
      await run(subdag({ modules: [own], config: { x: 'config' } }, fn), { x: () => 'around' }),
    ).toBe('own module');
  });

  test('is the key of its own config before the surroundings', async () => {
    const us = subdag({ modules: [part], config: { x: 'config' } }, fn);
    expect(await run(us, { x: () => 'around' })).toBe('config');
    expect(await run(us, {}, { x: 'outer config' })).toBe('config');
  });

  test('is what the surroundings have, else', async () => {
    const us = subdag({ modules: [part] }, fn);
    expect(await run(us, { x: () => 'around' })).toBe('around');
    expect(await run(us, {}, { x: 'outer config' })).toBe('outer config');
    expect(await driverOf({ us }).execute(['us'], { inputs: { x: 'input of the run' } })).toEqual({
      us: 'input of the run',
    });
  });

  test('is looked up alike for the function of the part', async () => {
    const direct = ({ x }: { x: string }): string => x;
    const around = { x: () => 'around' };
    const options = { modules: [own], inputs: { x: value('input') } };
    expect(await run(subdag(options, direct), around)).toBe('input');
    expect(await run(subdag({ modules: [own] }, direct), around)).toBe('own module');
    expect(await run(subdag({ modules: [part], config: { x: 'config' } }, direct), around)).toBe(
      'config',
    );
    expect(await run(subdag({ modules: [part] }, direct), around)).toBe('around');
  });

  test('that is bound means what the surroundings call so, also where the part has that name', async () => {
    const us = subdag({ modules: [own], inputs: { x: source('seen') } }, fn);
    expect(await run(us, { seen: () => 'seen around' })).toBe('seen around');
  });

  test('may be swapped with another', async () => {
    const pair = createModule({ pair: ({ a, b }: { a: number; b: number }) => [a, b] });
    const us = subdag(
      { modules: [pair], inputs: { a: source('b'), b: source('a') } },
      ({ pair }) => pair,
    );
    expect(await run(us, { a: () => 1, b: () => 2 })).toEqual([2, 1]);
  });

  test('may be bound to a list or a record of others, and to the config around', async () => {
    const us = subdag(
      {
        modules: [createModule({ seen: ({ x }: { x: unknown }) => x })],
        inputs: { x: group({ one: source('a'), two: value(2), three: configuration('c') }) },
      },
      fn,
    );
    expect(await run(us, { a: () => 1 }, { c: 3 })).toEqual({ one: 1, two: 2, three: 3 });
  });

  test('that has a default takes it where nobody else has the name', async () => {
    const shy = createModule({ seen: ({ x = 'default' }: { x?: string }) => x });
    expect(await run(subdag({ modules: [shy] }, fn))).toBe('default');
    expect(await run(subdag({ modules: [shy] }, fn), { x: () => 'around' })).toBe('around');
    expect(await run(subdag({ modules: [shy], config: { x: 'config' } }, fn))).toBe('config');
  });

  test('that the engine gives is the engine’s', async () => {
    const tries = createModule({ seen: ({ $attempt }: { $attempt: number }) => $attempt });
    expect(await run(subdag({ modules: [tries] }, fn))).toBe(1);
  });
});

describe('the config of a part', () => {
  const priced = createModule({
    price: when({ region: 'US' }, () => 1).otherwise(() => 2),
    told: ({ region, mood }: { region: string; mood: string }) => `${region} ${mood}`,
  });
  const fn = ({ price, told }: { price: number; told: string }): string => `${price} ${told}`;
  const run = (config: object, own?: object): Promise<unknown> =>
    driverWith(
      { us: subdag({ modules: [priced], ...(own === undefined ? {} : { config: own }) }, fn) },
      (builder) => builder.withConfig(config),
    ).execute(['us']);

  test('is that of the whole', async () => {
    expect(await run({ region: 'US', mood: 'fine' })).toEqual({ us: '1 US fine' });
  });

  test('is overlaid by its own', async () => {
    expect(await run({ region: 'US', mood: 'fine' }, { region: 'UK' })).toEqual({
      us: '2 UK fine',
    });
  });

  test('may take keys of the outer one under other names', async () => {
    const own = { region: configuration('home'), mood: value('good') };
    expect(await run({ home: 'US', region: 'UK' }, own)).toEqual({ us: '1 US good' });
  });

  test('chooses modifiers of its own function, too', async () => {
    const us = subdag(
      { modules: [priced], config: { region: 'US' } },
      when({ region: 'US' }, () => 'ours').otherwise(() => 'theirs'),
    );
    const driver = driverWith({ us }, (builder) => builder.withConfig<object>({ region: 'UK' }));
    expect(await driver.execute(['us'])).toEqual({ us: 'ours' });
  });

  test('leaves a part without its function where that does not exist', async () => {
    const us = subdag({ modules: [priced] }, when({ region: 'US' }, fn));
    const driver = driverOf({ us });
    expect((await rejectionOf(driver.execute(['us']))).message).toContain(
      '"us" does not exist under this config: region is missing',
    );
  });

  test('leaves functions of the part out, and says under which name', async () => {
    const absent = createModule({ a: when({ on: true }, () => 1), b: ({ a = 0 }) => a });
    const us = subdag({ modules: [absent], config: { on: false } }, ({ b }: { b: number }) => b);
    const driver = driverOf({ us });
    expect(await driver.execute(['us'])).toEqual({ us: 0 });
    expect((await rejectionOf(driver.execute(['us.a']))).message).toContain(
      '"us.a" does not exist under this config: on is false; its alternatives: when({ on: true })',
    );
  });
});
