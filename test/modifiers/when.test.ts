import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  collect,
  createModule,
  inject,
  resolve,
  source,
  tag,
  value,
  when,
  whenNot,
  type Condition,
} from '../../src/index.ts';
import { readModule } from '../../src/nodes/read-module.ts';
import { driverWith, type Loose } from '../execution/driver-of.ts';

const driverOf = (functions: Loose, config: object = {}) =>
  driverWith(functions, (builder) => builder.withConfig(config) as never);
/** Whether there is a node under this config. */
const exists = (fn: Loose[string], config: object): boolean =>
  readModule({ fn }, config as never, '').nodes.length === 1;
const one = (): number => 1;

describe('a condition', () => {
  test.each<[Condition, object, boolean]>([
    [{ region: 'US' }, { region: 'US' }, true],
    [{ region: 'US' }, { region: 'UK' }, false],
    [{ region: 'US' }, {}, false],
    [{ region: ['UK', 'IE'] }, { region: 'IE' }, true],
    [{ region: ['UK', 'IE'] }, { region: 'US' }, false],
    [{ region: ['UK', 'IE'] }, {}, false],
    [{ strict: true }, { strict: true }, true],
    [{ strict: true }, { strict: 'true' }, false],
    [{ strict: false }, {}, false],
    [{ version: 2 }, { version: 2 }, true],
    [{ version: 2 }, { version: '2' }, false],
    [{ version: 0 }, { version: false }, false],
    [{ version: Number.NaN }, { version: Number.NaN }, true],
    [{ size: 2n }, { size: 2n }, true],
    [{ owner: null }, { owner: null }, true],
    [{ owner: null }, {}, false],
    [{ owner: undefined }, {}, true],
    [{ owner: undefined }, { owner: undefined }, true],
    [{ owner: undefined }, { owner: null }, false],
    [{ owner: [undefined, 'me'] }, {}, true],
    [{ owner: [null, 1] }, { owner: null }, true],
    [{ owner: ['a', 'b'] }, { owner: ['a', 'b'] }, false],
    [{ a: 1, b: 2 }, { a: 1, b: 2, c: 3 }, true],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: [1, 2], b: 2 }, { a: 2, b: 2 }, true],
    // what every object has is in no config
    [{ toString: undefined }, {}, true],
  ])('%o under %o: %o', (condition, config, expected) => {
    expect(exists(when(condition, one), config)).toBe(expected);
    expect(exists(whenNot(condition, one), config)).toBe(!expected);
  });

  test.each([
    [{}, '{}'],
    [null, 'null'],
    ['region', '"region"'],
    [[], '[]'],
    [{ region: [] }, '[] for "region"'],
    [{ region: { not: 'US' } }, '{"not":"US"} for "region"'],
    [{ a: 1, region: [['US']] }, '[["US"]] for "region"'],
    [{ region: one }, 'function for "region"'],
  ])('is not %o', (condition, got) => {
    const sentence = (modifier: string): object =>
      expect.objectContaining({
        code: 'node/bad-condition',
        message: `${modifier}(…) compares config keys with texts, numbers and other plain values, got ${got}.\n  → write ${modifier}({ region: ['US', 'CA'] }, fn); for anything else there is resolve(…)`,
      });
    expect(() => when(condition as never, one)).toThrow(sentence('when'));
    expect(() => whenNot(condition as never, one)).toThrow(sentence('whenNot'));
    expect(() => when({ a: 1 }, one).when(condition as never, one)).toThrow(sentence('when'));
    expect(() => when({ a: 1 }, one).whenNot(condition as never, one)).toThrow(sentence('whenNot'));
  });
});

