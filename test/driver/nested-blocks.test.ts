import { describe, expect, test } from 'vitest';
import { collect } from '../../src/index.ts';
import { driverOf, type Loose } from '../execution/driver-of.ts';

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
