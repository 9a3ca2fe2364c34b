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

//  year ─▶ month ─▶ day ─▶ name        2 years of 2 months of 2 days
const calendar: Loose = {
  year: function* () {
    yield* [1, 2];
  },
  month: function* ({ year }) {
    yield* [year * 10 + 1, year * 10 + 2];
  },
  day: function* ({ month }) {
    yield* [month * 10 + 1, month * 10 + 2];
  },
  name: ({ year, month, day }) => `${year}/${month}/${day}`,
  namesOfMonth: collect(({ name }: { name: string[] }) => name),
  namesOfYear: collect(({ namesOfMonth }: { namesOfMonth: string[][] }) => namesOfMonth),
  names: collect(({ namesOfYear }: { namesOfYear: string[][][] }) => namesOfYear),
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
  //                   └─▶ second        first reverses its list in place
  test('gives each reader a list of its own', async () => {
    const lists: unknown[] = [];
    const driver = driverOf({
      ...letters,
      first: collect(({ upper }: { upper: string[] }) => (lists.push(upper), upper.reverse())),
      second: collect(({ upper }: { upper: string[] }) => (lists.push(upper), upper)),
      again: collect(({ upper }: { upper: string[] }) => upper.splice(1)),
    });
    expect(await driver.execute(['first', 'second', 'again', 'upper'])).toEqual({
      first: ['C', 'B', 'A'],
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

describe('blocks in blocks', () => {
  test('to depth 3: each collect closes one level', async () => {
    const { names } = await driverOf(calendar).execute(['names']);
    expect(names).toEqual([
      [
        ['1/11/111', '1/11/112'],
        ['1/12/121', '1/12/122'],
      ],
      [
        ['2/21/211', '2/21/212'],
        ['2/22/221', '2/22/222'],
      ],
    ]);
  });

  test('give outputs inside them flat, in item order, at any depth', async () => {
    const found = await driverOf(calendar).execute(['year', 'month', 'day', 'namesOfMonth']);
    expect(found).toEqual({
      year: [1, 2],
      month: [11, 12, 21, 22],
      day: [111, 112, 121, 122, 211, 212, 221, 222],
      // the values themselves are lists: they stay
      namesOfMonth: [
        ['1/11/111', '1/11/112'],
        ['1/12/121', '1/12/122'],
        ['2/21/211', '2/21/212'],
        ['2/22/221', '2/22/222'],
      ],
    });
  });

  //  outer ─▶ inner ─▶ perOuter ─▶ all        the second outer item has no inner ones
  test('may be empty, each for itself', async () => {
    const nested = (outer: readonly number[]): Loose => ({
      outer: function* () {
        yield* outer;
      },
      inner: function* ({ outer: size }) {
        for (let i = 0; i < size; i++) yield i;
      },
      perOuter: collect(({ inner }: { inner: number[] }) => inner),
      all: collect(({ perOuter }: { perOuter: number[][] }) => perOuter),
    });
    const outputs = ['all', 'inner', 'outer', 'perOuter'];
    expect(await driverOf(nested([2, 0, 1])).execute(outputs)).toEqual({
      all: [[0, 1], [], [0]],
      inner: [0, 1, 0],
      outer: [2, 0, 1],
      perOuter: [[0, 1], [], [0]],
    });
    expect(await driverOf(nested([])).execute(outputs)).toEqual({
      all: [],
      inner: [],
      outer: [],
      perOuter: [],
    });
  });

  //  outer ─▶ inner ─▶ pair ─▶ perOuter        perOuter reads its own outer item, too
  test('give a collect the values of its own outer item', async () => {
    const driver = driverOf({
      outer: function* () {
        yield* ['x', 'y'];
      },
      inner: function* ({ outer }) {
        yield* [`${outer}1`, `${outer}2`];
      },
      perOuter: collect(
        ({ inner, outer }: { inner: string[]; outer: string }) => `${outer}: ${inner.join()}`,
        { from: ['inner'] },
      ),
    });
    expect(await driver.execute(['perOuter'])).toEqual({ perOuter: ['x: x1,x2', 'y: y1,y2'] });
  });

  //  left ─▶ leftAll ─┬─▶ both        two blocks beside one another in the block of outer
  //  right ─▶ rightAll┘
  test('may lie beside one another', async () => {
    const driver = driverOf({
      outer: function* () {
        yield* [1, 2];
      },
      left: function* ({ outer }) {
        yield* [outer, outer];
      },
      right: function* ({ outer }) {
        yield* [outer * 10];
      },
      leftAll: collect(({ left }: { left: number[] }) => left),
      rightAll: collect(({ right }: { right: number[] }) => right),
      both: ({ leftAll, rightAll }) => [...leftAll, ...rightAll],
    });
    expect(await driver.execute(['both', 'right'])).toEqual({
      both: [
        [1, 1, 10],
        [2, 2, 20],
      ],
      right: [10, 20],
    });
  });
});

describe('collect with from', () => {
  //  item ─┬─▶ total ─┐
  //        └──────────┴─▶ gap ─▶ gaps        gap lies in the block that it collects
  test('inside its own block gives the lists of those, and the item of the others', async () => {
    const driver = driverOf({
      item: function* () {
        yield* [1, 5];
      },
      outer: function* ({ item }) {
        yield* [item, item + 1];
      },
      gap: collect(
        ({ outer, item }: { outer: number[]; item: number }) => `${item}: ${outer.join()}`,
        { from: ['outer'] },
      ),
    });
    expect(await driver.execute(['gap'])).toEqual({ gap: ['1: 1,2', '5: 5,6'] });
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
