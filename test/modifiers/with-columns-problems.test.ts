import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  type GraphError,
  createModule,
  withColumns,
  type AnyFunction,
  type IcosianError,
} from '../../src/index.ts';
import { driverOf, rejectionOf, type Loose } from '../execution/driver-of.ts';

const table = (): DataFrame => pl.DataFrame({ spend: [1, 2], clicks: [3, 4] });
const over = (columns: Loose, options: object = {}): AnyFunction =>
  withColumns('table', { modules: [createModule(columns as object)], ...options });
const failureOf = (columns: Loose, options: object = {}, frame: AnyFunction = table) =>
  rejectionOf<IcosianError>(
    driverOf({ table: frame, wide: over(columns, options) }).execute(['wide']),
  );
const problemsOf = (columns: Loose, options: object = {}): readonly string[] => {
  try {
    driverOf({ table, wide: over(columns, options) });
  } catch (error) {
    return (error as GraphError).errors.map(({ message }) =>
      message.replaceAll(/\n {2}at [^\n]*/g, ''),
    );
  }
  throw new Error('nothing was thrown');
};
/** What a failure says of its own accord, without the node around it. */
const innermost = (error: Error): string =>
  (error.cause instanceof Error ? error.cause : error).message;

describe('a column that is missing', () => {
  test('is told with those that there are, and the nearest', async () => {
    const error = await failureOf({ a: ({ spent }: { spent: Series }) => spent });
    expect(innermost(error)).toBe(
      'There is no column "spent" in "table", which has spend, clicks; it is read by "wide.a".\n  → did you mean "spend"?',
    );
    expect(error.node).toBe('wide.columns.spent');
  });

  test('is told of expressions, too', async () => {
    const error = await failureOf({ a: ({ x }: { x: Expr }) => x }, { as: 'expr' });
    expect(innermost(error)).toBe(
      'There is no column "x" in "table", which has spend, clicks; it is read by "wide.a".',
    );
  });

  test('in a lazy frame is told by Polars, when it is collected', async () => {
    const wide = over({ a: ({ x }: { x: Expr }) => x }, { as: 'expr' });
    const driver = driverOf({ table: () => table().lazy(), wide });
    const frame = (await driver.execute(['wide']))['wide'] as LazyDataFrame;
    await expect(frame.collect()).rejects.toThrow(/x/);
  });
});

describe('a column function that gives something else', () => {
  test('gives an expression where Series are wanted', async () => {
    expect(innermost(await failureOf({ a: () => pl.col('spend') }))).toBe(
      'The column function "a" gives an expression, not a Series.\n  → say as: \'expr\' where the functions give expressions',
    );
  });

  test('gives a Series where expressions are wanted', async () => {
    expect(innermost(await failureOf({ a: () => pl.Series([1, 2]) }, { as: 'expr' }))).toBe(
      'The column function "a" gives Series, not an expression.\n  → return an expression, such as x.add(y), or say as: \'series\'',
    );
  });

  test('gives too many values, or too few', async () => {
    const sentence = (count: number): string =>
      `The column function "a" gives ${count} values for a frame of 2 rows.\n  → return a value for each row`;
    expect(innermost(await failureOf({ a: () => [1, 2, 3] }))).toBe(sentence(3));
    expect(innermost(await failureOf({ a: () => [] }))).toBe(sentence(0));
    expect(innermost(await failureOf({ a: () => pl.Series([1]) }))).toBe(sentence(1));
  });

  test('is told under its frame, which is where it is put in', async () => {
    expect((await failureOf({ a: () => 5 })).node).toBe('wide');
  });

  test('that is not selected does not matter', async () => {
    const wide = over({ a: () => 5, b: () => [1, 2] }, { select: ['b'] });
    const { wide: found } = await driverOf({ table, wide }).execute(['wide']);
    expect((found as DataFrame).columns).toEqual(['spend', 'clicks', 'b']);
  });
});

describe('a frame that is none', () => {
  test('is told with what it is', async () => {
    const own = { a: ({ spend }: { spend: Series }) => spend };
    expect(innermost(await failureOf(own, {}, () => 5))).toBe(
      '"table" gives number, not a frame.\n  → columns are taken from a DataFrame or a LazyDataFrame',
    );
  });

  test('or is lazy, whose columns are no Series', async () => {
    const own = { a: ({ $attempt }: { $attempt: number }) => [$attempt, 2] };
    expect(innermost(await failureOf(own, {}, () => table().lazy()))).toBe(
      '"table" gives a lazy frame, whose columns cannot be Series.\n  → let the functions take and give expressions, as: \'expr\'; or collect the frame first',
    );
  });
});

describe('a request for columns that cannot be', () => {
  const a = ({ spend }: { spend: Series }): Series => spend;

  test('selects what no function gives', () => {
    expect(problemsOf({ share: a }, { select: ['shar'] })).toEqual([
      '"wide" selects "shar", which none of its column functions gives.\n  → did you mean "share"?',
    ]);
    expect(problemsOf({ a, b: a }, { select: ['colour'] })).toEqual([
      '"wide" selects "colour", which none of its column functions gives.\n  → its column functions: a, b',
    ]);
  });

  test('selects nothing, or has nothing to select', () => {
    expect(problemsOf({ a }, { select: [] })).toEqual([
      '"wide" puts no columns into its frame.\n  → its column functions: a',
    ]);
    expect(problemsOf({})).toEqual([
      '"wide" puts no columns into its frame.\n  → give it modules with column functions',
    ]);
  });

  test('passes what no function reads', () => {
    expect(problemsOf({ a }, { pass: ['spent'] })).toEqual([
      '"wide" passes the column "spent", which none of its column functions reads.\n  → did you mean "spend"?',
    ]);
    expect(problemsOf({ a: () => [1, 2] }, { pass: ['colour'] })).toEqual([
      '"wide" passes the column "colour", which none of its column functions reads.\n  → they read: nothing',
    ]);
  });

  test('has problems in its functions, each told under its name', () => {
    expect(problemsOf({ a: ((x: unknown, y: unknown) => [x, y]) as AnyFunction, b: a })).toEqual([
      'In "wide": "a" takes 2 positional parameters: (x, y).\n  → take its dependencies by name: ({ x, y }) => …',
    ]);
  });

  test('has functions that read each other in a circle', () => {
    const turning = { a: ({ b }: { b: Series }) => b, b: ({ a }: { a: Series }) => a };
    expect(problemsOf(turning)).toEqual([
      expect.stringContaining('There is a cycle: wide.b → wide.a → wide.b.'),
    ]);
  });

  test.each([
    ['no modules', {}],
    ['an empty list of modules', { modules: [] }],
    ['a module without a list', { modules: createModule({ a }) }],
    ['functions without a module', { modules: [a] }],
    ['another form', { modules: [createModule({ a })], as: 'frame' }],
    ['a passed name without a list', { modules: [createModule({ a })], pass: 'spend' }],
    ['selected functions', { modules: [createModule({ a })], select: [a] }],
    ['another option', { modules: [createModule({ a })], columns: ['spend'] }],
    ['no options', undefined],
  ])('is refused at once with %s', (_, options) => {
    expect(() => withColumns('table', options as never)).toThrow('withColumns(');
  });

  test.each([['', null, 5, ['table']]])('is refused at once for the frame %j', (frame) => {
    expect(() => withColumns(frame as never, { modules: [createModule({ a })] })).toThrow(
      'withColumns(…) takes a node',
    );
  });

  test('is no function to call', () => {
    const wide = over({ a });
    expect(() => wide()).toThrow(
      'What withColumns(…) gives was called directly, but only a driver knows its columns.',
    );
  });
});
