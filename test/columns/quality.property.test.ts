import * as fc from 'fast-check';
import pl from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { rustPattern, testOf, textMatches } from '../../src/columns/quality/pattern.ts';
import { reportOf } from '../../src/columns/quality/report.ts';
import { readRules } from '../../src/modifiers/check-rules.ts';

const resultsOf = async (value: unknown, rules: object) =>
  (await reportOf('x', value, readRules(rules))).results;

const cells = fc.array(
  fc.option(
    fc.oneof(
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noDefaultInfinity: true, min: -4, max: 4 }),
      fc.constant(NaN),
    ),
  ),
  { maxLength: 12 },
);
type Cells = readonly (number | null)[];
const present = (values: Cells): number[] => values.filter((value) => value !== null);
const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
const rowsWhere = (values: Cells, isBroken: (value: number, row: number) => boolean): number[] =>
  values.flatMap((value, row) => (value !== null && isBroken(value, row) ? [row] : []));
// NaN is greater than every number
const isLess = (a: number, b: number): boolean => a < b || (Number.isNaN(b) && !Number.isNaN(a));

describe('what is measured equals a naive count', () => {
  const column = (values: Cells) =>
    pl.Series('x', [0, ...values], pl.Float64).slice(1, values.length + 1);

  test('for ranges, sets, nulls, NaN, repetition and order', async () => {
    const before = (values: Cells, row: number): number | undefined =>
      present(values.slice(0, row)).at(-1);
    await fc.assert(
      fc.asyncProperty(cells, async (values) => {
        const members = [0, 1, NaN];
        const results = await resultsOf(column(values), {
          range: [-1, 2],
          valuesIn: members,
          maxNullFraction: 0.25,
          maxNanFraction: 0,
          unique: true,
          monotonic: 'strictly increasing',
        });
        const nulls = values.flatMap((value, row) => (value === null ? [row] : []));
        const expected = [
          rowsWhere(values, (value) => !(value >= -1 && value <= 2)),
          rowsWhere(values, (value) => !members.some((member) => same(member, value))),
          nulls,
          rowsWhere(values, Number.isNaN),
          rowsWhere(values, (value, row) =>
            present(values.slice(0, row)).some((earlier) => same(earlier, value)),
          ),
          rowsWhere(values, (value, row) => {
            const last = before(values, row);
            return last !== undefined && !isLess(last, value);
          }),
        ];
        expect(results.map(({ count }) => count)).toEqual(expected.map(({ length }) => length));
        expect(results.map(({ passed }) => passed)).toEqual(
          expected.map(({ length }, rule) =>
            rule === 2 ? length <= values.length / 4 : length === 0,
          ),
        );
        const samples = results.map(({ samples = [] }) => samples.map(({ row }) => row));
        expect(samples).toEqual(
          expected.map((rows, rule) => (results[rule]?.passed === true ? [] : rows.slice(0, 5))),
        );
      }),
    );
  });

  test('for every end of a range, open or closed, of every type of number', async () => {
    const end = fc.option(
      fc.oneof(fc.integer({ min: -140, max: 300 }), fc.double({ min: -5, max: 5 })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 127 }), { maxLength: 8 }),
        fc.tuple(end, end).filter(([low, high]) => low === null || high === null || low <= high),
        fc.constantFrom(
          Int8Array,
          Uint8Array,
          Int32Array,
          Float32Array,
          Float64Array,
          BigInt64Array,
          BigUint64Array,
        ),
        async (numbers, range, Typed) => {
          const isLong = Typed === BigInt64Array || Typed === BigUint64Array;
          const values = isLong
            ? Typed.from(numbers.map(BigInt))
            : (Typed as Float64ArrayConstructor).from(numbers);
          const [{ count } = {}] = await resultsOf(values, { range });
          // what is compared with single precision has it, too
          const [low, high] = range.map((end) =>
            end !== null && Typed === Float32Array ? Math.fround(end) : end,
          );
          const isOutside = (value: number) =>
            value < (low ?? -Infinity) || value > (high ?? Infinity);
          expect(count).toBe(numbers.filter(isOutside).length);
        },
      ),
    );
  });

  test('for integers beyond 2^53', async () => {
    const long = fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n });
    await fc.assert(
      fc.asyncProperty(
        fc.array(long, { maxLength: 6 }),
        long,
        fc.boolean(),
        async (values, end, isSigned) => {
          const column = isSigned ? BigInt64Array.from(values) : BigUint64Array.from(values);
          const results = await resultsOf(column, { range: [end, null], valuesIn: [end, 2 ** 53] });
          expect(results.map(({ count }) => count)).toEqual([
            values.filter((value) => value < end).length,
            values.filter((value) => value !== end && value !== 2n ** 53n).length,
          ]);
        },
      ),
    );
  });

  test('for mean and deviation', async () => {
    const numbers = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const std = Math.sqrt(squares / (values.length - 1));
        const near = (value: number): [number, number] => [value - 1e-9, value + 1e-9];
        const beyond = (value: number): [number, number] => [value + 1e-9, value + 1];
        const hold = await resultsOf(values, { mean: near(mean), std: near(std) });
        const fail = await resultsOf(values, { mean: beyond(mean), std: beyond(std) });
        expect([...hold, ...fail].map(({ passed }) => passed)).toEqual([true, true, false, false]);
      }),
    );
  });

  test('for lengths, patterns and rows of frames', async () => {
    const row = fc.record({
      a: fc.constantFrom(1, 2, NaN),
      b: fc.option(fc.constantFrom('', 'é😀', 'ab')),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 10 }),
        fc.boolean(),
        async (rows, isLazy) => {
          const frame = pl.DataFrame([
            pl.Series(
              'a',
              rows.map(({ a }) => a),
              pl.Float64,
            ),
            pl.Series('b', ['', ...rows.map(({ b }) => b)]).slice(1, rows.length + 1),
          ]);
          const results = await resultsOf(isLazy ? frame.lazy() : frame, {
            unique: true,
            rows: [1, 5],
            columns: { b: { length: [1, 2], regex: /^[a-z]*$/ } },
          });
          const keys = rows.map(({ a, b }) => `${a},${JSON.stringify(b)}`);
          const lengths = rows.filter(({ b }) => b === '').length;
          const patterns = rows.filter(({ b }) => b === 'é😀').length;
          expect(results.map(({ count }) => count)).toEqual([
            keys.length - new Set(keys).size,
            undefined,
            lengths,
            patterns,
          ]);
          expect(results[1]?.passed).toBe(rows.length <= 5);
        },
      ),
    );
  });
});

