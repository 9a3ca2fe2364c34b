/**
 * What a module's functions give and need, at the type level.
 *
 * @module
 */
import type { AnyFunction } from './node.ts';
import type { OneObject, UnionToIntersection } from './type-tools.ts';

declare const collected: unique symbol;
declare const marks: unique symbol;

/** What a collecting function gets for a dependency inside a block: one value for each item, in item order. */
export type Collect<T> = readonly T[] & { readonly [collected]?: T };

/** What a generator function returns that opens a parallel block: each yielded value is one item. */
export type Parallelizable<T> = Generator<T, void, unknown>;

/** The same for an asynchronous generator function. */
export type AsyncParallelizable<T> = AsyncGenerator<T, void, unknown>;

type IsAny<T> = 0 extends 1 & T ? true : false;

/** Whether a dependency is declared as `Collect<…>`; a plain list type is not. */
export type IsCollect<T> =
  IsAny<T> extends true
    ? false
    : [Exclude<T, undefined>] extends [{ readonly [collected]?: unknown }]
      ? typeof collected extends keyof Exclude<T, undefined>
        ? true
        : false
      : false;

/** What the compiler knows about one node. Every modifier carries these marks. */
export interface NodeMarks {
  /** The value that consumers read; of a generator, one item. */
  out: unknown;
  /** Names read, with their types; optional properties are optional dependencies. */
  deps: unknown;
  /** Whether it opens a block. */
  expands: boolean;
  /** Whether it closes one. */
  closes: boolean;
  /** Further nodes, `name.part`, that stand like this one and give these values; absent: none. */
  parts?: object;
  /**
   * Beside `parts`, further nodes with marks of their own; dependencies that start with a dot are named relative to this
   * one.
   */
  nodes?: object;
}

/** A function whose marks differ from what its signature says. */
export interface Marked<M extends NodeMarks> {
  readonly [marks]: M;
}

/** The marks of a function, modified or plain. */
export type MarksOf<F> =
  F extends Marked<infer M>
    ? M
    : F extends (dependencies: infer D) => infer R
      ? PlainMarks<DepsOf<D>, R>
      : PlainMarks<Positional, never>;
/** The names that a parameter reads. `& {}`: with a default it may be undefined, and would have no keys. */
type DepsOf<D> = unknown extends D
  ? IsAny<D> extends true
    ? {} | Untyped
    : {}
  : [D] extends [Scalar]
    ? Positional
    : D & {};
type PlainMarks<D, R> = {
  out: ValueOf<R>;
  deps: [D] extends [Positional] ? {} : D;
  expands: IsGenerator<R>;
  closes: false;
  bad: [D] extends [Positional] ? true : false;
};

type Marks<Out, Deps, Expands extends boolean, Closes extends boolean> = {
  out: Out;
  deps: Deps;
  expands: Expands;
  closes: Closes;
};
/** What no modifier takes away: that a function's parameters name no dependencies. */
type BadOf<F> = MarksOf<F> extends { bad: true } ? { bad: true } : unknown;

/** A function with other marks than before: those that it had are left behind, two sets would contradict. */
export type Remarked<F, M extends NodeMarks> = Unmarked<F> & Marked<M>;
type Unmarked<F> =
  F extends Marked<NodeMarks>
    ? F extends (...parameters: infer A) => infer R
      ? (...parameters: A) => R
      : never
    : F;

/** What `collect` and `reduce` add to a function. */
export type Closing<F, Deps = MarksOf<F>['deps'], How = unknown> = Remarked<
  F,
  Marks<MarksOf<F>['out'], Deps, MarksOf<F>['expands'], true> & How & BadOf<F>
>;
/** `From`: the dependencies that are collected, where they were named. */
export type Collecting<F, From extends string = never> = Closing<
  F,
  MarksOf<F>['deps'],
  [From] extends [never] ? unknown : { from: From }
>;
export type Reducing<F> = Closing<F, WithoutAccumulator<MarksOf<F>['deps']>, { folds: true }>;
type WithoutAccumulator<D> = { [P in keyof D as P extends 'acc' ? never : P]: D[P] };

/** What `parallelizable` adds to a function that returns an iterable of `Item`. */
export type Expanding<F, Item> = Remarked<
  F,
  Marks<Item, MarksOf<F>['deps'], true, MarksOf<F>['closes']> & HowClosed<MarksOf<F>> & BadOf<F>
>;
type HowClosed<M> = (M extends { from: infer From } ? { from: From } : unknown) &
  (M extends { folds: true } ? { folds: true } : unknown);

/** What `dependsOn` adds: the names; their types come from the function where it has them. */
export type DependsOn<Names extends readonly string[], F> = Remarked<
  F,
  Marks<
    OutOf<F>,
    { [P in Names[number] as P extends `${string}?` ? never : P]: TypeOfName<F, P> } & {
      [P in Names[number] as P extends `${infer Bare}?` ? Bare : never]?: TypeOfName<F, P>;
    },
    ExpandsOf<F>,
    false
  >
