/**
 * What the compiler knows about chains of steps.
 *
 * @module
 */
import type { AnyFunction } from '../nodes/node.ts';
import type { MarksOf, NodeMarks, Remarked } from '../nodes/types.ts';
import type { OneObject, UnionToIntersection } from '../nodes/type-tools.ts';
import type { Behind, BoundDeps, WithDeps } from './binding-types.ts';
import type { Step } from './step.ts';

declare const mutates: unique symbol;

/** What changes a node of its module; no node itself. */
export interface Mutates {
  readonly [mutates]: true;
}

/** What a step reads beside the value: what its `args` name. */
type StepDeps<S> =
  S extends Step<infer F, infer B>
    ? BoundDeps<Pick<MarksOf<F>['deps'], keyof MarksOf<F>['deps'] & keyof B>, B>
    : {};
type StepOut<S> = S extends Step<infer F> ? MarksOf<F>['out'] : never;

/** Dependencies of steps: none of them may take part, so what only they read is optional for the compiler. */
type AllStepDeps<S extends readonly Step[]> = S extends readonly [
  infer First,
  ...infer Others extends readonly Step[],
]
  ? Partial<StepDeps<First>> & AllStepDeps<Others>
  : {};
/** The value at the end; a step with a condition may be left out, so that it must give what it takes. */
type Last<S extends readonly Step[], Out> = S extends readonly [...Step[], infer L]
  ? StepOut<L>
  : Out;

/** A function whose value goes through steps. */
export type PipedOutput<F extends AnyFunction, S extends readonly Step[]> = Remarked<
  F,
  WithDeps<
    Behind<MarksOf<F>, Last<S, MarksOf<F>['out']>, {}>,
    OneObject<
      Behind<MarksOf<F>, unknown, {}>['deps'] & Omit<AllStepDeps<S>, keyof MarksOf<F>['deps']>
    >
  > &
    NodeMarks
>;

/** A function some of whose dependencies go through steps: their types are those that the first steps take. */
export type PipedInput<F extends AnyFunction, S> = Remarked<
  F,
  {
    [M in keyof MarksOf<F>]: M extends 'deps'
      ? OneObject<
          Omit<MarksOf<F>['deps'], keyof S> & {
            // steps need something to take, whatever the function's own default is
            [P in keyof MarksOf<F>['deps'] & keyof S]: Taken<S[P]>;
          } & Omit<InputStepDeps<S>, keyof MarksOf<F>['deps']>
        >
      : MarksOf<F>[M];
  } & NodeMarks
>;
type InputStepDeps<S> = UnionToIntersection<
  { [P in keyof S]: S[P] extends readonly Step[] ? AllStepDeps<S[P]> : {} }[keyof S]
>;
/** The type of the one dependency that a step leaves open. */
type Taken<S> = S extends readonly [Step<infer F, infer B>, ...unknown[]]
  ? OpenOf<MarksOf<F>['deps'], B>
  : unknown;
type OpenOf<D, B> = [Exclude<RequiredKeys<D>, keyof B>] extends [never]
  ? D[Exclude<keyof D, keyof B>]
  : D[Exclude<RequiredKeys<D>, keyof B>];
type RequiredKeys<D> = { [P in keyof D]-?: {} extends Pick<D, P> ? never : P }[keyof D];