describe('a RegExp', () => {
  const atom = fc.constantFrom(
    'a',
    'K',
    's',
    '0',
    '-',
    'é',
    'ſ',
    ' ',
    '\\d',
    '\\w',
    '\\s',
    '\\D',
    '\\W',
    '\\S',
    '\\b',
    '.',
    '\\.',
    '\\/',
    '\\-',
    '\\t',
    '[a-c]',
    '[^a-c]',
    '[\\d-]',
    '[\\w.]',
    '[^\\s]',
    '[\\D]',
    '[&&~-]',
    '[A-Z_]',
    '[[]',
    '[é]',
    '(?:ab)',
    '(a|s)',
    '(?<n>a)',
    '^',
    '$',
    '|',
    '\\u0041',
    '\\p{L}',
    '(?=a)',
  );
  const quantified = fc
    .tuple(atom, fc.constantFrom('', '', '', '*', '+?', '?', '{2}', '{1,}', '{0,2}?'))
    .map(([one, many]) => one + many);
  const pattern = fc
    .tuple(
      fc.array(quantified, { maxLength: 4 }),
      fc.constantFrom('', 'u', 'i', 's', 'g', 'iu', 'm', 'su'),
    )
    .map(([parts, flags]): RegExp | undefined => {
      try {
        return new RegExp(parts.join(''), flags);
      } catch {
        return undefined;
      }
    })
    .filter((found) => found !== undefined);
  const letter = fc.constantFrom(
    'a',
    'b',
    'k',
    'K',
    '\u212A',
    's',
    'ſ',
    '0',
    '٣',
    '-',
    '_',
    'é',
    'É',
    ' ',
    '\u00A0',
    '\uFEFF',
    '\u0085',
    '\n',
    '\r',
    '\u2028',
    '&',
    '~',
    '[',
    '.',
    '/',
    '\t',
    '^',
  );

  test('that Polars takes over means the same there', () => {
    let translated = 0;
    fc.assert(
      fc.property(pattern, fc.string({ unit: letter, maxLength: 5 }), (found, text) => {
        const rust = rustPattern(found);
        if (rust === undefined) return;
        translated++;
        expect([found, rust, text, textMatches(rust, text)]).toEqual([
          found,
          rust,
          text,
          testOf(found)(text),
        ]);
      }),
      { numRuns: 1500 },
    );
    expect(translated).toBeGreaterThan(300);
  });

  test.each([/(?=a)b/, /(a)\1/, /\p{L}/u, /^a$/m, /a/y, /é/i, /[^]/, /[é-ü]/i])(
    '%s is left to JavaScript',
    (found) => {
      expect(rustPattern(found)).toBeUndefined();
    },
  );

  test.each([
    [/^[A-Z]{2}-\d+$/, '^[A-Z]{2}\\-[0-9]+$'],
    [/^id\.\w+$/i, '^[iI][dD]\\.[0-9A-Za-z_]+$'],
    [/a\/b/g, 'a\\/b'],
  ])('%s is %s to Polars', (found, rust) => {
    expect(rustPattern(found)).toBe(rust);
  });
});