>;
type TypeOfName<F, P extends string> = F extends (dependencies: infer D) => unknown
  ? (P extends `${infer Bare}?` ? Bare : P) extends infer Name extends keyof (D & {})
    ? Exclude<(D & {})[Name], undefined>
    : unknown
  : unknown;

/** What stands for parameters that name no dependencies: two of them, or one that is no object. */
type Positional = 'positional';
/** In a union with `{}`, what stands for a parameter of type `any`: which names it reads, nobody knows. */
export type Untyped = 'untyped';
type Scalar =
  string | number | boolean | bigint | symbol | null | undefined | readonly unknown[] | AnyFunction;

type AnyGenerator<T> = Generator<T> | AsyncGenerator<T>;

/** The value that consumers read where a function returns `R`. */
type ValueOf<R> = R extends AnyGenerator<infer T> ? Awaited<T> : Awaited<R>;
type IsGenerator<R> = R extends AnyGenerator<unknown> ? true : false;

type OutOf<F> = F extends (...parameters: never) => infer R ? ValueOf<R> : never;
type ExpandsOf<F> = F extends (...parameters: never) => infer R ? IsGenerator<R> : false;

/**
 * The marks of one of two functions: what both read is needed, what one of them reads may be.
 */
export type EitherMarks<M1 extends NodeMarks, M2 extends NodeMarks> = {
  out: M1['out'] | M2['out'];
  deps: EitherDeps<M1['deps'], M2['deps']>;
  expands: M1['expands'] | M2['expands'];
  closes: M1['closes'] | M2['closes'];
};
type EitherDeps<D1, D2> = OneObject<
  Pick<D1, keyof D1 & keyof D2> &
    Pick<D2, keyof D1 & keyof D2> &
    Partial<Omit<D1, keyof D2>> &
    Partial<Omit<D2, keyof D1>>
>;

/** One of several functions: what all of them read is needed, what some of them read may be. */
export type OneOf<F> = [true] extends [IsUnion<F>]
  ? AnyFunction & Marked<AnyMarks<MarksOf<F> & NodeMarks>>
  : F;
type IsUnion<T, U = T> = T extends unknown ? ([U] extends [T] ? false : true) : never;
type AnyMarks<M extends NodeMarks> = {
  out: M['out'];
  deps: AnyDeps<M['deps']>;
  expands: M['expands'];
  closes: M['closes'];
};
type AnyDeps<D> = OneObject<
  { [P in keyof D]: D[P] } & { [P in Exclude<KeysOf<D>, keyof D>]?: ValueIn<D, P> }
>;
type KeysOf<D> = D extends unknown ? keyof D : never;
type ValueIn<D, P> = D extends unknown ? (P extends keyof D ? D[P] : never) : never;

/** A function after a modifier that changes no marks: the alternatives of `when` cannot be continued any more. */
export type Kept<F> = F extends { otherwise: unknown }
  ? AnyFunction & Marked<MarksOf<F> & NodeMarks>
  : F;

/** Nodes that bring further ones with them. */
type Owners<N> = {
  [K in keyof N]: N[K] extends { parts: object } ? K : never;
}[keyof N] &
  string;
type WithParts<N> = [Owners<N>] extends [never]
  ? N
  : OneObject<
      { [K in keyof N]: K extends Owners<N> ? Located<K, N[K]> : N[K] } & UnionToIntersection<
        { [K in Owners<N>]: PartsOf<K, N[K]> }[Owners<N>]
      >
    >;
type PartsOf<K extends string, M> = (M extends { parts: infer Parts }
  ? {
      [P in keyof Parts & string as `${K}.${P}`]: {
        [Mark in 'out' | 'deps' | 'expands' | ('closes' & keyof M)]: Mark extends 'out'
          ? Parts[P]
          : Located<K, M>[Mark & keyof M];
      };
    }
  : unknown) &
  (M extends { nodes: infer Nodes }
    ? { [P in keyof Nodes & string as `${K}.${P}`]: Located<K, Nodes[P]> }
    : unknown);
/** Marks whose dependencies have whole names. */
type Located<K extends string, M> = {
  [Mark in keyof M]: Mark extends 'deps'
    ? { [P in keyof M[Mark] as P extends `.${string}` ? `${K}${P}` : P]: M[Mark][P] }
    : M[Mark];
};

/**
 * The nodes of a module: exported functions whose names are literal and do not start with `_`.
 *
 * Names that are only known at run time stay unknown; they do not widen the rest.
 */
export type NodesOf<M> = [M] extends [never]
  ? {}
  : // mapped over the bare names: over the module itself, messages would show its functions for the marks
    keyof NamesOf<M> extends infer Name
    ? WithParts<{ [K in Name & keyof M]: MarksOf<M[K]> }>
    : never;
type NamesOf<M> = {
  [
    K in keyof M as M[K] extends AnyFunction
      ? string extends K
        ? never
        : K extends `_${string}` | 'default'
          ? never
          : K
      : never
  ]: K;
};
