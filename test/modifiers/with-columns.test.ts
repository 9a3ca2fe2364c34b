import pl, { type DataFrame, type Expr, type LazyDataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  collect,
  concat,
  createModule,
  pipeOutput,
  source,
  step,
  subdag,
  value,
  withColumns,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf, driverWith } from '../execution/driver-of.ts';
import { columnsOf, table, wideOf } from './wide-of.ts';

const tableColumns = { x: [1, 2], y: [3, 4], z: [0, 0] };

//  x, y ─▶ sum ─▶ twice
const series = createModule(
  {
    sum: ({ x, y }: { x: Series; y: Series }): Series => x.add(y),
    twice: ({ sum }: { sum: Series }): Series => sum.mul(2),
  },
  'series',
);
const exprs = createModule(
  {
    sum: ({ x, y }: { x: Expr; y: Expr }): Expr => x.add(y),
    twice: ({ sum }: { sum: Expr }): Expr => sum.mul(pl.lit(2)),
  },
  'exprs',
);
const forms = [
  { as: 'series', modules: [series] },
  { as: 'expr', modules: [exprs] },
] as const;

describe.each(forms)('withColumns over $as', ({ as, modules }) => {
  test('puts the columns of its functions after those of the frame, in the order of the functions', async () => {
    const wide = withColumns('table', { modules, as });
    expect(Object.entries(await wideOf({ table, wide }))).toEqual([
      ...Object.entries(tableColumns),
      ['sum', [4, 6]],
      ['twice', [8, 12]],
    ]);
  });

  test('puts only those in that are selected, in the order of the selection', async () => {
    const one = withColumns('table', { modules, as, select: ['twice'] });
    expect(await wideOf({ table, wide: one })).toEqual({ ...tableColumns, twice: [8, 12] });
    const turned = withColumns('table', { modules, as, select: ['twice', 'sum'] });
    expect(Object.keys(await wideOf({ table, wide: turned }))).toEqual([
      'x',
      'y',
      'z',
      'twice',
      'sum',
    ]);
  });

  test('takes a frame that is named by its function', async () => {
    const wide = withColumns(table, { modules, as });
    expect(await wideOf({ renamed: table, wide })).toMatchObject({ sum: [4, 6] });
    expect(await wideOf({ wide })).toMatchObject({ sum: [4, 6] });
  });

  test('takes a frame that is an input', async () => {
    const wide = withColumns('table', { modules, as });
    expect(await wideOf({ wide }, {}, { table: table() })).toMatchObject({ twice: [8, 12] });
  });

  test('has its functions as nodes, which can be requested and overridden', async () => {
    const driver = driverOf({ table, wide: withColumns('table', { modules, as }) });
    const two = as === 'expr' ? pl.lit(2) : pl.Series('two', [2, 2]);
    const { wide, 'wide.sum': sum } = await driver.execute(['wide', 'wide.sum'], {
      overrides: { 'wide.sum': two },
    });
    expect(columnsOf(wide)).toMatchObject({ sum: [2, 2], twice: [4, 4] });
    expect(sum).toBe(two);
    expect(driver.whatIsUpstreamOf('wide.twice').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['table', 'wide.sum', 'wide.twice']),
    );
  });

  test('of a frame without rows gives one with more columns', async () => {
    const none = (): DataFrame => table().head(0);
    expect(await wideOf({ table: none, wide: withColumns('table', { modules, as }) })).toEqual({
      x: [],
      y: [],
      z: [],
      sum: [],
      twice: [],
    });
  });

  test('leaves the frame that it extends as it is', async () => {
    const driver = driverOf({ table, wide: withColumns('table', { modules, as }) });
    const { table: before } = await driver.execute(['table', 'wide']);
    expect(columnsOf(before)).toEqual(tableColumns);
  });

  test('extends a frame twice', async () => {
    const wider = createModule({ z: ({ twice }: { twice: never }) => twice });
    const functions = {
      table,
      first: withColumns('table', { modules, as }),
      wide: withColumns('first', { modules: [wider], as }),
    };
    expect(await wideOf(functions)).toEqual({
      ...tableColumns,
      z: [8, 12],
      sum: [4, 6],
      twice: [8, 12],
    });
  });

  test('lies in the block of its frame', async () => {
    const driver = driverOf({
      *part() {
        yield table();
        yield table().head(1);
      },
      wide: withColumns('part', { modules, as }),
      all: collect(({ wide }) => concat(wide)),
    });
    expect(columnsOf((await driver.execute(['all']))['all'])).toMatchObject({ twice: [8, 12, 8] });
  });

  test('works in a part, on its frame or one around it, on its inputs and config', async () => {
    const factored = createModule({
      x: ({ x, factor }: { x: Series; factor: number }) => x.mul(factor as never),
    });
    const part = createModule({
      wide: withColumns('table', { modules: [as === 'expr' ? factoredExpr : factored], as }),
    });
    const wide = ({ wide }: { wide: DataFrame }): DataFrame => wide;
    const driver = driverWith(
      {
        table,
        small: () => table().head(1),
        byConfig: subdag({ modules: [part], config: { factor: 10 } }, wide),
        byInput: subdag(
          { modules: [part], inputs: { factor: value(100), table: source('small') } },
          wide,
        ),
        around: subdag({ modules: [part] }, wide),
        factor: () => 1000,
      },
      (builder) => builder,
    );
    const found = await driver.execute(['byConfig', 'byInput', 'around', 'around.wide.x']);
    expect(columnsOf(found['byConfig'])['x']).toEqual([10, 20]);
    expect(columnsOf(found['byInput'])['x']).toEqual([100]);
    expect(columnsOf(found['around'])['x']).toEqual([1000, 2000]);
  });
});

