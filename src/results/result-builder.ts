/**
 * The contract of result builders: from the requested values to what the user gets.
 *
 * @module
 */
import type { Table, Vector } from 'apache-arrow';
import type { DataFrame, Expr, LazyDataFrame, Series } from 'nodejs-polars';

/** Under this a builder shows its kind to the compiler; nothing is stored there. */
export const resultKind: unique symbol = Symbol.for('icosian.resultKind') as never;

/**
 * The compiler's view of a builder: `result` may refer to `this['outputs']`, the record of the requested values.
 */
export interface ResultKind {
  outputs: unknown;
  result: unknown;
  /** What a requested value may be. */
  accepts: unknown;
}

/** The kinds of values that builders tell apart, as `inputTypes()` and `outputType()` name them. */
export type ValueType =
  | 'any'
  | 'null'
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'string'
  | 'Date'
  | 'Array'
  | 'TypedArray'
  | 'Series'
  | 'DataFrame'
  | 'LazyDataFrame'
  | 'Expr'
  | 'ArrowVector'
  | 'ArrowTable'
  | 'function'
  | 'object';

/** The requested values by name, in request order. */
export type OutputValues = Readonly<Record<string, unknown>>;

/**
 * Turns the requested values into the result of `execute`. A small class or a plain object will do.
 *
 * `buildResult` may be asynchronous. `inputTypes` says what it accepts (default: anything) and is enforced before
 * `buildResult` is called; `outputType` says what it gives (default: anything) and is enforced on what it gave.
 */
export interface ResultBuilder<Kind extends ResultKind = ResultKind> {
  readonly [resultKind]?: Kind;
  buildResult(outputs: never): unknown;
  inputTypes?(): readonly ValueType[];
  outputType?(): ValueType;
}

/** The kind of a builder: its own, or what its methods' types say. */
export type KindOfBuilder<B> = B extends { readonly [resultKind]?: infer Kind extends ResultKind }
  ? Kind
  : B extends { buildResult(outputs: never): infer Result }
    ? { outputs: unknown; result: Awaited<Result>; accepts: AcceptedBy<B> }
    : never;

type AcceptedBy<B> = B extends { inputTypes(): readonly (infer T)[] }
  ? T extends ValueType
    ? TypeOfValue<T>
    : unknown
  : unknown;

/** Numbers side by side in memory. */
export type TypedArray =
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

interface TypesOfValues {
  any: unknown;
  null: null;
  boolean: boolean;
  number: number;
  bigint: bigint;
  string: string;
  Date: Date;
  Array: readonly unknown[];
  TypedArray: TypedArray;
  Series: Series;
  DataFrame: DataFrame;
  LazyDataFrame: LazyDataFrame;
  Expr: Expr;
  ArrowVector: Vector;
  ArrowTable: Table;
  function: (...parameters: never) => unknown;
  object: object;
}

/** The TypeScript type of the values that a name stands for. */
export type TypeOfValue<T extends ValueType> = TypesOfValues[T];
