/**
 * A second dataflow that every executor has to run: of what Polars and Arrow have, and of a class of the user's.
 *
 * In a file of its own, because what it imports takes its time to load.
 *
 * @module
 */
import { tableFromArrays, type Table } from 'apache-arrow';
import { DataFrame, Series, col, scanCSV, type LazyDataFrame } from 'nodejs-polars';
import {
  collect,
  concat,
  reduce,
  registerCodec,
  type Collect,
  type Parallelizable,
} from '../../src/index.ts';

/** A class that travels by its codec; with a private part, of which a structured clone knows nothing. */
export class Money {
  readonly #cents: bigint;
  constructor(cents: bigint) {
    this.#cents = cents;
  }
  get cents(): bigint {
    return this.#cents;
  }
}
registerCodec(Money, {
  encode: ({ cents }) => ({ cents }),
  decode: ({ cents }: { cents: bigint }) => new Money(cents),
});

//  size ─▶ frame ─┬─▶ heights          a frame of so many rows for each item
//                 ├─▶ whole            put together again
//                 └─▶ running          step by step
export function* size({ sizes }: { sizes: readonly number[] }): Parallelizable<number> {
  yield* sizes;
}
export const frame = ({ size: height }: { size: number }): DataFrame =>
  DataFrame({
    size: Array.from({ length: height }, () => height),
    text: Array.from({ length: height }, (_, i) => (i === 1 ? null : `row ${i}`)),
  });
export const heights = collect(({ frame: all }: { frame: Collect<DataFrame> }) =>
  all.map(({ height }) => height),
);
export const whole = collect(({ frame: all }: { frame: Collect<DataFrame> }): DataFrame =>
  concat(all),
);
export const running = reduce(
  ({ acc, frame: next }: { acc: number[]; frame: DataFrame }) => [
    ...acc,
    (acc.at(-1) ?? 0) + next.height,
  ],
  (): number[] => [],
);

//  size ─▶ priced          `rates` comes from outside of the block, the same one for every item
export const rates = ({ rate }: { rate: number }): { table: DataFrame; list: number[] } => ({
  table: DataFrame({ rate: [rate, rate * 2] }),
  list: [rate],
});
export const priced = ({
  size: amount,
  rates: { table, list },
}: {
  size: number;
  rates: { table: DataFrame; list: number[] };
}): unknown => [amount, table.getColumn('rate').sum() * amount, list];

//  lazy ─▶ lazyRows        scan ─▶ scanRows        table ─▶ tableRows        money ─▶ double
export const lazy = ({ rate }: { rate: number }): LazyDataFrame =>
  DataFrame({ a: [1, 2, 3] })
    .lazy()
    .withColumn(col('a').mul(rate).alias('b'));
export const lazyRows = async ({ lazy: frames }: { lazy: LazyDataFrame }): Promise<unknown> =>
  (await frames.filter(col('a').gt(1)).collect()).toRecords();
export const scan = ({ csv }: { csv: string }): LazyDataFrame => scanCSV(csv);
export const scanRows = async ({ scan: frames }: { scan: LazyDataFrame }): Promise<unknown> =>
  (await frames.collect()).toRecords();
export const table = ({ rate }: { rate: number }): Table =>
  tableFromArrays({ a: Float64Array.of(rate, 2), b: ['x', 'y'] });
export const tableRows = ({ table: rows }: { table: Table }): unknown =>
  rows.toArray().map((row: { toJSON(): unknown }) => row.toJSON());
export const money = ({ rate }: { rate: number }): readonly Money[] => [new Money(BigInt(rate))];
export const double = ({ money: [first] }: { money: readonly Money[] }): Map<string, Money> =>
  new Map([['twice', new Money((first?.cents ?? 0n) * 2n)]]);
export const column = ({ rate }: { rate: number }): Record<string, Series> => ({
  a: Series('own', [rate, null]),
});
export const columnSum = ({ column: { a } }: { column: { a: Series } }): unknown => [
  a.name,
  a.sum(),
  a.nullCount(),
];
