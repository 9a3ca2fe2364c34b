/**
 * The requested values as one block of numbers.
 *
 * @module
 */
import { matrixOf, type Matrix, type MatrixOrder } from '../columns/matrix.ts';
import { ResultError } from '../errors.ts';
import { readsBlocks } from './block-values.ts';
import { buildFrame, frameTypes, type FrameType } from './build-frame.ts';
import type {
  resultKind,
  OutputValues,
  ResultBuilder,
  ResultKind,
  TypeOfValue,
  ValueType,
} from './result-builder.ts';

export type { Matrix, MatrixOrder };

type MatrixType = Exclude<FrameType, 'string' | 'Date'>;
const isMatrixType = (type: FrameType): type is MatrixType => type !== 'string' && type !== 'Date';
const matrixTypes: readonly MatrixType[] = frameTypes.filter(isMatrixType);

export interface MatrixKind extends ResultKind {
  result: Matrix;
  accepts: TypeOfValue<MatrixType>;
}

export interface MatrixOptions {
  /** Whether the values of a row or of a column lie side by side. @default 'row' */
  readonly order?: MatrixOrder;
}

/**
 * A `Float64Array` with the names of its columns, which are those of the frame that `DataFrameResult` would give.
 *
 * Numbers and booleans (1 and 0) only; nulls become NaN. Throws `ResultError` naming every column of another type,
 * and every column with integers that a number cannot hold (beyond ±(2^53 - 1)).
 */
export class MatrixResult implements ResultBuilder<MatrixKind> {
  declare readonly [resultKind]?: MatrixKind;
  readonly [readsBlocks]: true = true;
  readonly #order: MatrixOrder;

  constructor({ order = 'row' }: MatrixOptions = {}) {
    if (order !== 'row' && order !== 'column') {
      throw new ResultError(
        'result/bad-order',
        `MatrixResult has no order ${JSON.stringify(order)}.`,
        {
          hint: "write { order: 'row' } or { order: 'column' }",
        },
      );
    }
    this.#order = order;
  }

  async buildResult(outputs: OutputValues): Promise<Matrix> {
    return matrixOf(await buildFrame(this, outputs), this.#order);
  }

  inputTypes(): readonly ValueType[] {
    return matrixTypes;
  }

  outputType(): ValueType {
    return 'object';
  }
}
