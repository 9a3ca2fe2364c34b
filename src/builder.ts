/**
 * Collects modules, config, adapters and a result builder, and builds the driver.
 *
 * @module
 */
import type { LifecycleAdapter } from './adapters/adapter.ts';
import { driverOf, type Driver } from './driver.ts';
import type { BadConfig, BadEdges, KindOfAdapters, WithModules } from './request-types.ts';
import type { ExecutionManager, TaskExecutor } from './executors/executor.ts';
import { isRecord } from './nodes/given.ts';
import type { GroupingStrategy } from './plan/grouping.ts';
import type { FrameKind } from './results/data-frame.ts';
import type { KindOfBuilder, ResultKind } from './results/result-builder.ts';
import { emptySettings, type AnyResultBuilder, type Settings } from './settings.ts';

/** `build` where all edges and config values fit; else what does not, so that the compiler's message says it. */
export type Build<N, R extends ResultKind, C> = [BadEdges<N> | BadConfig<N, C>] extends [never]
  ? () => Driver<N, R, C>
  : BadEdges<N> | BadConfig<N, C>;

/**
 * The way to a driver. Immutable: each `with…` returns a new builder, so a builder can be shared and extended freely.
 *
 * @example
 * ```ts
 * import { Builder, DictResult, createModule } from 'icosian';
 *
 * const prices = createModule({ gross: ({ net, vat }: { net: number; vat: number }) => net * (1 + vat) });
 * const driver = new Builder()
 *   .withModules(prices)
 *   .withConfig({ vat: 0.5 })
 *   .withResultBuilder(new DictResult())
 *   .build();
 * console.log(await driver.execute(['gross'], { inputs: { net: 10 } })); // prints { gross: 15 }
 * ```
 */
export class Builder<N = {}, R extends ResultKind = FrameKind, C = {}> {
  /**
   * Makes the driver. Validates everything that can be known before a run.
   *
   * Throws one `GraphError` with all problems: cycles, duplicate names, invalid functions, blocks that make no sense.
   * Where an edge does not fit, this is no function at all for the compiler, but the edge: node, dependency, what it
   * needs and what it gets.
   */
  readonly build: Build<N, R, C>;
  #settings: Settings = emptySettings;

  constructor() {
    const build = (): Driver<N, R, C> => driverOf<N, R, C>(this.#settings);
    this.build = build as Build<N, R, C>;
  }

  /** Adds modules: `import * as features from './features.ts'`, or what `createModule` gives. */
  withModules<M extends readonly object[]>(...modules: M): Builder<WithModules<N, M>, R, C> {
    return this.#with({ modules: [...this.#settings.modules, ...modules] });
  }

  /** Merges settings that are fixed when the driver is built: they feed modifiers and, like inputs, nodes. */
  withConfig<const G extends object>(config: G): Builder<N, R, C & G> {
    // a copy, because the user may go on to change the record; what is none is refused by build()
    const given = isRecord(config) ? { ...config } : config;
    return this.#with({ configs: [...this.#settings.configs, given] });
  }

  /** Adds lifecycle and graph adapters; the first given is the outermost. */
  withAdapters<const A extends readonly LifecycleAdapter[]>(
    ...adapters: A
  ): Builder<N, KindOfAdapters<A[number], R>, C> {
    return this.#with({ adapters: [...this.#settings.adapters, ...adapters] });
  }

  /** Says what comes back from `execute`. @default `new DataFrameResult()` */
  withResultBuilder<B extends AnyResultBuilder>(
    builder: B,
  ): Builder<N, Extract<KindOfBuilder<B>, ResultKind>, C> {
    return this.#with({ resultBuilder: builder });
  }

  /**
   * Runs by tasks even where the graph has no parallel block: independent nodes are then tasks of their own. Implied by
   * the four settings below; blocks without them run in this thread, which needs no tasks.
   */
  enableDynamicExecution(): Builder<N, R, C> {
    return this.#with({ dynamicExecution: true });
  }

  /** Says who runs the tasks that stay. @default `new SynchronousLocalTaskExecutor()`: this thread */
  withLocalExecutor(executor: TaskExecutor): Builder<N, R, C> {
    return this.#with({ localExecutor: given(executor) });
  }

  /** Says who runs the tasks of parallel blocks. @default the local executor */
  withRemoteExecutor(executor: TaskExecutor): Builder<N, R, C> {
    return this.#with({ remoteExecutor: given(executor) });
  }

  /** Routes tasks to executors in a way of one's own. Excludes the two above. */
  withExecutionManager(manager: ExecutionManager): Builder<N, R, C> {
    return this.#with({ executionManager: given(manager) });
  }

  /** Says which nodes run together as one task. @default `new GroupByRepeatableBlocks()` */
  withGroupingStrategy(strategy: GroupingStrategy): Builder<N, R, C> {
    return this.#with({ groupingStrategy: given(strategy) });
  }

  /** Lets a later module's function replace an earlier one of the same name. */
  allowModuleOverrides(): Builder<N, R, C> {
    return this.#with({ allowModuleOverrides: true });
  }

  /** The builder itself: it never changes, so it is its own copy. */
  copy(): Builder<N, R, C> {
    return this;
  }

  #with<N2, R2 extends ResultKind, C2>(changes: Partial<Settings>): Builder<N2, R2, C2> {
    const next = new Builder<N2, R2, C2>();
    next.#settings = { ...this.#settings, ...changes };
    return next;
  }
}

/** What was passed to a method; undefined would look as if it had not been called. */
const given = <T>(value: T): T => value ?? (null as T);
