import pl, { type DataFrame } from 'nodejs-polars';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encode, decode } from '../../src/columns/codec.ts';
import { ValidationError, type ValidationReport } from '../../src/errors.ts';
import { Builder, collect, createModule, DictResult, tag, when } from '../../src/index.ts';
import { check } from '../../src/modifiers/check.ts';
import type { CheckRules } from '../../src/modifiers/check-rules.ts';

type Values = Record<string, unknown>;
const driverOf = (module: object) =>
  new Builder()
    .withModules(createModule(module as Record<string, never>, 'features'))
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
const execute = async (module: object, outputs: string[]): Promise<Values> =>
  (await driverOf(module).execute(outputs)) as Values;

/** What came of the checks of one value. */
const reportOf = async <V>(rules: CheckRules<V>, value: V): Promise<ValidationReport> =>
  (await execute({ x: check(rules as CheckRules, () => value) }, ['x.checks']))[
    'x.checks'
  ] as ValidationReport;
/** What is said of the rules that do not hold. */
const broken = async <V>(rules: CheckRules<V>, value: V): Promise<string[]> =>
  (await reportOf(rules, value)).results
    .filter(({ passed }) => !passed)
    .map(({ sentence }) => sentence);

/** What was thrown behind the error of the run. */
async function thrown(module: object, outputs: string[]): Promise<Error & { code?: string }> {
  try {
    await execute(module, outputs);
  } catch (error) {
    return error instanceof ValidationError ? error : ((error as Error).cause as Error);
  }
  throw new Error('nothing was thrown');
}

let warnings: (Error & { code?: string })[] = [];
const hear = (warning: Error): void => {
  if (warning.name === 'ValidationWarning') warnings.push(warning);
};
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
beforeEach(() => {
  warnings = [];
  process.on('warning', hear);
});
afterEach(() => {
  process.off('warning', hear);
});

const ratio = () => pl.Series('ratio', [0.5, 1.5, 2.5, null]);

