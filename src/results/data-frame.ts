/**
 * The requested values as one Polars DataFrame.
 *
 * @module
 */
import type { DataFrame } from 'nodejs-polars';
import { readsBlocks } from './block-values.ts';
import { buildFrame, frameTypes, type FrameValue } from './build-frame.ts';
import type {
  resultKind,
  OutputValues,
  ResultBuilder,
  ResultKind,
  ValueType,
} from './result-builder.ts';

export interface FrameKind extends ResultKind {
  result: DataFrame;
  accepts: FrameValue;
}

/**
 * One DataFrame: what `execute` gives unless told otherwise.
 *
 * | outputs | result |
 * |---|---|
 * | exactly one frame | as it is; a LazyDataFrame collected, an Arrow table converted |
 * | Series, arrays, typed arrays, Arrow vectors | a column named after the output, in request order |
 * | scalars next to columns | repeated to the frame's height |
 * | only scalars | one row |
 * | a frame next to other outputs | its columns as `output.column` |
 * | a node inside a parallel block | frames and Series joined in item order, anything else a row for each item |
 *
 * Throws one `ResultError` with all that stands in the way. The values themselves are never changed.
 */
export class DataFrameResult implements ResultBuilder<FrameKind> {
  declare readonly [resultKind]?: FrameKind;
  readonly [readsBlocks]: true = true;

  async buildResult(outputs: OutputValues): Promise<DataFrame> {
    return await buildFrame(this, outputs);
  }

  inputTypes(): readonly ValueType[] {
    return frameTypes;
  }

  outputType(): ValueType {
    return 'DataFrame';
  }
}
