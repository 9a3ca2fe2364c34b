/**
 * The frames of which run.ts speaks with Python: every data type, and every shape.
 *
 * @module
 */
import pl, { DataFrame, Series } from 'nodejs-polars';
import { nativeFrame, wrapFrame } from '../../src/columns/native.ts';
import { columnsOf, type Cell, type Columns, type ColumnType, type TimeUnit } from './columns.ts';

export interface Case {
  readonly name: string;
  readonly expected: Columns;
  /** As Polars makes it here; absent: it is read from Arrow. */
  readonly frame?: () => DataFrame;
  /** The types of Arrow that it is written as. */
  readonly stored?: readonly string[];
}

/** A case of one column. */
const typed = (
  name: string,
  type: ColumnType,
  stored: string,
  cells: readonly Cell[],
  frame?: () => DataFrame,
): Case => ({
  name,
  expected: columnsOf({ name: 'a', type, cells }),
  stored: [stored],
  ...(frame && { frame }),
});

const integers = ([8, 16, 32, 64] as const).flatMap((bits) => [
  typed(`Int${bits}`, `Int${bits}`, `int${bits}`, [
    '1',
    null,
    String(-(2n ** BigInt(bits - 1))),
    String(2n ** BigInt(bits - 1) - 1n),
    '0',
  ]),
  typed(`UInt${bits}`, `UInt${bits}`, `uint${bits}`, [
    '1',
    null,
    '0',
    String(2n ** BigInt(bits) - 1n),
  ]),
]);

// of floats, only such as Python writes like JavaScript: no small or large ones without an exponent
const special = ['NaN', 'Infinity', '-Infinity', '-0', '0', null, '1.5', '-0.1875'];
/** Around 1970, and such as numbers would round. */
const instants = ['0', '-1', null, '1700000000123', '9007199254740993'];
const unitsOfTime: readonly TimeUnit[] = ['ms', 'us', 'ns'];
const zones = [null, 'UTC', 'Europe/Berlin'] as const;
const temporals = unitsOfTime.flatMap((unit) => [
  ...zones.map((zone) =>
    typed(
      `Datetime ${unit} ${zone ?? 'without a zone'}`,
      { datetime: unit, zone },
      zone === null ? `timestamp[${unit}]` : `timestamp[${unit}, tz=${zone}]`,
      instants,
    ),
  ),
  typed(`Duration ${unit}`, { duration: unit }, `duration[${unit}]`, instants),
]);

const texts = ['', null, 'é', '🦊', 'x'.repeat(10_000), 'a\0b', 'shorter than 12', 'e\u0301'];
const point = {
  struct: [
    ['x', 'Int64'],
    ['y', 'String'],
  ],
} as const satisfies ColumnType;

const types: readonly Case[] = [
  ...integers,
  typed('Float32', 'Float32', 'float', special),
  typed('Float64', 'Float64', 'double', [
    ...special,
    '5e-324',
    '1.7976931348623157e+308',
    '0.1',
    '0.30000000000000004',
  ]),
  typed('Boolean', 'Boolean', 'bool', [true, null, false, false]),
  typed('String', 'String', 'large_string', texts),
  typed(
    'Categorical',
    'Categorical',
    'dictionary<values=large_string, indices=uint32, ordered=0>',
    ['b', 'a', null, 'b', 'é', ''],
  ),
  typed('Binary', 'Binary', 'large_binary', ['', null, '00ff', '61'.repeat(20)]),
  typed('Date', 'Date', 'date32[day]', ['0', null, '-1', '20000']),
  typed('Time', 'Time', 'time64[ns]', ['0', null, '86399999999999']),
  ...temporals,
  typed('Decimal', { decimal: [38, 2] }, 'decimal128(38, 2)', [
    '125',
    '-250',
    null,
    '9'.repeat(38),
    `-${'9'.repeat(38)}`,
  ]),
  typed('Decimal of few digits', { decimal: [5, 0] }, 'decimal128(5, 0)', ['99999', null, '-1']),
  typed('Null', 'Null', 'null', [null, null]),
  typed('List', { list: 'Int64' }, 'large_list<item: int64>', [['1', null], [], null, ['2', '3']]),
  typed('List of strings', { list: 'String' }, 'large_list<item: large_string>', [
    texts,
    null,
    [null],
  ]),
  typed(
    'List of lists',
    { list: { list: 'Float64' } },
    'large_list<item: large_list<item: double>>',
    [[['1.5'], []], null, [null, ['-0', 'NaN']], []],
  ),
  typed('List of structs', { list: point }, 'large_list<item: struct<x: int64, y: large_string>>', [
    [['1', 'a'], null],
    [],
    null,
    [[null, 'b']],
  ]),
  typed('FixedSizeList', { array: 'Float64', size: 2 }, 'fixed_size_list<item: double>[2]', [
    ['1.5', '2.5'],
    null,
    ['NaN', null],
  ]),
  typed('Struct', point, 'struct<x: int64, y: large_string>', [
    ['1', 'a'],
    [null, 'b'],
    null,
    ['9007199254740993', null],
  ]),
  typed(
    'Struct of structs',
    {
      struct: [
        ['in', point],
        ['at', { list: { datetime: 'us', zone: 'UTC' } }],
      ],
    },
    'struct<in: struct<x: int64, y: large_string>, at: large_list<item: timestamp[us, tz=UTC]>>',
    [
      [
        ['1', 'a'],
        ['5', null],
      ],
      null,
      [null, []],
      [[null, null], null],
    ],
  ),
];