//  ratio.raw ─▶ ratio.checks ─▶ ratio
//      └───────────────────────▶
describe('check', () => {
  test('gives the value on where all rules hold, and says nothing', async () => {
    const module = {
      ok: check({ range: [0, 1], importance: 'fail' }, () => pl.Series('ok', [0, 1])),
    };
    const { ok } = await execute(module, ['ok']);
    expect((ok as pl.Series).toArray()).toEqual([0, 1]);
    await turn();
    expect(warnings).toEqual([]);
  });

  test('fails with all failures at once, with counts and rows', async () => {
    const rules = {
      range: [0, 1],
      maxNullFraction: 0.1,
      dtype: 'Float64',
      importance: 'fail',
    } as const;
    const error = await thrown({ ratio: check(rules, ratio) }, ['ratio']);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.code).toBe('check/failed');
    // the run adds where the function stands
    expect(error.message.replace(/\n  at .*/, '')).toBe(
      [
        '"ratio" fails 2 of 3 checks:',
        '  range [0, 1] does not hold: 2 of 4 rows (0.5) outside (row 1: 1.5, row 2: 2.5)',
        '  maxNullFraction 0.1 does not hold: 1 of 4 rows (0.25) null (row 3: null)',
        '  → ask for "ratio.raw" to see the value, for "ratio.checks" to see all results',
      ].join('\n'),
    );
  });

  test('has its results as a node of plain data, which JSON can hold', async () => {
    const report = await reportOf({ range: [0, 1], rows: 4 }, ratio());
    expect(report).toEqual({
      node: 'x',
      passed: false,
      results: [
        {
          rule: 'range',
          importance: 'warn',
          passed: false,
          sentence:
            'range [0, 1] does not hold: 2 of 4 rows (0.5) outside (row 1: 1.5, row 2: 2.5)',
          count: 2,
          total: 4,
          fraction: 0.5,
          samples: [
            { row: 1, value: 1.5 },
            { row: 2, value: 2.5 },
          ],
        },
        { rule: 'rows', importance: 'warn', passed: true, sentence: 'rows 4 holds' },
      ],
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  test('warns the process once where nothing must hold, and gives the value on', async () => {
    const { ratio: value } = await execute({ ratio: check({ range: [0, 1], rows: 3 }, ratio) }, [
      'ratio',
    ]);
    expect((value as pl.Series).length).toBe(4);
    await turn();
    expect(warnings.map(({ code, message }) => [code, message])).toEqual([
      [
        'check/failed',
        '"ratio" fails 2 of 2 checks:\n  range [0, 1] does not hold: 2 of 4 rows (0.5) outside (row 1: 1.5, row 2: 2.5)\n  rows 3 does not hold: there are 4',
      ],
    ]);
  });

  test('says at which item it warns', async () => {
    const module = {
      day: function* day() {
        yield 1;
        yield 7;
      },
      half: check({ range: [0, 2] }, ({ day }: { day: number }) => day / 2),
      all: collect(({ half }: { half: readonly number[] }) => half.length),
    };
    expect(await execute(module, ['all'])).toEqual({ all: 2 });
    await turn();
    expect(warnings.map(({ message }) => message)).toEqual([
      '"half" fails 1 of 1 check:\n  range [0, 2] does not hold: it is 3.5\n  at item 1 of "day"',
    ]);
  });

  test.each([[{ a: 1 }], ['fine'], [{ node: 's', passed: true, results: [true] }]])(
    'does not take %j for a report',
    async (given) => {
      const driver = driverOf({ s: check({ range: [0, 1] }, () => 5) });
      const error: Error = await driver
        .execute(['s'], { overrides: { 's.checks': given } })
        .then(() => new Error('nothing was thrown'))
        .catch((error: Error) => error);
      expect(error).toMatchObject({ code: 'node/failed', node: 's' });
      expect(error.cause).toMatchObject({ code: 'check/not-a-report', node: 's' });
      expect((error.cause as Error).message).toMatch(
        /^What was given for "s\.checks" is no report: .*\.\n {2}→ give \{ node: 's', passed: true, results: \[\] \}, or override "s" itself with a value that is not checked$/,
      );
    },
  );

  test('takes a report that is given for its own', async () => {
    const driver = driverOf({ s: check({ range: [0, 1], importance: 'fail' }, () => 5) });
    const passed = { node: 's', passed: true, results: [] };
    const overrides = { 's.checks': passed };
    expect(await driver.execute(['s'], { overrides })).toEqual({ s: 5 });
  });

  test('is absent with its function, under its own name', async () => {
    const module = { x: check({ range: [0, 1] }, when({ region: 'US' }, () => 1) as never) };
    await expect(driverOf(module).execute(['x'])).rejects.toThrow(
      '"x" does not exist under this config: region is missing; its alternatives: when({ region: "US" })',
    );
  });

  test('around a check makes one report: some rules warn, others fail', async () => {
    const module = {
      ratio: check({ rows: 3, importance: 'fail' }, check({ range: [0, 2] }, ratio)),
    };
    const { nodes } = {
      nodes: driverOf(module)
        .listAvailableVariables()
        .map(({ name }) => name),
    };
    expect(nodes.toSorted()).toEqual(['ratio', 'ratio.checks', 'ratio.raw']);
    const error = (await thrown(module, ['ratio'])) as ValidationError;
    expect(error.message).toContain(
      [
        '"ratio" fails 2 of 2 checks:',
        '  rows 3 does not hold: there are 4',
        '  range [0, 2] does not hold: 1 of 4 rows (0.25) outside (row 2: 2.5) (only a warning)',
      ].join('\n'),
    );
    expect(error.report.results.map(({ rule, importance }) => [rule, importance])).toEqual([
      ['range', 'warn'],
      ['rows', 'fail'],
    ]);
    await turn();
    expect(warnings).toEqual([]);
  });

  test('leaves the function as it is: the inner check is still of its own', async () => {
    const inner = check({ range: [0, 9], importance: 'fail' }, ratio);
    const module = { inner, outer: check({ rows: 3, importance: 'fail' }, inner) };
    expect(Object.keys(await execute(module, ['inner']))).toEqual(['inner']);
    expect((await thrown(module, ['outer'])).message).toContain('fails 1 of 2 checks');
  });

  test('has what is said about the function on its result', () => {
    const driver = driverOf({
      a: check(
        { range: [0, 1] },
        tag({ owner: 'growth' }, () => 1),
      ),
    });
    const found = driver.listAvailableVariables({ tags: { owner: 'growth' } });
    expect(found.map(({ name }) => name)).toEqual(['a']);
  });

  //  day (2 items) ─▶ total
  test('of a generator looks at each item', async () => {
    const module = {
      day: check({ range: [0, 5], importance: 'fail' }, function* day() {
        yield 1;
        yield 2;
      }),
      total: collect(({ day }: { day: readonly number[] }) => day.reduce((a, b) => a + b, 0)),
    };
    expect(await execute(module, ['total'])).toEqual({ total: 3 });
    const reports = (await execute(module, ['day.checks']))['day.checks'] as ValidationReport[];
    expect(reports.map(({ passed }) => passed)).toEqual([true, true]);
  });

  test('around collect, and collect around it, close the block', async () => {
    const sum = ({ item }: { item: readonly number[] }) => item.reduce((a, b) => a + b, 0);
    const rules = { range: [0, 5], importance: 'fail' } as const;
    const item = function* item() {
      yield 1;
      yield 2;
    };
    const outside = { item, total: check(rules, collect(sum)) };
    const inside = { item, total: collect(check(rules, sum)) };
    expect(await execute(outside, ['total'])).toEqual({ total: 3 });
    expect(await execute(inside, ['total'])).toEqual({ total: 3 });
  });

  test('takes lazy frames, which stay lazy', async () => {
    const lazy = () => pl.DataFrame({ a: [1, 2] }).lazy();
    const rules = { columns: { a: { range: [0, 1] } }, importance: 'fail' } as const;
    const { frame } = await execute({ frame: check({ schema: { a: 'Float64' } }, lazy) }, [
      'frame',
    ]);
    expect((frame as object).constructor.name).not.toBe('DataFrame');
    expect((await thrown({ frame: check(rules, lazy) }, ['frame'])).message).toContain(
      'column "a": range [0, 1] does not hold: 1 of 2 rows (0.5) outside (row 1: 2)',
    );
  });
});

describe('a rule', () => {
  test.each<[string, CheckRules, unknown, string[]]>([
    [
      'a type of Polars',
      { dtype: pl.Int64 },
      pl.Series('x', [1]),
      ['dtype Int64 does not hold: it is f64'],
    ],
    [
      'a type with parameters',
      { dtype: pl.Datetime('us') },
      pl.Series('x', [new Date(0)]),
      ['dtype datetime[us] does not hold: it is datetime[ms]'],
    ],
    ['a type that holds', { dtype: pl.List(pl.Float64) }, pl.Series('x', [[1]]), []],
    ['a type by name', { dtype: 'Datetime' }, pl.Series('x', [new Date(0)]), []],
    [
      'the kind of a scalar',
      { dtype: 'string' },
      5,
      ['dtype string does not hold: it is a number'],
    ],
    [
      'a range of dates',
      { range: [new Date(0), new Date(1)] },
      [new Date(1), new Date(2)],
      [
        'range [1970-01-01T00:00:00.000Z, 1970-01-01T00:00:00.001Z] does not hold: 1 of 2 rows (0.5) outside (row 1: 1970-01-01T00:00:00.002Z)',
      ],
    ],
    [
      'an open range, where NaN lies outside',
      { range: [0, null] },
      [1, NaN],
      ['range [0, Infinity] does not hold: 1 of 2 rows (0.5) outside (row 1: NaN)'],
    ],
    [
      'a wholly open range',
      { range: [null, undefined] },
      [1, NaN],
      ['range [-Infinity, Infinity] does not hold: 1 of 2 rows (0.5) outside (row 1: NaN)'],
    ],
    [
      'a set of strings',
      { valuesIn: ['a'] },
      ['a', 'b', null],
      ['valuesIn ["a"] does not hold: 1 of 3 rows (0.333333) not among them (row 1: "b")'],
    ],
    [
      'a set of booleans',
      { valuesIn: [true] },
      [true, false],
      ['valuesIn [true] does not hold: 1 of 2 rows (0.5) not among them (row 1: false)'],
    ],
    [
      'NaN',
      { maxNanFraction: 0 },
      [NaN, 1],
      ['maxNanFraction 0 does not hold: 1 of 2 rows (0.5) NaN (row 0: NaN)'],
    ],
    ['no NaN among integers', { maxNanFraction: 0 }, new Int8Array([1]), []],
    [
      'repetition',
      { unique: true },
      ['a', 'a', null, null],
      ['unique does not hold: 1 of 4 rows (0.25) repeating an earlier value (row 1: "a")'],
    ],
    [
      'a key',
      { unique: ['a'] },
      pl.DataFrame({ a: [1, 1], b: [1, 2] }),
      ['unique by a does not hold: 1 of 2 rows (0.5) repeating an earlier one (row 1: 1)'],
    ],
    [
      'a key that is not there',
      { unique: ['c'] },
      pl.DataFrame({ a: [1, 1] }),
      ['unique by c does not hold: there is no "c"'],
    ],
    ['a mean', { mean: [2, null] }, [1, 2], ['mean [2, Infinity] does not hold: it is 1.5']],
    [
      'a mean of nothing',
      { mean: [0, 1] },
      [],
      ['mean [0, 1] does not hold: there is none, of no value'],
    ],
    [
      'a deviation of one value',
      { std: [0, 1] },
      [1],
      ['std [0, 1] does not hold: there is none, of fewer than two values'],
    ],
    [
      'a pattern of JavaScript alone',
      { regex: /^(.)\1$/ },
      ['aa', 'ab', null],
      ['regex /^(.)\\1$/ does not hold: 1 of 3 rows (0.333333) not matching (row 1: "ab")'],
    ],
    [
      'a pattern of Polars',
      { regex: '^\\p{L}+$' },
      ['é', '1'],
      ['regex "^\\\\p{L}+$" does not hold: 1 of 2 rows (0.5) not matching (row 1: "1")'],
    ],
    [
      'a pattern of Polars, of a scalar',
      { regex: '^\\p{L}+$' },
      '1',
      ['regex "^\\\\p{L}+$" does not hold: it is "1"'],
    ],
    [
      'a length in characters',
      { length: 1 },
      ['😀', 'ab'],
      ['length 1 does not hold: 1 of 2 rows (0.5) longer or shorter (row 1: "ab")'],
    ],
    [
      'a length of lists',
      { length: [1, null] },
      [[1], []],
      ['length [1, Infinity] does not hold: 1 of 2 rows (0.5) longer or shorter (row 1: [])'],
    ],
    ['the length of a scalar', { length: 2 }, '😀', ['length 2 does not hold: it has 1: "😀"']],
    ['a number of rows', { rows: [2, 3] }, [1], ['rows [2, 3] does not hold: there is 1']],
    [
      'an order',
      { monotonic: 'increasing' },
      [1, null, 0],
      ['monotonic increasing does not hold: 1 of 3 rows (0.333333) against the order (row 2: 0)'],
    ],
    [
      'a schema',
      { schema: { a: 'Int64', b: pl.String } },
      pl.DataFrame({ a: [1], c: [1] }),
      ['schema does not hold: there is no "b", "a" is f64, not Int64'],
    ],
    [
      'extra columns',
      { schema: { a: 'Float64' }, extraColumns: false },
      pl.DataFrame({ a: [1], c: [1] }),
      ['extraColumns false does not hold: there is "c"'],
    ],
    [
      'a column that is not there, once',
      { columns: { b: { range: [0, 1], unique: true } } },
      pl.DataFrame({ a: [1] }),
      ['columns does not hold: there is no "b"'],
    ],
    [
      'columns whose names look like patterns',
      { columns: { '*': { range: [0, 1] }, '^a$': { mean: [9, 9] } } },
      pl.DataFrame({ '*': [2], '^a$': [9], a: [5] }),
      ['column "*": range [0, 1] does not hold: 1 of 1 row (1) outside (row 0: 2)'],
    ],
    [
      'null, where a value is wanted',
      { range: [0, 1] },
      null,
      ['range [0, 1] does not hold: it is null'],
    ],
    [
      'null, where a frame is wanted',
      { columns: { a: { unique: true } } },
      null,
      ['column "a": unique does not hold: it is null'],
    ],
    ['null, where it is allowed', { range: [0, 1], maxNullFraction: 1 }, null, []],
    ['null, where it is a member', { valuesIn: [1, null] }, null, []],
    [
      'a column of nulls only',
      { range: [0, 1], regex: /a/, unique: true, maxNullFraction: 0.5 },
      pl
        .DataFrame({ a: [1] })
        .select(pl.lit(null).alias('a'))
        .toSeries(0),
      ['maxNullFraction 0.5 does not hold: 1 of 1 row (1) null (row 0: null)'],
    ],
    [
      'a column without rows',
      { range: [0, 1], maxNullFraction: 0, unique: true, monotonic: 'increasing' },
      [],
      [],
    ],
  ])('about %s', async (_, rules, value, sentences) => {
    expect(await broken(rules, value)).toEqual(sentences);
  });

  test('shows five rows at most, long texts cut', async () => {
    const [result] = (
      await reportOf(
        { length: 1 },
        Array.from({ length: 9 }, () => 'x'.repeat(50)),
      )
    ).results;
    expect(result?.samples).toEqual(
      Array.from({ length: 5 }, (_, row) => ({ row, value: `${'x'.repeat(40)}…` })),
    );
    expect(result?.count).toBe(9);
  });
});

describe("a user's own check", () => {
  test('says true or false, what is wrong, or both', async () => {
    const sentences = await broken(
      {
        custom: {
          isEven: (value: number) => value % 2 === 0,
          isSmall: (value: number) => (value < 3 ? true : `${value} is too large`),
          isKnown: async () => ({ passed: false, message: 'nobody knows it' }),
          isThere: () => Promise.resolve(true),
        },
      },
      5,
    );
    expect(sentences).toEqual([
      'custom "isEven" does not hold',
      'custom "isSmall" does not hold: 5 is too large',
      'custom "isKnown" does not hold: nobody knows it',
    ]);
  });

  test('has the name of its function, else its place', async () => {
    const isOdd = (): boolean => false;
    expect(await broken({ custom: [isOdd, () => false] }, 1)).toEqual([
      'custom "isOdd" does not hold',
      'custom "custom 2" does not hold',
    ]);
    expect(await broken({ custom: () => false }, 1)).toEqual(['custom does not hold']);
  });

  test('of a column gets the Series', async () => {
    const frame: DataFrame = pl.DataFrame({ a: [1, 2] });
    const custom = (column: pl.Series): string => `it is ${column.toArray().join()}`;
    expect(await broken({ columns: { a: { custom } } }, frame)).toEqual([
      'column "a": custom does not hold: it is 1,2',
    ]);
  });

  test('that throws, or says nothing, is an error', async () => {
    const failing = (custom: () => never) => thrown({ x: check({ custom }, () => 1) }, ['x']);
    const cause = new TypeError('no luck');
    const threw = await failing(() => {
      throw cause;
    });
    expect([threw.code, threw.message, threw.cause]).toEqual([
      'check/threw',
      'The check custom of "x" threw TypeError "no luck".\n  → return what is wrong as a string instead',
      cause,
    ]);
    const silent = await failing((() => undefined) as never);
    expect([silent.code, silent.message]).toEqual([
      'check/no-verdict',
      'The check custom of "x" gave undefined.\n  → return true or false, what is wrong as a string, or { passed, message }',
    ]);
  });
});

describe('rules that cannot be asked of the value', () => {
  test.each<[CheckRules, unknown, string]>([
    [
      { range: [0, 1], mean: [0, 1], rows: 2 },
      pl.Series('s', ['a', 'b']),
      '"x" gives Series str[2], which 2 checks cannot be asked of.\n  range [0, 1] needs numbers or dates\n  mean [0, 1] needs a column of numbers\n  → of a column of this type, ask dtype, valuesIn, maxNullFraction, unique, regex, length, rows, monotonic, standardSchema, custom',
    ],
    [
      { columns: { a: { range: [0, 1] } } },
      5,
      '"x" gives 5, which a check cannot be asked of.\n  column "a": range [0, 1] needs a frame with columns\n  → of a number, ask dtype, range, valuesIn, maxNullFraction, maxNanFraction, standardSchema, custom',
    ],
    [
      { range: [0, 1] },
      pl.DataFrame({ a: [1] }),
      '"x" gives DataFrame 1×1, which a check cannot be asked of.\n  range [0, 1] needs numbers or dates\n  → of a frame, ask unique, rows, schema, extraColumns, standardSchema, custom, and of its columns all else: columns: { name: { range: [0, 1] } }',
    ],
    [
      { columns: { a: { regex: /x/ } } },
      pl.DataFrame({ a: [1] }),
      '"x" gives DataFrame 1×1, which a check cannot be asked of.\n  column "a" (f64): regex /x/ needs strings\n  → of a column of this type, ask dtype, range, valuesIn, maxNullFraction, maxNanFraction, unique, mean, std, rows, monotonic, standardSchema, custom',
    ],
    [
      { dtype: 'number', range: [new Date(0), null], valuesIn: ['a'] },
      [1],
      '"x" gives Array(1) [1], which 3 checks cannot be asked of.\n  dtype number needs a scalar; of a column, name the type of Polars\n  range [1970-01-01T00:00:00.000Z, Infinity] needs dates, as its ends are\n  valuesIn ["a"] needs values of the same type as its own\n  → of a column of this type, ask dtype, range, valuesIn, maxNullFraction, maxNanFraction, unique, mean, std, rows, monotonic, standardSchema, custom',
    ],
    [
      { unique: true },
      { a: 1 },
      '"x" gives { a }, which a check cannot be asked of.\n  unique needs a column or a frame\n  → of such a value, ask maxNullFraction, standardSchema, custom',
    ],
  ])('%o are an error, whatever their importance', async (rules, value, sentence) => {
    const error = await thrown({ x: check(rules, () => value) }, ['x']);
    expect([error.code, error.name, error.message]).toEqual([
      'check/not-applicable',
      'InvalidNodeError',
      sentence,
    ]);
  });
});

describe('a ValidationError', () => {
  test('travels whole, with its report', async () => {
    const error = (await thrown({ x: check({ range: [0, 1], importance: 'fail' }, () => 5) }, [
      'x',
    ])) as ValidationError;
    const back = decode(structuredClone(encode(error))) as ValidationError;
    expect(back).toBeInstanceOf(ValidationError);
    expect(back.report).toEqual(error.report);
    expect([back.code, back.message, back.node, back.hint, back.stack]).toEqual([
      error.code,
      error.message,
      'x',
      error.hint,
      error.stack,
    ]);
    expect(Object.keys(back)).toEqual(['code', 'node']);
  });

  test('keeps its report where its place is added', () => {
    const report = { node: 'x', passed: false, results: [] };
    const placed = new ValidationError('check/failed', 'It fails.', { report, hint: 'look' }).at(
      'a.ts:7',
    );
    expect(placed).toBeInstanceOf(ValidationError);
    expect(placed.message).toBe('It fails.\n  at a.ts:7\n  → look');
    expect(placed.report).toBe(report);
    expect(Object.keys(placed)).toEqual(['code']);
  });
});
