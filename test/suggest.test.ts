import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, nearest } from '../src/suggest.ts';

const known = ['spend', 'spendMean', 'spendPerSignup', 'signups', 'x', 'y1'];

describe('the nearest name', () => {
  test.each([
    ['spendMaen', 'spendMean', 'two letters swapped'],
    ['spendmean', 'spendMean', 'another case'],
    ['SPEND', 'spend', 'another case altogether'],
    ['spned', 'spend', 'two letters swapped in a short name'],
    ['spendd', 'spend', 'a letter too many'],
    ['pend', 'spend', 'a letter too few'],
    ['signupz', 'signups', 'another letter'],
    ['spendPerSgnips', 'spendPerSignup', 'three letters of a long name'],
    ['X', 'x', 'one letter in another case'],
    ['Y1', 'y1', 'two letters in another case'],
  ])('of %s is %s: %s', (name, near) => {
    expect(nearest(name, known)).toBe(near);
  });

  test.each(['colour', 'z', 'x2', 'spendingPower', '', 'aaaaaaaaaaaaaaaaaaaa', 'spxxd'])(
    'of %s is none',
    (name) => {
      expect(nearest(name, known)).toBeUndefined();
    },
  );

  test('is the first of those that are equally near', () => {
    expect(nearest('cat', ['bat', 'hat'])).toBe('bat');
    expect(nearest('cat', ['hat', 'bat'])).toBe('hat');
  });

  test('is the nearer one, wherever it stands', () => {
    expect(nearest('revenue', ['revenge', 'revenuee', 'Revenue', 'revenu'])).toBe('Revenue');
    expect(nearest('spendMeans', ['spendMeaning', 'spendMean'])).toBe('spendMean');
  });

  test('of nothing known is none', () => {
    expect(nearest('spend', [])).toBeUndefined();
    expect(didYouMean('spend', [])).toBeUndefined();
  });

  test('is asked for in words', () => {
    expect(didYouMean('spendMaen', known)).toBe('did you mean "spendMean"?');
  });

  test('is never further than a third of the letters, one at least', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, words) => {
        const limit = name.length < 3 ? 0 : Math.max(1, Math.floor(name.length / 3));
        const distances = words.map((candidate) => distance(name, candidate));
        const least = Math.min(...distances);
        const expected = least > limit ? undefined : words[distances.indexOf(least)];
        expect(nearest(name, words)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Edits between two words, each neighbouring swap one of them: by definition, from the end. */
function distance(a: string, b: string): number {
  const known = new Map<string, number>();
  const from = (i: number, j: number): number => {
    const key = `${i},${j}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    let least = Math.max(i, j);
    if (i > 0 && j > 0) {
      least = Math.min(
        from(i - 1, j) + 1,
        from(i, j - 1) + 1,
        from(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) least = Math.min(least, from(i - 2, j - 2) + 1);
    }
    known.set(key, least);
    return least;
  };
  return from(a.length, b.length);
}
