import pl, { type DataFrame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  Builder,
  DictResult,
  createModule,
  when,
  withColumns,
  type AnyFunction,
} from '../../src/index.ts';
import { driverOf } from '../execution/driver-of.ts';
import { columnsOf, table, wideOf } from './wide-of.ts';

describe('what a column function reads', () => {
  const columns = createModule({ a: ({ x, k }: { x: Series; k: number }) => x.mul(k) });
  const wide = withColumns('table', { modules: [columns] }) as AnyFunction;

  test('is a node where the dataflow has one of that name, in whatever module', async () => {
    const modules = [createModule({ wide, table }), createModule({ k: () => 5 }, 'later')];
    const driver = new Builder()
      .withModules<object[]>(...modules)
      .withResultBuilder(new DictResult())
      .build()
      .untyped();
    expect(columnsOf((await driver.execute(['wide']))['wide'])).toMatchObject({ a: [5, 10] });
  });

  test('is a node even where the frame has a column of that name', async () => {
    expect(await wideOf({ table, wide, x: () => pl.Series([7, 7]), k: () => 1 })).toMatchObject({
      x: [1, 2],
      a: [7, 7],
    });
  });

  test('is the config where that has the key', async () => {
    expect(await wideOf({ table, wide }, { k: 3 })).toMatchObject({ a: [3, 6] });
  });

  test('is a column of the frame, else', async () => {
    const copy = createModule({ a: ({ y }: { y: Series }) => y });
    const driver = driverOf({ table, wide: withColumns('table', { modules: [copy] }) });
    expect(columnsOf((await driver.execute(['wide']))['wide'])).toMatchObject({ a: [3, 4] });
    expect(driver.listAvailableVariables().map(({ name }) => name)).not.toContain('y');
  });

  test('is an input where `pass` says which names are columns', async () => {
    const passing = withColumns('table', { modules: [columns], pass: ['x'] });
    expect(await wideOf({ table, wide: passing }, {}, { k: 4 })).toMatchObject({ a: [4, 8] });
    expect(await wideOf({ table, wide: passing, k: () => 5 })).toMatchObject({ a: [5, 10] });
  });

  test('is a column where `pass` says so, whatever the dataflow has', async () => {
    const passing = withColumns('table', { modules: [columns], pass: ['x'] });
    const around = { x: () => pl.Series([7, 7]), k: () => 1 };
    expect(await wideOf({ table, wide: passing, ...around })).toMatchObject({ a: [1, 2] });
    const same = withColumns('table', { modules: [columns], pass: ['x', 'k'] });
    const keyed = (): DataFrame => pl.DataFrame({ x: [1, 2], k: [10, 100] });
    const both = createModule({ a: ({ x, k }: { x: Series; k: Series }) => x.mul(k) });
    const wider = withColumns('table', { modules: [both], pass: ['x', 'k'] });
    expect(await wideOf({ table: keyed, wide: wider }, { k: 3 })).toMatchObject({ a: [10, 200] });
    expect(() => driverOf({ table, wide: same })).not.toThrow();
  });

  test('with a default is a column only where `pass` says so', async () => {
    const shy = createModule({
      a: ({ x, y = 5 }: { x: Series; y?: number | Series }) => x.add(y as number),
    });
    expect(await wideOf({ table, wide: withColumns('table', { modules: [shy] }) })).toMatchObject({
      a: [6, 7],
    });
    const passing = withColumns('table', { modules: [shy], pass: ['x', 'y'] });
    expect(await wideOf({ table, wide: passing })).toMatchObject({ a: [4, 6] });
  });

  test('may be the whole frame', async () => {
    const whole = createModule({ a: ({ table }: { table: DataFrame }) => table.getColumn('y') });
    expect(await wideOf({ table, wide: withColumns('table', { modules: [whole] }) })).toMatchObject(
      { a: [3, 4] },
    );
  });

  test('may be what the engine gives', async () => {
    const tries = createModule({
      a: ({ x, $attempt }: { x: Series; $attempt: number }) => x.mul($attempt),
    });
    expect(await wideOf({ table, wide: withColumns('table', { modules: [tries] }) })).toMatchObject(
      { a: [1, 2] },
    );
  });
});

describe('the rows of the Hamilton suite', () => {
  const initial = (): DataFrame =>
    pl.DataFrame({ col1: [1, 2, 3, 4], col2: [11, 12, 13, 14], col3: [1, 1, 1, 1] });
  const functions = {
    subtracted: ({ col1, col2 }: { col1: Series; col2: Series }) => col2.sub(col1),
    multiply3: when({ factor: 5 }, ({ col3 }: { col3: Series }) => col3.mul(5)).when(
      { factor: 7 },
      ({ col3 }: { col3: Series }) => col3.mul(7),
    ),
    adjusted: ({ col1, userFactor }: { col1: Series; userFactor: number }) => col1.add(userFactor),
    multiply2: ({ col2, upstreamFactor }: { col2: Series; upstreamFactor: number }) =>
      col2.mul(upstreamFactor),
  };
  const around = { initial, upstreamFactor: () => 3 };
  const config = { factor: 5 };
  const inputs = { userFactor: 1000 };
  const expected = {
    col1: [1, 2, 3, 4],
    col2: [11, 12, 13, 14],
    col3: [1, 1, 1, 1],
    subtracted: [10, 10, 10, 10],
    multiply3: [5, 5, 5, 5],
    adjusted: [1001, 1002, 1003, 1004],
    multiply2: [33, 36, 39, 42],
  };

  test('65: columns, a scalar node and an input', async () => {
    const wide = withColumns('initial', {
      modules: [createModule(functions)],
      pass: ['col1', 'col2', 'col3'],
    });
    expect(await wideOf({ ...around, wide }, config, inputs)).toEqual(expected);
    expect(await wideOf({ ...around, wide }, { factor: 7 }, inputs)).toEqual({
      ...expected,
      multiply3: [7, 7, 7, 7],
    });
  });

  test('66: a column that is replaced first', async () => {
    const wide = withColumns('initial', {
      modules: [createModule({ ...functions, col3: () => pl.Series([0, 2, 4, 6]) })],
      pass: ['col1', 'col2'],
    });
    expect(await wideOf({ ...around, wide }, config, inputs)).toEqual({
      ...expected,
      col3: [0, 2, 4, 6],
      multiply3: [0, 10, 20, 30],
    });
  });
});
