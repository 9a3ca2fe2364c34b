/**
 * Dataflows over Polars columns: plain functions become a graph, and a DataFrame comes out.
 *
 * @module
 */

// the way in
export { Builder, type Build } from './builder.ts';
export { Driver } from './driver.ts';
export type { ListOptions, PathOptions, UntypedDriver, VisualizeOptions } from './driver-types.ts';
export type { DriverSettings } from './settings.ts';
export type { Variable, VariableDependency } from './variable.ts';
export type { TagQuery } from './tag-query.ts';
export type { RequestOptions } from './plan/request-options.ts';
export type { StreamOptions } from './requests.ts';

// functions and what wraps them
export { createModule } from './nodes/create-module.ts';
export { dependsOn } from './nodes/depends-on.ts';
export {
  collect,
  parallelizable,
  reduce,
  type CollectOptions,
  type ParallelizableOptions,
} from './nodes/parallel.ts';
export type {
  AsyncParallelizable,
  Collect,
  Collecting,
  DependsOn,
  EitherMarks,
  Expanding,
  Marked,
  MarksOf,
  NodeMarks,
  NodesOf,
  Parallelizable,
  Reducing,
} from './nodes/types.ts';
export type { AnyFunction, Tags } from './nodes/node.ts';
export {
  configuration,
  group,
  source,
  value,
  type Binding,
  type Configuration,
  type Group,
  type Member,
  type Members,
  type Source,
  type Value,
} from './modifiers/dependency.ts';
export {
  extractColumns,
  extractFields,
  unpack,
  type ExtractOptions,
  type Names,
  type NodeGiven,
} from './modifiers/extract.ts';
export { inject } from './modifiers/inject.ts';
export type { Bindings, Bound } from './modifiers/binding-types.ts';
export { parameterize } from './modifiers/parameterize.ts';
export { mutate, pipeInput, pipeOutput } from './modifiers/pipe.ts';
export type { Mutates, PipedInput, PipedOutput } from './modifiers/pipe-types.ts';
export { resolve } from './modifiers/resolve.ts';
export { step, type Step } from './modifiers/step.ts';
export { parameterizeSubdag, subdag, type SubdagOptions } from './modifiers/subdag.ts';
export type { InputBindings, Subdag } from './modifiers/subdag-types.ts';
export {
  when,
  whenNot,
  type Condition,
  type ConditionValue,
  type Conditional,
} from './modifiers/when.ts';
export { withColumns, type WithColumnsOptions } from './modifiers/with-columns.ts';
export type { WithColumns } from './modifiers/with-columns-types.ts';
export { hidden, schema, tag, type ColumnType } from './modifiers/metadata.ts';
export { local, remote, resource, type ResourceOptions } from './modifiers/behaviour.ts';
export {
  limit,
  retry,
  timeout,
  type LimitOptions,
  type RetryOptions,
} from './modifiers/attempts.ts';
export { check, type Checked } from './modifiers/check.ts';
export type { CheckEnds, CheckRules, OwnCheck, ValueRules } from './modifiers/check-rules.ts';
export type { CheckType } from './columns/quality/wanted-type.ts';

// columns
export { fromArrow, toArrow } from './columns/arrow-frames.ts';
export { mapSeries, type MappedResult } from './columns/map-series.ts';
export { exp, log, std, variance } from './columns/series-math.ts';

// what travels
export { registerCodec, type Codec } from './columns/codec-registry.ts';

// results
export { concat } from './columns/concat.ts';
export { DataFrameResult, type FrameKind } from './results/data-frame.ts';
export { DictResult, type DictKind } from './results/dict.ts';
export { LazyFrameResult, type LazyKind } from './results/lazy-frame.ts';
export { ArrowTableResult, type ArrowKind } from './results/arrow-table.ts';
export { MatrixResult, type Matrix, type MatrixKind } from './results/matrix.ts';
export type {
  OutputValues,
  ResultBuilder,
  ResultKind,
  ValueType,
} from './results/result-builder.ts';

// adapters
export { DataFrameGraphAdapter, DefaultAdapter, SimpleGraphAdapter } from './adapters/simple.ts';
export type {
  EdgeEvent,
  Ending,
  ExecuteEvent,
  GraphInfo,
  GroupsEvent,
  InputEvent,
  ItemsEvent,
  LifecycleAdapter,
  NodeCall,
  NodeInfo,
  NodeReport,
  NodeRole,
  TaskCall,
  TaskEvent,
  TaskGroupInfo,
  Verdict,
} from './adapters/adapter.ts';
export type { Picture, PictureEdge, PictureNode, PictureOptions } from './view/picture.ts';

// errors
export {
  AbortError,
  DuplicateNodeError,
  GraphError,
  IcosianError,
  InputError,
  InvalidNodeError,
  NodeExecutionError,
  ResultError,
  SerializationError,
  TaskError,
  TimeoutError,
  ValidationError,
  WorkerCrashError,
  type ErrorDetails,
  type ItemReference,
  type ValidationReport,
  type ValidationResult,
  type ValidationSample,
} from './errors.ts';
