/**
 * The requested values as one LazyDataFrame.
 *
 * @module
 */
import type { DataFrame, LazyDataFrame } from 'nodejs-polars';
import { lazyFrameOf } from '../columns/native.ts';
import { valueTypeOf } from '../columns/value-type.ts';
import { readsBlocks } from './block-values.ts';
import { buildFrame, frameTypes, type FrameValue } from './build-frame.ts';
import type {
  resultKind,
  OutputValues,
  ResultBuilder,
  ResultKind,
  ValueType,
} from './result-builder.ts';

export interface LazyKind extends ResultKind {
  result: LazyDataFrame;
  accepts: FrameValue;
}

/**
 * One LazyDataFrame, to go on with before anything is computed.
 *
 * One lazy frame alone is given as it is, not collected. Anything else becomes the frame that `DataFrameResult` would
 * give, as a lazy one; lazy frames among several outputs are collected for that.
 */
export class LazyFrameResult implements ResultBuilder<LazyKind> {
  declare readonly [resultKind]?: LazyKind;
  readonly [readsBlocks]: true = true;

  async buildResult(outputs: OutputValues): Promise<LazyDataFrame> {
    const [only, ...others] = Object.values(outputs);
    const isLazyAlone = others.length === 0 && valueTypeOf(only) === 'LazyDataFrame';
    if (isLazyAlone && this.inputTypes().includes('LazyDataFrame')) return only as LazyDataFrame;
    const frame: DataFrame = await buildFrame(this, outputs);
    return lazyFrameOf(frame);
  }

  inputTypes(): readonly ValueType[] {
    return frameTypes;
  }

  outputType(): ValueType {
    return 'LazyDataFrame';
  }
}
