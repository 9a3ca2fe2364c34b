import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../src/columns/quality/report.ts';
import { readRules } from '../../src/modifiers/check-rules.ts';

/** What is said of the rules that do not hold, of a value called "x". */
const broken = async (rules: object, value: unknown): Promise<string[]> =>
  (await reportOf('x', value, readRules(rules))).results
    .filter(({ passed }) => !passed)
    .map(({ sentence }) => sentence);

const columnOf = (frame: DataFrame): Series => frame.toSeries(0);

const decimals = (...values: readonly (string | null)[]): DataFrame =>
  pl
    .DataFrame({ d: ['0', ...values] })
    .select(pl.col('d').cast(pl.Decimal(38, 2)))
    .slice(1, values.length);

/** A schema that refuses everything, and keeps what it is asked about. */
const schemaOf = (asked: unknown[]) => ({
  '~standard': {
    version: 1 as const,
    vendor: 'test',
    validate: (value: unknown) => {
      asked.push(value);
      return { issues: [{ message: 'no' }] };
    },
  },
});

describe('a column of decimals', () => {
  test('shows what breaks a rule: as a number where that is exact, else as text', async () => {
    const values = columnOf(decimals('0.50', '2.25', null, '12345678901234567.89'));
    expect(await broken({ range: [0, 1] }, values)).toEqual([
      'range [0, 1] does not hold: 2 of 4 rows (0.5) outside (row 1: 2.25, row 3: "12345678901234567.89")',
    ]);
    const [result] = (await reportOf('x', values, readRules({ range: [0, 1] }))).results;
    expect(result?.samples).toEqual([
      { row: 1, value: 2.25 },
      { row: 3, value: '12345678901234567.89' },
    ]);
  });

  test('shows repeated values, keys and rows', async () => {
    const frame = decimals('1.50', '1.50', null, null).withColumns(pl.lit('a').alias('s'));
    expect(await broken({ unique: true }, frame)).toEqual([
      'unique does not hold: 2 of 4 rows (0.5) repeating an earlier one (row 1: [1.5, "a"], row 3: [null, "a"])',
    ]);
    expect(await broken({ unique: ['d'], columns: { d: { unique: true } } }, frame)).toEqual([
      'unique by d does not hold: 2 of 4 rows (0.5) repeating an earlier one (row 1: 1.5, row 3: null)',
      'column "d": unique does not hold: 1 of 4 rows (0.25) repeating an earlier value (row 1: 1.5)',
    ]);
  });

  test('shows them in lists and structs as numbers', async () => {
    const lists = decimals('1.50', '2.25').select(pl.col('d').implode());
    expect(await broken({ length: 1 }, columnOf(lists))).toEqual([
      'length 1 does not hold: 1 of 1 row (1) longer or shorter (row 0: [1.5, 2.25])',
    ]);
    const structs = decimals('1.50', '1.50').select(
      pl
        .struct([
          pl.col('d'),
          pl.lit('a').cast(pl.Categorical).alias('c'),
          pl.lit(0).cast(pl.Datetime('us', 'Europe/Berlin')).alias('at'),
          pl.lit(0).cast(pl.Duration('us')).alias('lasts'),
          pl.lit(true).alias('b'),
        ])
        .alias('s'),
    );
    const asked: unknown[] = [];
    expect(await broken({ standardSchema: schemaOf(asked) }, structs)).toHaveLength(1);
    expect(asked[0]).toMatchObject({ s: { d: 1.5, c: 'a', b: true } });
    expect((await broken({ unique: ['s'] }, structs))[0]).toContain('1 of 2 rows (0.5) repeating');
  });

  test('gives schemas numbers: in rows, in columns, in a Series', async () => {
    const frame = decimals('1.50').withColumns(pl.lit('a').alias('s'));
    const asked: unknown[] = [];
    await broken({ standardSchema: schemaOf(asked) }, frame);
    await broken({ standardSchema: schemaOf(asked) }, frame.lazy());
    await broken({ columns: { d: { standardSchema: schemaOf(asked) } } }, frame);
    await broken({ standardSchema: schemaOf(asked) }, columnOf(frame));
    expect(asked).toEqual([{ d: 1.5, s: 'a' }, { d: 1.5, s: 'a' }, 1.5, 1.5]);
  });

  test('has its order judged', async () => {
    expect(
      await broken({ monotonic: 'increasing' }, columnOf(decimals('2.00', '10.00', '9.00'))),
    ).toEqual([
      'monotonic increasing does not hold: 1 of 3 rows (0.333333) against the order (row 2: 9)',
    ]);
  });
});

describe('a type that is written out', () => {
  const points = pl.DataFrame({ p: [{ x: 1, tags: ['a'] }] });
  const point = pl.Struct([
    new pl.Field('x', pl.Float64),
    new pl.Field('tags', pl.List(pl.String)),
  ]);

  test('is matched by a struct of the same fields', async () => {
    expect(await broken({ dtype: point }, columnOf(points))).toEqual([]);
    expect(await broken({ schema: { p: point } }, points)).toEqual([]);
    expect(await broken({ schema: { p: 'Struct' } }, points)).toEqual([]);
    const lists = points.select(pl.col('p').implode());
    expect(await broken({ dtype: pl.List(point) }, columnOf(lists))).toEqual([]);
  });

  test('names the fields where they are others', async () => {
    expect(await broken({ dtype: pl.Struct({ x: pl.Int64 }) }, columnOf(points))).toEqual([
      'dtype struct[x: i64] does not hold: it is struct[x: f64, tags: list[str]]',
    ]);
    const other = pl.Struct({ x: pl.Float64, tags: pl.String });
    expect(await broken({ schema: { p: other } }, points)).toEqual([
      'schema does not hold: "p" is struct[x: f64, tags: list[str]], not struct[x: f64, tags: str]',
    ]);
    expect(await broken({ schema: { p: pl.List(pl.Struct({ x: pl.Int8 })) } }, points)).toEqual([
      'schema does not hold: "p" is struct[x: f64, tags: list[str]], not list[struct[x: i8]]',
    ]);
  });

  test('says digits and widths, and leaves open what is not said', async () => {
    const column = columnOf(decimals('1.50'));
    expect(await broken({ dtype: pl.Decimal(38, 2) }, column)).toEqual([]);
    expect(await broken({ dtype: pl.Decimal() }, column)).toEqual([]);
    expect(await broken({ dtype: pl.Decimal(10, 4) }, column)).toEqual([
      'dtype decimal[10, 4] does not hold: it is decimal[38, 2]',
    ]);
    expect(await broken({ dtype: pl.FixedSizeList(pl.Float64, 3) }, pairs())).toEqual([
      'dtype array[f64, 3] does not hold: it is array[f64, 2]',
    ]);
  });
});

/** Lists of two, and a null. */
function pairs(): Series {
  const lists = pl.Series('v', [[1, 2], null, [3, 4]], pl.List(pl.Float64)).toFrame();
  return columnOf(lists.select(pl.col('v').cast(pl.FixedSizeList(pl.Float64, 2))));
}

describe('the length of lists that are all of one width', () => {
  test('is that width', async () => {
    expect(await broken({ length: 2 }, pairs())).toEqual([]);
    expect(await broken({ length: [3, null] }, pairs())).toEqual([
      'length [3, Infinity] does not hold: 2 of 3 rows (0.666667) longer or shorter (row 0: [1, 2], row 2: [3, 4])',
    ]);
  });
});