const factoredExpr = createModule({
  x: ({ x, factor }: { x: Expr; factor: number }): Expr => x.mul(pl.lit(factor)),
});

describe('a replaced column', () => {
  test('keeps its place', async () => {
    const columns = createModule({ y: ({ x }: { x: Series }) => x.mul(10) });
    const found = await wideOf({ table, wide: withColumns('table', { modules: [columns] }) });
    expect(Object.entries(found)).toEqual([
      ['x', [1, 2]],
      ['y', [10, 20]],
      ['z', [0, 0]],
    ]);
  });

  test('may be computed from itself', async () => {
    const columns = createModule({ y: ({ y }: { y: Series }) => y.mul(10) });
    expect(await wideOf({ table, wide: withColumns('table', { modules: [columns] }) })).toEqual({
      ...tableColumns,
      y: [30, 40],
    });
  });

  test('may be computed from itself by a function that is modified', async () => {
    const plus = ({ s, by }: { s: Series; by: number }): Series => s.add(by);
    const y = pipeOutput(({ y }: { y: Series }) => y.mul(10), step(plus, { by: value(1) }));
    const columns = createModule({ y, z: ({ y }: { y: Series }) => y });
    expect(await wideOf({ table, wide: withColumns('table', { modules: [columns] }) })).toEqual({
      x: [1, 2],
      y: [31, 41],
      z: [31, 41],
    });
  });

  test('is what the other functions read, unless it is passed', async () => {
    const columns = createModule({
      x: ({ x }: { x: Series }) => x.mul(10),
      copy: ({ x }: { x: Series }) => x,
    });
    const replaced = withColumns('table', { modules: [columns] });
    expect(await wideOf({ table, wide: replaced })).toMatchObject({ copy: [10, 20] });
    const passed = withColumns('table', { modules: [columns], pass: ['x'] });
    expect(await wideOf({ table, wide: passed })).toMatchObject({ x: [10, 20], copy: [1, 2] });
  });
});

describe('a lazy frame', () => {
  const lazy = (): LazyDataFrame => table().lazy();

  test('is extended by expressions and stays lazy', async () => {
    const driver = driverOf({ lazy, wide: withColumns('lazy', { modules: [exprs], as: 'expr' }) });
    const { wide } = await driver.execute(['wide']);
    const collected = await (wide as LazyDataFrame).collect();
    expect(columnsOf(collected)).toEqual({ ...tableColumns, sum: [4, 6], twice: [8, 12] });
  });

  test('gives the same as an eager one', async () => {
    const columns = createModule({
      y: ({ y, k }: { y: Expr; k: number }) => y.mul(pl.lit(k)),
      mean: ({ y }: { y: Expr }) => y.mean(),
      above: ({ y, mean }: { y: Expr; mean: Expr }) => y.gt(mean),
    });
    const options = { modules: [columns], as: 'expr' } as const;
    const driver = driverWith(
      { lazy, table, a: withColumns('lazy', options), b: withColumns('table', options) },
      (builder) => builder.withConfig<object>({ k: 3 }),
    );
    const { a, b } = await driver.execute(['a', 'b']);
    expect(columnsOf(await (a as LazyDataFrame).collect())).toEqual(columnsOf(b));
  });
});

describe('functions over Series', () => {
  const run = (fn: AnyFunction) =>
    driverOf({ table, wide: withColumns('table', { modules: [createModule({ a: fn })] }) })
      .execute(['wide'])
      .then(({ wide }) => (wide as DataFrame).getColumn('a'));

  test.each([
    ['Int32', () => Int32Array.of(1, 2)],
    ['Float32', () => Float32Array.of(1, 2)],
    ['Float64', () => Float64Array.of(1, 2)],
    ['UInt8', () => Uint8Array.of(1, 2)],
  ])('may give typed arrays: a column of type %s', async (type, fn) => {
    const column = await run(fn);
    expect(column.dtype.toString()).toContain(type);
    expect(column.toArray()).toEqual([1, 2]);
  });

  test('may give arrays, typed as in a column of a result', async () => {
    expect((await run(() => ['a', null])).toArray()).toEqual(['a', null]);
    expect((await run(() => [1n, 2n])).dtype.toString()).toContain('Int64');
  });

  test('may be asynchronous', async () => {
    expect((await run(async () => [1, 2])).toArray()).toEqual([1, 2]);
  });

  test('name their columns, whatever the Series is called', async () => {
    expect((await run(() => pl.Series('other', [1, 2]))).name).toBe('a');
  });
});
