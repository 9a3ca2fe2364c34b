/**
 * Eight columns that build on each other, as functions of a dataflow and by hand.
 *
 * @module
 */
import pl, { type DataFrame, type Expr, type LazyDataFrame } from 'nodejs-polars';
import { Builder, DictResult, createModule, withColumns } from '../../src/index.ts';

type Frame = DataFrame | LazyDataFrame;

/** The names of the columns, as the functions are exported. */
const columns = createModule({
  net: ({ gross, tax }: { gross: Expr; tax: Expr }): Expr => gross.sub(tax),
  share: ({ net, gross }: { net: Expr; gross: Expr }): Expr => net.div(gross),
  perUnit: ({ net, units }: { net: Expr; units: Expr }): Expr => net.div(units),
  meanPerUnit: ({ perUnit }: { perUnit: Expr }): Expr => perUnit.mean(),
  centred: ({ perUnit, meanPerUnit }: { perUnit: Expr; meanPerUnit: Expr }): Expr =>
    perUnit.sub(meanPerUnit),
  deviation: ({ centred }: { centred: Expr }): Expr => centred.pow(2),
  isHigh: ({ centred }: { centred: Expr }): Expr => centred.gt(pl.lit(0)),
  weighted: ({ share, deviation }: { share: Expr; deviation: Expr }): Expr => share.mul(deviation),
});

/** Numbers in no order. */
export function salesOf(rows: number): DataFrame {
  const numbers = (step: number, from: number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => from + ((row * step) % 1009));
  return pl.DataFrame([
    pl.Series('gross', numbers(7, 100)),
    pl.Series('tax', numbers(11, 1)),
    pl.Series('units', numbers(13, 1)),
  ]);
}

/** Extends frames through a dataflow. */
export function inDataflow(): (frame: Frame) => Promise<Frame> {
  const driver = new Builder()
    .withModules(createModule({ wide: withColumns('sales', { modules: [columns], as: 'expr' }) }))
    .withResultBuilder(new DictResult())
    .build()
    .untyped();
  return async (sales) => {
    const { wide } = await driver.execute(['wide'], { inputs: { sales } });
    return wide as Frame;
  };
}

/** Extends a frame by the same expressions, in one `withColumns`. */
export function byHand(sales: Frame): Frame {
  const net = pl.col('gross').sub(pl.col('tax'));
  const share = net.div(pl.col('gross'));
  const perUnit = net.div(pl.col('units'));
  const meanPerUnit = perUnit.mean();
  const centred = perUnit.sub(meanPerUnit);
  const deviation = centred.pow(2);
  const isHigh = centred.gt(pl.lit(0));
  const weighted = share.mul(deviation);
  return (sales as DataFrame).withColumns(
    net.alias('net'),
    share.alias('share'),
    perUnit.alias('perUnit'),
    meanPerUnit.alias('meanPerUnit'),
    centred.alias('centred'),
    deviation.alias('deviation'),
    isHigh.alias('isHigh'),
    weighted.alias('weighted'),
  );
}
