/**
 * What the compiler knows about the parts of a dataflow.
 *
 * @module
 */
import type { AnyFunction } from '../nodes/node.ts';
import type { Marked, MarksOf, NodesOf } from '../nodes/types.ts';
import type { OneObject, UnionToIntersection } from '../nodes/type-tools.ts';
import type { BoundDeps, WithDeps } from './binding-types.ts';
import type { Binding } from './dependency.ts';

/** What names inside a part stand for. */
export type InputBindings = Readonly<Record<string, Binding>>;

/** The nodes of several modules. */
export type NodesIn<Modules extends readonly object[]> = OneObject<
  UnionToIntersection<{ [I in keyof Modules]: NodesOf<Modules[I]> }[number]>
>;

/** Dependencies of a part's function: its own nodes start with a dot, what inputs and config give is gone. */
type PartDeps<D, N, Inputs, Own> = BoundDeps<Pick<D, keyof D & keyof Inputs>, Inputs> & {
  [
    P in keyof D as P extends keyof Inputs
      ? never
      : P extends keyof N
        ? `.${P & string}`
        : P extends keyof Own
          ? never
          : P
  ]: D[P];
} extends infer All
  ? { [P in keyof All]: All[P] }
  : never;

type PartMarks<M, N, Inputs, Own> = M extends { deps: infer D }
  ? WithDeps<M, PartDeps<D, N, Inputs, Own>>
  : never;

/** A part of a dataflow: what its function gives, and its nodes. */
export type Subdag<F extends AnyFunction, Modules extends readonly object[], Inputs, Own> =
  NodesIn<Modules> extends infer N
    ? F extends (...parameters: infer A) => infer R
      ? ((...parameters: A) => R) &
          Marked<
            PartMarks<MarksOf<F>, N, Inputs, Own> & {
              parts: {};
              nodes: { [P in keyof N]: PartMarks<N[P], N, Inputs, Own> };
            } & { out: unknown; deps: unknown; expands: boolean; closes: boolean }
          >
      : never
    : never;