describe('of several alternatives', () => {
  const price = when({ region: 'US' }, () => 'US')
    .when({ region: ['UK', 'IE'] }, () => 'islands')
    .whenNot({ region: undefined }, () => 'elsewhere')
    .otherwise(() => 'nowhere');

  test.each([
    [{ region: 'US' }, 'US'],
    [{ region: 'IE' }, 'islands'],
    [{ region: 'FR' }, 'elsewhere'],
    [{}, 'nowhere'],
  ])('the first that suits %o counts', async (config, expected) => {
    expect(await driverOf({ price }, config).execute(['price'])).toEqual({ price: expected });
  });

  test('the first counts where two suit', async () => {
    const first = when({ a: 1 }, () => 'a').when({ b: 1 }, () => 'b');
    expect(await driverOf({ first }, { a: 1, b: 1 }).execute(['first'])).toEqual({ first: 'a' });
  });

  test('each reads its own: what the others read is not known', async () => {
    const module = {
      vat: when({ region: 'US' }, () => 0).otherwise(({ rate }: { rate: number }) => rate),
    };
    expect(await driverOf(module, { region: 'US' }).execute(['vat'])).toEqual({ vat: 0 });
    const driver = driverOf(module, { region: 'UK' });
    expect(driver.listAvailableVariables().map(({ name }) => name)).toEqual(['rate', 'vat']);
    await expect(driver.execute(['vat'])).rejects.toThrow('The input "rate" is missing');
    expect(await driver.execute(['vat'], { inputs: { rate: 0.2 } })).toEqual({ vat: 0.2 });
  });

  test('the key that chooses may be read, too', async () => {
    const module = { a: when({ k: 'x' }, ({ k }: { k: string }) => `${k}!`) };
    expect(await driverOf(module, { k: 'x' }).execute(['a'])).toEqual({ a: 'x!' });
  });

  test('adding one leaves the others as they are', () => {
    const us = when({ region: 'US' }, one);
    us.when({ region: 'UK' }, one);
    us.otherwise(one);
    expect(exists(us, { region: 'UK' })).toBe(false);
  });

  test('one may open a block, or close one', async () => {
    const module = {
      *item() {
        yield 1;
        yield 2;
      },
      size: when(
        { whole: true },
        collect(({ item }: { item: readonly number[] }) => item.length),
      ).otherwise(({ item }: { item: number }) => item),
    };
    expect(await driverOf(module, { whole: true }).execute(['size'])).toEqual({ size: 2 });
    expect(await driverOf(module).execute(['size'])).toEqual({ size: [1, 2] });
    const days = when({ by: 'day' }, function* () {
      yield 'Monday';
      yield 'Tuesday';
    }).otherwise(() => 'week');
    const length = ({ days: day }: { days: string }): number => day.length;
    expect(await driverOf({ days, length }, { by: 'day' }).execute(['length'])).toEqual({
      length: [6, 7],
    });
    expect(await driverOf({ days, length }).execute(['length'])).toEqual({ length: 4 });
  });

  test('two exports may take turns, under two names', async () => {
    const module = {
      a: when({ version: 1 }, () => 'a'),
      b: whenNot({ version: 1 }, () => 'b'),
    };
    expect(await driverOf(module, { version: 1 }).execute(['a'])).toEqual({ a: 'a' });
    expect(await driverOf(module, { version: 2 }).execute(['b'])).toEqual({ b: 'b' });
  });

  test('two modules may take turns under one name', async () => {
    const first = createModule({ fn: when({ version: 1 }, () => 'version 1') }, 'first');
    const second = createModule(
      { fn: when({ version: 2 }, ({ more }: { more: string }) => `version ${more}`) },
      'second',
    );
    const builder = new Builder()
      .withModules(first, second as object)
      .withResultBuilder(new DictResult());
    const under = (version: number) => builder.withConfig({ version }).build().untyped();
    expect(await under(1).execute(['fn'])).toEqual({ fn: 'version 1' });
    expect(await under(2).execute(['fn'], { inputs: { more: '2' } })).toEqual({ fn: 'version 2' });
    await expect(under(3).execute(['fn'])).rejects.toThrow('"fn" does not exist under this config');
  });

  test('both modules at once are a name twice', () => {
    const first = createModule({ fn: when({ version: 1 }, one) }, 'first');
    const second = createModule({ fn: whenNot({ version: 2 }, one) }, 'second');
    const builder = new Builder().withModules(first, second as object).withConfig({ version: 1 });
    expect(() => builder.build()).toThrow('"fn" is defined twice');
  });

  test('a later module replaces an earlier one only where it exists', async () => {
    const plain = createModule({ fn: () => 'plain' }, 'plain');
    const special = createModule({ fn: when({ special: true }, () => 'special') }, 'special');
    const builder = new Builder()
      .withModules(plain, special)
      .allowModuleOverrides()
      .withResultBuilder(new DictResult());
    expect(await builder.build().execute(['fn'])).toEqual({ fn: 'plain' });
    expect(await builder.withConfig({ special: true }).build().execute(['fn'])).toEqual({
      fn: 'special',
    });
  });
});

