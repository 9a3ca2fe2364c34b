/**
 * Graph adapters that run every node in this thread: they decide what comes back.
 *
 * @module
 */
import { readsBlocks } from '../results/block-values.ts';
import { buildWith } from '../results/build-result.ts';
import { DataFrameResult, type FrameKind } from '../results/data-frame.ts';
import { DictResult, type DictKind } from '../results/dict.ts';
import type { OutputValues, ResultKind, resultKind } from '../results/result-builder.ts';
import type { LifecycleAdapter } from './adapter.ts';

/** A builder as users write it. */
interface AnyResultBuilder {
  buildResult(outputs: never): unknown;
}

/** Runs nodes in this thread and builds the result with `resultBuilder`: a dict unless told otherwise. */
export class SimpleGraphAdapter<Kind extends ResultKind = DictKind> implements LifecycleAdapter {
  declare readonly [resultKind]?: Kind;
  readonly [readsBlocks]: true = true;
  readonly name: string = 'SimpleGraphAdapter';
  readonly #resultBuilder: AnyResultBuilder;

  constructor(resultBuilder: AnyResultBuilder & HasKind<Kind> = new DictResult() as never) {
    this.#resultBuilder = resultBuilder;
  }

  buildResult(outputs: OutputValues): unknown {
    return buildWith(this.#resultBuilder, outputs);
  }
}

type HasKind<Kind> = { readonly [resultKind]?: Kind };

/** Runs nodes in this thread and gives a record of the requested values. */
export class DefaultAdapter implements LifecycleAdapter {
  declare readonly [resultKind]?: DictKind;
  readonly [readsBlocks]: true = true;
  readonly name: string = 'DefaultAdapter';

  buildResult(outputs: OutputValues): unknown {
    return buildWith(new DictResult(), outputs);
  }
}

/** Runs nodes in this thread and gives a DataFrame, as a driver without adapters does. */
export class DataFrameGraphAdapter implements LifecycleAdapter {
  declare readonly [resultKind]?: FrameKind;
  readonly [readsBlocks]: true = true;
  readonly name: string = 'DataFrameGraphAdapter';

  buildResult(outputs: OutputValues): unknown {
    return buildWith(new DataFrameResult(), outputs);
  }
}
