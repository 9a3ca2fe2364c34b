import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstSentence, nameShown, printable, tooltipOf, typeShown } from '../../src/view/words.ts';
import { node } from './pictures.ts';

describe('the type shown', () => {
  test.each([
    ['function', 'Series', 'Series'],
    ['function', 'Promise<string>', 'string'],
    ['function', 'Promise<Map<string, number>>', 'Map<string, number>'],
    ['generator', 'Parallelizable<DataFrame>', 'DataFrame'],
    ['generator', 'AsyncParallelizable<DataFrame>', 'DataFrame'],
    ['generator', 'Promise<Parallelizable<DataFrame>>', 'DataFrame'],
    ['generator', 'Generator<DataFrame, void, unknown>', 'DataFrame'],
    [
      'generator',
      'Generator<Map<string, (a: A, b: B) => C>, void>',
      'Map<string, (a: A, b: B) => C>',
    ],
    ['function', 'Iterable<number>', 'Iterable<number>'],
    ['function', 'Promise<A> | Promise<B>', 'Promise<A> | Promise<B>'],
    ['function', '{\n  a: number;\n  b: string;\n}', '{ a: number; b: string; }'],
    ['function', '', undefined],
    [
      'function',
      'Record<string, readonly [number, string]>',
      'Record<string, readonly [number, st…',
    ],
  ] as const)('of a %s typed %j is %j', (role, type, expected) => {
    expect(typeShown({ role, type })).toBe(expected);
  });

  test('is left out where no type is known', () => {
    expect(typeShown({ role: 'input' })).toBeUndefined();
  });
});

describe('the first sentence of documentation', () => {
  test.each([
    ['Marketing spend. In euros.', 'Marketing spend.'],
    ['Spend per week, e.g. for adverts. More.', 'Spend per week, e.g. for adverts.'],
    ['Grows by 1.5 percent. Then stops.', 'Grows by 1.5 percent.'],
    ['Without a full stop', 'Without a full stop'],
    ['Two lines\nof one sentence. Next.', 'Two lines of one sentence.'],
    ['Title\n\nA paragraph.', 'Title'],
    ['Mean of {@link spend} and {@link signups | new users}.', 'Mean of spend and new users.'],
    ['Uses `rollingMean`.', 'Uses rollingMean.'],
    ['Is it? Yes.', 'Is it?'],
    ['Text\n@returns a number', 'Text'],
    ['@returns a number', ''],
    ['', ''],
    [undefined, ''],
  ])('%j gives %j', (documentation, expected) => {
    expect(firstSentence(documentation)).toBe(expected);
  });
});

test('a tooltip has name and type, then the first sentence', () => {
  const documentation = 'The mean. Of all.';
  expect(tooltipOf(node('mean', 'function', { type: 'number', documentation }))).toEqual([
    'mean: number',
    'The mean.',
  ]);
  expect(tooltipOf(node('mean'))).toEqual(['mean']);
});

test('a blank name stands in quotes, so that it can be seen', () => {
  expect(nameShown('')).toBe('""');
  expect(nameShown(' ')).toBe('" "');
  expect(nameShown('a')).toBe('a');
});

test('printable text has no control characters, no halves of pairs, and one line', () => {
  expect(printable('a\u0000b\r\nc\ud800')).toBe('a␀b c\ufffd');
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }));
  fc.assert(
    fc.property(units, (codes) => {
      const text = printable(String.fromCharCode(...codes));
      expect(text).not.toMatch(/[\p{Cc}\p{Cs}\ufffe\uffff]/u);
    }),
  );
});
