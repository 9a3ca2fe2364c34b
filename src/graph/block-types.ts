/**
 * What the compiler knows about parallel blocks: whether a node lies in one.
 *
 * @module
 */

type Names<N, K extends keyof N, Expands> = {
  [P in K]: N[P] extends { deps: infer D; expands: Expands; closes: false }
    ? keyof D & keyof N
    : never;
}[K];
/** The names that collects read for each item; where they say which, those. */
type Closed<N, K extends keyof N, Expands> = {
  [P in K]: N[P] extends { deps: infer D; expands: Expands; closes: true }
    ? N[P] extends { from: infer From }
      ? keyof D & keyof N & From
      : keyof D & keyof N
    : never;
}[K];
/** The names that collects read as usual, where they say which they collect. */
type Kept<N, K extends keyof N, Expands> = {
  [P in K]: N[P] extends { deps: infer D; expands: Expands; closes: true; from: infer From }
    ? Exclude<keyof D & keyof N, From>
    : never;
}[K];
type Opens<N, K extends keyof N> = true extends {
  [P in K]: N[P] extends { expands: true } ? true : false;
}[K]
  ? true
  : false;
/** Whether a node lies in a block: going upstream, a generator is met that no collect has closed. */
// names still to visit at each number of blocks that must be open: 1, 2, 3, 4
export type InBlock<
  N,
  A extends keyof N,
  B extends keyof N = never,
  C extends keyof N = never,
  D extends keyof N = never,
  SeenA = never,
  SeenB = never,
  SeenC = never,
  SeenD = never,
> = [A | B | C | D] extends [never]
  ? false
  : true extends Opens<N, A>
    ? true
    : InBlock<
        N,
        Exclude<
          Names<N, A, false> | Kept<N, A, false> | Names<N, B, true> | Kept<N, B, true>,
          SeenA | A
        >,
        Exclude<
          | Closed<N, A, false>
          | Names<N, B, false>
          | Kept<N, B, false>
          | Closed<N, B, true>
          | Names<N, C, true>
          | Kept<N, C, true>,
          SeenB | B
        >,
        Exclude<
          | Closed<N, B, false>
          | Names<N, C, false>
          | Kept<N, C, false>
          | Closed<N, C, true>
          | Names<N, D, true>
          | Kept<N, D, true>,
          SeenC | C
        >,
        Exclude<
          Closed<N, C, false> | Names<N, D, false> | Kept<N, D, false> | Closed<N, D, boolean>,
          SeenD | D
        >,
        SeenA | A,
        SeenB | B,
        SeenC | C,
        SeenD | D
      >;
