import { describe, expect, test } from 'vitest';
import {
  GroupByRepeatableBlocks,
  GroupNodesAllAsOne,
  GroupNodesByLevel,
  GroupNodesIndividually,
} from '../../src/executors/index.ts';
import { collect, reduce } from '../../src/index.ts';
import type { Loose } from '../execution/driver-of.ts';
import { tasksOf } from './sections.ts';

//  x ─▶ a ─┬─▶ b ─┬─▶ d
//          └─▶ c ─┘
const diamond: Loose = {
  a: ({ x }) => x,
  b: ({ a }) => a,
  c: ({ a }) => a,
  d: ({ b, c }) => [b, c],
};

//  root ─▶ item ─▶ double ─▶ sum ─▶ all ─▶ last
const block: Loose = {
  root: () => 2,
  item: function* ({ root }) {
    yield root;
  },
  double: ({ item }) => item * 2,
  sum: ({ item, double }) => item + double,
  all: collect(({ sum }: { sum: number[] }) => sum),
  last: ({ all }) => all.length,
};

//  item ─▶ double ─▶ mean ─▶ share ─▶ shares      share reads double again, for each item
const twoPasses: Loose = {
  item: function* () {
    yield 1;
  },
  double: ({ item }) => item * 2,
  mean: collect(({ double }: { double: number[] }) => double.length),
  share: ({ double, mean }) => double / mean,
  shares: collect(({ share }: { share: number[] }) => share),
};

//  region ─▶ name ─▶ month ─▶ size ─▶ sizes ─▶ label ─▶ labels
const nested: Loose = {
  region: function* () {
    yield 'EU';
  },
  name: ({ region }) => region,
  month: function* ({ name }) {
    yield name;
  },
  size: ({ month }) => month.length,
  sizes: collect(({ size }: { size: number[] }) => size),
  label: ({ region, sizes }) => [region, sizes],
  labels: collect(({ label }: { label: unknown[] }) => label),
};

//  word ─▶ upper ─▶ letter ─▶ code ─▶ codes      letter collects the words, and yields
const collectAndYield: Loose = {
  word: function* () {
    yield 'ab';
  },
  upper: ({ word }) => word.toUpperCase(),
  letter: collect(function* ({ upper }: { upper: string[] }) {
    yield* upper;
  }),
  code: ({ letter }) => letter.length,
  codes: collect(({ code }: { code: number[] }) => code),
};

//  item ─▶ double ─▶ total ─▶ last      total folds
const folded: Loose = {
  item: function* () {
    yield 1;
  },
  double: ({ item }) => item * 2,
  total: reduce(({ acc, double }: { acc: number; double: number }) => acc + double, 0),
  last: ({ total }) => total,
};

describe('GroupByRepeatableBlocks', () => {
  const strategy = new GroupByRepeatableBlocks();

  test('has root nodes each alone, and keeps them here', () => {
    expect(tasksOf(diamond, strategy, ['d'])).toEqual([
      'local: a',
      'local: b',
      'local: c',
      'local: d',
    ]);
  });

  test('makes one task for each item of a block, and sends it away', () => {
    expect(tasksOf(block, strategy, ['last'])).toEqual([
      'local: root',
      { 'for each item': ['remote: double, sum'] },
      'local: all',
      'local: last',
    ]);
  });

  test('makes a second task for each item where something collected comes back', () => {
    expect(tasksOf(twoPasses, strategy, ['shares'])).toEqual([
      { 'for each item': ['remote: double'] },
      'local: mean',
      { 'again for each item': ['remote: share'] },
      'local: shares',
    ]);
  });

  test("runs an inner block inside its outer block's task", () => {
    const tasks = [
      { 'for each region': ['remote: name, month, size, sizes, label'] },
      'local: labels',
    ];
    expect(tasksOf(nested, strategy, ['labels'])).toEqual(tasks);
    expect(tasksOf(nested, new GroupByRepeatableBlocks({ level: 'outer' }), ['labels'])).toEqual(
      tasks,
    );
  });

  test('of the inner level makes a task for each inner item, too', () => {
    expect(tasksOf(nested, new GroupByRepeatableBlocks({ level: 'inner' }), ['labels'])).toEqual([
      {
        'for each region': [
          'remote: name',
          { 'for each month': ['remote: size'] },
          'remote: sizes, label',
        ],
      },
      'local: labels',
    ]);
  });

  test('keeps a node that collects and yields a generator: its items are tasks', () => {
    expect(tasksOf(collectAndYield, strategy, ['codes'])).toEqual([
      { 'for each word': ['remote: upper'] },
      { 'for each letter': ['remote: code'] },
      'local: codes',
    ]);
  });

  test('folds where the items arrive, not in a task', () => {
    expect(tasksOf(folded, strategy, ['last'])).toEqual([
      { 'for each item': ['remote: double'] },
      'local: last',
    ]);
  });

  test('makes no tasks of items on which nothing depends but a collect', () => {
    const all = collect(({ item }: { item: number[] }) => item);
    expect(tasksOf({ item: block['item'] as Loose[string], all }, strategy, ['all'])).toEqual([
      { 'for each item': [] },
      'local: all',
    ]);
  });

  test('cuts only what was asked for', () => {
    expect(tasksOf(block, strategy, ['double'])).toEqual([
      'local: root',
      { 'for each item': ['remote: double'] },
    ]);
    expect(tasksOf(block, strategy, ['root'])).toEqual(['local: root']);
    expect(tasksOf(diamond, strategy, ['x'])).toEqual([]);
  });
});

