import { afterAll, describe, expect, test } from 'vitest';
import { collect } from '../../src/index.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';
import { Folder, namesIn } from './pictures.ts';

//  letter ─▶ upper        3 letters
const letters: Loose = {
  letter: function* () {
    yield* ['a', 'b', 'c'];
  },
  upper: ({ letter }) => letter.toUpperCase(),
};

describe('a block', () => {
  //  letter ─▶ upper ─▶ word
  test('runs once for each item, and its collect gets the values in item order', async () => {
    const driver = driverOf({
      ...letters,
      word: collect(({ upper }: { upper: string[] }) => upper.join('')),
    });
    expect(await driver.execute(['word'])).toEqual({ word: 'ABC' });
  });

  //  letter ─▶ upper ─▶ word        asynchronous; the last item finishes first
  test('has its collect wait for every item, and keeps their order', async () => {
    const gates = new Map(['a', 'b', 'c'].map((key) => [key, Promise.withResolvers<void>()]));
    const driver = driverOf({
      ...letters,
      upper: async ({ letter }) => (await gates.get(letter)?.promise, letter.toUpperCase()),
      word: collect(({ upper }: { upper: string[] }) => upper.join('')),
    });
    const run = driver.execute(['word']);
    for (const key of ['c', 'a', 'b']) {
      gates.get(key)?.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await run).toEqual({ word: 'ABC' });
  });

  //  letter ─▶ upper ─┬─▶ word
  //                   └─▶ count
  test('may be closed by several collects', async () => {
    const driver = driverOf({
      ...letters,
      word: collect(({ upper }: { upper: string[] }) => upper.join('')),
      count: collect(({ upper }: { upper: string[] }) => upper.length),
    });
    expect(await driver.execute(['count', 'word'])).toEqual({ count: 3, word: 'ABC' });
  });

  //  letter ─┬─▶ upper ─▶ pairs ◀─ suffix        suffix lies outside
  //          └────────────▲
  test('gives one collect the lists of several dependencies, and the others as usual', async () => {
    const driver = driverOf({
      ...letters,
      suffix: () => '!',
      pairs: collect(({ letter, upper, suffix }: Record<string, string[]>) =>
        letter?.map((small, i) => `${small}${upper?.[i]}${String(suffix)}`),
      ),
    });
    expect(await driver.execute(['pairs'])).toEqual({ pairs: ['aA!', 'bB!', 'cC!'] });
  });

  //  letter ─▶ upper ─┬─▶ first
  //                   └─▶ second        first writes to its list
  test('gives each reader a list of its own', async () => {
    const lists: unknown[] = [];
    const driver = driverOf({
      ...letters,
      first: collect(({ upper }: { upper: string[] }) => (lists.push(upper), upper.fill('x'))),
      second: collect(({ upper }: { upper: string[] }) => (lists.push(upper), upper)),
      again: collect(({ upper }: { upper: string[] }) => upper.splice(1)),
    });
    expect(await driver.execute(['first', 'second', 'again', 'upper'])).toEqual({
      first: ['x', 'x', 'x'],
      second: ['A', 'B', 'C'],
      again: ['B', 'C'],
      upper: ['A', 'B', 'C'],
    });
    expect(new Set(lists).size).toBe(2);
  });

  //  letter ─▶ word
  test('may be closed right where it opens: the items, not a list in a list', async () => {
    const driver = driverOf({
      ...letters,
      word: collect(({ letter }: { letter: string[] }) => letter),
    });
    expect(await driver.execute(['word'])).toEqual({ word: ['a', 'b', 'c'] });
  });

  //  list ─▶ flat        the items are lists themselves
  test('of items that are lists keeps them whole', async () => {
    const driver = driverOf({
      list: function* () {
        yield [1, 2];
        yield [];
      },
      all: collect(({ list: lists }: { list: number[][] }) => lists),
    });
    expect(await driver.execute(['all', 'list'])).toEqual({
      all: [[1, 2], []],
      list: [[1, 2], []],
    });
  });

  //  item ─▶ half ─▶ halves        one item is null
  test('takes null for an item and for a value', async () => {
    const driver = driverOf({
      item: function* () {
        yield* [2, null, 4];
      },
      half: ({ item }) => (item === null ? null : item / 2),
      halves: collect(({ half }: { half: unknown[] }) => half),
    });
    expect(await driver.execute(['halves', 'item'])).toEqual({
      halves: [1, null, 2],
      item: [2, null, 4],
    });
  });

  //  item ─▶ word ─▶ words        word has a default for what nobody gives
  test('leaves what an absent optional dependency stands for to its default', async () => {
    const driver = driverOf({
      item: function* ({ n = 2 }: { n?: number }) {
        for (let i = 0; i < n; i++) yield i;
      },
      word: ({ item, mark = '!' }) => `${item}${mark}`,
      words: collect(({ word, separator = '-' }: { word: string[]; separator?: string }) =>
        word.join(separator),
      ),
    });
    expect(await driver.execute(['words'])).toEqual({ words: '0!-1!' });
    expect(await driver.execute(['words'], { inputs: { n: 3, mark: '?', separator: '' } })).toEqual(
      {
        words: '0?1?2?',
      },
    );
  });

  //  item ─▶ words        words reads nothing else of the block that is there
  test('takes part in a collect only with what is there', async () => {
    const driver = driverOf({
      item: function* () {
        yield 1;
      },
      words: collect(({ item, other = 'none' }: { item: number[]; other?: string }) => [
        item,
        other,
      ]),
    });
    expect(await driver.execute(['words'])).toEqual({ words: [[1], 'none'] });
  });
});

describe('a request over a block', () => {
  //  days ─▶ revenue ─▶ total ─▶ report        days expands, total collects
  const driver = driverOf({
    days: function* ({ n }: { n: number }) {
      yield n;
    },
    revenue: ({ days }) => days,
    total: collect(({ revenue }: { revenue: unknown }) => revenue),
    report: ({ total }) => total,
  });
  const folder = new Folder();
  afterAll(() => folder.remove());
  const inputs = { n: 1 };

  test('is accepted by validateExecution, which runs nothing, and executed', async () => {
    driver.validateExecution(['report', 'days'], { inputs });
    expect(await driver.execute(['report', 'days'], { inputs })).toEqual({
      report: [1],
      days: [1],
    });
  });

  test('is drawn', async () => {
    await driver.visualizeExecution(['report'], await folder.file('block.json'), { inputs });
    const names = namesIn(await folder.json('block.json'));
    expect(names).toEqual(['days', 'n', 'report', 'revenue', 'total']);
  });

  test('is exported, each node with the blocks around it', async () => {
    const { nodes } = JSON.parse(driver.exportExecution(['total'], { inputs })) as {
      nodes: { name: string; scope: string[] }[];
    };
    expect(nodes.map(({ name, scope }) => [name, scope])).toEqual([
      ['days', []],
      ['n', []],
      ['revenue', ['days']],
      ['total', []],
    ]);
  });

  test('is checked for everything else where it is drawn', async () => {
    const error = await rejectionOf(driver.visualizeExecution(['report']));
    expect(error).toMatchObject({ code: 'input/missing', node: 'n' });
  });

  test('may be made again and again, also at the same time', async () => {
    const runs = [1, 2, 3].map((n) => driver.execute(['total'], { inputs: { n } }));
    expect(await Promise.all(runs)).toEqual([{ total: [1] }, { total: [2] }, { total: [3] }]);
  });
});
