import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { collect, extractColumns } from '../../src/index.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';

/** What the node `name` of these functions gives. */
async function valueOf(functions: Loose, name: string, inputs = {}): Promise<unknown> {
  return (await driverOf(functions).execute([name], { inputs }))[name];
}
/** The error with which the node `name` of these functions fails. */
async function failureOf(functions: Loose, name: string): Promise<Error & { code?: string }> {
  const error = await rejectionOf(driverOf(functions).execute([name]));
  expect(error).toMatchObject({ code: 'node/failed', node: name });
  return error.cause as Error;
}
const listOf = (column: unknown): readonly unknown[] => (column as Series).toArray();

describe('extractColumns', () => {
  const frame = (): DataFrame => pl.DataFrame({ x: [1, 2], y: ['a', 'b'], 'a b': [0, 0] });

  test('gives one node for each column: a Series', async () => {
    const module = { frame, ...extractColumns('frame', ['x', 'y', 'a b']) };
    const { x, y, 'a b': spaced } = await driverOf(module).execute(['x', 'y', 'a b']);
    expect([x, y, spaced].map(listOf)).toEqual([
      [1, 2],
      ['a', 'b'],
      [0, 0],
    ]);
    expect((x as Series).name).toBe('x');
  });

  test('of a record gives them new names; the Series keep theirs', async () => {
    const module = { frame, ...extractColumns('frame', { cost: 'x', price: 'x' }) };
    const { cost, price } = await driverOf(module).execute(['cost', 'price']);
    expect(listOf(cost)).toEqual([1, 2]);
    expect(listOf(price)).toEqual([1, 2]);
    expect((cost as Series).name).toBe('x');
  });

  test('takes the frame by its function, whatever it is exported as', async () => {
    const module = { table: frame, ...extractColumns(frame, ['x']) };
    expect(listOf(await valueOf(module, 'x'))).toEqual([1, 2]);
  });

  test('takes the frame by a function that is not exported', async () => {
    expect(listOf(await valueOf({ ...extractColumns(frame, ['x']) }, 'x'))).toEqual([1, 2]);
  });

  test('takes it from an input', async () => {
    const inputs = { table: pl.DataFrame({ x: [3] }) };
    expect(listOf(await valueOf({ ...extractColumns('table', ['x']) }, 'x', inputs))).toEqual([3]);
  });

  test.each(['exported', 'not exported'])('calls a function that is %s once', async (how) => {
    let calls = 0;
    const counted = (): DataFrame => {
      calls++;
      return frame();
    };
    const columns: Loose = extractColumns(counted, ['x', 'y']);
    const both = ({ x, y }: { x: Series; y: Series }): number => x.length + y.length;
    const module = { ...columns, both, ...(how === 'exported' ? { counted } : {}) };
    expect(await valueOf(module, 'both')).toBe(4);
    expect(calls).toBe(1);
  });

  test('of an asynchronous function takes what it gives', async () => {
    const later = async (): Promise<DataFrame> => frame();
    expect(listOf(await valueOf({ ...extractColumns(later, ['x']) }, 'x'))).toEqual([1, 2]);
  });

  test('of a lazy frame gives expressions, which nothing collects', async () => {
    const module = {
      lazy: (): LazyDataFrame => frame().lazy(),
      ...extractColumns('lazy', ['x']),
      doubled: ({ x }: { x: Expr }) => x.mul(pl.lit(2)).alias('doubled'),
      sum: ({ lazy, doubled }: { lazy: LazyDataFrame; doubled: Expr }) =>
        lazy.select(doubled).collectSync().getColumn('doubled').sum(),
    };
    expect(await valueOf(module, 'sum')).toBe(6);
  });

  test('of a lazy frame: a column that is missing is told when it is collected', async () => {
    const module = {
      lazy: () => frame().lazy(),
      ...extractColumns('lazy', ['z']),
      all: ({ lazy, z }: { lazy: LazyDataFrame; z: Expr }) => lazy.select(z).collectSync(),
    };
    expect((await failureOf(module, 'all')).message).toMatch(/z/);
  });

  test.each([
    [0, [0, 0]],
    ['none', ['none', 'none']],
    [false, [false, false]],
    [null, [null, null]],
  ])('fills a column that is missing with %o', async (fill, expected) => {
    const module = { frame, ...extractColumns('frame', ['x', 'z'], { fill }) };
    expect(listOf(await valueOf(module, 'z'))).toEqual(expected);
    expect(listOf(await valueOf(module, 'x'))).toEqual([1, 2]);
  });

  test('fills a column that is missing in a lazy frame, too', async () => {
    const module = {
      lazy: () => frame().lazy(),
      ...extractColumns('lazy', ['x', 'z'], { fill: 7 }),
      rows: ({ lazy, x, z }: { lazy: LazyDataFrame; x: Expr; z: Expr }) =>
        lazy.select(x, z).collectSync().toRecords(),
    };
    expect(await valueOf(module, 'rows')).toEqual([
      { x: 1, z: 7 },
      { x: 2, z: 7 },
    ]);
  });

  test('fills nothing in a frame without rows', async () => {
    const empty = (): DataFrame => pl.DataFrame({ x: [1] }).filter(pl.lit(false));
    const module = { empty, ...extractColumns(empty, ['z'], { fill: 1 }) };
    expect(listOf(await valueOf(module, 'z'))).toEqual([]);
  });

  test('without fill says which columns there are', async () => {
    const module = { frame, ...extractColumns('frame', { other: 'X' }) };
    expect(await failureOf(module, 'other')).toMatchObject({
      code: 'column/missing',
      message: 'There is no column "X" in "frame", which has x, y, a b.\n  → did you mean "x"?',
    });
    const none = { frame: () => pl.DataFrame({}), ...extractColumns('frame', ['x']) };
    expect((await failureOf(none, 'x')).message).toBe(
      'There is no column "x" in "frame", which has no columns.',
    );
  });

  test.each([
    ['a list', [1], 'Array'],
    ['a record', { x: [1] }, 'object'],
    ['null', null, 'null'],
    ['a number', 3, 'number'],
    ['a Series', pl.Series('x', [1]), 'Series'],
  ])('says so where there is %s instead of a frame', async (_, given, type) => {
    const module = { frame: () => given, ...extractColumns('frame', ['x']) };
    expect(await failureOf(module, 'x')).toMatchObject({
      code: 'column/not-a-frame',
      message: `"frame" gives ${type}, not a frame.\n  → columns are taken from a DataFrame or a LazyDataFrame`,
    });
  });

  test('names the function where that is how it was given', async () => {
    const nameless = (
      () => () =>
        3
    )();
    const one = (): number => 3;
    expect((await failureOf({ ...extractColumns(one, ['x']) }, 'x')).message).toMatch(
      /^"one" gives number/,
    );
    expect((await failureOf({ ...extractColumns(nameless, ['x']) }, 'x')).message).toMatch(
      /^"the function" gives number/,
    );
  });

  //  region ─▶ x ─▶ sums
  test('of a frame in a block gives a column for each item', async () => {
    const module = {
      *region() {
        yield pl.DataFrame({ x: [1, 2] });
        yield pl.DataFrame({ x: [3] });
      },
      ...extractColumns('region', ['x']),
      sums: collect(({ x }: { x: readonly Series[] }) => x.map((each) => each.sum())),
    };
    expect(await valueOf(module, 'sums')).toEqual([3, 3]);
  });

  test('by a generator function that is not exported opens its block', async () => {
    const regions = function* (): Generator<DataFrame> {
      yield pl.DataFrame({ x: [1, 2] });
      yield pl.DataFrame({ x: [4] });
    };
    const module = {
      ...extractColumns(regions, ['x']),
      sums: collect(({ x }: { x: readonly Series[] }) => x.map((each) => each.sum())),
    };
    expect(await valueOf(module, 'sums')).toEqual([3, 4]);
  });
});
