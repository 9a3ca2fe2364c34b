import { DataFrame, type DataFrame as Frame, type Series } from 'nodejs-polars';
import { describe, expect, test } from 'vitest';
import {
  Builder,
  collect,
  concat,
  createModule,
  parallelizable,
  type Collect,
  type Parallelizable,
} from '../../src/index.ts';

//  sales ─▶ region ─▶ stats ─┬─▶ report        a frame for each region, and scalars beside it
//                            └─▶ …
const sales = DataFrame({ region: ['EU', 'US', 'EU'], amount: [1, 2, 4] });
const driver = new Builder()
  .withModules(
    createModule({
      region: function* ({ sales: all }: { sales: Frame }): Parallelizable<Frame> {
        yield* all.partitionBy('region', true);
      },
      stats: ({ region }: { region: Frame }): Frame => region.select('region', 'amount'),
      amount: ({ region }: { region: Frame }): Series => region.getColumn('amount'),
      name: ({ region }: { region: Frame }): string => region.getColumn('region').get(0) as string,
      amounts: ({ amount }: { amount: Series }): number[] => amount.toArray() as number[],
      total: ({ amount }: { amount: Series }): number => amount.sum(),
      report: collect(({ stats }: { stats: Collect<Frame> }): Frame => concat(stats)),
    }),
  )
  .build();
const inputs = { sales };

describe('a frame that is built from outputs inside a block', () => {
  test('concatenates frames in item order, alone as they are', async () => {
    const rows = [
      { region: 'EU', amount: 1 },
      { region: 'EU', amount: 4 },
      { region: 'US', amount: 2 },
    ];
    expect((await driver.execute(['stats'], { inputs })).toRecords()).toEqual(rows);
    expect((await driver.execute(['report'], { inputs })).toRecords()).toEqual(rows);
  });

  test('makes a column of scalars, and a list column of lists', async () => {
    const frame = await driver.execute(['name', 'total', 'amounts'], { inputs });
    expect(frame.toRecords()).toEqual([
      { name: 'EU', total: 5, amounts: [1, 4] },
      { name: 'US', total: 2, amounts: [2] },
    ]);
  });

  test('concatenates Series into one column', async () => {
    const frame = await driver.execute(['amount'], { inputs });
    expect(frame.toRecords()).toEqual([{ amount: 1 }, { amount: 4 }, { amount: 2 }]);
  });

  test('has no columns where there are no items', async () => {
    const overrides = { region: [] };
    const frame = await driver.execute(['name', 'stats', 'amount', 'amounts'], { overrides });
    expect(frame.columns).toEqual([]);
    expect(frame.height).toBe(0);
  });

  //  outer ─▶ inner        blocks in blocks: flat
  test('has a row for each item of all inner blocks', async () => {
    const nested = new Builder()
      .withModules(
        createModule({
          outer: parallelizable((): string[] => ['a', 'b']),
          inner: function* ({ outer }: { outer: string }): Parallelizable<string> {
            yield* [`${outer}1`, `${outer}2`];
          },
        }),
      )
      .build();
    const frame = await nested.execute(['inner']);
    expect(frame.toRecords()).toEqual(['a1', 'a2', 'b1', 'b2'].map((inner) => ({ inner })));
  });

  test('refuses heights that differ, listing every column', async () => {
    const failed = driver.execute(['name', 'amount'], { inputs });
    await expect(failed).rejects.toThrow(/"?name"?.*2[\s\S]*"?amount"?.*3/);
  });
});

describe('concat in a collect', () => {
  test('of no items gives a frame of the schema that it is told', async () => {
    const empty = new Builder()
      .withModules(
        createModule({
          part: parallelizable((): Frame[] => []),
          all: collect(({ part }: { part: Collect<Frame> }): Frame =>
            concat(part, { schema: sales.schema }),
          ),
        }),
      )
      .build();
    const all = await empty.execute(['all']);
    expect(all.columns).toEqual(['region', 'amount']);
    expect(all.height).toBe(0);
  });
});
