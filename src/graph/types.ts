/**
 * What the compiler knows about a graph: `N` maps node names to their marks.
 *
 * @module
 */
import type { IsCollect, Untyped } from '../nodes/types.ts';
import type { InBlock } from './block-types.ts';

/** One object type in the compiler's messages, not an intersection of several. */
export type Flatten<T> = { [K in keyof T]: T[K] } & {};

type IsAny<T> = 0 extends 1 & T ? true : false;

/** Given by the engine, never inputs. */
type Reserved = '$signal' | '$item' | '$attempt';

// tables over the whole graph: an entry is worked out once, however often it is looked up
type Reads<N> = { [K in keyof N]: N[K] extends { deps: infer D } ? keyof D : never };
type Gives<N> = { [K in keyof N]: N[K] extends { out: infer Out } ? Out : never };
type RequiredInputs<N> = {
  [K in keyof N]: N[K] extends { deps: infer D } ? RequiredOf<D, Exclude<keyof D, keyof N>> : never;
};
type RequiredOf<D, P> = P extends keyof D ? ({} extends Pick<D, P> ? never : P) : never;

/** The inputs of a graph with their types: what all readers of a name can take, `never` where nothing suits them all. */
export type InputsOf<N> = {
  [P in Exclude<Reads<N>[keyof N], keyof N | Reserved>]: {
    [K in keyof N]: P extends Reads<N>[K] ? ReaderOf<N[K], P> : never;
  }[keyof N] extends (value: infer T) => void
    ? T
    : unknown;
};
type ReaderOf<Marks, P> = Marks extends { deps: infer D }
  ? P extends keyof D
    ? Reader<D[P]>
    : never
  : never;
/** Takes a value: what is inferred from several of them is the intersection. To one that takes anything, all is well. */
type Reader<T> = (value: IsAny<T> extends true ? unknown : Exclude<T, undefined>) => void;

/** What may be given for a value: promises are awaited. */
type MaybePromise<T> = T | Promise<T>;

/** The inputs as they may be given. For what nothing suits, no promise does either. */
export type GivenInputs<I> = {
  [P in keyof I]: Awaitable<Exclude<I[P], undefined>>;
} & {};
type Awaitable<T> = [T] extends [never] ? never : MaybePromise<T>;

/** Whether functions read names that the compiler does not know. */
export type ReadsUntyped<N> =
  IsAny<N> extends true
    ? true
    : Untyped extends Extract<
          { [K in keyof N]: N[K] extends { deps: infer D } ? D : never }[keyof N],
          Untyped
        >
      ? true
      : false;

type CollectedItem<T> = T extends readonly (infer E)[] ? E : never;

type Feeds<From, To, Closing> =
  IsCollect<To> extends true
    ? Closing extends true
      ? [From] extends [CollectedItem<Exclude<To, undefined>>]
        ? true
        : [From] extends [To]
          ? true
          : false
      : false
    : [From] extends [To]
      ? true
      : false;

/**
 * Every edge that does not fit, every function that no graph can hold; `never` where all is well.
 *
 * Written out in place: under a name of its own, the compiler's message would show the name, not what is wrong.
 */
export type BadEdges<N> =
  IsAny<N> extends true
    ? never
    : {
        [K in keyof N]: N[K] extends { bad: true }
          ? {
              node: K;
              problem: 'write its dependencies as one destructured parameter: ({ a, b }) => …';
            }
          : N[K] extends { closes: true; folds: true; deps: infer D }
            ? {
                [P in keyof D & keyof N]: IsCollect<D[P]> extends true
                  ? {
                      node: K;
                      dependency: P;
                      problem: 'a reduce gets one item at a time: declare its type, not a Collect';
                    }
                  : [Gives<N>[P]] extends [D[P]]
                    ? never
                    : { node: K; dependency: P; needs: D[P]; gets: Gives<N>[P] };
              }[keyof D & keyof N]
            : N[K] extends { deps: infer D; closes: infer Closing }
              ? | CollectsNothing<N, K, D, Closing>
                | {
                    [P in keyof D & keyof N]: Feeds<Gives<N>[P], D[P], Closing> extends true
                      ? never
                      : Closing extends true
                        ? [Gives<N>[P]] extends [CollectedItem<D[P]>]
                          ? {
                              node: K;
                              dependency: P;
                              problem: 'a list of items: declare it as Collect<…>';
                            }
                          : { node: K; dependency: P; needs: D[P]; gets: Gives<N>[P] }
                        : IsCollect<D[P]> extends true
                          ? {
                              node: K;
                              dependency: P;
                              problem: 'a Collect parameter: wrap the function in collect(…)';
                            }
                          : { node: K; dependency: P; needs: D[P]; gets: Gives<N>[P] };
                  }[keyof D & keyof N]
              : never;
      }[keyof N];

