/**
 * What the compiler knows about bound parameters.
 *
 * @module
 */
import type { AnyFunction } from '../nodes/node.ts';
import type { MarksOf, NodeMarks, Remarked } from '../nodes/types.ts';
import type { UnionToIntersection } from '../nodes/type-tools.ts';
import type { Configuration, Group, Source, Value } from './dependency.ts';

/** For each parameter of a function, what it is bound to; parameters left out stay dependencies. */
export type Bindings<D> = {
  readonly [P in keyof D]?: Source | Value<D[P]> | Configuration | Group;
};

/** The single bindings of a binding. */
type Singles<B> =
  B extends Group<infer M> ? (M extends readonly unknown[] ? M[number] : M[keyof M]) : B;
/** The names that stand for a binding; those that are only known at run time stay unknown. */
type NamesOf<B> = SingleName<Singles<B>>;
type SingleName<B> =
  B extends Source<infer K> ? (K extends string ? (string extends K ? never : K) : never) : never;
/** The functions that are named by themselves: what they read counts as the node's own. */
type FunctionsOf<B> = SingleFunction<Singles<B>>;
type SingleFunction<B> = B extends Source<infer K> ? Extract<K, AnyFunction> : never;

/** What is read under a name of a group whose whole is `T`. */
type MemberOf<T, B, Name> =
  B extends Group<infer M>
    ? M extends readonly unknown[]
      ? T extends readonly (infer E)[]
        ? E
        : unknown
      : {
          [I in keyof M]: M[I] extends Source<Name & string>
            ? I extends keyof T
              ? T[I]
              : unknown
            : never;
        }[keyof M]
    : T;

/** The dependencies of a function named by itself. */
export type UpstreamOf<F> = [F] extends [never]
  ? {}
  : F extends AnyFunction
    ? MarksOf<F>['deps']
    : {};

type DirectDeps<D, B> = {
  [P in keyof D as P extends keyof B ? (B[P] extends Group ? never : NamesOf<B[P]>) : P]: D[P];
};
type GroupDeps<D, B> = UnionToIntersection<
  {
    [P in keyof B & keyof D]: B[P] extends Group
      ? { [Name in NamesOf<B[P]>]: MemberOf<Exclude<D[P], undefined>, B[P], Name> }
      : {};
  }[keyof B & keyof D]
>;
type FunctionDeps<B> = UnionToIntersection<UpstreamOf<FunctionsOf<B[keyof B]>>>;

type HasGroup<B> = true extends { [P in keyof B]: B[P] extends Group ? true : false }[keyof B]
  ? true
  : false;

/** Dependencies `D` once `B` is bound. */
export type BoundDeps<D, B> = [keyof B] extends [never]
  ? D
  : DirectDeps<D, B> &
        (HasGroup<B> extends true ? GroupDeps<D, B> : unknown) &
        ([FunctionsOf<B[keyof B]>] extends [never] ? unknown : FunctionDeps<B>) extends infer All
    ? { [P in keyof All]: All[P] }
    : never;

/** What a collect collects by name, once its parameters are bound. */
type BoundFrom<M, B> = M extends { from: infer From }
  ? { from: From extends keyof B ? NamesOf<B[From]> : From }
  : unknown;

/** Marks with other dependencies. */
export type WithDeps<M, D> = { [K in keyof M]: K extends 'deps' ? D : M[K] };

/** A function whose parameters are bound. */
export type Bound<F, B> = Remarked<
  F,
  WithDeps<Omit<MarksOf<F>, 'from'>, BoundDeps<MarksOf<F>['deps'], B>> &
    BoundFrom<MarksOf<F>, B> &
    NodeMarks
>;

/** Marks with another value. */
export type WithOut<M, Out> = { [K in keyof M]: K extends 'out' ? Out : M[K] };

/** The marks of a node behind which something was put: what it was is the part `raw`, and its parts are parts of that. */
export type Behind<M extends NodeMarks, Out, Parts> = {
  [Mark in Exclude<keyof M, 'parts' | 'nodes' | 'out' | 'deps'>]: M[Mark];
} & {
  out: Out;
  deps: RawDeps<M['deps']>;
  parts: { raw: M['out'] } & Parts &
    (M extends { parts: infer P } ? { [K in keyof P & string as `raw.${K}`]: P[K] } : unknown);
  expands: M['expands'];
  closes: M['closes'];
} & (M extends { nodes: infer N }
    ? { nodes: { [K in keyof N & string as `raw.${K}`]: RawMarks<N[K]> } }
    : unknown);
type RawMarks<M> = { [Mark in keyof M]: Mark extends 'deps' ? RawDeps<M[Mark]> : M[Mark] };
type RawDeps<D> = { [P in keyof D as P extends `.${string}` ? `.raw${P}` : P]: D[P] };
