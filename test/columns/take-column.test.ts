import pl, { type DataFrame, type Expr, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { columnExpression, takeColumn, withColumnsOf } from '../../src/columns/take-column.ts';

const table = pl.DataFrame({ x: [1, 2], y: ['a', 'b'] });
const valuesOf = (column: unknown): unknown => (column as Series).toArray();

describe('takeColumn', () => {
  test('gives a column of a frame, and of a lazy one its expression', async () => {
    expect(valuesOf(takeColumn(table, 'x', 'f'))).toEqual([1, 2]);
    const expression = takeColumn(table.lazy(), 'y', 'f') as Expr;
    expect((await table.lazy().select(expression).collect()).getColumn('y').toArray()).toEqual([
      'a',
      'b',
    ]);
  });

  test('fills what is missing, in every row, also of no rows', () => {
    expect(valuesOf(takeColumn(table, 'z', 'f', 7))).toEqual([7, 7]);
    expect(valuesOf(takeColumn(table, 'z', 'f', null))).toEqual([null, null]);
    expect(valuesOf(takeColumn(table.head(0), 'z', 'f', 'w'))).toEqual([]);
    expect(valuesOf(takeColumn(table, 'x', 'f', 7))).toEqual([1, 2]);
  });

  test('has no row to fill in a frame without columns', () => {
    const filled = takeColumn(pl.DataFrame({}), 'z', 'f', 7) as Series;
    expect([filled.name, filled.toArray()]).toEqual(['z', []]);
  });

  test.each(['*', '^a.*$'])('takes "%s" for a name, not for a pattern', async (name) => {
    const lazy = pl.DataFrame({ [name]: [1], ab: [2] }).lazy();
    for (const expression of [
      takeColumn(lazy, name, 'f'),
      takeColumn(lazy, name, 'f', 0),
      columnExpression(lazy, name, 'f'),
      columnExpression(await lazy.collect(), name, 'f'),
    ]) {
      const frame = await lazy.select(expression as Expr).collect();
      expect(frame.toObject()).toEqual({ [name]: [1] });
    }
    const other = pl.DataFrame({ ab: [2] }).lazy();
    const sentence = `There is no column "${name}" in "f", which has ab.`;
    expect(() => takeColumn(other, name, '"f"')).toThrow(sentence);
    expect(() => columnExpression(other, name, '"f"')).toThrow(sentence);
  });

  test('names what is missing, what there is, and the nearest', () => {
    expect(() => takeColumn(table, 'zed', '"f"')).toThrow(
      'There is no column "zed" in "f", which has x, y.',
    );
    const wide = pl.DataFrame({ spend: [1] });
    expect(() => takeColumn(wide, 'spent', '"f"')).toThrow(
      'There is no column "spent" in "f", which has spend.\n  → did you mean "spend"?',
    );
    expect(() => takeColumn(pl.DataFrame({}), 'x', '"f"')).toThrow(
      'There is no column "x" in "f", which has no columns.',
    );
  });

  test.each([
    ['a number', 5],
    ['null', null],
    ['a Series', pl.Series('x', [1])],
    ['a record of columns', { x: [1, 2] }],
  ])('refuses %s', (_, given) => {
    expect(() => takeColumn(given, 'x', '"f"')).toThrow(/^"f" gives .*, not a frame\./);
    expect(() => columnExpression(given, 'x', '"f"')).toThrow(/^"f" gives .*, not a frame\./);
    expect(() => withColumnsOf(given, new Map(), { as: 'expr', keep: 'all' }, '"f"')).toThrow(
      'not a frame',
    );
    expect(() => withColumnsOf(given, new Map(), { as: 'series', keep: 'all' }, '"f"')).toThrow(
      'not a frame',
    );
  });
});

describe('columnExpression', () => {
  test('names a column of a frame that has it; of a lazy one, any', () => {
    expect(
      table
        .select(columnExpression(table, 'x', 'f'))
        .getColumn('x')
        .toArray(),
    ).toEqual([1, 2]);
    expect(() => columnExpression(table, 'z', '"f"')).toThrow(
      'There is no column "z" in "f", which has x, y.',
    );
    expect(() => columnExpression(table.lazy(), 'z', '"f"')).not.toThrow();
  });
});

describe('withColumnsOf', () => {
  const put = (columns: object, as: 'series' | 'expr' = 'series', frame: unknown = table) =>
    withColumnsOf(frame, new Map(Object.entries(columns)), { as, keep: 'all' }, '"f"') as DataFrame;

  test('puts columns into a frame: replaced ones in their place, new ones behind', () => {
    const found = put({ b: [3, 4], x: pl.Series('other', [5, 6]), a: Int16Array.of(7, 8) });
    expect(found.columns).toEqual(['x', 'y', 'b', 'a']);
    expect(found.toRecords()).toEqual([
      { x: 5, y: 'a', b: 3, a: 7 },
      { x: 6, y: 'b', b: 4, a: 8 },
    ]);
    expect(table.columns).toEqual(['x', 'y']);
  });

  test('of none gives the frame', () => {
    expect(put({}).toRecords()).toEqual(table.toRecords());
    expect(put({}, 'expr').toRecords()).toEqual(table.toRecords());
  });

  test('puts expressions under their names in, a scalar one in every row', () => {
    const found = put({ x: pl.col('x').mul(pl.lit(2)), n: pl.col('x').sum() }, 'expr');
    expect(found.toRecords()).toEqual([
      { x: 2, y: 'a', n: 3 },
      { x: 4, y: 'b', n: 3 },
    ]);
  });

  test('renames no Series of the user', () => {
    const mine = pl.Series('mine', [1, 2]);
    put({ x: mine });
    expect(mine.name).toBe('mine');
  });

  test('puts columns without values into a frame without rows', () => {
    const none = table.head(0);
    expect(put({ a: [], b: new Float64Array() }, 'series', none).columns).toEqual([
      'x',
      'y',
      'a',
      'b',
    ]);
  });

  test.each([
    ['of another height', [1, 2, 3], 'gives 3 values for a frame of 2 rows.'],
    ['of one value', pl.Series([1]), 'gives 1 values for a frame of 2 rows.'],
    ['a scalar', 5, 'gives number, not a Series.'],
    ['null', null, 'gives null, not a Series.'],
    ['an expression', pl.col('x'), 'gives an expression, not a Series.'],
    ['a frame', table, 'gives DataFrame, not a Series.'],
  ])('refuses as a column %s', (_, value, sentence) => {
    expect(() => put({ a: value })).toThrow(`The column function "a" ${sentence}`);
  });

  test.each([
    ['a Series', pl.Series([1, 2]), 'Series'],
    ['a number', 5, 'number'],
    ['a list', [1, 2], 'Array'],
  ])('refuses as an expression %s', (_, value, type) => {
    expect(() => put({ a: value }, 'expr')).toThrow(
      `The column function "a" gives ${type}, not an expression.`,
    );
  });

  test('refuses Series for a lazy frame', () => {
    expect(() => put({ a: [1, 2] }, 'series', table.lazy())).toThrow(
      '"f" gives a lazy frame, whose columns cannot be Series.',
    );
  });
});
