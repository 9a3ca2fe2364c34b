import { describe, expect, test } from 'vitest';
import { nameGroups } from '../../src/view/name-groups.ts';

/** The groups and the label of each name. */
const grouped = (...names: string[]): Record<string, readonly [string, string]> => {
  const { around, labelOf } = nameGroups(names);
  return Object.fromEntries(names.map((name) => [name, [around(name).join(' > '), labelOf(name)]]));
};

describe('names that begin alike', () => {
  test('lie in a group, with the node that is called like it', () => {
    expect(grouped('sales', 'us.revenue', 'us.costs', 'us')).toEqual({
      sales: ['', 'sales'],
      'us.revenue': ['us', 'revenue'],
      'us.costs': ['us', 'costs'],
      us: ['us', 'us'],
    });
  });

  test('lie in groups within groups', () => {
    expect(grouped('eu.north.a', 'eu.north', 'eu.south.a', 'eu.south', 'eu')).toEqual({
      'eu.north.a': ['eu > eu.north', 'a'],
      'eu.north': ['eu > eu.north', 'north'],
      'eu.south.a': ['eu > eu.south', 'a'],
      'eu.south': ['eu > eu.south', 'south'],
      eu: ['eu', 'eu'],
    });
  });

  test('have one group where two would be around the same names', () => {
    expect(grouped('eu.north.a', 'eu.north.b')).toEqual({
      'eu.north.a': ['eu.north', 'a'],
      'eu.north.b': ['eu.north', 'b'],
    });
  });

  test('need not be neighbours, and begin alike only up to a dot', () => {
    expect(grouped('us.a', 'usa', 'us.b')).toMatchObject({
      'us.a': ['us', 'a'],
      usa: ['', 'usa'],
    });
  });
});

describe('a name', () => {
  test('is written whole where it is alone', () => {
    expect(grouped('us.revenue', 'eu.costs', 'eu.deep.er')).toEqual({
      'us.revenue': ['', 'us.revenue'],
      'eu.costs': ['eu', 'costs'],
      'eu.deep.er': ['eu', 'deep.er'],
    });
  });

  test.each(['', '.', '..', 'a.', '.a', 'a..b', 'a. '])(
    'is not taken apart where a dot stands beside nothing: %j',
    (name) => {
      expect(grouped(name, `${name}.x`, 'a', 'z')[name]).toEqual(['', name]);
    },
  );
});
