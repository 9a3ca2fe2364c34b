/**
 * Runs a dataflow, and tells about it.
 *
 * @module
 */
import { parse } from 'node:path';
import type { LifecycleAdapter } from './adapters/adapter.ts';
import { acceptGraph } from './build-checks.ts';
import { exportNodes } from './export-nodes.ts';
import { hearPromises } from './execution/given-values.ts';
import { buildGraph } from './graph/build-graph.ts';
import type { Graph, GraphNode } from './graph/graph.ts';
import { downstreamOf, noPath, pathBetween, upstreamOf } from './graph/lineage.ts';
import type { FunctionNode } from './nodes/node.ts';
import { assertDrawing, splitOptions, visualizeExtras } from './picture-options.ts';
import { pictureOf, type PictureMarks } from './pictures.ts';
import type {
  Accepted,
  BadConfig,
  BadEdges,
  ExecuteRest,
  InSomeBlock,
  KindOfAdapters,
  Overrides,
  Requestable,
  Requested,
  Result,
  StreamRest,
  Streamed,
  WithModules,
} from './request-types.ts';
import { Requests } from './requests.ts';
import type { FrameKind } from './results/data-frame.ts';
import type { KindOfBuilder, ResultKind } from './results/result-builder.ts';
import {
  assertSettings,
  configOf,
  resultBuilderOf,
  settingsFrom,
  type AnyResultBuilder,
  type DriverSettings,
  type Settings,
} from './settings.ts';
import { locationOf } from './sources/source-facts.ts';
import { variablesAsked } from './tag-query.ts';
import type { ListOptions, PathOptions, UntypedDriver, VisualizeOptions } from './driver-types.ts';
import { loadOf, taskSettingsOf } from './task-settings.ts';
import { notHidden, variableOf, type Variable } from './variable.ts';
import type { PictureOptions } from './view/picture.ts';

class DataflowDriver<N = {}, R extends ResultKind = FrameKind, C = {}> {
  readonly #graph: Graph;
  readonly #requests: Requests;

