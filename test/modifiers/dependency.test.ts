import { describe, expect, expectTypeOf, test } from 'vitest';
import { source, value, type Source, type Value } from '../../src/index.ts';
import { bindingKind } from '../../src/modifiers/dependency.ts';

describe('source', () => {
  test('binds to the name that it is given, which its type knows', () => {
    const bound = source('spend');
    expect(bound.source).toBe('spend');
    expect(bindingKind(bound)).toBe('source');
    expectTypeOf(bound).toEqualTypeOf<Source<'spend'>>();
  });

  test.each([
    ['', '""'],
    [3, '3'],
    [null, 'null'],
    [undefined, 'undefined'],
    [['spend'], '["spend"]'],
    [() => 1, 'a function'],
  ])('refuses %o', (given, written) => {
    expect(() => source(given as never)).toThrow(
      expect.objectContaining({
        code: 'node/bad-binding',
        message: `source(…) takes the name of a node, got ${written}.\n  → name it by a string: source('spend')`,
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
  expect(() => source(1n as never)).toThrow('source(…) takes the name of a node, got "1n".');
});
