/**
 * What a driver's methods take and give, at the type level: `N` maps node names to their marks, `R` is the result
 * builder's kind, `C` the config.
 *
 * @module
 */
import type {
  BadConfig,
  BadEdges,
  Flatten,
  GivenInputs,
  InputsOf,
  NeededInputs,
  Outputs,
  Overrides,
  ReadsUntyped,
  Streamed,
} from './graph/types.ts';
import type { NodesOf } from './nodes/types.ts';
import type { KindOfBuilder, ResultKind } from './results/result-builder.ts';

/** Adds the nodes of modules; where two define a name, the later one counts. */
export type WithModules<N, M extends readonly unknown[]> = M extends readonly [
  infer First,
  ...infer Rest,
]
  ? WithModules<Joined<N, NodesOf<First>>, Rest>
  : M extends readonly []
    ? N
    : Joined<N, NodesOf<M[number]>>;
type Joined<N, More> = [keyof N] extends [never]
  ? More
  : {
      [K in keyof N | keyof More]: K extends keyof More
        ? More[K]
        : K extends keyof N
          ? N[K]
          : never;
    };

/** The names that may be requested; through `infer`, so that messages show the names and not the whole graph. */
export type Requestable<N> = keyof N | keyof InputsOf<N> extends infer Name ? Name & string : never;

/** The names of a request where all of them may be requested; else those that may, for the compiler's message. */
export type Requested<N, K> = [K] extends [Requestable<N>] ? K : Requestable<N>;

type InputsOption<N, K, Cut> =
  {} extends NeededInputs<N, K, Cut>
    ? { readonly inputs?: OptionalInputs<N> }
    : { readonly inputs: GivenInputs<NeededInputs<N, K, Cut> & Partial<InputsOf<N>>> };
type OptionalInputs<N> = [keyof InputsOf<N>] extends [never]
  ? ReadsUntyped<N> extends true
    ? Readonly<Record<string, unknown>>
    : NoInputs
  : GivenInputs<Partial<InputsOf<N>>>;
declare const none: unique symbol;
/** A dataflow without inputs takes none: `{}` would take everything. */
type NoInputs = { readonly [none]?: never };

/** The options of a request for `K`: the inputs that it cannot do without are required. */
export type ExecuteOptions<N, K, O, C> = InputsOption<N, K, keyof O | keyof C> & {
  /** Values that replace those of nodes; what is upstream of them does not run. */
  readonly overrides?: O & { readonly [P in Exclude<keyof O, keyof N>]: never };
  /** Aborts the run. */
  readonly signal?: AbortSignal;
};

/** The options as the rest of an argument list: they may be left out where nothing in them is required. */
export type ExecuteRest<N, K, O, C> =
  {} extends ExecuteOptions<N, K, O, C>
    ? [options?: ExecuteOptions<N, K, O, C>]
    : [options: ExecuteOptions<N, K, O, C>];

/** The options of a stream of `K`: those of a request, and the order. */
export type StreamRest<N, K, O, C> =
  {} extends ExecuteOptions<N, K, O, C>
    ? [options?: ExecuteOptions<N, K, O, C> & StreamOrder]
    : [options: ExecuteOptions<N, K, O, C> & StreamOrder];

interface StreamOrder {
  /** Whether values come in item order; else as they finish. @default true */
  readonly ordered?: boolean;
}

/** `unknown` where a node lies in a block; else what the compiler's message says. */
export type InSomeBlock<N, K extends string> = [K] extends [Requestable<N>]
  ? [Streamed<N, K>] extends [never]
    ? { output: K; problem: 'it lies in no parallel block: execute gives its one value' }
    : unknown
  : unknown;

/** The result of a request for `K`. */
export type Result<N, R extends ResultKind, K extends PropertyKey> = (R & {
  outputs: Flatten<Outputs<N, K>>;
})['result'];

type Judged<O, Accepts> = {
  [P in keyof O]: unknown extends O[P]
    ? P
    : [O[P]] extends [Accepts]
      ? P
      : { output: P; gives: O[P]; problem: 'the result builder does not take this' };
};
type Values<T> = T[keyof T] extends infer V ? V : never;

/** `unknown` where the result builder takes all values of the request, else a list that says what it does not take. */
export type Accepted<N, R extends ResultKind, K extends PropertyKey> = unknown extends R['accepts']
  ? unknown
  : Values<Judged<Outputs<N, K>, R['accepts']>> extends infer Element
    ? [Element] extends [PropertyKey]
      ? unknown
      : readonly Element[]
    : never;

/** The kind of the results of adapters: that of the one which builds results, else `Otherwise`. */
export type KindOfAdapters<A, Otherwise extends ResultKind> = [BuildingAdapter<A>] extends [never]
  ? Otherwise
  : Extract<KindOfBuilder<BuildingAdapter<A>>, ResultKind>;
type BuildingAdapter<A> = A extends { buildResult(outputs: never): unknown } ? A : never;

export type { BadConfig, BadEdges, Overrides, Streamed };