  constructor(given: DriverSettings | Settings) {
    const settings = settingsFrom(given);
    assertSettings(settings);
    this.#graph = buildGraph(settings.modules, configOf(settings), {
      allowModuleOverrides: settings.allowModuleOverrides,
      locate: locationOf,
      nameModule,
    });
    acceptGraph(this.#graph, settings.adapters);
    hearPromises({ inputs: this.#graph.config });
    this.#requests = new Requests({
      graph: this.#graph,
      adapters: settings.adapters,
      buildResult: resultBuilderOf(settings),
      locate,
      load: loadOf(settings),
      tasks: taskSettingsOf(settings, this.#graph),
    });
  }

  /**
   * Computes `outputs` and builds the result. Only what is upstream of them runs, each node once.
   *
   * Rejects with `InputError` for what is wrong with the request (all of it), `NodeExecutionError` where a function
   * threw, `ResultError` where the values do not fit together, `AbortError` when aborted. Never throws synchronously.
   */
  execute<const K extends string, const O extends Overrides<N> = {}>(
    outputs: readonly Requested<N, K>[] & Accepted<N, R, K>,
    ...rest: ExecuteRest<N, K, O, C>
  ): Promise<Result<N, R, K>> {
    return this.#requests.execute(outputs, rest[0] ?? {});
  }

  /**
   * The values of one node inside a parallel block as they come about, in item order (`ordered: false`: as they
   * finish); of blocks in blocks, flat. The run begins with the first value asked for, and never runs far ahead of the
   * one that is taken: a generator may yield for ever. Leaving the loop ends the run and closes the generator.
   *
   * Errors are those of `execute`; they come where the first value is asked for, or the next one.
   */
  stream<const K extends string, const O extends Overrides<N> = {}>(
    output: Requested<N, K> & InSomeBlock<N, K>,
    ...rest: StreamRest<N, K, O, C>
  ): AsyncIterableIterator<Streamed<N, K>> & AsyncDisposable {
    return this.#requests.stream(output, rest[0] ?? {}) as AsyncIterableIterator<Streamed<N, K>> &
      AsyncDisposable;
  }

  /** Checks a request as `execute` does; nothing runs. Throws `InputError` with all problems. */
  validateExecution<const K extends string, const O extends Overrides<N> = {}>(
    outputs: readonly Requested<N, K>[] & Accepted<N, R, K>,
    ...rest: ExecuteRest<N, K, O, C>
  ): void {
    this.#requests.validate(outputs, rest[0] ?? {});
  }

  /** All nodes, inputs and config keys, in topological order; hidden ones on request. */
  listAvailableVariables(options: ListOptions = {}): Variable[] {
    return this.#variables(this.#graph.nodes, variablesAsked(options));
  }

  /**
   * The nodes and everything that they depend on, in topological order, without what is hidden and not named here.
   * Throws `InputError` for unknown names.
   */
  whatIsUpstreamOf(...names: readonly Requestable<N>[]): Variable[] {
    return this.#variables(upstreamOf(this.#graph, names), notHidden(names));
  }

  /** The nodes and everything that depends on them; order, hidden nodes and errors are as for `whatIsUpstreamOf`. */
  whatIsDownstreamOf(...names: readonly Requestable<N>[]): Variable[] {
    return this.#variables(downstreamOf(this.#graph, names), notHidden(names));
  }

  /** All nodes on any path from one node to another, both included, in topological order; `[]` without a path. */
  whatIsThePathBetween(from: Requestable<N>, to: Requestable<N>): Variable[] {
    return this.#variables(pathBetween(this.#graph, from, to), notHidden([from, to]));
  }

  /**
   * Draws the whole dataflow: gives SVG text, and writes `file` by its suffix (`.svg .png .dot .mmd .json`).
   *
   * PNG needs the optional packages @resvg/resvg-js and @expo-google-fonts/arimo.
   */
  async displayAllFunctions(file?: string | URL, options?: PictureOptions): Promise<string> {
    assertDrawing(file, options);
    return this.#draw(this.#graph.nodes, {}, file, options);
  }

  /**
   * Draws what a request would run: its outputs and overrides are marked. Throws like `validateExecution`.
   */
  async visualizeExecution<const O extends Overrides<N> = {}>(
    outputs: readonly Requestable<N>[],
    file?: string | URL,
    options: VisualizeOptions<N, O> = {},
  ): Promise<string> {
    hearPromises(options);
    assertDrawing(file, options, visualizeExtras);
    const { bypassValidation = false, ...others } = options;
    const [request, pictureOptions] = splitOptions(others);
    const nodes = bypassValidation
      ? upstreamOf(this.#graph, outputs)
      : this.#requests.checked(outputs, request).needs.nodes;
    const marks = { outputs, overridden: Object.keys(request.overrides ?? {}) };
    return this.#draw(nodes, marks, file, pictureOptions);
  }

  /** Draws both nodes' lineage with the path between them marked. Throws where there is none. */
  async visualizePathBetween(
    from: Requestable<N>,
    to: Requestable<N>,
    file?: string | URL,
    options?: PathOptions,
  ): Promise<string> {
    assertDrawing(file, options, { flags: ['strict'], before: 'from, to' });
    const { strict = false, ...pictureOptions } = options ?? {};
    const path = pathBetween(this.#graph, from, to);
    if (path.length === 0) throw noPath(from, to);
    const around = new Set([
      ...downstreamOf(this.#graph, [from]),
      ...upstreamOf(this.#graph, [to]),
    ]);
    const nodes = strict ? path : this.#graph.nodes.filter((node) => around.has(node));
    const marks = { path: path.map(({ node }) => node.name), ends: [from, to] };
    return this.#draw(nodes, marks, file, pictureOptions);
  }

  /** Draws the nodes and everything that they depend on. */
  async displayUpstreamOf(
    names: Requestable<N> | readonly Requestable<N>[],
    file?: string | URL,
    options?: PictureOptions,
  ): Promise<string> {
    assertDrawing(file, options, { before: 'names' });
    const focus = Array.isArray(names) ? names : [names];
    return this.#draw(upstreamOf(this.#graph, focus), { focus }, file, options);
  }

  /** Draws the nodes and everything that depends on them. */
  async displayDownstreamOf(
    names: Requestable<N> | readonly Requestable<N>[],
    file?: string | URL,
    options?: PictureOptions,
  ): Promise<string> {
    assertDrawing(file, options, { before: 'names' });
    const focus = Array.isArray(names) ? names : [names];
    return this.#draw(downstreamOf(this.#graph, focus), { focus }, file, options);
  }

  /**
   * JSON of the nodes that a request needs, sorted by name, each with a version: the hash of its code without
   * comments and white space. Inputs have none.
   */
  exportExecution<const K extends string, const O extends Overrides<N> = {}>(
    outputs: readonly Requested<N, K>[] & Accepted<N, R, K>,
    ...rest: ExecuteRest<N, K, O, C>
  ): string {
    const { needs } = this.#requests.checked(outputs, rest[0] ?? {});
    return exportNodes(this.#graph, needs.nodes);
  }

  /** The same driver for names that are only known at run time; then the results have the type `any`. */
  untyped(): UntypedDriver<R> {
    return this;
  }

  /** Aborts what is running and lets go of everything. Idempotent; `execute` afterwards is an error. */
  close(): Promise<void> {
    return this.#requests.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What a notebook shows. */
  async [Symbol.for('Jupyter.display')](): Promise<Record<string, string>> {
    return { 'image/svg+xml': await this.displayAllFunctions(), 'text/plain': this.#summary() };
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.#summary();
  }

  #summary(): string {
    const inputs = this.#graph.nodes.filter(({ node }) => node.kind === 'input').length;
    return `Driver { ${this.#graph.nodes.length - inputs} nodes, ${inputs} inputs }`;
  }

  #variables(nodes: readonly GraphNode[], isAsked: (variable: Variable) => boolean): Variable[] {
    return nodes.map((node) => variableOf(this.#graph, node)).filter(isAsked);
  }

  async #draw(
    nodes: readonly GraphNode[],
    marks: PictureMarks,
    file: string | URL | undefined,
    options: PictureOptions = {},
  ): Promise<string> {
    // the drawing engine is loaded by the first drawing, not by importing icosian
    const { draw } = await import('./view/draw.ts');
    return draw(pictureOf(this.#graph, nodes, marks), file, options);
  }
}

/** Runs a dataflow: `execute` computes outputs, the other methods tell about the graph. Made by `Builder.build()`. */
export type Driver<N = {}, R extends ResultKind = FrameKind, C = {}> = DataflowDriver<N, R, C>;

type Checked<N, C> = [BadEdges<N> | BadConfig<N, C>] extends [never]
  ? unknown
  : BadEdges<N> | BadConfig<N, C>;

interface DriverConstructor {
  /** The same settings that the builder takes, as an object. Throws `GraphError` with all problems. */
  new <
    const M extends readonly object[],
    const G extends object = {},
    A extends LifecycleAdapter = never,
    B extends AnyResultBuilder = never,
  >(
    settings: DriverSettings<M, G, A, B> & Checked<WithModules<{}, M>, G>,
  ): Driver<
    WithModules<{}, M>,
    KindOfAdapters<A, [B] extends [never] ? FrameKind : Extract<KindOfBuilder<B>, ResultKind>>,
    G
  >;
  readonly prototype: DataflowDriver;
}

export const Driver: DriverConstructor = DataflowDriver;

/** The builder's way to a driver: its types are known already. */
export const driverOf = <N, R extends ResultKind, C>(settings: Settings): Driver<N, R, C> =>
  new DataflowDriver<N, R, C>(settings);

const locate = (node: FunctionNode): string | undefined => locationOf(node.origin, node.name);

/** The name of a function's file, without its ending. */
function nameModule(node: FunctionNode): string | undefined {
  const file = locationOf(node.origin, node.name)?.replace(/:\d+$/, '');
  return file === undefined ? undefined : parse(file).name;
}
