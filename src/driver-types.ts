/**
 * What a driver's methods take, and the driver whose names are only known at run time.
 *
 * @module
 */
import type { RequestOptions } from './plan/request-options.ts';
import type { StreamOptions } from './requests.ts';
import type { ResultKind } from './results/result-builder.ts';
import type { TagQuery } from './tag-query.ts';
import type { Variable } from './variable.ts';
import type { PictureOptions } from './view/picture.ts';

/** What `listAvailableVariables` may be told. */
export interface ListOptions {
  /** Only nodes with these tags: a value, any of a list of values, or `null` for "has this tag". */
  readonly tags?: TagQuery;
  /** Hidden nodes, too. @default false */
  readonly hidden?: boolean;
}

/** The options of `visualizeExecution`: how to draw, and what would be given. */
export type VisualizeOptions<N, O> = PictureOptions & {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly overrides?: O & { readonly [P in Exclude<keyof O, keyof N>]: never };
  /** Draws even where inputs are missing. @default false */
  readonly bypassValidation?: boolean;
};

/** The options of `visualizePathBetween`. */
export type PathOptions = PictureOptions & {
  /** Draws the path alone, without what hangs on it. @default false */
  readonly strict?: boolean;
};

type File = string | URL;

/** A driver whose names are only known at run time. Its methods are those of `Driver`. */
export interface UntypedDriver<R extends ResultKind = ResultKind> {
  execute(
    outputs: readonly string[],
    options?: RequestOptions,
    // oxlint-disable-next-line no-explicit-any -- nothing is known about the values
  ): Promise<(R & { outputs: Record<string, any> })['result']>;
  stream(
    output: string,
    options?: StreamOptions,
    // oxlint-disable-next-line no-explicit-any -- nothing is known about the values
  ): AsyncIterableIterator<any> & AsyncDisposable;
  validateExecution(outputs: readonly string[], options?: RequestOptions): void;
  listAvailableVariables(options?: ListOptions): Variable[];
  whatIsUpstreamOf(...names: readonly string[]): Variable[];
  whatIsDownstreamOf(...names: readonly string[]): Variable[];
  whatIsThePathBetween(from: string, to: string): Variable[];
  displayAllFunctions(file?: File, options?: PictureOptions): Promise<string>;
  visualizeExecution(
    outputs: readonly string[],
    file?: File,
    options?: PictureOptions &
      Omit<RequestOptions, 'signal'> & { readonly bypassValidation?: boolean },
  ): Promise<string>;
  visualizePathBetween(
    from: string,
    to: string,
    file?: File,
    options?: PathOptions,
  ): Promise<string>;
  displayUpstreamOf(
    names: string | readonly string[],
    file?: File,
    options?: PictureOptions,
  ): Promise<string>;
  displayDownstreamOf(
    names: string | readonly string[],
    file?: File,
    options?: PictureOptions,
  ): Promise<string>;
  exportExecution(outputs: readonly string[], options?: RequestOptions): string;
  untyped(): UntypedDriver<R>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