describe('GroupNodesIndividually', () => {
  const strategy = new GroupNodesIndividually();

  test('makes every node a task of its own, and sends all away', () => {
    expect(tasksOf(diamond, strategy, ['d'])).toEqual([
      'remote: a',
      'remote: b',
      'remote: c',
      'remote: d',
    ]);
    expect(tasksOf(block, strategy, ['last'])).toEqual([
      'remote: root',
      { 'for each item': ['remote: double', 'remote: sum'] },
      'remote: all',
      'remote: last',
    ]);
  });

  test('makes tasks of the items of all blocks', () => {
    expect(tasksOf(nested, strategy, ['labels'])).toEqual([
      {
        'for each region': [
          'remote: name',
          { 'for each month': ['remote: size'] },
          'remote: sizes',
          'remote: label',
        ],
      },
      'remote: labels',
    ]);
  });
});

describe('GroupNodesByLevel', () => {
  const strategy = new GroupNodesByLevel();

  test('makes one task of the nodes that are equally far from the beginning, and sends all away', () => {
    expect(tasksOf(diamond, strategy, ['d'])).toEqual(['remote: a', 'remote: b, c', 'remote: d']);
  });

  test('begins anew in each block, and after it', () => {
    expect(tasksOf({ ...block, other: ({ item }) => item }, strategy, ['last', 'other'])).toEqual([
      'remote: root',
      { 'for each item': ['remote: double, other', 'remote: sum'] },
      'remote: all',
      'remote: last',
    ]);
  });

  test('counts an inner block as one node', () => {
    expect(tasksOf(nested, strategy, ['labels'])).toEqual([
      {
        'for each region': [
          'remote: name',
          'remote: month, size',
          'remote: sizes',
          'remote: label',
        ],
      },
      'remote: labels',
    ]);
  });
});

describe('GroupNodesAllAsOne', () => {
  const strategy = new GroupNodesAllAsOne();

  test('makes one task of all that can run together, and sends it away', () => {
    expect(tasksOf(diamond, strategy, ['d'])).toEqual(['remote: a, b, c, d']);
  });

  test('makes one task before a block, one for each item, and one after it', () => {
    expect(tasksOf({ ...block, apart: () => 1 }, strategy, ['last', 'apart'])).toEqual([
      'remote: root, apart',
      { 'for each item': ['remote: double, sum'] },
      'remote: all, last',
    ]);
  });

  test('makes one task of each pass', () => {
    expect(tasksOf(twoPasses, strategy, ['shares'])).toEqual([
      { 'for each item': ['remote: double'] },
      'remote: mean',
      { 'again for each item': ['remote: share'] },
      'remote: shares',
    ]);
    expect(tasksOf(nested, strategy, ['labels'])).toEqual([
      { 'for each region': ['remote: name, month, size, sizes, label'] },
      'remote: labels',
    ]);
  });
});
