/**
 * The requested values as one apache-arrow Table.
 *
 * @module
 */
import type { Table } from 'apache-arrow';
import { tableFromFrame } from '../columns/arrow.ts';
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

export interface ArrowKind extends ResultKind {
  result: Table;
  accepts: FrameValue;
}

/**
 * One Arrow table, for whatever else reads Arrow. apache-arrow is loaded with the first result.
 *
 * One Arrow table alone is given as it is. Anything else becomes the frame that `DataFrameResult` would give, and
 * from it the table: types, nulls and 64-bit integers exact, strings as LargeUtf8, categories as dictionaries.
 */
export class ArrowTableResult implements ResultBuilder<ArrowKind> {
  declare readonly [resultKind]?: ArrowKind;
  readonly [readsBlocks]: true = true;

  async buildResult(outputs: OutputValues): Promise<Table> {
    const [only, ...others] = Object.values(outputs);
    const isTableAlone = others.length === 0 && valueTypeOf(only) === 'ArrowTable';
    if (isTableAlone && this.inputTypes().includes('ArrowTable')) return only as Table;
    return await tableFromFrame(await buildFrame(this, outputs));
  }

  inputTypes(): readonly ValueType[] {
    return frameTypes;
  }

  outputType(): ValueType {
    return 'ArrowTable';
  }
}
