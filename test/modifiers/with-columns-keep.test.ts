import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { Builder, DictResult, createModule, withColumns } from '../../src/index.ts';

describe('the new columns alone', () => {
  const table = (): DataFrame => pl.DataFrame({ x: [1, 2], y: [3, 4] });
  const exprs = createModule({
    sum: ({ x, y }: { x: Expr; y: Expr }) => x.add(y),
    most: ({ x }: { x: Expr }) => x.max(),
    x: ({ x }: { x: Expr }) => x.mul(pl.lit(10)),
  });
  const series = createModule({ sum: ({ x, y }: { x: Series; y: Series }) => x.add(y) });
  const valueOf = async (module: object, name: string): Promise<unknown> => {
    const driver = new Builder()
      .withModules(createModule(module))
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    return ((await driver.execute([name])) as Record<string, unknown>)[name];
  };

  test.each([
    ['sum', ['sum'], [{ sum: 13 }, { sum: 24 }]],
    ['most', ['most'], [{ most: 20 }, { most: 20 }]],
    [
      'several',
      ['x', 'most'],
      [
        { x: 10, most: 20 },
        { x: 20, most: 20 },
      ],
    ],
  ])('over expressions, eager and lazy: %s', async (_, select, rows) => {
    const wide = withColumns(table, { modules: [exprs], as: 'expr', select, keep: 'new' });
    expect(((await valueOf({ table, wide }, 'wide')) as DataFrame).toRecords()).toEqual(rows);
    const lazy = () => table().lazy();
    const late = withColumns(lazy, { modules: [exprs], as: 'expr', select, keep: 'new' });
    const frame = (await valueOf({ lazy, late }, 'late')) as LazyDataFrame;
    expect(frame.collectSync().toRecords()).toEqual(rows);
  });

  test('over Series', async () => {
    const wide = withColumns(table, { modules: [series], keep: 'new' });
    const frame = (await valueOf({ table, wide }, 'wide')) as DataFrame;
    expect(frame.toRecords()).toEqual([{ sum: 4 }, { sum: 6 }]);
  });

  test('may be nothing else', () => {
    expect(() => withColumns(table, { modules: [series], keep: 'old' as never })).toThrow(
      'withColumns(…) does not take the option "keep" with a string.',
    );
  });
});

test('a column that is missing is told with who reads it', async () => {
  const table = (): DataFrame => pl.DataFrame({ x: [1] });
  const columns = createModule({ z: ({ xx }: { xx: Expr }) => xx });
  const wide = withColumns(table, { modules: [columns], as: 'expr' });
  const driver = new Builder().withModules(createModule({ table, wide })).build().untyped();
  await expect(driver.execute(['wide'])).rejects.toThrow(
    'There is no column "xx" in "table", which has x; it is read by "wide.z".',
  );
});