/** All types side by side, of each the given rows. */
function allTypes(name: string, rows: readonly [from: number, to: number]): Case {
  const columns = types.map(({ name, expected }) => {
    const [column] = expected.columns;
    const { type, cells } = column as NonNullable<typeof column>;
    return { name, type, cells: cells.slice(...rows) };
  });
  return {
    name,
    expected: columnsOf(...columns),
    stored: types.flatMap(({ stored = [] }) => stored),
  };
}

const manyNames = ['', 'a', 'é', '🦊', 'a"b', 'a.b', '^x$', '*', ' ', 'height', '\0'];
const many = 100_000;
const numbers = Array.from({ length: many }, (_, row) => row);
const words = ['x', 'é', '🦊', ''];
const manyColumns = {
  integer: new BigInt64Array(numbers.map((row) => BigInt(row) - 50_000n)),
  float: new Float64Array(numbers.map((row) => row / 8)),
  word: numbers.map((row) => (row % 7 === 0 ? null : (words[row % 4] as string))),
};
const manyRows = (): DataFrame =>
  DataFrame([
    Series('integer', manyColumns.integer),
    Series('float', manyColumns.float),
    Series('word', manyColumns.word),
    Series('category', manyColumns.word).cast(pl.Categorical),
  ]);
const rowsOf = (from: number, to: number): Columns =>
  columnsOf(
    {
      name: 'integer',
      type: 'Int64',
      cells: Array.from(manyColumns.integer, String).slice(from, to),
    },
    {
      name: 'float',
      type: 'Float64',
      cells: Array.from(manyColumns.float, String).slice(from, to),
    },
    { name: 'word', type: 'String', cells: manyColumns.word.slice(from, to) },
    { name: 'category', type: 'Categorical', cells: manyColumns.word.slice(from, to) },
  );

const shapes: readonly Case[] = [
  allTypes('every type, without rows', [0, 0]),
  allTypes('every type, one row', [0, 1]),
  allTypes('every type, one row of nulls', [1, 2]),
  { name: 'no columns', expected: columnsOf(), frame: () => DataFrame([]) },
  {
    name: 'names',
    expected: columnsOf(
      ...manyNames.map((name, at) => ({ name, type: 'Int32' as const, cells: [`${at}`] })),
    ),
    // as apache-arrow writes it, a column without a name cannot be read
    frame: () => {
      const frame = nativeFrame(
        DataFrame(manyNames.map((_, at) => Series(`${at}`, [at], pl.Int32))),
      ).clone();
      frame.columns = manyNames;
      return wrapFrame(frame);
    },
  },
  { name: '100,000 rows', expected: rowsOf(0, many), frame: manyRows },
  { name: 'a slice', expected: rowsOf(12_345, 12_353), frame: () => manyRows().slice(12_345, 8) },
  {
    name: 'several chunks',
    expected: rowsOf(100, 160),
    frame: () =>
      pl.concat([manyRows().slice(100, 25), manyRows().slice(125, 1), manyRows().slice(126, 34)], {
        how: 'vertical',
        rechunk: false,
      }),
  },
];

export const cases: readonly Case[] = [...types, ...shapes];

/** A stream that Python makes by the name of it in interchange.py. */
export interface Specimen {
  readonly name: string;
  readonly expected: Columns;
  /** Polars cannot read it: it is refused, never misread. */
  readonly mayBeRefused?: true;
}

const specimen = (
  name: string,
  type: ColumnType,
  cells: readonly Cell[],
  mayBeRefused?: true,
): Specimen => ({
  name,
  expected: columnsOf({ name: 'a', type, cells }),
  ...(mayBeRefused && { mayBeRefused }),
});
const entry = {
  struct: [
    ['key', 'String'],
    ['value', 'Int64'],
  ],
} as const satisfies ColumnType;

export const specimens: readonly Specimen[] = [
  specimen('replaced dictionaries', 'Categorical', ['a', 'b', 'b', 'x']),
  specimen('dictionaries that grow', 'Categorical', ['a', 'b', 'a', 'b'], true),
  specimen('short words in compressed views', 'String', ['a', null, 'b'], true),
  specimen('a dictionary of integers', 'Int64', ['5', null, '6', '5']),
  specimen('seconds', { datetime: 'ms', zone: 'UTC' }, ['1000', null, '-1000']),
  specimen('a map', { list: entry }, [[['k', '1']], null]),
  { name: 'rows without columns', expected: { height: 3, columns: [] } },
];

/** Specimens of types that nodejs-polars holds, but cannot name. */
export const unnamedTypes: readonly string[] = ['Enum', 'Int128'];
