import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  configuration,
  group,
  source,
  value,
  type Configuration,
  type Group,
  type Source,
  type Value,
} from '../../src/index.ts';
import { bindingKind } from '../../src/modifiers/dependency.ts';

describe('source', () => {
  test('binds to the name that it is given, which its type knows', () => {
    const bound = source('spend');
    expect(bound.source).toBe('spend');
    expect(bindingKind(bound)).toBe('source');
    expectTypeOf(bound).toEqualTypeOf<Source<'spend'>>();
  });

  test('binds to the node of a function, whatever it is called', () => {
    const spend = (): number => 1;
    const bound = source(spend);
    expect(bound.source).toBe(spend);
    expect(bindingKind(bound)).toBe('source');
    expectTypeOf(bound).toEqualTypeOf<Source<() => number>>();
  });

  test.each([
    ['', '""'],
    [3, '3'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['spend'], '["spend"]'],
    [{ name: 'spend' }, '{"name":"spend"}'],
  ])('refuses %o', (given, written) => {
    expect(() => source(given as never)).toThrow(
      expect.objectContaining({
        code: 'node/bad-binding',
        message: `source(…) takes the name of a node or its function, got ${written}.\n  → name it by a string: source('spend')`,
      }),
    );
  });
});

describe('value', () => {
  test.each([[null], [0], [''], [false], [Number.NaN]])('binds to %o as it is', (constant) => {
    const bound = value(constant);
    expect(bound.value).toBe(constant);
    expect(bindingKind(bound)).toBe('value');
  });

  test('keeps an object, a function and a binding as they are, without a copy', () => {
    for (const constant of [{ a: [1] }, () => 1, source('spend'), value(1)]) {
      expect(value(constant).value).toBe(constant);
    }
  });

  test('has the literal type of its constant', () => {
    expectTypeOf(value(3)).toEqualTypeOf<Value<3>>();
    expectTypeOf(value('day')).toEqualTypeOf<Value<'day'>>();
  });

  test('refuses undefined', () => {
    expect(() => value(undefined)).toThrow(
      expect.objectContaining({
        code: 'node/bad-binding',
        message:
          'value(undefined) binds nothing.\n  → leave the parameter out to let its default apply, or bind null',
      }),
    );
  });
});

describe('configuration', () => {
  test('binds to a key of the config, which its type knows', () => {
    const bound = configuration('region');
    expect(bound.key).toBe('region');
    expect(bindingKind(bound)).toBe('configuration');
    expectTypeOf(bound).toEqualTypeOf<Configuration<'region'>>();
  });

  test.each([
    ['', '""'],
    [3, '3'],
    [null, 'null'],
    [undefined, 'undefined'],
    [() => 1, 'function'],
  ])('refuses %o', (given, written) => {
    expect(() => configuration(given as never)).toThrow(
      expect.objectContaining({
        code: 'node/bad-binding',
        message: `configuration(…) takes a key of the config, got ${written}.\n  → name it by a string: configuration('region')`,
      }),
    );
  });
});

describe('group', () => {
  test('of several bindings is a list of them', () => {
    const bound = group(source('a'), value(2), configuration('c'));
    expect(bound.members).toEqual([source('a'), value(2), configuration('c')]);
    expect(bindingKind(bound)).toBe('group');
    expectTypeOf(bound).toEqualTypeOf<
      Group<readonly [Source<'a'>, Value<2>, Configuration<'c'>]>
    >();
  });

  test('of a record is that record', () => {
    const bound = group({ one: source('a'), two: value(2) });
    expect(bound.members).toEqual({ one: source('a'), two: value(2) });
    expect(bindingKind(bound)).toBe('group');
    expectTypeOf(bound).toEqualTypeOf<
      Group<{ readonly one: Source<'a'>; readonly two: Value<2> }>
    >();
  });

  test('of one binding is a list of one', () => {
    expect(group(source('a')).members).toEqual([source('a')]);
    expect(group(value({ one: source('a') })).members).toHaveLength(1);
  });

  test.each([
    [[], 'nothing'],
    [[{}], 'nothing'],
    [['a'], 'a string as 0'],
    [[source('a'), 3], 'a number as 1'],
    [[{ one: source('a'), two: undefined }], 'undefined as two'],
    [[[source('a')]], 'a list as 0'],
    [[group(source('a'))], 'another group as 0'],
    [[{ one: group(source('a')) }], 'another group as one'],
    [[{ one: source('a') }, { two: source('b') }], 'an object as 0'],
  ])('refuses %o', (given, got) => {
    expect(() => (group as (...all: unknown[]) => unknown)(...given)).toThrow(
      expect.objectContaining({
        code: 'node/bad-binding',
        message: `group(…) takes sources, values and configurations, got ${got}.\n  → write group(source('a'), source('b')), or group({ one: source('a') })`,
      }),
    );
  });
});

describe('what looks like a binding is none:', () => {
  test.each([
    [{ source: 'spend' }],
    [{ value: 3 }],
    ['spend'],
    [source],
    [null],
    [undefined],
    [[source('spend')]],
  ])('%o', (candidate) => {
    expect(bindingKind(candidate)).toBeUndefined();
  });
});

test('a bigint in a message is no problem of its own', () => {
  expect(() => source(1n as never)).toThrow(
    'source(…) takes the name of a node or its function, got "1n".',
  );
});