describe('when with other modifiers', () => {
  const plus = ({ x, by }: { x: number; by: number }): number => x + by;

  test('around them: each alternative has its own', async () => {
    const module = {
      a: when({ k: 1 }, inject({ x: value(1), by: value(1) }, plus)).otherwise(
        inject({ x: source('b'), by: value(10) }, plus),
      ),
      b: () => 5,
    };
    expect(await driverOf(module, { k: 1 }).execute(['a'])).toEqual({ a: 2 });
    expect(await driverOf(module).execute(['a'])).toEqual({ a: 15 });
  });

  test('inside resolve inside tag', async () => {
    const a = tag(
      { owner: 'me' },
      resolve((config: { base: number }) =>
        when({ strict: true }, () => config.base).otherwise(() => -config.base),
      ),
    );
    const strict = driverOf({ a }, { base: 2, strict: true });
    expect(await strict.execute(['a'])).toEqual({ a: 2 });
    expect(strict.listAvailableVariables()[0]?.tags).toEqual({ owner: 'me' });
    expect(await driverOf({ a }, { base: 2 }).execute(['a'])).toEqual({ a: -2 });
  });

  test('inside when: the inner one has the last word', async () => {
    const a = when(
      { k: 1 },
      when({ j: 1 }, () => 'both').otherwise(() => 'one'),
    ).otherwise(() => 'none');
    expect(await driverOf({ a }, { k: 1, j: 1 }).execute(['a'])).toEqual({ a: 'both' });
    expect(await driverOf({ a }, { k: 1 }).execute(['a'])).toEqual({ a: 'one' });
    expect(await driverOf({ a }, { j: 1 }).execute(['a'])).toEqual({ a: 'none' });
  });

  test('tags go with the alternative that has them', () => {
    const a = when({ k: 1 }, tag({ owner: 'me' }, one)).otherwise(one);
    expect(readModule({ a }, { k: 1 }, '').nodes[0]?.tags).toEqual({ owner: 'me' });
    expect(readModule({ a }, {}, '').nodes[0]?.tags).toBeUndefined();
  });
});

describe('called directly', () => {
  test.each([
    ['when', when({ a: 1 }, one)],
    ['when', when({ a: 1 }, one).otherwise(one)],
    ['when', whenNot({ a: 1 }, one)],
  ])('%s says that only a driver can choose', (_, fn) => {
    expect(() => (fn as () => unknown)()).toThrow(
      expect.objectContaining({
        code: 'node/undecided',
        message:
          'A function in when(…) was called directly, but only a driver knows the config that chooses it.\n  → call the function inside, or ask a driver for the node',
      }),
    );
  });

  test('it bears the name of a function that it has', () => {
    expect(when({ a: 1 }, one).name).toBe('one');
    expect(when({ a: 1 }, one).otherwise(() => 2).name).toBe('');
  });
});

test('what is no function is refused, by the name of the modifier', () => {
  for (const [modifier, make] of [
    ['when', () => when({ a: 1 }, 3 as never)],
    ['whenNot', () => whenNot({ a: 1 }, 3 as never)],
    ['when', () => when({ a: 1 }, one).when({ a: 2 }, 3 as never)],
    ['otherwise', () => when({ a: 1 }, one).otherwise(3 as never)],
  ] as const) {
    expect(make).toThrow(`${modifier}(…) takes a function, got number.`);
  }
});
