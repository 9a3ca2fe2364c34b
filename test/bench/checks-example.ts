/**
 * Five checks of a long column: through a dataflow, and as one would write them by hand.
 *
 * @module
 */
import pl, { type Series } from 'nodejs-polars';
import { Builder, DictResult, createModule } from '../../src/index.ts';
import { check } from '../../src/modifiers/check.ts';
import type { ValidationReport } from '../../src/errors.ts';

/** The third of the five checks. */
export type Third = 'unique' | 'valuesIn';

/** A way to run the checks. */
export interface Way {
  /** Gives how many rows break the first three; mean and deviation must hold. */
  readonly run: () => Promise<readonly unknown[]>;
}

const members = [0.25, 0.5, 0.75];

/** Numbers from 0 to 1: all different and in no order, or three of them. */
export function columnOf(rows: number, third: Third): Series {
  // a prime, so that every row has another value
  const step = 7_368_787;
  const values = Float64Array.from({ length: rows }, (_, row) =>
    third === 'unique' ? ((row * step) % rows) / rows : ((row % 3) + 1) / 4,
  );
  return pl.Series('value', values);
}

/** The checks as nodes: the value is handed out, too. */
export function inDataflow(column: Series, third: Third): Way {
  const rules = {
    range: [0, 1],
    maxNullFraction: 0.01,
    ...(third === 'unique' ? { unique: true as const } : { valuesIn: members }),
    mean: [0.4, 0.6],
    std: [0.1, 0.4],
    importance: 'fail',
  } as const;
  const driver = new Builder()
    .withModules(createModule({ column: check(rules, () => column) }, 'features'))
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  return {
    run: async () => {
      const found = (await driver.execute(['column', 'column.checks'])) as Record<string, unknown>;
      const { results } = found['column.checks'] as ValidationReport;
      return results.slice(0, 3).map(({ count }) => count);
    },
  };
}

/** The same expressions in one `select`; throws where one does not hold. */
export function byHand(column: Series, third: Third): Way {
  const value = pl.col('value');
  const rows = column.length;
  return {
    run: async () => {
      const found = await column
        .toFrame()
        .lazy()
        .select(
          value.lt(0).or(value.gt(1)).sum().alias('range'),
          value.nullCount().alias('nulls'),
          third === 'unique'
            ? value.nUnique().alias('third')
            : value.isIn(members).not().sum().alias('third'),
          value.mean().alias('mean'),
          value.std().alias('std'),
        )
        .collect();
      const [outside, nulls, counted, mean, std] = found.row(0) as number[];
      const broken = third === 'unique' ? rows - Number(counted) : counted;
      const holds = [outside === 0, Number(nulls) / rows <= 0.01, broken === 0];
      holds.push(
        0.4 <= Number(mean) && Number(mean) <= 0.6,
        0.1 <= Number(std) && Number(std) <= 0.4,
      );
      if (holds.includes(false)) throw new Error(`The checks do not hold: ${found.toString()}`);
      return [outside, nulls, broken];
    },
  };
}
