/**
 * What the compiler knows about frames that column functions extend.
 *
 * @module
 */
import type { AnyFrame, ExtendedFrame } from '../columns/take-column.ts';
import type { AnyFunction } from '../nodes/node.ts';
import type { Marked, MarksOf } from '../nodes/types.ts';
import type { OneObject, UnionToIntersection } from '../nodes/type-tools.ts';
import type { UpstreamOf, WithDeps } from './binding-types.ts';
import type { NodeGiven } from './extract.ts';
import type { NodesIn } from './subdag-types.ts';

type AllDeps<N> = UnionToIntersection<
  { [K in keyof N]: N[K] extends { deps: infer D } ? D : {} }[keyof N]
>;

/** The node of the frame as a dependency. */
type FrameDeps<G extends NodeGiven> = G extends string ? { [P in G]: AnyFrame } : UpstreamOf<G>;

/**
 * What column functions read from the dataflow. Where `pass` says which names are columns, the others are known; else
 * nobody knows which are columns, so none of them is needed.
 */
type OuterDeps<N, Pass> = [Pass] extends [never]
  ? { [P in Exclude<keyof AllDeps<N>, keyof N>]?: unknown }
  : Omit<
      AllDeps<N>,
      keyof N | (Pass extends readonly (infer Column)[] ? Column & PropertyKey : never)
    >;

type FrameOf<G extends NodeGiven> = ExtendedFrame<
  G extends AnyFunction ? MarksOf<G>['out'] : unknown
>;

/** A frame that column functions extend, and these functions as its nodes. */
export type WithColumns<G extends NodeGiven, Modules extends readonly object[], Pass> =
  NodesIn<Modules> extends infer N
    ? AnyFunction &
        Marked<{
          out: FrameOf<G>;
          deps: OneObject<FrameDeps<G> & OuterDeps<N, Pass>>;
          expands: false;
          closes: false;
          parts: {};
          nodes: {
            [P in keyof N]: WithDeps<N[P], OneObject<FrameDeps<G> & OuterDeps<N, Pass>>>;
          };
        }>
    : never;
