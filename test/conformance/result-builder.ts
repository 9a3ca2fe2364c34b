/**
 * What every result builder does: call it from the test of each.
 *
 * @module
 */
import { DataFrame, lit, Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import { type IcosianError, ResultError } from '../../src/errors.ts';
import { columnNamesOf, heightOf } from '../../src/columns/frame.ts';
import { valueTypeOf } from '../../src/columns/value-type.ts';
import { blockValues } from '../../src/results/block-values.ts';
import { buildWith } from '../../src/results/build-result.ts';
import { isAccepted } from '../../src/results/refusal.ts';
import type { ResultBuilder, ValueType } from '../../src/results/result-builder.ts';

/** What the suite cannot know about a builder. */
export interface BuilderFacts<Result> {
  /** The names that the result shows, in its order. */
  readonly namesIn: (result: Result) => readonly string[];
  /** How the numbers of one column come back. @default not looked at */
  readonly numbersIn?: (result: Result, name: string) => readonly number[];
}

/** One value of every type: what a builder does not accept, it must refuse. */
const oneOfEach: Readonly<Record<Exclude<ValueType, 'any'>, () => unknown>> = {
  null: () => null,
  boolean: () => true,
  number: () => 1,
  bigint: () => 1n,
  string: () => 'text',
  Date: () => new Date(0),
  Array: () => [1],
  TypedArray: () => new Float64Array([1]),
  Series: () => Series('other', [1]),
  DataFrame: () => DataFrame({ inner: [1] }),
  LazyDataFrame: () => DataFrame({ inner: [1] }).lazy(),
  Expr: () => lit(1),
  ArrowVector: () => ({ [Symbol.for('apache-arrow/Vector')]: true, type: 'Int8', length: 1 }),
  ArrowTable: () => ({ [Symbol.for('apache-arrow/Table')]: true, numRows: 1, numCols: 1 }),
  function: () => () => 1,
  object: () => ({ a: 1 }),
};

/** States the contract of result builders for the builders that `make` gives. */
export function resultBuilderBehaves<Result>(
  name: string,
  make: () => ResultBuilder,
  { namesIn, numbersIn }: BuilderFacts<Result>,
): void {
  const build = async (outputs: Record<string, unknown>): Promise<Result> =>
    (await buildWith(make(), outputs)) as Result;

  describe(`${name} as a result builder`, () => {
    test('keeps the order of the request', async () => {
      const outputs = { zeta: [1, 2], alpha: Series('zeta', [3, 4]), mid: new Int32Array([5, 6]) };
      expect(namesIn(await build(outputs))).toEqual(['zeta', 'alpha', 'mid']);
    });

    test('names what it gives after the outputs, not after the Series', async () => {
      expect(namesIn(await build({ spend: Series('other', [1]) }))).toEqual(['spend']);
    });

    test('leaves the values as they are', async () => {
      const series = Series('own', [1, 2]);
      const frame = DataFrame({ a: [1, 2] });
      const list = [1, 2];
      const outputs = Object.freeze({ series, frame, list });
      await build(outputs);
      expect(series.name).toBe('own');
      expect(series.toArray()).toEqual([1, 2]);
      expect(columnNamesOf(frame)).toEqual(['a']);
      expect(heightOf(frame)).toBe(2);
      expect(list).toEqual([1, 2]);
      // by identity: comparing Series deeply reads members that throw
      expect(
        Object.values(outputs).every((value, index) => value === [series, frame, list][index]),
      ).toBe(true);
    });

    test('gives the same for the same values again, also at the same time', async () => {
      const builder = make();
      const outputs = { a: Series('a', [1, 2]), b: [3, 4] };
      const both = await Promise.all([buildWith(builder, outputs), buildWith(builder, outputs)]);
      for (const result of both) expect(namesIn(result as Result)).toEqual(['a', 'b']);
    });

    test('gives what its outputType says', async () => {
      const type = make().outputType?.() ?? 'any';
      expect(isAccepted(await build({ a: [1, 2] }), [type])).toBe(true);
    });

    test('refuses every type that its inputTypes leave out, naming output, value and builder', async () => {
      const builder = make();
      const accepted = builder.inputTypes?.() ?? ['any'];
      for (const [type, makeValue] of Object.entries(oneOfEach)) {
        const value = makeValue();
        expect(valueTypeOf(value)).toBe(type);
        if (isAccepted(value, accepted)) continue;
        const error: unknown = await build({ odd: value }).catch((thrown: unknown) => thrown);
        expect(error, type).toBeInstanceOf(ResultError);
        const { code, node, message, hint } = error as IcosianError;
        expect({ code, node }).toEqual({ code: 'result/refused-value', node: 'odd' });
        expect(message).toMatch(/^"odd" is .+, which .+ does not take\./);
        expect(hint).toBeDefined();
      }
    });

    test('names every refused value in one error', async () => {
      const accepted = make().inputTypes?.() ?? ['any'];
      if (isAccepted(() => 1, accepted)) return;
      const error = (await build({ one: () => 1, fine: [1], two: () => 2 }).catch(
        (thrown: unknown) => thrown,
      )) as IcosianError;
      expect(error).toBeInstanceOf(ResultError);
      expect(error.message).toContain('"one" is');
      expect(error.message).toContain('"two" is');
      expect(error.message).not.toContain('"fine" is');
    });

    test('of an empty request, gives a result or says that nothing was requested', async () => {
      const result: unknown = await build({}).catch((thrown: unknown) => thrown);
      if (result instanceof Error)
        expect(result).toMatchObject({ code: 'result/nothing-requested' });
      else expect(namesIn(result as Result)).toEqual([]);
    });

    test('takes the values of a block in item order', async () => {
      const result = await build({ perItem: blockValues([3, 1, 2]) });
      expect(namesIn(result)).toEqual(['perItem']);
      if (numbersIn) expect(numbersIn(result, 'perItem')).toEqual([3, 1, 2]);
    });
  });
}