/** A collect all of whose dependencies inside the dataflow are declared as single values. */
type CollectsNothing<N, K, D, Closing> = Closing extends true
  ? [keyof D & keyof N] extends [never]
    ? never
    : true extends { [P in keyof D & keyof N]: MayBeList<D[P]> }[keyof D & keyof N]
      ? never
      : { node: K; problem: 'a collect: declare what it collects as Collect<…>' }
  : never;
type MayBeList<T> = unknown extends T
  ? true
  : [Extract<T, readonly unknown[]>] extends [never]
    ? false
    : true;

/** Every config value that does not fit its readers, written like an edge; `never` where all is well. */
export type BadConfig<N, C> =
  IsAny<N> extends true
    ? never
    : // names that are only known at run time are not judged
      string extends keyof C
      ? never
      : {
          [K in keyof C & keyof InputsOf<N>]: Suits<
            Exclude<C[K], undefined>,
            InputsOf<N>[K]
          > extends true
            ? never
            : { config: K; needs: InputsOf<N>[K]; gets: C[K] };
        }[keyof C & keyof InputsOf<N>];
/** Lists in a config are typed as read-only, which says nothing: of two objects, none is called unsuitable. */
type Suits<Given, Needed> = [Given] extends [MaybePromise<Needed>]
  ? true
  : unknown extends Given
    ? true
    : [Given] extends [Primitive]
      ? false
      : [Needed] extends [Primitive]
        ? false
        : true;
type Primitive = string | number | boolean | bigint | symbol | null | undefined;

type Step<N, T, Cut, S> = Exclude<Reads<N>[Exclude<T, Cut> & keyof N], S>;
// four levels at a time: a chain of thousands stays within the compiler's depth limit
type FourSteps<N, T, Cut, S> =
  Step<N, T, Cut, S | T> extends infer A
    ? Step<N, A, Cut, S | T | A> extends infer B
      ? Step<N, B, Cut, S | T | A | B> extends infer C
        ? [Step<N, C, Cut, S | T | A | B | C>, S | T | A | B | C]
        : never
      : never
    : never;
/** Everything upstream of `Todo`, itself included; what is in `Cut` has no upstream. */
type Upstream<N, Todo, Cut, Seen = never> = [Todo] extends [never]
  ? Seen
  : FourSteps<N, Todo, Cut, Seen> extends [infer Next, infer Known]
    ? Upstream<N, Next, Cut, Known>
    : never;

/** The inputs that a request for `K` cannot do without, where `Cut` is given otherwise. */
export type NeededInputs<N, K, Cut> = Pick<
  InputsOf<N>,
  Exclude<
    Exclude<K, keyof N> | RequiredInputs<N>[Exclude<Upstream<N, K, Cut>, Cut> & keyof N],
    keyof N | Cut
  > &
    keyof InputsOf<N>
>;

type AnyBlock<N> = true extends {
  [K in keyof N]: N[K] extends { expands: infer E } ? E : never;
}[keyof N]
  ? true
  : false;

/** The values of a request: of a node inside a parallel block, the list of its values. */
export type Outputs<N, K extends PropertyKey> = {
  [P in K]: P extends keyof N
    ? N[P] extends { out: infer Out }
      ? AnyBlock<N> extends true
        ? InBlock<N, P> extends true
          ? Out[]
          : Out
        : Out
      : never
    : P extends keyof InputsOf<N>
      ? InputsOf<N>[P]
      : never;
};

/** The values of a node that is streamed; `never` where it lies in no block. */
export type Streamed<N, K extends PropertyKey> = K extends keyof N
  ? N[K] extends { out: infer Out }
    ? IsAny<N> extends true
      ? Out
      : AnyBlock<N> extends true
        ? InBlock<N, K> extends true
          ? Out
          : never
        : never
    : never
  : never;

type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;

/**
 * `number` for a function that is only known to give `1`: that is what inference makes of `() => 1` in an argument. A
 * union of literals was written by somebody and stays.
 */
type Widened<T> = [T] extends [never]
  ? T
  : true extends IsUnion<T>
    ? T
    : T extends boolean
      ? boolean
      : T extends string | number
        ? // a literal is a key that `{}` lacks; `number` itself and branded types are not
          {} extends { [K in T]: unknown }
          ? T
          : T extends string
            ? string
            : number
        : T;

/** What may replace each node's value: of a generator, the items. `& {}` shows the properties in messages. */
export type Overrides<N> = {
  [P in keyof N]?: N[P] extends { out: infer Out; expands: infer E }
    ? E extends true
      ? MaybePromise<Iterable<Out>>
      : MaybePromise<Widened<Out>>
    : never;
} & {};
